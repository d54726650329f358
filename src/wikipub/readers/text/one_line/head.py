"""Question: where do the parts of the head begin in a page that a tool put on one line?

The title stands between menus, above the tagline, or where the line begins; the page's address, the window's title, the
lead or a box say it again. Behind it come tabs, the site's tagline, links that jump, and the page's short description.
"""

from __future__ import annotations

import re
from itertools import pairwise

from wikipub.data.furniture import FurnitureRules
from wikipub.data.interface import interface
from wikipub.data.language import languages
from wikipub.readers.text.language import common_words
from wikipub.readers.text.one_line.menu_runs import Link, menu_runs
from wikipub.readers.text.one_line.site import next_note

_WORDS = re.compile(r"\S+")
_LINK_ROLES = ("jump", "menu", "redirected", "toggle")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
"""Where a text begins whose line end was lost."""
_LONGEST_RUN = 240
_MOST_RUNS = 6
_QUALIFIER = re.compile(r"\s\([^()]{1,60}\)")
_LONGEST_TITLE = 120
_LONGEST_TAGLINE = 100
_NEAR = 6000
"""How far from the line's beginning the title is said again at most, in characters."""
_HEAD = 20_000
"""How far the head reaches at most, in characters."""
_FEW = 3
"""At so many places at most the title is looked for."""
_DESCRIPTION = 100
"""How long a short description is at most, in characters."""
_FEWEST_WORDS = 2
_SITE = re.compile(r"\s[-–—|]\s\S")
_ENDS = re.compile(r"(?<=\S)(?=\s)|(?<=[^\W\d_])(?=[A-Z][a-z])")
"""Where words end, or one with the line end behind it lost."""


def head_places(
    text: str, folded: str, end: int, contents: range, address_title: str, rules: FurnitureRules
) -> set[int]:
    """Where the head's parts begin and end before `end`: menus, the title, the tagline, the short description.

    `folded` is `text` in small letters, each at its place; the contents block stands at `contents`, which is empty
    where there is none; `address_title` is the title in the page's address, "" where that is not known.
    """
    end = min(end, _HEAD)
    runs = [*menu_runs(text, folded, 0, min(contents.start, end)), *menu_runs(text, folded, contents.stop, end)]
    links = [link for run in runs for link in run]
    places = {place for link in links for place in (link.start, link.end)}
    tagline = _tagline(text, end) or _foreign_tagline(text, folded, end)
    title = _title(text, folded, end, tagline, address_title, links)
    if not title and not places and not tagline and (note := next_note(text, 0, min(end, _LONGEST_TITLE), rules)):
        glued = _GLUED.search(text, 0, note)
        title = (0, glued.start() if glued else note)
    if not title and not tagline:
        return places
    after = max(title[1] if title else 0, tagline[1] if tagline else 0)
    after = _end_of_tabs(text, after, links)
    behind = _behind_title(text, after)
    whole = [title or (0, 0), tagline or (0, 0), *pairwise(sorted(behind))]
    places = {place for place in places if not any(start < place < stop for start, stop in whole)}
    places.update(title or (), tagline or (), behind)
    after = _end_of_tabs(text, max((after, *behind)), links)
    name = text[title[0] : title[1]] if title else ""
    if described := _description_end(text, folded, after, end, name, rules):
        places |= {after, described}
    return places


def _title(
    text: str,
    folded: str,
    end: int,
    tagline: tuple[int, int] | None,
    address_title: str,
    links: list[Link],
) -> tuple[int, int] | None:
    """Where the title begins and ends; `links` are those of the menus before `end`."""
    window = _SITE.search(text, 0, _LONGEST_TITLE)
    for name in filter(None, (address_title, text[: window.start()] if window else "")):
        if found := _named(text, folded, name, end):
            return found
    if links and (found := _among_links(text, folded, links, end)):
        return found
    start = max((link.end for link in links if not tagline or link.end <= tagline[0]), default=0)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if tagline:
        above = text[start : tagline[0]].rstrip()
        title = _said_at_both_ends(above)
        return (start + len(above) - len(title), start + len(above)) if title else None
    return _said_again(text, folded, start, end)


def _among_links(text: str, folded: str, links: list[Link], end: int) -> tuple[int, int] | None:
    """What stands between two links and behind the last one is said again."""
    last = links[-1].end
    lead = folded[last : min(end, last + _NEAR)]
    for before, after in pairwise(reversed(links)):
        words = text[after.end : before.start].strip()
        name = _without_qualifier(words).casefold()
        if words and len(words) <= _LONGEST_TITLE and words[0].isalnum() and re.search(rf"\b{re.escape(name)}\b", lead):
            start = text.index(words, after.end)
            return start, start + len(words)
    return None


