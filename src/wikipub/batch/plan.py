"""What a run is to make, and how it is to go about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikipub.bookfile import BookPlan
    from wikipub.publishers.options import PublishOptions
    from wikipub.source import ReadOptions


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
class Work:
    """How a run goes about it: nothing of this is seen in what it makes.

    `jobs` articles are worked on at a time, each for `timeout` seconds at most; None means TIMEOUT (staff.py) where
    there are several, and no limit for a single one. With `force` what is up to date is built too; with `prune` outputs
    whose source is gone are removed. `cluster` is the address of a Dask scheduler, "" for processes of this machine.
    """

    jobs: int = 1
    timeout: float | None = None
    force: bool = False
    prune: bool = False
    cluster: str = ""
