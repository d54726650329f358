"""Question: which rows and cells does a table have?

As MediaWiki's Parser::doTableStuff reads them: `|-`, `|`, `!`, `||`, `!!`, `|+`; attributes stand before a single bar.
"""

from __future__ import annotations

import re

from wikipub.document import Blocks, Cell, Inlines, Spans, Table
from wikipub.readers.wikitext.tags import attributes

START = re.compile(r"[ \t]*:*[ \t]*\{\|")
LINE = re.compile(r"[ \t]*(\|\}|\|-|\|\+|\||!)")
_WIDEST = 1000
_NUMBER = re.compile(r"\d{1,4}")


class TableBuilder:
    """A table while it is read."""

    def __init__(self) -> None:
        self.caption: Inlines = ()
        self.rows: list[list[Cell]] = []
        self._open = False

    def row(self) -> None:
        """Begin a row."""
        self._open = False

    def cell(self, blocks: Blocks, header: bool, given: str) -> None:
        """Add a cell to the row; `given` are its attributes as written."""
        if not self._open:
            self.rows.append([])
            self._open = True
        named = attributes(given) if "span" in given else {}
        self.rows[-1].append(Cell(blocks, header, _span(named.get("rowspan", "")), _span(named.get("colspan", ""))))

    def table(self, spans: Spans) -> Table:
        """The table; rows at its top whose cells are all heads are its head."""
        head = 0
        while head < len(self.rows) and all(cell.header for cell in self.rows[head]):
            head += 1
        return Table(tuple(map(tuple, self.rows)), head if head < len(self.rows) else 0, self.caption, spans)


def _span(text: str) -> int:
    found = _NUMBER.match(text)
    return min(max(1, int(found[0])), _WIDEST) if found else 1


def cells(line: str, header: bool) -> list[tuple[str, str, bool]]:
    """The cells of a line, without its first sign: attributes, content, and whether it is a head."""
    if header:
        line = line.replace("!!", "||")
    return [(*_parted(part), header) for part in line.split("||")]


def _parted(text: str) -> tuple[str, str]:
    """A cell's attributes and content."""
    before, bar, after = text.partition("|")
    if not bar or "[[" in before or "-{" in before:
        return "", text
    return before, after


def caption(text: str) -> str:
    """A caption without its attributes."""
    return _parted(text)[1]


def closed_tables(lines: list[str]) -> frozenset[int]:
    """The lines that begin a table which is closed; also a first row whose table a template has begun."""
    opened: list[int] = []
    closed: set[int] = set()
    row: int | None = None
    for number, line in enumerate(lines):
        mark = line.lstrip(" \t")[:2]
        if "{|" in line and START.match(line):
            opened.append(number)
            row = None
        elif mark == "|}":
            if opened:
                closed.add(opened.pop())
            elif row is not None:
                closed.add(row)
            row = None
        elif not opened:
            if mark == "|-" or mark[:1] == "!":
                row = number if row is None else row
            elif mark[:1] == "=":
                row = None
    return frozenset(closed)


def goes_on(lines: list[str], number: int) -> bool:
    """Whether the next line that is not blank is one of a table."""
    following = next((line for line in lines[number + 1 : number + 4] if line.strip()), "")
    return LINE.match(following) is not None
