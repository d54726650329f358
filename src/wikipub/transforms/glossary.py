"""A list of the terms that an article sets bold, each with the sentence that it stands in first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from wikipub.data.language import labels
from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import (
    Block,
    BlockQuote,
    BulletList,
    Document,
    Heading,
    NoteList,
    OrderedList,
    Paragraph,
    SourceNote,
    Strong,
    Text,
)
from wikipub.walk import iter_blocks, iter_inlines, plain

_LONGEST_TERM = 60
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"'’”»)\]]*(?:\s+(?=\W*[^\W\d_a-z])|(?<=[。！？]))")
_INITIAL = re.compile(r"(?:^|\s)\w\.$")


def with_glossary(document: Document, warn: Warn) -> Document:
    """A bound document in which each chapter ends, before its notes and its source, with the terms that it sets bold.

    Words of headings, tables and key facts are no terms, nor is the chapter's own title. Reports `no-glossary` where no
    chapter sets any.
    """
    words = labels(document.language)
    blocks: list[Block] = []
    found = False
    for chapter in _chapters(document.blocks):
        if entries := tuple(_entries(chapter)):
            found = True
            at = _end_of_text(chapter)
            chapter[at:at] = [Heading((Text(words["glossary"]),), 2, f"{_id(chapter)}-bold-terms"), *entries]
        blocks += chapter
    if not found:
        message = "no term is set bold, so there is no glossary"
        warn(Diagnostic("no-glossary", Severity.NOTE, message, document.origin.name))
    return replace(document, blocks=tuple(blocks))


def _chapters(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    chapter: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.depth == 1 and chapter:
            yield chapter
            chapter = []
        chapter.append(block)
    if chapter:
        yield chapter


def _id(chapter: list[Block]) -> str:
    return chapter[0].id if isinstance(chapter[0], Heading) else "text"


def _entries(chapter: list[Block]) -> Iterator[Paragraph]:
    """The chapter's terms in the order of the alphabet, case aside."""
    title = plain(chapter[0].inlines).casefold() if isinstance(chapter[0], Heading) else ""
    terms: dict[str, Paragraph] = {}
    for paragraph in _paragraphs(chapter):
        bold = [inline for inline in iter_inlines(paragraph.inlines) if isinstance(inline, Strong)]
        if not bold:
            continue
        sentences = _sentences(plain(paragraph.inlines))
        for strong in bold:
            term = " ".join(plain(strong.inlines).split()).strip(" .,;:")
            key = term.casefold()
            if key in terms or key == title or not _is_term(term):
                continue
            sentence = next((s for s in sentences if term in s), "")
            if sentence.strip(" .,;:") not in ("", term):
                terms[key] = Paragraph((Strong((Text(term),)), Text(f": {sentence}")))
    return (terms[key] for key in sorted(terms))


def _is_term(words: str) -> bool:
    return len(words) <= _LONGEST_TERM and sum(character.isalpha() for character in words) > 1


def _paragraphs(chapter: list[Block]) -> Iterator[Paragraph]:
    """The chapter's running text, lists and quotations among it."""
    for block in chapter:
        if isinstance(block, Paragraph | BulletList | OrderedList | BlockQuote):
            yield from (inner for inner in iter_blocks((block,)) if isinstance(inner, Paragraph))


def _sentences(text: str) -> list[str]:
    """The sentences of a paragraph; one does not end after an initial."""
    sentences: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if not _INITIAL.search(text[start : end.start()][-4:]):
            sentences.append(text[start : end.end()].strip())
            start = end.end()
    return [*sentences, text[start:].strip()]


def _end_of_text(chapter: list[Block]) -> int:
    """Where the chapter's notes and source begin: before the heading of a section that holds nothing else."""
    at = len(chapter)
    while at > 1 and isinstance(chapter[at - 1], SourceNote | NoteList):
        at -= 1
        if at > 1 and isinstance(chapter[at], NoteList) and isinstance(chapter[at - 1], Heading):
            at -= 1
    return at
