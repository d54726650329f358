"""Runs over folders of small articles, in this process and quickly."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from wikipub.batch import pool, run
from wikipub.batch.inputs import Item
from wikipub.batch.outcome import Outcome
from wikipub.batch.plan import Plan, Work
from wikipub.bookfile import BookPlan
from wikipub.publishers.options import PublishOptions
from wikipub.source import ReadOptions


def page(folder: Path, name: str, text: str = "Title\n\nA paragraph of some words.\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def in_its_place(file: Path, text: str) -> None:
    """Exchange what a file holds for as many other bytes, and put the time of its modification back."""
    times = file.stat()
    with file.open("r+") as stream:
        stream.write(text)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (times.st_size, times.st_mtime_ns)


def plan(folder: Path, *outputs: str, book: str | None = None) -> Plan:
    bound = None if book is None else BookPlan(book)
    return Plan(outputs or ("json",), folder / "out", ReadOptions(), PublishOptions(), bound)


def build(
    items: Sequence[Item],
    plan: Plan,
    jobs: int = 2,
    say: Callable[[str], object] = print,
    *,
    force: bool = False,
    prune: bool = False,
) -> Iterator[Outcome]:
    """What a run gives, its articles worked on in threads of this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "WorkerPool", lambda jobs, _: ThreadPoolExecutor(jobs))
        yield from run.build(items, plan, Work(jobs, force=force, prune=prune), say)
