"""Question: where is the contents block, and what does it tell about the headings?"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cache
from itertools import pairwise
from operator import methodcaller
from typing import NamedTuple

from wikipub.data.ends import Ends
from wikipub.data.interface import LONGEST, interface
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.shape import BULLETS, ends_sentence, is_rule

_BULLET = rf"(?:[{BULLETS}]\s+)?"
CONTENTS_ROW = re.compile(_BULLET + r"(\d{1,3}(?:\.\d{1,3}){0,5})\.?(?:[\s_]+|(?=[^\s\d.]))(\S.{0,250})")
_NUMBER = re.compile(_BULLET + r"(\d{1,3}(?:\.\d{1,3}){0,5})\.?")
_BY_NAME = frozenset(("rule-below", "rubric", "level-in-words"))
"""Witnesses of headings that begin in no way of their own."""
_LIST_BULLET = re.compile(rf"[{BULLETS}]\s+")
SEVERAL = re.compile(r"\s(?=\d{1,3}(?:\.\d{1,3}){0,5}\.?\s+[^\s\d])")
_TITLE_END = re.compile(r"[\[(:]|\s{2}")
_LEVELS = "*#= "
_LONGEST_TITLE = 120
_NUMBER_END = 8
"""Where the number of the first entry ends at the latest, in characters."""
_ATTEMPTS = 20
"""How many lines with the number 1 are looked at for the first entry."""
_LONGEST_WORD = 40
"""Longest title of a contents block, in characters."""
_FEWEST = 3
"""Fewest entries of a contents block whose title is not known, or whose entries have no numbers."""
_MOST_ROWS = 400
"""Most entries without numbers."""
_SKIPPED = 4
"""How many entries are looked at for the next line: some are of sections that are not in the text."""
_LOOK_AHEAD = 12
"""How many lines that are no entries may stand between two entries: toggles, torn titles."""
_EMPTY = Claim("contents-empty", "contents", "the title of a contents block whose entries are gone")
_BLOCK = Claim("contents", "contents", "the page's contents block; a publication has its own")


class ContentsEntry(NamedTuple):
    """A row of the contents block; `depth` is told by its number, 2 for "1.3", or by its indentation; else None."""

    depth: int | None
    title: str


def claim_contents(page: Page, words: Container[str], candidates: list[int]) -> list[ContentsEntry]:
    """Claim the contents block, whose title is one of `words` and one of the lines `candidates`; return its entries.

    Of lines with such a title the first with entries counts, else the first; a section of that name carries a mark.
    """
    empty: int | None = None
    places: dict[str, int] | None = None
    ruled = (index for index, found in page.headings.items() if not _BY_NAME.isdisjoint(found.evidence))
    for index in sorted({*candidates, *ruled}):
        marked = page.headings.get(index)
        text = page.texts[index][marked.start : marked.end] if marked else page.texts[index]
        if (
            len(text) > _LONGEST_TITLE
            or index in page.claims
            or index == page.title
            or not _titles_contents(text, words)
        ):
            continue
        if marked and marked.has_edit_mark:
            continue
        entries, end = _entries(page, index)
        if not entries:
            places = _last_places(page) if places is None else places
            entries, end = _titles(page, index, places)
        if entries:
            end = _after_rule(page, end)
            page.headings.pop(index, None)
            page.claims.update((i, _BLOCK) for i in range(index, end) if page.texts[i])
            return entries
        empty = index if empty is None and not marked else empty
    if empty is not None:
        page.claims[empty] = _EMPTY
        return []
    return _by_numbers(page)


def _by_numbers(page: Page) -> list[ContentsEntry]:
    """Claim a contents block of which only the numbers are known: its entries are lines of the text below it."""
    attempts = 0
    for index in [index for index in page.signs.holding("1") if "1" in page.texts[index][:_NUMBER_END]]:
        if not page.free(index):
            continue
        text = page.texts[index]
        first = CONTENTS_ROW.match(text) or _NUMBER.fullmatch(text)
        if not first or first[1] != "1":
            continue
        if (attempts := attempts + 1) > _ATTEMPTS:
            break
        title = page.filled_above(index)
        entries, end = _entries(page, index - 1)
        if len(entries) >= _FEWEST and _are_said(page, entries, end):
            if page.free(title) and len(page.texts[title]) <= _LONGEST_WORD and not ends_sentence(page.texts[title]):
                index = title
            page.claims.update((i, _BLOCK) for i in range(index, end) if page.texts[i])
            return entries
    return []


def _are_said(page: Page, entries: list[ContentsEntry], start: int) -> bool:
    """Whether most entries are lines of the text from line `start` on, in their order."""
    lines = (
        page.texts[index] if (found := page.headings.get(index)) is None else page.texts[index][found.start : found.end]
        for index in range(start, len(page))
    )
    titles = [entry.title.casefold() for entry in entries]
    said = place = 0
    for line in lines:
        if 0 < len(line) <= _LONGEST_TITLE and (folded := line.casefold()) in titles[place : place + _SKIPPED]:
            place = titles.index(folded, place) + 1
            said += 1
    return 2 * said > len(titles)


@cache
def title_ends() -> Ends:
    """How the titles of contents blocks begin."""
    return Ends(begins=interface().contents, around=_LEVELS)


def _titles_contents(text: str, words: Container[str]) -> bool:
    """Whether a line is the block's title, alone or with its toggle or its first entry behind it."""
    folded = text.strip(_LEVELS).casefold()
    if folded in words:
        return True
    start = _TITLE_END.split(folded, maxsplit=1)[0].strip()
    if start in words:
        return True
    first, _, rest = folded.partition(" ")
    button = interface()
    return first in words and (rest[:1] == "1" or button.match(rest) is not None)


