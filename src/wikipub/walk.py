"""Visiting and mapping the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import is_
from typing import TypeVar, assert_never

from wikipub.document import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Cell,
    Code,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Document,
    EditorialTag,
    Emphasis,
    Figure,
    Foreign,
    Hatnote,
    Heading,
    Infobox,
    InfoboxRow,
    Inline,
    Inlines,
    LineBlock,
    LineBreak,
    Link,
    Math,
    MathBlock,
    Note,
    NoteList,
    NoteRef,
    OrderedList,
    Paragraph,
    SourceNote,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    WikiLink,
)

T = TypeVar("T")


def plain(inlines: Inlines, marks: bool = False) -> str:
    """The readable text of inlines; `marks` tells whether note marks and editorial tags stand in it, as `[label]`."""
    if len(inlines) == 1 and isinstance(inlines[0], Text):  # as most are
        return inlines[0].text
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Text(text) | Code(text):
                parts.append(text)
            case Math(tex):
                parts.append(tex)
            case (
                Emphasis(inner)
                | Strong(inner)
                | Superscript(inner)
                | Subscript(inner)
                | Link(inner)
                | WikiLink(inner)
                | Foreign(inner)
            ):
                parts.append(plain(inner, marks))
            case NoteRef(label):
                if marks:
                    parts.append(f"[{label}]")
            case EditorialTag(text):
                if marks:
                    parts.append(f"[{text}]")
            case LineBreak():
                parts.append("\n")
            case _:
                assert_never(inline)
    return "".join(parts)


def map_inlines(inlines: Inlines, function: Callable[[Inline], Inlines]) -> Inlines:
    """Each inline replaced by what `function` makes of it, innermost first; `inlines` itself where nothing changes."""
    out: list[Inline] = []
    for inline in inlines:
        match inline:
            case Text() | Code() | Math() | NoteRef() | EditorialTag() | LineBreak():
                out.extend(function(inline))
            case Emphasis() | Strong() | Superscript() | Subscript() | Link() | WikiLink() | Foreign():
                inner = map_inlines(inline.inlines, function)
                out.extend(function(inline if inner is inline.inlines else replace(inline, inlines=inner)))
            case _:
                assert_never(inline)
    return same_or_new(inlines, out)


def same_or_new(old: tuple[T, ...], new: Sequence[T]) -> tuple[T, ...]:
    """`old` itself if `new` has the very same members, else these as a tuple.

    What is mapped mostly stays as it is, and to make a block anew takes many times as long as to find that out.
    """
    return old if len(old) == len(new) and all(map(is_, old, new)) else tuple(new)


def map_block(block: Block, inlines: Callable[[Inlines], Inlines], blocks: Callable[[Blocks], Blocks]) -> Block:
    """`block` with its own inline runs mapped by `inlines` and its own block sequences by `blocks`; one level only.

    It is `block` itself where both give back what they got.
    """
    match block:
        case Heading() | Paragraph() | Hatnote() | SourceNote():
            run = inlines(block.inlines)
            return block if run is block.inlines else replace(block, inlines=run)
        case LineBlock():
            return replace(block, lines=tuple(inlines(line) for line in block.lines))
        case BulletList() | OrderedList():
            parts = same_or_new(block.items, [blocks(item) for item in block.items])
            return block if parts is block.items else replace(block, items=parts)
        case DefinitionList():
            items = (DefinitionItem(inlines(i.term), tuple(blocks(d) for d in i.definitions)) for i in block.items)
            return replace(block, items=tuple(items))
        case Table():
            rows = tuple(tuple(_map_cell(cell, blocks) for cell in row) for row in block.rows)
            return replace(block, rows=rows, caption=inlines(block.caption))
        case Infobox():
            facts = tuple(InfoboxRow(inlines(row.label), blocks(row.value)) for row in block.rows)
            return replace(block, rows=facts, title=inlines(block.title))
        case Figure():
            return replace(block, caption=inlines(block.caption))
        case BlockQuote():
            return replace(block, blocks=blocks(block.blocks), attribution=inlines(block.attribution))
        case CodeBlock() | MathBlock() | NoteList() | ThematicBreak():
            return block
        case _:
            assert_never(block)


def _map_cell(cell: Cell, blocks: Callable[[Blocks], Blocks]) -> Cell:
    content = blocks(cell.blocks)
    return cell if content is cell.blocks else replace(cell, blocks=content)


def map_blocks_inlines(blocks: Blocks, function: Callable[[Inlines], Inlines]) -> Blocks:
    """Every inline run of `blocks`, however deep, mapped by `function`."""

    def deeper(inner: Blocks) -> Blocks:
        return same_or_new(inner, [map_block(block, function, deeper) for block in inner])

    return deeper(blocks)


def map_document_inlines(document: Document, function: Callable[[Inlines], Inlines]) -> Document:
    """Every inline run of the document and of its notes mapped by `function`."""
    notes = map_notes(document.notes, lambda blocks: map_blocks_inlines(blocks, function))
    return replace(document, blocks=map_blocks_inlines(document.blocks, function), notes=notes)


def map_notes(notes: Mapping[str, Note], function: Callable[[Blocks], Blocks]) -> dict[str, Note]:
    """Each note with its blocks mapped by `function`."""
    found = {}
    for key, note in notes.items():
        blocks = function(note.blocks)
        found[key] = note if blocks is note.blocks else replace(note, blocks=blocks)
    return found


def iter_blocks(blocks: Blocks) -> Iterator[Block]:
    """All blocks in reading order, a container before what it holds."""
    for block in blocks:
        yield block
        if not isinstance(block, Paragraph | Heading):
            for inner in _children(block):
                yield from iter_blocks(inner)


def iter_inlines(inlines: Inlines) -> Iterator[Inline]:
    """All inlines in reading order, a container before what it holds."""
    for inline in inlines:
        yield inline
        match inline:
            case Emphasis(inner) | Strong(inner) | Superscript(inner) | Subscript(inner):
                yield from iter_inlines(inner)
            case Link(inner) | WikiLink(inner) | Foreign(inner):
                yield from iter_inlines(inner)
            case Text() | Code() | Math() | NoteRef() | EditorialTag() | LineBreak():
                pass
            case _:
                assert_never(inline)


def inline_runs(block: Block) -> tuple[Inlines, ...]:
    """The inline runs that are `block`'s own, not those of blocks within it."""
    match block:
        case Heading(inlines) | Paragraph(inlines) | Hatnote(inlines) | SourceNote(inlines):
            return (inlines,)
        case LineBlock(lines):
            return lines
        case DefinitionList(items):
            return tuple(item.term for item in items)
        case Table():
            return (block.caption,)
        case Infobox():
            return (block.title, *(row.label for row in block.rows))
        case Figure(caption):
            return (caption,)
        case BlockQuote():
            return (block.attribution,)
        case BulletList() | OrderedList() | CodeBlock() | MathBlock() | NoteList() | ThematicBreak():
            return ()
        case _:
            assert_never(block)


