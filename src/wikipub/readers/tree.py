"""Reading a document tree's JSON again: what `wikipub inspect --tree=json` printed and a person corrected."""

from __future__ import annotations

from dataclasses import replace

from wikipub.diagnostics import Warn
from wikipub.document import Document
from wikipub.source import Format, ReadOptions, Source
from wikipub.tree_json import from_json


def read_tree(source: Source, options: ReadOptions, warn: Warn) -> Document:
    """The document in a tree's JSON; raises TreeFormatError, naming the place, where it is wrong.

    Name and size are those of the JSON file. What is known of the article's origin, and its language, is what the
    options say, else what the tree says. The tree's diagnostics are about another file and are left behind; what is
    still odd is found again.
    """
    document = from_json(source.text, source.origin.name)
    told, given = document.origin, source.origin
    origin = replace(
        given,
        format=Format.TREE,
        site=told.site,
        url=given.url or told.url,
        revision=given.revision or told.revision,
        date=given.date or told.date,
        authors=given.authors or told.authors,
        license=given.license or told.license,
    )
    return replace(document, origin=origin, language=options.language or document.language, diagnostics=())
