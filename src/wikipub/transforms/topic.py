"""What articles are about together, as far as their titles tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\w+")

_LONGEST = 12
"""Words of a title that are looked at."""


def common_topic(titles: Sequence[str]) -> str:
    """The longest run of words that more than half of at least two titles have; "" where there is none.

    A name must be in it, as words such as “List of” say nothing: a word that begins with a capital, or a sign of a
    script without them, and not only where a title begins.
    """
    words = [_WORD.findall(title)[:_LONGEST] for title in titles]
    names = {word for found in words for word in found[1:] if word[0].isalpha() and not word[0].islower()}
    runs = Counter(run for found in words for run in _runs(found) if run[0] in names and run[-1] in names)
    shared = [run for run, count in runs.items() if len(titles) > 1 and count * 2 > len(titles)]
    longest: tuple[str, ...] = max(shared, key=lambda run: (len(run), runs[run], run), default=())
    return " ".join(longest)


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
