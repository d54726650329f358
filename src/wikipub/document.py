"""The document tree: what every reader makes, every transform maps and every publisher prints.

Names are those of pandoc's tree where it has the same thing, so that pandoc/ maps one to one. Text stays whole here.
All classes are frozen to the type checker (`node`); a transform makes a new tree. This module imports nothing of
wikipub but Origin and Diagnostic.

Invariants, made by `transforms.normalize` and relied upon after it:

- no empty inline, no two Text neighbours; a Text holds printable characters and blanks, no line end or other control;
- blanks at the ends of a block's inlines are gone; a paragraph, hatnote, list item or list without content is gone;
- every row of a Table spans the same number of columns;
- nesting is at most MAX_NESTING deep;
- a NoteRef's `note` and a NoteList's `notes` are keys of Document.notes, or None / absent (`transforms.notes`);
- every Heading has an `id`, unique in its document, of the form [a-z][a-z0-9-]* (`transforms.ids`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias, TypeVar, dataclass_transform

from wikipub.diagnostics import Diagnostic
from wikipub.source import Origin

MAX_NESTING = 24
"""Deepest nesting of blocks or inlines; typst refuses 31 lists (deeper content is flattened and reported)."""

_Node = TypeVar("_Node")


@dataclass_transform(frozen_default=True)
def node(cls: type[_Node]) -> type[_Node]:
    """Make a class of the tree: a slotted dataclass that the type checker holds to be frozen, and that has a hash.

    An article has thousands of nodes; one that refuses changes at run time, too, takes three times as long to make.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)


class Span(NamedTuple):
    """A piece of a source line: 1-based `line`, and the half-open range [start, end) of characters in it."""

    line: int
    start: int
    end: int


Spans: TypeAlias = tuple[Span, ...]


# --- Inlines -----------------------------------------------------------------------------------------------------


@node
class Text:
    """Plain text."""

    text: str


@node
class Emphasis:
    """Emphasised text, italics in print."""

    inlines: Inlines


@node
class Strong:
    """Strongly emphasised text, bold in print."""

    inlines: Inlines


@node
class Superscript:
    """Raised text."""

    inlines: Inlines


@node
class Subscript:
    """Lowered text."""

    inlines: Inlines


@node
class Code:
    """Program text within a line."""

    text: str


@node
class Math:
    """A formula within a line, in TeX."""

    tex: str


@node
class Link:
    """A link to an address, or with `#id` to a place in the same publication."""

    inlines: Inlines
    url: str


@node
class WikiLink:
    """A link to another article by its title, not yet resolved; `section` names a heading of it."""

    inlines: Inlines
    title: str
    section: str = ""


@node
class NoteRef:
    """A note mark as printed in the article: `[12]` has label "12", `[note 1]` has label "note 1".

    `note` is the key of its entry in Document.notes; None where the article holds none (a dangling mark).
    """

    label: str
    note: str | None = None


@node
class EditorialTag:
    """A remark of the wiki's editors within the text, such as "citation needed"."""

    text: str


@node
class Foreign:
    """Text in another language; `language` is a BCP 47 tag."""

    inlines: Inlines
    language: str


@node
class LineBreak:
    """A line break that the author meant."""


Inline: TypeAlias = (
    Text
    | Emphasis
    | Strong
    | Superscript
    | Subscript
    | Code
    | Math
    | Link
    | WikiLink
    | NoteRef
    | EditorialTag
    | Foreign
    | LineBreak
)
Inlines: TypeAlias = tuple[Inline, ...]


# --- Blocks ------------------------------------------------------------------------------------------------------


@node
class Heading:
    """A section's heading.

    `depth` 1 is a top section of the article; None means that the source does not tell the level.
    `evidence` names the witnesses that make this line a heading, `doubts` what speaks against it, `confidence` is in
    0..1 (docs/headings.md).
    `language` is a BCP 47 tag where the chapter that it opens is in another language than the publication.
    """

    inlines: Inlines
    depth: int | None
    id: str = ""
    evidence: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    confidence: float = 1.0
    spans: Spans = ()
    language: str = ""


@node
class Paragraph:
    """A paragraph."""

    inlines: Inlines
    spans: Spans = ()


@node
class LineBlock:
    """Lines that stay lines: verse, addresses, or a run whose structure the source does not tell."""

    lines: tuple[Inlines, ...]
    spans: Spans = ()


@node
class BulletList:
    """A list without order."""

    items: tuple[Blocks, ...]
    spans: Spans = ()


@node
class OrderedList:
    """A list whose items are numbered on from `start`."""

    items: tuple[Blocks, ...]
    start: int = 1
    spans: Spans = ()


@node
class DefinitionItem:
    """A term and what is said of it."""

    term: Inlines
    definitions: tuple[Blocks, ...]


@node
class DefinitionList:
    """Terms and their definitions."""

    items: tuple[DefinitionItem, ...]
    spans: Spans = ()


@node
class Cell:
    """A table's cell; `header` makes it a head of its row or column."""

    blocks: Blocks
    header: bool = False
    rowspan: int = 1
    colspan: int = 1


@node
class Table:
    """A table; its first `header_rows` rows are its head."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 0
    caption: Inlines = ()
    spans: Spans = ()


@node
class InfoboxRow:
    """A label and its value.

    With no value the label is a heading within the box; with no label the value is a line of its own, such as a
    picture's caption.
    """

    label: Inlines
    value: Blocks


@node
class Infobox:
    """The key facts that stand beside an article's lead."""

    rows: tuple[InfoboxRow, ...]
    title: Inlines = ()
    spans: Spans = ()


