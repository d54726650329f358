"""What comes of a build, as lines: its outcomes, its progress, its sums, and what it would do."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wikipub.batch.outcome import Outcome
from wikipub.batch.tally import Tally, counted
from wikipub.console.tables import Section, one_line, tables
from wikipub.diagnostics import Severity
from wikipub.errors import WikipubError

if TYPE_CHECKING:
    from wikipub.batch.task import Task

_NOW_AND_THEN = 30.0
"""Seconds between two lines of progress where there is no terminal."""

_SAME = 3
"""How many diagnostics of one kind a build prints for an input; `inspect` shows them all."""


def outcome_lines(outcome: Outcome, *, quiet: bool = False) -> Iterator[str]:
    """The errors and warnings of a build's outcome, one line each; of many warnings of one kind the first few.

    Of a quiet run only the errors.
    """
    for error in outcome.errors:
        yield error_line(error, outcome.name)
    if quiet:
        return
    seen: Counter[str] = Counter()
    for diagnostic in outcome.diagnostics:
        if diagnostic.severity is Severity.WARNING:
            seen[diagnostic.code] += 1
            if seen[diagnostic.code] <= _SAME:
                yield one_line(str(diagnostic))
    for code, count in seen.items():
        if count > _SAME:
            yield f"{outcome.name}: {count - _SAME} more of this kind [{code}]; wikipub inspect shows them all"


def preview_lines(step: Task | Path) -> Iterator[str]:
    """What a build would do in this step: the files that it would build, and why, or the one that it would remove."""
    if isinstance(step, Path):
        yield one_line(f"would remove {step}: its source is gone")
        return
    for format, why in () if step.faults else step.stale.items():
        yield one_line(f"would build {step.files[format]}: {why}")


def error_line(error: WikipubError, name: str) -> str:
    """An error as a line for standard error; `name` is what it is about, where the error itself does not say so."""
    message = one_line(str(error))
    return f"error: {message if message.startswith(name) else f'{name}: {message}'} [{error.code}]"


def summary_lines(tally: Tally, *, strict: bool) -> Iterator[str]:
    """The sums of a run; on a terminal those of several articles as a table, too."""
    counts = (tally.built, tally.up_to_date, tally.failed, tally.warned)
    if sys.stderr.isatty() and tally.built + tally.up_to_date + tally.failed > 1:
        columns = ("built", "up to date", "failed", "with warnings")
        yield tables([Section("Articles", columns, (tuple(map(str, counts)),))]).rstrip()
    yield one_line(tally.summary(strict=strict))


def with_progress(outcomes: Iterator[Outcome], total: int | None) -> Iterator[Outcome]:
    """`outcomes` as they are; while one is waited for, a terminal shows how far `total` is done, at which rate, and how
    many failed. Elsewhere a line says so now and then. None as `total` means that it is not known.
    """
    yield from _with_bar(outcomes, total) if sys.stderr.isatty() else _with_lines(outcomes, total)


def _with_bar(outcomes: Iterator[Outcome], total: int | None) -> Iterator[Outcome]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("[red]{task.fields[failed]}"),
    )
    progress = Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
    )
    task = progress.add_task("building", total=total, rate="", failed="")
    count = failed = 0
    start = time.monotonic()
    try:
        progress.start()
        for outcome in outcomes:
            progress.stop()  # so that what is printed now does not run into the bar
            yield outcome
            count, failed = count + 1, failed + bool(outcome.errors)
            rate = f"{count / (time.monotonic() - start):.1f}/s"
            progress.update(task, advance=1, rate=rate, failed=f"{failed} failed" if failed else "")
            progress.start()
    finally:
        progress.stop()


def _with_lines(outcomes: Iterator[Outcome], total: int | None) -> Iterator[Outcome]:
    count = failed = 0
    start = said = time.monotonic()
    for outcome in outcomes:
        yield outcome
        count, failed = count + 1, failed + bool(outcome.errors)
        now = time.monotonic()
        if now - said >= _NOW_AND_THEN:
            said = now
            print(_progress_line(count, total, failed, now - start), file=sys.stderr, flush=True)


def _progress_line(count: int, total: int | None, failed: int, seconds: float) -> str:
    """How far a run is after `seconds`, such as "120 of 1000 articles, 3 failed, 4.0 a second, 4 minutes left"."""
    parts = [f"{count} of {total} articles" if total else counted(count, "article")]
    if failed:
        parts.append(f"{failed} failed")
    parts.append(f"{count / seconds:.1f} a second")
    if total:
        minutes = round((total - count) * seconds / count / 60)
        parts.append(counted(minutes, "minute") + " left" if minutes else "less than a minute left")
    return ", ".join(parts)
