"""Question: which tables are drawn with borders, and what do their cells say?

A cell may be wrapped, hold lists, or another such table. So a drawn table is read as a browser would print it: what a
cell holds becomes lines of its own, unwrapped, and short cells that stand side by side a row.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple, TypeAlias

from wikipub.document import LedgerEntry, Span
from wikipub.readers.text.page import BLANKS, Claim, DrawnRow, DrawnTable, Page
from wikipub.readers.text.scraper.dialect import display_width, may_be_wide
from wikipub.readers.text.scraper.markup_languages import ORG, tell_markup
from wikipub.readers.text.scraper.recut import Recut
from wikipub.readers.text.shape import BULLETS

_SIGNS = ("-+", "=+", "─┐", "━┓", "═╗", "─╮")
"""What the first line of such a table ends with."""
_DRAWN = str.maketrans(
    dict.fromkeys("│┃║╎┆┊", "|")
    | dict.fromkeys("─━╌┄┈", "-")
    | {"═": "="}
    | dict.fromkeys("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╭╮╰╯╞╡╪╤╧╟╢╥╨╫╓╖╙╜╒╕╘╛", "+")
)
"""Each sign of a frame as plain signs draw it (https://www.unicode.org/charts/PDF/U2500.pdf)."""
_RULER = re.compile(r"\|-[-+]*\|")
_LINKS_OF_ORG = "]["
_INNER = 2
"""How far within the border of a cell that of a table is which it holds."""
_CROSSING = re.compile(r"\+")
_BORDER = re.compile(r"\+(?:[-=:]+\+)+")
_SHORTEST = 5
"""Shortest border, in characters."""
_EDGES = "|+"
_DEEPEST = 6
"""How deep tables within tables are read."""
_LONGEST_FLAT = 300
"""Longest cell that is one line of a row although it has paragraphs, in characters."""
_PLAIN_BORDERS = 3
"""How many borders a table has whose rows are a line each: above and below its head, and at its end."""
_BEGINS = re.compile(rf"[{BULLETS}](?:\s|$)|\d{{1,4}}[.)]\s|\||\.\. |:[\w-]+:")
"""How what begins a line of its own begins: an item, a line of a poem, a directive."""
_ITEM = re.compile(rf"\s*(?:[{BULLETS}]|\d{{1,4}}[.)]|#\.)\s+")
_WORD = re.compile(r"\S+(?:\s+<\S+>\S*)?")
"""A word, with a link's address behind it, as no tool parts these."""
_UNBROKEN = re.compile(r"\s*(?:[^\s<\\]|\\\s?)*(?:\s?<(?:[^\s\\]|\\\s?)*)?")
_LONGEST_ADDRESS = 3000
_UNDECIDED = "\n"
"""Between two lines of which the second was not wrapped for want of room; in a markup language it may go on still."""
_FRAME = Claim("table-border", "markup", "a border of a table; the words of its cells stay")


class _Segment(NamedTuple):
    """The characters [start, end) of a source line: all that a cell has on it."""

    line: int
    start: int
    end: int


class _Line(NamedTuple):
    """A line of a cell; `join` is what stands between it and the one before, None where it does not go on that.

    `row` tells of the row that begins with the line.
    """

    segment: _Segment
    join: str | None = None
    row: DrawnRow | None = None


_Cell: TypeAlias = list[_Segment]


class _Table(NamedTuple):
    """A table's rows of cells, how many of them are its head, and the line of the region after its last."""

    rows: list[list[_Cell]]
    head: int
    end: int


def drawn_tables(source: list[str], text: str) -> DrawnTables | None:
    """The lines `source`, which are `text`, with what its drawn tables say in their place; None where it has none."""
    is_barred = "[[" in text and _LINKS_OF_ORG in text and tell_markup(text) is ORG
    if not is_barred and not any(sign[1] in text and sign in text for sign in _SIGNS):  # one character is found faster
        return None
    found = DrawnTables(source, is_barred=is_barred)
    return found if found.has_any else None


class DrawnTables(Recut):
    """The lines of a text with what the cells of its drawn tables say in the place of these."""

    def __init__(self, source: list[str], *, is_barred: bool) -> None:
        """Tables of `source` have bars between their cells alone where it `is_barred`."""
        super().__init__(source)
        self._is_barred = is_barred
        self.has_any = False
        self._rows: dict[int, DrawnRow] = {}
        self._tables: list[DrawnTable] = []
        self._texts = [line if line.isascii() else line.translate(_DRAWN) for line in source]
        self._widths: dict[int, list[int]] = {}
        page = [_Segment(number, 0, len(line)) for number, line in enumerate(source)]
        for segments, table in self._parts(page):
            for segment in segments:
                self.add(*segment)
            start = len(self.pieces)
            for line in self._table_lines(table, 0) if table else ():
                if line.join != _UNDECIDED:
                    self.joins[len(self.pieces)] = line.join
                if line.row:
                    self._rows[len(self.pieces)] = line.row
                self.add(*line.segment)
            if table:
                self._tables.append(DrawnTable(start, len(self.pieces), len(table.rows)))

    def restore(self, page: Page) -> None:
        """Let a page that was made of the pieces be one of the source's lines, with the borders in the ledger."""
        firsts = [origin if isinstance(origin, int) else origin[0].line for origin in page.origins]
        page.drawn = {index: self._rows[first] for index, first in enumerate(firsts) if first in self._rows}
        page.drawn_tables = [
            DrawnTable(bisect_left(firsts, start), bisect_left(firsts, end), rows) for start, end, rows in self._tables
        ]
        super().restore(page)
        covered: defaultdict[int, list[_Segment]] = defaultdict(list)
        for (line, column), piece in zip(self.places, self.pieces, strict=True):
            covered[line].append(_Segment(line, column, column + len(piece)))
        for line, text in enumerate(self.source):
            end = 0
            for _, start, after in sorted([*covered[line], _Segment(line, len(text), len(text))]):
                if bare := text[end:start].strip(BLANKS):
                    at = text.index(bare, end)
                    spans = (Span(line + 1, at, at + len(bare)),)
                    page.pieces.append(LedgerEntry(_FRAME.role, _FRAME.rule, _FRAME.reason, bare, spans))
                end = after

    # --- Where a table is drawn ---

    def _parts(self, region: list[_Segment]) -> Iterator[tuple[list[_Segment], _Table | None]]:
        """The tables that are drawn in a region, each with the lines before it; then the lines after the last."""
        done = index = 0
        while index < len(region):
            end = self._drawn_end(region, index)
            if end > index + 1 and (table := self._table(region, index, end)):
                self.has_any = True
                yield region[done:index], table
                done = index = table.end
            else:
                index = end
        yield region[done:], None

    def _text(self, segment: _Segment) -> str:
        return self._texts[segment.line][segment.start : segment.end].rstrip(BLANKS)

    def _drawn_end(self, region: list[_Segment], first: int) -> int:
        """The line after those from `first` on that have borders on both sides, if that is a table's first border."""
        top = self._text(region[first])
        border = top.lstrip(BLANKS)
        if len(border) < _SHORTEST or not (self._has_bars(border) or _BORDER.fullmatch(border)):
            return first + 1
        left, right = self._sides(region[first])
        end = first + 1
        while end < len(region) and self._sign(region[end].line, left) in _EDGES:
            if self._sign(region[end].line, right) not in _EDGES:
                break
            end += 1
        return end

    def _table(self, region: list[_Segment], first: int, end: int) -> _Table | None:
        """The table that the lines [first, end) of a region are, up to their last border; None where they are none."""
        left, right = self._sides(region[first])
        if self._has_bars(self._text(region[first]).lstrip(BLANKS)):
            return self._barred(region, range(first, end), left, right)
        borders = [line for line in range(first, end) if self._is_drawn(region[line].line, left, right)]
        end = borders[-1] + 1
        if len(borders) < 2:
            return None
        crossings = ({*self._crossings(region[line].line, left, right)} for line in borders)
        edges = sorted(set().union(*crossings))
        ruled = [line for line in borders[1:-1] if "=" in self._text(region[line])]
        rows: list[list[_Cell]] = []
        head = 0
        if len(borders) == _PLAIN_BORDERS and not ruled and self._is_plain(region, borders, edges):
            for line in (line for line in range(first, end) if line not in borders):
                rows.append([[self._between(region[line].line, a, b)] for a, b in pairwise(edges)])
            return _Table(rows, borders[1] - first - 1, end)
        opened: dict[int, _Cell] = {}
        for top_line, bottom in self._bands(region, first, end, edges):
            if ruled and top_line == ruled[0]:
                head = len(rows)
            row: list[_Cell] = []
            for a, b in self._slots(region, top_line, bottom, edges):
                number = region[top_line].line
                if a in opened and not self._is_drawn(number, a, b):
                    opened[a].append(self._between(number, a, b))
                else:
                    opened[a] = []
                    row.append(opened[a])
                opened[a] += (self._between(region[line].line, a, b) for line in range(top_line + 1, bottom))
            rows.append(row)
        return _Table(rows, head, end)

    def _has_bars(self, text: str) -> bool:
        return self._is_barred and text[0] == text[-1] == "|"

    def _barred(self, region: list[_Segment], lines: range, left: int, right: int) -> _Table | None:
        """The table of which only bars are drawn, and a rule below its head.

        A row begins where its first cell has words, or several of its cells have: one of several lines stands beside
        blank ones. A bar right behind the first, or before the last, is that of a table within the cell.
        """
        rulers = {line for line in lines if _RULER.fullmatch(self._text(region[line]).lstrip(BLANKS))}
        numbers = [region[line].line for line in lines if line not in rulers]
        if len(numbers) < 2:
            return None
        edges = [place for place in range(left, right + 1) if self._sign(numbers[0], place) == "|"]
        for number in numbers[1:]:
            edges = [edge for edge in edges if self._sign(number, edge) == "|"]
        edges = [edge for edge in edges if edge not in (left + _INNER, right - _INNER)]
        rows: list[list[_Cell]] = []
        head = 0
        begins = True
        for line in lines:
            if line in rulers:
                head = head or len(rows)
                begins = True
                continue
            cells = [self._between(region[line].line, a, b) for a, b in pairwise(edges)]
            filled = [cell for cell in cells if self._text(cell).strip(BLANKS)]
            if begins or (len(cells) > 1 and (len(filled) > 1 or filled[:1] == cells[:1])):
                rows.append([[] for _ in cells])
                begins = False
            for cell, segment in zip(rows[-1], cells, strict=True):
                cell.append(segment)
        return _Table(rows, head, lines.stop)

    def _bands(self, region: list[_Segment], first: int, end: int, edges: list[int]) -> Iterator[tuple[int, int]]:
        """The borders of a table, whole or in part, each with the next one."""
        borders = [
            line
            for line in range(first, end)
            if any(self._is_drawn(region[line].line, a, b) for a, b in pairwise(edges))
        ]
        return ((one, two) for one, two in pairwise(borders) if two > one + 1)

    def _slots(self, region: list[_Segment], top: int, bottom: int, edges: list[int]) -> list[tuple[int, int]]:
        """Between which edges the cells of a band stand: those at which each of its lines has a border."""
        lines = [region[line].line for line in range(top + 1, bottom)]
        return [*pairwise([edge for edge in edges if all(self._sign(line, edge) in _EDGES for line in lines)])]

    def _is_plain(self, region: list[_Segment], borders: list[int], edges: list[int]) -> bool:
        """Whether the lines below the head are a row each: two at least, and all have a first cell."""
        lines = [region[line].line for line in range(borders[1] + 1, borders[2])]
        if borders[1] - borders[0] != 2 or len(lines) < 2 or len(edges) < _PLAIN_BORDERS:
            return False
        return all(self.source[line][slice(*self._between(line, *edges[:2])[1:])].strip(BLANKS) for line in lines)

    # Columns are those of a terminal, from the source line's beginning.

    def _sides(self, border: _Segment) -> tuple[int, int]:
        """The columns of the first and the last sign of a border."""
        text = self._text(border)
        indent = len(text) - len(text.lstrip(BLANKS))
        left = border.start + indent
        if widths := self._places(border.line):
            left = widths[left]
        return left, left + len(text) - indent - 1

    def _places(self, line: int) -> list[int]:
        """The column of each sign of a source line; [] where each has one, as in most lines."""
        if line not in self._widths:
            source = self.source[line]
            self._widths[line] = [*accumulate(map(display_width, source), initial=0)] if may_be_wide(source) else []
        return self._widths[line]

    def _index(self, line: int, column: int) -> int:
        """Where in a source line the sign at a column stands."""
        places = self._places(line)
        return bisect_left(places, column) if places else column

    def _sign(self, line: int, column: int) -> str:
        """The sign at a column of a source line; a blank behind its end."""
        index = self._index(line, column)
        return self._texts[line][index] if index < len(self._texts[line]) else " "

    def _is_drawn(self, line: int, left: int, right: int) -> bool:
        """Whether a border is drawn between two columns of a source line."""
        start, end = self._index(line, left), self._index(line, right)
        return end - start == right - left and _BORDER.fullmatch(self._texts[line], start, end + 1) is not None

    def _crossings(self, line: int, left: int, right: int) -> Iterator[int]:
        """The columns of a border at which others cross it."""
        start = self._index(line, left)
        return (
            left + sign.start() - start
            for sign in _CROSSING.finditer(self._texts[line], start, start + right - left + 1)
        )

    def _between(self, line: int, left: int, right: int) -> _Segment:
        """What of a source line stands between the borders at two columns."""
        start = self._index(line, left) + 1
        return _Segment(line, start, max(start, self._index(line, right)))

    # --- What its cells say ---

    def _table_lines(self, table: _Table, depth: int) -> Iterator[_Line]:
        """The lines of a table, with a blank one on either side."""
        blank: _Line | None = None
        for number, row in enumerate(table.rows):
            for line in self._row_lines(row, depth, is_head=number < table.head, is_alone=len(table.rows) == 1):
                start = line.segment._replace(end=line.segment.start)
                if blank is None:
                    yield _Line(start)
                elif line.join is None:
                    yield _Line(start, "")  # ends what a tool's mark began above
                blank = _Line(line.segment._replace(start=line.segment.end))
                yield line
        if blank:
            yield blank

    def _row_lines(self, row: list[_Cell], depth: int, *, is_head: bool, is_alone: bool) -> Iterator[_Line]:
        """The lines of a row: one where its cells are short, and others stand above or below it, else those of each."""
        empty = 0
        begun = False
        for cell in row:
            lines = self._cell_lines(cell, depth)
            if not lines:
                empty += 1
                continue
            is_flat = not is_alone and len(row) > 1 and self._is_flat(lines)
            if is_flat:
                lines = [line if line.join == "" else line._replace(join=" ") for line in lines]
                first = lines[0].segment
                if begun:
                    yield _Line(first._replace(end=first.start), "")
                lines[0] = _Line(
                    first, "\t" * (empty + 1) if begun else None, None if begun else DrawnRow(empty, is_head)
                )
            begun = is_flat
            empty = 0
            yield from lines

    def _is_flat(self, lines: list[_Line]) -> bool:
        """Whether the lines of a cell may be one: short, without items of a list or rows of a table."""
        if (
            any(line.row for line in lines)
            or sum(line.segment.end - line.segment.start for line in lines) > _LONGEST_FLAT
        ):
            return False
        return not any(_ITEM.match(self._text(line.segment)) for line in lines)

    def _cell_lines(self, cell: _Cell, depth: int) -> list[_Line]:
        """What a cell says, unwrapped, without the blank lines around it; [] where it is empty."""
        found: list[_Line] = []
        for segments, table in self._parts(cell) if depth < _DEEPEST else [(cell, None)]:
            found += self._unwrapped(segments)
            found += self._table_lines(table, depth + 1) if table else ()
        filled = [number for number, line in enumerate(found) if self._text(line.segment)]
        return found[filled[0] : filled[-1] + 1] if filled else []

    def _unwrapped(self, segments: list[_Segment]) -> Iterator[_Line]:
        """The lines of a cell, each with what stands between it and the one before.

        A word that is longer than the cell is wide was cut from its end on: what was left of it at its beginning is a
        line of its own, blank where that was blanks alone.
        """
        texts = [*map(self._text, segments)]
        widths = [*map(display_width, texts)]
        cut_off = self._cut_off(segments, texts, widths)
        before = ""  # the last line with words
        for number, (segment, text) in enumerate(zip(segments, texts, strict=True)):
            join: str | None = None
            is_left = cut_off[number + 1 : number + 2] == [True]
            if not text and is_left:
                continue
            bare = text.lstrip(BLANKS)
            if cut_off[number] and before:
                join = " " if not texts[number - 1] or text[1] in BLANKS else ""
            elif number and texts[number - 1] and not _BEGINS.match(bare):
                word = _WORD.match(bare)
                fits = widths[number - 1] + 1 + display_width(word[0] if word else "") < segment.end - segment.start
                join = _UNDECIDED if fits and not is_left else " "
            if join is not None:
                segment = segment._replace(start=segment.start + len(text) - len(bare))
            before = text or before
            yield _Line(segment, join)

    def _cut_off(self, segments: list[_Segment], texts: list[str], widths: list[int]) -> list[bool]:
        """Which lines of a cell go on with a word: they fill it, and hold no blank but before a link's address.

        So does the line above, unless it is blank. An address in round brackets may have a title with it.
        """
        found: list[bool] = []
        link = ""  # what there is of the address of a link, and before it
        above = ""
        for segment, text, width in zip(segments, texts, widths, strict=True):
            within = link.count("(") > link.count(")") or above.count("<") > above.count(">")
            is_cut = width >= segment.end - segment.start - 1 and (within or _UNBROKEN.fullmatch(text) is not None)
            if is_cut and not within:
                begins = text[1:2] not in BLANKS if not above else above[-1].islower() and text.lstrip()[0].isupper()
                is_cut = not begins and _UNBROKEN.fullmatch(_ITEM.sub("", above)) is not None
            found.append(is_cut)
            link = (link + text if within else text)[-_LONGEST_ADDRESS:]
            link = link[at:] if (at := link.rfind("](")) >= 0 else link if within else ""
            above = text
        return found
