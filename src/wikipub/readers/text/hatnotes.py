"""Question: which lines send the reader elsewhere, and to which titles?"""

from __future__ import annotations

import re
from functools import cache

from wikipub.data.language import HatnoteRule, Language, languages
from wikipub.document import Inline, Inlines, Text, WikiLink

_LONGEST = 500
_KEY = 2
"""By how many characters most lines are told that are no hatnotes."""


def is_hatnote(text: str, language: Language) -> bool:
    """Whether `text` is a hatnote in `language`."""
    return _rule(text, language) is not None


def is_hatnote_of_any(text: str) -> bool:
    """Whether `text` is a hatnote in some language, where the page's is not known yet."""
    return _may_be_one(text) and any(is_hatnote(text, language) for language in languages().values())


def _may_be_one(text: str) -> bool:
    """False for most lines that are a hatnote in no language."""
    return text[:_KEY] in _keys() or text[:1] in _keys()


@cache
def _keys() -> frozenset[str]:
    """How the hatnotes of all languages begin."""
    return frozenset(start[:_KEY] for language in languages().values() for start in language.hatnote_starts)


def hatnote(text: str, language: Language) -> Inlines:
    """The inlines of the hatnote that `text` is, its titles as links to articles; () where it is none."""
    if not (found := _rule(text, language)):
        return ()
    rule, start = found
    inlines: list[Inline] = []
    place = 0
    for begin, end in _titles(text, rule, start):
        if begin > place:
            inlines.append(Text(text[place:begin]))
        title, _, section = text[begin:end].partition("#")
        inlines.append(WikiLink((Text(text[begin:end]),), title.strip(), section.strip()))
        place = end
    if place < len(text):
        inlines.append(Text(text[place:]))
    return tuple(inlines)


def _rule(text: str, language: Language) -> tuple[HatnoteRule, str] | None:
    """The first rule that knows `text`, and the beginning by which it does."""
    if not _may_be_one(text) or len(text) > _LONGEST:
        return None
    if not text.startswith(language.hatnote_starts):
        return None
    for rule in language.hatnotes:
        if text.startswith(rule.starts):
            start = next(start for start in rule.starts if text.startswith(start))
            if rule.pattern is None and len(text) > len(start):
                return rule, start
            if rule.pattern is not None and rule.pattern.fullmatch(text):
                return rule, start
    return None


def _titles(text: str, rule: HatnoteRule, start: str) -> list[tuple[int, int]]:
    """Where titles stand in `text`."""
    if rule.pattern is None:
        rest = text[len(start) :]
        title = re.sub(r"\.$", "", rest.strip())
        begin = len(start) + len(rest) - len(rest.lstrip())
        return [(begin, begin + len(title))] if title else []
    match = rule.pattern.fullmatch(text)
    return [match.span(name) for name in rule.pattern.groupindex if match and match[name]]
