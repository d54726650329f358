"""Words that wiki pages of a language are known by (`languages/*.toml`)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table, compiled

LABELS = (
    *("sources", "source_article", "address", "revision", "retrieved", "authors", "history"),
    *("license", "license_wikipedia", "left_out", "left_nothing", "left_site", "left_tool", "left_mirror"),
    *("left_captions", "left_external", "left_sections", "left_dropped"),
    *("backlink", "unknown", "key_facts", "same_passage"),
    *("name", "class", "date", "glossary"),
)
"""What a publication says in its own words; every table holds all of them. `$1` in `same_passage` is a place."""


@dataclass(frozen=True, slots=True)
class HatnoteRule:
    """How a hatnote begins, and where the titles stand that it points to.

    `starts` are beginnings of the line. `expression`, where given, must match the whole line; its groups named `title`,
    `title2`, … are titles. Without one all that follows the beginning is one title.
    """

    starts: tuple[str, ...]
    expression: str = ""

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """The expression, compiled; None where there is none."""
        return compiled(self.expression) if self.expression else None


@dataclass(frozen=True, slots=True)
class Language:
    """One language's table; `code` is a BCP 47 tag. Words are given as pages print them; case does not count.

    `edit` is what stands in the brackets of a section's edit mark, `contents` the title of the contents block: those
    that MediaWiki's message files (`interface.toml`) do not have. `taglines` are the lines under the title on that
    Wikipedia, `menu` what its menus say, `footer` the lines under its pages, where `$1` stands for anything. `sections`
    are titles that articles give to their sections, `tags` the remarks of editors within the text, `notes` the words of
    groups of notes ("note 1"), `corners` the links in the corner of a navigation box ("v t e"). `defining` are the
    verbs, or signs, by which a lead defines its subject, `articles` the words that may stand before this (one with an
    apostrophe is glued to it), `alternatives` those between two names of it. `external` are those of sections that hold
    only links to elsewhere, which no publication needs, `listings` those of sections that do nothing but list other
    articles, or works to read. `wikipedia` is the name of the language's Wikipedia in its address. `hatnote_starts` are
    all beginnings of hatnotes, `common` the language's most common words, or characters where `common_by` is
    "character".
    """

    code: str
    name: str
    edit: tuple[str, ...]
    contents: tuple[str, ...]
    taglines: tuple[str, ...]
    menu: tuple[str, ...]
    footer: tuple[str, ...]
    sections: frozenset[str]
    external: frozenset[str]
    listings: frozenset[str]
    wikipedia: str
    tags: tuple[str, ...]
    notes: tuple[str, ...]
    corners: tuple[str, ...]
    defining: tuple[str, ...]
    articles: tuple[str, ...]
    alternatives: tuple[str, ...]
    common: frozenset[str]
    common_by: str
    hatnotes: tuple[HatnoteRule, ...]
    hatnote_starts: tuple[str, ...]
    labels: dict[str, str]


def shares(sample: str) -> dict[str, float]:
    """How large a part of a text the common words, or characters, of each language are, by code, in 0..1.

    Prose has 0.15 or more in its own language, below 0.06 in another that is not close to it.
    """
    text = sample.casefold()
    words = Counter(re.findall(r"[^\W\d_]+", text))
    letters = Counter(character for character in text if character.isalpha())
    found = {}
    for code, language in languages().items():
        counts = letters if language.common_by == "character" else words
        total = counts.total()
        found[code] = sum(counts[word] for word in language.common) / total if total else 0.0
    return found


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


def external_titles(code: str) -> frozenset[str]:
    """Titles, in small letters, of sections of links to elsewhere in a language; in all where it has no table."""
    tables = languages()
    table = tables.get(code) or tables.get(code.split("-")[0])
    return table.external if table else frozenset().union(*(table.external for table in tables.values()))


def _language(table: Table) -> Language:
    table.text("source")
    labels = table.table("labels")
    hatnotes = tuple(_hatnote(rule) for rule in table.tables("hatnote"))
    language = Language(
        code=table.text("code"),
        name=table.text("name"),
        edit=table.words("edit"),
        contents=table.words("contents"),
        taglines=table.lines("taglines"),
        menu=table.words("menu"),
        footer=table.lines("footer"),
        sections=frozenset(title.casefold() for title in table.words("sections")),
        external=frozenset(title.casefold() for title in table.words("external")),
        listings=frozenset(title.casefold() for title in table.words("listings")),
        wikipedia=table.text("wikipedia", table.text("code")),
        tags=table.words("tags"),
        notes=table.words("notes"),
        corners=table.words("corners"),
        defining=table.words("defining"),
        articles=table.words("articles"),
        alternatives=table.words("alternatives"),
        common=frozenset(table.words("common")),
        common_by=table.choice("common_by", ("word", "character")),
        hatnotes=hatnotes,
        hatnote_starts=tuple(dict.fromkeys(start for rule in hatnotes for start in rule.starts)),
        labels={key: labels.text(key) for key in LABELS},
    )
    labels.close()
    table.close()
    return language


def _hatnote(table: Table) -> HatnoteRule:
    rule = HatnoteRule(starts=table.texts("starts"), expression=table.expression("pattern"))
    table.close()
    return rule
