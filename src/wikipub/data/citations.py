"""How citation templates name what they cite (`citations.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table
from wikipub.errors import DataError

FIELDS = (
    "authors",
    "editors",
    "date",
    "year",
    "month",
    "day",
    "title",
    "subtitle",
    "foreign_title",
    "chapter",
    "chapter_url",
    "url",
    "language",
    "type",
    "others",
    "host",
    "volume",
    "issue",
    "page",
    "pages",
    "total",
    "at",
    "series",
    "edition",
    "place",
    "publisher",
    "archive_url",
    "archive_date",
    "access_date",
    "quote",
    "postscript",
)
MADE_FIELDS = ("book_editors", "other_editors", "identifiers")
"""Fields of a style's patterns that are made of several parameters."""
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class CitationWords:
    """What a language's citations in the order of Citation Style 1 say around what they cite, which stands for `{}`.

    `within` is a book with one editor that a chapter stands in, `within_several` one with more; `ordinal` follows an
    edition's number.
    """

    editor: str
    editors: str
    edited: str
    within: str
    within_several: str
    translated: str
    language: str
    edition: str
    ordinal: str
    volume: str
    page: str
    pages: str
    archived: str
    archived_on: str
    retrieved: str
    quoted: str


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """How a wiki cites in an order of its own.

    `person` is how a name reads, `between` and `last` part several names, `editors` is said of editors where no author
    is given. `months` and `date` are how a date reads that is given as 1951-05-04, where they are given. `end` is what
    a citation ends with. Each of `parts` is a choice of patterns with fields in braces: the first of which all fields
    are given stands.
    """

    person: str
    between: str
    last: str
    editors: str
    months: tuple[str, ...]
    date: str
    end: str
    parts: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CitationTable:
    """Parameters by what they hold.

    `places` are the fields that a parameter may fill, with its place among those of the field: the first counts.
    `authors`, `editors` and `translators` are pairs of parameters for a last and a first name, `#` for their number;
    `identifiers` are the parameters that hold a catalogue's number, with the catalogue's place in a citation, its name,
    and the parameter's place among those of the catalogue. `whole_works` are the templates whose title is that of a
    whole work, `either` those where that depends on whether it is said to be part of one. `words` are a language's by
    the templates that speak it, `spoken` by the language of the wiki, under "" those of all others; where two languages
    have a template of one name, `telling` are the parameters of the first. `styles` are by the wiki's language, "" for
    any, and template.
    """

    places: dict[str, tuple[tuple[str, int], ...]]
    authors: tuple[tuple[str, str], ...]
    editors: tuple[tuple[str, str], ...]
    translators: tuple[tuple[str, str], ...]
    identifiers: dict[str, tuple[int, str, int]]
    whole_works: frozenset[str]
    either: frozenset[str]
    words: dict[str, CitationWords]
    spoken: dict[str, CitationWords]
    telling: dict[str, frozenset[str]]
    styles: dict[tuple[str, str], CitationStyle]

    def words_of(self, template: str, language: str) -> CitationWords:
        """The words of a template, whose name is casefolded, on a wiki of `language`."""
        return self.words.get(template) or self.spoken.get(language) or self.spoken[""]

    def style_of(self, template: str, language: str, parameters: Iterable[str]) -> CitationStyle | None:
        """The order of a template that is not Citation Style 1's; None where it is. Its name is casefolded."""
        if template in self.telling and not self.telling[template].isdisjoint(parameters):
            return None
        return self.styles.get((language, template)) or self.styles.get(("", template))


@cache
def citation_table() -> CitationTable:
    """The table; raises DataError where it is wrong."""
    table = Table.load(files("wikipub.data").joinpath("citations.toml"))
    table.text("source")
    filled = table.table("fields")
    names = table.table("names")
    identifiers: dict[str, tuple[int, str, int]] = {}
    for number, line in enumerate(table.lines("identifiers")):
        label, _, parameters = line.partition("|")
        for place, word in enumerate(parameters.split(";")):
            identifiers[word.strip()] = (number, label.strip(), place)

    def pairs(key: str) -> tuple[tuple[str, str], ...]:
        found = (word.partition(",") for word in names.words(key))
        return tuple((last.strip(), first.strip()) for last, _, first in found)

    places: dict[str, list[tuple[str, int]]] = {}
    for field in FIELDS:
        for number, word in enumerate(filled.words(field)):
            places.setdefault(word, []).append((field, number))
    words: dict[str, CitationWords] = {}
    speakers: dict[str, CitationWords] = {}
    telling: dict[str, frozenset[str]] = {}
    for spoken in table.tables("words"):
        said = CitationWords(**{field.name: spoken.exact(field.name) for field in fields(CitationWords)})
        templates, codes = spoken.words("templates"), spoken.words("languages")
        words |= dict.fromkeys(templates, said)
        speakers |= dict.fromkeys(codes if templates or codes else ("",), said)
        if own_parameters := frozenset(spoken.words("parameters")):
            telling |= dict.fromkeys(templates, own_parameters)
        spoken.close()
    styles: dict[tuple[str, str], CitationStyle] = {}
    for own in table.tables("style"):
        between = own.exact("between")
        parts = own.texts("parts")
        if strange := {field for part in parts for field in _FIELD.findall(part)} - {*FIELDS, *MADE_FIELDS}:
            raise DataError(f"{own.place}: parts: no field is called {min(strange)}")
        style = CitationStyle(
            person=own.text("person"),
            between=between,
            last=own.exact("last") or between,
            editors=own.text("editors"),
            months=own.words("months"),
            date=own.exact("date"),
            end="" if (end := own.exact("end")) == "none" else end or ".",
            parts=tuple(tuple(part.split("|")) for part in parts),
        )
        codes = own.words("languages") or ("",)
        styles |= dict.fromkeys(((code, name) for code in codes for name in own.words("templates")), style)
        own.close()
    citations = CitationTable(
        places={word: tuple(found) for word, found in places.items()},
        authors=pairs("authors"),
        editors=pairs("editors"),
        translators=pairs("translators"),
        identifiers=identifiers,
        whole_works=frozenset(word.casefold() for word in table.words("whole_works")),
        either=frozenset(word.casefold() for word in table.words("either")),
        words=words,
        spoken=speakers,
        telling=telling,
        styles=styles,
    )
    for part in (filled, names, table):
        part.close()
    return citations
