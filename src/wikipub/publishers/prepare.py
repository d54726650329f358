"""What every publication has in common before pandoc sees it: its limits, its kind, its name, its moment."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.resources import files
from types import MappingProxyType
from typing import Final, NamedTuple

from wikipub.data.language import languages
from wikipub.diagnostics import Warn
from wikipub.document import Blocks, CodeBlock, Document, Heading, Imprint, MathBlock
from wikipub.errors import TooLargeError
from wikipub.language_tag import is_language_tag
from wikipub.pandoc import MAX_HEADING_LEVEL, MetaValue
from wikipub.safe import safe_text
from wikipub.transforms.bind import PART_ID, SOURCES_ID
from wikipub.transforms.long_paragraphs import split_long_paragraphs
from wikipub.walk import headings, inline_runs, iter_blocks, plain

MAX_SIZE = 20_000_000
"""Size of the largest publication but PDF, in characters of text and BLOCK_SIZE for each block (docs/limits.md)."""

MAX_PDF_SIZE = 10_000_000
"""Size of the largest PDF: typst takes about 240 MB of memory for a million."""

TEMPLATES: Final = (
    *("elements.typ", "article.typ", "book.typ", "cover.typ", "handout.typ"),
    *("epub.css", "handout.css", "page.css", "page.html", "reference.docx", "handout.docx"),
)
"""The files of data/styles that a theme may replace."""

BLOCK_SIZE = 25
"""Characters that take as much memory as a block does by being one."""


def prepared(document: Document, warn: Warn, limit: int = MAX_SIZE) -> Document:
    """`document` as publishers can bear it: overlong paragraphs cut. Raises TooLargeError over `limit`."""
    size = characters(document) + BLOCK_SIZE * sum(1 for blocks in _parts(document) for _ in iter_blocks(blocks))
    if size > limit:
        raise TooLargeError(
            f"{document.origin.name}: its size of {size:,} (characters, and {BLOCK_SIZE} for each paragraph) is over "
            f"the limit of {limit:,}; split the source and build its parts, or build another format "
            "(docs/limits.md)"
        )
    return split_long_paragraphs(document, warn)


def characters(document: Document) -> int:
    """How many characters of text the document holds."""
    return sum(map(len, _texts(document)))


def title(document: Document) -> str:
    """The publication's title; never empty, as no format allows that."""
    return safe_text(document.title).strip() or safe_text(document.origin.title).strip() or "\N{EM DASH}"


def language(document: Document) -> str:
    """The publication's language as a BCP 47 tag, "" if it is unknown or no tag."""
    return document.language if is_language_tag(document.language) else ""


def book_metadata(document: Document) -> dict[str, MetaValue]:
    """A book's title, subtitle and editor as pandoc's metadata; nothing for an article, whose title is a heading."""
    if not is_book(document):
        return {}
    imprint = document.imprint or Imprint()
    words = {"title": title(document), "subtitle": safe_text(imprint.subtitle), "author": safe_text(imprint.editor)}
    return {name: word for name, word in words.items() if word.strip()}


def language_metadata(document: Document) -> dict[str, MetaValue]:
    """The language as pandoc's metadata; nothing where it is unknown."""
    return {"lang": language(document)} if language(document) else {}


def contents_title(language: str) -> str:
    """What a list of contents is called in a language; "Contents" where no table tells."""
    tables = languages()
    table = tables.get(language) or tables.get(language.split("-")[0])
    return table.contents[0] if table and table.contents else "Contents"


def chapters(document: Document) -> tuple[Heading, ...]:
    """The headings of the document's chapters, the one of the note on its sources, if it has one, among them."""
    return tuple(block for block in document.blocks if isinstance(block, Heading) and block.depth == 1)


def has_parts(document: Document) -> bool:
    """Whether the document is a book with parts."""
    return any(PART_ID.fullmatch(heading.id) for heading in chapters(document))


class Entry(NamedTuple):
    """A line of the contents: its level, from 1 on, the id of the heading that it leads to, and that one's words."""

    level: int
    id: str
    words: str


def contents(document: Document, depth: int = MAX_HEADING_LEVEL) -> tuple[Entry, ...]:
    """A line for each of the document's headings up to a depth; what belongs to a part is a level below it."""
    entries: list[Entry] = []
    below = 0
    for heading in headings(document):
        is_part = bool(PART_ID.fullmatch(heading.id))
        if is_part or heading.id == SOURCES_ID:
            below = 0
        level = min(heading.depth or 1, MAX_HEADING_LEVEL)
        if level <= depth and (words := " ".join(safe_text(plain(heading.inlines)).split())):
            entries.append(Entry(level + below, heading.id, words))
        if is_part:
            below = 1
    return tuple(entries)


def is_book(document: Document) -> bool:
    """Whether the document is a book or a single article: a book's note on its sources is a chapter of its own.

    One without that note is a book if it has more than one chapter.
    """
    heads = chapters(document)
    return len(heads) > 1 or any(heading.id == SOURCES_ID for heading in heads)


def identifier(document: Document) -> str:
    """A stable name for the publication, made from its title and words: the same words give the same name."""
    digest = hashlib.sha256()
    for text in (title(document), language(document), *_texts(document)):
        digest.update(text.encode("utf-8", "replace") + b"\0")
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'urn:sha256:' + digest.hexdigest())}"


def moment(epoch: int) -> str:
    """Seconds since 1970 as an ISO 8601 date and time in UTC, as EPUB and DOCX want it."""
    return datetime.fromtimestamp(max(epoch, 0), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def style(name: str, theme: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The content of a file of data/styles, or of the one that takes its place in a theme."""
    return theme[name] if name in theme else files("wikipub.data").joinpath("styles", name).read_bytes()


def _parts(document: Document) -> Iterator[Blocks]:
    yield document.blocks
    yield from (note.blocks for note in document.notes.values())


def _texts(document: Document) -> Iterator[str]:
    """The document's words, run by run, in order."""
    for blocks in _parts(document):
        for block in iter_blocks(blocks):
            if isinstance(block, CodeBlock):
                yield block.text
            elif isinstance(block, MathBlock):
                yield block.tex
            else:
                yield from (plain(run, marks=True) for run in inline_runs(block))
