"""Which blocks the lines of an article make, by what they are: a heading, notes, a list, a table.

Each parser takes the lines from one on that it knows, and says where it stopped; `assemble.py` chooses among them.
"""

from __future__ import annotations

from collections.abc import Callable
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
    LineBlock,
    MathBlock,
    Note,
    NoteList,
    Paragraph,
    Spans,
    Table,
    ThematicBreak,
)
from wikipub.readers.text.blocks.captions import CAPTION, CAPTION_MARK, is_caption
from wikipub.readers.text.blocks.columns import column_grid
from wikipub.readers.text.blocks.grid import Grid
from wikipub.readers.text.blocks.inlines import group_marks, inlines, number_marks
from wikipub.readers.text.blocks.lists import list_items, nested
from wikipub.readers.text.blocks.notes import (
    Entry,
    drop_backlinks,
    label_place,
    note_entries,
    note_lists,
    numbered_notes,
    plain_notes,
    plain_runs,
)
from wikipub.readers.text.blocks.pipes import bar_grid, pipe_grid
from wikipub.readers.text.blocks.quotes import Quotation, indented_quotation, indented_run, is_indented
from wikipub.readers.text.blocks.sparse_notes import sparse_notes
from wikipub.readers.text.blocks.stacks import Shape, Stack, stacks
from wikipub.readers.text.blocks.tables import cells, tab_grid
from wikipub.readers.text.hatnotes import hatnote
from wikipub.readers.text.headings.evidence import confidence
from wikipub.readers.text.headings.marked import EDIT_MARK, LEVEL_MARK, SECTION_NUMBER, STOP, leveled
from wikipub.readers.text.page import Page
from wikipub.readers.text.scraper.formulas import is_formula
from wikipub.readers.text.shape import is_prose, is_rule

Parser: TypeAlias = Callable[[int], tuple[list[Block], int] | None]
"""Makes blocks of the lines from one on, and says where these end; None where it does not know the line."""


