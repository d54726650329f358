"""What the parsers of tables have in common: a table as its lines show it."""

from __future__ import annotations

from typing import NamedTuple

_BOX = 2
"""Most filled cells of a row of a box of labels and values."""


class GridCell(NamedTuple):
    """A cell's text, and how many columns it spans."""

    text: str
    colspan: int = 1


class Grid(NamedTuple):
    """A table: the line after its last, its rows, how many of them are its head, and its caption."""

    end: int
    rows: list[list[GridCell]]
    header_rows: int = 0
    caption: str = ""

    @property
    def is_box(self) -> bool:
        """Whether most rows are a label and a value at most, as in a box of key facts."""
        return 4 * sum(1 for row in self.rows if sum(1 for cell in row if cell.text) <= _BOX) >= 3 * len(self.rows)
