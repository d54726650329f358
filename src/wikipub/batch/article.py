"""One article, from its source to all its outputs: the work of one job, in whichever process it is done."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from wikipub import pipeline
from wikipub.batch.inputs import Item, as_error, read
from wikipub.batch.outcome import LeftOut, Outcome
from wikipub.diagnostics import Diagnostic
from wikipub.document import Book, Document
from wikipub.errors import WikipubError
from wikipub.publishers import output_format
from wikipub.publishers.options import PublishOptions
from wikipub.source import ReadOptions


@dataclass(frozen=True, slots=True)
class Job:
    """An article to be built: its input, the files to be made of it by their formats' names, and how.

    `at_once` of the files are made at a time: one where other articles are built meanwhile.
    """

    item: Item
    files: tuple[tuple[str, Path], ...]
    read: ReadOptions
    publish: PublishOptions
    at_once: int = 1


def build_article(job: Job) -> Outcome:
    """Read the article once and write all its files; what cannot be done is among the outcome's errors."""
    start = time.perf_counter()
    try:
        document = read(job.item, job.read)
    except WikipubError as error:
        return Outcome(job.item.name, errors=(error,), seconds=time.perf_counter() - start)
    answers = write_all(document, job.files, job.publish, job.at_once)
    left_out = LeftOut.of(document.ledger)
    return gathered(job.item.name, answers, document.diagnostics, left_out, time.perf_counter() - start)


def write_all(
    work: Document | Book, files: Sequence[tuple[str, Path]], options: PublishOptions, at_once: int
) -> list[pipeline.Report | WikipubError]:
    """Write `work` to each of `files`, `at_once` at a time; gives what came of each, in their order.

    It is bound once for all that want it bound.
    """
    bound: pipeline.Bound | WikipubError | None = None
    if any(output_format(output).binds for output, _ in files):
        try:
            bound = pipeline.bound(work, options)
        except Exception as error:
            bound = as_error(str(files[0][1]), "binding", error)

    def write(file: tuple[str, Path]) -> pipeline.Report | WikipubError:
        output, path = file
        source = bound if bound and output_format(output).binds else work
        if isinstance(source, WikipubError):
            return source
        try:
            return pipeline.publish(source, output, path, options)
        except Exception as error:
            return as_error(str(path), "publishing", error)

    if at_once == 1 or len(files) < 2:
        return [write(file) for file in files]
    with ThreadPoolExecutor(at_once) as pool:  # threads are enough: the long work is that of pandoc and typst
        return list(pool.map(write, files))


def gathered(
    name: str,
    answers: Sequence[pipeline.Report | WikipubError],
    diagnostics: Sequence[Diagnostic],
    left_out: LeftOut,
    seconds: float,
) -> Outcome:
    """The outcome of the input `name`: its reading's `diagnostics` and what came of each of its files."""
    reports = [answer for answer in answers if isinstance(answer, pipeline.Report)]
    found = [*diagnostics, *(d for report in reports for d in report.diagnostics)]
    return Outcome(
        name,
        files=tuple(report.path for report in reports),
        errors=tuple(answer for answer in answers if isinstance(answer, WikipubError)),
        diagnostics=tuple(dict.fromkeys(found)),
        left_out=left_out,
        seconds=seconds,
    )
