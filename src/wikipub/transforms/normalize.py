"""Make the tree's invariants (see document.py) true, whatever a reader or a person's tree file holds. Idempotent."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate
from typing import assert_never

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import (
    MAX_NESTING,
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Cell,
    Code,
    CodeBlock,
    DefinitionList,
    Document,
    EditorialTag,
    Emphasis,
    Figure,
    Foreign,
    Hatnote,
    Heading,
    Infobox,
    Inline,
    Inlines,
    LineBlock,
    LineBreak,
    Link,
    Math,
    MathBlock,
    NoteList,
    NoteRef,
    OrderedList,
    Paragraph,
    SourceNote,
    Spans,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    WikiLink,
)
from wikipub.safe import REPLACEMENT, UNFIT
from wikipub.walk import iter_inlines, map_block, map_notes, plain, same_or_new

_BLANKS = re.compile("[\\s\x00-\x1f\x7f-\x9f\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH SPACE}]+")
_UNPRINTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH SPACE}]|" + UNFIT.pattern
)
_HOLDERS = (Emphasis, Strong, Superscript, Subscript, Link, WikiLink, Foreign)
_TWO_BLANKS = re.compile(r"\s\s")
"""What is mended, in two expressions: one for both would be tried at each character."""

_WIDEST = 500
"""Most columns of a table."""
_MOSTLY_EMPTY, _SMALL_GRID = 8, 2000
"""A grid is no table's if it has over 8 times as many cells as the source gave; small ones always are."""


def normalize(document: Document, warn: Warn) -> Document:
    """The document with its tree's invariants made true; nesting that had to be flattened is reported."""
    mender = _Mender()
    blocks = mender.blocks(document.blocks, 0)
    notes = map_notes(document.notes, lambda blocks: mender.blocks(blocks, 0))
    if mender.flattened:
        message = f"{mender.flattened} pieces were nested over {MAX_NESTING} deep and stand as plain text"
        warn(Diagnostic("deep-nesting", Severity.WARNING, message, document.origin.name))
    title = _clean(document.title).strip() or document.origin.title
    return replace(document, title=title, blocks=blocks, notes=notes)


class _Mender:
    """One pass over a tree; `flattened` counts what was too deep."""

    def __init__(self) -> None:
        self.flattened = 0

    def blocks(self, blocks: Blocks, depth: int) -> Blocks:
        if depth > MAX_NESTING and blocks:
            self.flattened += 1
            return (Paragraph((Text(_flat(blocks)),)),) if _flat(blocks) else ()

        def deeper(inner: Blocks) -> Blocks:
            return self.blocks(inner, depth + 1)

        found: list[Block] = []
        for block in blocks:
            if isinstance(block, Paragraph) and block.inlines and _is_whole(block.inlines):
                found.append(block)  # as most are
                continue
            mended = map_block(block, self.inlines, deeper)
            if isinstance(mended, Table):
                mended = _squared(mended)
            if _holds_something(mended):
                found.append(mended)
        return same_or_new(blocks, found)

    def inlines(self, inlines: Inlines) -> Inlines:
        if _is_whole(inlines):
            return inlines
        return _trimmed(self._joined(inlines, 0))

    def _joined(self, inlines: Inlines, depth: int) -> list[Inline]:
        """Cleaned inlines, neighbouring texts as one, empty ones gone."""
        found: list[Inline] = []
        for inline in inlines:
            match inline:
                case Text(text):
                    if text := _clean(text):
                        if found and isinstance(found[-1], Text):
                            text = _clean(found.pop().text + text)  # type: ignore[union-attr]
                        found.append(Text(text))
                case Emphasis() | Strong() | Superscript() | Subscript() | Link() | WikiLink() | Foreign():
                    if depth >= MAX_NESTING:
                        self.flattened += 1
                        found.append(Text(_clean(plain(inline.inlines, marks=True))))
                    elif inner := tuple(self._joined(inline.inlines, depth + 1)):
                        found.append(replace(inline, inlines=inner))
                case Code(text):
                    if text:
                        found.append(Code(UNFIT.sub(REPLACEMENT, text)))
                case Math(tex):
                    if tex.strip():
                        found.append(Math(_clean(tex).strip()))
                case NoteRef(label):
                    found.append(replace(inline, label=_clean(label)))
                case EditorialTag(text):
                    if _clean(text):
                        found.append(EditorialTag(_clean(text)))
                case LineBreak():
                    found.append(inline)
                case _:
                    assert_never(inline)
        return found


def _is_whole(inlines: Inlines) -> bool:
    """Whether nothing has to be mended in `inlines`, as far as that can be told in no time; it is so for most."""
    return not inlines or (_is_mended(inlines, 0) and not _is_edge(inlines[0], 0) and not _is_edge(inlines[-1], -1))


def _is_mended(inlines: Inlines, depth: int) -> bool:
    """Whether `_joined` would give back the same inlines."""
    after_text = False
    for inline in inlines:
        if isinstance(inline, Text):
            text = inline.text
            if after_text or not text or not _is_clean(text):
                return False
            after_text = True
            continue
        after_text = False
        if isinstance(inline, _HOLDERS):
            if depth >= MAX_NESTING or not inline.inlines or not _is_mended(inline.inlines, depth + 1):
                return False
        elif isinstance(inline, NoteRef):
            if not _is_clean(inline.label):
                return False
        elif not isinstance(inline, LineBreak):
            return False
    return True


def _is_edge(inline: Inline, place: int) -> bool:
    """Whether an inline at the end of a run has to be trimmed: a text with a blank at `place`, or a line break."""
    return inline.text[place].isspace() if isinstance(inline, Text) else isinstance(inline, LineBreak)


