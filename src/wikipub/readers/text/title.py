"""Question: which line is the article's title?"""

from __future__ import annotations

from wikipub.readers.text.page import Page

_LONGEST = 250
"""MediaWiki's longest title is 255 bytes (https://www.mediawiki.org/wiki/Manual:Page_title)."""


def find_title(page: Page) -> int | None:
    """The line of the title: the page's first, if it is followed by a tagline, or short and alone.

    A line that ends like a sentence, or goes on without a blank line, is a paragraph or the first of a list.
    """
    first = page.next_filled(0)
    if first == len(page) or first in page.claims or first in page.headings or len(page.texts[first]) > _LONGEST:
        return None
    following = page.next_filled(first + 1)
    if following in page.claims and page.claims[following].role in ("tagline", "jump"):
        return first
    alone = following == len(page) or following > first + 1
    return first if alone and not page.texts[first].endswith((".", "!", "?", ":", ";", ",")) else None
