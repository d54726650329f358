"""How citation templates name what they cite (`citations.toml`)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table

FIELDS = (
    "authors",
    "editors",
    "date",
    "title",
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


@dataclass(frozen=True, slots=True)
class CitationWords:
    """What a language's citations say around what they cite, which stands for `{}`.

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
class CitationTable:
    """Parameters by what they hold.

    `places` are the fields that a parameter may fill, with its place among those of the field: the first counts.
    `authors`, `editors` and `translators` are pairs of parameters for a last and a first name, `#` for their number;
    `people` are all of these without it. `identifiers` are the parameters that hold a catalogue's number, with the
    catalogue's place in a citation, its name, and the parameter's place among those of the catalogue.
    `whole_works` are the templates whose title is that of a whole work, `either` those where that depends on whether
    it is said to be part of one. `words` are a language's by the templates that speak it, under "" those of all others.
    """

    places: dict[str, tuple[tuple[str, int], ...]]
    people: frozenset[str]
    authors: tuple[tuple[str, str], ...]
    editors: tuple[tuple[str, str], ...]
    translators: tuple[tuple[str, str], ...]
    identifiers: dict[str, tuple[int, str, int]]
    whole_works: frozenset[str]
    either: frozenset[str]
    words: dict[str, CitationWords]

    def words_of(self, template: str) -> CitationWords:
        """The words of a template's language; its name is casefolded."""
        return self.words.get(template) or self.words[""]


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
    for spoken in table.tables("words"):
        said = CitationWords(**{field.name: spoken.exact(field.name) for field in fields(CitationWords)})
        words |= dict.fromkeys(spoken.words("templates") or ("",), said)
        spoken.close()
    citations = CitationTable(
        places={word: tuple(found) for word, found in places.items()},
        people=frozenset(
            word.strip().replace("#", "")
            for key in ("authors", "editors", "translators")
            for word in names.text(key).replace(",", ";").split(";")
        ),
        authors=pairs("authors"),
        editors=pairs("editors"),
        translators=pairs("translators"),
        identifiers=identifiers,
        whole_works=frozenset(word.casefold() for word in table.words("whole_works")),
        either=frozenset(word.casefold() for word in table.words("either")),
        words=words,
    )
    for part in (filled, names, table):
        part.close()
    return citations
