"""A text whose lines are pieces of the source's.

It is read as if these were its lines; then the page that they make is told where they are in the source.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from wikipub.document import Span
from wikipub.readers.text.page import Page, Piece


class Place(NamedTuple):
    """Where a piece begins in the source: the line, counted from 0, and the column."""

    line: int
    column: int


class Recut:
    """Pieces of the lines of `source`, in the order in which they are read.

    `joins` has the pieces that go on the one before, each with what stands between, and with None those that do not.
    """

    def __init__(self, source: list[str]) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.places: list[Place] = []
        self.joins: dict[int, str | None] = {}

    def add(self, line: int, start: int, end: int) -> None:
        """Add the characters [start, end) of a source line as the next piece."""
        self.pieces.append(self.source[line][start:end])
        self.places.append(Place(line, start))

    def restore(self, page: Page) -> None:
        """Let a page that was made of the pieces be one of the source's lines."""
        page.columns = {
            index: columns for index, columns in page.columns.items() if not self.places[_first(page, index)].column
        }
        page.origins = [self._origin(page, index, origin) for index, origin in enumerate(page.origins)]
        page.pieces = [replace(entry, spans=tuple(map(self._span, entry.spans))) for entry in page.pieces]
        page.source = self.source

    def _origin(self, page: Page, index: int, origin: int | tuple[Piece, ...]) -> int | tuple[Piece, ...]:
        """The same place in the source: a line where all of it is meant."""
        if isinstance(origin, int):
            line, column = self.places[origin]
            if not page.texts[index] or (not column and len(self.pieces[origin]) == len(self.source[line])):
                return line
            origin = (Piece(0, origin, len(page.lead(index)), len(page.texts[index])),)
        return tuple(
            Piece(at, self.places[line].line, self.places[line].column + start, length)
            for at, line, start, length in origin
        )

    def _span(self, span: Span) -> Span:
        line, column = self.places[span.line - 1]
        return Span(line + 1, column + span.start, column + span.end)


def _first(page: Page, index: int) -> int:
    """The first piece that line `index` of the page was made of."""
    origin = page.origins[index]
    return origin if isinstance(origin, int) else origin[0].line
