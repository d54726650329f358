"""The sources that a dump holds: which of its pages are meant, each with all that the dump knows of it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import replace

from wikipub.diagnostics import Diagnostic, Severity
from wikipub.errors import DumpError
from wikipub.source import Format, Origin, ReadOptions, Selection, Source
from wikipub.sources.dump import WIKITEXT, DumpPage, DumpReader, Wiki
from wikipub.sources.encodings import clean
from wikipub.sources.selection import plain_title
from wikipub.sources.survey import Survey

_ARTICLES = 0
_ALL = "all"
_TOLD = 5
"""How many missing pages an error names."""


def articles(content: Callable[[], Iterable[bytes]], name: str, options: ReadOptions) -> Iterator[Source]:
    """The selected pages of the dump `name`; each call of `content` gives its decompressed content from the beginning.

    Raises DumpError at the damage, after the pages before it, or at the end where a page that was asked for is missing.
    """
    with closing(sqlite3.connect("")) as database:  # in memory while it is small, then in a file that goes with it
        survey = Survey(database)
        with suppress(DumpError):  # which is raised once more when what stands before the damage is read
            survey.collect(DumpReader(name).pages(content()))
        yield from _articles(content(), name, options, survey)


def _articles(pieces: Iterable[bytes], name: str, options: ReadOptions, survey: Survey) -> Iterator[Source]:
    reader = DumpReader(name)
    chosen: _Choice | None = None
    for page in reader.pages(pieces):
        chosen = chosen or _Choice(options.select, reader.wiki, survey)  # the site information comes before the pages
        if chosen.takes(page):
            source = _source(page, name, reader.wiki, options)
            yield replace(source, redirects=survey.redirects(page.title), templates=survey.templates(source.text))
            if chosen.full:
                return
    if chosen is None:
        raise DumpError(f"{name}: the dump holds no page; export some, or take another dump")
    if not chosen.taken:
        message = "none of the dump's pages is meant; check --pages and --namespace, or say --namespace all"
        raise DumpError(f"{name}: {message}")
    if chosen.missing:
        titles = ", ".join(f"“{title}”" for title in sorted(chosen.missing)[:_TOLD])
        more = f" and {len(chosen.missing) - _TOLD} more" if len(chosen.missing) > _TOLD else ""
        raise DumpError(f"{name}: the dump has no page {titles}{more}; check the titles given with --pages")


class _Choice:
    """Which pages of one dump a selection means; counts those that it has taken."""

    def __init__(self, selection: Selection, wiki: Wiki, survey: Survey) -> None:
        self._titles = None if selection.titles is None else frozenset(map(survey.target, selection.titles))
        self.missing = set(self._titles or ())
        self.taken = 0
        self._matches = re.compile(selection.pattern).fullmatch if selection.pattern else None
        self._title = survey.target(plain_title(selection.pattern))
        self._numbers = _numbers(selection, wiki)
        self._limit = selection.limit

    @property
    def full(self) -> bool:
        """Whether no more pages are wanted."""
        return self.taken == self._limit or (self._titles is not None and not self.missing)

    def takes(self, page: DumpPage) -> bool:
        """Whether the page is meant."""
        if page.redirect or page.model not in WIKITEXT:
            return False
        if self._numbers is not None and page.namespace not in self._numbers:
            return False
        if self._titles is not None and page.title not in self._titles:
            return False
        if self._matches and page.title != self._title and not self._matches(page.title):
            return False
        self.missing.discard(page.title)
        self.taken += 1
        return True


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


def _source(page: DumpPage, name: str, wiki: Wiki, options: ReadOptions) -> Source:
    """The source that a page is; what the user says of it goes before what the dump says."""
    repairs: list[Diagnostic] = []
    called = f"{name}#{page.title}"

    def repaired(code: str, message: str, line: int | None = None) -> None:
        repairs.append(Diagnostic(code, Severity.WARNING, message, called, line))

    if page.text is None:
        repaired("no-text", "the dump holds no text of this page: it was hidden, or this is a dump of metadata alone")
    text = clean(page.text or "", repaired)
    origin = Origin(
        name=called,
        stem=page.title,
        encoding="utf-8",
        site=wiki.name,
        url=options.url or wiki.page_address(page.title),
        revision=options.revision or page.revision,
        date=options.date or page.timestamp,
        authors=options.authors or ", ".join(page.contributors),
        license=options.license,
        bytes=len(text.encode()),
        lines=text.count("\n") + (not text.endswith("\n")),
    )
    return Source(origin, text, tuple(repairs), format=Format.WIKITEXT, language=wiki.language)
