"""Removing outputs whose source is gone: none but those that wikipub made, and that are as it made them.

An article is gone with its file, a book with the last of its articles, a page of a dump with the dump, or when that,
read to its end, has it no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from wikipub.batch.record import Record, stands
from wikipub.batch.task import Desk, Task
from wikipub.errors import PublishError


def prune(record: Record, say: Callable[[str], object], *, really: bool = True) -> Iterator[Path]:
    """Remove the outputs whose source is gone; yields each. Without `really` all stays as it is.

    What someone has changed since stays, which `say` is told in a sentence. Raises PublishError where a file cannot be
    removed.
    """
    for source in record.sources():
        if not record.is_there(source):
            yield from _pruned(source, record, say, really=really)


class PagesMet:
    """Which pages of dumps a run has met, to know which are gone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._met: dict[str, set[str]] = {}
        self._damaged: set[str] = set()

    def passing(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """`tasks`, the pages of each noted."""
        for task in tasks:
            for item in task.items:
                if item.error and item.file:
                    self._damaged.add(self._desk.record.place(item.file))
                elif item.source and item.file:
                    self._met.setdefault(self._desk.record.place(item.file), set()).add(task.source)
            yield task

    def prune(self, say: Callable[[str], object], *, really: bool = True) -> Iterator[Path]:
        """Once all have passed, remove the outputs of pages that a dump has no more, as `prune` does.

        Those are not that were selected otherwise, or lie where the dump is damaged; and of none it is known whether it
        is gone where only so many pages were asked for.
        """
        desk = self._desk
        if desk.plan.read.select.limit is not None:
            return
        for dump, met in self._met.items():
            if dump in self._damaged:
                continue
            for source in desk.record.sources(f"{dump}#"):
                if source not in met and desk.record.origin(source).chosen == desk.chosen:
                    yield from _pruned(source, desk.record, say, really=really)


def _pruned(source: str, record: Record, say: Callable[[str], object], *, really: bool) -> Iterator[Path]:
    for made in record.outputs(source):
        if stands(made) is not None:
            if really:
                _remove(made.path)
            yield made.path
        elif made.path.exists():
            say(f"{made.path}: its source is gone, but someone has changed it: it stays")
    if really:
        record.forget(source)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(f"{path}: cannot be removed: {error.strerror}; allow it, or leave out --prune") from error
