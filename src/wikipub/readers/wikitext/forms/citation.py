"""Question: how is a source cited, in the order of Citation Style 1?

https://en.wikipedia.org/wiki/Help:Citation_Style_1; the names of parameters are in `data/citations.toml`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikipub.data.citations import CitationTable, citation_table

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_MOST_NAMES = 30
_SHORT_VOLUME = 4
"""Longest volume, in characters, that is set in bold."""
_END = re.compile(r"[.!?…][\"'”’]*$")
_RANGE = re.compile(r"[-–—,]|&")
_NUMBER = re.compile(r"\d+")
_ADDRESS = re.compile(r"(?:(?:https?|ftp):)?//[^ ]+")


def citation(name: str, arguments: Arguments) -> str:
    """A citation as wikitext."""
    source = _Source(name.casefold(), arguments, citation_table())
    parts = (*source.people_and_title(), *source.place(), *source.identifiers(), *source.retrieval())
    return " ".join(part if _END.search(part) else part + "." for part in parts if part)


class _Source:
    """What a call says of a source, by field."""

    def __init__(self, name: str, arguments: Arguments, table: CitationTable) -> None:
        self.name = name
        self.table = table
        self.words = table.words_of(name)
        self.arguments = arguments
        values: dict[str, tuple[int, str]] = {}
        named = False
        for parameter in arguments.names():
            named = named or _NUMBER.sub("", parameter) in table.people
            for field, place in table.places.get(parameter, ()):
                if (field not in values or place < values[field][0]) and (text := arguments.text(parameter)):
                    values[field] = (place, text)
        self.values = {field: text for field, (_, text) in values.items()}
        self.authors = (self._names(table.authors) if named else "") or self["authors"]
        self.editors = (self._names(table.editors) if named else "") or self["editors"]
        self.translators = self._names(table.translators) if named else ""

    def __getitem__(self, field: str) -> str:
        return self.values.get(field, "")

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
        """Names of people: `last1`, `first1` and so on."""
        found: list[str] = []
        while len(found) < _MOST_NAMES and (name := self._person(patterns, len(found) + 1)):
            found.append(name)
        return "; ".join(found)

    def _person(self, patterns: tuple[tuple[str, str], ...], number: int) -> str:
        digits = (str(number), "") if number == 1 else (str(number),)
        for last, first in patterns:
            if name := self.arguments.text(*(last.replace("#", digit) for digit in digits)):
                given = self.arguments.text(*(first.replace("#", digit) for digit in digits)) if first else ""
                return f"{name}, {given}" if given else name
        return ""


def _with(text: str, pattern: str) -> str:
    """The text within a pattern; "" where there is none."""
    return pattern.replace("{}", text) if text else ""


def _linked(text: str, url: str) -> str:
    return f"[{url} {text}]" if text and _ADDRESS.fullmatch(url) and "[[" not in text else text
