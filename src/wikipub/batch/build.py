"""Building inputs to outputs: each becomes a publication of its own, or all become a book."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from wikipub.batch.article import Job, build_article
from wikipub.batch.inputs import Item, as_error
from wikipub.batch.outcome import Outcome
from wikipub.batch.pool import TookTooLong, WorkerDied
from wikipub.bookfile import BookPlan
from wikipub.errors import PublishError, TimeLimitError, WikipubError, WorkerError
from wikipub.names import name_key, output_name
from wikipub.publishers import output_format
from wikipub.publishers.options import PublishOptions
from wikipub.source import ReadOptions

_PATIENCE = 0.2
"""Seconds between two looks at a running job; a key press cannot interrupt a longer wait on Windows."""

_AHEAD = 16
"""Jobs a worker that are handed out before the first of them is done; more would only take memory."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made: the outputs by name, in which folder, how to read and to publish.

    `book` is the one publication that all inputs become, its chapters as many as they, or none; None where each becomes
    its own. With `dedupe` it prints passages that chapters share once.
    """

    outputs: tuple[str, ...]
    folder: Path
    read: ReadOptions
    publish: PublishOptions
    book: BookPlan | None = None
    dedupe: bool = False


@dataclass(frozen=True, slots=True)
class Files:
    """Which files are to be made under a name, and which of them must not, as they are inputs."""

    plan: Plan
    sources: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, plan: Plan, items: Sequence[Item]) -> Files:
        """The files of a plan, none of them one of `items`."""
        found = (_identity(item.path) for item in items if isinstance(item.path, Path))
        return cls(plan, frozenset(identity for identity in found if identity))

    def named(self, name: str) -> tuple[list[tuple[str, Path]], list[WikipubError]]:
        """The files to be made of what is called `name`, by their formats, and why one cannot be made."""
        files: list[tuple[str, Path]] = []
        errors: list[WikipubError] = []
        for output in self.plan.outputs:
            path = self.plan.folder / (name + output_format(output).suffix)
            if _identity(path) in self.sources:
                message = f"{path}: this is one of the inputs, not to be written over; say another --output"
                errors.append(PublishError(message))
            else:
                files.append((output, path))
        return files, errors


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file apart under whatever name; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def build_each(
    items: Iterable[Item], plan: Plan, files: Files, executor: Executor, jobs: int, at_once: int = 1
) -> Iterator[Outcome]:
    """Make a publication of each of `items`; `executor` works on `jobs` of them at a time, on `at_once` files of each.

    Yields an outcome an input, in their order. Leaving the iterator early, as an interrupt does, gives up what has not
    begun.
    """
    running: deque[tuple[Future[Outcome], Item, list[WikipubError]]] = deque()
    try:
        for item, name in _named(items):
            if len(running) >= _AHEAD * jobs:
                yield _finished(*running.popleft())
            possible, errors = files.named(name)
            job = Job(item, tuple(possible), plan.read, plan.publish, at_once)
            running.append((executor.submit(build_article, job), item, errors))
        while running:
            yield _finished(*running.popleft())
    finally:
        for future, _, _ in running:
            future.cancel()


def _named(items: Iterable[Item]) -> Iterator[tuple[Item, str]]:
    """A name for the output of each input; it does not depend on what becomes of the others."""
    taken: set[str] = set()
    for item in items:
        name = output_name(item.stem, taken)
        taken.add(name_key(name))
        yield item, name


def _finished(future: Future[Outcome], item: Item, errors: Sequence[WikipubError]) -> Outcome:
    """The outcome of a job, with the `errors` that were known before it was handed out."""
    done = result(future, item.name, "building")
    outcome = Outcome(item.name, errors=(done,)) if isinstance(done, WikipubError) else done
    return replace(outcome, errors=(*outcome.errors, *errors)) if errors else outcome


def result(future: Future[_T], name: str, doing: str) -> _T | WikipubError:
    """What a job gave, or the error that ended it; `name` and `doing` say what it was about."""
    while wait([future], timeout=_PATIENCE).not_done:
        pass
    try:
        return future.result()
    except WorkerDied as error:
        return WorkerError(
            f"{name}: the process that worked on it ended ({error}); if the memory ran out, use fewer --jobs; else "
            "report this, with the file"
        )
    except TookTooLong as error:
        return TimeLimitError(
            f"{name}: {doing} was not done within {error.seconds:g} seconds and was stopped; allow more with --timeout"
        )
    except Exception as error:
        return as_error(name, doing, error)
