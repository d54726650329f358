"""What a line looks like, apart from what it says."""

from __future__ import annotations

from wikipub.readers.text.signs import Signs

BULLETS = "•●▪◦·□☆○+*o#-"
"""What tools print before the items of lists, at any depth; in this order it may stand in a set of a pattern."""

_SENTENCE_END = frozenset(".!?…。！？؟।")
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
    """Whether `text` is a paragraph rather than a label, a title or a caption: long, or a sentence of some length."""
    return len(text) >= 50 and "\t" not in text and (len(text) >= 200 or ends_sentence(text))


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
