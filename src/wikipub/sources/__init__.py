"""From a path to decoded sources: files, the files of a folder, standard input."""

from wikipub.sources.articles import Overview
from wikipub.sources.correction import ELLIPSIS, FIX_SUFFIX
from wikipub.sources.load import STDIN, dump_overview, inputs, is_dump_file, is_source, is_tree, load
from wikipub.sources.selection import selection

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
    "load",
    "selection",
]
