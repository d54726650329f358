"""Question: what did a printer repeat at the head and the foot of each page?

A browser prints the date, the window's title, the address and the page's number around what it prints. The numbers,
`1/5`, count from one to how many there are, and tell where a page ends; what stands beside most of them again and again
is the printer's, too, and a sentence goes on behind it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import islice

from wikipub.readers.text.page import Claim
from wikipub.readers.text.scraper.markup import Cut
from wikipub.readers.text.shape import ends_sentence
from wikipub.readers.text.signs import Signs

_RUNNING = Claim("running-head", "footer", "printed at the head or the foot of each page of a file")
_NUMBER = re.compile(r"(?:^|\s)(\d{1,4})(?:\s?/\s?|\s[^\W\d_]{1,5}\s)(\d{1,4})$")
"""The number of a page and how many there are: `2/5`, `2 of 5`."""
_LONGEST = 300
_FEWEST = 2
"""Fewest pages that tell what is printed on each."""
_NEAR = 3
"""How many lines from a page's edge a head or a foot stands at most, blank ones not counted."""
_FAR = 40
"""How many lines a printer's lines and the blank ones around them are at most."""
_DIGITS = re.compile(r"\d+")
_LINE = 40
"""Shortest line that may end a page within a sentence, in characters."""


class PrintedPages:
    """The `cuts` that take out what a printer put around the pages, and the `joins` of sentences that go on behind."""

    def __init__(self, source: list[str], texts: list[str], signs: Signs) -> None:
        self.cuts: dict[int, list[Cut]] = {}
        self.joins: dict[int, str] = {}
        feet = _numbered(texts, signs)
        if len(feet) < _FEWEST:
            return
        first = _filled(texts, range(feet[0]))
        near = {*first, *(line for foot in feet for line in _around(texts, foot))}
        seen = Counter(_key(texts[line]) for line in near)
        running = {key for key, count in seen.items() if count >= _FEWEST and 2 * count >= len(feet)}
        if not running:  # "1/2" and "2/2" may be the article's own
            return
        lines = {line for line in near if _key(texts[line]) in running}
        lines -= {line for line in first if not _DIGITS.search(texts[line])}  # the first page's may tell the title
        self.cuts = {line: [Cut(0, len(source[line]), _RUNNING)] for line in {*lines, *feet}}
        for foot in feet:
            self._join(texts, foot)

    def _join(self, texts: list[str], foot: int) -> None:
        """Join the sentence that goes on behind the page which ends at line `foot`."""
        last = self._text(texts, range(foot, max(foot - _FAR, -1), -1))
        first = self._text(texts, range(foot, min(foot + _FAR, len(texts))))
        if last is None or first is None or not texts[first][0].islower():
            return
        if len(texts[last]) >= _LINE and not ends_sentence(texts[last]):
            self.joins.update((line, " ") for line in range(last + 1, first + 1))

    def _text(self, texts: list[str], lines: range) -> int | None:
        """The first of `lines` that is the article's."""
        return next((line for line in lines if texts[line] and line not in self.cuts), None)


def _numbered(texts: list[str], signs: Signs) -> list[int]:
    """The lines that end with the numbers of pages, which count from 1 up to how many there are."""
    series: defaultdict[str, list[int]] = defaultdict(list)
    for index in signs.around((), "0123456789"):
        text = texts[index]
        if len(text) <= _LONGEST and (found := _NUMBER.search(text)) and int(found[1]) == len(series[found[2]]) + 1:
            series[found[2]].append(index)
    feet = next((lines for total, lines in series.items() if len(lines) == int(total)), [])
    return feet if len(feet) > _FEWEST or feet[-1:] == [_last_filled(texts)] else []


def _last_filled(texts: list[str]) -> int:
    return next((index for index in range(len(texts) - 1, -1, -1) if texts[index]), -1)


def _around(texts: list[str], foot: int) -> list[int]:
    """The few lines above and below the foot of a page that are not blank."""
    return [*_filled(texts, range(foot - 1, -1, -1)), *_filled(texts, range(foot + 1, len(texts)))]


def _filled(texts: list[str], lines: range) -> list[int]:
    """The first few of `lines` that are not blank."""
    return list(islice((line for line in lines if texts[line]), _NEAR))


def _key(text: str) -> str:
    """What a line says on each page, whatever its numbers; one without words says nothing else."""
    return _DIGITS.sub("0", text) if any(map(str.isalpha, text)) else text
