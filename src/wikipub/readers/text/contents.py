"""Question: where is the contents block, and what does it tell about the headings?"""

from __future__ import annotations

import re
from typing import NamedTuple

from wikipub.readers.text.page import Claim, Page

_ENTRY = re.compile(r"(?:[•*+o□-]\s+)?(\d{1,3}(?:\.\d{1,3}){0,5})\.?\s+(\S.{0,250})")
_EMPTY = Claim("contents-empty", "contents", "the title of a contents block whose entries are gone")
_BLOCK = Claim("contents", "contents", "the page's contents block; a publication has its own")


class ContentsEntry(NamedTuple):
    """A row of the contents block; `depth` is told by its number: 2 for "1.3"."""

    depth: int
    title: str


def claim_contents(page: Page, words: frozenset[str]) -> list[ContentsEntry]:
    """Claim the contents block, whose title is one of `words`; return its entries.

    The first such line is the block's title; sections of that name come later or carry a mark of their own.
    """
    for index, text in enumerate(page.texts):
        if len(text) < 60 and _is_title(text, words) and page.free(index):
            entries, end = _entries(page, index + 1)
            claim = _BLOCK if entries else _EMPTY
            page.claims.update((i, claim) for i in range(index, end) if page.texts[i])
            return entries
    return []


def _is_title(text: str, words: frozenset[str]) -> bool:
    return text.split("[", 1)[0].strip().casefold() in words


def _entries(page: Page, index: int) -> tuple[list[ContentsEntry], int]:
    """The entries from line `index` on, and the line after the last of them. Numbers must go on as they count."""
    entries: list[ContentsEntry] = []
    last: list[int] = []
    end = index
    while (index := page.next_filled(index)) < len(page):
        entry = _ENTRY.fullmatch(page.texts[index])
        if not entry or not page.free(index):
            break
        number = [int(part) for part in entry[1].split(".")]
        if not _follows(last, number):
            break
        entries.append(ContentsEntry(len(number), entry[2]))
        last = number
        index += 1
        end = index
    return entries, end


def _follows(last: list[int], number: list[int]) -> bool:
    """Whether a contents block may print `number` right after `last`: 1 first, then 1.1 or 2; 1.2 after 1.1.1."""
    if not last:
        return number in ([0], [1])
    if len(number) == len(last) + 1:
        return number == [*last, 1]
    return len(number) <= len(last) and number == [*last[: len(number) - 1], last[len(number) - 1] + 1]
