"""Question: which language is the page in?"""

from __future__ import annotations

from collections import Counter
from functools import cache

from wikipub.data.language import Language, languages
from wikipub.readers.text.page import Page

_SAMPLE = 400
"""How many lines are read for common words."""
_LEAST = 0.06
"""Least share of a language's common words among all words; prose has 0.15 to 0.3, another language's below 0.04."""


def tell_language(page: Page, told: Counter[str]) -> Language | None:
    """The language of the page: by its furniture, as counted in `told`, else by its commonest words."""
    tables = languages()
    if told:
        known = [code for code, _ in told.most_common() if code in tables]
        return tables[known[0]] if known else None
    spoken = " ".join(page.texts[:_SAMPLE])[:200_000].casefold().split()
    words = Counter(filter(_common().__contains__, spoken))
    total = len(spoken)
    shares = {code: sum(words.get(word, 0) for word in table.common) / total for code, table in tables.items() if total}
    best = max(shares, key=lambda code: shares[code], default="")
    return tables[best] if best and shares[best] >= _LEAST else None


@cache
def _common() -> frozenset[str]:
    """The commonest words of all languages."""
    return frozenset[str]().union(*(language.common for language in languages().values()))


@cache
def editorial_tags() -> frozenset[str]:
    """The remarks of editors in all languages, casefolded."""
    return frozenset(tag.casefold() for table in languages().values() for tag in table.tags)


@cache
def known_titles() -> frozenset[str]:
    """The titles that sections often have in any of the languages, casefolded."""
    return frozenset[str]().union(*(language.sections for language in languages().values()))


@cache
def common_words() -> frozenset[str]:
    """The commonest words of all languages that part words by blanks; no line of its own ends with one."""
    tables = (language for language in languages().values() if language.common_by == "word")
    return frozenset(word for language in tables for word in language.common if word.isalpha() and word.islower())
