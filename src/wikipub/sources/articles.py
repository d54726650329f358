"""The sources that a dump holds: which of its pages are meant, each with all that the dump knows of it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wikipub.diagnostics import Diagnostic, Severity
from wikipub.errors import DumpError
from wikipub.source import Format, Origin, ReadOptions, Selection, Source
from wikipub.sources.dump import WIKITEXT, DumpPage, DumpReader, Wiki
from wikipub.sources.encodings import clean
from wikipub.sources.multistream import IndexedDump
from wikipub.sources.survey import Survey, WholeSurvey

_ARTICLES = 0
_ALL = "all"
_TOLD = 5
"""How many missing pages an error names."""


def articles(content: Callable[[], Iterable[bytes]], name: str, options: ReadOptions) -> Iterator[Source]:
    """The selected pages of the dump `name`; each call of `content` gives its decompressed content from the beginning.

    Raises DumpError at the damage, after the pages before it, or at the end where a page that was asked for is missing.
    """
    with _database() as database:
        reader = DumpReader(name)
        survey = WholeSurvey(reader.pages(content()), database)
        choice = _Choice(options.select, reader.wiki, survey)
        yield from _chosen(DumpReader(name).pages(content()), choice, name, options)
        if not survey.pages:
            raise DumpError(f"{name}: the dump holds no page; export some, or take another dump")
        choice.settle(name)


@dataclass(frozen=True, slots=True)
class Overview:
    """What a dump holds: its wiki, its pages counted by namespace and whether they are redirects, and its damage."""

    name: str
    wiki: Wiki
    pages: Mapping[tuple[int, bool], int]
    damage: DumpError | None


def overview(pieces: Iterable[bytes], name: str) -> Overview:
    """What the dump `name` holds, whose decompressed content comes in `pieces`."""
    with _database() as database:
        reader = DumpReader(name)
        survey = WholeSurvey(reader.pages(pieces), database)
        return Overview(name, reader.wiki, survey.pages, survey.damage)


def indexed_articles(stream: BinaryIO, index: Path, name: str, options: ReadOptions) -> Iterator[Source]:
    """The selected pages of the dump `name` in `stream`, found by its index; the others are not read.

    Raises DumpError as `articles` does, and where the index does not fit the dump.
    """
    with _database() as database:
        dump = IndexedDump(stream, name, index, database)
        choice = _Choice(options.select, dump.wiki, dump)
        yield from _chosen(dump.pages(choice.may_mean), choice, name, options)
        choice.settle(name)


def _database() -> closing[sqlite3.Connection]:
    """A database in memory while it is small, then in a file that nobody else sees and that goes with it."""
    return closing(sqlite3.connect(""))


def _chosen(pages: Iterable[DumpPage], choice: _Choice, name: str, options: ReadOptions) -> Iterator[Source]:
    for page in pages:
        if choice.takes(page):
            yield _source(page, name, choice, options)
            if choice.full:
                return


class _Choice:
    """Which pages of one dump a selection means; counts those that it has taken."""

    def __init__(self, selection: Selection, wiki: Wiki, survey: Survey) -> None:
        self.wiki = wiki
        self.survey = survey
        asked = selection.titles
        self._titles = None if asked is None else frozenset(survey.target(wiki.title(title)) for title in asked)
        self._missing = set(self._titles or ())
        self._taken = 0
        self._limit = selection.limit
        self._matches = re.compile(selection.pattern).fullmatch if selection.pattern else None
        self._title = survey.target(wiki.title(selection.pattern))
        self._numbers = _numbers(selection, wiki)

    @property
    def full(self) -> bool:
        """Whether no more pages are wanted."""
        return self._taken == self._limit or (self._titles is not None and not self._missing)

    def may_mean(self, title: str) -> bool:
        """Whether the page of a title is meant, if it is no redirect."""
        if self._titles is not None and title not in self._titles:
            return False
        if self._numbers is not None and self.wiki.namespace_of(title) not in self._numbers:
            return False
        return self._matches is None or title == self._title or self._matches(title) is not None

    def takes(self, page: DumpPage) -> bool:
        """Whether the page is meant."""
        if page.redirect or page.model not in WIKITEXT or not self.may_mean(page.title):
            return False
        self._missing.discard(page.title)
        self._taken += 1
        return True

    def settle(self, name: str) -> None:
        """Raise DumpError where the dump `name` has not what is wanted of it."""
        if self._missing and self._taken != self._limit:
            titles = ", ".join(f"“{title}”" for title in sorted(self._missing)[:_TOLD])
            more = f" and {len(self._missing) - _TOLD} more" if len(self._missing) > _TOLD else ""
            raise DumpError(f"{name}: the dump has no page {titles}{more}; check the titles given with --pages")
        if not self._taken:
            message = "none of the dump's pages is meant; check --pages and --namespace, or say --namespace all"
            raise DumpError(f"{name}: {message}")


def _numbers(selection: Selection, wiki: Wiki) -> frozenset[int] | None:
    """The numbers of the selected namespaces; None for all of them."""
    if not selection.namespaces:
        return None if selection.titles is not None else frozenset((_ARTICLES,))
    if _ALL in selection.namespaces:
        return None
    known = {name.casefold(): number for number, name in wiki.namespaces.items() if name}
    found = set()
    for word in selection.namespaces:
        number = known.get(word.replace("_", " ").casefold())
        if number is None and not word.removeprefix("-").isdecimal():
            names = ", ".join(name for name in wiki.namespaces.values() if name) or "none but the numbers"
            raise DumpError(f"--namespace: the wiki has none called {word!r}; it has {names}")
        found.add(int(word) if number is None else number)
    return frozenset(found)


def _source(page: DumpPage, name: str, choice: _Choice, options: ReadOptions) -> Source:
    """The source that a page is; what the user says of it goes before what the dump says."""
    repairs: list[Diagnostic] = []
    called = f"{name}#{page.title}"
    wiki = choice.wiki

    def repaired(code: str, message: str, line: int | None = None) -> None:
        repairs.append(Diagnostic(code, Severity.WARNING, message, called, line))

    if page.text is None:
        repaired("no-text", "the dump holds no text of this page: it was hidden, or this is a dump of metadata alone")
    text = clean(page.text or "", repaired)
    address = options.url or wiki.page_address(page.title)
    # Where the dump holds the last revision alone, the page's history on the wiki names those who wrote it.
    authors = ", ".join(page.contributors) if page.is_whole or not address else ""
    origin = Origin(
        name=called,
        stem=page.title,
        encoding="utf-8",
        site=wiki.name,
        url=address,
        revision=options.revision or page.revision,
        date=options.date or page.timestamp,
        authors=options.authors or authors,
        license=options.license,
        bytes=len(text.encode()),
        lines=text.count("\n") + (not text.endswith("\n")),
    )
    return Source(
        origin,
        text,
        tuple(repairs),
        format=Format.WIKITEXT,
        language=wiki.language,
        redirects=choice.survey.redirects(page.title),
        templates=choice.survey.templates(text),
    )
