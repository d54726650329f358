"""The same article as wikitext and as a saved page, in every skin: the same outline, notes, tables and lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from truth import blocks_text, cells, from_wikitext, words
from wikipub.document import BulletList, DefinitionList, Document, OrderedList, Table
from wikipub.inspection import notes
from wikipub.pipeline import read
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.walk import headings, plain

ARTICLES = (
    "Binary_search_in_sorted_arrays",
    "Glass_Meridian_(album)",
    "Halvorsen_(disambiguation)",
    "List_of_lighthouses_of_the_Vesper_Islands",
    "Port_Halvorsen",
    "Quillfish",
)
SKINS = ("monobook", "vector", "vector-2022", "vector-2022-modern")


@pytest.fixture(scope="module", params=[(name, skin) for name in ARTICLES for skin in SKINS], ids="-".join)
def both(request: pytest.FixtureRequest, shared: Path) -> tuple[Document, Document]:
    """An article read from its wikitext, and from the page that MediaWiki made of it."""
    name, skin = request.param
    folder = shared / "mediawiki"
    page = (folder / "html" / f"{name}.{skin}.html").read_text("utf-8")
    saved = read(Source(Origin(f"{name}.html", name), page), ReadOptions(format=Format.HTML))
    return from_wikitext((folder / "truth" / f"{name}.wiki").read_text("utf-8"), name), saved


def test_outlines_agree(both: tuple[Document, Document]) -> None:
    outlines = [[(heading.depth, words(plain(heading.inlines))) for heading in headings(document)] for document in both]
    assert outlines[0] == outlines[1]


def test_notes_agree(both: tuple[Document, Document]) -> None:
    entries = [
        sorted((note.label, words(blocks_text(note.blocks))) for note in document.notes.values()) for document in both
    ]
    assert entries[0] == entries[1]
    marks = [(notes(document)["marks"], notes(document)["linked"]) for document in both]
    assert marks[0] == marks[1]


def test_tables_agree(both: tuple[Document, Document]) -> None:
    """But for those within a box, which a module of the wiki makes."""
    tables = [[cells(block) for block in document.blocks if isinstance(block, Table)] for document in both]
    assert tables[0] == tables[1]


def test_lists_agree(both: tuple[Document, Document]) -> None:
    kinds = (BulletList, OrderedList, DefinitionList)
    texts = [
        [(type(block), words(blocks_text((block,)))) for block in document.blocks if isinstance(block, kinds)]
        for document in both
    ]
    assert texts[0] == texts[1]
