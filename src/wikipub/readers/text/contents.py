"""Question: where is the contents block, and what does it tell about the headings?"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import pairwise
from typing import NamedTuple

from wikipub.data.interface import interface
from wikipub.readers.text.page import Claim, Page

_BULLET = r"(?:[•*+o#□☆○·-]\s+)?"
_ENTRY = re.compile(_BULLET + r"(\d{1,3}(?:\.\d{1,3}){0,5})\.?(?:[\s_]+|(?=[^\s\d.]))(\S.{0,250})")
_NUMBER = re.compile(_BULLET + r"(\d{1,3}(?:\.\d{1,3}){0,5})\.?")
_IN_LINE = re.compile(r"\s(?=\d{1,3}(?:\.\d{1,3}){0,5}\.?\s+[^\s\d])")
_TITLE_END = re.compile(r"[\[(:]|\s{2}")
_LONGEST_TITLE = 120
_LOOK_AHEAD = 12
"""How many lines that are no entries may stand between two entries: toggles, torn titles."""
_EMPTY = Claim("contents-empty", "contents", "the title of a contents block whose entries are gone")
_BLOCK = Claim("contents", "contents", "the page's contents block; a publication has its own")


class ContentsEntry(NamedTuple):
    """A row of the contents block; `depth` is told by its number: 2 for "1.3"."""

    depth: int
    title: str


def claim_contents(page: Page, words: Container[str]) -> list[ContentsEntry]:
    """Claim the contents block, whose title is one of `words`; return its entries.

    Of lines with such a title the first with entries counts, else the first; a section of that name carries a mark.
    """
    empty: int | None = None
    for index, text in enumerate(page.texts):
        if not text or len(text) > _LONGEST_TITLE or index in page.claims or index == page.title:
            continue
        if not _is_title(text, words):
            continue
        marked = index in page.headings
        if marked and any(witness.startswith("edit") for witness in page.headings[index].evidence):
            continue
        entries, end = _entries(page, index)
        if entries:
            page.headings.pop(index, None)
            page.claims.update((i, _BLOCK) for i in range(index, end) if page.texts[i])
            return entries
        empty = index if empty is None and not marked else empty
    if empty is not None:
        page.claims[empty] = _EMPTY
    return []


def _is_title(text: str, words: Container[str]) -> bool:
    """Whether a line is the block's title, alone or with its toggle or its first entry behind it."""
    folded = text.strip("*#= ").casefold()
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
        if number is None or not _follows(last, number):
            strays += 1
            if strays > _LOOK_AHEAD or (title and len(title) > _LONGEST_TITLE):
                break
            continue
        strays = 0
        last = number
        entries.append(ContentsEntry(len(number), title))
        end = line + 1
    return entries, _after_buttons(page, end)


def _rows(page: Page, index: int) -> Iterator[tuple[tuple[list[int] | None, str] | None, int]]:
    """What stands from line `index` on as (number, title) with its last line; number None where there is none."""
    for part in _IN_LINE.split(page.texts[index])[1:]:
        if entry := _ENTRY.fullmatch(part):
            yield (_parts(entry[1]), _title(entry[2])), index
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
                yield (_parts(_NUMBER.fullmatch(text)[1]), _title(page.texts[following])), following  # type: ignore[index]
                line = page.next_filled(following + 1)
                continue
        if (entry := _ENTRY.fullmatch(text)) is None:
            yield (None, text), line
        else:
            several = [_ENTRY.fullmatch(part) for part in _IN_LINE.split(text)]
            numbers = [_parts(found[1]) for found in several if found]
            if len(numbers) < len(several) or not all(_follows(one, two) for one, two in pairwise(numbers)):
                several = [entry]  # the other numbers are the title's own
            for found in several:
                if found:
                    yield (_parts(found[1]), _title(found[2])), line
        line = page.next_filled(line + 1)
    yield None, line


def _parts(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def _title(text: str) -> str:
    """An entry's title without the button that a tool printed behind it."""
    for start in range(len(text) - 1, 0, -1):
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


def _follows(last: list[int], number: list[int]) -> bool:
    """Whether a contents block may print `number` right after `last`: 1 first, then 1.1 or 2; 1.2 after 1.1.1."""
    if not last:
        return number in ([0], [1])
    if len(number) == len(last) + 1:
        return number == [*last, 1]
    return len(number) <= len(last) and number == [*last[: len(number) - 1], last[len(number) - 1] + 1]
