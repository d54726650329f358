"""A whole run: what it finds in the folder of outputs, and where its jobs are worked on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import chain, islice
from pathlib import Path

from wikipub.batch.build import build_each
from wikipub.batch.inputs import Item
from wikipub.batch.outcome import Outcome
from wikipub.batch.plan import Plan, Work
from wikipub.batch.prune import PagesMet, prune
from wikipub.batch.recipe import recipes
from wikipub.batch.record import STATE, Record, empty_record, record_of
from wikipub.batch.staff import Staff
from wikipub.batch.task import Desk, Task
from wikipub.engines import kept_engines
from wikipub.errors import PublishError

_FEW = 24
"""Inputs of a book that are read sooner than worker processes have started."""


def build(items: Sequence[Item], plan: Plan, work: Work, say: Callable[[str], object]) -> Iterator[Outcome]:
    """Make what `plan` says of `items`, as far as it is not there; yields an outcome an article, in their order.

    With a book one outcome more, the book's, comes last; it is the only one where the book is up to date. `say` gets
    what is to be said of the folder, in sentences. Leaving the iterator early, as an interrupt does, gives up what is
    not done. Raises FolderInUseError where another run is at work there, PublishError where the folder or its record
    cannot be made, or the font of a PDF is not there.
    """
    _check_font(plan)
    _make_folder(plan.folder)
    with record_of(plan.folder, say) as record, kept_engines():
        desk = Desk(plan, record, recipes(plan, record.seen), items, work.force)
        if work.prune:
            _tell(prune(record, say), say)
        if plan.book:
            from wikipub.batch.book import build_book  # it needs what reads and publishes, which else only workers do

            with Staff(work, few=len(items) < _FEW) as staff:
                yield from build_book(items, plan.book, desk, staff, work.jobs)
            return
        met = PagesMet(desk)
        tasks = met.passing(desk.tasks()) if work.prune else desk.tasks()
        first = list(islice(tasks, 2))
        alone = len(first) < 2
        with Staff(work, few=alone) as staff:
            yield from build_each(chain(first, tasks), desk, staff, work.jobs if alone else 1)
        _tell(met.prune(say), say)


def preview(items: Sequence[Item], plan: Plan, work: Work, say: Callable[[str], object]) -> Iterator[Task | Path]:
    """What `build` would do: the files that it would remove, those of pages of dumps last; each task, stale or not."""
    there = (plan.folder / STATE).is_dir()
    opened: AbstractContextManager[Record] = record_of(plan.folder, say) if there else empty_record(plan.folder)
    with opened as record:
        desk = Desk(plan, record, recipes(plan, record.seen), items, work.force)
        if work.prune:
            yield from prune(record, say, really=False)
        if plan.book:
            yield desk.book(plan.book.title)
            return
        met = PagesMet(desk)
        yield from met.passing(desk.tasks()) if work.prune else desk.tasks()
        yield from met.prune(say, really=False)


def _tell(removed: Iterable[Path], say: Callable[[str], object]) -> None:
    for path in removed:
        say(f"{path}: removed, as its source is gone")


def _check_font(plan: Plan) -> None:
    """Raise PublishError where a PDF is to be set in a font that is not there."""
    look = plan.publish.look
    if look.font and "pdf" in plan.outputs:
        from wikipub.fonts import is_of_system  # which most runs have no need of

        is_of_system(look.font, look.font_path)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        message = f"{folder}: this folder cannot be made: {cause}; say another one with --output"
        raise PublishError(message) from error
