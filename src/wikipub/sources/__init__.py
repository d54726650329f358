"""From a path to decoded sources: files, the files of a folder, standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikipub.late_names import late_names
from wikipub.sources.files import FIX_SUFFIX, STDIN, inputs, is_source, listed

if TYPE_CHECKING:
    from wikipub.sources.articles import Overview
    from wikipub.sources.correction import ELLIPSIS
    from wikipub.sources.opened import is_dump_file, is_tree
    from wikipub.sources.pages import selection
    from wikipub.sources.reading import dump_overview, load

__all__ = [
    "ELLIPSIS",
    "FIX_SUFFIX",
    "STDIN",
    "Overview",
    "dump_overview",
    "inputs",
    "is_dump_file",
    "is_source",
    "is_tree",
    "listed",
    "load",
    "selection",
]

_HOMES = {
    "ELLIPSIS": "wikipub.sources.correction",
    "Overview": "wikipub.sources.articles",
    "dump_overview": "wikipub.sources.reading",
    "is_dump_file": "wikipub.sources.opened",
    "is_tree": "wikipub.sources.opened",
    "load": "wikipub.sources.reading",
    "selection": "wikipub.sources.pages",
}
"""The module of each name that is imported when it is first asked for: a build that finds nothing to do needs none."""

if not TYPE_CHECKING:  # which would take any name for one of these
    __getattr__ = late_names(__name__, _HOMES)
