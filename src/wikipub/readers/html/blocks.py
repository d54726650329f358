"""Question: which blocks do the article's elements make?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from wikipub.data.html import html_table
from wikipub.document import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Cell,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Figure,
    Hatnote,
    Heading,
    Infobox,
    InfoboxRow,
    Inlines,
    LineBlock,
    LineBreak,
    Math,
    MathBlock,
    Note,
    NoteList,
    OrderedList,
    Paragraph,
    Span,
    Spans,
    Table,
    Text,
    ThematicBreak,
)
from wikipub.readers.html.dom import Element
from wikipub.readers.html.inlines import InlineReader
from wikipub.readers.html.notes import NoteEntries
from wikipub.readers.html.pictures import pictures
from wikipub.readers.wikitext.elements import flattened
from wikipub.source import Source

EVIDENCE = ("heading-element",)
"""The witness of a heading of HTML (docs/headings.md)."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_NUMBER = re.compile(r"\d{1,4}")
_DASHES = "-–—― \n\t\u00a0"
_WIDEST = 1000
_HIGHLIGHT = "mw-highlight-lang-"


class BlockReader:
    """Makes blocks of a pruned page; `notes` are filled on the way."""

    def __init__(self, entries: NoteEntries, address: str, title: str, language: str, source: Source) -> None:
        self._entries = entries
        self._inlines = InlineReader(entries, address, title, language).inlines
        self._source = source.text
        self._held = source.pictures
        self._at = 0
        self._line = 1
        self._top = 2
        self._in_box = False
        self.notes: dict[str, Note] = {}

    def article(self, content: Element) -> Blocks:
        """The blocks of the whole article."""
        levels = [_HEADINGS[element.tag] for element in content.descendants() if element.tag in _HEADINGS]
        self._top = min([*levels, 2])
        return self.blocks(content.children)

    def blocks(self, children: Iterable[Element | str]) -> Blocks:
        """The blocks of some elements; what stands between blocks is a paragraph."""
        found: list[Block] = []
        run: list[Element | str] = []
        mean = html_table().mean
        for child in children:
            if isinstance(child, str):
                run.append(child)
                continue
            meaning = mean.match(child.tag, child.attributes, child.classes)
            if child.block and meaning != "mathematics":
                self._paragraph(run, found)
                run = []
                self._block(child, meaning, found)
            else:
                run.append(child)
        self._paragraph(run, found)
        return tuple(found)

    def _paragraph(self, run: list[Element | str], found: list[Block]) -> None:
        if not run:
            return
        inlines = self._inlines(run)
        filled = [inline for inline in inlines if not (isinstance(inline, Text) and not inline.text.strip())]
        if len(filled) == 1 and isinstance(filled[0], Math):
            found.append(MathBlock(filled[0].tex))
        elif any(not isinstance(inline, LineBreak) for inline in filled):
            found.append(Paragraph(inlines))
        else:
            found.extend(pictures(run, self._held))

    def _flat(self, element: Element) -> Inlines:
        return flattened(self.blocks(element.children)) if element.block else self._inlines(element.children)

    def _block(self, element: Element, meaning: str | None, found: list[Block]) -> None:
        match meaning:
            case "hatnote":
                found.append(Hatnote(self._flat(element)))
                return
            case "infobox":
                was, self._in_box = self._in_box, True
                found.append(self._infobox(element) if element.tag == "table" else self._portable_infobox(element))
                self._in_box = was
                return
            case "notes":
                self._note_list(element, found)
                return
            case "caption" if not self._in_box:
                caption = self._flat(element)
                if any(not isinstance(inline, Text) or inline.text.strip() for inline in caption):
                    _caption(caption, found)
                return
            case "verse":
                lines: list[list[Element | str]] = [[]]
                for child in _unwrapped(element):
                    if isinstance(child, Element) and child.tag == "br":
                        lines.append([])
                    else:
                        lines[-1].append(child)
                found.append(LineBlock(tuple(self._inlines(line) for line in lines)))
                return
            case "quotation":
                attribution = self._taken(element, "attribution")
                found.append(BlockQuote(self.blocks(element.children), _without_dash(attribution)))
                return
        tag = element.tag
        if tag in _HEADINGS:
            found.append(self._heading(element))
        elif tag == "table":
            self._table(element, meaning == "layout", found)
        elif tag in ("ul", "ol"):
            if "gallery" in element.classes:
                found.extend(self.blocks(element.children))
                return
            items = self._items(element)
            if tag == "ul":
                found.append(BulletList(items))
            else:
                found.append(OrderedList(items, _number(element.get("start"), 1)))
        elif tag == "dl":
            found.append(self._definitions(element))
        elif tag == "pre":
            language = next((name[len(_HIGHLIGHT) :] for name in element.classes if name.startswith(_HIGHLIGHT)), "")
            found.append(CodeBlock(element.code().strip("\n"), language))
        elif tag == "hr":
            found.append(ThematicBreak())
        else:
            found.extend(self.blocks(element.children))

    def _heading(self, element: Element) -> Heading:
        depth = _HEADINGS[element.tag] - self._top + 1
        return Heading(self._flat(element), depth, evidence=EVIDENCE, spans=self._spans(element))

    def _spans(self, element: Element) -> Spans:
        """The line on which a heading's id stands; headings are asked for in the source's order."""
        identity = next((inner.get("id") for inner in element.descendants() if inner.get("id")), "")
        at = self._source.find(f'"{identity}"', self._at) if identity else -1
        if at < 0:
            return ()
        self._line += self._source.count("\n", self._at, at)
        self._at = at
        start = self._source.rfind("\n", 0, at) + 1
        return (Span(self._line, at - start, at - start + len(identity) + 2),)

    def _items(self, element: Element) -> tuple[Blocks, ...]:
        items: list[Blocks] = []
        for child in element.children:
            if isinstance(child, Element) and child.tag == "li":
                items.append(self.blocks(child.children))
            elif blocks := self.blocks([child]):
                if items:
                    items[-1] += blocks
                else:
                    items.append(blocks)
        return tuple(items)

    def _definitions(self, element: Element) -> DefinitionList:
        items: list[tuple[Inlines, list[Blocks]]] = []
        for child in _entries(element, "dt", "dd"):
            if isinstance(child, Element) and child.tag == "dt":
                items.append((self._flat(child), []))
            elif blocks := self.blocks(child.children if isinstance(child, Element) and child.tag == "dd" else [child]):
                if not items:
                    items.append(((), []))
                items[-1][1].append(blocks)
        return DefinitionList(tuple(DefinitionItem(term, tuple(definitions)) for term, definitions in items))

    def _note_list(self, element: Element, found: list[Block]) -> None:
        keys = []
        rest: list[Element | str] = []
        for child in element.children:
            if not (isinstance(child, Element) and child.tag == "li"):
                rest.append(child)
                continue
            key = self._entries.keys[child.get("id")]
            label = self._entries.label(key)
            self.notes[key] = Note(label, ())
            self.notes[key] = Note(label, self.blocks(child.children))
            keys.append(key)
        if keys:
            found.append(NoteList(tuple(keys)))
        found.extend(self.blocks(rest))

    def _taken(self, element: Element, meaning: str) -> Inlines:
        """What the first element within of a meaning says; it is taken out."""
        for inner in element.descendants():
            for number, child in enumerate(inner.children):
                if isinstance(child, Element) and _meaning(child) == meaning:
                    del inner.children[number]
                    return self._flat(child)
        return ()

    # --- Tables ---

    def _table(self, element: Element, layout: bool, found: list[Block]) -> None:
        caption: Inlines = ()
        rows: list[tuple[Cell, ...]] = []
        for child in _entries(element, "caption", "tr"):
            if isinstance(child, str):
                continue
            if child.tag == "caption":
                caption += ((LineBreak(),) if caption else ()) + self._flat(child)
            elif child.tag == "tr":
                cells = tuple(self._cell(cell) for cell in _entries(child, "td", "th") if isinstance(cell, Element))
                if cells:
                    rows.append(cells)
        inner = [block for row in rows for cell in row for block in cell.blocks]
        if layout or any(isinstance(block, Heading | NoteList) for block in inner):
            if caption:
                found.append(Paragraph(caption))
            found.extend(inner)
            return
        head = 0
        while head < len(rows) and all(cell.header for cell in rows[head]):
            head += 1
        if rows or caption:
            found.append(Table(tuple(rows), head if head < len(rows) else 0, caption))

    def _cell(self, element: Element) -> Cell:
        return Cell(
            self.blocks(element.children),
            element.tag == "th",
            _number(element.get("rowspan"), 1),
            _number(element.get("colspan"), 1),
        )

    def _portable_infobox(self, element: Element) -> Infobox:
        """A box of Fandom's, which is no table: a title, then facts, each with a label, in groups with headings."""
        title = self._taken(element, "box-title")
        rows: list[InfoboxRow] = []
        stack = list(reversed(element.children))
        while stack:
            child = stack.pop()
            if isinstance(child, Element) and child.tag == "section":
                stack.extend(reversed(child.children))
            elif isinstance(child, Element) and child.tag in _HEADINGS:
                rows.append(InfoboxRow(self._flat(child), ()))
            else:
                label = self._taken(child, "box-label") if isinstance(child, Element) else ()
                value = _captioned(self.blocks([child]))
                if label or value:
                    rows.append(InfoboxRow(label, value))
        return Infobox(tuple(rows), title)

    def _infobox(self, element: Element) -> Infobox:
        title: Inlines = ()
        rows: list[InfoboxRow] = []
        for child in _entries(element, "caption", "tr"):
            if isinstance(child, str) or child.tag not in ("caption", "tr"):
                if blocks := self.blocks([child]):
                    rows.append(InfoboxRow((), blocks))
                continue
            cells = (
                [child]
                if child.tag == "caption"
                else [cell for cell in _entries(child, "td", "th") if isinstance(cell, Element)]
            )
            cells = [cell for cell in cells if cell.text().strip() or pictures([cell], self._held)]
            if not cells:
                continue
            first = cells[0]
            if len(cells) == 1 and first.tag in ("th", "caption"):
                label = self._flat(first)
                if not title and not rows:
                    title = label
                else:
                    rows.append(InfoboxRow(label, ()))
            elif len(cells) == 1:
                rows.append(InfoboxRow((), _captioned(self.blocks(first.children))))
            else:
                value = tuple(block for cell in cells[1:] for block in self.blocks(cell.children))
                rows.append(InfoboxRow(self._flat(first), value))
        return Infobox(tuple(rows), title)


