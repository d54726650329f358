"""Question: which lines of a mirror's quotation block are a quotation, which its source?"""

from __future__ import annotations

from typing import NamedTuple

from wikipub.readers.text.page import Page

MIRROR_QUOTES = "mirror-quotes"
"""The furniture rule that knows the block's first line (data/furniture/mirrors.toml)."""


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
