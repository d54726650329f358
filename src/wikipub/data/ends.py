"""Which of many lines may be one that a table knows, told from their first and last characters alone.

Most lines are none of those that the tables know. To find that out must cost next to nothing, so it is asked about all
lines of a text at once, and what a beginning or an end says is kept for the next line that begins or ends so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import add, itemgetter

_SIZE = 5
"""How many characters of a line's beginning, and of its end, are looked at."""
_SIZES = range(1, _SIZE + 1)
_BEGIN, _END = itemgetter(slice(_SIZE)), itemgetter(slice(-_SIZE, None))
_WHOLE, _PART = 1, 2
"""What the end of a whole line weighs that a table knows, and what one weighs of which no more is known."""
_ENOUGH = 2
"""What a line's beginning and its end must weigh together."""
_BITS = 3
"""How many bits the weight of a beginning and an end take in a sum of those of several tables."""
_MASK = 0b110
"""Which of these bits are set where the weight is enough."""
_REMEMBERED = 30_000
"""For how many beginnings, and for how many ends, the weight is kept; a language's lines do not have many more."""


class Ends:
    """How the texts of a table begin and end."""

    def __init__(
        self,
        wholes: Iterable[str] = (),
        begins: Iterable[str] = (),
        ends: Iterable[str] = (),
        around: str = " ",
        folded: Callable[[str], str | None] = str.casefold,
    ) -> None:
        """Lines may be one of `wholes`, or begin as one of `begins`, or end as one of `ends`, which are folded.

        The signs `around` may stand before a line and behind it. A few characters of a line are `folded` at a time;
        where that gives None, they may be those of any of the texts.
        """
        wholes = list(wholes)
        self.weigh_first = _Weights(wholes, begins, around, folded, backwards=False).weigh
        """What the first characters of a line weigh; _SIZE of them, or all that the line has."""
        self.weigh_last = _Weights(wholes, ends, around, folded, backwards=True).weigh
        """What its last characters weigh."""
        self._first = _Remembered(self.weigh_first)
        self._last = _Remembered(self.weigh_last)

    def may_match(self, line: str) -> bool:
        """False where `line` is none of the texts, and neither begins nor ends as one."""
        return self._first[line[:_SIZE]] + self._last[line[-_SIZE:]] >= _ENOUGH

    def may_end(self, line: str) -> bool:
        """False where `line` ends as none of the texts, nor is one of them from some character on."""
        return self._last[line[-_SIZE:]] > 0


class Sieve:
    """Asks several tables about lines at once: a beginning or end is looked up once for all of them."""

    def __init__(self, tables: Sequence[Ends]) -> None:
        self._count = len(tables)
        self._first = _Remembered(lambda characters: _packed(table.weigh_first(characters) for table in tables))
        self._last = _Remembered(lambda characters: _packed(table.weigh_last(characters) for table in tables))

    def candidates(self, places: Sequence[int], lines: Sequence[str]) -> list[list[int]]:
        """For each table those of `places` in `lines` that may be one of its texts, or begin or end as one."""
        asked = [*map(lines.__getitem__, places)]
        first = map(self._first.__getitem__, map(_BEGIN, asked))
        last = map(self._last.__getitem__, map(_END, asked))
        masks = [_MASK << _BITS * number for number in range(self._count)]
        enough = sum(masks)
        weights = [
            (place, weight) for place, weight in zip(places, map(add, first, last), strict=True) if weight & enough
        ]
        return [[place for place, weight in weights if weight & mask] for mask in masks]


def _packed(weights: Iterable[int]) -> int:
    """The weights in one number, _BITS for each."""
    return sum(weight << _BITS * number for number, weight in enumerate(weights))


class _Remembered(dict[str, int]):
    """What `weigh` gives for a few characters, kept for the next time."""

    def __init__(self, weigh: Callable[[str], int]) -> None:
        self._weigh = weigh

    def __missing__(self, characters: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[characters] = weight = self._weigh(characters)
        return weight


class _Weights:
    """What the first characters of a line weigh, or the last."""

    def __init__(
        self,
        wholes: Iterable[str],
        parts: Iterable[str],
        around: str,
        folded: Callable[[str], str | None],
        *,
        backwards: bool,
    ) -> None:
        self._around = around
        self._folded = folded
        self._backwards = backwards
        known = {part[::-1] for part in parts} if backwards else set(parts)
        self._parts = frozenset(form[:_SIZE] for part in known for form in (part, part.lstrip(around)) if form)
        self._openings = frozenset(part[:size] for part in self._parts for size in range(_SIZE))
        firsts = {text[: -_SIZE - 1 : -1] for text in wholes} if backwards else {text[:_SIZE] for text in wholes}
        self._wholes = frozenset(firsts)

    def weigh(self, characters: str) -> int:
        text = self._folded(characters)
        if text is None:
            return _PART
        if self._backwards:
            text = text[::-1]
        if _begins(text, self._parts):
            return _PART
        if (bare := text.lstrip(self._around)) == text:
            return _WHOLE if _begins(text, self._wholes) else 0
        return _PART if bare in self._openings or _begins(bare, self._parts) else _WHOLE


def _begins(text: str, pieces: frozenset[str]) -> bool:
    """Whether `text` begins with one of `pieces`, none of which is longer than _SIZE."""
    return not pieces.isdisjoint([text[:size] for size in _SIZES])
