"""The whole program on one page: a path becomes a Document, a Document or Book becomes a file."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from wikipub.detect import detect
from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Book, Document
from wikipub.errors import CorrectionError, InternalError, PublishError, WikipubError
from wikipub.media import with_pictures
from wikipub.option_table import Layout
from wikipub.publishers import output_format
from wikipub.publishers.options import PublishOptions
from wikipub.readers import READERS
from wikipub.source import Format, ReadOptions, Source
from wikipub.sources import load
from wikipub.transforms import CLEAN, FINISH
from wikipub.transforms.bind import bind
from wikipub.transforms.captions import without_pictures
from wikipub.transforms.glossary import with_glossary
from wikipub.transforms.key_facts import with_key_facts_first


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a publication: its file, and what was odd on the way."""

    path: Path
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """An article or a book as its publishers get it, and what was odd on the way there; one for all formats."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]


def read(source: Source, options: ReadOptions) -> Document:
    """The document that a source holds: detect its format, read it, clean the tree."""
    found: list[Diagnostic] = list(source.repairs)
    format = options.format or source.format or detect(source)
    if source.correction and format is not Format.TEXT:
        raise CorrectionError(
            f"{source.correction.name}: corrections are for scraped text, but {source.origin.name} is read as "
            f"{format}; correct the source itself, and move this file away"
        )
    reader = READERS[format]
    try:
        with _no_collection():
            document = reader(source, options, found.append)
            for transform in CLEAN:
                document = transform(document, found.append)
    except (WikipubError, MemoryError):
        raise
    except Exception as error:
        message = f"{source.origin.name}: reading failed: {error!r}; please report this, with the file"
        raise InternalError(message) from error
    return replace(document, diagnostics=document.diagnostics + tuple(found), media=source.media)


@contextmanager
def _no_collection() -> Iterator[None]:
    """A tree is many objects and no cycle; to look for cycles meanwhile takes a third of the time.

    Freezing and thawing puts what is there among the oldest objects, which are looked through seldom: else the first
    collection afterwards would go through the whole tree at once.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def read_all(path: str | Path, options: ReadOptions) -> Iterator[Document]:
    """The documents of a file, of a folder's files in the order of their names, or of standard input (`-`)."""
    for source in load(path, options):
        yield read(source, options)


def illustrated(work: Document | Book, warn: Warn) -> Document | Book:
    """`work` with the pictures that its figures name; an article that has been illustrated stays as it is."""
    if isinstance(work, Book):
        return replace(work, chapters=tuple(with_pictures(chapter, warn) for chapter in work.chapters))
    return with_pictures(work, warn)


def bound(work: Document | Book, options: PublishOptions) -> Bound:
    """`work` as one document with its pictures, and with sound links, notes and levels. Raises BookError."""
    found: list[Diagnostic] = []
    with _no_collection():
        apart = options.look.layout is not Layout.HANDOUT
        pictured = illustrated(work, found.append)
        document = bind(pictured, options.keep, found.append, options.links, sources_apart=apart)
        if options.look.key_facts:
            document = with_key_facts_first(document)
        if options.look.glossary:
            document = with_glossary(document, found.append)
        for transform in FINISH:
            document = transform(document, found.append)
    return Bound(document, tuple(found))


def publish(work: Document | Book | Bound, output: str, path: Path, options: PublishOptions) -> Report:
    """Write `work` in the format named `output` to `path`; nothing stands at `path` before it is whole.

    Raises UnknownOutputError, BookError, MissingToolError, EngineError or PublishError.
    """
    format = output_format(output)
    if format.binds and not isinstance(work, Bound):
        work = bound(work, options)
    if isinstance(work, Book):
        raise PublishError(f"a book has no form in {output}; write the {output} of each of its articles")
    document, known = (work.document, work.diagnostics) if isinstance(work, Bound) else (work, ())
    found = [*known]
    if not format.pictures and document.pictures:
        document = without_pictures(document, options.keep, found.append)
    with _no_collection():
        format(document, path, options, found.append)
    return Report(path, tuple(found))


def warnings(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Those diagnostics that `--strict` fails on."""
    return tuple(d for d in diagnostics if d.severity is Severity.WARNING)
