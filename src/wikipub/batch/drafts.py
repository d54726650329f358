"""Drafts for a person to go on from: corrections beside their sources, a book file. None is ever written over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os.path import relpath
from pathlib import Path, PurePath

from wikipub import pipeline, sources
from wikipub.batch.inputs import Item
from wikipub.batch.outcome import as_error
from wikipub.batch.reading import each
from wikipub.book_draft import draft_book
from wikipub.correction_draft import draft
from wikipub.document import Document
from wikipub.errors import BookError, CorrectionError, PublishError, WikipubError
from wikipub.source import Format, ReadOptions

_TOLD = 3
"""How many inputs a message names that cannot be read."""


def write_drafts(items: Iterable[Item], options: ReadOptions) -> Iterator[tuple[Item, str | WikipubError]]:
    """Write the draft of each input; yields the line that names its file, or why there is none."""
    for item in items:
        try:
            yield item, f"{_write(item, options)}\n"
        except Exception as error:
            yield item, as_error(item.name, "drafting a correction", error)


def _write(item: Item, options: ReadOptions) -> Path:
    if item.error:
        raise item.error
    if not item.file:
        raise CorrectionError(f"{item.name}: no file can stand beside standard input; save the text in a file first")
    target = Path(f"{item.file}{sources.FIX_SUFFIX}")
    if target.exists():
        raise CorrectionError(f"{target}: this correction is there already; edit it, or move it away for a new draft")
    source = next(sources.load(item.path, options))
    document = pipeline.read(source, options)
    if document.origin.format != Format.TEXT:
        raise CorrectionError(f"{item.name}: this is read as {document.origin.format}; correct the file itself")
    _create(target, draft(source, document))
    return target


def write_book_draft(items: Sequence[Item], options: ReadOptions, target: Path) -> list[tuple[Item, WikipubError]]:
    """Write to `target` a book file whose chapters are the inputs that can be read; returns those that cannot.

    Raises BookError where none can, or `target` is there already.
    """
    if target.exists():
        raise BookError(f"{target}: this book file is there already; edit it, or move it away for a new one")
    articles: list[tuple[PurePath, Document]] = []
    failed: list[tuple[Item, WikipubError]] = []
    for item, answer in each(items, options, lambda document: document):
        if item.source and item.file:
            raise BookError(
                f"{item.file}: a book file names files of one article; bind a dump's pages with --book TITLE"
            )
        if isinstance(answer, WikipubError):
            failed.append((item, answer))
        else:
            articles.append((_seen_from(target.parent, item), answer))
    if not articles:
        why = "; ".join(str(error) for _, error in failed[:_TOLD]) or "there are no inputs"
        raise BookError(f"{why}. No book file is written; name the folder that holds the articles")
    not_read = [(_seen_from(target.parent, item), error) for item, error in failed]
    folders = {Path(item.file or item.name).resolve().parent for item in items}
    folder = folders.pop().name if len(folders) == 1 else ""
    _create(target, draft_book(articles, not_read, folder))
    return failed


def _seen_from(folder: Path, item: Item) -> PurePath:
    return PurePath(relpath(item.file or item.name, folder))


def _create(target: Path, text: str) -> None:
    """Write a new file; raises PublishError where that cannot be done, or one is there."""
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        cause = error.strerror or str(error)
        raise PublishError(f"{target}: cannot be written: {cause}; check the folder and the disk") from error
