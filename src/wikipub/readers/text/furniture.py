"""Question: which lines are the site's, not the article's?"""

from __future__ import annotations

from collections import Counter

from wikipub.data.furniture import furniture
from wikipub.readers.text.page import Claim, Page

_LONGEST = 1000
"""No line of furniture is longer, in characters; paragraphs are not looked at."""

_EDIT_BOX = Claim("edit-box", "navbox", "a navigation box, known by its edit link")
_EDIT_LINK = Claim("edit-link", "edit-mark", "an edit link on a line of its own")
_BOX_LINE = 60
"""Longest line of a navigation box at a page's head, in characters."""


def claim_furniture(page: Page, languages: Counter[str]) -> None:
    """Claim each line that a furniture rule knows; count in `languages` which languages the lines are in."""
    rules = furniture()
    for index, text in enumerate(page.texts):
        if not text or len(text) > _LONGEST or index in page.claims:
            continue
        if rule := rules.match(text):
            claim = Claim(rule.id, rule.role, rule.reason)
            page.claims[index] = claim
            page.site = page.site or rule.site
            if rule.language:
                languages[rule.language] += 1
            if rule.extent == "rest":
                page.claims.update((i, claim) for i in range(index + 1, len(page)) if page.texts[i])
                return


def claim_edit_links(page: Page, edit_words: frozenset[str]) -> None:
    """Claim the lines that are a bare edit link, and in the page's head the navigation box around each of them.

    Such a box is its link's own run of lines, and the short runs that stand before and after it: its title and its
    foot.
    """
    in_head = True
    for index, text in enumerate(page.texts):
        if not text or index in page.claims:
            continue
        in_head = in_head and (index == page.title or (index not in page.headings and _is_short(text)))
        if len(text) < _BOX_LINE and text.casefold() in edit_words and page.free(index):
            for line in _box(page, index) if in_head else [index]:
                page.claims[line] = _EDIT_BOX if in_head else _EDIT_LINK


def _is_short(text: str) -> bool:
    return len(text) <= _BOX_LINE and not text.endswith((".", "!", "?"))


def _box(page: Page, link: int) -> list[int]:
    """The lines of the box around the edit link at line `link`."""
    first = link
    while _joins(page, first - 1):
        first -= 1
    above = first - 1
    while above >= 0 and not page.texts[above]:
        above -= 1
    while first == link and _joins(page, above):
        above -= 1
    last = link
    while _joins(page, last + 1):
        last += 1
    below = page.next_filled(last + 1)
    while last == link and _joins(page, below):
        below += 1
    return [line for line in range(above + 1, below) if page.free(line)]


def _joins(page: Page, index: int) -> bool:
    return page.free(index) and _is_short(page.texts[index]) and "\t" not in page.texts[index]
