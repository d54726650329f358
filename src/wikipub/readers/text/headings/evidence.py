"""Question: how sure do its witnesses make it that a line is a heading?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import exp, log1p

from wikipub.data.witnesses import Weights, weights

CERTAIN = "correction"
"""The witness that leaves no doubt: a person says so."""
_DIGITS = 7
_TRUSTED = 4.0
"""Odds, as logarithm, that are believed as they are: 55 to 1. Of what is above, the logarithm counts once more.

Witnesses are not as independent as the sum takes them to be: what deceives one may deceive two.
"""


def confidence(evidence: Iterable[str], doubts: Iterable[str] = (), table: Weights | None = None) -> float:
    """The chance that a line of which witnesses say this is a heading, in 0..1; with each witness it rises.

    The log odds of independent witnesses add up (docs/headings.md says how far that is true here).
    """
    if table is None:
        return _chance(tuple(evidence), tuple(doubts))
    odds = table.line
    for witness in evidence:
        if witness == CERTAIN:
            return 1.0
        odds += table.witnesses[witness]
    for doubt in doubts:
        odds += table.doubts[doubt]
    if odds > _TRUSTED:
        odds = _TRUSTED + log1p(odds - _TRUSTED)
    return round(1.0 / (1.0 + exp(-odds)), _DIGITS)


@lru_cache(maxsize=10_000)
def _chance(evidence: tuple[str, ...], doubts: tuple[str, ...]) -> float:
    """The same by the table of this package; most headings of a text have the same few witnesses."""
    return confidence(evidence, doubts, weights())
