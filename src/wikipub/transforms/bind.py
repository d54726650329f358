"""Bind articles into one document that can be published: levels, ids and note keys that fit each other."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from wikipub.data.language import labels
from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import (
    Block,
    Blocks,
    Book,
    Document,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    NoteList,
    NoteRef,
    Paragraph,
    Text,
)
from wikipub.errors import BookError
from wikipub.source import Keep, Origin
from wikipub.transforms.sections import empty_sections, report_empty, with_levels, without_empty_sections
from wikipub.walk import iter_blocks, map_blocks_inlines, map_inlines

SOURCES_ID = "sources"
"""The id of the section that says where the texts come from; no chapter's ids look like it."""


def bind(work: Document | Book, keep: frozenset[Keep], warn: Warn) -> Document:
    """One document of all chapters: an article's title is a heading of depth 1, its top sections are of depth 2.

    Empty sections and captions without a picture are left out unless `keep` holds them. A note on the sources ends it.
    Raises BookError where a book has no chapters.
    """
    book = Book(work.title, (work,), work.language) if isinstance(work, Document) else work
    if not book.chapters:
        raise BookError(f"the book “{book.title}” has no chapters; give it one article at least")
    language = book.language or next((chapter.language for chapter in book.chapters if chapter.language), "")
    blocks: list[Block] = []
    notes: dict[str, Note] = {}
    for number, chapter in enumerate(book.chapters, 1):
        prefix = f"c{number}"
        blocks.append(Heading((Text(chapter.title),), 1, prefix))
        body = _published(chapter, keep, warn)
        blocks.extend(_prefixed(body, prefix))
        for key, note in chapter.notes.items():
            notes[f"{prefix}-{key}"] = replace(note, blocks=_prefixed(note.blocks, prefix))
    blocks.extend(_source_note(book, language, 2 if isinstance(work, Document) else 1))
    origin = book.chapters[0].origin if len(book.chapters) == 1 else Origin(book.title, "")
    return Document(book.title, tuple(blocks), origin, language, notes)


def _published(chapter: Document, keep: frozenset[Keep], warn: Warn) -> Blocks:
    """A chapter's blocks as published, its top sections at depth 2, its notes all in some list."""
    blocks = chapter.blocks
    if Keep.CAPTIONS not in keep:
        kept = tuple(block for block in blocks if not (isinstance(block, Figure) and block.image is None))
        if left := len(blocks) - len(kept):
            message = f"{left} captions of missing pictures are not published; --keep captions publishes them"
            warn(Diagnostic("captions-left-out", Severity.NOTE, message, chapter.origin.name))
        blocks = kept
    listed = {key for block in iter_blocks(blocks) if isinstance(block, NoteList) for key in block.notes}
    if missing := tuple(key for key in chapter.notes if key not in listed):
        blocks = (*blocks, NoteList(missing))
    if Keep.SECTIONS not in keep:
        known = empty_sections(chapter.blocks)  # reported when the article was read
        for heading in empty_sections(blocks):
            if heading not in known:
                report_empty(heading, chapter, warn)
        blocks = without_empty_sections(blocks)
    return with_levels(blocks, 2)


def _prefixed(blocks: Blocks, prefix: str) -> Blocks:
    """`blocks` with ids of headings and keys of notes that no other chapter has."""

    def inline(found: Inline) -> Inlines:
        if isinstance(found, NoteRef) and found.note is not None:
            return (replace(found, note=f"{prefix}-{found.note}"),)
        return (found,)

    def block(found: Block) -> Block:
        match found:
            case Heading():
                return replace(found, id=f"{prefix}-{found.id}")
            case NoteList():
                return replace(found, notes=tuple(f"{prefix}-{key}" for key in found.notes))
            case _:
                return found

    return tuple(block(b) for b in map_blocks_inlines(blocks, lambda inlines: map_inlines(inlines, inline)))


def _source_note(book: Book, language: str, depth: int) -> Blocks:
    """The section, of this depth, that says where each article comes from and under which licence."""
    words = labels(language)
    heading = Heading((Text(words["sources"]),), depth, SOURCES_ID)
    return (heading, *(Paragraph(_source(chapter, words)) for chapter in book.chapters))


def _source(chapter: Document, words: dict[str, str]) -> Inlines:
    """Title, address and date where they are given, and licence of a chapter, each on a line."""
    origin = chapter.origin
    lines: list[Inlines] = [(Text(f"{words['source_article']}: {chapter.title}"),)]
    if origin.url:
        lines.append((Text(f"{words['address']}: "), Link((Text(origin.url),), origin.url)))
    if origin.date:
        lines.append((Text(f"{words['retrieved']}: {origin.date}"),))
    wikipedia = origin.site == "Wikipedia" or (urlsplit(origin.url).hostname or "").endswith(".wikipedia.org")
    known = origin.license or (words["license_wikipedia"] if wikipedia else words["unknown"])
    lines.append((Text(f"{words['license']}: {known}"),))
    return tuple(inline for number, line in enumerate(lines) for inline in ((LineBreak(),) if number else ()) + line)
