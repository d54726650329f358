"""Question: which blocks are open, and what does each hand to what it stands in when it is closed?

Runs of text, list lines and preformatted lines are collected in the innermost element, until something ends them.
"""

from __future__ import annotations

from collections.abc import Callable

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
)
from wikipub.readers.wikitext.elements import Element, definition_list, end_entry, flattened, items_of
from wikipub.readers.wikitext.lists import MAX_DEPTH, nested
from wikipub.readers.wikitext.tables import TableBuilder
from wikipub.readers.wikitext.tags import attributes

EVIDENCE = ("equals-signs",)
"""The witness of a heading of wikitext (docs/headings.md)."""

LISTS = {"ul", "ol", "dl"}

Locate = Callable[[int, int], Spans]
"""Where in the source a piece of the expanded text stands."""


class OpenElements:
    """The stack of what is open; `at` is where in the text its reader is, `tables` how many of wikitext are open."""

    def __init__(self, inlines: Callable[[str], Inlines], locate: Locate) -> None:
        self._inlines = inlines
        self._locate = locate
        self.elements = [Element("")]
        self.at = 0
        self.tables = 0

    @property
    def top(self) -> Element:
        """The innermost element."""
        return self.elements[-1]

    def add(self, block: Block) -> None:
        """Add a block to the innermost element, after what is collected there."""
        self.end(self.top)
        self.top.blocks.append(block)

    def quoted(self) -> bool:
        """Whether a quotation is open."""
        return any(element.name == "blockquote" for element in self.elements)

    def end(self, element: Element) -> None:
        """Make blocks of what is collected in an element."""
        self.end_lines(element)
        self.end_items(element)
        if element.preformatted:
            lines = element.preformatted
            element.preformatted = []
            while lines and not lines[-1].strip():
                lines.pop()
            element.blocks.append(_preformatted_block([self._inlines(line) for line in lines], lines))

    def end_lines(self, element: Element) -> None:
        """Make a paragraph, or a formula, of the text that is collected in an element."""
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

    def end_items(self, element: Element) -> None:
        """Make lists of the list lines that are collected in an element."""
        if element.items:
            items, element.items = element.items, []
            element.blocks.extend(nested(items))

    def close_within(self, names: set[str], limits: set[str]) -> None:
        """Close the innermost element of these names, if nothing of `limits` is open within it."""
        for depth in range(len(self.elements) - 1, 0, -1):
            element = self.elements[depth]
            if element.name in names and not element.wikitext:
                self.close_to(depth)
                return
            if element.name in limits or element.wikitext or element.name == "item":
                return

    def html_table(self) -> TableBuilder | None:
        """The innermost table, be it in tags or in wikitext."""
        return next((element.table for element in reversed(self.elements) if element.table), None)

    def innermost_table(self) -> Element:
        """The innermost table of wikitext; there must be one."""
        return next(element for element in reversed(self.elements) if element.wikitext and element.table)

    def to_table(self) -> Element:
        """The innermost table of wikitext, with its cell closed."""
        depth = max(d for d, element in enumerate(self.elements) if element.wikitext and element.table)
        self.close_to(depth + 1)
        return self.elements[depth]

    def close_to(self, depth: int) -> None:
        """Close the elements from the innermost down to the one at `depth`, that one included."""
        while len(self.elements) > depth:
            element = self.elements.pop()
            self.end(element)
            self._closed(element)

    def _closed(self, element: Element) -> None:
        """Hand an element's blocks to what it stands in."""
        blocks, parent = tuple(element.blocks), self.elements[-1]
        match element.name:
            case "table":
                if element.wikitext:
                    self.tables -= 1
                if element.table is not None:
                    found = element.table.table(self._locate(element.start, self.at))
                    parent.blocks.extend(blocks)  # what stands in a table and in no cell of it
                    parent.blocks.extend(_indented(_unpacked(found), element.attributes))
            case "td" | "th" | "caption":
                table = self.html_table()
                if table is None:
                    parent.blocks.extend(blocks)
                elif element.name == "caption":
                    table.caption = flattened(blocks)
                else:
                    table.cell(blocks, element.name == "th", element.attributes)
            case "blockquote":
                parent.blocks.append(BlockQuote(blocks, spans=self._locate(element.start, self.at)))
            case "ul" | "ol":
                contents = items_of(element)
                parent.blocks.append(
                    BulletList(contents) if element.name == "ul" else OrderedList(contents, _first_number(element))
                )
            case "dl":
                parent.blocks.append(definition_list(element))
            case "li" | "dt" | "dd" if parent.name in LISTS:
                end_entry(parent)
                parent.entries.append((element.name, blocks))
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                depth = max(1, int(element.name[1]) - 1)
                spans = self._locate(element.start, element.start + 1)
                parent.blocks.append(Heading(flattened(blocks), depth, evidence=EVIDENCE, spans=spans))
            case _:
                parent.blocks.extend(blocks)


def _first_number(element: Element) -> int:
    """The number with which a list in tags begins."""
    start = attributes(element.attributes).get("start", "") if "start" in element.attributes else ""
    return int(start) if start.isdecimal() and len(start) < 6 else 1


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
