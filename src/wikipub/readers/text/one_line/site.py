"""Question: where does what is the site's begin and end in a page that a tool put on one line?

The foot begins with the page's address, its categories, a menu or a date, the boxes above it with the links in their
corner. Notices are told sentence by sentence. What stands around the title, `head.py` tells.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from wikipub.data.furniture import FurnitureRules
from wikipub.data.interface import interface
from wikipub.readers.text.hatnotes import is_hatnote_of_any
from wikipub.readers.text.one_line.menu_runs import menu_runs
from wikipub.readers.text.site.title import title_in_address

_SENTENCE = re.compile(r"[^.!?。]*[.!?。]+\s?")
_SHORT_SENTENCE = re.compile(r"[^.!?。]{1,400}[.!?。]+\s?")
_LONGEST_SENTENCE = 400
_NOTICE_ROLES = ("notice", "sister-project")
_DATE = re.compile(r"\(\w+\s\d{4}\)\s?|\(\s?[^()]{8,60}\s?\)\s?")
"""What may stand between the sentences of a notice: when it was put there, and how to take it off."""
_BEGINS = re.compile(r"(?<=\s)(?=[\w\"“„«(])|(?<=[a-z)])(?=[A-Z])")
"""Where a word begins, or a text whose line end was lost."""
_CAPITALS = re.compile(r"(?<=\s)(?=[^\W\d_a-z])")
"""Where a word with a capital begins, or one of a script that has none."""
_SHORTEST_NOTICE = 20
_WORDS = re.compile(r"\S+")
_LABEL = re.compile(r"[^\s:]{1,30}\s?:\s")
"""The word before the page's categories; where one of them ends the line does not tell."""
_FOOT = 60_000
"""How far from the line's end the foot begins at most, in characters."""
_LONGEST_PART = 700
"""How much of the foot that no table knows may stand in a row, in characters; names of categories may be more."""
_LONGEST_CATEGORIES = 6000
_NEXT_SENTENCE = re.compile(r"[.!?。]\s+\w")
_CORNER = re.compile(r"(?<=\s)\[?v\]?[\s·•|]+\[?[td]\]?[\s·•|]+\[?e\]?(?=\s)")
"""The links in the corner of a navigation box, as most wikis have them."""
_ADDRESS = re.compile(r"[\s\"“”„«»‘’「:]{0,4}https?://[^\s\"“”«»」]+[\s\"“”«»’」]{0,4}")


def folded_in_place(text: str) -> str:
    """`text` in small letters, each at its place; casefolding makes two letters of one, as of "ß"."""
    foldings = (text.casefold(), text.lower(), text)
    return next(folded for folded in foldings if len(folded) == len(text))


class Foot(NamedTuple):
    """Where the parts of the foot and the boxes above it begin and end; `title` is the one in the page's address."""

    places: set[int]
    title: str


class _Part(NamedTuple):
    """What the interface says at [start, end), and where it is cut; names of categories may follow it."""

    start: int
    end: int
    cuts: tuple[int, ...]
    has_names: bool = False


def find_foot(text: str, folded: str, start: int) -> Foot:
    """The foot behind `start`: from the page's address, its categories, a menu or a date on, behind which no text is.

    `folded` is `text` in small letters, each at its place.
    """
    start = max(start, len(text) - _FOOT)
    title = ""
    parts: list[_Part] = []
    for word in interface().addresses:
        begin = folded.find(word, start)
        if begin >= 0 and (address := _ADDRESS.match(text, begin + len(word))):
            title = title_in_address(address[0])
            parts.append(_Part(begin, address.end(), (begin, address.end())))
    for run in menu_runs(text, folded, start, len(text)):
        cuts = tuple(place for link in run for place in (link.start, link.end))
        parts.append(_Part(run[0].start, run[-1].end, cuts))
    for label in _LABEL.finditer(text, start):
        if (phrase := interface().match(label[0].strip())) and phrase.role == "categories":
            parts.append(_Part(*label.span(), label.span(), has_names=True))
    for begin in (word.start() for word in _WORDS.finditer(text, start)):
        if not text[begin].islower() and interface().begins_footer(folded, begin):
            parts.append(_Part(begin, begin, (begin,)))
    places: set[int] = set()
    foot = len(text)
    for part in sorted(parts, reverse=True):
        are_names = part.has_names and not _NEXT_SENTENCE.search(text, part.end, foot)
        if foot - part.end > (_LONGEST_CATEGORIES if are_names else _LONGEST_PART):
            break
        places.update(part.cuts)
        foot = min(foot, part.start)
    if corner := _CORNER.search(text, start, foot):
        places.update(corner.span())
    return Foot(places, title)


def next_note(text: str, start: int, end: int, rules: FurnitureRules) -> int | None:
    """Where the first hatnote or notice in [start, end) begins; None for none."""
    for begin in _BEGINS.finditer(text, start, end):
        place = begin.start()
        if sentence := _SHORT_SENTENCE.match(text, place):
            words = sentence[0].strip()
            if _is_notice(words, rules) or is_hatnote_of_any(words):
                return place
    return None


def _is_notice(sentence: str, rules: FurnitureRules) -> bool:
    rule = rules.match(sentence) if len(sentence) <= _LONGEST_SENTENCE else None
    return rule is not None and rule.role in _NOTICE_ROLES


def note_places(text: str, start: int, end: int, rules: FurnitureRules) -> set[int]:
    """Where notices about the article begin and end in [start, end), and hatnotes before any other text there."""
    places: set[int] = set()
    place = start
    only_notes = True
    while sentence := _SENTENCE.match(text, place, end):
        after = sentence.end()
        following = _SENTENCE.match(text, after, end)
        for stop in (after, following.end()) if following else (after,):  # some say two sentences
            if (begin := _notice_within(text, place, after, stop, rules)) is not None:
                after = stop
                while date := _DATE.match(text, after, end):
                    after = date.end()
                places |= {begin, after}
                break
        else:
            if only_notes and is_hatnote_of_any(text[place:after].strip()):
                places |= {place, after}
            else:
                only_notes = False
        place = after
    return places


def _notice_within(text: str, start: int, end: int, stop: int, rules: FurnitureRules) -> int | None:
    """Where a notice begins in the sentence [start, end), perhaps behind items without a stop, that ends at `stop`."""
    if _is_notice(text[start:stop].strip(), rules):
        return start
    for begin in _CAPITALS.finditer(text, max(start, end - _LONGEST_SENTENCE), end - _SHORTEST_NOTICE):
        if _is_notice(text[begin.start() : stop].strip(), rules):
            return begin.start()
    return None
