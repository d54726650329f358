"""Question: which lines of a page set in proportional type go on the line before?

What a PDF holds are the lines that were printed. They end where the next word did not fit, but at no column: letters
are of many widths, and beside a box or a picture the lines are shorter. So each stretch of a page has a measure of its
own, told by the lines near it that end within a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress

from wikipub.readers.text.page import BLANKS
from wikipub.readers.text.scraper.dialect import blank_between, display_width
from wikipub.readers.text.shape import BULLETS, ends_sentence

_SHORTEST, _LONGEST = 36, 170
"""Columns between which a printed line ends, from one of two columns on A5 to the breadth of A4 turned."""
_FEWEST = 5
"""Fewest lines that end within a sentence in a text that was printed."""
_FULL = 0.88
"""Least share of the measure that a line would be wider than with the first word of the next one."""
_MOST = 0.7
"""Least share of the lines ending within a sentence that are full."""
_WIDE = 8
"""One line of prose in so many may be longer, as a cell that was not wrapped."""
_NEAR = 3
"""How many lines on each side tell the measure of one."""
_SOME = 2
"""Fewest of them that tell it by themselves."""
_PAGE_GAP = 3
"""Most lines, the last one not blank, from the one below a page's last on."""
_SHORT = 0.6
"""Share of the measure below which a line may be a heading under a paragraph whose last line is full."""
_APART = ("   ", " · ", " • ", "\t")
"""Signs of tables and of navigation boxes, whose lines are rows."""
_WITHIN = ",-)]\N{SOFT HYPHEN}’”\"'–"
"""Signs that a line may end with within a sentence, besides letters and digits; program text ends with others."""
_HYPHENS = "-\N{SOFT HYPHEN}"
_SHORTEST_WORD = 2
"""Shorter lines are letters in the corner of a navigation box."""
_BLOCK = re.compile(rf"[{BULLETS}]\s|[\^↑|=_\[]")
_NUMBER = re.compile(r"(\d{1,4})[.)]\s")

_MARK = re.compile(r"\[(?:[^\[\]]*\d|[a-z])\](?::\d+)?$")
"""A note mark at the end of a line, with the page that it may name."""
_MARKS = re.compile(r"(?:\[\d{1,3}\])+")
"""A line of note marks alone, which are raised above the line that they stand on."""


def printed_joins(source: Sequence[str], texts: Sequence[str]) -> dict[int, str] | None:
    """The lines that go on the line before, each with what stands between; None if the text was not printed so.

    `source` are the lines, `texts` the same without the blanks around them.
    """
    measures = _Measures(source, texts)
    return measures.joins() if measures else None