def _entries(page: Page, index: int) -> tuple[list[ContentsEntry], int]:
    """The entries from the title's line `index` on, and the line after the last of them. Numbers count on.

    An entry is a line with its number in front, even glued; or a number on a line of its own and the title on the
    next; or several entries stand in one line. Buttons may stand between them.
    """
    entries: list[ContentsEntry] = []
    last: list[int] = []
    end = index + 1
    strays = 0
    for text, line in _rows(page, index):
        if text is None:
            break
        number, title = text
        if number is None or not follows(last, number):
            number, title = _glued(page, line, last) or (None, title)
        if number is None:
            strays += 1
            is_text = len(title) > _LONGEST_TITLE or (not entries and ends_sentence(title))
            if strays > _LOOK_AHEAD or is_text:
                break
            continue
        strays = 0
        last = number
        entries.append(ContentsEntry(len(number), title))
        end = line + 1
    return entries, _after_buttons(page, end)


def _titles(page: Page, index: int, places: dict[str, int]) -> tuple[list[ContentsEntry], int]:
    """The entries without numbers from the title's line `index` on, and the line after the last of them.

    They are said once more below; of a bulleted list half of the items are. `places` tells where titles stand last.
    """
    rows: list[tuple[int, int, str]] = []
    said = 0
    seen: set[str] = set()
    line = page.next_filled(index + 1)
    while len(rows) < _MOST_ROWS and line < len(page):
        text = page.texts[line]
        if page.free(line):
            bullet = _LIST_BULLET.match(text)
            title = text[bullet.end() :] if bullet else text
            folded = title.casefold()
            is_said = places.get(folded, -1) > line
            if folded in seen or not (is_said or (bullet and len(title) <= _LONGEST_TITLE)):
                break
            seen.add(folded)
            said += is_said
            rows.append((line, len(page.lead(line)), title))
        elif line not in page.claims or page.claims[line].role not in ("toggle", "menu"):
            break
        line = page.next_filled(line + 1)
    if len(rows) < _FEWEST or 2 * said < len(rows):
        return [], index + 1
    steps = sorted({indent for _, indent, _ in rows})
    depths = {indent: depth if len(steps) > 1 else None for depth, indent in enumerate(steps, 1)}
    return [ContentsEntry(depths[indent], title) for _, indent, title in rows], rows[-1][0] + 1


