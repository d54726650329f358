"""From expanded wikitext to a document's blocks and notes: signs become what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from wikipub.document import (
    Block,
    BlockQuote,
    Blocks,
    Code,
    CodeBlock,
    EditorialTag,
    Emphasis,
    Figure,
    Foreign,
    Hatnote,
    Infobox,
    InfoboxRow,
    Inlines,
    LineBlock,
    LineBreak,
    Link,
    Math,
    MathBlock,
    Note,
    NoteList,
    NoteRef,
    Paragraph,
    Spans,
    Strong,
    Subscript,
    Superscript,
    Text,
    WikiLink,
)
from wikipub.readers.wikitext.atoms import Box, HatnoteText, Picture, Quotation, References, Verse
from wikipub.readers.wikitext.blocks import BlockParser
from wikipub.readers.wikitext.elements import flattened
from wikipub.readers.wikitext.expand import Expander
from wikipub.readers.wikitext.inlines import parse_inlines
from wikipub.readers.wikitext.record import Places
from wikipub.readers.wikitext.references import Use
from wikipub.walk import plain

_DEEPEST = 12
"""How deep boxes, quotations and notes may hold each other; deeper ones are plain text."""
_ONE_PARAGRAPH = re.compile(r"[^\s\x02\x7f<*#:;={|!-][^\n\x02<]*")
"""Text that is one paragraph, as most notes are: a line that begins with a letter, without tags and signs of blocks."""


class Assembly:
    """Builds an article of what its source was expanded to."""

    def __init__(self, expander: Expander, text: str, places: Places) -> None:
        self._expander = expander
        self._text = text
        self._places = places
        self._depth = 0
        self.notes: dict[str, Note] = {}
        self.unclosed_tables = 0

    def blocks(self) -> Blocks:
        """The article's blocks; notes that no list prints are printed at its end."""
        found = self._parse(self._text, self._located)
        if rest := self._expander.notes.rest():
            found = (*found, *self._references(References(rest)))
        return found

    def title(self) -> str:
        """The title that the page asks to be displayed; "" where it asks for none."""
        return plain(self._inlines(self._expander.record.title))

    def _located(self, start: int, end: int) -> Spans:
        source = self._places.source
        return self._expander.record.lines.spans(source(start), max(source(end), source(start) + 1))

    def _parse(self, text: str, locate: object = None) -> Blocks:
        """The blocks of expanded wikitext; only those of the page itself know their lines."""
        if self._depth >= _DEEPEST or (locate is None and _ONE_PARAGRAPH.fullmatch(text)):
            return (Paragraph(self._inlines(text)),)
        self._depth += 1
        parser = BlockParser(text, self._inlines, self._atom, locate or (lambda start, end: ()))  # type: ignore[arg-type]
        blocks = parser.blocks()
        self.unclosed_tables += parser.unclosed_tables
        self._depth -= 1
        return blocks

    def _inlines(self, text: str) -> Inlines:
        return parse_inlines(text, self._sign)

    def _sign(self, number: str) -> Inlines:
        """What a sign within a line means; a thing that stands apart is flattened there."""
        atom = self._expander.atoms[number]
        match atom:
            case Use():
                return (atom.mark(),)
            case CodeBlock(text):
                return (Code(text),)
            case MathBlock(tex):
                return (Math(tex),)
            case Picture() | HatnoteText() | Quotation() | Verse() | Box() | References():
                return flattened(tuple(self._atom(number)))
            case _:
                return (atom,)

    def _atom(self, number: str) -> Iterable[Block]:
        """The blocks that a sign means."""
        atom = self._expander.atoms[number]
        match atom:
            case CodeBlock() | MathBlock():
                return (atom,)
            case Picture(file, caption, alt):
                return (Figure(self._inlines(caption.replace("\n", " ")), file or None, alt),)
            case HatnoteText(text):
                return (Hatnote(self._inlines(text.replace("\n", " "))),)
            case Quotation(text, attribution):
                return (BlockQuote(self._parse(text), self._inlines(attribution)),)
            case Verse(text):
                return (LineBlock(tuple(self._inlines(line) for line in text.split("\n"))),)
            case Box(title, facts):
                rows = tuple(InfoboxRow(self._inlines(label), self._parse(value)) for label, value in facts)
                return (Infobox(rows, self._inlines(title)),)
            case References():
                return self._references(atom)
            case Use():
                return (Paragraph((atom.mark(),)),)
            case (
                Text()
                | Emphasis()
                | Strong()
                | Superscript()
                | Subscript()
                | Code()
                | Math()
                | Link()
                | WikiLink()
                | NoteRef()
                | EditorialTag()
                | Foreign()
                | LineBreak()
            ):
                return (Paragraph((atom,)),)
            case _:
                assert_never(atom)

    def _references(self, references: References) -> Iterable[Block]:
        """The list of notes; those whose text is nowhere are not in it."""
        keys = []
        for entry in references.entries:
            if not entry.text:
                continue
            if entry.key not in self.notes:
                self.notes[entry.key] = Note(entry.label, ())  # so that a note that holds its own list ends
                spans = (
                    () if entry.offset is None else self._expander.record.lines.spans(entry.offset, entry.offset + 1)
                )
                self.notes[entry.key] = Note(entry.label, self._parse(entry.text), spans)
            keys.append(entry.key)
        return (NoteList(tuple(keys)),) if keys else ()
