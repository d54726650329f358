"""Building one book of many inputs: its chapters are read side by side, then bound once and published."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from wikipub.batch.article import gathered, pictures_of, write_all
from wikipub.batch.build import recorded, result, up_to_date
from wikipub.batch.inputs import Item, pages
from wikipub.batch.outcome import LeftOut, Outcome
from wikipub.batch.plan import Plan
from wikipub.batch.reading import read
from wikipub.batch.record import Told
from wikipub.batch.staff import Staff
from wikipub.batch.task import Desk, Task
from wikipub.bookfile import BookPlan, ChapterPlan
from wikipub.document import Book, Document
from wikipub.errors import WikipubError
from wikipub.transforms.chapters import report_not_kept, without_dropped
from wikipub.transforms.repeats import dedupe


def build_book(items: Sequence[Item], book: BookPlan, desk: Desk, staff: Staff, jobs: int) -> Iterator[Outcome]:
    """Bind `items` into one book; `staff` reads them, and `jobs` outputs are written at a time.

    Yields an outcome an article, in their order, and the book's last. If that is up to date nothing is read.
    """
    task = desk.book(book.title)
    if not task.stale:
        yield up_to_date(task)
        return
    shelf = _Shelf(book, desk.plan)
    plans = book.chapters or tuple(ChapterPlan(Path(item.name)) for item in items)
    readings = deque(
        (page, chapter, staff.submit(read, page, desk.plan.read))
        for item, chapter in zip(items, plans, strict=True)
        for page in pages((item,), desk.plan.read)
    )
    chapters: list[Outcome] = []
    try:
        while readings:
            page, chapter, reading = readings.popleft()
            document = result(reading, page.name, "reading")
            chapters.append(shelf.add(page, chapter, document))
            yield chapters[-1]
    finally:
        for _, _, reading in readings:
            reading.cancel()
    if shelf.chapters:
        with ThreadPoolExecutor(1) as pool:  # so that an interrupt need not wait
            done = result(pool.submit(shelf.publish, task, jobs), book.title, "publishing")
        if any(chapter.errors for chapter in chapters):
            task = replace(task, source="")  # it is not what it is to be, so the next run shall build it again
        yield recorded(task, done, desk, Told.of(chapters))


class _Shelf:
    """The chapters that could be read so far, with what the plan says of each."""

    def __init__(self, book: BookPlan, plan: Plan) -> None:
        self.chapters: list[Document] = []
        self._book = book
        self._plan = plan
        self._parts: dict[int, str] = {}
        self._kept: dict[int, frozenset[str]] = {}
        self._titles: dict[int, str] = {}
        self._part = ""  # the one that begins with the next chapter that can be read

    def add(self, item: Item, chapter: ChapterPlan, document: Document | WikipubError) -> Outcome:
        """Take the next chapter, or note that it is missing."""
        self._part = chapter.part or self._part
        if isinstance(document, WikipubError):
            return Outcome(item.name, errors=(document,))
        found = [*document.diagnostics]
        if not chapter.of_many:
            report_not_kept(document, chapter.keep, found.append)
        document = without_dropped(document, chapter.drop, found.append, chapter.of_many)
        number = len(self.chapters)
        self._kept[number] = frozenset(chapter.keep)
        if chapter.title:
            self._titles[number] = chapter.title
        if self._part:
            self._parts[number] = self._part
            self._part = ""
        self.chapters.append(document)
        return Outcome(item.name, diagnostics=tuple(found), left_out=LeftOut.of(document.ledger))

    def publish(self, task: Task, at_once: int) -> Outcome:
        """Bind the chapters and write those files of the book that have to be built."""
        start = time.perf_counter()
        plan = self._book
        language = self._plan.read.language or plan.language
        chapters = tuple(self.chapters)
        book = Book(plan.title, chapters, language, plan.imprint, self._parts, self._kept, self._titles)
        printed = dedupe(book) if self._plan.dedupe else book
        repeats = LeftOut.of(
            entry
            for before, after in zip(book.chapters, printed.chapters, strict=True)
            for entry in after.ledger[len(before.ledger) :]
        )
        files = {output: task.files[output] for output in task.stale}
        pictures = pictures_of(chapters)
        answers = write_all(printed, files, self._plan.publish, at_once)
        return gathered(plan.title, answers, (), repeats, time.perf_counter() - start, pictures)
