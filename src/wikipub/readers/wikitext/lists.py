"""Question: how do lines that begin with `*`, `#`, `;` and `:` nest?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wikipub.document import (
    Block,
    Blocks,
    BulletList,
    DefinitionItem,
    DefinitionList,
    Inlines,
    OrderedList,
    Paragraph,
    Spans,
    Text,
)

PREFIX = re.compile(r"[*#:;]+")
MAX_DEPTH = 20
"""Longest prefix that nests; what is deeper stands at this depth."""
_COLON = re.compile(
    r"\[\[[^\]\n]{0,500}\]\]|\[[^\]\n]{0,500}\]|\b\w{1,20}://\S+|<(\w{1,20})[^<>]{0,200}>[^\n]{0,500}?</\1>|(:)"
)
_KINDS = {"*": "*", "#": "#", ":": ":", ";": ":"}


@dataclass(frozen=True, slots=True)
class Item:
    """A list's line: what it begins with, and its content."""

    prefix: str
    blocks: Blocks
    spans: Spans


def term_and_definition(text: str) -> tuple[str, str | None]:
    """What stands before and after the colon of a `;` line that is in no link or tag; None where there is none."""
    for found in _COLON.finditer(text):
        if found[2]:
            return text[: found.start()], text[found.end() :]
    return text, None


def nested(items: list[Item], depth: int = 0) -> list[Block]:
    """The lists that lines make, which share the first `depth` characters of their prefixes."""
    blocks: list[Block] = []
    start = 0
    while start < len(items):
        kind = _KINDS[items[start].prefix[depth]]
        end = start
        while end < len(items) and _KINDS[items[end].prefix[depth]] == kind:
            end += 1
        blocks.append(_list(kind, items[start:end], depth))
        start = end
    return blocks


def _list(kind: str, items: list[Item], depth: int) -> Block:
    spans = tuple(span for item in items for span in item.spans) if depth == 0 else ()
    entries = _entries(items, depth)
    if kind == ":":
        return DefinitionList(_definitions(entries), spans)
    contents = tuple(tuple(blocks) for _, blocks in entries)
    return BulletList(contents, spans) if kind == "*" else OrderedList(contents, spans=spans)


def _entries(items: list[Item], depth: int) -> list[tuple[bool, list[Block]]]:
    """An entry for each line of this depth, with the lists of the deeper lines below it; whether it is a term."""
    entries: list[tuple[bool, list[Block]]] = []
    number = 0
    while number < len(items):
        item = items[number]
        if len(item.prefix) == depth + 1:
            entries.append((item.prefix[depth] == ";", list(item.blocks)))
            number += 1
            continue
        end = number
        while end < len(items) and len(items[end].prefix) > depth + 1:
            end += 1
        if not entries or entries[-1][0]:
            entries.append((False, []))
        entries[-1][1].extend(nested(items[number:end], depth + 1))
        number = end
    return entries


def _definitions(entries: list[tuple[bool, list[Block]]]) -> tuple[DefinitionItem, ...]:
    found: list[tuple[Inlines, list[Blocks]]] = []
    for is_term, blocks in entries:
        if is_term:
            runs = [block.inlines for block in blocks if isinstance(block, Paragraph)]
            term = tuple(inline for n, run in enumerate(runs) for inline in ((Text(" "), *run) if n else run))
            rest = tuple(block for block in blocks if not isinstance(block, Paragraph))
            found.append((term, [rest] if rest else []))
        else:
            if not found:
                found.append(((), []))
            found[-1][1].append(tuple(blocks))
    return tuple(DefinitionItem(term, tuple(definitions)) for term, definitions in found)
