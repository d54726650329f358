"""Question: which lines below the last section are navigation boxes?"""

from __future__ import annotations

import re

from wikipub.readers.text.frame import FEW_PARAGRAPHS, paragraphs, phrase_of
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.shape import ends_sentence

_NAVBOX = Claim("navbox", "navbox", "a navigation box, known by the links in its corner")
_LABELS = Claim("navbox-labels", "navbox", "labels of navigation boxes whose links are gone")
_FEWEST_LABELS, _LONGEST_LABEL = 2, 70
_LISTED = re.compile(r"\s+(?:[•*]|\d{1,4}\.)\s")
_CORNERS = frozenset(("vte", "vde", "vtm", "vdm"))
_WORD = re.compile(r"[^\W_]+")


def claim_navboxes(page: Page, foot: int | None) -> None:
    """Claim the navigation boxes below the last section: from the first box's corner links to the foot."""
    last = max(page.headings, default=-1)
    end = len(page) if foot is None else foot
    first = next((index for index in range(last + 1, end) if _is_corner(page, index)), None)
    if first is None or paragraphs(page, first, end) > FEW_PARAGRAPHS:
        return
    before = first - 1
    while before > last and (not page.texts[before] or _is_button(page, before)):
        before -= 1
    for index in range(before + 1, end):
        if page.free(index):
            page.claims[index] = _NAVBOX


def claim_box_labels(page: Page, foot: int | None) -> None:
    """Claim what is left of navigation boxes whose links are gone: bare labels, the last lines before the foot.

    Only in a text that prints its lists with bullets or numbers; elsewhere such lines are a list.
    """
    last = max(page.headings, default=-1)
    if last < 0 or not any(_LISTED.match(line) for line in page.source):
        return
    labels: list[int] = []
    index = (len(page) if foot is None else foot) - 1
    while index > last and (not page.texts[index] or index in page.claims or _is_label(page, index)):
        if page.free(index):
            labels.append(index)
        index -= 1
    if len(labels) >= _FEWEST_LABELS:
        page.claims.update(dict.fromkeys(labels, _LABELS))


def _is_label(page: Page, index: int) -> bool:
    text = page.texts[index]
    return (
        len(text) <= _LONGEST_LABEL
        and page.free(index)
        and not page.lead(index)
        and "\t" not in text
        and "://" not in text
        and not _LISTED.match(" " + text)
        and not ends_sentence(text)
    )


def _is_corner(page: Page, index: int) -> bool:
    """Whether the three links in a box's corner stand on line `index`, or begin there one a line: v, t, e."""
    text = page.texts[index]
    if not text or len(text) > 20 or not page.free(index):
        return False
    words = _WORD.findall(text)
    if len(words) == 3 and all(len(word) == 1 for word in words):
        return True
    if len(words) != 1:
        return False
    if len(words[0]) == 3:
        return words[0].casefold() in _CORNERS
    second = page.next_filled(index + 1)
    third = page.next_filled(second + 1)
    return len(words[0]) == 1 and all(_is_letter(page, line) for line in (index, second, third))


def _is_letter(page: Page, index: int) -> bool:
    words = _WORD.findall(page.texts[index]) if index < len(page) else []
    return len(words) == 1 and len(words[0]) == 1 and words[0].isalpha()


def _is_button(page: Page, index: int) -> bool:
    phrase = phrase_of(page.texts[index].strip("[] "))
    return phrase is not None and phrase.role == "toggle"
