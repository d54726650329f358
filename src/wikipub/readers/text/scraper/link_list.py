"""Question: where does a text browser list the addresses of the page's links?

lynx, links, elinks and w3m number the links in the text and print the addresses behind the page, often under
"References". The article's own references have a link, and so a number, in their lines; these lines have none.
"""

from __future__ import annotations

import re

from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.scraper.markup import LINK_NUMBER

_ADDRESSES = Claim("link-list", "link-target", "the addresses of the page's links, as text browsers list them")
_ADDRESS = re.compile(r"\[?(\d{1,5})(?:\.|\]:?)\s+(?:[A-Za-z][A-Za-z\d+.-]{1,20}:|\.{0,2}/)\S")
_FIRST = (0, 1)
_LEAST = 3
"""Fewest addresses that make a list."""
_LABEL = 40
"""Longest title of a list or of a part of it, as in "Hidden links:", in characters."""


def claim_link_lists(page: Page) -> None:
    """Claim each list of addresses that count on from 1, with its titles, where the text's links are numbered."""
    if all(entry.rule != LINK_NUMBER.rule for entry in page.pieces):
        return
    entries: list[int] = []
    highest = 0
    for index, text in enumerate(page.texts):
        if not text:
            continue
        found = _ADDRESS.match(text) if isinstance(page.origins[index], int) else None
        number = int(found[1]) if found else 0
        if entries and number > highest:
            entries.append(index)
            highest = number
        elif (found and number in _FIRST) or (entries and not _titles_addresses(page, index)):
            _claim(page, entries)
            entries = [index] if found and number in _FIRST else []
            highest = number
    _claim(page, entries)


def _claim(page: Page, entries: list[int]) -> None:
    if len(entries) < _LEAST:
        return
    first = _title_above(page, entries[0])
    page.claims.update((line, _ADDRESSES) for line in range(first, entries[-1] + 1) if page.texts[line])


def _title_above(page: Page, first: int) -> int:
    """The line that the titles above line `first` begin at: one title, and one that stands further out."""
    title = page.filled_above(first)
    if title < 0 or not _titles_addresses(page, title):
        return first
    above = page.filled_above(title)
    if above >= 0 and _titles_addresses(page, above) and len(page.lead(above)) < len(page.lead(title)):
        return above
    return title


def _titles_addresses(page: Page, index: int) -> bool:
    """Whether a line may be the title of a list of addresses: short, and without a link of the page."""
    return len(page.texts[index]) <= _LABEL and isinstance(page.origins[index], int) and page.texts[index][0].isalpha()
