"""What is open while blocks are read, and what its content becomes when it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field

from wikipub.document import (
    Block,
    Blocks,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Inlines,
    Math,
    MathBlock,
    Text,
)
from wikipub.readers.wikitext.lists import Item
from wikipub.readers.wikitext.tables import TableBuilder
from wikipub.walk import inline_runs, iter_blocks


@dataclass(slots=True)
class Element:
    """What is open: a tag, a table, a list's line. Its blocks are collected until it is closed."""

    name: str
    attributes: str = ""
    start: int = 0
    blocks: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    lines_at: int = 0
    preformatted: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    entries: list[tuple[str, Blocks]] = field(default_factory=list)
    table: TableBuilder | None = None
    wikitext: bool = False
    unclosed: bool = False


def end_entry(element: Element) -> None:
    """Make an entry of what stands in a list in tags and in no item of it."""
    if element.blocks:
        element.entries.append(("", tuple(element.blocks)))
        element.blocks = []


def items_of(element: Element) -> tuple[Blocks, ...]:
    """The items of a list in tags; what stands between them belongs to the one before."""
    end_entry(element)
    found: list[Blocks] = []
    for name, blocks in element.entries:
        if name or not found:
            found.append(blocks)
        else:
            found[-1] += blocks
    return tuple(found)


def definition_list(element: Element) -> Block:
    """The terms and definitions of a list in tags."""
    end_entry(element)
    found: list[tuple[Inlines, list[Blocks]]] = []
    for name, blocks in element.entries:
        if name == "dt":
            found.append((flattened(blocks), []))
            continue
        if not found:
            found.append(((), []))
        found[-1][1].append(blocks)
    return DefinitionList(tuple(DefinitionItem(term, tuple(definitions)) for term, definitions in found))


def flattened(blocks: Blocks) -> Inlines:
    """The inlines of blocks, one after the other, for a place that holds no blocks."""
    found: list[Inlines] = [run for block in iter_blocks(blocks) for run in _runs(block) if run]
    return tuple(inline for number, run in enumerate(found) for inline in ((Text(" "), *run) if number else run))


def _runs(block: Block) -> tuple[Inlines, ...]:
    if isinstance(block, CodeBlock):
        return ((Text(block.text),),)
    if isinstance(block, MathBlock):
        return ((Math(block.tex),),)
    return inline_runs(block)
