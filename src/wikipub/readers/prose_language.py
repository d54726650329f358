"""Question: in which language is the prose of an article whose source does not say it?"""

from __future__ import annotations

from wikipub.data.language import shares
from wikipub.document import Blocks, Paragraph
from wikipub.walk import plain

_FEWEST_WORDS, _MOST_WORDS = 15, 1000
"""How many words of prose tell it."""
_LEAST = 0.06
"""Least share of a language's common words in its prose."""


def prose_language(blocks: Blocks) -> str:
    """The language whose common words the prose has most of; "" where it is too short, or none has enough."""
    words: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            words += plain(block.inlines).split()
            if len(words) > _MOST_WORDS:
                break
    if len(words) < _FEWEST_WORDS:
        return ""
    found = shares(" ".join(words[:_MOST_WORDS]))
    best = max(found, key=lambda code: found[code], default="")
    return best if best and found[best] >= _LEAST else ""
