"""Building each input to publications of its own, several at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from wikipub.batch.job import Job, build_article
from wikipub.batch.outcome import Made, Outcome, as_error
from wikipub.batch.record import Told
from wikipub.batch.task import Desk, Task
from wikipub.diagnostics import Diagnostic, Severity
from wikipub.errors import TimeLimitError, WikipubError, WorkerError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from wikipub.batch.staff import Staff

_PATIENCE = 0.2
"""Seconds between two looks at a running job; a key press cannot interrupt a longer wait on Windows."""

AHEAD = 16
"""Jobs for each worker that are handed out at a time; more would only take memory."""

_KEPT_BACK = 4096
"""Outcomes that may wait for that of an earlier input which takes its time."""

_NOTHING = Told()

_T = TypeVar("_T")


def build_each(tasks: Iterable[Task], desk: Desk, staff: Staff, at_once: int) -> Iterator[Outcome]:
    """Do what is to be done of `tasks`: `staff` works on several of them at a time, on `at_once` files of each.

    Yields an outcome a task, in their order, but records each as soon as it is there. Leaving the iterator early, as an
    interrupt does, gives up what has not begun.
    """
    line = _Line(desk)
    try:
        for number, task in enumerate(tasks):
            if task.faults and task.items[0].error:
                line.ready[number] = Outcome(task.name, errors=task.faults)
            elif task.stale:
                files = {output: task.files[output] for output in task.stale}
                job = Job(task.items[0], files, desk.plan.read, desk.plan.publish, at_once)
                line.enter(number, task, staff.submit(build_article, job))
            else:
                line.ready[number] = up_to_date(task)
            while len(line.running) >= AHEAD * staff.jobs or len(line.ready) >= _KEPT_BACK:
                line.wait()
                yield from line.next()
            yield from line.next()
        while line.running:
            line.wait()
            yield from line.next()
    finally:
        for _, future in line.running.values():
            future.cancel()


class _Line:
    """Tasks that are worked on, by their numbers, and the outcomes that are ready but not at their turn."""

    def __init__(self, desk: Desk) -> None:
        self.running: dict[int, tuple[Task, Future[Outcome]]] = {}
        self.ready: dict[int, Outcome] = {}
        self._desk = desk
        self._done: SimpleQueue[int] = SimpleQueue()
        self._turn = 0

    def enter(self, number: int, task: Task, future: Future[Outcome]) -> None:
        """Add what is worked on."""
        self.running[number] = task, future
        future.add_done_callback(lambda _: self._done.put(number))

    def wait(self) -> None:
        """Wait until something is done."""
        while True:
            try:
                number = self._done.get(timeout=_PATIENCE)
            except Empty:
                continue
            task, future = self.running.pop(number)
            done = result(future, task.name, "building")
            self.ready[number] = recorded(task, done, self._desk)
            return

    def next(self) -> Iterator[Outcome]:
        """The outcomes whose turn it is."""
        while self._turn in self.ready:
            yield self.ready.pop(self._turn)
            self._turn += 1


def up_to_date(task: Task) -> Outcome:
    """The outcome of a task of which nothing is to be built: what was said when it was."""
    told = task.entry.told if task.entry else _NOTHING
    diagnostics = told.diagnostics
    if task.diagnostics:
        diagnostics = tuple(dict.fromkeys((*diagnostics, *task.diagnostics)))
    return Outcome(task.name, (), task.errors, diagnostics, told.left_out, kept=_kept(task))


def recorded(task: Task, done: Outcome | WikipubError, desk: Desk, before: Told = _NOTHING) -> Outcome:
    """The outcome of a task that was worked on, with what was known of it; what was made is recorded.

    Not so where the source is another by now: which of both an output was made of is not known then. What was said
    `before` is recorded too.
    """
    if isinstance(done, WikipubError):
        done = Outcome(task.name, errors=(done,))
    found = [*done.diagnostics, *task.diagnostics]
    if done.made and task.source:
        if desk.content(task.items) == task.content:
            told = Told.of((Outcome("", diagnostics=before.diagnostics, left_out=before.left_out), done))
            desk.record.put(
                task.source,
                task.stem,
                task.content,
                desk.recipes,
                done.made,
                told,
                done.pictures,
                desk.origin(task.items),
            )
        else:
            message = "it was changed while it was built; build it again, so that its outputs fit it"
            found.append(Diagnostic("source-changed", Severity.WARNING, message, task.name))
    return replace(done, errors=(*done.errors, *task.errors), diagnostics=tuple(dict.fromkeys(found)), kept=_kept(task))


def _kept(task: Task) -> tuple[Made, ...]:
    """The outputs of a task that stood already."""
    if not task.entry:
        return ()
    stood = ((output, path) for output, path in task.files.items() if output not in task.stale)
    return tuple(task.entry.made(output, path) for output, path in stood)


def result(future: Future[_T], name: str, doing: str) -> _T | WikipubError:
    """What a job gave, or the error that ended it; `name` and `doing` say what it was about."""
    from concurrent.futures import wait  # as what follows: a build that finds nothing to do needs none of it

    from wikipub.coprocess import ProcessDied, TookTooLong

    while wait([future], timeout=_PATIENCE).not_done:
        pass
    try:
        return future.result()
    except ProcessDied as error:
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
