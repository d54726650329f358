"""Question: how is a source cited?

In the order of Citation Style 1 (https://en.wikipedia.org/wiki/Help:Citation_Style_1), or in a wiki's own; that, the
names of parameters and the words around them are in `data/citations.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from wikipub.data.citations import CitationStyle, CitationTable, citation_table
from wikipub.data.language_names import language_names

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_MOST_NAMES = 30
_SHORT_VOLUME = 4
"""Longest volume, in characters, that is set in bold."""
_END = re.compile(r"[.!?…][\"'”’]*$")
_RANGE = re.compile(r"[-–—,]|&")
_FIELD = re.compile(r"\{(\w+)\}")
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMBER = re.compile(r"\d+")
_ADDRESS = re.compile(r"(?:(?:https?|ftp):)?//[^ ]+")


def has_title(arguments: Arguments) -> bool:
    """Whether a call names a source by a parameter that is known for it, as an unknown template may."""
    places = citation_table().places
    return any(("title" in dict(places.get(name, ()))) and arguments.text(name) for name in arguments.names())


def citation(name: str, arguments: Arguments, language: str) -> str:
    """A citation as wikitext, as a wiki of `language` has it."""
    table = citation_table()
    source = _Source(name.casefold(), arguments, table, language)
    if style := table.style_of(source.name, language, arguments.names()):
        text = source.styled(style)
    else:
        parts = (*source.people_and_title(), *source.place(), *source.identifiers(), *source.retrieval())
        text = " ".join(part if _END.search(part) else part + "." for part in parts if part)
    source.leave_unshown()
    if not text and (items := arguments.items()):  # as an address and what it is called
        return _linked(", ".join(items[1:]) or items[0], items[0])
    return text


class _Source:
    """What a call says of a source, by field."""

    def __init__(self, name: str, arguments: Arguments, table: CitationTable, language: str) -> None:
        self.name = name
        self.table = table
        self.words = table.words_of(name, language)
        self.arguments = arguments
        values: dict[str, tuple[int, str, str]] = {}
        for parameter in arguments.names():
            for field, place in table.places.get(parameter, ()):
                if (field not in values or place < values[field][0]) and (text := arguments.text(parameter)):
                    values[field] = (place, text, parameter)
        self.values = {field: text for field, (_, text, _) in values.items()}
        self.given_by = {field: parameter for field, (_, _, parameter) in values.items()}
        self.shown = {"authors", "editors", *(("day", "month", "year") if "date" not in self.values else ())}
        if tongue := self.values.get("language"):
            self.values["language"] = _tongue(tongue, language)
        if "date" not in self.values:
            given = (self[part] for part in ("day", "month", "year"))
            self.values["date"] = " ".join(part for part in given if part)
        self.bases = {_NUMBER.sub("", parameter) for parameter in arguments.names()}
        self.authors = self._names(table.authors) or self["authors"]
        self.editors = self._names(table.editors) or self["editors"]
        self.translators = self._names(table.translators)

    def __getitem__(self, field: str) -> str:
        self.shown.add(field)
        return self.values.get(field, "")

    def leave_unshown(self) -> None:
        """Tell the call which of its parameters the citation does not show."""
        shown = {self.given_by[field] for field in self.shown if field in self.given_by}
        self.arguments.asked.difference_update(set(self.given_by.values()) - shown)

    def people_and_title(self) -> list[str]:
        """Who wrote it, when, and what it is called."""
        dated = f" ({self['date']})" if self["date"] else ""
        words, several = self.words, ";" in self.editors
        parts = []
        if self.authors:
            parts.append(self.authors + dated)
        elif self.editors:
            parts.append(_with(self.editors, words.editors if several else words.editor) + dated)
        if chapter := self["chapter"]:
            parts.append(_linked(_with(chapter, words.quoted), self["chapter_url"] or self["url"]))
        title = self._title()
        if self["foreign_title"]:
            title += f" [{self['foreign_title']}]"
        parts.append(title + _with(self["language"], words.language) + _with(self["type"], " ({})"))
        if self.authors and self.editors:
            within = words.within_several if several else words.within
            parts.append(_with(self.editors, within if self["chapter"] else words.edited))
        parts.append(_with(self.translators, words.translated))
        parts.append(self["others"])
        return parts

    def place(self) -> list[str]:
        """Where it appeared, who published it, and on which pages."""
        edition = self["edition"] + (self.words.ordinal if self["edition"].isdecimal() else "")
        parts = [self._host(), self["series"], _with(edition, self.words.edition)]
        parts.append(": ".join(part for part in (self["place"], self["publisher"]) if part))
        if not self["host"]:
            parts += [_with(self["volume"], self.words.volume), self._pages()]
        if not self.authors and not self.editors:
            parts.append(self["date"])
        return parts

    def identifiers(self) -> list[str]:
        """Its numbers in catalogues."""
        known = self.table.identifiers
        given = sorted((*known[parameter], parameter) for parameter in self.arguments.names() if parameter in known)
        found: dict[str, str] = {}
        for _, label, _, parameter in given:
            if text := self.arguments.text(parameter):
                found.setdefault(label, text)
        return [f"{label}{'' if label.endswith(':') else ' '}{number}" for label, number in found.items()]

    def retrieval(self) -> list[str]:
        """Where it is archived, when it was read, and what was quoted."""
        archived = _linked(self.words.archived, self["archive_url"])
        return [
            _with(self["archive_date"], archived + self.words.archived_on),
            _with(self["access_date"], self.words.retrieved),
            _with(self["quote"], self.words.quoted),
            self["postscript"] if len(self["postscript"]) > 1 else "",
        ]

    def _title(self) -> str:
        title = self["title"]
        if not title:
            return ""
        whole = self.name in self.table.whole_works or (self.name in self.table.either and not self["host"])
        url = self["url"] if self["chapter_url"] or not self["chapter"] else ""
        if not whole:
            return _linked(_with(title, self.words.quoted), url)
        return _linked(title if "''" in title else f"''{title}''", url)

    def _host(self) -> str:
        host, volume, issue, pages = self["host"], self["volume"], self["issue"], self._pages()
        if not host:
            return ""
        text = host if "''" in host else f"''{host}''"
        if volume:
            text += f". '''{volume}'''" if len(volume) <= _SHORT_VOLUME else f". {volume}"
        text += _with(issue, " ({})")
        if not pages:
            return text
        return f"{text}: {pages}" if volume or issue else f"{text}. {pages}"

    def _pages(self) -> str:
        text = self["page"] or self["pages"]
        if not text:
            return self["at"]
        if self["host"] and (self["volume"] or self["issue"]):
            return text
        several = not self["page"] and _RANGE.search(text)
        return _with(text, self.words.pages if several else self.words.page)

    def _names(self, patterns: tuple[tuple[str, str], ...]) -> str:
        """Names of people as `last, first`."""
        return "; ".join(f"{last}, {first}" if first else last for last, first in self._people(patterns))

    def _people(self, patterns: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
        """Last and first names of people: `last1`, `first1` and so on."""
        given = [pattern for pattern in patterns if pattern[0].replace("#", "") in self.bases]
        found: list[tuple[str, str]] = []
        while given and len(found) < _MOST_NAMES and (name := self._person(given, len(found) + 1)):
            found.append(name)
        return found

    def _person(self, patterns: list[tuple[str, str]], number: int) -> tuple[str, str] | None:
        digits = (str(number), "") if number == 1 else (str(number),)
        for last, first in patterns:
            if name := self.arguments.text(*(last.replace("#", digit) for digit in digits)):
                return name, self.arguments.text(*(first.replace("#", digit) for digit in digits)) if first else ""
        return None

    # --- A wiki's own order ---

    def styled(self, style: CitationStyle) -> str:
        """The citation in a wiki's own order."""
        editors = self._named(style, self.table.editors) or self["editors"]
        authors = self._named(style, self.table.authors) or self["authors"]
        values = {
            **self.values,
            "authors": authors or _with(editors, style.editors),
            "book_editors": _with(editors, style.editors) if authors else "",
            "other_editors": editors if authors and not self["chapter"] and not self["host"] else "",
            "chapter": _linked(self["chapter"], self["chapter_url"]),
            "title": _linked(self["title"], self["url"]),
            "identifiers": ", ".join(self.identifiers()),
            "pages": self["pages"] or self["page"] or self["at"],
            "edition": self["edition"].rstrip("."),
            **{field: _dated(self[field], style) for field in ("date", "access_date", "archive_date")},
        }
        self.shown = {
            "authors",
            "editors",
            "url",
            "chapter_url",
            "page",
            "at",
            "day",
            "month",
            "year",
        }  # and by its parts
        text = ""
        for patterns in style.parts:
            filled = ""
            for pattern in patterns:
                if filled := _filled(pattern, values):
                    self.shown.update(_FIELD.findall(pattern))
                    break
            if not text:
                filled = filled.lstrip(" ,.:;—")
            elif filled.startswith(".") and text.rstrip("'").endswith("."):
                filled = filled[1:]
            text += filled
        return text if _END.search(text) or not text else text + style.end

    def _named(self, style: CitationStyle, patterns: tuple[tuple[str, str], ...]) -> str:
        """Names of people as a wiki writes them."""
        found = []
        for last, first in self._people(patterns):
            found.append(style.person.replace("{last}", last).replace("{first}", first) if first else last)
        return style.last.join(part for part in (style.between.join(found[:-1]), *found[-1:]) if part)


