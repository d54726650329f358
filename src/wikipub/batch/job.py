"""An article to be built, as it is handed to whichever process builds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wikipub.batch.inputs import Item
from wikipub.batch.outcome import Outcome
from wikipub.publishers.options import PublishOptions
from wikipub.source import ReadOptions


@dataclass(frozen=True, slots=True)
class Job:
    """An article to be built: its input, the files to be made of it by their formats' names, and how.

    `at_once` of the files are made at a time: one where other articles are built meanwhile.
    """

    item: Item
    files: Mapping[str, Path]
    read: ReadOptions
    publish: PublishOptions
    at_once: int = 1


def build_article(job: Job) -> Outcome:
    """Read the article once and write all its files; what cannot be done is among the outcome's errors."""
    from wikipub.batch.article import built  # what reads and publishes is imported where it is done

    return built(job)
