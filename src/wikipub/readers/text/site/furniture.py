"""Question: which lines are the site's, not the article's?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container

from wikipub.data.furniture import FurnitureRule, FurnitureRules
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.shape import ends_sentence, is_prose

_LONGEST = 1000
"""No line of furniture is longer, in characters; paragraphs are not looked at."""

_SET = re.compile(r"\*+(?=\S)|(?<=\S)\*+| (?=[.,;:)])|(?<=\() ")
"""Marks of bold and slanted words, and the blanks that tools put between a word and its stop where a link ends."""
_SET_SIGNS = ("*", " .", " ,", " ;", " :", " )", "( ")
"""What a line with such marks or blanks holds; few lines do."""
_DRESS = frozenset("|*•●")
_DRESSED = re.compile(r"\|\s*([^|]*[^|\s])\s*\||[*•●]\s+(?=\S)(.*)")
"""A cell that is alone on its row, or an item of a list: tools print tables of one cell, and pictures as bullets."""
_DRESSED_ROLES = ("notice", "sister-project")
_PARAGRAPH = 200
"""Shortest line that is a paragraph of the article rather than an entry of a list, in characters."""

_MOST_WRAPPED = 12
"""Most lines that a wrapped notice has."""
_SHORT = 8
"""Of a shorter line what was torn off tells more, in characters."""
_YEAR = re.compile(r"\(?\d{4}\)")

_EDIT_BOX = Claim("edit-box", "navbox", "a navigation box, known by its edit link")
_EDIT_LINK = Claim("edit-link", "edit-mark", "an edit link on a line of its own")
_WRAPPED_ROLES = ("notice", "sister-project")
"""Roles of sentences, which may have been wrapped: in a box they are of a few words a line."""
_BOX_LINE = 60
"""Longest line of a navigation box at a page's head, in characters."""


def claim_furniture(page: Page, languages: Counter[str], rules: FurnitureRules, candidates: list[int]) -> None:
    """Claim each of the lines `candidates` that a rule knows; count in `languages` which languages they are in."""
    appendix: int | None = None
    for index in candidates:
        if len(page.texts[index]) > _LONGEST or index in page.claims:
            continue
        rule, end = _rule_of_lines(page, index, rules)
        if not rule:
            continue
        if rule.place == "appendix":
            appendix = _appendix(page) if appendix is None else appendix
            if index < appendix:
                continue
        claim = Claim(rule.id, rule.role, rule.reason)
        page.claims.update(dict.fromkeys(range(index, end), claim))
        page.site = page.site or rule.site
        if rule.language:
            languages[rule.language] += 1
        if rule.extent == "rest":
            page.claims.update((i, claim) for i in range(index + 1, len(page)) if page.texts[i])
            return


def undressed(text: str) -> str:
    """What a line says without its bullet, or without the pipes around it."""
    return text[1:].strip(" |" if text[:1] == "|" else None) if text[:1] in _DRESS else text


def torn(page: Page) -> list[int]:
    """The lines that tell too little of what they are before what was torn off is put behind them."""
    texts, signs = page.texts, page.signs
    going_on = signs.around(filter(str.islower, signs.begins), ")")
    above = (index - 1 for index in going_on if index and _continues(texts[index - 1], texts[index]))
    return [index for index in above if 0 < len(texts[index]) < _SHORT or texts[index][:1] in _DRESS]


def _rule_of_lines(page: Page, index: int, rules: FurnitureRules) -> tuple[FurnitureRule | None, int]:
    """The rule that knows line `index`, and the line after what it knows: a notice may have been wrapped or torn.

    What goes on with a small letter, or with a year, is of the sentence before.
    """
    end = index + 1
    while end < min(len(page), index + _MOST_WRAPPED) and _continues(page.texts[end - 1], page.texts[end]):
        end += 1
    rule = _rule(page.texts[index], rules)
    if end > index + 1 and not rule and (rule := _rule(" ".join(page.texts[index:end]), rules)):
        return (rule, end) if rule.role in _WRAPPED_ROLES else (None, end)
    return rule, end if rule and rule.role in _WRAPPED_ROLES else index + 1


def _continues(before: str, text: str) -> bool:
    """Whether the line `text` goes on with the sentence of the line before it."""
    if not text or not (text[0].islower() or _YEAR.fullmatch(text)):
        return False
    return before[-1:] != ")" and not ends_sentence(before)


def _rule(text: str, rules: FurnitureRules) -> FurnitureRule | None:
    """The rule that knows a line, or what it says in the one cell of a table or as an item of a list."""
    if rule := rules.match(text):
        return rule
    if any(map(text.__contains__, _SET_SIGNS)) and (rule := rules.match(_SET.sub("", text))):
        return rule
    if text[0] not in _DRESS or not (bare := _DRESSED.fullmatch(text)):
        return None
    rule = rules.match(bare[1] or bare[2])
    return rule if rule and rule.role in _DRESSED_ROLES else None


def _appendix(page: Page) -> int:
    """The line after the article's last paragraph; entries of lists, notes and the site's licence are none."""
    for index in reversed(page.long):
        text = page.texts[index]
        is_paragraph = len(text) >= _PARAGRAPH and text[0].isalpha() and is_prose(text) and ends_sentence(text)
        if is_paragraph and index not in page.phrases:
            return index + 1
    return 0


def claim_edit_links(page: Page, edit_words: Container[str], candidates: list[int]) -> None:
    """Claim those of the lines `candidates` that are a bare edit link, and in the page's head the box around each.

    Such a box is its link's own run of lines, and the short runs that stand before and after it: its title and its
    foot.
    """
    links = [index for index in candidates if page.texts[index].casefold() in edit_words]
    head = _head_end(page) if links else 0
    for index in links:
        if page.free(index):
            for line in _box(page, index) if index < head else [index]:
                page.claims[line] = _EDIT_BOX if index < head else _EDIT_LINK


def _head_end(page: Page) -> int:
    """The first heading or long line that is neither claimed nor the title; the number of lines for none."""
    lines = (index for index in page.filled if index not in page.claims and index != page.title)
    return next((i for i in lines if i in page.headings or not _is_short(page.texts[i])), len(page))


def _is_short(text: str) -> bool:
    return len(text) <= _BOX_LINE and not text.endswith((".", "!", "?"))


def _box(page: Page, link: int) -> list[int]:
    """The lines of the box around the edit link at line `link`."""
    first = link
    while _joins(page, first - 1):
        first -= 1
    above = page.filled_above(first)
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