def _tongue(text: str, wiki: str) -> str:
    """The name of the language that a source is in, in the language of the wiki; "" for that language itself."""
    names = language_names(wiki)
    tags = [tag.strip().casefold() for tag in text.split(",")]
    known = [names.get(tag, tag) for tag in tags if tag.partition("-")[0] != wiki]
    if text.casefold() == names.get(wiki, "").casefold():
        return ""
    return ", ".join(known) if all(tag in names for tag in tags) else text


def _dated(text: str, style: CitationStyle) -> str:
    """A date as a wiki writes it."""
    found = _ISO_DATE.fullmatch(text)
    if not found or not style.date or not 1 <= int(found[2]) <= len(style.months):
        return text
    given = {"day": str(int(found[3])), "month": style.months[int(found[2]) - 1], "year": found[1]}
    return _filled(style.date, given)


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    """A pattern with the fields that it names; "" where one of them is not given."""
    if not all(values.get(field) for field in _FIELD.findall(pattern)):
        return ""
    return _FIELD.sub(lambda found: values[found[1]], pattern)


def _with(text: str, pattern: str) -> str:
    """The text within a pattern; "" where there is none."""
    return pattern.replace("{}", text) if text else ""


def _linked(text: str, url: str) -> str:
    return f"[{url} {text}]" if text and _ADDRESS.fullmatch(url) and "[[" not in text else text