@node
class Figure:
    """A picture with its caption; `image` is None where the source kept the caption alone.

    `image` is what the source calls the picture: a file's title or path, an address or a `data:` address; in a bound
    document a key of Document.pictures. `alt` says what is to be seen, "" where the source does not.
    """

    caption: Inlines
    image: str | None = None
    alt: str = ""
    spans: Spans = ()


@node
class BlockQuote:
    """A quotation and, apart from it, whom or what it quotes."""

    blocks: Blocks
    attribution: Inlines = ()
    spans: Spans = ()


@node
class CodeBlock:
    """Program text, kept as it stands."""

    text: str
    language: str = ""
    spans: Spans = ()


@node
class MathBlock:
    """A formula on lines of its own, in TeX."""

    tex: str
    spans: Spans = ()


@node
class Hatnote:
    """A line that sends the reader elsewhere: "Main article: …"."""

    inlines: Inlines
    spans: Spans = ()


@node
class NoteList:
    """The place where the article prints its notes; `notes` are keys of Document.notes, in printed order."""

    notes: tuple[str, ...]
    spans: Spans = ()


@node
class SourceNote:
    """What a publication says of where its text comes from; binding makes it, no reader does."""

    inlines: Inlines
    spans: Spans = ()


@node
class ThematicBreak:
    """A rule between paragraphs."""

    spans: Spans = ()


Block: TypeAlias = (
    Heading
    | Paragraph
    | LineBlock
    | BulletList
    | OrderedList
    | DefinitionList
    | Table
    | Infobox
    | Figure
    | BlockQuote
    | CodeBlock
    | MathBlock
    | Hatnote
    | NoteList
    | SourceNote
    | ThematicBreak
)
Blocks: TypeAlias = tuple[Block, ...]


# --- The document and its ledger ---------------------------------------------------------------------------------


@node
class Note:
    """An entry of the article's notes; `label` is its printed number or sign, "" where the source prints none."""

    label: str
    blocks: Blocks
    spans: Spans = ()


@node
class Translation:
    """The article's page in another language; `language` is the code of that wiki."""

    language: str
    title: str


PICTURES: Final = "pictures"
"""The folder in which engines find the pictures of a document that they are given."""


@node
class Picture:
    """A picture as publications take it.

    `data` is a PNG or JPEG file, or an SVG file without anything active; `ending` is "png", "jpg" or "svg". `width` and
    `height` are in pixels. `raster` is a PNG of an SVG, for formats that take none.
    """

    data: bytes
    ending: str
    width: int
    height: int
    raster: bytes = b""

    @property
    def name(self) -> str:
        """A file name that no other picture has: made of its content, so it is the same in each build."""
        return f"{hashlib.sha256(self.data).hexdigest()[:16]}.{self.ending}"


@node
class LedgerEntry:
    """A piece of the source that is not in the tree, and why.

    `role` is what it is (docs/ledger.md), `rule` the rule that knew it, `reason` a clause for people, `text` the
    source's characters, lines joined by a line end.
    """

    role: str
    rule: str
    reason: str
    text: str
    spans: Spans = ()


NO_COVER: Final = "none"
"""The cover of a book that wants none."""


@node
class Imprint:
    """What a book says of itself besides its title; `cover` is the path of a picture, or NO_COVER.

    What is empty is not said.
    """

    subtitle: str = ""
    editor: str = ""
    cover: str = ""


BESIDE_TREE: Final = "beside-tree"
"""Marks, in its metadata, a field that is no part of the tree: the tree's JSON has it not."""


@node
class Document:
    """An article, or the articles of a book bound into one.

    `language` is a BCP 47 tag, "" where the source does not tell. `title_spans` is empty where the title was not in the
    text. `redirects` are other titles that lead to the article. `roles` names the role of each source line ("" for a
    blank one); only readers of lines fill it. `imprint` is that of the book which is bound, None in an article.

    `media` are the folders in which pictures are looked for, in order. `pictures` are those that were found, by what
    the figures call them; None where nobody has looked.
    """

    title: str
    blocks: Blocks
    origin: Origin
    language: str = ""
    notes: Mapping[str, Note] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    title_spans: Spans = ()
    roles: tuple[str, ...] = ()
    translations: tuple[Translation, ...] = ()
    redirects: tuple[str, ...] = ()
    imprint: Imprint | None = None
    media: tuple[str, ...] = field(default=(), compare=False, metadata={BESIDE_TREE: True})
    pictures: Mapping[str, Picture] | None = field(default=None, compare=False, metadata={BESIDE_TREE: True})


@node
class Book:
    """Articles to be bound into one publication, in order.

    `language` "" means that of the first chapter that has one. `parts` are the titles of parts by the index of the
    chapter that each begins with, `kept` the titles of sections that a chapter keeps although their kind is left out,
    `titles` what chapters are called that have another title than their article.
    """

    title: str
    chapters: tuple[Document, ...]
    language: str = ""
    imprint: Imprint = field(default_factory=Imprint)
    parts: Mapping[int, str] = field(default_factory=dict)
    kept: Mapping[int, frozenset[str]] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
