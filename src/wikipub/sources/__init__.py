"""From a path to decoded sources: files, the files of a folder, standard input."""

from wikipub.sources.load import inputs, is_tree, load

__all__ = ["inputs", "is_tree", "load"]
