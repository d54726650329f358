"""A run of source lines as one string, for what is written across line ends."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate

from wikipub.readers.text.page import Claim
from wikipub.readers.text.scraper.markup import Cut


class Flat:
    """The source lines [first, end) as `text`, joined by line ends."""

    def __init__(self, source: list[str], first: int, end: int) -> None:
        self.first = first
        self.end = end
        self.text = "\n".join(source[first:end])
        self._starts = list(accumulate((len(line) + 1 for line in source[first:end]), initial=0))

    def line(self, place: int) -> int:
        """The source line that the character at `place` stands in."""
        return self.first + bisect_right(self._starts, place) - 1

    def cut(self, cuts: defaultdict[int, list[Cut]], start: int, end: int, claim: Claim) -> None:
        """Cut [start, end) out of the lines that it stands in; the second and each further one joins the one before."""
        joins = False
        while start < end:
            number = bisect_right(self._starts, start) - 1
            begin, after = self._starts[number], self._starts[number + 1]
            if end > start:
                cuts[self.first + number].append(Cut(start - begin, min(end, after - 1) - begin, claim, joins))
            start = after
            joins = True

    def rest(self, place: int) -> str:
        """What stands from `place` to the end of its line."""
        end = self.text.find("\n", place)
        return self.text[place : len(self.text) if end < 0 else end]
