"""Question: which language is the page in?"""

from __future__ import annotations

from collections import Counter

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
        return tables[told.most_common(1)[0][0]]
    words = Counter(" ".join(page.texts[:_SAMPLE])[:200_000].casefold().split())
    total = sum(words.values())
    shares = {code: sum(words[word] for word in table.common) / total for code, table in tables.items() if total}
    best = max(shares, key=lambda code: shares[code], default="")
    return tables[best] if best and shares[best] >= _LEAST else None


def edit_words() -> dict[str, tuple[str, ...]]:
    """The words of edit marks, casefolded, each with the codes of the languages that use it."""
    words: dict[str, tuple[str, ...]] = {}
    for table in languages().values():
        for word in table.edit:
            words[word.casefold()] = (*words.get(word.casefold(), ()), table.code)
    return words


def contents_words() -> frozenset[str]:
    """The titles of contents blocks in all languages, casefolded."""
    return frozenset(word.casefold() for table in languages().values() for word in table.contents)


def editorial_tags() -> frozenset[str]:
    """The remarks of editors in all languages, casefolded."""
    return frozenset(tag.casefold() for table in languages().values() for tag in table.tags)
