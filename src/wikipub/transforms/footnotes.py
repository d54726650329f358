"""Take the notes that the text marks out of the article's lists, so that a format can print them as its own notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wikipub.document import Block, Blocks, Document, Heading, Inline, Inlines, Link, NoteList, SourceNote
from wikipub.transforms.sections import empty_sections
from wikipub.walk import (
    headings,
    inline_runs,
    iter_blocks,
    iter_inlines,
    map_block,
    map_document_inlines,
    map_inlines,
    note_refs,
)


def with_footnotes(document: Document) -> Document:
    """A bound document no list of which holds a note that its text marks; sections that are empty then are gone.

    What has no mark in the text stays in its list, under its heading: entries that only another note marks, whose marks
    the source lost, or that are general sources. So does a section that holds anything else.
    """
    marks = note_refs(document.blocks)
    taken = {mark.note for mark in marks if mark.note is not None and mark.note in document.notes}
    if not taken:
        return document

    def without(blocks: Blocks) -> Blocks:
        return tuple(kept for block in blocks for kept in unlisted(block))

    def unlisted(block: Block) -> Blocks:
        if isinstance(block, NoteList):
            rest = tuple(key for key in block.notes if key not in taken)
            return (replace(block, notes=rest),) if rest else ()
        return (map_block(block, lambda inlines: inlines, without),)

    blocks = without(document.blocks)
    gone = _empty(blocks) - _empty(document.blocks)
    document = replace(document, blocks=blocks)
    if any(isinstance(inline, Link) and inline.url[1:] in gone for inline in _inlines(document)):
        document = _with_links_to_chapters(document, gone)
    kept = (block for block in document.blocks if not (isinstance(block, Heading) and block.id in gone))
    return replace(document, blocks=tuple(kept))


def _with_links_to_chapters(document: Document, sections: set[str]) -> Document:
    """`document` whose links to these sections lead to the chapters that they are in."""
    chapters: dict[str, str] = {}
    chapter = ""
    for heading in headings(document):
        chapter = heading.id if heading.depth == 1 else chapter
        chapters[f"#{heading.id}"] = f"#{chapter}"

    def lead(inline: Inline) -> Inlines:
        if isinstance(inline, Link) and inline.url[1:] in sections:
            return (replace(inline, url=chapters[inline.url]),)
        return (inline,)

    return map_document_inlines(document, lambda run: map_inlines(run, lead))


def _inlines(document: Document) -> Iterator[Inline]:
    for blocks in (document.blocks, *(note.blocks for note in document.notes.values())):
        for block in iter_blocks(blocks):
            for run in inline_runs(block):
                yield from iter_inlines(run)


def _empty(blocks: Blocks) -> set[str]:
    """The ids of the headings that nothing belongs to, the note on the sources aside; no chapter's."""
    text = tuple(block for block in blocks if not isinstance(block, SourceNote))
    return {heading.id for heading in empty_sections(text) if heading.depth != 1}
