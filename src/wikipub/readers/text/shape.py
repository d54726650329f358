"""What a line looks like, apart from what it says."""

from __future__ import annotations

from wikipub.readers.text.signs import Signs

BULLETS = "•●▪◦·□☆○+*o#-"
"""What tools print before the items of lists, at any depth; in this order it may stand in a set of a pattern."""

_SENTENCE_END = frozenset(".!?…。！？؟।")
_WIDE_STOPS = "。！？"
_STOPLESS = ("\u0e01", "\u0edf")
"""The first and the last character of the scripts that have no stops: Thai and Lao."""
_FENCE_SIGNS = "`~"
_FENCES = ("```", "~~~")
_RULES = "-_=—─━*"
_CLOSERS = "\"'”’»)]}*†^"


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does; note marks, quotation marks and brackets after the stop do not matter."""
    last = text[-1:]
    if last in _SENTENCE_END or last.isalnum():
        return last in _SENTENCE_END
    tail = text[-40:]
    while tail.endswith("]") and "[" in tail:
        tail = tail[: tail.rindex("[")].rstrip()
    return tail.rstrip(_CLOSERS)[-1:] in _SENTENCE_END


def is_prose(text: str) -> bool:
    """Whether `text` is a paragraph rather than a label, a title or a caption: long, or a sentence of some length.

    Thai and Lao have no stops; a Chinese or Japanese character says as much as two or three letters.
    """
    length = len(text)
    if length < 50:
        return length >= 25 and text[-1] in _WIDE_STOPS
    if "\t" in text:
        return False
    return length >= 200 or ends_sentence(text) or _STOPLESS[0] <= text[length // 2] <= _STOPLESS[1]


def is_rule(text: str) -> bool:
    """Whether `text` is a line drawn across the page: one sign, again and again."""
    return text[0] in _RULES and len(text) > 2 and text == text[0] * len(text)


def in_fences(texts: list[str], signs: Signs) -> set[int]:
    """The lines between two fences of three backticks or tildes, which enclose code in Markdown."""
    found: set[int] = set()
    opened: int | None = None
    for index in signs.beginning(_FENCE_SIGNS):
        if texts[index][:3] not in _FENCES:
            continue
        if opened is None:
            opened = index
        elif texts[index] == texts[index][0] * len(texts[index]):
            found.update(range(opened, index))
            opened = None
    return found