def _is_clean(text: str) -> bool:
    """Whether `text` is such as `_clean` makes it."""
    if text.isprintable():
        return "  " not in text
    return not (_TWO_BLANKS.search(text) or _UNPRINTED.search(text))


def _clean(text: str) -> str:
    """`text` with runs of blanks and controls as one blank each, and U+FFFD for what no format can hold."""
    if _is_clean(text):
        return text
    return UNFIT.sub(REPLACEMENT, _BLANKS.sub(_blank, text))


def _blank(run: re.Match[str]) -> str:
    """What a run of blanks becomes: a non-breaking space stays one, what prints nothing at all goes."""
    text = run[0]
    if text.strip("\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH SPACE}") == "":
        return ""
    return text if len(text) == 1 and text in "\N{NO-BREAK SPACE}\u2009\u202f\u3000" else " "


def _trimmed(inlines: list[Inline]) -> Inlines:
    """Inlines without blanks and line breaks at their ends."""
    while inlines and (isinstance(inlines[0], LineBreak) or _is_blank(inlines[0])):
        inlines.pop(0)
    while inlines and (isinstance(inlines[-1], LineBreak) or _is_blank(inlines[-1])):
        inlines.pop()
    if inlines and isinstance(first := inlines[0], Text):
        inlines[0] = Text(first.text.lstrip())
    if inlines and isinstance(last := inlines[-1], Text):
        inlines[-1] = Text(last.text.rstrip())
    return tuple(inlines)


def _is_blank(inline: Inline) -> bool:
    return isinstance(inline, Text) and not inline.text.strip()


def _squared(table: Table) -> Table | LineBlock:
    """`table` with rows of equal width: spans cut to the grid, missing cells added empty, rows without cells gone.

    Where most of the grid would be added cells, or it is too wide, the rows are not a table's and stand as lines.
    """
    rows = [row for row in table.rows if row]
    grid = _placed(rows)
    if grid is None:
        return _as_lines(rows, table.spans)
    covered = [0] * (len(grid) + 1)  # how many cells more than the row before, then how many
    for number, row in enumerate(grid):
        for cell in row:
            covered[number] += cell.colspan
            covered[number + cell.rowspan] -= cell.colspan
    covered = list(accumulate(covered))[:-1]
    width = max(covered, default=0)
    if width * len(grid) > _MOSTLY_EMPTY * sum(map(len, grid)) + _SMALL_GRID:
        return _as_lines(rows, table.spans)
    filled = tuple((*row, *(Cell(()),) * (width - cells)) for row, cells in zip(grid, covered, strict=True))
    return replace(table, rows=filled, header_rows=min(max(0, table.header_rows), max(0, len(grid) - 1)))


def _as_lines(rows: list[tuple[Cell, ...]], spans: Spans) -> LineBlock:
    return LineBlock(tuple((Text(" | ".join(_flat(cell.blocks) for cell in row)),) for row in rows), spans)


def _placed(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]] | None:
    """`rows` with spans that neither leave the table nor run over a cell that reaches down from above.

    None where that makes a table of over _WIDEST columns.
    """
    grid: list[tuple[Cell, ...]] = []
    hanging: list[int] = []  # for each column, how many more rows a cell from above reaches down
    for number, row in enumerate(rows):
        placed: list[Cell] = []
        below = [max(0, left - 1) for left in hanging]
        column = 0
        for cell in row:
            while column < len(hanging) and hanging[column]:
                column += 1
            wanted = min(max(1, cell.colspan), _WIDEST)
            free = 1
            while free < wanted and not (column + free < len(hanging) and hanging[column + free]):
                free += 1
            rowspan = min(max(1, cell.rowspan), len(rows) - number)
            below.extend([0] * (column + free - len(below)))
            below[column : column + free] = [rowspan - 1] * free
            fits = cell.colspan == free and cell.rowspan == rowspan
            placed.append(cell if fits else replace(cell, colspan=free, rowspan=rowspan))
            column += free
            if column > _WIDEST:
                return None
        grid.append(tuple(placed))
        hanging = below if any(below) else []
    return grid


def _holds_something(block: Block) -> bool:
    """Whether a mended block has content; what has none is left out of the tree."""
    match block:
        case Heading(inlines) | Paragraph(inlines) | Hatnote(inlines) | SourceNote(inlines):
            return bool(inlines)
        case LineBlock(lines):
            return any(lines)
        case BulletList(items) | OrderedList(items):
            return any(items)
        case DefinitionList(items):
            return bool(items)
        case Table(rows):
            return bool(rows)
        case Infobox(rows, title):
            return bool(rows or title)
        case Figure(caption, image):
            return bool(caption or image)
        case BlockQuote(blocks, attribution):
            return bool(blocks or attribution)
        case CodeBlock(text):
            return bool(text.strip())
        case MathBlock(tex):
            return bool(tex.strip())
        case NoteList(notes):
            return bool(notes)
        case ThematicBreak():
            return True
        case _:
            assert_never(block)


def _flat(blocks: Blocks) -> str:
    """The readable text of blocks that are too deep to keep; a walk without recursion."""
    parts: list[str] = []
    stack: list[Block] = list(reversed(blocks))
    while stack:
        inner: list[Block] = []

        def note_text(inlines: Inlines) -> Inlines:
            parts.extend(i.text for i in iter_inlines(inlines) if isinstance(i, Text | Code))
            return inlines

        def note_blocks(nested: Blocks, inner: list[Block] = inner) -> Blocks:
            inner.extend(nested)
            return nested

        map_block(stack.pop(), note_text, note_blocks)
        stack.extend(reversed(inner))
    return " ".join(parts)
