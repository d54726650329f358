"""The table's rows of readers, each beside its floor or peer, on the same texts in the same process.

The scripts `*_to_tree.py` measure each reader more closely.
"""

from __future__ import annotations

import gc
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path

import dump_to_tree
import html_to_tree
import text_to_tree
import wikitext_to_tree
from table import Cost, Table
from wikipub.source import Format, Origin, Source

_DUMP = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo><sitename>Wiki</sitename><dbname>wiki</dbname></siteinfo>
{}</mediawiki>
"""
_PAGE = (
    "  <page>\n    <title>Page</title>\n    <ns>0</ns>\n    <id>{0}</id>\n    <revision>\n      <id>{0}</id>\n"
    '      <model>wikitext</model>\n      <text xml:space="preserve">{1}</text>\n    </revision>\n  </page>\n'
)


def text(shared: Path, table: Table, most: int) -> None:
    """Scraped text, beside a bare pass of regular expressions."""
    found = _sources(shared / "scraped", ".txt", Format.TEXT, most)
    _compare(table, "scraped text → tree", text_to_tree.clean, "five expressions a line", text_to_tree.bare, found, 4)


def wikitext(shared: Path, table: Table, most: int) -> None:
    """Wikitext, beside mwparserfromhell's bare parse."""
    ours, theirs = wikitext_to_tree.clean, wikitext_to_tree.by_library
    found = _sources(shared / "wikitext", ".wiki", Format.WIKITEXT, most)
    _compare(table, "wikitext → tree", ours, "mwparserfromhell's bare parse", theirs, found, 2)


def html(shared: Path, table: Table, most: int) -> None:
    """Saved pages, beside pandoc's reader and mwparserfromhtml."""
    found = _sources(shared / "html", ".html", Format.HTML, most)
    pages = len(found)
    name = "saved page → tree"
    table.compare(
        name,
        lambda: html_to_tree.clean(found),
        "pandoc's reader",
        lambda: html_to_tree.by_pandoc(found),
        1 / 7,
        pages,
    )
    if importlib.util.find_spec("mwparserfromhtml"):
        library = "mwparserfromhtml's plain text"
        table.compare(
            name,
            lambda: html_to_tree.clean(found),
            library,
            lambda: html_to_tree.by_library(found),
            1 / 1.5,
            pages,
        )


def dump(shared: Path, table: Table, most: int, folder: Path) -> None:
    """A dump, beside the same wikitexts in files."""
    texts = [source.text for source in _sources(shared / "wikitext", ".wiki", Format.WIKITEXT, most)]
    escaped = (words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for words in texts)
    whole = folder / "whole.xml"
    whole.write_text(_DUMP.format("".join(_PAGE.format(n, words) for n, words in enumerate(escaped, 1))), "utf-8")
    folder = folder / "dump"
    folder.mkdir()
    dump_to_tree.write(whole, folder, len(texts))
    stages = [[dump_to_tree.measured(folder / name)[0] for name in ("dump.xml", "files")] for _ in range(table.runs)]
    mine, others = ([Cost(stage[side], stage[side]) for stage in stages] for side in (0, 1))
    table.costs("dump → trees, a page", mine, "the same from files", others, dump_to_tree.MOST, len(texts))


def _sources(folder: Path, ending: str, format: Format, most: int) -> list[Source]:
    files = sorted(folder.rglob(f"*{ending}"))
    if not files:
        raise SystemExit(f"{folder}: no *{ending} here; this benchmark needs the evaluation's texts")
    chosen = files[:: max(1, len(files) // most)][:most]
    return [Source(Origin(file.name, file.stem), file.read_text("utf-8", "replace"), format=format) for file in chosen]


def _compare(
    table: Table,
    name: str,
    ours: Callable[[Source], None],
    beside: str,
    theirs: Callable[[Source], None],
    sources: Sequence[Source],
    at_most: float,
) -> None:
    """A row of two functions; nothing looks for cycles meanwhile, as in `wikipub.read`."""

    def each(function: Callable[[Source], None]) -> None:
        for source in sources:
            function(source)

    ours(sources[0])
    gc.disable()
    table.compare(name, lambda: each(ours), beside, lambda: each(theirs), at_most, len(sources))
    gc.enable()
