"""Which lines begin or end with a sign, or hold it?

Most questions are about few lines, which a sign tells from all others. So the lines are put in order by their signs
once, and a question takes those that it wants, in place of looking at each line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, compress, repeat
from operator import contains


class Signs:
    """The lines of a text by the sign that they begin with, and by the one that they end with; blank ones have none."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._holding: dict[str, list[int]] = {}
        self.begins: defaultdict[str, list[int]] = defaultdict(list)
        self.ends: defaultdict[str, list[int]] = defaultdict(list)
        begins, ends = self.begins, self.ends
        for index, text in enumerate(texts):
            if text:
                begins[text[0]].append(index)
                ends[text[-1]].append(index)

    def holding(self, sign: str) -> Sequence[int]:
        """The lines that hold `sign` anywhere, in order."""
        if (found := self._holding.get(sign)) is None:
            texts = self._texts
            found = self._holding[sign] = [*compress(range(len(texts)), map(contains, texts, repeat(sign)))]
        return found

    def beginning(self, signs: Iterable[str]) -> Sequence[int]:
        """The lines that begin with one of `signs`, in order."""
        return self.around(signs, "")

    def around(self, begins: Iterable[str], ends: Iterable[str]) -> Sequence[int]:
        """The lines that begin with one of `begins` or end with one of `ends`, in order."""
        found = [self.begins[sign] for sign in begins if sign in self.begins]
        found += [self.ends[sign] for sign in ends if sign in self.ends]
        return sorted({*chain.from_iterable(found)}) if len(found) > 1 else found[0] if found else []
