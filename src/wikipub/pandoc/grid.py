"""A table's cells in their places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

from wikipub.document import Cell
from wikipub.walk import inline_runs, plain

# A number, an amount, a time.
_NUMBER = re.compile(
    r"[-+~\N{MINUS SIGN}\N{PLUS-MINUS SIGN}\N{ALMOST EQUAL TO}]?[$\N{EURO SIGN}\N{POUND SIGN}]?\d[\d.,:'\s]*%?"
)
_UNKNOWN = frozenset("-\N{EN DASH}\N{EM DASH}?")


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell in its place: its first row and column, and what it spans within the grid."""

    cell: Cell
    row: int
    column: int
    rowspan: int
    colspan: int


class Grid:
    """A table's cells laid out as HTML does (https://html.spec.whatwg.org/#forming-a-table), then made even.

    No cell overlaps another, none leaves the head or the table, a column in which no cell begins is gone, and every
    row is full.
    """

    def __init__(self, rows: tuple[tuple[Cell, ...], ...], header_rows: int) -> None:
        self.head_rows = max(0, min(header_rows, len(rows)))
        placed = [*_placed(rows[: self.head_rows], 0), *_placed(rows[self.head_rows :], self.head_rows)]
        starts = sorted({cell.column for cell in placed})
        column = {start: index for index, start in enumerate(starts)}
        self.columns = len(starts)
        self.rows: list[list[Placed]] = [[] for _ in rows]
        free = [[True] * self.columns for _ in rows]
        for cell in placed:
            first = column[cell.column]
            end = sum(1 for start in starts if start < cell.column + cell.colspan)
            self.rows[cell.row].append(Placed(cell.cell, cell.row, first, cell.rowspan, end - first))
            for row in free[cell.row : cell.row + cell.rowspan]:
                row[first:end] = [False] * (end - first)
        for index, row in enumerate(free):
            self.rows[index] += [Placed(Cell(()), index, column, 1, 1) for column, open in enumerate(row) if open]
            self.rows[index].sort(key=lambda cell: cell.column)

    def part(self, first: int, end: int) -> Grid:
        """The columns [first, end) with the first of all before them; no cell may reach over the edges."""
        part = copy(self)
        kept = [column for column in range(self.columns) if column == 0 or first <= column < end]
        place = {column: index for index, column in enumerate(kept)}
        part.columns = len(kept)
        part.rows = [
            [replace(cell, column=place[cell.column]) for cell in row if cell.column in place] for row in self.rows
        ]
        return part

    @property
    def has_row_heads(self) -> bool:
        """Whether the first column heads the rows of the body."""
        first = [cell for row in self.rows[self.head_rows :] for cell in row if cell.column == 0]
        return bool(first) and self.columns > 1 and all(cell.cell.header and cell.colspan == 1 for cell in first)

    @property
    def alignments(self) -> tuple[str, ...]:
        """Each column's alignment in pandoc's words: to the right where its body holds numbers alone.

        The first row of a table without a head may be one that the source does not tell.
        """
        first = self.head_rows or int(len(self.rows) > 2)
        numbers: dict[int, bool] = {}
        for placed in (cell for row in self.rows[first:] for cell in row if cell.colspan == 1):
            words = " ".join(plain(run) for b in placed.cell.blocks for run in inline_runs(b)).strip()
            if words and words not in _UNKNOWN:
                is_row_head = placed.cell.header and placed.column == 0
                is_number = bool(_NUMBER.fullmatch(words)) and not is_row_head
                numbers[placed.column] = numbers.get(placed.column, True) and is_number
        return tuple("AlignRight" if numbers.get(column) else "AlignDefault" for column in range(self.columns))


def _placed(rows: Sequence[tuple[Cell, ...]], first_row: int) -> list[Placed]:
    """The cells of a table's head or body in their places."""
    placed: list[Placed] = []
    taken: dict[int, int] = {}  # column -> first row in which it is free again
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while taken.get(column, 0) > index:
                column += 1
            width = 1
            while width < cell.colspan and taken.get(column + width, 0) <= index:
                width += 1
            height = max(1, min(cell.rowspan, len(rows) - index))
            placed.append(Placed(cell, first_row + index, column, height, width))
            taken.update(dict.fromkeys(range(column, column + width), index + height))
            column += width
    return placed
