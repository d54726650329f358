"""Question: which lines are items of a list, and how deep?"""

from __future__ import annotations

import re
from typing import NamedTuple

from wikipub.document import Block, BulletList, Inlines, OrderedList, Paragraph
from wikipub.readers.text.page import Page

_BULLETS = "•●▪◦·*"
_BULLET = re.compile(rf"[{re.escape(_BULLETS)}]\s+(?=\S)")
_DEEPEST = 8
"""Deepest level of a list's items, counted from 0."""
_NUMBER = re.compile(r"(\d{1,4})\.\s+(?=\S)")


class Item(NamedTuple):
    """A list item: its line, its indentation in characters, its number (None: a bullet), where its text starts."""

    line: int
    indent: int
    number: int | None
    start: int


def list_items(page: Page, index: int) -> list[Item]:
    """The items of the list that begins at line `index`; a blank line ends it. Numbered items must be indented."""
    items: list[Item] = []
    while page.free(index) and (item := _item(page, index)):
        items.append(item)
        index += 1
    return items


def nested(page: Page, items: list[Item], inlines: dict[int, Inlines]) -> list[Block]:
    """The lists that `items` make, deeper items within the item before them; `inlines` holds each line's content."""
    levels = _levels(items)
    blocks: list[Block] = []
    place = 0
    while place < len(items):
        block, place = _list(page, items, levels, inlines, place)
        blocks.append(block)
    return blocks


def _levels(items: list[Item]) -> list[int]:
    """How deep each item is by its indentation, from 0; what is deeper than _DEEPEST stays there."""
    levels: list[int] = []
    indents: list[int] = []
    for item in items:
        while indents and item.indent < indents[-1]:
            indents.pop()
        if not indents or item.indent > indents[-1]:
            indents.append(item.indent)
        levels.append(min(len(indents) - 1, _DEEPEST))
    return levels


def _item(page: Page, index: int) -> Item | None:
    text = page.texts[index]
    indent = len(page.lead(index))
    if text[0] in _BULLETS and (bullet := _BULLET.match(text)):
        return Item(index, indent, None, bullet.end())
    if indent and text[0].isdecimal() and (number := _NUMBER.match(text)):
        return Item(index, indent, int(number[1]), number.end())
    return None


def _list(
    page: Page, items: list[Item], levels: list[int], inlines: dict[int, Inlines], place: int
) -> tuple[Block, int]:
    """One list from item `place` on, and the place after it: items of its kind, numbers that count on, any deeper."""
    first, level = items[place], levels[place]
    contents: list[list[Block]] = []
    begin = place
    while place < len(items):
        item = items[place]
        if levels[place] > level:
            inner, place = _list(page, items, levels, inlines, place)
            contents[-1].append(inner)
            continue
        expected = None if first.number is None else first.number + len(contents)
        if levels[place] < level or item.number != expected:
            break
        contents.append([Paragraph(inlines[item.line], page.spans(item.line))])
        place += 1
    spans = page.spans_of(items[begin].line, items[place - 1].line + 1)
    done = tuple(tuple(item) for item in contents)
    return (BulletList(done, spans) if first.number is None else OrderedList(done, first.number, spans)), place
