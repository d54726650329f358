"""Question: which blocks do the lines of expanded wikitext make?

One pass over the lines with a stack of what is open, after MediaWiki's BlockLevelPass and doTableStuff. Damage stays
local: a list's line closes what it opens, a table that is never closed ends before the next heading or paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from wikipub.document import Block, Blocks, Heading, Inlines, Spans, ThematicBreak
from wikipub.readers.wikitext import tables
from wikipub.readers.wikitext.atoms import BLOCK
from wikipub.readers.wikitext.elements import Element
from wikipub.readers.wikitext.lists import MAX_DEPTH, PREFIX, Item, term_and_definition
from wikipub.readers.wikitext.open_elements import EVIDENCE, LISTS, Locate, OpenElements
from wikipub.readers.wikitext.tables import TableBuilder

_HEADING = re.compile(r"(={1,6})(.+?)(={1,6})[ \t]*")
_RULE = re.compile(r"-{4,}")
_PIECE = re.compile(
    r"\x02(\d+)\x02|<(/?)(div|center|p|blockquote|table|tr|td|th|caption|ul|ol|li|dl|dt|dd|hr|h[1-6])"
    r"((?:\s[^<>]*)?/?)>",
    re.IGNORECASE,
)
_QUOTATION_END = re.compile("</blockquote", re.IGNORECASE)
_CELLS = {"td", "th"}
_NO_PREFORMATTED = {"p", "ul", "ol", "dl", "table", "tr"}
_DEEPEST = 40
"""How many blocks may be open at a time; the tags of deeper ones are passed over."""


class BlockParser:
    """Makes blocks of expanded wikitext; `inlines` and `atom` tell what runs and signs become."""

    def __init__(
        self, text: str, inlines: Callable[[str], Inlines], atom: Callable[[str], Iterable[Block]], locate: Locate
    ) -> None:
        self._text = text
        self._inlines = inlines
        self._atom = atom
        self._locate = locate
        self._open = OpenElements(inlines, locate)
        self._passed_over = 0
        self._in_block = False
        self._last_quotation = max((found.start() for found in _QUOTATION_END.finditer(text)), default=-1)
        self.unclosed_tables = 0

    def blocks(self) -> Blocks:
        """The blocks of the whole text."""
        lines = self._text.split("\n")
        closed = tables.closed_tables(lines) if "|}" in self._text else frozenset()
        for number, line in enumerate(lines):
            self._line(line, number, closed, lines)
            self._open.at += len(line) + 1
        self._open.close_to(1)
        self._open.end(self._open.elements[0])
        return tuple(self._open.elements[0].blocks)

    # --- Lines ---

    def _line(self, line: str, number: int, closed: frozenset[int], lines: list[str]) -> None:
        if not line or line.isspace():
            self._blank(line)
            if self._open.tables and self._open.innermost_table().unclosed and not tables.goes_on(lines, number):
                self._end_table()
            return
        first = line.lstrip(" \t")[0]
        if first in "{:" and tables.START.match(line) and self._open.tables < MAX_DEPTH:
            self._start_table(line, number in closed)
            return
        if first in "|!" and not self._open.tables and number in closed:
            self._start_table("", True)
        if self._open.tables and first in "|!" and (found := tables.LINE.match(line)):
            self._table_line(found[1], line[found.end() :])
            return
        first = line[0]
        if first == "=" and (heading := _HEADING.fullmatch(line)):
            self._heading(heading)
        elif first in "*#:;" and (prefix := PREFIX.match(line)):
            self._item(prefix[0][:MAX_DEPTH], line[prefix.end() :])
        elif first == "-" and (rule := _RULE.match(line)):
            self._open.add(ThematicBreak(self._spans(len(line))))
            if line[rule.end() :].strip():
                self._content(line[rule.end() :])
        elif first == " " and not self._in_block and not self._open.quoted() and not _PIECE.search(line):
            self._preformatted(line[1:])
        else:
            self._open.end_items(self._open.top)
            self._content(line)

    def _spans(self, length: int) -> Spans:
        return self._locate(self._open.at, self._open.at + length)

    def _blank(self, line: str) -> None:
        element = self._open.top
        if element.preformatted and line:
            element.preformatted.append(line[1:])
        else:
            self._open.end(element)

    def _preformatted(self, text: str) -> None:
        element = self._open.top
        self._open.end_items(element)
        self._open.end_lines(element)
        element.preformatted.append(text)

    def _heading(self, found: re.Match[str]) -> None:
        if self._open.tables and self._open.innermost_table().unclosed:
            while self._open.tables and self._open.innermost_table().unclosed:
                self._end_table()
        depth = min(len(found[1]), len(found[3]))
        title = found[1][depth:] + found[2] + found[3][depth:]
        if not title.strip():
            self._content(found[0])
            return
        while len(self._open.elements) > 1 and not self._open.top.table and self._ends_at_heading(self._open.top):
            self._open.close_to(len(self._open.elements) - 1)
        spans = self._locate(self._open.at, self._open.at + len(found[0]))
        self._open.add(Heading(self._inlines(title.strip()), max(1, depth - 1), evidence=EVIDENCE, spans=spans))

    def _ends_at_heading(self, element: Element) -> bool:
        if element.name == "blockquote":
            return element.unclosed
        return element.name in _NO_PREFORMATTED or element.name in ("li", "dd", "dt")

    # --- Content of lines ---

    def _content(self, text: str) -> None:
        """Text and the blocks' tags and signs in it."""
        if BLOCK not in text and "<" not in text:
            self._add_text(text)
            return
        at = 0
        for found in _PIECE.finditer(text):
            if text[at : found.start()].strip():
                self._add_text(text[at : found.start()])
            at = found.end()
            if found[1]:
                self._open.end(self._open.top)
                for block in self._atom(found[1]):
                    self._open.add(block)
            elif found[2]:
                self._close_tag(found[3].lower())
            else:
                self._open_tag(found[3].lower(), found[4])
        if text[at:].strip():
            self._add_text(text[at:])

    def _add_text(self, text: str) -> None:
        element = self._open.top
        if element.preformatted or element.items:
            self._open.end(element)
        if not element.lines:
            element.lines_at = self._open.at
        element.lines.append(text)

    # --- Lists ---

    def _item(self, prefix: str, text: str) -> None:
        element = self._open.top
        if element.lines or element.preformatted:
            items, element.items = element.items, []
            self._open.end(element)
            element.items = items
        definition = None
        if prefix[-1] == ";":
            text, definition = term_and_definition(text)
        spans = self._spans(len(text) + len(prefix))
        element.items.append(Item(prefix, self._within("item", text), spans))
        if definition is not None:
            element.items.append(Item(prefix[:-1] + ":", self._within("item", definition), ()))

    def _within(self, name: str, text: str) -> Blocks:
        """The blocks of a piece of text that closes whatever it opens."""
        depth = len(self._open.elements)
        element = Element(name, start=self._open.at)
        self._open.elements.append(element)
        self._content(text)
        self._open.close_to(depth + 1)
        self._open.elements.pop()
        self._open.end(element)
        return tuple(element.blocks)

    # --- Tags ---

    def _open_tag(self, name: str, given: str) -> None:
        if name == "hr":
            self._open.add(ThematicBreak())
            return
        if given.endswith("/"):
            self._open.end(self._open.top)
            return
        self._open.end(self._open.top)
        self._in_block = name in _NO_PREFORMATTED
        if name == "li":
            self._open.close_within({"li"}, LISTS)
        elif name in ("dt", "dd"):
            self._open.close_within({"dt", "dd"}, {"dl"})
        elif name in _CELLS:
            self._open.close_within(_CELLS | {"caption"}, {"table"})
        elif name in ("tr", "caption"):
            self._open.close_within(_CELLS | {"caption"}, {"table"})
            if name == "tr" and (table := self._open.html_table()):
                table.row()
            if name == "tr":
                return
        elif name in ("div", "center", "p"):
            return
        if len(self._open.elements) >= _DEEPEST:
            self._passed_over += 1
            return
        element = Element(name, given, self._open.at)
        if name == "table":
            element.table = TableBuilder()
        if name == "blockquote":
            element.unclosed = self._open.at > self._last_quotation
        self._open.elements.append(element)

    def _close_tag(self, name: str) -> None:
        self._open.end(self._open.top)
        self._in_block = False
        if name == "tr":
            self._open.close_within(_CELLS, {"table"})
        elif self._passed_over and name not in ("div", "center", "p"):
            self._passed_over -= 1
        else:
            for depth in range(len(self._open.elements) - 1, 0, -1):
                element = self._open.elements[depth]
                if element.name == name and not element.wikitext:
                    self._open.close_to(depth)
                    return
                if element.wikitext or element.name == "item":
                    return

    # --- Tables of wikitext ---

    def _start_table(self, line: str, closed: bool) -> None:
        self._open.end(self._open.top)
        self.unclosed_tables += not closed
        self._open.elements.append(
            Element("table", line, self._open.at, table=TableBuilder(), wikitext=True, unclosed=not closed)
        )
        self._open.tables += 1

    def _end_table(self) -> None:
        self._open.to_table()
        self._open.close_to(len(self._open.elements) - 1)

    def _table_line(self, mark: str, rest: str) -> None:
        table = self._open.to_table()
        assert table.table is not None
        match mark:
            case "|}":
                self._end_table()
                if rest.strip():
                    self._content(rest)
            case "|-":
                table.table.row()
            case "|+":
                self._cell("caption", "", tables.caption(rest))
            case _:
                for given, content, header in tables.cells(rest, mark == "!"):
                    self._open.to_table()
                    self._cell("th" if header else "td", given, content)

    def _cell(self, name: str, given: str, content: str) -> None:
        self._in_block = False
        self._open.elements.append(Element(name, given, self._open.at))
        self._content(content)
