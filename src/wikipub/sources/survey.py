"""What the whole of a dump knows of one of its pages: the titles that lead to it, the templates that it uses.

They stand in a database on the disk, so that memory does not grow with the dump.
"""

from __future__ import annotations

import re
import sqlite3
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from wikipub.data.namespaces import namespaces
from wikipub.errors import DumpError
from wikipub.sources.dump import WIKITEXT, DumpPage

TEMPLATES = 10
"""The number of the templates' namespace in every MediaWiki."""

MOST_TEMPLATES = 500
"""How many templates a page may bring with it, those that its templates use among them."""

_LONGEST = 2**16
"""Longest wikitext of a template that is kept, in characters."""

_REMEMBERED = 500
"""How many templates are kept in memory, those used last."""

_NOT_SIMPLE = re.compile(r"\{\{\s*#invoke\s*:|\{\||<(?:table|div)\b", re.IGNORECASE)
"""What makes a template more than text with parameters: a module, a table, a box."""

_ONLY = re.compile(r"<onlyinclude\s*>(.*?)(?:</onlyinclude\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_NOT_INCLUDED = re.compile(
    r"<noinclude\s*>.*?(?:</noinclude\s*>|\Z)|<noinclude\s*/>|</?includeonly\s*/?>|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_CALL = re.compile(r"\{\{\s*+([^{}|\[\]<>#\n]++)")
"""The beginning of a call, up to the end of its name."""


class Survey(ABC):
    """What is known of a dump's pages besides themselves."""

    def __init__(self) -> None:
        self._template = lru_cache(_REMEMBERED)(self._looked_up)

    @abstractmethod
    def redirects(self, title: str) -> tuple[str, ...]:
        """The titles that lead to a page, in the order of their letters."""

    @abstractmethod
    def target(self, title: str) -> str:
        """The title that a redirect leads to; of any other page its own."""

    @abstractmethod
    def _looked_up(self, name: str) -> str | None:
        """The text of the simple template of this name, as its title has it; None where there is none."""

    def templates(self, text: str) -> dict[str, str]:
        """The simple templates that a wikitext calls, and that these call, by their names in small letters."""
        found: dict[str, str] = {}
        texts = [text]
        while texts and len(found) < MOST_TEMPLATES:
            for name in _called(texts.pop()):
                if name.casefold() not in found and (template := self._template(name)) is not None:
                    found[name.casefold()] = template
                    texts.append(template)
        return found


class WholeSurvey(Survey):
    """A survey from a pass through the whole dump.

    `pages` counts its pages by namespace and whether they are redirects; `damage` is what ended the pass too soon.
    """

    def __init__(self, pages: Iterable[DumpPage], database: sqlite3.Connection) -> None:
        super().__init__()
        self.pages: Counter[tuple[int, bool]] = Counter()
        self.damage: DumpError | None = None
        self._database = database
        database.executescript(
            """
            CREATE TABLE redirect (title TEXT PRIMARY KEY, target TEXT) WITHOUT ROWID;
            CREATE TABLE template (name TEXT PRIMARY KEY, text TEXT, alias TEXT) WITHOUT ROWID;
            CREATE INDEX targets ON redirect (target);
            """
        )
        try:
            for page in pages:
                self._add(page)
        except DumpError as error:
            self.damage = error

    def _add(self, page: DumpPage) -> None:
        self.pages[page.namespace, bool(page.redirect)] += 1
        if page.redirect:
            self._database.execute("INSERT OR REPLACE INTO redirect VALUES (?, ?)", (page.title, page.redirect))
        if page.namespace == TEMPLATES:
            alias, text = _bare(page.redirect) or None, simple_template(page)
            if alias or text is not None:
                row = (_bare(page.title), text, alias)
                self._database.execute("INSERT OR REPLACE INTO template VALUES (?, ?, ?)", row)

    def redirects(self, title: str) -> tuple[str, ...]:
        """The titles that lead to a page, in the order of their letters."""
        rows = self._database.execute("SELECT title FROM redirect WHERE target = ? ORDER BY title", (title,))
        return tuple(row[0] for row in rows)

    def target(self, title: str) -> str:
        """The title that a redirect leads to; of any other page its own."""
        row = self._database.execute("SELECT target FROM redirect WHERE title = ?", (title,)).fetchone()
        return row[0] if row else title

    def _looked_up(self, name: str) -> str | None:
        found = "SELECT text, alias FROM template WHERE name = ?"
        row = self._database.execute(found, (name,)).fetchone()
        if row and row[1]:
            row = self._database.execute(found, (row[1],)).fetchone()
        return row[0] if row else None


def simple_template(page: DumpPage) -> str | None:
    """What a template's page stands for where it is called; None where that is more than text with parameters."""
    if page.redirect or page.text is None or page.model not in WIKITEXT or len(page.text) > _LONGEST:
        return None
    text = "".join(_ONLY.findall(page.text)) or page.text
    text = _NOT_INCLUDED.sub("", text)
    return None if _NOT_SIMPLE.search(text) else text.strip("\n")


def _called(text: str) -> Iterator[str]:
    """The names of the templates that a wikitext calls, each once."""
    for words in dict.fromkeys(_CALL.findall(text)):
        prefix, colon, rest = words.partition(":")
        yield _name(rest if colon and prefix.strip().casefold() in namespaces().template else words)


def _bare(title: str) -> str:
    """The name of a template's page without that of its namespace."""
    return _name(title.partition(":")[2])


def _name(words: str) -> str:
    """A template's name as they are compared: one blank between words, the first letter a capital one."""
    name = " ".join(words.replace("_", " ").split())
    return name[:1].upper() + name[1:]