def _children(block: Block) -> tuple[Blocks, ...]:
    """The block sequences directly within `block`."""
    match block:
        case BulletList(items) | OrderedList(items):
            return items
        case DefinitionList():
            return tuple(definition for item in block.items for definition in item.definitions)
        case Table():
            return tuple(cell.blocks for row in block.rows for cell in row)
        case Infobox():
            return tuple(row.value for row in block.rows)
        case BlockQuote(blocks):
            return (blocks,)
        case (
            Heading()
            | Paragraph()
            | LineBlock()
            | Figure()
            | CodeBlock()
            | MathBlock()
            | Hatnote()
            | NoteList()
            | SourceNote()
            | ThematicBreak()
        ):
            return ()
        case _:
            assert_never(block)


def note_refs(blocks: Blocks) -> Iterator[NoteRef]:
    """The note marks in `blocks`, however deep, in reading order but for those of captions, which come first."""
    for block in iter_blocks(blocks):
        for run in inline_runs(block):
            if len(run) == 1 and isinstance(run[0], Text):  # as most are
                continue
            for inline in iter_inlines(run):
                if isinstance(inline, NoteRef):
                    yield inline


def headings(document: Document) -> tuple[Heading, ...]:
    """The document's headings in order. Headings stand at the top level of the tree only."""
    return tuple(block for block in document.blocks if isinstance(block, Heading))
