"""Reading inputs one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from wikipub import pipeline, sources
from wikipub.batch.inputs import Item, pages
from wikipub.batch.outcome import as_error
from wikipub.document import Document
from wikipub.errors import WikipubError
from wikipub.source import ReadOptions

_T = TypeVar("_T")


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
        if of_dump and item.file and not item.error and sources.is_dump_file(Path(item.file)):
            try:
                found = sources.dump_overview(Path(item.file))
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
