"""What a document is made of and what was left out, as the data of `wikipub inspect --json` (docs/cli.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from wikipub.document import Block, Blocks, Document, Heading, LedgerEntry, NoteList, NoteRef
from wikipub.errors import WikipubError
from wikipub.source import Format
from wikipub.transforms.repeats import Passage, Repeat
from wikipub.tree_print import text_of
from wikipub.walk import headings, inline_runs, iter_blocks, iter_inlines, plain


def inspection(document: Document, *, text: bool = False) -> dict[str, Any]:
    """The answer for a document; with `text` also all that the article keeps."""
    origin = document.origin
    answer: dict[str, Any] = {
        "file": origin.name,
        "title": document.title or None,
        "source": {
            "format": origin.format,
            "language": document.language or None,
            "bytes": origin.bytes,
            "lines": origin.lines,
        },
        "outline": [_heading(heading) for heading in headings(document)],
    }
    if origin.format == Format.TEXT:
        answer["lines"] = list(document.roles)
    answer["dropped"] = [_dropped(entry) for entry in document.ledger]
    answer["notes"] = notes(document)
    answer["categories"] = list(document.categories)
    answer["diagnostics"] = [
        {"code": d.code, "severity": str(d.severity), "message": d.message, "line": d.line}
        for d in document.diagnostics
    ]
    if text:
        answer["text"] = text_of(document)
    return answer


def repeat_answer(repeat: Repeat, documents: Sequence[Document]) -> dict[str, Any]:
    """The answer for a passage that is said again."""
    return {
        "likeness": repeat.likeness,
        "later": _passage(repeat.later, documents),
        "first": _passage(repeat.first, documents),
    }


def place_of(passage: Passage, documents: Sequence[Document]) -> str:
    """Where a passage stands, in words: the article and the section."""
    title = documents[passage.article].title
    return f"{title}, {passage.section}" if passage.section else title


def _passage(passage: Passage, documents: Sequence[Document]) -> dict[str, Any]:
    document = documents[passage.article]
    block = document.blocks[passage.block]
    return {
        "file": document.origin.name,
        "title": document.title,
        "section": passage.section or None,
        "line": block.spans[0].line if block.spans else None,
        "text": _plain((block,)),
    }


def failure(file: str, error: WikipubError) -> dict[str, Any]:
    """The answer for a file that cannot be read."""
    return {"file": file, "error": {"code": error.code, "message": str(error)}}


def json_line(answer: dict[str, Any]) -> str:
    """An answer as one line of ASCII, without a line end."""
    return json.dumps(answer, ensure_ascii=True, allow_nan=False)


def notes(document: Document) -> dict[str, Any]:
    """The entries of the article's note lists in order, its marks, and how many marks are tied to an entry.

    Entries that no list holds come last.
    """
    listed = [key for block in _all_blocks(document) if isinstance(block, NoteList) for key in block.notes]
    keys = dict.fromkeys([*(key for key in listed if key in document.notes), *document.notes])
    marks = list(note_marks(document))
    return {
        "entries": [_plain(document.notes[key].blocks) for key in keys],
        "marks": len(marks),
        "linked": sum(mark.note in document.notes for mark in marks),
    }


def note_marks(document: Document) -> Iterator[NoteRef]:
    """All note marks of the article, those in its notes included."""
    for block in _all_blocks(document):
        for run in inline_runs(block):
            yield from (inline for inline in iter_inlines(run) if isinstance(inline, NoteRef))


def _all_blocks(document: Document) -> Iterator[Block]:
    yield from iter_blocks(document.blocks)
    for note in document.notes.values():
        yield from iter_blocks(note.blocks)


def _plain(blocks: Blocks) -> str:
    """The readable text of blocks, runs parted by a line end."""
    runs = (plain(run) for block in iter_blocks(blocks) for run in inline_runs(block))
    return "\n".join(run for run in runs if run)


def _heading(heading: Heading) -> dict[str, Any]:
    return {
        "depth": heading.depth,
        "title": plain(heading.inlines),
        "line": heading.spans[0].line if heading.spans else None,
        "confidence": heading.confidence,
        "evidence": list(heading.evidence),
        "doubts": list(heading.doubts),
    }


def _dropped(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "line": entry.spans[0].line if entry.spans else None,
        "end": entry.spans[-1].line if entry.spans else None,
        "role": entry.role,
        "rule": entry.rule,
        "text": entry.text,
    }