class _Measures:
    """The measures of a text that was printed; without any where it was not."""

    def __init__(self, source: Sequence[str], texts: Sequence[str]) -> None:
        self._source = source
        self._texts = texts
        lengths = [*map(len, texts)]
        longer = sum(map(_LONGEST.__lt__, lengths))
        some = [*compress(range(len(texts) - 1), map((_SHORTEST // 2).__le__, lengths))]
        self._widths = self._within_sentences(some) if _WIDE * longer < len(some) else {}
        self._lines = [*self._widths]
        if _WIDE * longer > len(self._lines) or not self._are_printed():
            self._lines = []

    def __bool__(self) -> bool:
        """Whether the text was printed."""
        return bool(self._lines)

    def _within_sentences(self, lines: Sequence[int]) -> dict[int, int]:
        """Those of `lines` that end within a sentence, with their widths."""
        texts = self._texts
        found: dict[int, int] = {}
        for index in lines:
            first, last = texts[index + 1][:1], texts[index][-1]
            if first.isalpha() and not first.isupper() and (last.isalnum() or last in _WITHIN):
                width = display_width(self._source[index].rstrip(BLANKS))
                text = texts[index]
                if _SHORTEST <= width <= _LONGEST and not ends_sentence(text) and not _stands_apart(text):
                    found[index] = width
        return found

    def _are_printed(self) -> bool:
        """Whether most lines that end within a sentence end where the next word did not fit."""
        if len(self._lines) < _FEWEST:
            return False
        full = sum(1 for index in self._lines if self._reach(index) > _FULL * self._measure(index))
        return full >= _MOST * len(self._lines)

    def _measure(self, index: int) -> int:
        """How wide the text around line `index` is, in columns: as wide as the narrower of what is above and below."""
        return min(self._around(index))

    def _around(self, index: int) -> list[int]:
        """How wide the text above line `index` is, and that below it, and the lines next to it, as far as they tell."""
        at = bisect_left(self._lines, index)
        here = [index] if index in self._widths else []
        above = [*self._lines[max(at - _NEAR, 0) : at], *here][-_NEAR:]
        below = self._lines[at : at + _NEAR]
        beside = [line for line in (*above, *below[len(here) :]) if abs(line - index) <= 1] if here else []
        sides = [lines for lines in (above, below, beside) if len(lines) >= _SOME] or [[*above, *below]]
        return [max(map(self._widths.__getitem__, lines)) for lines in sides]

    def _reach(self, index: int) -> int:
        """How wide a line would be with the first word of the next one."""
        width = display_width(self._source[index].rstrip(BLANKS))
        return width + 1 + display_width(self._texts[index + 1].split(" ", 1)[0])

    def joins(self) -> dict[int, str]:
        """The lines that go on the line before."""
        texts = self._texts
        found: dict[int, str] = {}
        number = 0  # of the last item
        in_address = False
        used = 0  # columns of the printed line that hold what stands before line `index`
        for index in range(len(texts) - 1):
            before, text = texts[index], texts[index + 1]
            if index not in found and (item := _NUMBER.match(before)):
                number = int(item[1])
            shared, used = used, 0
            between: str | None = None
            last = before.rsplit(" ", 1)[-1]
            in_address = ("://" in last or (in_address and last == before)) and last[-1] not in ")]"
            if not before or len(text) < _SHORTEST_WORD or _stands_apart(before) or _begins_block(before, text, number):
                in_address = False
            elif _MARKS.fullmatch(text):
                between = ""
                used = shared + display_width(before)
            elif "[" in last and _MARK.search(last) and self._stands_beside(index, shared):
                between = " "
                used = shared + display_width(before) + 1
            elif last[-1] in _HYPHENS and last[-2:-1].isalpha() and text[0].islower():
                between = ""
            elif self._goes_on(index, shared, in_address, index in found):
                between = "" if in_address else blank_between(before, text)
            if between is not None:
                found[index + 1] = between
            elif before and not text:
                found.update(dict.fromkeys(self._over_page(index), " "))
        return found

    def _over_page(self, index: int) -> range:
        """The lines after line `index`, blank but for the last, that go on with it on the next page."""
        before = self._texts[index]
        after = range(index + 2, min(index + 2 + _PAGE_GAP, len(self._texts)))
        first = next((line for line in after if self._texts[line]), None)
        if first is None or ends_sentence(before) or not self._texts[first][0].islower() or _stands_apart(before):
            return range(0)
        width = display_width(before)
        is_full = width >= _SHORTEST and width + 1 + len(self._texts[first].split(" ", 1)[0]) > _FULL * self._measure(
            index
        )
        return range(index + 1, first + 1) if is_full else range(0)

    def _stands_beside(self, index: int, used: int) -> bool:
        """Whether the line below line `index`, which ends with a note mark, was printed on the same line.

        The mark is raised, and some tools end a line where that changes.
        """
        text, following = self._texts[index + 1], self._texts[index + 2 : index + 3]
        if following and following[0][:1].isupper() and not ends_sentence(text):
            return False
        around = self._around(index)
        width = used + display_width(self._texts[index]) + 1 + display_width(text)
        return _FULL * min(around) <= width <= max(around) / _FULL

    def _goes_on(self, index: int, used: int, in_address: bool, is_joined: bool) -> bool:
        """Whether line `index` ended where the next word did not fit; `is_joined` tells that it goes on itself.

        It stands on a printed line behind `used` columns.
        """
        before, text = self._texts[index], self._texts[index + 1]
        measure = self._measure(index)
        if in_address:
            return used + display_width(before) > _FULL * measure
        if used + self._reach(index) <= _FULL * measure:
            return False
        if text[0].isupper() and not ends_sentence(text) and display_width(text) <= _SHORT * measure:
            return False  # a heading, or an item
        return is_joined or not ends_sentence(before)


def _stands_apart(text: str) -> bool:
    """Whether a line has the signs of a table's row."""
    return any(sign in text for sign in _APART)


def _begins_block(before: str, text: str, number: int) -> bool:
    """Whether `text` begins an item or a row; `number` is that of the last item.

    "1988." may end a sentence of the line `before`.
    """
    if _stands_apart(text):
        return True
    if item := _NUMBER.match(text):
        return not before[-1].isalnum() or int(item[1]) in (1, number + 1)
    return _BLOCK.match(text) is not None and not _MARKS.fullmatch(text)
