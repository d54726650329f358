"""Question: what does each line at the page's foot say?

The words of the software's interface are data; what no table knows is told from its form and its neighbours: the
headings of menus between level marks, bullets whose picture is gone, a sentence or an address that was wrapped, the
name of a language among names of languages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from wikipub.readers.text.headings.marked import leveled
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.site.phrases import BULLET, ROLES, claim_of, phrase_of

NO_WORDS = Claim("mark-alone", "markup", "a bullet, a box or a level mark with no words behind it")
"""For lines that `has_no_words` knows."""
MENU_HEADING = Claim("menu-heading", "menu", "the heading of a menu, between level marks")

_FOOT = Claim("page-foot", "footer", "stands below the article on every page of the site")
_CATEGORY = Claim("interface-categories", "categories", ROLES["categories"])
_PICTURE = Claim("picture-alone", "picture", "the alternative text of a picture at the page's foot")
_LANGUAGE = Claim("language-among", "language", "stands among the links to the article in other languages")

_ALTERNATIVE = re.compile(r"\[[^\[\]]{1,80}\]")
_WRAPPED = 40
"""Shortest line that may have been wrapped, in characters; links and labels are shorter."""
_FEW = 3
"""Most unknown lines between two names of languages that are names, too, blank ones not counted."""


def claim_foot(page: Page, foot: int, end: int, told: Counter[str]) -> list[str]:
    """Claim the lines [foot, end); count in `told` the languages they are in, and return the page's categories."""
    categories: list[str] = []
    in_categories = False
    for index in range(foot, end):
        text = page.texts[index]
        if not text:
            continue
        page.headings.pop(index, None)
        line = leveled(text, page.level_marks)
        phrase = phrase_of(text[line.start : line.end]) if line else page.phrases.get(index)
        if phrase and phrase.certain:
            told.update(phrase.languages)
        if phrase and phrase.role == "categories":
            in_categories = True
            categories.extend(_split(phrase.value))
            page.claims[index] = claim_of(phrase)
        elif in_categories and not phrase and (bullet := BULLET.match(text)):
            categories.extend(_split(text[bullet.end() :]))
            page.claims[index] = _CATEGORY
        else:
            in_categories = False
            if index not in page.claims:
                page.claims[index] = claim_of(phrase) if phrase else _told_by_form(page, index, line is not None)
    _claim_languages(page, [index for index in range(foot, end) if page.texts[index]])
    return categories


def has_no_words(text: str) -> bool:
    """Whether a line holds no letter and no digit of any script."""
    return not (any(map(str.isalpha, text)) or any(map(str.isdecimal, text)))


def _told_by_form(page: Page, index: int, is_leveled: bool) -> Claim:
    """What a line is that the interface does not say."""
    text = page.texts[index]
    if has_no_words(text):
        return NO_WORDS
    if is_leveled:
        return MENU_HEADING
    bullet = BULLET.match(text)
    if _ALTERNATIVE.fullmatch(text, bullet.end() if bullet else 0):
        return _PICTURE
    above = page.claims.get(index - 1)
    if above and not bullet and (above.role == "retrieved" or _may_be_wrapped(page.texts[index - 1], above)):
        return Claim("foot-wrapped", above.role, "goes on with the line above it")
    return _FOOT


def _may_be_wrapped(text: str, claim: Claim) -> bool:
    return claim.role == "footer" and len(text) >= _WRAPPED


def _claim_languages(page: Page, lines: Iterable[int]) -> None:
    """Claim the few unknown lines between names of languages; `lines` are those of the foot that are not blank."""
    unknown: list[int] = []
    among = False
    for index in lines:
        if page.claims[index] is _FOOT:
            unknown.append(index)
            continue
        is_language = page.claims[index].role == "language"
        if among and is_language and len(unknown) <= _FEW:
            page.claims.update(dict.fromkeys(unknown, _LANGUAGE))
        among = is_language
        unknown = []


def _split(names: str) -> list[str]:
    """Names of categories that stand in a line with separators between."""
    return [name.strip() for name in re.split(r"\s*[|·•]\s*", names) if name.strip()]
