"""The inputs of a run, each taken for itself: one that cannot be read does not stop the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wikipub import sources
from wikipub.batch.outcome import as_error
from wikipub.errors import SourceError, WikipubError
from wikipub.source import ReadOptions, Source

_ARTICLES = (".txt", ".md", ".wiki", ".html", ".json")
"""Endings by which, if only to tell how many articles there are, a file is taken for one without a look into it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One input: what it is called, and where to read it from, or why it cannot be read.

    `source` is the page itself where the input is one of a dump.
    """

    name: str
    path: str | Path
    error: WikipubError | None = None
    source: Source | None = None

    @property
    def stem(self) -> str:
        """The name without folders and ending, or a page's title; "stdin" for standard input."""
        if self.source:
            return self.source.origin.stem
        return self.path.stem if isinstance(self.path, Path) else "stdin"


def expand(paths: Iterable[str]) -> tuple[Item, ...]:
    """The inputs that `paths` stand for, in order; a folder is its files, a path that leads nowhere an error."""
    items: list[Item] = []
    for path in paths:
        try:
            items += (Item(str(source), source) for source in sources.inputs(path))
        except SourceError as error:
            items.append(Item(path, path, error))
    return tuple(items)


def how_many(items: Sequence[Item]) -> int | None:
    """How many articles `items` are; None where a dump, or standard input, does not tell before its end."""
    return None if any(map(_is_open_ended, items)) else len(items)


def _is_open_ended(item: Item) -> bool:
    if item.error or not isinstance(item.path, Path):
        return item.path == sources.STDIN
    return item.path.suffix.lower() not in _ARTICLES and sources.is_dump_file(item.path)


def pages(items: Iterable[Item], options: ReadOptions) -> Iterator[Item]:
    """`items`, but for each dump the pages of it that `options` select, and last what is wrong with it.

    Standard input and pipes are read here, as they can be read but once.
    """
    for item in items:
        if item.error or (_is_file(item.path) and not sources.is_dump_file(Path(item.path))):
            yield item
            continue
        try:
            for source in sources.load(item.path, options):
                yield Item(source.origin.name, item.path, source=source)
        except Exception as error:
            yield Item(item.name, item.path, as_error(item.name, "reading", error))


def _is_file(path: str | Path) -> bool:
    """Whether what stands at `path` can be read again."""
    try:
        return isinstance(path, Path) and path.is_file()
    except (OSError, ValueError):
        return False