def _last_places(page: Page) -> dict[str, int]:
    """Where each short line, or heading, stands last."""
    places: dict[str, int] = {}
    for index, text in enumerate(page.texts):
        if found := page.headings.get(index):
            text = text[found.start : found.end]
        if 0 < len(text) <= _LONGEST_TITLE and (found or page.free(index)):
            places[text.casefold()] = index
    return places


def _rows(page: Page, index: int) -> Iterator[tuple[tuple[list[int] | None, str] | None, int]]:
    """What stands from line `index` on as (number, title) with its last line; number None where there is none."""
    for part in SEVERAL.split(page.texts[index])[1:]:
        if entry := CONTENTS_ROW.fullmatch(part):
            yield (number_parts(entry[1]), entry_title(entry[2])), index
    line = page.next_filled(index + 1)
    while line < len(page):
        text = page.texts[line]
        if (
            line in page.headings
            or line == page.title
            or (line in page.claims and page.claims[line].role not in ("toggle", "menu"))
        ):
            yield None, line
            return
        if _NUMBER.fullmatch(text):
            following = page.next_filled(line + 1)
            if following < len(page) and following not in page.headings and following != page.title:
                yield (number_parts(_NUMBER.fullmatch(text)[1]), entry_title(page.texts[following])), following  # type: ignore[index]
                line = page.next_filled(following + 1)
                continue
        if (entry := CONTENTS_ROW.fullmatch(text)) is None:
            yield (None, text), line
        else:
            several = [CONTENTS_ROW.fullmatch(part) for part in SEVERAL.split(text)]
            numbers = [number_parts(found[1]) for found in several if found]
            if len(numbers) < len(several) or not all(follows(one, two) for one, two in pairwise(numbers)):
                several = [entry]  # the other numbers are the title's own
            for found in several:
                if found:
                    yield (number_parts(found[1]), entry_title(found[2])), line
        line = page.next_filled(line + 1)
    yield None, line


def number_parts(number: str) -> list[int]:
    """The parts of a section's number: 1 and 3 of "1.3"."""
    return [int(part) for part in number.split(".")]


def entry_title(text: str) -> str:
    """An entry's title without the button that a tool printed behind it."""
    if not interface().ends.may_end(text):
        return text.strip()
    for start in range(len(text) - 1, max(0, len(text) - LONGEST - 1), -1):
        if text[start - 1] in " )" and (phrase := interface().match(text[start:])) and phrase.role == "toggle":
            return text[:start].strip().removesuffix("(BUTTON)").strip()
    return text.strip()


def _after_buttons(page: Page, end: int) -> int:
    """The line after the buttons that follow line `end`."""
    line = page.next_filled(end)
    while page.free(line) and (phrase := interface().match(page.texts[line])) and phrase.role == "toggle":
        end = line + 1
        line = page.next_filled(end)
    return end


def _after_rule(page: Page, end: int) -> int:
    """The line after the one drawn across the page right below line `end`, or `end`."""
    line = page.next_filled(end)
    return line + 1 if page.free(line) and is_rule(page.texts[line]) else end


def _glued(page: Page, index: int, last: list[int]) -> tuple[list[int], str] | None:
    """The number on line `index` that may follow `last`, and the title behind it, which begins with a figure itself.

    So "41990s" is read after 3 or 3.2. Before the first number there may be years; the title has to be said below.
    """
    text = page.texts[index]
    after = [[*last, 1], *([*last[:place], last[place] + 1] for place in reversed(range(len(last))))]
    for number in after:
        printed = ".".join(map(str, number))
        title = text[len(printed) :]
        if text.startswith(printed) and title[:1].isdecimal():
            title = entry_title(title)
            return (number, title) if last or any(map(methodcaller("startswith", title), page.texts[index:])) else None
    return None


def follows(last: list[int], number: list[int]) -> bool:
    """Whether a contents block may print `number` right after `last`: 1 first, then 1.1 or 2; 1.2 after 1.1.1."""
    if not last:
        return number in ([0], [1])
    if len(number) == len(last) + 1:
        return number == [*last, 1]
    return len(number) <= len(last) and number == [*last[: len(number) - 1], last[len(number) - 1] + 1]
