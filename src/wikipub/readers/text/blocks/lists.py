"""Question: which lines are items of a list, and how deep?"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from wikipub.document import Block, BulletList, Inlines, OrderedList, Paragraph, Spans
from wikipub.readers.text.page import Claim, Page

_BULLETS = "•●▪◦·*□☆○■★◎△▲"
_DASH = "-"
"""The bullet of Markdown and its kin; one such line alone may be anything."""
_BEGINS = _BULLETS + _DASH
_INNER_BULLETS = "+o#=@"
"""What text browsers begin the items of a list within a list with."""
_BULLET = re.compile(rf"[{re.escape(_BULLETS + _DASH + _INNER_BULLETS)}]\s+(?=\S)")
_LETTER_MARK = Claim("list-mark", "markup", "a letter that stands for a list's bullet")
_DEEPEST = 8
"""Deepest level of a list's items, counted from 0."""
_NUMBER = re.compile(r"(\d{1,4})[.)]\s+(?=\S)")


class Item(NamedTuple):
    """A list item: its line, its indentation in characters, its number (None: a bullet), where its text starts."""

    line: int
    indent: int
    number: int | None
    start: int


def list_items(page: Page, index: int) -> list[Item]:
    """The items of the list that begins at line `index`; a blank line ends it.

    Numbered items must be indented, or count on: a line at the margin may begin with a year, or a number that is alone.
    """
    items: list[Item] = []
    while page.free(index) and (item := _item(page, index, items)):
        items.append(item)
        index += 1
    if items and items[0].number is not None and not items[0].indent and not _count_on(items):
        return []
    return [] if len(items) == 1 and page.texts[items[0].line][0] == _DASH else items


def _count_on(items: list[Item]) -> bool:
    """Whether two items at least stand at the margin, and each has the number after the one before."""
    numbers = [item.number for item in items if not item.indent]
    return len(numbers) > 1 and all(one is not None and two == one + 1 for one, two in pairwise(numbers))


def nested(page: Page, items: list[Item], inlines: dict[int, Inlines]) -> list[Block]:
    """The lists that `items` make, deeper items within the item before them; `inlines` holds each line's content."""
    for item in items:
        page.drop(item.line, 0, _letter_end(page, item), _LETTER_MARK)
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


def _item(page: Page, index: int, items: list[Item]) -> Item | None:
    """The item at line `index`, below `items`; None where the line is none."""
    text = page.texts[index]
    if not items and text[0] not in _BEGINS and not text[0].isdecimal():
        return None
    indent = len(page.lead(index))
    inner = bool(items) and indent > items[0].indent
    if (text[0] in _BEGINS or (inner and text[0] in _INNER_BULLETS)) and (bullet := _BULLET.match(text)):
        return Item(index, indent, None, bullet.end())
    if text[0].isdecimal() and (number := _NUMBER.match(text)):
        return Item(index, indent, int(number[1]), number.end())
    return None


def _letter_end(page: Page, item: Item) -> int:
    """Where an item's bullet ends if it is a letter, which the ledger has to account for; else 0."""
    return 1 if item.number is None and page.texts[item.line][0].isalpha() else 0


def _spans(page: Page, item: Item) -> Spans:
    return page.spans(item.line, _letter_end(page, item))


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
        contents.append([Paragraph(inlines[item.line], _spans(page, item))])
        place += 1
    spans = tuple(span for item in items[begin:place] for span in _spans(page, item))
    done = tuple(tuple(item) for item in contents)
    return (BulletList(done, spans) if first.number is None else OrderedList(done, first.number, spans)), place
