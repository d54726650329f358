"""The inputs of a run, each taken for itself: one that cannot be read does not stop the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from os.path import basename, isfile, splitext
from pathlib import Path

from wikipub import sources
from wikipub.batch.outcome import as_error
from wikipub.errors import SourceError, WikipubError
from wikipub.source import ReadOptions, Source

_ARTICLES = (".txt", ".md", ".wiki", ".html", ".json")
"""Endings by which, if only to tell how many articles there are, a file is taken for one without a look into it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One input: what it is called, and the file that it is in, or why it cannot be read.

    `file` is a path, "" for standard input and what is not there; a path as text, as a run may have a million of them.
    `source` is the page itself where the input is one of a dump.
    """

    name: str
    file: str = ""
    error: WikipubError | None = None
    source: Source | None = None

    @property
    def stem(self) -> str:
        """The name without folders and ending, or a page's title; "stdin" for standard input."""
        if self.source:
            return self.source.origin.stem
        return splitext(basename(self.file))[0] if self.file else "stdin"

    @property
    def path(self) -> str | Path:
        """What it is read from."""
        return Path(self.file) if self.file else sources.STDIN


def expand(paths: Iterable[str]) -> tuple[Item, ...]:
    """The inputs that `paths` stand for, in order; a folder is its files, a path that leads nowhere an error."""
    items: list[Item] = []
    for path in paths:
        try:
            items += [Item(path)] if path == sources.STDIN else (Item(file, file) for file in sources.listed(path))
        except SourceError as error:
            items.append(Item(path, error=error))
    return tuple(items)


def how_many(items: Sequence[Item]) -> int | None:
    """How many articles `items` are; None where a dump, or standard input, does not tell before its end."""
    return None if any(map(_is_open_ended, items)) else len(items)


def _is_open_ended(item: Item) -> bool:
    if item.error or not item.file:
        return not item.error
    return not item.file.lower().endswith(_ARTICLES) and sources.is_dump_file(Path(item.file))


def pages(items: Iterable[Item], options: ReadOptions) -> Iterator[Item]:
    """`items`, but for each dump the pages of it that `options` select, and last what is wrong with it.

    Standard input and pipes are read here, as they can be read but once.
    """
    for item in items:
        if item.error or (_is_file(item) and not sources.is_dump_file(Path(item.file))):
            yield item
            continue
        try:
            for source in sources.load(item.path, options):
                yield Item(source.origin.name, item.file, source=source)
        except Exception as error:
            yield Item(item.name, item.file, as_error(item.name, "reading", error))


def _is_file(item: Item) -> bool:
    """Whether an input is in a file, which can be read again."""
    try:
        return bool(item.file) and isfile(item.file)
    except (OSError, ValueError):
        return False