def _end_of_tabs(text: str, place: int, links: list[Link]) -> int:
    """Where the links end of which the first stands at `place`, with nothing between them."""
    for link in links:
        if link.start >= place:
            if text[place : link.start].strip():
                break
            place = link.end
    return place


def _named(text: str, folded: str, name: str, end: int) -> tuple[int, int] | None:
    """Where the title stands that is known to be `name`; where the window's title or the lead says it is not meant."""
    name = name.casefold()
    found = re.finditer(rf"(?<!\w){re.escape(name)}", folded[: min(end, _NEAR)])
    for match, _ in zip(found, range(_FEW), strict=False):
        begin, after = match.span()
        is_whole = not text[after : after + 1].isalnum() or (text[after - 1].islower() and text[after].isupper())
        following = text[after : after + 2].strip()[:1]
        if is_whole and not following.islower() and following not in (*",.;:",) and not _SITE.match(text, after):
            return begin, after
    return None


def _tagline(text: str, end: int) -> tuple[int, int] | None:
    """Where the site's tagline begins and ends, that stands before `end`."""
    for language in languages().values():
        for tagline in language.taglines:
            if tagline and (start := text.find(tagline, 0, end)) >= 0:
                return start, start + len(tagline)
    return None


def _foreign_tagline(text: str, folded: str, end: int) -> tuple[int, int] | None:
    """The same of a site of any name, which links that jump within the page follow: "From Harbour Wiki Jump to: …"."""
    for word in _WORDS.finditer(text, 0, min(end, _NEAR)):
        jump = word.start()
        if (link := interface().phrase_at(folded, jump)) and any(phrase.role == "jump" for phrase in link[1]):
            for begin in reversed(
                [word.start() for word in _WORDS.finditer(text, max(0, jump - _LONGEST_TAGLINE), jump)]
            ):
                phrase = interface().match(text[begin:jump].strip())
                if phrase and phrase.role == "tagline" and text[begin].isupper():
                    return begin, jump
    return None


def _behind_title(text: str, place: int) -> set[int]:
    """Where lines of the site's end that stand at `place`, behind the title: "From" a site of any name, links."""
    if links := _after_links(text, place):
        return links
    for word in _WORDS.finditer(text, place, place + _LONGEST_TAGLINE):
        phrase = interface().match(text[place : word.start()].strip())
        if phrase and phrase.role == "tagline" and (links := _after_links(text, word.start())):
            return {place, word.start(), *links}
    return set()


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


def _description_end(text: str, folded: str, start: int, end: int, name: str, rules: FurnitureRules) -> int | None:
    """Where the page's short description ends that begins at `start`; None for none.

    A hatnote, a notice or a box that begins with the title follows.
    """
    ends = [next_note(text, start, min(end, start + _DESCRIPTION), rules)]
    if name := _without_qualifier(name).casefold():
        again = folded.find(name, start + 1, start + _DESCRIPTION + len(name))
        if (
            again > 0
            and text[again - 1].isspace()
            and text[again + len(name) : again + len(name) + 2].strip().istitle()
        ):
            ends.append(again)
    place = min(filter(None, ends), default=None)
    words = text[start:place].split()
    if place is None or len(words) < _FEWEST_WORDS or ". " in text[start:place] or words[-1] in common_words():
        return None
    return place


def _without_qualifier(name: str) -> str:
    """A title without the words in brackets that tell it from others."""
    bare = name.rstrip()
    return bare[: bare.rindex("(")].rstrip() if bare.endswith(")") and " (" in bare else bare


def _said_at_both_ends(text: str) -> str:
    """The words that `text` both begins and ends with, as the window's title and the page's; else short ones whole."""
    for word in reversed(list(_WORDS.finditer(text, 0, _LONGEST_TITLE))):
        title = text[: word.end()]
        if 2 * len(title) < len(text) and text.endswith(f" {title}"):
            return title
    return text if len(text) <= _LONGEST_TITLE else ""


def _said_again(text: str, folded: str, start: int, end: int) -> tuple[int, int] | None:
    """The title that stands at `start` and is said again near it.

    A lead begins so, too, but goes on with a small letter.
    """
    near = folded[start : min(end, start + _NEAR)]
    for place in reversed([found.start() for found in _ENDS.finditer(text, start, start + _LONGEST_TITLE)]):
        words = re.escape(folded[start:place])
        if text[place - 1].isupper() or not re.search(rf"(?<!\w){words}(?!\w)", near[place - start :]):
            continue
        qualifier = _QUALIFIER.match(text, place)
        after = qualifier.end() if qualifier else place
        following = text[after : after + 2].strip()
        if not following or following[0].islower() or following[0] in ",.;:":
            return None
        return start, after
    return None
