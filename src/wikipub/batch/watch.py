"""Waiting for files to change, by watchfiles, behind the extra `wikipub[watch]`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os.path import abspath, commonpath
from pathlib import Path

from wikipub.batch.record import STATE
from wikipub.errors import MissingToolError, SourceError

_QUIET = 300
"""Milliseconds without a change after which a burst of changes is over."""

_LONGEST = 3000
"""Milliseconds after which a burst is reported although it goes on."""


_LOOK = 250
"""Milliseconds between two looks."""


def changes(paths: Iterable[str], folder: Path) -> Iterator[None]:
    """Something once the watch has begun, and each time that files under `paths` have changed and come to rest.

    Of a file what lies beside it counts too. No change is lost between two looks, however long what is done then takes.
    What wikipub itself writes into the folder of outputs is no change. Raises MissingToolError where watchfiles is not
    installed, SourceError where one of `paths` is not there.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        message = "watchfiles is not there; install it with: python -m pip install 'wikipub[watch]'"
        raise MissingToolError(message) from error
    roots = [_root(path) for path in paths]
    outputs = abspath(folder)
    # Outputs that lie among the sources cannot be told from them; then a build that finds nothing to do follows.
    apart = all(commonpath([root, outputs]) != outputs for root in roots)
    own = outputs if apart else f"{outputs}/{STATE}"

    def matters(_: object, path: str) -> bool:
        return not Path(path).is_relative_to(own) and not Path(path).name.endswith(".part")

    begun = False
    looks = watch(
        *roots, watch_filter=matters, debounce=_LONGEST, step=_QUIET, rust_timeout=_LOOK, yield_on_timeout=True
    )
    for found in looks:
        if found or not begun:
            begun = True
            yield None


def _root(path: str) -> str:
    """The folder to watch for `path`."""
    found = Path(abspath(path))
    if not found.exists():
        raise SourceError(f"{path}: no such file or folder to watch; check the name and the folder you are in")
    return str(found if found.is_dir() else found.parent)