class Parsers:
    """The parsers for one page; `notes` are those that the blocks made so far point to."""

    def __init__(
        self, page: Page, language: Language | None, tags: frozenset[str], quotations: list[Quotation]
    ) -> None:
        self.page = page
        self.notes: dict[str, Note] = {}
        self.in_head = True
        """Whether no heading and no paragraph of the article has come yet."""
        self._language = language
        self._tags = tags
        self._quotations = {quotation.start: quotation for quotation in quotations}
        self._indented = is_indented(page)
        highest, self._last_mark = number_marks(page)
        self._note_lists = note_lists(page, highest)
        self._note_lists |= sparse_notes(page, self._note_lists, highest)
        lengths = [len(entries) for entries in self._note_lists.values()]
        self._labels = group_marks(page, lengths)
        self._notes_without_carets = 0 if lengths else highest
        self._plain_runs = plain_runs(page) if self._notes_without_carets else {}
        self._no_stack_before = 0
        self._no_box_before = 0
        self._indented_before = 0

    def begins(self, index: int) -> bool:
        """Whether a quotation or a list of notes is known to begin at line `index`."""
        return index in self._note_lists or index in self._quotations

    def heading(self, index: int) -> Heading:
        """The heading that line `index` is; what else the line holds goes to the ledger."""
        self.in_head = False
        found = self.page.headings[index]
        self.page.roles[index] = "heading"
        text = self.page.texts[index]
        if found.end - found.start < len(text):
            line = leveled(text, self.page.level_marks)
            start, end = (line.start, line.end) if line else (0, len(text))
            self.page.drop(index, 0, start, LEVEL_MARK)
            self.page.drop(index, start, found.start, SECTION_NUMBER if text[start].isdecimal() else EDIT_MARK)
            self.page.drop(index, found.end, end, STOP if text[found.end : end] == "." else EDIT_MARK)
            self.page.drop(index, end, len(text), LEVEL_MARK)
        return Heading(
            inlines=self._inlines(text[found.start : found.end]),
            depth=found.depth,
            evidence=found.evidence,
            doubts=found.doubts,
            confidence=confidence(found.evidence, found.doubts),
            spans=self.page.spans(index, found.start, found.end),
        )

    def settled(self, index: int) -> Block:
        """The block that a person says line `index` is."""
        role = self.page.settled[index]
        span = self._take(index, index + 1, role)
        content = self._inlines(self.page.texts[index])
        return Figure(content, spans=span) if role == "caption" else Paragraph(content, span)

    def quotation(self, index: int) -> tuple[list[Block], int] | None:
        """A quotation that a mirror marked, or that is indented."""
        found = self._quotations.get(index)
        if not found and not self._indented and self.page.lead(index):
            if index >= self._indented_before:  # or a long run would be looked through once for each of its lines
                self._indented_before = indented_run(self.page, index)
            found = indented_quotation(self.page, index, max(index, self._indented_before))
        if not found:
            return None
        spans = self._take(index, found.end, "quote")
        end = found.end if found.attribution is None else found.attribution
        paragraphs = tuple(self._paragraph(line) for line in range(index, end) if self.page.texts[line])
        attribution = () if found.attribution is None else self._inlines(self.page.texts[found.attribution])
        return [BlockQuote(paragraphs, attribution, spans)], found.end

    def note_list(self, index: int) -> tuple[list[Block], int] | None:
        """A list of notes, which are put among `notes`."""
        entries = self._note_lists.get(index) or note_entries(self.page, index)
        count = self._notes_without_carets
        if count and not entries and index > self._last_mark:
            entries = numbered_notes(self.page, index, count)
            begins = self.page.filled_above(index) in self.page.headings
            if not entries and begins and self._plain_runs.get(index) == count:
                entries = plain_notes(self.page, index, count)
        if not entries:
            return None
        first = len(self.notes) + 1
        for number, entry in enumerate(entries, first):
            self.notes[f"n{number}"] = self._note(entry)
        return [NoteList(tuple([f"n{number}" for number in range(first, first + len(entries))]))], entries[-1].end

    def _note(self, entry: Entry) -> Note:
        """The note that an entry is; its backlinks go to the ledger."""
        page = self.page
        place = label_place(page, entry)
        drop_backlinks(page, entry, place)
        text = page.texts[entry.line][entry.start :]
        spans = page.spans(entry.line, entry.start)
        if entry.label:
            spans = (*page.spans(*place), *spans)
        if entry.below:
            starts = dict(entry.miscounted)
            below = [(line, starts.get(line, 0)) for line in range(entry.line + 1, entry.end) if page.free(line)]
            text = " ".join([text, *(page.texts[line][start:] for line, start in below)])
            spans = (*spans, *(span for line, start in below for span in page.spans(line, start)))
        for line in range(entry.line - entry.above, entry.end):
            if line not in page.claims or line < entry.line:
                page.roles[line] = "note"
        return Note(entry.label, (Paragraph(inlines(text, self._tags, marks=False)),), spans)

    def hatnote(self, index: int) -> tuple[list[Block], int] | None:
        """A line that sends the reader elsewhere."""
        if self._language is None or not (found := hatnote(self.page.texts[index], self._language)):
            return None
        self.page.roles[index] = "hatnote"
        return [Hatnote(found, self.page.spans(index))], index + 1

    def item_list(self, index: int) -> tuple[list[Block], int] | None:
        """A list of items behind bullets or numbers."""
        if not (items := list_items(self.page, index)):
            return None
        end = items[-1].line + 1
        self._mark(index, end, "list")
        contents = {item.line: self._inlines(self.page.texts[item.line][item.start :]) for item in items}
        return nested(self.page, items, contents), end

    def infobox(self, index: int) -> tuple[list[Block], int] | None:
        """A run of lines before the lead of which one at least is a row: facts, torn values and captions among them."""
        if not self.in_head or index < self._no_box_before:
            return None
        end = index
        while self.page.free(end) and not is_prose(self.page.texts[end]):
            end += 1
        if not any("\t" in self.page.texts[line] for line in range(index, end) if self.page.texts[line]):
            self._no_box_before = end  # or a long run would be looked through once for each of its lines
            return None
        spans = self._take(index, end, "infobox")
        title: Inlines = ()
        if self.page.title is not None and self.page.texts[index] == self.page.texts[self.page.title]:
            title = self._inlines(self.page.texts[index])
            index += 1
        facts = tuple(self._fact(cells(self.page, line)) for line in range(index, end))
        return [Infobox(facts, title, spans)], end

    def table(self, index: int) -> tuple[list[Block], int] | None:
        """A table between pipes, in columns or with TABs; before the lead it may be a box."""
        marked = self.page.texts[index].startswith(CAPTION_MARK)
        first = self.page.next_filled(index + 1) if marked else index
        if first == len(self.page):
            return None
        grid = pipe_grid(self.page, first) or bar_grid(self.page, first)
        grid = grid or column_grid(self.page, first) or tab_grid(self.page, first)
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

    def stack(self, index: int) -> tuple[list[Block], int] | None:
        """Cells on a line each: rows of a box or a table, or lines that may be one and stay lines."""
        if index < self._no_stack_before or is_prose(self.page.texts[index]) or (index and self.page.free(index - 1)):
            return None
        found, self._no_stack_before = stacks(self.page, index, self.in_head)
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

    def alone(self, index: int) -> Block:
        """The block that a line is by itself: a formula, a rule, a caption, else a paragraph."""
        text = self.page.texts[index]
        self.page.roles[index] = "paragraph"
        span = self.page.spans(index)
        if is_formula(text):
            return MathBlock(text[1:-1], span)
        if is_rule(text):
            return ThematicBreak(span)
        if is_prose(text):
            self.in_head = False
        elif is_caption(self.page, index):
            self.page.roles[index] = "caption"
            return Figure(self._inlines(text), spans=span)
        return Paragraph(self._inlines(text), span)

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
        return inlines(text, self._tags, labels=self._labels)

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
