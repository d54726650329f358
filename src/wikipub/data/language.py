"""Words that wiki pages of a language are known by (`languages/*.toml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table

LABELS = ("sources", "source_article", "address", "retrieved", "license", "license_wikipedia", "unknown", "key_facts")
"""What a publication says in its own words; every language table holds all of them or none."""


@dataclass(frozen=True, slots=True)
class HatnoteRule:
    """How a hatnote begins, and where the titles stand that it points to.

    `starts` are beginnings of the line. `pattern`, where given, must match the whole line; its groups named `title`,
    `title2`, … are titles. Without a pattern all that follows the beginning is one title.
    """

    starts: tuple[str, ...]
    pattern: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Language:
    """One language's table; `code` is a BCP 47 tag. Words are given as pages print them; case does not count.

    `edit` is what stands in the brackets of a section's edit mark, `contents` the title of the contents block,
    `sections` titles that articles give to their sections, `common` the language's most common words.
    """

    code: str
    name: str
    edit: tuple[str, ...]
    contents: tuple[str, ...]
    sections: frozenset[str]
    tags: tuple[str, ...]
    common: frozenset[str]
    hatnotes: tuple[HatnoteRule, ...]
    labels: dict[str, str]


@cache
def languages() -> dict[str, Language]:
    """All language tables by code; raises DataError where one is wrong."""
    tables = (file for file in files("wikipub.data").joinpath("languages").iterdir() if file.name.endswith(".toml"))
    found = (_language(Table.load(file)) for file in sorted(tables, key=lambda file: file.name))
    return {language.code: language for language in found}


def labels(code: str) -> dict[str, str]:
    """What a publication in this language says in its own words; English where there is no table for it."""
    tables = languages()
    table = tables.get(code) or tables.get(code.split("-")[0])
    return table.labels if table and table.labels else tables["en"].labels


def _language(table: Table) -> Language:
    table.text("source")
    labels = table.table("labels")
    language = Language(
        code=table.text("code"),
        name=table.text("name"),
        edit=table.texts("edit"),
        contents=table.texts("contents"),
        sections=frozenset(title.casefold() for title in table.texts("sections")),
        tags=table.texts("tags"),
        common=frozenset(table.texts("common")),
        hatnotes=tuple(_hatnote(rule) for rule in table.tables("hatnote")),
        labels={key: labels.text(key) for key in LABELS},
    )
    labels.close()
    table.close()
    return language


def _hatnote(table: Table) -> HatnoteRule:
    rule = HatnoteRule(starts=table.texts("starts"), pattern=table.pattern("pattern"))
    table.close()
    return rule
