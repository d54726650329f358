"""From a page whose lines are known to a document: each line becomes a block, a part of one, or a ledger entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias, assert_never

from wikipub.data.language import Language
from wikipub.document import (
    Block,
    BlockQuote,
    Blocks,
    Cell,
    Figure,
    Hatnote,
    Heading,
    Infobox,
    InfoboxRow,
    Inlines,
    LedgerEntry,
    LineBlock,
    MathBlock,
    Note,
    NoteList,
    Paragraph,
    Spans,
    Table,
    Text,
    ThematicBreak,
)
from wikipub.readers.text.captions import CAPTION, CAPTION_MARK, is_caption
from wikipub.readers.text.columns import column_grid
from wikipub.readers.text.evidence import confidence
from wikipub.readers.text.formulas import is_formula
from wikipub.readers.text.grid import Grid
from wikipub.readers.text.hatnotes import hatnote
from wikipub.readers.text.headings import EDIT_MARK, LEVEL_MARK, leveled
from wikipub.readers.text.inlines import group_marks, inlines, number_marks
from wikipub.readers.text.lists import list_items, nested
from wikipub.readers.text.notes import (
    drop_backlinks,
    label_place,
    note_entries,
    note_lists,
    numbered_notes,
    plain_notes,
    plain_runs,
)
from wikipub.readers.text.page import Page
from wikipub.readers.text.pipes import pipe_grid
from wikipub.readers.text.quotes import Quotation, indented_quotation, indented_run, is_indented
from wikipub.readers.text.shape import is_prose, is_rule
from wikipub.readers.text.sparse_notes import sparse_notes
from wikipub.readers.text.stacks import Shape, Stack, stacks
from wikipub.readers.text.tables import cells, tab_grid

_RULERS = ("|", ":", "-")
"""What a row below the head of a table between pipes begins with."""

_Parser: TypeAlias = Callable[[int], tuple[list[Block], int] | None]
"""Makes blocks of the lines from one on, and says where these end; None where it does not know the line."""


class Assembly:
    """Builds the blocks of one page, line by line; each parser takes the lines it knows and says where it stopped."""

    def __init__(
        self, page: Page, language: Language | None, tags: frozenset[str], quotations: list[Quotation]
    ) -> None:
        self.page = page
        self.language = language
        self.tags = tags
        self.notes: dict[str, Note] = {}
        self.quotations = {quotation.start: quotation for quotation in quotations}
        self.indented = is_indented(page)
        highest, self.last_mark = number_marks(page.texts)
        self.note_lists = note_lists(page, highest)
        self.note_lists |= sparse_notes(page, self.note_lists, highest)
        lengths = [len(entries) for entries in self.note_lists.values()]
        self.labels = group_marks(page.texts, lengths)
        self.notes_without_carets = 0 if lengths else highest
        self.plain_runs = plain_runs(page) if self.notes_without_carets else {}
        self.in_head = True
        self._of_labels: tuple[_Parser, ...] = (self._hatnote, self._infobox, self._stack)
        self._of_words: tuple[_Parser, ...] = (self._hatnote, self._infobox, self._table, self._stack)
        self._of_all: tuple[_Parser, ...] = (
            self._quotation,
            self._notes,
            self._hatnote,
            self._list,
            self._infobox,
            self._table,
            self._stack,
        )
        self.no_stack_before = 0
        self.no_box_before = 0
        self.indented_before = 0

    def blocks(self) -> Blocks:
        """The page's blocks in order."""
        found: list[Block] = []
        page = self.page
        end = 0
        for index in [index for index, text in enumerate(page.texts) if text]:
            if index < end:
                continue
            end = index + 1
            if index in page.headings:
                found.append(self._heading(index))
            elif index in page.settled:
                found.append(self._settled(index))
            elif index == page.title:
                page.roles[index] = "title"
            elif claim := page.claims.get(index):
                page.roles[index] = claim.role
            else:
                blocks, end = self._content(index)
                found += blocks
        return tuple(found)

    def ledger(self) -> tuple[LedgerEntry, ...]:
        """What is not in the blocks: claimed lines, neighbours under one claim together, and pieces of lines."""
        entries = [*self._claimed(), *self.page.pieces]
        return tuple(sorted(entries, key=lambda entry: entry.spans[0]))

    # --- Parsers, each of lines that begin at `index` ---

    def _content(self, index: int) -> tuple[list[Block], int]:
        """The blocks that the first parser to know the lines at `index` makes of them, and where these lines end."""
        text = self.page.texts[index]
        parsers = self._of_all
        known = index in self.quotations or index in self.note_lists
        if text[0].isalpha() and not self.page.lead(index) and not known:
            parsers = self._of_words
            if not self._may_be_table(index):
                parsers = (self._hatnote,) if is_prose(text) else self._of_labels
        for parse in parsers:
            if found := parse(index):
                return found
        span = self._take(index, index + 1, "paragraph")
        if is_formula(text):
            return [MathBlock(text[1:-1], span)], index + 1
        if is_rule(text):
            return [ThematicBreak(span)], index + 1
        if is_prose(text):
            self.in_head = False
        elif is_caption(self.page, index):
            self.page.roles[index] = "caption"
            return [Figure(self._inlines(text), spans=span)], index + 1
        return [Paragraph(self._inlines(text), span)], index + 1

    def _may_be_table(self, index: int) -> bool:
        """Whether line `index`, which begins with a word, holds a TAB, stands in columns, or has a ruler below it."""
        texts = self.page.texts
        below = texts[index + 1] if index + 1 < len(texts) else ""
        text = texts[index]
        return "\t" in text or index in self.page.columns or below.startswith(_RULERS) or text.startswith(CAPTION_MARK)

    def _heading(self, index: int) -> Heading:
        self.in_head = False
        found = self.page.headings[index]
        self.page.roles[index] = "heading"
        text = self.page.texts[index]
        line = leveled(text, self.page.level_marks)
        inner = (line.start, line.end) if line else (0, len(text))
        self.page.drop(index, 0, inner[0], LEVEL_MARK)
        self.page.drop(index, inner[0], found.start, EDIT_MARK)
        self.page.drop(index, found.end, inner[1], EDIT_MARK)
        self.page.drop(index, inner[1], len(text), LEVEL_MARK)
        return Heading(
            inlines=self._inlines(text[found.start : found.end]),
            depth=found.depth,
            evidence=found.evidence,
            doubts=found.doubts,
            confidence=confidence(found.evidence, found.doubts),
            spans=self.page.spans(index, found.start, found.end),
        )

    def _settled(self, index: int) -> Block:
        """The block that a person says line `index` is."""
        role = self.page.settled[index]
        span = self._take(index, index + 1, role)
        content = self._inlines(self.page.texts[index])
        return Figure(content, spans=span) if role == "caption" else Paragraph(content, span)

    def _quotation(self, index: int) -> tuple[list[Block], int] | None:
        found = self.quotations.get(index)
        if not found and not self.indented and self.page.lead(index):
            if index >= self.indented_before:  # or a long run would be looked through once for each of its lines
                self.indented_before = indented_run(self.page, index)
            found = indented_quotation(self.page, index, max(index, self.indented_before))
        if not found:
            return None
        spans = self._take(index, found.end, "quote")
        end = found.end if found.attribution is None else found.attribution
        paragraphs = tuple(self._paragraph(line) for line in range(index, end) if self.page.texts[line])
        attribution = () if found.attribution is None else self._inlines(self.page.texts[found.attribution])
        return [BlockQuote(paragraphs, attribution, spans)], found.end

    def _notes(self, index: int) -> tuple[list[Block], int] | None:
        entries = self.note_lists.get(index) or note_entries(self.page, index)
        count = self.notes_without_carets
        if count and not entries and index > self.last_mark:
            entries = numbered_notes(self.page, index, count)
            if not entries and self.plain_runs.get(index) == count:
                entries = plain_notes(self.page, index, count)
        if not entries:
            return None
        keys = []
        for entry in entries:
            key = f"n{len(self.notes) + 1}"
            text = self.page.texts[entry.line]
            drop_backlinks(self.page, entry)
            spans = self.page.spans(entry.line, entry.start)
            if entry.label:
                spans = (*self.page.spans(*label_place(self.page, entry)), *spans)
            starts = dict(entry.miscounted)
            below = [(line, starts.get(line, 0)) for line in range(entry.line + 1, entry.end) if self.page.free(line)]
            text = " ".join([text[entry.start :], *(self.page.texts[line][start:] for line, start in below)])
            spans = (*spans, *(span for line, start in below for span in self.page.spans(line, start)))
            self.notes[key] = Note(entry.label, (Paragraph(inlines(text, self.tags, marks=False)),), spans)
            for line in range(entry.line - entry.above, entry.end):
                if line not in self.page.claims or line < entry.line:
                    self.page.roles[line] = "note"
            keys.append(key)
        return [NoteList(tuple(keys))], entries[-1].end

    def _hatnote(self, index: int) -> tuple[list[Block], int] | None:
        if self.language is None or not self.page.texts[index].startswith(self.language.hatnote_starts):
            return None
        found = hatnote(self.page.texts[index], self.language)
        if not found:
            return None
        self.page.roles[index] = "hatnote"
        return [Hatnote(found, self.page.spans(index))], index + 1

    def _list(self, index: int) -> tuple[list[Block], int] | None:
        if not (items := list_items(self.page, index)):
            return None
        end = items[-1].line + 1
        self._mark(index, end, "list")
        contents = {item.line: self._inlines(self.page.texts[item.line][item.start :]) for item in items}
        return nested(self.page, items, contents), end

    def _infobox(self, index: int) -> tuple[list[Block], int] | None:
        """A run of lines before the lead of which one at least is a row: facts, torn values and captions among them."""
        if not self.in_head or index < self.no_box_before:
            return None
        end = index
        while self.page.free(end) and not is_prose(self.page.texts[end]):
            end += 1
        if not any("\t" in self.page.texts[line] for line in range(index, end) if self.page.texts[line]):
            self.no_box_before = end  # or a long run would be looked through once for each of its lines
            return None
        spans = self._take(index, end, "infobox")
        title: Inlines = ()
        if self.page.title is not None and self.page.texts[index] == self.page.texts[self.page.title]:
            title = self._inlines(self.page.texts[index])
            index += 1
        facts = tuple(self._fact(cells(self.page, line)) for line in range(index, end))
        return [Infobox(facts, title, spans)], end

    def _table(self, index: int) -> tuple[list[Block], int] | None:
        marked = self.page.texts[index].startswith(CAPTION_MARK)
        first = self.page.next_filled(index + 1) if marked else index
        if first == len(self.page):
            return None
        grid = pipe_grid(self.page, first) or column_grid(self.page, first) or tab_grid(self.page, first)
        if not grid:
            return None
        if self.in_head and grid.is_box and not marked:
            return [self._box(index, grid)], grid.end
        spans = self._take(first, grid.end, "table")
        caption = grid.caption
        if marked:
            start = len(CAPTION_MARK)
            self.page.roles[index] = "caption"
            self.page.drop(index, 0, start, CAPTION)
            caption = f"{self.page.texts[index][start:]} {caption}".strip()
            spans = (*self.page.spans(index, start), *spans)
        rows = tuple(tuple(Cell(self._cell(cell.text), colspan=cell.colspan) for cell in row) for row in grid.rows)
        return [Table(rows, grid.header_rows, self._inlines(caption) if caption else (), spans)], grid.end

    def _stack(self, index: int) -> tuple[list[Block], int] | None:
        """Cells on a line each: rows of a box or a table, or lines that may be one and stay lines."""
        if index < self.no_stack_before or is_prose(self.page.texts[index]) or (index and self.page.free(index - 1)):
            return None
        found, self.no_stack_before = stacks(self.page, index, self.in_head)
        if not found:
            return None
        return [block for part in found for block in self._stacked(part)], found[-1].end

    def _stacked(self, part: Stack) -> list[Block]:
        texts = [[self.page.texts[line] for line in row] for row in part.rows]
        start = part.rows[0][0]
        match part.shape:
            case Shape.BOX:
                spans = self._take(start, part.end, "infobox")
                facts = tuple(self._fact(row) for row in texts)
                return [Infobox(facts, spans=spans)]
            case Shape.TABLE:
                spans = self._take(start, part.end, "table")
                return [Table(tuple(tuple(Cell(self._cell(cell)) for cell in row) for row in texts), spans=spans)]
            case Shape.TORN:
                return [
                    LineBlock(tuple(map(self._inlines, cells)), self._take(row[0], row[-1] + 1, "lines"))
                    for row, cells in zip(part.rows, texts, strict=True)
                ]
            case Shape.LINES:
                self._mark(start, part.end, "paragraph")
                return [self._paragraph(line) for row in part.rows for line in row]
            case _:
                assert_never(part.shape)

    def _box(self, index: int, grid: Grid) -> Infobox:
        """The box that a table of labels and values before the lead is; its head, or its caption, is its title."""
        spans = self._take(index, grid.end, "infobox")
        title, rows = grid.caption, grid.rows
        if not title and grid.header_rows and not any(cell.text for cell in rows[0][1:]):
            title, rows = rows[0][0].text, rows[1:]
        facts = tuple(self._fact([cell.text for cell in row]) for row in rows)
        return Infobox(facts, self._inlines(title) if title else (), spans)

    # --- Parts ---

    def _fact(self, cells: list[str]) -> InfoboxRow:
        label, *values = cells
        if not values:
            return InfoboxRow((), self._cell(label))
        return InfoboxRow(self._inlines(label), tuple(block for value in values for block in self._cell(value)))

    def _cell(self, text: str) -> Blocks:
        return (Paragraph(self._inlines(text)),) if text else ()

    def _paragraph(self, line: int) -> Paragraph:
        return Paragraph(self._inlines(self.page.texts[line]), self.page.spans(line))

    def _inlines(self, text: str) -> Inlines:
        return inlines(text, self.tags, labels=self.labels) if text else (Text(""),)

    def _take(self, start: int, end: int, role: str) -> Spans:
        """The spans of the lines [start, end), which get this role."""
        if end == start + 1:
            self.page.roles[start] = role
            return self.page.spans(start)
        self._mark(start, end, role)
        return self.page.spans_of(start, end)

    def _mark(self, start: int, end: int, role: str) -> None:
        """Give the lines [start, end) this role."""
        self.page.roles[start:end] = [role if text else "" for text in self.page.texts[start:end]]

    def _claimed(self) -> Iterator[LedgerEntry]:
        lines: list[int] = []
        claims = self.page.claims
        for index in sorted(claims):
            if lines and (claims[index] != claims[lines[-1]] or any(self.page.texts[lines[-1] + 1 : index])):
                yield self._entry(lines)
                lines = []
            lines.append(index)
        if lines:
            yield self._entry(lines)

    def _entry(self, lines: list[int]) -> LedgerEntry:
        claim = self.page.claims[lines[0]]
        text = "\n".join(self.page.texts[line] for line in lines)
        spans = tuple([span for line in lines for span in self.page.spans(line)])
        return LedgerEntry(claim.role, claim.rule, claim.reason, text, spans)
