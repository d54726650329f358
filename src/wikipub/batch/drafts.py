"""Drafts of corrections, each written beside its source; an existing correction is never written over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from wikipub import pipeline, sources
from wikipub.batch.inputs import Item, as_error
from wikipub.correction_draft import draft
from wikipub.errors import CorrectionError, PublishError, WikipubError
from wikipub.source import Format, ReadOptions


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
    if not isinstance(item.path, Path):
        raise CorrectionError(f"{item.name}: no file can stand beside standard input; save the text in a file first")
    target = Path(f"{item.path}{sources.FIX_SUFFIX}")
    if target.exists():
        raise CorrectionError(f"{target}: this correction is there already; edit it, or move it away for a new draft")
    source = next(sources.load(item.path, options))
    document = pipeline.read(source, options)
    if document.origin.format != Format.TEXT:
        raise CorrectionError(f"{item.name}: this is read as {document.origin.format}; correct the file itself")
    text = draft(source, document)
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise CorrectionError(f"{target}: this correction is there already; edit it, or move it away") from None
    except OSError as error:
        cause = error.strerror or str(error)
        raise PublishError(f"{target}: cannot be written: {cause}; check the folder and the disk") from error
    return target
