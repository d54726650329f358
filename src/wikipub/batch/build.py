"""Building inputs to outputs, several at a time.

Threads are enough: the long work is done by pandoc and typst, which run as processes of their own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from wikipub import pipeline
from wikipub.batch.inputs import Item, as_error, pages, read
from wikipub.bookfile import BookPlan, ChapterPlan
from wikipub.diagnostics import Diagnostic
from wikipub.document import Book, Document, LedgerEntry
from wikipub.errors import PublishError, WikipubError
from wikipub.names import name_key, output_name, slug
from wikipub.publishers import output_format
from wikipub.publishers.options import PublishOptions
from wikipub.source import ReadOptions
from wikipub.transforms.chapters import report_not_kept, without_dropped
from wikipub.transforms.repeats import dedupe

_PATIENCE = 0.2
"""Seconds between two looks at a running job; a key press cannot interrupt a longer wait on Windows."""

_AHEAD = 64
"""Inputs that are handed out before the first of them is done; the pages of a dump take memory meanwhile."""

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
class Outcome:
    """What came of one input, or of the book that the inputs became.

    `files` were written, `errors` say what was not; each diagnostic stands once, however many outputs gave it.
    """

    name: str
    files: tuple[Path, ...] = ()
    errors: tuple[WikipubError, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    dropped: tuple[LedgerEntry, ...] = ()


def build(items: Sequence[Item], plan: Plan, jobs: int) -> Iterator[Outcome]:
    """Make what `plan` says of `items`, at most `jobs` at a time; yields an outcome an input, in their order.

    With a book one outcome more, the book's, comes last. Raises PublishError where the folder cannot be made. Leaving
    the iterator early, as an interrupt does, gives up what has not begun.
    """
    _make_folder(plan.folder)
    pool = ThreadPoolExecutor(jobs)
    try:
        workshop = _Workshop(plan, pool, _identities(items))
        yield from _build_each(items, workshop) if plan.book is None else _build_book(items, plan.book, workshop)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        message = f"{folder}: this folder cannot be made: {cause}; say another one with --output"
        raise PublishError(message) from error


@dataclass(frozen=True, slots=True)
class _Workshop:
    """What each job needs: the plan, the threads, and the files that must not be written over."""

    plan: Plan
    pool: ThreadPoolExecutor
    sources: frozenset[tuple[int, int]]

    def read(self, item: Item) -> Future[Document]:
        """Queue the reading of an input."""
        return self.pool.submit(read, item, self.plan.read)

    def publish(self, work: Callable[[], Document | Book], name: str) -> list[Future[pipeline.Report]]:
        """Queue the writing of all outputs under `name`; `work` waits for what is to be written.

        It is bound once for all outputs that want it bound.
        """
        bound: Callable[[], pipeline.Bound] | None = None
        writing: list[Future[pipeline.Report]] = []
        for output in self.plan.outputs:
            if output_format(output).binds and bound is None:
                bound = self.pool.submit(lambda: pipeline.bound(work(), self.plan.publish)).result
            source = bound if bound and output_format(output).binds else work
            writing.append(self.pool.submit(self._publish, source, output, name))
        return writing

    def _publish(self, work: Callable[[], Document | Book | pipeline.Bound], output: str, name: str) -> pipeline.Report:
        path = self.plan.folder / (name + output_format(output).suffix)
        if _identity(path) in self.sources:
            raise PublishError(f"{path}: this is one of the inputs, not to be written over; say another --output")
        try:
            return pipeline.publish(work(), output, path, self.plan.publish)
        except Exception as error:
            raise as_error(str(path), "publishing", error) from error


def _identities(items: Sequence[Item]) -> frozenset[tuple[int, int]]:
    found = (_identity(item.path) for item in items if isinstance(item.path, Path))
    return frozenset(identity for identity in found if identity)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file apart under whatever name; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def _build_each(items: Sequence[Item], workshop: _Workshop) -> Iterator[Outcome]:
    running: deque[Callable[[], Outcome]] = deque()
    for item, name in _named(pages(items, workshop.plan.read)):
        if len(running) >= _AHEAD:
            yield running.popleft()()
        running.append(_start(item, name, workshop))
    while running:
        yield running.popleft()()


def _named(items: Iterable[Item]) -> Iterator[tuple[Item, str]]:
    """A name for the output of each input; it does not depend on what becomes of the others."""
    taken: set[str] = set()
    for item in items:
        name = output_name(item.stem, taken)
        taken.add(name_key(name))
        yield item, name


def _start(item: Item, name: str, workshop: _Workshop) -> Callable[[], Outcome]:
    """Set going all that one input needs; what is returned waits for the end of it."""
    # The reading is queued before the writing that waits for it, so no writer can keep its reader from running.
    reading = workshop.read(item)
    writing = workshop.publish(reading.result, name)

    def finish() -> Outcome:
        document = _result(reading)
        if isinstance(document, WikipubError):
            return Outcome(item.name, errors=(document,))
        return _gather(item.name, writing, document.diagnostics, document.ledger)

    return finish


def _build_book(items: Sequence[Item], plan: BookPlan, workshop: _Workshop) -> Iterator[Outcome]:
    chapters: list[Document] = []
    parts: dict[int, str] = {}
    kept: dict[int, frozenset[str]] = {}
    titles: dict[int, str] = {}
    part = ""  # the one that begins with the next chapter that can be read
    plans = plan.chapters or tuple(ChapterPlan(Path(item.name)) for item in items)
    readings = [
        (page, workshop.read(page), chapter)
        for item, chapter in zip(items, plans, strict=True)
        for page in pages((item,), workshop.plan.read)
    ]
    for item, reading, chapter in readings:
        part = chapter.part or part
        document = _result(reading)
        if isinstance(document, WikipubError):
            yield Outcome(item.name, errors=(document,))
            continue
        found = [*document.diagnostics]
        if not chapter.of_many:
            report_not_kept(document, chapter.keep, found.append)
        document = without_dropped(document, chapter.drop, found.append, chapter.of_many)
        kept[len(chapters)] = frozenset(chapter.keep)
        if chapter.title:
            titles[len(chapters)] = chapter.title
        if part:
            parts[len(chapters)] = part
            part = ""
        chapters.append(document)
        yield Outcome(item.name, diagnostics=tuple(found), dropped=document.ledger)
    if chapters:
        language = workshop.plan.read.language or plan.language
        book = Book(plan.title, tuple(chapters), language, plan.imprint, parts, kept, titles)
        printed = dedupe(book) if workshop.plan.dedupe else book
        repeats = tuple(
            entry
            for before, after in zip(book.chapters, printed.chapters, strict=True)
            for entry in after.ledger[len(before.ledger) :]
        )
        yield _gather(plan.title, workshop.publish(lambda: printed, output_name(slug(plan.title), ())), (), repeats)


def _gather(
    name: str,
    writing: Sequence[Future[pipeline.Report]],
    diagnostics: tuple[Diagnostic, ...],
    dropped: tuple[LedgerEntry, ...],
) -> Outcome:
    reports: list[pipeline.Report] = []
    errors: list[WikipubError] = []
    for future in writing:
        done = _result(future)
        if isinstance(done, WikipubError):
            errors.append(done)
        else:
            reports.append(done)
    found = [*diagnostics, *(d for report in reports for d in report.diagnostics)]
    return Outcome(
        name,
        files=tuple(report.path for report in reports),
        errors=tuple(errors),
        diagnostics=tuple(dict.fromkeys(found)),
        dropped=dropped,
    )


def _result(future: Future[_T]) -> _T | WikipubError:
    """What a job gave, or the error that ended it."""
    while wait([future], timeout=_PATIENCE).not_done:
        pass
    try:
        return future.result()
    except WikipubError as error:
        return error
