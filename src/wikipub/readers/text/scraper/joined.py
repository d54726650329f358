"""Question: does a sign stand where lines ended?

Tools that take a page apart at its tags join the pieces with what they are told to: a bar, a TAB, a line end written as
two characters. Such a page is on one line, or on a few where its code has lines of its own; or it has kept the page's
line ends besides. Its pieces are its lines.
"""

from __future__ import annotations

import re

from wikipub.document import LedgerEntry, Span
from wikipub.readers.text.page import BLANKS, Claim, Page
from wikipub.readers.text.scraper.recut import Recut

_SIGNS = ("\\r\\n", "\\n", "<br />", "<br/>", "<br>", "\u2028", "\u2029", "¶", "⏎", "↵", "||", "|", "\t")
"""Signs that stand for line ends; the first that is there often enough is the one."""
_LONG = 600
"""Shortest line that may be most of a page, in characters."""
_FEWEST = 20
"""Fewest signs in such lines."""
_LONGEST_PIECE = 200
"""How long their pieces are at most, in characters, on the average."""
_BETWEEN = ("\t", "|")
"""Signs that may stand between all that the tags part, while line ends are kept."""
_FEWEST_WITHIN = 8
"""Fewest signs that stand before a stop or a comma, or behind an open bracket, as around links; no cell begins so."""
_WITHOUT = 25
"""One of so many signs does at least."""
_SIGN = Claim("line-sign", "markup", "a sign that the tool put where a line ended")


class Joined(Recut):
    """The lines of a text in which `sign` stands for line ends; its pieces are what that parts."""

    def __init__(self, source: list[str], sign: str) -> None:
        super().__init__(source)
        self._sign = sign
        for number, line in enumerate(source):
            column = 0
            for piece in line.split(sign):
                self.add(number, column, column + len(piece))
                column += len(piece) + len(sign)

    def restore(self, page: Page) -> None:
        """Let a page that was made of the pieces be one of the source's lines, with the signs in the ledger."""
        super().restore(page)
        page.columns = {}
        if self._sign.strip(BLANKS):
            size = len(self._sign)
            page.pieces += (
                LedgerEntry(_SIGN.role, _SIGN.rule, _SIGN.reason, self._sign, (Span(line + 1, column - size, column),))
                for line, column in self.places
                if column
            )


def joined(source: list[str], text: str) -> Joined | None:
    """The lines `source` of `text` with their pieces, if a sign parts what the tool took from the page; else None.

    Most of the text is on long lines then, or the sign stands within its sentences.
    """
    for sign in _BETWEEN:
        if (count := text.count(sign)) >= 2 * _FEWEST:
            bar = re.escape(sign)
            # It begins with the sign, which is found fast, and looks back from there.
            within = len(re.findall(rf"{bar}(?:(?<=\w{bar})[,.;:)](?![\w./])|(?<=\[{bar})\w)", text))
            if within >= _FEWEST_WITHIN and within * _WITHOUT >= count:
                return Joined(source, sign)
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
