"""Question: which blocks do the lines of expanded wikitext make?

One pass over the lines with a stack of what is open, after MediaWiki's BlockLevelPass and doTableStuff. Damage stays
local: a list's line closes what it opens, a table that is never closed ends before the next heading or paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from wikipub.document import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Heading,
    Inlines,
    LineBlock,
    Math,
    MathBlock,
    OrderedList,
    Paragraph,
    Spans,
    Table,
    Text,
    ThematicBreak,
)
from wikipub.readers.wikitext import tables
from wikipub.readers.wikitext.atoms import BLOCK
from wikipub.readers.wikitext.elements import Element, definition_list, end_entry, flattened, items_of
from wikipub.readers.wikitext.lists import MAX_DEPTH, PREFIX, Item, nested, term_and_definition
from wikipub.readers.wikitext.tables import TableBuilder

EVIDENCE = ("equals-signs",)
"""The witness of a heading of wikitext (docs/headings.md)."""

_HEADING = re.compile(r"(={1,6})(.+?)(={1,6})[ \t]*")
_RULE = re.compile(r"-{4,}")
_PIECE = re.compile(
    r"\x02(\d+)\x02|<(/?)(div|center|p|blockquote|table|tr|td|th|caption|ul|ol|li|dl|dt|dd|hr|h[1-6])"
    r"((?:\s[^<>]*)?/?)>",
    re.IGNORECASE,
)
_QUOTATION_END = re.compile("</blockquote", re.IGNORECASE)
_LISTS = {"ul", "ol", "dl"}
_CELLS = {"td", "th"}
_NO_PREFORMATTED = {"p", "ul", "ol", "dl", "table", "tr"}
_DEEPEST = 40
"""How many blocks may be open at a time; the tags of deeper ones are passed over."""

Locate = Callable[[int, int], Spans]
"""Where in the source a piece of the expanded text stands."""


class BlockParser:
    """Makes blocks of expanded wikitext; `inlines` and `atom` tell what runs and signs become."""

    def __init__(
        self, text: str, inlines: Callable[[str], Inlines], atom: Callable[[str], Iterable[Block]], locate: Locate
    ) -> None:
        self._text = text
        self._inlines = inlines
        self._atom = atom
        self._locate = locate
        self._stack = [Element("")]
        self._tables = 0
        self._passed_over = 0
        self._in_block = False
        self._at = 0
        self._last_quotation = max((found.start() for found in _QUOTATION_END.finditer(text)), default=-1)
        self.unclosed_tables = 0

    def blocks(self) -> Blocks:
        """The blocks of the whole text."""
        lines = self._text.split("\n")
        closed = tables.closed_tables(lines) if "|}" in self._text else frozenset()
        for number, line in enumerate(lines):
            self._line(line, number, closed, lines)
            self._at += len(line) + 1
        self._close_to(1)
        self._end(self._stack[0])
        return tuple(self._stack[0].blocks)

    # --- Lines ---

    def _line(self, line: str, number: int, closed: frozenset[int], lines: list[str]) -> None:
        if not line or line.isspace():
            self._blank(line)
            if self._tables and self._innermost_table().unclosed and not tables.goes_on(lines, number):
                self._end_table()
            return
        first = line.lstrip(" \t")[0]
        if first in "{:" and tables.START.match(line) and self._tables < MAX_DEPTH:
            self._start_table(line, number in closed)
            return
        if first in "|!" and not self._tables and number in closed:
            self._start_table("", True)
        if self._tables and first in "|!" and (found := tables.LINE.match(line)):
            self._table_line(found[1], line[found.end() :])
            return
        first = line[0]
        if first == "=" and (heading := _HEADING.fullmatch(line)):
            self._heading(heading)
        elif first in "*#:;" and (prefix := PREFIX.match(line)):
            self._item(prefix[0][:MAX_DEPTH], line[prefix.end() :])
        elif first == "-" and (rule := _RULE.match(line)):
            self._add(ThematicBreak(self._spans(len(line))))
            if line[rule.end() :].strip():
                self._content(line[rule.end() :])
        elif first == " " and not self._in_block and not self._quoted() and not _PIECE.search(line):
            self._preformatted(line[1:])
        else:
            self._end_items(self._top)
            self._content(line)

    @property
    def _top(self) -> Element:
        return self._stack[-1]

    def _spans(self, length: int) -> Spans:
        return self._locate(self._at, self._at + length)

    def _quoted(self) -> bool:
        return any(element.name == "blockquote" for element in self._stack)

    def _blank(self, line: str) -> None:
        element = self._top
        if element.preformatted and line:
            element.preformatted.append(line[1:])
        else:
            self._end(element)

    def _preformatted(self, text: str) -> None:
        element = self._top
        self._end_items(element)
        self._end_lines(element)
        element.preformatted.append(text)

    def _heading(self, found: re.Match[str]) -> None:
        if self._tables and self._innermost_table().unclosed:
            while self._tables and self._innermost_table().unclosed:
                self._end_table()
        depth = min(len(found[1]), len(found[3]))
        title = found[1][depth:] + found[2] + found[3][depth:]
        if not title.strip():
            self._content(found[0])
            return
        while len(self._stack) > 1 and not self._top.table and self._ends_at_heading(self._top):
            self._close_to(len(self._stack) - 1)
        spans = self._locate(self._at, self._at + len(found[0]))
        self._add(Heading(self._inlines(title.strip()), max(1, depth - 1), evidence=EVIDENCE, spans=spans))

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
                self._end(self._top)
                for block in self._atom(found[1]):
                    self._add(block)
            elif found[2]:
                self._close_tag(found[3].lower())
            else:
                self._open_tag(found[3].lower(), found[4])
        if text[at:].strip():
            self._add_text(text[at:])

    def _add_text(self, text: str) -> None:
        element = self._top
        if element.preformatted or element.items:
            self._end(element)
        if not element.lines:
            element.lines_at = self._at
        element.lines.append(text)

    def _add(self, block: Block) -> None:
        self._end(self._top)
        self._top.blocks.append(block)

    # --- Ends of runs ---

    def _end(self, element: Element) -> None:
        """Make blocks of what is collected in an element."""
        self._end_lines(element)
        self._end_items(element)
        if element.preformatted:
            lines = element.preformatted
            element.preformatted = []
            while lines and not lines[-1].strip():
                lines.pop()
            element.blocks.append(_preformatted_block([self._inlines(line) for line in lines], lines))

    def _end_lines(self, element: Element) -> None:
        if element.lines:
            text = "\n".join(element.lines)
            element.lines = []
            inlines = self._inlines(text)
            spans = self._locate(element.lines_at, element.lines_at + len(text))
            if len(inlines) > 3:  # of so many one at least is more than blanks, and they are no formula alone
                element.blocks.append(Paragraph(inlines, spans))
                return
            filled = [inline for inline in inlines if not (isinstance(inline, Text) and not inline.text.strip())]
            if len(filled) == 1 and isinstance(filled[0], Math):
                element.blocks.append(MathBlock(filled[0].tex, spans))
            elif filled:
                element.blocks.append(Paragraph(inlines, spans))

    def _end_items(self, element: Element) -> None:
        if element.items:
            items, element.items = element.items, []
            element.blocks.extend(nested(items))

    # --- Lists ---

    def _item(self, prefix: str, text: str) -> None:
        element = self._top
        if element.lines or element.preformatted:
            items, element.items = element.items, []
            self._end(element)
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
        depth = len(self._stack)
        element = Element(name, start=self._at)
        self._stack.append(element)
        self._content(text)
        self._close_to(depth + 1)
        self._stack.pop()
        self._end(element)
        return tuple(element.blocks)

    # --- Tags ---

    def _open_tag(self, name: str, given: str) -> None:
        if name == "hr":
            self._add(ThematicBreak())
            return
        if given.endswith("/"):
            self._end(self._top)
            return
        self._end(self._top)
        self._in_block = name in _NO_PREFORMATTED
        if name == "li":
            self._close_within({"li"}, _LISTS)
        elif name in ("dt", "dd"):
            self._close_within({"dt", "dd"}, {"dl"})
        elif name in _CELLS:
            self._close_within(_CELLS | {"caption"}, {"table"})
        elif name in ("tr", "caption"):
            self._close_within(_CELLS | {"caption"}, {"table"})
            if name == "tr" and (table := self._html_table()):
                table.row()
            if name == "tr":
                return
        elif name in ("div", "center", "p"):
            return
        if len(self._stack) >= _DEEPEST:
            self._passed_over += 1
            return
        element = Element(name, given, self._at)
        if name == "table":
            element.table = TableBuilder()
        if name == "blockquote":
            element.unclosed = self._at > self._last_quotation
        self._stack.append(element)

    def _close_tag(self, name: str) -> None:
        self._end(self._top)
        self._in_block = False
        if name == "tr":
            self._close_within(_CELLS, {"table"})
        elif self._passed_over and name not in ("div", "center", "p"):
            self._passed_over -= 1
        else:
            for depth in range(len(self._stack) - 1, 0, -1):
                element = self._stack[depth]
                if element.name == name and not element.wikitext:
                    self._close_to(depth)
                    return
                if element.wikitext or element.name == "item":
                    return

    def _close_within(self, names: set[str], limits: set[str]) -> None:
        """Close the innermost element of these names, if nothing of `limits` is open within it."""
        for depth in range(len(self._stack) - 1, 0, -1):
            element = self._stack[depth]
            if element.name in names and not element.wikitext:
                self._close_to(depth)
                return
            if element.name in limits or element.wikitext or element.name == "item":
                return

    def _html_table(self) -> TableBuilder | None:
        return next((element.table for element in reversed(self._stack) if element.table), None)

    def _close_to(self, depth: int) -> None:
        """Close the elements from the innermost down to the one at `depth`, that one included."""
        while len(self._stack) > depth:
            element = self._stack.pop()
            self._end(element)
            self._closed(element)

    def _closed(self, element: Element) -> None:
        """Hand an element's blocks to what it stands in."""
        blocks, parent = tuple(element.blocks), self._stack[-1]
        match element.name:
            case "table":
                if element.wikitext:
                    self._tables -= 1
                if element.table is not None:
                    found = element.table.table(self._locate(element.start, self._at))
                    parent.blocks.extend(blocks)  # what stands in a table and in no cell of it
                    parent.blocks.extend(_indented(_unpacked(found), element.attributes))
            case "td" | "th" | "caption":
                table = self._html_table()
                if table is None:
                    parent.blocks.extend(blocks)
                elif element.name == "caption":
                    table.caption = flattened(blocks)
                else:
                    table.cell(blocks, element.name == "th", element.attributes)
            case "blockquote":
                parent.blocks.append(BlockQuote(blocks, spans=self._locate(element.start, self._at)))
            case "ul" | "ol":
                contents = items_of(element)
                parent.blocks.append(BulletList(contents) if element.name == "ul" else OrderedList(contents))
            case "dl":
                parent.blocks.append(definition_list(element))
            case "li" | "dt" | "dd" if parent.name in _LISTS:
                end_entry(parent)
                parent.entries.append((element.name, blocks))
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                depth = max(1, int(element.name[1]) - 1)
                spans = self._locate(element.start, element.start + 1)
                parent.blocks.append(Heading(flattened(blocks), depth, evidence=EVIDENCE, spans=spans))
            case _:
                parent.blocks.extend(blocks)

    # --- Tables of wikitext ---

    def _innermost_table(self) -> Element:
        return next(element for element in reversed(self._stack) if element.wikitext and element.table)

    def _to_table(self) -> Element:
        """The innermost table of wikitext, with its cell closed."""
        depth = max(d for d, element in enumerate(self._stack) if element.wikitext and element.table)
        self._close_to(depth + 1)
        return self._stack[depth]

    def _start_table(self, line: str, closed: bool) -> None:
        self._end(self._top)
        self.unclosed_tables += not closed
        self._stack.append(Element("table", line, self._at, table=TableBuilder(), wikitext=True, unclosed=not closed))
        self._tables += 1

    def _end_table(self) -> None:
        self._to_table()
        self._close_to(len(self._stack) - 1)

    def _table_line(self, mark: str, rest: str) -> None:
        table = self._to_table()
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
                    self._to_table()
                    self._cell("th" if header else "td", given, content)

    def _cell(self, name: str, given: str, content: str) -> None:
        self._in_block = False
        self._stack.append(Element(name, given, self._at))
        self._content(content)


def _unpacked(table: Block) -> Blocks:
    """A table; one that holds headings only lays a page out, and its cells stand one after the other."""
    cells = [cell for row in table.rows for cell in row] if isinstance(table, Table) else []
    if any(isinstance(block, Heading) for cell in cells for block in cell.blocks):
        return tuple(block for cell in cells for block in cell.blocks)
    if cells:
        return (table,)
    return (Paragraph(table.caption, table.spans),) if isinstance(table, Table) and table.caption else ()


def _indented(blocks: Blocks, line: str) -> Blocks:
    """A table whose line begins with colons stands as deep as these say."""
    for _ in range(min(line.partition("{|")[0].count(":"), MAX_DEPTH)):
        blocks = (DefinitionList((DefinitionItem((), (blocks,)),)),) if blocks else ()
    return blocks


def _preformatted_block(inlines: list[Inlines], lines: list[str]) -> Block:
    if all(isinstance(inline, Text) for line in inlines for inline in line):
        return CodeBlock("\n".join("".join(i.text for i in line if isinstance(i, Text)) for line in inlines))
    return LineBlock(tuple(inlines))
