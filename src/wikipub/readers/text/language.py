"""Question: which language is the page in?"""

from __future__ import annotations

from collections import Counter
from functools import cache

from wikipub.data.language import Language, languages
from wikipub.readers.text.page import Page

_SAMPLE, _LONGEST_SAMPLE = 400, 50_000
"""How many lines are read for common words, and how many characters of them."""
_LEAST = 0.06
"""Least share of a language's common words among all words; prose has 0.15 to 0.3, another language's below 0.04."""


def tell_language(page: Page, told: Counter[str]) -> Language | None:
    """The language of the page: by its furniture, as counted in `told`, else by its commonest words."""
    tables = languages()
    if told:
        known = [code for code, _ in told.most_common() if code in tables]
        return tables[known[0]] if known else None
    spoken = " ".join(page.texts[:_SAMPLE])[:_LONGEST_SAMPLE].casefold().split()
    counts = dict.fromkeys(tables, 0)
    for word, count in Counter(filter(_common().__contains__, spoken)).items():
        for code in _common()[word]:
            counts[code] += count
    best = max(counts, key=lambda code: counts[code], default="")
    return tables[best] if spoken and counts[best] / len(spoken) >= _LEAST else None


@cache
def _common() -> dict[str, list[str]]:
    """The commonest words of all languages, each with the codes of those that have it."""
    codes: dict[str, list[str]] = {}
    for code, language in languages().items():
        for word in language.common:
            codes.setdefault(word, []).append(code)
    return codes


@cache
def editorial_tags() -> frozenset[str]:
    """The remarks of editors in all languages, casefolded."""
    return frozenset(tag.casefold() for table in languages().values() for tag in table.tags)


@cache
def known_titles() -> frozenset[str]:
    """The titles that sections often have in any of the languages, casefolded."""
    return frozenset[str]().union(*(language.sections for language in languages().values()))


@cache
def external_titles() -> frozenset[str]:
    """The titles of sections of links to elsewhere, in any of the languages, casefolded."""
    return frozenset[str]().union(*(language.external for language in languages().values()))


@cache
def listing_titles() -> frozenset[str]:
    """The titles of sections that are lists, in any of the languages, casefolded."""
    return external_titles().union(*(language.listings for language in languages().values()))


@cache
def common_words() -> frozenset[str]:
    """The commonest words of all languages that part words by blanks; no line of its own ends with one."""
    tables = (language for language in languages().values() if language.common_by == "word")
    return frozenset(word for language in tables for word in language.common if word.isalpha() and word.islower())
