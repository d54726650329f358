"""Question: which signs did a tool leave as HTML writes them, `&amp;`, `&#91;`?

Of each, the first character stays and stands for the sign. Letters are left as they are written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from wikipub.readers.text.page import BLANKS, Claim
from wikipub.readers.text.scraper.markup import Cut, occurs

ENTITY = Claim("html-entity", "markup", "how HTML writes a sign; the sign itself stays")
MARK = "&"
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9A-Fa-f]{2,5}|[A-Za-z][A-Za-z\d]{1,8});")
_USUAL = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#(?:3[2-9]|4[0-7]|5[89]|6[0-4]|9[1-6]|12[3-6]|160));")
"""What any page has: signs of ASCII, and the blank that keeps words together."""
_BARE = " & "
_FEWEST = 4
"""Fewest of these that tell such a tool; an article about HTML names some."""


def entity_cuts(source: list[str], text: str) -> dict[int, list[Cut]]:
    """The entities by source line, without their first characters, which stand for them; blanks at a line's ends whole.

    `text` is the whole source. Where an ampersand stands in it as itself, the others are what its author wrote.
    """
    if _BARE in text or not occurs(_USUAL, text, _FEWEST):
        return {}
    cuts: dict[int, list[Cut]] = {}
    for index, line in enumerate(source):
        if MARK in line and (found := [cut for entity in _ENTITY.finditer(line) if (cut := _cut(line, entity))]):
            cuts[index] = found
    return cuts


def signs_of(source: list[str], cuts: Mapping[int, list[Cut]]) -> dict[tuple[int, int], str]:
    """The signs that the characters before `cuts` stand for, by source line and the place behind the character."""
    return {
        (line, cut.start): html.unescape(source[line][cut.start - 1 : cut.end])
        for line, entities in cuts.items()
        for cut in entities
        if source[line][cut.start] != MARK
    }


def _cut(line: str, entity: re.Match[str]) -> Cut | None:
    """What of an entity is cut out; None where it is a letter's, or nothing's."""
    sign = html.unescape(entity[0])
    if len(sign) != 1 or sign.isalnum() or not (sign.isprintable() or sign in BLANKS):
        return None
    start, end = entity.span()
    is_outer = sign in BLANKS and not (line[:start].strip(BLANKS) and line[end:].strip(BLANKS))
    return Cut(start if is_outer else start + 1, end, ENTITY)
