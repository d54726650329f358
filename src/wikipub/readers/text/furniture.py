"""Question: which lines are the site's, not the article's?"""

from __future__ import annotations

from collections import Counter

from wikipub.data.furniture import furniture
from wikipub.readers.text.page import Claim, Page

_LONGEST = 1000
"""No line of furniture is longer, in characters; paragraphs are not looked at."""

_EDIT_BOX = Claim("edit-box", "navbox", "a navigation box, known by its edit link")
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


def claim_edit_boxes(page: Page, edit_words: frozenset[str]) -> None:
    """Claim the navigation boxes among the short lines before the lead: those that hold a bare edit link.

    Such a box is its link's own run of lines, and the short runs that stand before and after it: its title and its
    foot.
    """
    index = page.next_filled(0)
    while index < len(page) and _is_head(page, index):
        if page.texts[index].casefold() in edit_words:
            for line in _box(page, index):
                page.claims[line] = _EDIT_BOX
        index = page.next_filled(index + 1)


def _is_head(page: Page, index: int) -> bool:
    """Whether line `index` may still stand before the lead."""
    return index == page.title or index in page.claims or (index not in page.headings and _is_short(page, index))


def _is_short(page: Page, index: int) -> bool:
    text = page.texts[index]
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
    return page.free(index) and _is_short(page, index) and "\t" not in page.texts[index]
