"""Question: in which language is the prose of an article whose source does not say it?"""

from __future__ import annotations

import re

from wikipub.data.language import shares
from wikipub.document import Blocks, Paragraph
from wikipub.walk import plain

_FEWEST_WORDS, MOST_WORDS = 15, 1000
"""How many words of prose tell it."""
_LEAST = 0.06
"""Least share of a language's common words in its prose."""
_FEWEST_COMMON = 2
"""How many of its common words at least tell a language."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{3}")
"""Writing without blanks between words: three characters are about one of these."""


def prose_language(blocks: Blocks) -> str:
    """The language whose common words an article's prose has most of; "" where it is too short, or none has enough."""
    words: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            words += plain(block.inlines).split()
            if len(words) > MOST_WORDS:
                break
    return likely_language(words)


def likely_language(words: list[str]) -> str:
    """The language whose common words are the largest part of `words`; "" where they are few, or none has enough.

    Writing without blanks that has none of them is Chinese in one of its forms.
    """
    count = max(len(words), len(_UNSPACED.findall(" ".join(words))))
    if count < _FEWEST_WORDS:
        return ""
    found = shares(" ".join(words[:MOST_WORDS]))
    best = max(found, key=lambda code: (found[code], code == "en"), default="")
    if best and found[best] >= max(_LEAST, _FEWEST_COMMON / count):
        return best
    return "zh" if count > len(words) else ""
