"""From a page whose lines are known to blocks: each line becomes a block, a part of one, or stays for the ledger."""

from __future__ import annotations

from wikipub.document import Block, Blocks
from wikipub.readers.text.blocks.captions import CAPTION_MARK
from wikipub.readers.text.blocks.parsers import Parser, Parsers
from wikipub.readers.text.page import Page
from wikipub.readers.text.shape import is_prose

_RULERS = frozenset("|:-")
"""What a row below the head of a table between pipes begins with."""


def assemble(page: Page, parsers: Parsers) -> Blocks:
    """The page's blocks in order, made by its `parsers`; each line gets its role."""
    choice = _Choice(page, parsers)
    found: list[Block] = []
    end = 0
    for index in page.filled:
        if index < end:
            continue
        if index in page.headings:
            found.append(parsers.heading(index))
        elif index in page.settled:
            found.append(parsers.settled(index))
        elif index == page.title:
            page.roles[index] = "title"
        elif claim := page.claims.get(index):
            page.roles[index] = claim.role
        else:
            for parse in choice.at(index):
                if known := parse(index):
                    blocks, end = known
                    found += blocks
                    break
            else:
                found.append(parsers.alone(index))
    return tuple(found)


class _Choice:
    """Chooses the parsers that may know a line, in the order in which they are asked."""

    def __init__(self, page: Page, parsers: Parsers) -> None:
        self._page = page
        self._begins = parsers.begins
        self._of_prose: tuple[Parser, ...] = (parsers.hatnote,)
        self._of_labels: tuple[Parser, ...] = (parsers.hatnote, parsers.infobox, parsers.stack)
        self._of_words: tuple[Parser, ...] = (parsers.hatnote, parsers.infobox, parsers.table, parsers.stack)
        self._of_all: tuple[Parser, ...] = (
            parsers.quotation,
            parsers.note_list,
            parsers.hatnote,
            parsers.item_list,
            parsers.infobox,
            parsers.table,
            parsers.stack,
        )

    def at(self, index: int) -> tuple[Parser, ...]:
        """The parsers that may know the line at `index`."""
        text = self._page.texts[index]
        if not text[0].isalpha() or self._page.lead(index) or self._begins(index):
            return self._of_all
        if self._may_be_table(index):
            return self._of_words
        return self._of_prose if is_prose(text) else self._of_labels

    def _may_be_table(self, index: int) -> bool:
        """Whether line `index`, which begins with a word, holds a TAB, stands in columns, or has a ruler below it."""
        texts = self._page.texts
        text = texts[index]
        below = texts[index + 1] if index + 1 < len(texts) else ""
        return "\t" in text or index in self._page.columns or below[:1] in _RULERS or text.startswith(CAPTION_MARK)
