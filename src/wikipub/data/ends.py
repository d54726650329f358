"""Whether a line can begin or end as one of many texts do, told from a few of its characters.

Most lines are none of those that the tables know. To find that out must cost next to nothing, as each line of a text is
asked about several times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

_SIZE = 4
"""How many characters of a line are looked at."""
_FEW = 2
"""How many are looked at first where a line ends: lines end more variously than they begin."""
_SIZES = range(1, _SIZE + 1)
_REMEMBERED = 20_000
"""For how many beginnings and ends the answer is remembered; a language's lines do not have many more."""


class Ends:
    """The first characters of some texts, and the last ones of others."""

    def __init__(self, begins: Iterable[str], ends: Iterable[str], is_odd: Callable[[str], bool] | None = None) -> None:
        """The texts are casefolded. Where a line's first or last characters are odd, they may be of any of them."""
        self._begins = frozenset(text[:_SIZE] for text in begins)
        self._ends = frozenset(text[-_SIZE:] for text in ends)
        self._few_of_ends = frozenset(text[-_FEW:] for text in self._ends)
        self._is_odd = is_odd or (lambda _: False)
        self._may_begin = lru_cache(_REMEMBERED)(self._begins_so)
        self._may_end = lru_cache(_REMEMBERED)(self._ends_so)
        self._may_end_nearly = lru_cache(_REMEMBERED)(self._ends_nearly_so)

    def may_match(self, line: str) -> bool:
        """False where `line` neither begins nor ends as any of the texts."""
        return self._may_begin(line[:_SIZE]) or (self._may_end_nearly(line[-_FEW:]) and self._may_end(line[-_SIZE:]))

    def _begins_so(self, line: str) -> bool:
        text = line.casefold()
        return self._is_odd(line) or any(text[:size] in self._begins for size in _SIZES)

    def _ends_so(self, line: str) -> bool:
        text = line.casefold()
        return self._is_odd(line) or any(text[-size:] in self._ends for size in _SIZES)

    def _ends_nearly_so(self, line: str) -> bool:
        text = line.casefold()
        return self._is_odd(line) or text[-_FEW:] in self._few_of_ends or text[-1:] in self._few_of_ends
