"""From a source to a document, one reader a format; the table of them is READERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from wikipub.diagnostics import Warn
from wikipub.document import Document
from wikipub.readers.html import read_html
from wikipub.readers.text import read_text
from wikipub.readers.tree import read_tree
from wikipub.readers.wikitext import read_wikitext
from wikipub.source import Format, ReadOptions, Source

Reader: TypeAlias = Callable[[Source, ReadOptions, Warn], Document]
"""Reads a source; no text of a page makes it raise. What is odd goes to the callback."""

READERS: Mapping[Format, Reader] = MappingProxyType(
    {Format.TEXT: read_text, Format.WIKITEXT: read_wikitext, Format.HTML: read_html, Format.TREE: read_tree}
)
