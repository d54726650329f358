"""The first infobox of each article at its head, under a name of its own."""

from __future__ import annotations

from dataclasses import replace

from wikipub.data.language import labels
from wikipub.document import Block, Document, Heading, Infobox, Text


def with_key_facts_first(document: Document) -> Document:
    """A bound document whose chapters each begin with their first infobox, called "Key facts" in its language."""
    title = (Text(labels(document.language)["key_facts"]),)
    blocks: list[Block] = []
    head = 0  # where the text of the chapter begins
    waiting = False
    for block in document.blocks:
        if isinstance(block, Heading) and block.depth == 1:
            head, waiting = len(blocks) + 1, True
        if waiting and isinstance(block, Infobox):
            blocks.insert(head, replace(block, title=title))
            waiting = False
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))
