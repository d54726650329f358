"""Bind articles into one document that can be published: levels, ids, notes and links that fit each other."""

from __future__ import annotations

import re
from dataclasses import replace

from wikipub.data.language import external_titles
from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import (
    Block,
    Blocks,
    Book,
    Document,
    Heading,
    Inline,
    Inlines,
    Link,
    Note,
    NoteList,
    NoteRef,
    Picture,
    Text,
    WikiLink,
)
from wikipub.errors import BookError
from wikipub.option_table import Links
from wikipub.source import Keep, Origin
from wikipub.transforms.attribution import LeftOut, colophon, foot_line, left_out_of_source
from wikipub.transforms.captions import with_named_pictures, without_captions
from wikipub.transforms.links import Chapter, Places, resolved
from wikipub.transforms.sections import (
    empty_sections,
    report_empty,
    with_levels,
    without_empty_sections,
    without_sections,
)
from wikipub.walk import iter_blocks, map_blocks_inlines, map_inlines

SOURCES_ID = "sources"
"""The id of a book's chapter that says where the texts come from; no chapter's ids look like it."""

PART_ID = re.compile("p[0-9]+")
"""What the ids of the headings of parts look like, and no others."""


def bind(
    work: Document | Book,
    keep: frozenset[Keep],
    warn: Warn,
    links: Links = Links.WIKI,
    *,
    sources_apart: bool = True,
) -> Document:
    """One document of all chapters: an article's title is a heading of depth 1, its top sections are of depth 2.

    Figures call their pictures by the pictures' own names. Empty sections, captions without a picture and sections of
    links to elsewhere are left out unless `keep` holds them. Links between the articles lead to chapters and sections,
    those to other articles where `links` says. What is known of the sources ends it: a book's in a chapter of its own,
    an article's in a line; each chapter ends in such a line where the sources are not to stand apart. Raises BookError
    where a book has no chapters.
    """
    book = Book(work.title, (work,), work.language) if isinstance(work, Document) else work
    if not book.chapters:
        raise BookError(f"the book “{book.title}” has no chapters; give it one article at least")
    language = book.language or next((chapter.language for chapter in book.chapters if chapter.language), "")
    left = [left_out_of_source(article) for article in book.chapters]
    chapters = [
        Chapter(f"c{number + 1}", article, _published(article, keep, book.kept.get(number), left[number], warn))
        for number, article in enumerate(book.chapters)
    ]
    places = Places(chapters)
    apart = sources_apart and isinstance(work, Book)
    blocks: list[Block] = []
    notes: dict[str, Note] = {}
    pictures: dict[str, Picture] = {}
    for number, chapter in enumerate(chapters):
        if part := book.parts.get(number):
            blocks.append(Heading((Text(part),), 1, f"p{number + 1}"))
        article = chapter.article
        own = article.language if article.language != language else ""
        title = book.titles.get(number, article.title)
        blocks.append(Heading((Text(title),), 1, chapter.id, language=own))
        blocks.extend(_bound(chapter.blocks, chapter, places, links))
        for key, note in article.notes.items():
            entry = with_named_pictures(note.blocks, article.pictures or {})
            notes[f"{chapter.id}-{key}"] = replace(note, blocks=_bound(entry, chapter, places, links))
        pictures |= {picture.name: picture for picture in (article.pictures or {}).values()}
        if not apart:
            blocks.append(foot_line(article, left[number], language))
    if apart:
        blocks += colophon(zip(book.chapters, left, strict=True), language, SOURCES_ID)
    origin = book.chapters[0].origin if len(book.chapters) == 1 else Origin(book.title, "")
    return Document(book.title, tuple(blocks), origin, language, notes, imprint=book.imprint, pictures=pictures)


def _published(
    article: Document, keep: frozenset[Keep], kept: frozenset[str] | None, left: LeftOut, warn: Warn
) -> Blocks:
    """An article's blocks as published, its top sections at depth 2, its notes all in some list.

    Sections of the titles `kept` stay, whatever their kind. What is left out is counted in `left`.
    """
    blocks = with_named_pictures(article.blocks, article.pictures or {})
    if Keep.CAPTIONS not in keep:
        names = {picture.name for picture in (article.pictures or {}).values()}
        blocks, count = without_captions(blocks, names)
        if count:
            message = f"{count} captions of missing pictures are not published; --keep captions publishes them"
            warn(Diagnostic("captions-left-out", Severity.NOTE, message, article.origin.name))
            left["captions"] += count
    if Keep.EXTERNAL not in keep:
        titles = external_titles(article.language).difference(title.casefold() for title in kept or ())
        blocks, gone = without_sections(blocks, titles)
        if gone:
            named = ", ".join(f"“{title}”" for title, _ in gone)
            message = f"sections of links to elsewhere are not published: {named}; --keep external publishes them"
            warn(Diagnostic("external-left-out", Severity.NOTE, message, article.origin.name))
            left["external"] += len(gone)
    listed = {key for block in iter_blocks(blocks) if isinstance(block, NoteList) for key in block.notes}
    if missing := tuple(key for key in article.notes if key not in listed):
        blocks = (*blocks, NoteList(missing))
    if Keep.SECTIONS not in keep:
        known = empty_sections(article.blocks)  # reported when the article was read
        empty = empty_sections(blocks)
        for heading in empty:
            if heading not in known:
                report_empty(heading, article, warn)
        left["sections"] += len(empty)
        blocks = without_empty_sections(blocks)
    if not blocks:
        message = f"nothing of the article “{article.title}” is published but its title"
        warn(Diagnostic("empty-chapter", Severity.WARNING, message, article.origin.name))
    return with_levels(blocks, 2)


def _bound(blocks: Blocks, chapter: Chapter, places: Places, links: Links) -> Blocks:
    """`blocks` with ids of headings and keys of notes that no other chapter has, and links that lead somewhere."""

    def inline(found: Inline) -> Inlines:
        match found:
            case NoteRef(note=str(key)):
                return (replace(found, note=f"{chapter.id}-{key}"),)
            case Link() | WikiLink():
                return resolved(found, places, chapter, links)
            case _:
                return (found,)

    def block(found: Block) -> Block:
        match found:
            case Heading():
                return replace(found, id=f"{chapter.id}-{found.id}")
            case NoteList():
                return replace(found, notes=tuple(f"{chapter.id}-{key}" for key in found.notes))
            case _:
                return found

    return tuple(block(b) for b in map_blocks_inlines(blocks, lambda inlines: map_inlines(inlines, inline)))
