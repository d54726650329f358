"""Resolve links between articles, once it is known what is inside the publication."""

from __future__ import annotations

import re
import unicodedata

from wikipub.diagnostics import Warn
from wikipub.document import Document, Heading, Inline, Inlines, Link, WikiLink
from wikipub.walk import map_document_inlines, map_inlines, plain

_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212_", "------ ")


def resolve_links(document: Document, warn: Warn) -> Document:
    """A bound document whose wiki links point at chapters and sections inside it; others are plain text."""
    places = _places(document)

    def resolve(inline: Inline) -> Inlines:
        if not isinstance(inline, WikiLink):
            return (inline,)
        article = _folded(inline.title)
        place = places.get((article, _folded(inline.section))) or places.get((article, ""))
        return (Link(inline.inlines, f"#{place}"),) if place else inline.inlines

    return map_document_inlines(document, lambda inlines: map_inlines(inlines, resolve))


def _places(document: Document) -> dict[tuple[str, str], str]:
    """The ids of chapters by (title, "") and of their sections by (title, section title), the first of each."""
    places: dict[tuple[str, str], str] = {}
    chapter = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            title = _folded(plain(block.inlines))
            if block.depth == 1:
                chapter = title
            places.setdefault((chapter, "" if block.depth == 1 else title), block.id)
    return places


def _folded(title: str) -> str:
    """`title` as it is compared: case, underscores, runs of blanks and the kind of dash do not count."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", title).translate(_DASHES)).strip().casefold()
