"""A whole run: where its jobs are worked on, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path

from wikipub.batch.book import build_book
from wikipub.batch.build import Files, Plan, build_each
from wikipub.batch.inputs import Item, pages
from wikipub.batch.outcome import Outcome
from wikipub.batch.pool import WorkerPool
from wikipub.errors import PublishError

TIMEOUT = 900.0
"""Seconds that an article among others may take, unless another limit is asked for."""

_FEW = 24
"""Inputs of a book that are read sooner than worker processes have started."""


def build(items: Sequence[Item], plan: Plan, jobs: int, timeout: float | None = None) -> Iterator[Outcome]:
    """Make what `plan` says of `items`, at most `jobs` at a time; yields an outcome an article, in their order.

    With a book one outcome more, the book's, comes last. `timeout` is how many seconds an article may take, None that
    TIMEOUT holds where there are several. Leaving the iterator early, as an interrupt does, gives up what is not done.
    Raises PublishError where the folder cannot be made.
    """
    _make_folder(plan.folder)
    files = Files.of(plan, items)
    if plan.book:
        with _executor(jobs, timeout, few=len(items) < _FEW) as executor:
            yield from build_book(items, plan, plan.book, files, executor, jobs)
        return
    articles = pages(items, plan.read)
    first = list(islice(articles, 2))
    alone = len(first) < 2
    with _executor(jobs, timeout, few=alone) as executor:
        yield from build_each(chain(first, articles), plan, files, executor, jobs, jobs if alone else 1)


def _executor(jobs: int, timeout: float | None, *, few: bool) -> Executor:
    """Worker processes; but a thread for what is done sooner than they have started."""
    if few and timeout is None:
        return ThreadPoolExecutor(1)
    return WorkerPool(jobs, TIMEOUT if timeout is None else timeout)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        message = f"{folder}: this folder cannot be made: {cause}; say another one with --output"
        raise PublishError(message) from error
