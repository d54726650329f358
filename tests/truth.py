"""How documents are compared with truth from outside: by words, cells and notes."""

from __future__ import annotations

import re

from wikipub.document import Block, Cell, Document, Table
from wikipub.pipeline import read
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.walk import inline_runs, iter_blocks, plain

_MARK = re.compile(r"\[[0-9a-z\s?–,-]{1,60}\]|\[(?:[A-Z]|Note|Ref) ?\d{1,3}\]|\[[a-z ]{3,20} [–—-] [a-z ]{3,20}\]")


def from_wikitext(text: str, name: str = "case") -> Document:
    """The document that wikitext becomes."""
    return read(Source(Origin(f"{name}.wiki", name), text), ReadOptions(format=Format.WIKITEXT))


def words(text: str) -> list[str]:
    """Words as ../shared/eval/score.py compares them: without case, signs and bracketed marks."""
    return re.findall(r"[^\W_]+", _MARK.sub(" ", _MARK.sub(" ", text)).casefold())


def blocks_text(blocks: tuple[Block, ...]) -> str:
    """The text of blocks, however deep, a line for each run."""
    return "\n".join(plain(run) for block in iter_blocks(blocks) for run in inline_runs(block))


def cells(table: Table) -> list[tuple[list[str], int, int, bool]]:
    """The cells of a table: words, spans, and whether it is a head."""

    def shown(cell: Cell) -> tuple[list[str], int, int, bool]:
        return words(blocks_text(cell.blocks)), cell.rowspan, cell.colspan, cell.header

    return [shown(cell) for row in table.rows for cell in row]
