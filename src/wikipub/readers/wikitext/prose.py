"""Question: is a text prose that a reader should see, or a value that only a template understands?"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{2,}")
_LEAST_WORDS = 5
_HEAD = 2000
"""Characters that are looked at."""
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{12,}")
"""Scripts that do not part words by blanks."""


_FEW_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ -][^\W\d_]{2,}){0,4}[.,;!?]?")


def is_word(text: str) -> bool:
    """Whether a text is a word or a few, and nothing else."""
    return _FEW_WORDS.fullmatch(text) is not None


def readable(text: str) -> bool:
    """Whether an argument of a template that no rule knows is prose: words with blanks between them, no address."""
    if "://" in text.split(" ", 1)[0]:
        return False
    head = text[:_HEAD]
    return (" " in head and len(_WORD.findall(head)) >= _LEAST_WORDS) or _UNSPACED.search(head) is not None
