"""Question: how far does a box reach that one of its lines gives away?

The line is one that a rule of furniture knows to begin a box, or the links in a box's corner, which are its last lines
where it stands beside the lead. A box is a run of short lines; a paragraph, a heading or the foot ends it.
"""

from __future__ import annotations

import re

from wikipub.data.furniture import FurnitureRules
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.shape import BULLETS, is_prose
from wikipub.readers.text.site.navboxes import corner_end

_LONGEST_LINE = 150
"""Longest line of a box, in characters: a picture in it may have a caption."""
_MOST_LINES, _MOST_ITEMS = 150, 60
"""Most lines of a box, blank ones not counted, and most items with bullets: a longer list is likelier the article's."""
_LABELS = 3
"""How many lines a side bar has before its first list: a title, a picture's caption, a label."""
_BULLET = re.compile(rf"[{BULLETS}]\s+(?=\S)")
_SIDEBAR = Claim("sidebar", "navbox", "a side bar of links, known by the links in its corner")


def claim_boxes(page: Page, foot: int | None, rules: FurnitureRules) -> None:
    """Claim the rest of each box that a rule knows the beginning of, and the side bars in the head."""
    head, last = min(page.headings, default=len(page)), max(page.headings, default=-1)
    end = len(page) if foot is None else foot
    done = 0
    for index in sorted(line for line, claim in page.claims.items() if claim.rule in rules.boxes):
        if done <= index < end:
            done = _box_end(page, index, end, in_foot=index > last >= 0)
            _claim(page, range(index + 1, done), page.claims[index])
            if index < head and _is_title_of(page, index):
                page.claims[index - 1] = page.claims[index]
    _claim_sidebars(page, head)


def _claim(page: Page, lines: range, claim: Claim) -> None:
    for line in lines:
        if page.free(line):
            page.claims[line] = claim


def _box_end(page: Page, start: int, foot: int, *, in_foot: bool) -> int:
    """The line after the box that begins at line `start`.

    Its corner ends it, if one stands in the run of its lines. Else the box reaches to the page's foot where only short
    lines are left, and elsewhere no further than to the next blank line or row of an infobox.
    """
    index = gap = start + 1
    filled = items = sentences = 0
    while index < foot and filled < _MOST_LINES and items < _MOST_ITEMS:
        text = page.texts[index]
        if end := corner_end(page, index):
            return end
        filled += text != ""
        items += _BULLET.match(text) is not None
        sentences += page.free(index) and is_prose(text)
        if index in page.headings or sentences > 1 or len(text) > _LONGEST_LINE or ("\t" in text and not in_foot):
            break
        index += 1
        if text and gap == index - 1 and not sentences:
            gap = index
    if filled == _MOST_LINES or items == _MOST_ITEMS:
        return start + 1
    return foot if in_foot and index == foot and not sentences else gap


def _is_title_of(page: Page, index: int) -> bool:
    """Whether the line above the first line of a box is its title: one short line, alone with it."""
    above = index - 1
    return (
        page.next_filled(0) < above
        and page.free(above)
        and not page.free(above - 1)
        and above - 1 not in page.headings
        and len(page.texts[above]) <= _LONGEST_LINE
        and "\t" not in page.texts[above]
        and not is_prose(page.texts[above])
    )


def _claim_sidebars(page: Page, end: int) -> None:
    """Claim the side bars above line `end`, each from its corner links up."""
    top = 0
    for index in range(end):
        text = page.texts[index]
        if is_prose(text) and len(text) > _LONGEST_LINE:
            top = index + 1
        elif page.free(index) and (after := corner_end(page, index)):
            _claim(page, range(_sidebar_start(page, index, top), after), _SIDEBAR)
            top = after


def _sidebar_start(page: Page, corner: int, top: int) -> int:
    """The first line of the side bar whose corner links stand at line `corner`: the blocks with lists above them.

    Where no line has a bullet, what stands above may be an infobox.
    """
    start = corner
    end = corner + 1
    while True:
        first = end
        while first > top and _is_of_bar(page, first - 1):
            first -= 1
        item = next((line for line in range(first, end) if _BULLET.match(page.texts[line])), None)
        if item is None:
            return start
        start = max(first, item - _LABELS)
        end = first
        while end > top and not page.texts[end - 1]:
            end -= 1
        if start > first or end == first:
            return start


def _is_of_bar(page: Page, index: int) -> bool:
    text = page.texts[index]
    return page.free(index) and len(text) <= _LONGEST_LINE and "\t" not in text and not is_prose(text)
