"""One article, from its source to all its outputs: the work of one job, in whichever process it is done."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

from wikipub import pipeline
from wikipub.batch.job import Job
from wikipub.batch.outcome import LeftOut, Made, Outcome, Pictures, as_error
from wikipub.batch.reading import read
from wikipub.diagnostics import Diagnostic
from wikipub.document import Book, Document
from wikipub.engines import turn
from wikipub.errors import WikipubError
from wikipub.media import digests, picture_names
from wikipub.publishers import output_format
from wikipub.publishers.options import PublishOptions

Written: TypeAlias = tuple[Made, tuple[Diagnostic, ...]]
"""A file that was written, and what was odd on the way."""


def built(job: Job) -> Outcome:
    """What comes of a job: its article read once, and all its files written."""
    start = time.perf_counter()
    try:
        document = read(job.item, job.read)
    except WikipubError as error:
        return Outcome(job.item.name, errors=(error,), seconds=time.perf_counter() - start)
    pictures = pictures_of([document])  # before they are published: one that changes meanwhile is then told as changed
    answers = write_all(document, job.files, job.publish, job.at_once)
    left_out = LeftOut.of(document.ledger)
    return gathered(job.item.name, answers, document.diagnostics, left_out, time.perf_counter() - start, pictures)


def write_all(
    work: Document | Book, files: Mapping[str, Path], options: PublishOptions, at_once: int
) -> list[Written | WikipubError]:
    """Write `work` to each of `files`, `at_once` at a time; gives what came of each, in their order.

    It is bound once for all that want it bound.
    """
    bound: pipeline.Bound | WikipubError | None = None
    if any(output_format(output).binds for output in files):
        try:
            bound = pipeline.bound(work, options)
        except Exception as error:
            bound = as_error(str(next(iter(files.values()))), "binding", error)

    def write(output: str) -> Written | WikipubError:
        path = files[output]
        source = bound if bound and output_format(output).binds else work
        if isinstance(source, WikipubError):
            return source
        try:
            report = pipeline.publish(source, output, path, options)
            return Made.of(output, path), report.diagnostics
        except Exception as error:
            return as_error(str(path), "publishing", error)

    def write_in_turn(output: str) -> Written | WikipubError:
        with turn():
            return write(output)

    if at_once == 1 or len(files) < 2:
        return [write(output) for output in files]
    # Threads are enough: the long work is that of pandoc and typst. What takes longest begins first.
    with ThreadPoolExecutor(at_once) as pool:
        writing = {output: pool.submit(write_in_turn, output) for output in sorted(files, key=_is_short)}
        return [writing[output].result() for output in files]


def _is_short(output: str) -> bool:
    return not output_format(output).typeset


def gathered(
    name: str,
    answers: Sequence[Written | WikipubError],
    diagnostics: Sequence[Diagnostic],
    left_out: LeftOut,
    seconds: float,
    pictures: Pictures = (),
) -> Outcome:
    """The outcome of the input `name`: its reading's `diagnostics` and what came of each of its files."""
    written = [answer for answer in answers if not isinstance(answer, WikipubError)]
    return Outcome(
        name,
        made=tuple(made for made, _ in written),
        errors=tuple(answer for answer in answers if isinstance(answer, WikipubError)),
        diagnostics=tuple(dict.fromkeys([*diagnostics, *(d for _, found in written for d in found)])),
        left_out=left_out,
        seconds=seconds,
        pictures=pictures,
    )


def pictures_of(documents: Iterable[Document]) -> Pictures:
    """The pictures that `documents` name, as they are now, for the record."""
    return tuple(
        (document.media, digests(document.media, names)) for document in documents if (names := picture_names(document))
    )
