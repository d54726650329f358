"""The inputs of a run, each taken for itself: one that cannot be read does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from wikipub import pipeline, sources
from wikipub.document import Document
from wikipub.errors import InternalError, PublishError, SourceError, WikipubError
from wikipub.source import ReadOptions, Source

_T = TypeVar("_T")


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


def pages(items: Iterable[Item], options: ReadOptions) -> Iterator[Item]:
    """`items`, but for each dump the pages of it that `options` select, and last what is wrong with it.

    Standard input is read here, as it can be read but once.
    """
    for item in items:
        if item.error or (isinstance(item.path, Path) and not sources.is_dump_file(item.path)):
            yield item
            continue
        try:
            for source in sources.load(item.path, options):
                yield Item(source.origin.name, item.path, source=source)
        except Exception as error:
            yield Item(item.name, item.path, as_error(item.name, "reading", error))


def read(item: Item, options: ReadOptions) -> Document:
    """The document of an input; raises WikipubError and nothing else."""
    if item.error:
        raise item.error
    try:
        return pipeline.read(item.source, options) if item.source else next(pipeline.read_all(item.path, options))
    except Exception as error:
        raise as_error(item.name, "reading", error) from error


def each(
    items: Iterable[Item],
    options: ReadOptions,
    view: Callable[[Document], _T],
    of_dump: Callable[[sources.Overview], _T] | None = None,
) -> Iterator[tuple[Item, _T | WikipubError]]:
    """Every input with what `view` makes of its document, or with the error that it could not be read for.

    A dump is its pages, or where `of_dump` is given, one input with what that makes of it, and with its damage.
    """
    for item in items:
        if of_dump and isinstance(item.path, Path) and not item.error and sources.is_dump_file(item.path):
            try:
                found = sources.dump_overview(item.path)
                yield item, of_dump(found)
                if found.damage:
                    yield item, found.damage
            except Exception as error:
                yield item, as_error(item.name, "reading", error)
        else:
            yield from _each_page(pages((item,), options), options, view)


def _each_page(
    items: Iterable[Item], options: ReadOptions, view: Callable[[Document], _T]
) -> Iterator[tuple[Item, _T | WikipubError]]:
    for item in items:
        seen: _T | WikipubError
        try:
            seen = view(read(item, options))
        except Exception as error:
            seen = as_error(item.name, "reading", error)
        yield item, seen


def as_error(name: str, doing: str, error: Exception) -> WikipubError:
    """What to tell of `error`: itself, where it is one of ours."""
    if isinstance(error, WikipubError):
        return error
    if isinstance(error, MemoryError):
        return PublishError(f"{name}: the memory ran out while {doing}; use fewer --jobs, or cut the source in parts")
    return InternalError(f"{name}: {doing} failed: {error!r}; please report this, with the file")
