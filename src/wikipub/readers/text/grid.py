"""What the parsers of tables have in common: a table as its lines show it."""

from __future__ import annotations

from typing import NamedTuple


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
    def columns(self) -> int:
        """How many columns the widest row spans."""
        return max(sum(cell.colspan for cell in row) for row in self.rows)
