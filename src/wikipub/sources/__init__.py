"""From a path to decoded sources: files, the files of a folder, standard input."""

from wikipub.sources.correction import ELLIPSIS, FIX_SUFFIX
from wikipub.sources.load import inputs, is_dump_file, is_source, is_tree, load
from wikipub.sources.selection import selection

__all__ = ["ELLIPSIS", "FIX_SUFFIX", "inputs", "is_dump_file", "is_source", "is_tree", "load", "selection"]