def _caption(caption: Inlines, found: list[Block]) -> None:
    """Give the picture before it its caption; without one it stands alone."""
    last = found[-1] if found else None
    if isinstance(last, Figure) and last.image and not last.caption:
        found[-1] = replace(last, caption=caption)
    else:
        found.append(Figure(caption))


def _captioned(blocks: Blocks) -> Blocks:
    """What a box's row holds, where what follows a picture is its caption."""
    match blocks:
        case (Figure(caption=()) as figure, Paragraph(inlines)):
            return (replace(figure, caption=inlines),)
    return blocks


def _meaning(element: Element) -> str | None:
    return html_table().mean.match(element.tag, element.attributes, element.classes)


def _without_dash(attribution: Inlines) -> Inlines:
    """Whom a quotation quotes, without the dash before it: publications print their own."""
    match attribution:
        case (Text(text), *rest):
            return (Text(text.lstrip(_DASHES)), *rest)
    return attribution


def _entries(element: Element, *tags: str) -> list[Element | str]:
    """The children of these tags, and what stands beside them, without the groups that hold them."""
    found: list[Element | str] = []
    stack: list[Element | str] = list(reversed(element.children))
    while stack:
        child = stack.pop()
        if isinstance(child, Element) and child.tag in ("tbody", "thead", "tfoot", "div"):
            stack.extend(reversed(child.children))
        elif (
            (isinstance(child, Element) and child.tag in tags)
            or (isinstance(child, str) and child.strip())
            or (isinstance(child, Element) and child.tag not in ("colgroup", "col"))
        ):
            found.append(child)
    return found


def _unwrapped(element: Element) -> list[Element | str]:
    """The children of an element, those of its paragraphs among them."""
    found: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element) and child.tag in ("p", "div"):
            if any(not isinstance(before, str) or before.strip() for before in found):
                found.append(Element("br", {}))
            found.extend(_unwrapped(child))
        else:
            found.append(child)
    return found


def _number(text: str, default: int) -> int:
    found = _NUMBER.match(text.strip())
    return min(max(1, int(found[0])), _WIDEST) if found else default
