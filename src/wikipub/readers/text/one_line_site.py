"""Question: where does what is the site's begin and end in a page that a tool put on one line?

The title is what the line begins with and the lead, a box or the tagline says again. The foot begins with the page's
address, the boxes above it with the links in their corner. Notices are told sentence by sentence.
"""

from __future__ import annotations

import re

from wikipub.data.furniture import FurnitureRules
from wikipub.data.interface import interface
from wikipub.data.language import languages

_SENTENCE = re.compile(r"[^.!?。]*[.!?。]+\s?")
_NOTICE_ROLES = ("notice", "sister-project")
_DATE = re.compile(r"\(\w+\s\d{4}\)\s?|\(\s?[^()]{8,60}\s?\)\s?")
"""What may stand between the sentences of a notice: when it was put there, and how to take it off."""
_LONGEST_SENTENCE = 400
_WORDS = re.compile(r"\S+")
_LINK_ROLES = ("jump", "menu", "redirected", "toggle")
_LONGEST_RUN = 240
_MOST_RUNS = 4
_QUALIFIER = re.compile(r"\s\([^()]{1,60}\)")
_LONGEST_TITLE = 120
_NEAR = 6000
"""How far from the line's beginning the title is said again at most, in characters."""
_LABEL = re.compile(r"[^\s:]{1,30}\s?:\s")
"""The word before the page's categories; where one of them ends the line does not tell."""
_FOOT = 60_000
"""How far from the line's end the foot begins at most, in characters."""
_SITE = re.compile(r"\s[-–—|]\s\S")
_CORNER = re.compile(r"(?<=\s)\[?v\]?[\s·•|]+\[?[td]\]?[\s·•|]+\[?e\]?(?=\s)")
"""The links in the corner of a navigation box, as most wikis have them."""
_ADDRESS = re.compile(r"[\s\"“”„«»‘’「:]{0,4}https?://[^\s\"“”«»」]+[\s\"“”«»’」]{0,4}")


def title_places(text: str, end: int) -> set[int]:
    """Where the title begins and ends, and the tagline; what stands before `end` is the page's head."""
    if not (tagline := _tagline(text, end)):
        places = _said_again(text, end)
        return places | _after_links(text, max(places)) if places else places
    above = text[: tagline[0]].rstrip()
    title = _said_at_both_ends(above)
    places = {len(above) - len(title), len(above)} if title else set()
    return places | {*tagline} | _after_links(text, tagline[1])


def folded_in_place(text: str) -> str:
    """`text` in small letters, each at its place; casefolding makes two letters of one, as of "ß"."""
    foldings = (text.casefold(), text.lower(), text)
    return next(folded for folded in foldings if len(folded) == len(text))


def foot_places(text: str, start: int) -> set[int]:
    """Where the foot and the boxes above it begin behind `start`, and where the page's address ends."""
    folded = folded_in_place(text)
    places: set[int] = set()
    foot = len(text)
    start = max(start, foot - _FOOT)
    for word in interface().addresses:
        begin = folded.find(word, start, foot)
        if begin >= 0 and (address := _ADDRESS.match(text, begin + len(word))):
            foot = begin
            places = {begin, address.end()}
            if label := _LABEL.match(text, address.end()):
                places.add(label.end())
    if corner := _CORNER.search(text, start, foot):
        places.update(corner.span())
    return places


def notice_places(text: str, start: int, end: int, rules: FurnitureRules) -> set[int]:
    """Where notices about the article begin and end in [start, end)."""
    places: set[int] = set()
    place = start
    while sentence := _SENTENCE.match(text, place, end):
        if (
            len(sentence[0]) <= _LONGEST_SENTENCE
            and (rule := rules.match(sentence[0].strip()))
            and rule.role in _NOTICE_ROLES
        ):
            after = sentence.end()
            while date := _DATE.match(text, after, end):
                after = date.end()
            places |= {place, after}
            place = after
        else:
            place = sentence.end()
    return places


def _tagline(text: str, end: int) -> tuple[int, int] | None:
    """Where the site's tagline begins and ends, that stands before `end`."""
    for language in languages().values():
        for tagline in language.taglines:
            if tagline and (start := text.find(tagline, 0, end)) >= 0:
                return start, start + len(tagline)
    return None


def _after_links(text: str, place: int) -> set[int]:
    """Where links of the site's end that stand at `place`: tabs, links that jump, the redirect; each run of them."""
    places: set[int] = set()
    for _ in range(_MOST_RUNS):
        run = text[place : place + _LONGEST_RUN]
        for word in reversed(list(_WORDS.finditer(run))):
            phrase = interface().match(run[: word.end()].strip())
            if phrase and phrase.role in _LINK_ROLES and (phrase.certain or " " in run[: word.end()].strip()):
                place += word.end()
                places.add(place)
                break
        else:
            break
    return places


def _said_at_both_ends(text: str) -> str:
    """The words that `text` both begins and ends with, as the window's title and the page's; else short ones whole."""
    for word in reversed(list(_WORDS.finditer(text, 0, _LONGEST_TITLE))):
        title = text[: word.end()]
        if 2 * len(title) < len(text) and text.endswith(f" {title}"):
            return title
    return text if len(text) <= _LONGEST_TITLE else ""


def _said_again(text: str, end: int) -> set[int]:
    """Where the title ends that the text begins with, and near it says again; where it begins with the window's, both.

    A lead begins so, too, but goes on with a small letter.
    """
    near = text[: min(end, _NEAR)].casefold()
    for word in reversed(list(_WORDS.finditer(text, 0, _LONGEST_TITLE))):
        title = near[: word.end()]
        found = re.compile(rf"(?<!\w){re.escape(title)}(?!\w)").search(near, word.end())
        if not found:
            continue
        again = found.start()
        after = word.end()
        if qualifier := _QUALIFIER.match(text, after):
            after = qualifier.end()
        following = text[after : after + 2].strip()
        if not following or following[0].islower() or following[0] in ",.;:":
            return set()
        if _SITE.match(text, after):
            return {again, again + after}
        return {after}
    return set()
