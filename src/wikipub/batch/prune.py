"""Removing outputs whose source is gone: none but those that wikipub made, and that are as it made them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from wikipub.batch.record import Record, stands
from wikipub.batch.task import is_there
from wikipub.errors import PublishError


def prune(record: Record, folder: Path, say: Callable[[str], object], *, really: bool = True) -> Iterator[Path]:
    """Remove the outputs in `folder` whose source is gone; yields each. Without `really` all stays as it is.

    What someone has changed since stays, which `say` is told in a sentence. Raises PublishError where a file cannot be
    removed.
    """
    for source in record.sources():
        if is_there(source, folder):
            continue
        for made in record.outputs(source):
            if stands(made):
                if really:
                    _remove(made.path)
                yield made.path
            elif made.path.exists():
                say(f"{made.path}: its source is gone, but someone has changed it: it stays")
        if really:
            record.forget(source)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(f"{path}: cannot be removed: {error.strerror}; allow it, or leave out --prune") from error
