"""Question: which hyphens at the ends of lines are there only because a word was broken?

The document is its own dictionary: a word that stands elsewhere in one piece, and nowhere with the hyphen, was broken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from wikipub.readers.text.page import BLANKS, Claim
from wikipub.readers.text.scraper.markup import Cut

_HYPHEN = Claim("line-hyphen", "markup", "the hyphen of a word that was broken at the line's end")
_SOFT = "\N{SOFT HYPHEN}"
_LAST = re.compile(r"[^\W\d_]{2,}[-\N{SOFT HYPHEN}]\Z")
_FIRST = re.compile(r"[^\W\d_]{2,}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST = 60


def hyphen_cuts(source: list[str], texts: list[str], joins: Mapping[int, str]) -> dict[int, list[Cut]]:
    """The hyphens to take out before the lines of `joins`, which go on the lines before them with nothing between."""
    broken: dict[int, tuple[str, str]] = {}
    for index, between in joins.items():
        before = texts[index - 1]
        if between or before[-1:] not in ("-", _SOFT):
            continue
        last = _LAST.search(before, max(len(before) - _LONGEST, 0))
        first = _FIRST.match(texts[index])
        if last and first and first[0].islower():
            broken[index] = last[0][:-1].casefold(), first[0].casefold()
    if not broken:
        return {}
    shortest = min(len(last) + len(first) for last, first in broken.values())
    tokens = [token for token in set("\n".join(texts).split()) if len(token) >= shortest]
    words = set(_WORD.findall(" ".join(tokens).casefold()))
    cuts: dict[int, list[Cut]] = {}
    for index, (last_part, first_part) in broken.items():
        end = len(source[index - 1].rstrip(BLANKS))
        soft = texts[index - 1][-1] == _SOFT
        if soft or (last_part + first_part in words and f"{last_part}-{first_part}" not in words):
            cuts[index - 1] = [Cut(end - 1, end, _HYPHEN)]
    return cuts
