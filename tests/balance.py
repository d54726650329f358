"""The ledger's promise: each printing character of a source is in the document or in the ledger, once."""

from __future__ import annotations

import re

from wikipub.document import Block, Document, NoteList, Spans
from wikipub.readers.text.page import BLANKS
from wikipub.source import Origin, Source
from wikipub.tree_print import text_of


def letters(text: str) -> str:
    """What of `text` counts: letters and digits, in order; marks within a word may have been taken out of it."""
    return "".join(re.findall(r"[^\W_]", text))


def assert_balanced(source: Source, document: Document) -> None:
    """Each printing character of the source is in one span, and each piece of the document holds those of its spans."""
    lines = source.text.split("\n")
    title = document.title if document.title_spans else ""
    pieces: list[tuple[Spans, str]] = [(document.title_spans, title)]
    pieces += [(block.spans, block_text(block)) for block in document.blocks if not isinstance(block, NoteList)]
    pieces += [(note.spans, note.label + "".join(map(block_text, note.blocks))) for note in document.notes.values()]
    pieces += [(entry.spans, entry.text) for entry in document.ledger]
    covered = [[0] * len(line) for line in lines]
    for spans, text in pieces:
        assert letters("".join(lines[span.line - 1][span.start : span.end] for span in spans)) == letters(text)
        for span in spans:
            for column in range(span.start, span.end):
                covered[span.line - 1][column] += 1
    for number, (line, counts) in enumerate(zip(lines, covered, strict=True), 1):
        for character, count in zip(line, counts, strict=True):
            assert count == 1 or (count == 0 and (character in BLANKS or character.isspace())), (number, line)


def block_text(block: Block) -> str:
    return text_of(Document("", (block,), Origin("", "")))
