"""Wikimedia's multistream dumps: single pages of a dump by its index, without a pass through all that is before them.

Such a dump is many bzip2 streams of a hundred pages each, and beside it lies a list of the byte at which the stream of
each page begins (https://meta.wikimedia.org/wiki/Data_dumps/Dump_format#Multistream_dumps).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from html import escape
from itertools import chain, groupby
from pathlib import Path
from typing import BinaryIO

from wikipub.errors import DumpError
from wikipub.sources.compression import CompressionError, first_stream, pieces
from wikipub.sources.dump import DumpPage, DumpReader
from wikipub.sources.survey import TEMPLATES, Survey, simple_template

_STREAMS = 8
"""How many streams are kept in memory, with their pages, for the templates in them."""


def index_beside(dump: Path) -> Path | None:
    """The index that lies beside a dump, under the name that Wikimedia gives it; None where there is none."""
    if "multistream" not in dump.name:
        return None
    name = dump.name.replace("multistream", "multistream-index", 1).replace(".xml", ".txt", 1)
    indexes = (dump.with_name(name), dump.with_name(name.removesuffix(".bz2")))
    return next((index for index in indexes if index.is_file()), None)


class IndexedDump(Survey):
    """A dump with its index; of the redirects it knows only those that it has read.

    Raises DumpError where the index is none, or is another dump's.
    """

    def __init__(self, stream: BinaryIO, name: str, index: Path, database: sqlite3.Connection) -> None:
        super().__init__()
        self._stream = stream
        self._name = name
        self._index = index
        self._database = database
        self._pages_at = lru_cache(_STREAMS)(self._read)
        database.execute("CREATE TABLE place (title TEXT, byte INTEGER)")
        with index.open("rb") as file:
            database.executemany("INSERT INTO place VALUES (?, ?)", self._entries(file))
        database.execute("CREATE INDEX titles ON place (title)")
        reader = DumpReader(name)
        stream.seek(0)
        for _ in reader.pages(first_stream(stream), whole=False):
            break
        self.wiki = reader.wiki

    def pages(self, wanted: Callable[[str], bool]) -> Iterator[DumpPage]:
        """The pages whose titles are `wanted`, in the order of the dump."""
        rows = self._database.execute("SELECT byte, title FROM place ORDER BY rowid")
        for byte, places in groupby(rows, key=lambda row: row[0]):
            if any(wanted(title) for _, title in places):
                yield from (page for page in self._pages_at(byte).values() if wanted(page.title))

    def redirects(self, title: str) -> tuple[str, ...]:
        """None are known: each page would have to be read."""
        return ()

    def target(self, title: str) -> str:
        """The title that a redirect leads to; of any other page its own."""
        page = self._page(title)
        return page.redirect if page and page.redirect else title

    def _looked_up(self, name: str) -> str | None:
        prefix = self.wiki.namespaces.get(TEMPLATES, "Template")
        page = self._page(f"{prefix}:{name}")
        if page and page.redirect:
            page = self._page(page.redirect)
        return simple_template(page) if page else None

    def _page(self, title: str) -> DumpPage | None:
        row = self._database.execute("SELECT byte FROM place WHERE title = ?", (title,)).fetchone()
        if row is None:
            return None
        page = self._pages_at(row[0]).get(title)
        if page is None:
            message = (
                f"has “{title}” at byte {row[0]} of the dump, where it is not; get both from one day, or move it away"
            )
            raise DumpError(f"{self._index}: the index {message}")
        return page

    def _read(self, byte: int) -> dict[str, DumpPage]:
        """The pages of the stream that begins at `byte`, by their titles."""
        self._stream.seek(byte)
        reader = DumpReader(f"{self._name}, stream at byte {byte}")
        root = f'<mediawiki version="{escape(self.wiki.version)}">'.encode()
        content = chain((root,), first_stream(self._stream))
        return {page.title: page for page in reader.pages(content, whole=False)}

    def _entries(self, file: BinaryIO) -> Iterator[tuple[str, int]]:
        """The lines of the index, `byte:id:title`."""
        try:
            for number, line in enumerate(_lines(pieces(file)), 1):
                byte, _, rest = line.partition(":")
                title = rest.partition(":")[2]
                if not byte.isdecimal() or not title:
                    message = f"line {number} is no byte, id and title; get the index again, or move it away"
                    raise DumpError(f"{self._index}: {message}")
                yield title, int(byte)
        except CompressionError as error:
            raise DumpError(f"{self._index}: {error}; get the index again, or move it away") from error


def _lines(content: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for piece in content:
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in lines)
    if rest:
        yield rest.decode("utf-8", "replace")
