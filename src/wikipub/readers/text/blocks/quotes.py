"""Question: which lines are a quotation, and which of them says whom it quotes?"""

from __future__ import annotations

import re
from typing import NamedTuple

from wikipub.readers.text.page import Page

MIRROR_QUOTES = "mirror-quotes"
"""The furniture rule that knows the block's first line (data/furniture/mirrors.toml)."""


_INDENT = "   "
_OPENING = tuple('"“„«‚‘「『')
_CLOSING = tuple('"”“»«’」』')
_DASH = re.compile(r"(?:[—–―]|--?)\s?[^\W\d_]")


class Quotation(NamedTuple):
    """Lines [start, attribution) say it, line `attribution` whom it quotes; None where the lines do not tell."""

    start: int
    end: int
    attribution: int | None


def release_quotations(page: Page) -> list[Quotation]:
    """Take the quotations out of the mirror's claim, which then holds the block's title alone; return them."""
    first = next((i for i in sorted(page.claims) if page.claims[i].rule == MIRROR_QUOTES), None)
    if first is None:
        return []
    found: list[Quotation] = []
    index = page.next_filled(first + 1)
    while index < len(page) and page.claims.get(index, page.claims[first]).rule == MIRROR_QUOTES:
        end = index
        while end < len(page) and page.texts[end]:
            page.claims.pop(end, None)
            end += 1
        found.append(Quotation(index, end, end - 1 if end - index > 1 else None))
        index = page.next_filled(end)
    return found


def indented_run(page: Page, index: int) -> int:
    """The line after the run of indented lines that begins at line `index`."""
    while page.free(index) and page.lead(index).startswith(_INDENT):
        index += 1
    return index


def indented_quotation(page: Page, index: int, end: int) -> Quotation | None:
    """The quotation that the run of indented lines [index, end) is; None where the run is something else.

    It begins with a quotation mark, or its last line with a dash: that line is whom it quotes, and may stand apart.
    """
    if end == index or (end - index > 1 and _DASH.match(page.texts[index])):
        return None
    below = page.next_filled(end)
    if page.free(below) and page.lead(below).startswith(_INDENT) and _DASH.match(page.texts[below]):
        return Quotation(index, below + 1, below)
    attributed = end - index > 1 and _DASH.match(page.texts[end - 1])
    if not attributed and not page.texts[index].startswith(_OPENING):
        return None
    if not attributed and page.texts[index].endswith(_CLOSING):
        end = index + 1  # what stands below a quotation that is closed is something else
    return Quotation(index, end, end - 1 if attributed else None)


def is_indented(page: Page) -> bool:
    """Whether the page is indented as a whole, as text browsers print it; indentation then tells nothing.

    Lines of text tell, not short ones: those are indented in lists and boxes, too.
    """
    return 2 * sum(1 for index in page.long if page.lead(index).startswith(_INDENT)) > len(page.long)
