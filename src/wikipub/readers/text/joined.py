"""Question: does a sign stand where lines ended?

Tools that take a page apart at its tags join the pieces with what they are told to: a bar, a TAB, a line end written as
two characters. Such a page is on one line, or on a few where its code has lines of its own; its pieces are its lines.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from wikipub.document import LedgerEntry, Span
from wikipub.readers.text.page import BLANKS, Claim, Page, Piece

_SIGNS = ("\\r\\n", "\\n", "<br />", "<br/>", "<br>", "\u2028", "\u2029", "¶", "⏎", "↵", "||", "|", "\t")
"""Signs that stand for line ends; the first that is there often enough is the one."""
_LONG = 600
"""Shortest line that may be most of a page, in characters."""
_FEWEST = 20
"""Fewest signs in such lines."""
_LONGEST_PIECE = 200
"""How long their pieces are at most, in characters, on the average."""
_SIGN = Claim("line-sign", "markup", "a sign that the tool put where a line ended")


class _Place(NamedTuple):
    """Where a piece begins in the source: the line, counted from 0, and the column."""

    line: int
    column: int


class Joined:
    """The lines of a text in which `sign` stands for line ends, and the `pieces` that it parts."""

    def __init__(self, source: list[str], sign: str) -> None:
        self._source = source
        self._sign = sign
        self.pieces: list[str] = []
        self._places: list[_Place] = []
        for number, line in enumerate(source):
            column = 0
            for piece in line.split(sign):
                self.pieces.append(piece)
                self._places.append(_Place(number, column))
                column += len(piece) + len(sign)

    def restore(self, page: Page) -> None:
        """Let a page that was made of the pieces be one of the source's lines, with the signs in the ledger."""
        page.origins = [self._origin(page, index, origin) for index, origin in enumerate(page.origins)]
        page.pieces = [replace(entry, spans=tuple(map(self._span, entry.spans))) for entry in page.pieces]
        page.source = self._source
        page.columns = {}
        if self._sign.strip(BLANKS):
            size = len(self._sign)
            page.pieces += (
                LedgerEntry(_SIGN.role, _SIGN.rule, _SIGN.reason, self._sign, (Span(line + 1, column - size, column),))
                for line, column in self._places
                if column
            )

    def _origin(self, page: Page, index: int, origin: int | tuple[Piece, ...]) -> int | tuple[Piece, ...]:
        """The same place in the source."""
        if isinstance(origin, int):
            if not page.texts[index]:
                return self._places[origin].line
            origin = (Piece(0, origin, len(page.lead(index)), len(page.texts[index])),)
        return tuple(
            Piece(at, self._places[line].line, self._places[line].column + start, length)
            for at, line, start, length in origin
        )

    def _span(self, span: Span) -> Span:
        line, column = self._places[span.line - 1]
        return Span(line + 1, column + span.start, column + span.end)


def joined(source: list[str]) -> Joined | None:
    """The lines `source` with their pieces, if most of the text is on long lines that a sign parts; else None."""
    if max(map(len, source)) < _LONG:
        return None
    long = [line for line in source if len(line) >= _LONG and line.lstrip(BLANKS)[:1] != "|"]  # or it is a table's row
    size = sum(map(len, long))
    if not long or 2 * size < sum(map(len, source)):
        return None
    for sign in _SIGNS:
        count = sum(line.count(sign) for line in long)
        if count >= _FEWEST and count * _LONGEST_PIECE >= size:
            return Joined(source, sign)
    return None
