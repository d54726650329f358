"""Every word of a publication beside every word of the tree that it was made of.

`walk` tells what the tree has and the file has not, what the file has and the tree has not, and what stands elsewhere
in the reading order. Compared are letters, digits and symbols, as where a word ends is a format's own matter: words are
hyphenated, cells of tables have no blanks between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Final, assert_never

from tools.printed_words import FORMULA, printed
from wikipub.data.language import labels
from wikipub.diagnostics import Diagnostic
from wikipub.document import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Cell,
    Code,
    CodeBlock,
    DefinitionList,
    Document,
    EditorialTag,
    Emphasis,
    Figure,
    Foreign,
    Hatnote,
    Heading,
    Imprint,
    Infobox,
    Inline,
    Inlines,
    LineBlock,
    LineBreak,
    Link,
    Math,
    MathBlock,
    Note,
    NoteList,
    NoteRef,
    OrderedList,
    Paragraph,
    SourceNote,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    WikiLink,
)
from wikipub.fonts import coverage
from wikipub.option_table import Layout, Notes
from wikipub.pandoc import is_right_to_left
from wikipub.pandoc.fit import TablePlace, fit
from wikipub.pandoc.grid import Grid
from wikipub.publishers.convert import with_formulas_as_code
from wikipub.publishers.look import NAME_LINE, page
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.prepare import is_book, title
from wikipub.safe import safe_tex
from wikipub.source import Origin
from wikipub.transforms.footnotes import with_footnotes
from wikipub.tree_print import text_of
from wikipub.walk import headings, iter_blocks, note_refs, plain

_CONTEXT: Final = 4
"""Words that a finding is told with, before it."""

_NEAR: Final = 8
"""Words between two changes that belong together: in `a1 b a2` beside `a 1 b a 2` no word has moved."""

_PRINTED_AS_TEX: Final = re.compile("does not take the formula (.*); it is printed as TeX", re.DOTALL)

_PIECE: Final = re.compile(r"\(\d+/\d+\)")
"""What the caption of a piece of a table ends with."""


@dataclass(frozen=True, slots=True)
class Words:
    """How many words the tree has, and what differs: the words in question, each after some that stand before them."""

    count: int
    lost: tuple[str, ...]
    surplus: tuple[str, ...]
    moved: tuple[str, ...]

    @property
    def wrong(self) -> tuple[str, ...]:
        """All that differs, each told as what it is."""
        kinds = {"lost": self.lost, "surplus": self.surplus, "moved": self.moved}
        return tuple(f"{kind}: {words}" for kind, told in kinds.items() for words in told)


def walk(path: Path, document: Document, options: PublishOptions, diagnostics: Sequence[Diagnostic]) -> Words:
    """What of a bound document an EPUB, PDF or DOCX holds that was made of it with `options` and these `diagnostics`.

    They tell of formulas that are printed as code, and that a PDF's fonts do not show some characters.
    """
    as_tex = (_PRINTED_AS_TEX.search(diagnostic.message) for diagnostic in diagnostics)
    document = with_formulas_as_code(document, frozenset(formula[1] for formula in as_tex if formula))
    text = printed(path)
    pieces = {word for piece in _PIECE.findall(text) for word in _words(piece)}
    for tree in _trees(document, path.suffix, options):
        expected = " ".join(tree.all())
        if any(diagnostic.code == "missing-glyph" for diagnostic in diagnostics):
            unshown = dict.fromkeys(map(ord, coverage(expected, options.look.font_path).unshown))
            expected, text = expected.translate(unshown), text.translate(unshown)
        found = _differences(
            _words(expected), _words(text), _drawn(expected, document) if path.suffix == ".pdf" else None
        )
        found = _with_cut_tables(found, document, pieces) if pieces else found
        if not found.wrong:
            break
    return found


def _words(text: str) -> list[str]:
    """`text` cut at blanks, without what is no letter, digit or symbol; a sign of two forms has one."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(sign if _counts(sign) else " " if sign.isspace() else "" for sign in text).split()


def _counts(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNS" and sign not in "↑^"  # the signs of links back


def _with_cut_tables(found: Words, document: Document, pieces: set[str]) -> Words:
    """`found` but for what a table causes that is cut into `pieces`: each repeats its caption and first column."""
    tables = [block for block in iter_blocks(document.blocks) if isinstance(block, Table)]
    repeated = (run for table in tables for run in (plain(table.caption), *(_text(row[:1]) for row in table.rows)))
    again = pieces.union(*map(_words, repeated))
    notes = [document.notes[mark.note].blocks for mark in note_refs(tuple(tables)) if mark.note]
    inside = again.union(
        *(_words(_text(row)) for table in tables for row in table.rows),
        *(_words(_text((Cell(note),))) for note in notes),
    )

    def rest(told: tuple[str, ...], words: set[str]) -> tuple[str, ...]:
        return tuple(one for one in told if not words.issuperset(_words(one.partition("«")[2])))

    return replace(found, surplus=rest(found.surplus, again), moved=rest(found.moved, inside))


def _text(cells: Sequence[Cell]) -> str:
    """The text of cells, its note marks apart."""
    return " ".join(text_of(Document("", cell.blocks, Origin("", ""))) for cell in cells).replace("[", " ")


# --- The comparison ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Drawn:
    """How a PDF tells a text, as its glyphs are drawn.

    Letters whose mark is drawn apart, and parts of what is joined from right to left, may be there `twice`; with words
    from right to left it is in the order in which it is seen.
    """

    twice: frozenset[str]
    as_seen: bool


def _drawn(text: str, document: Document) -> _Drawn:
    """How a PDF of `document` tells its `text`."""
    text = unicodedata.normalize("NFKC", text)
    marked = {letter for letter, mark in pairwise(text) if unicodedata.combining(mark)}
    leftward = {sign for sign in text if unicodedata.bidirectional(sign) in ("R", "AL")}
    languages = (document.language, *(heading.language for heading in headings(document)))
    return _Drawn(frozenset(marked | leftward), bool(leftward) or any(map(is_right_to_left, languages)))


def _differences(expected: list[str], found: list[str], drawn: _Drawn | None) -> Words:
    """What differs between two texts; of one in the order in which it is seen only all together can be compared."""
    apart = None if drawn and drawn.as_seen else drawn
    changes = [
        (first, expected[first:end], at, found[at:to])
        for near in _changes(expected, found)
        if not _is_same(expected[near[0][0] : near[-1][1]], found[near[0][2] : near[-1][3]], apart)
        for first, end, at, to in near
        if not _is_same(expected[first:end], found[at:to], apart)
    ]
    here = [word for _, words, _, _ in changes for word in words]
    there = [word for _, _, _, words in changes for word in words]
    if drawn and drawn.as_seen and _is_same(here, there, drawn):
        return Words(len(expected), (), (), ())
    lost, surplus, moved = (
        Counter(here) - Counter(there),
        Counter(there) - Counter(here),
        Counter(here) & Counter(there),
    )
    return Words(
        len(expected),
        tuple(_told(expected, ((first, words) for first, words, _, _ in changes), lost)),
        tuple(_told(found, ((at, words) for _, _, at, words in changes), surplus)),
        tuple(_told(expected, ((first, words) for first, words, _, _ in changes), moved)),
    )


def _changes(expected: list[str], found: list[str]) -> list[list[tuple[int, int, int, int]]]:
    """Where the words differ: [first, end) of the one is [at, to) of the other; changes near each other together."""
    changes: list[list[tuple[int, int, int, int]]] = []
    for kind, first, end, at, to in SequenceMatcher(None, expected, found).get_opcodes():
        if kind == "equal":
            continue
        if not changes or first - changes[-1][-1][1] > _NEAR:
            changes.append([])
        changes[-1].append((first, end, at, to))
    return changes


def _is_same(expected: list[str], found: list[str], drawn: _Drawn | None) -> bool:
    """Whether the signs of two texts are the same; of a PDF's those that are drawn twice aside, and in any order."""
    one, other = "".join(expected), "".join(found)
    if drawn is None or one == other:
        return one == other
    here, there = Counter(one), Counter(other)
    return not here - there and drawn.twice.issuperset(there - here) and (drawn.as_seen or bool(there - here))


def _told(words: list[str], places: Iterable[tuple[int, list[str]]], wanted: Counter[str]) -> Iterator[str]:
    """The runs of `words` at `places` that hold wanted words, each with the words before it."""
    left = wanted.copy()
    for at, run in places:
        told = []
        for word in run:
            if left[word] > 0:
                left[word] -= 1
                told.append(word)
        if told:
            yield f"{' '.join(words[max(0, at - _CONTEXT) : at])} «{' '.join(told)}»"


# --- The tree ----------------------------------------------------------------------------------------------------


def _trees(document: Document, suffix: str, options: PublishOptions) -> Iterator[_Tree]:
    """The ways in which a format may print a document: typst measures whether a handout's key facts are a float."""
    yield _Tree(document, suffix, options)
    if suffix == ".pdf" and options.look.key_facts:
        yield _Tree(document, suffix, options, floating_facts=True)


class _Tree:
    """The words of a bound document, in the order and the form in which a format prints them.

    Of what floats over the columns of a PDF the notes stand below it, each after its label, as no footnote can.
    """

    def __init__(
        self, document: Document, suffix: str, options: PublishOptions, *, floating_facts: bool = False
    ) -> None:
        self.floating_facts = floating_facts
        sheet = page(options.look, book=is_book(document))
        self.room = sheet.room if suffix == ".pdf" and sheet.columns > 1 else None
        self.below: list[str] | None = None  # the notes of the float that is being told
        own_notes = suffix == ".docx" or (suffix == ".pdf" and options.notes is Notes.FOOT)
        self.document = with_footnotes(document) if own_notes else document
        self.own_notes = own_notes
        self.is_epub = suffix == ".epub"
        self.name_line = options.look.layout is Layout.HANDOUT and not self.is_epub  # whose style sheet has it
        self.pictures = document.pictures or {}
        listed = (block.notes for block in iter_blocks(self.document.blocks) if isinstance(block, NoteList))
        self.listed = frozenset(key for keys in listed for key in keys)
        self.said: set[str] = set()  # notes of the format's own whose first mark was met
        self.in_note = False

    def all(self) -> Iterator[str]:
        if is_book(self.document):
            imprint = self.document.imprint or Imprint()
            yield from (title(self.document), imprint.subtitle, imprint.editor)
            yield self.document.origin.license if self.is_epub else ""
        yield from self.blocks(self.document.blocks)

    def blocks(self, blocks: Blocks) -> Iterator[str]:
        for block in blocks:
            if self.below is None and self.floats(block):
                self.below = []
                yield from self.block(block)
                yield from self.below
                self.below = None
            else:
                yield from self.block(block)

    def floats(self, block: Block) -> bool:
        """Whether a block stands over all columns of a PDF that has several."""
        if self.room is None:
            return False
        if isinstance(block, Infobox):
            return self.floating_facts
        if not isinstance(block, Table) or not (grid := Grid(block.rows, block.header_rows)).columns:
            return False
        fitting = fit(grid, self.room)
        return fitting.place is TablePlace.TEXT and not fitting.is_long

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(inlines, depth):
                if self.name_line and depth == 1:
                    words = labels(self.document.language)
                    yield from (words[name] for name in NAME_LINE)
                yield self.run(inlines)
            case Paragraph(inlines) | Hatnote(inlines) | SourceNote(inlines):
                yield self.run(inlines)
            case LineBlock(lines):
                yield from map(self.run, lines)
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from self.blocks(item)
            case DefinitionList(definitions):
                for definition in definitions:
                    yield self.run(definition.term)
                    for blocks in definition.definitions:
                        yield from self.blocks(blocks)
            case Table():
                yield self.run(block.caption)
                for row in block.rows:
                    for cell in row:
                        yield from self.blocks(cell.blocks)
            case Infobox(facts, name):
                yield self.run(name)
                for fact in facts:
                    yield self.run(fact.label)
                    yield from self.blocks(fact.value)
            case Figure(caption, image, alt):
                yield self.run(caption) or (alt if image not in self.pictures else "")
            case BlockQuote(blocks, attribution):
                yield from self.blocks(blocks)
                yield self.run(attribution)
            case CodeBlock(text):
                yield text
            case MathBlock(tex):
                yield self.formula(tex)
            case NoteList(keys):
                for key in keys:
                    yield from self.entry(self.document.notes[key])
            case ThematicBreak():
                pass
            case _:
                assert_never(block)

    def entry(self, note: Note) -> Iterator[str]:
        """An entry of a list of notes; a number before it is the list's own."""
        if not re.fullmatch("[0-9]{0,6}", note.label, re.ASCII):
            yield note.label
        yield from self.blocks(note.blocks)

    def run(self, inlines: Inlines) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(text) | Code(text) | EditorialTag(text):
                return text
            case Math(tex):
                return self.formula(tex)
            case Emphasis(inner) | Strong(inner) | Superscript(inner) | Subscript(inner):
                return self.run(inner)
            case Link(inner) | WikiLink(inner) | Foreign(inner):
                return self.run(inner)
            case NoteRef(label, note):
                return self.mark(label, note)
            case LineBreak():
                return " "
            case _:
                assert_never(inline)

    def mark(self, label: str, key: str | None) -> str:
        """A note mark: its label, or the words of the format's own note where that is."""
        if not self.own_notes or key is None or key in self.listed or key not in self.document.notes:
            return label
        label = f" {label} " if self.below is not None and not self.in_note else ""
        if key in self.said or self.in_note:
            return label
        self.said.add(key)
        self.in_note = True
        words = " ".join(self.blocks(self.document.notes[key].blocks))
        self.in_note = False
        if self.below is None:
            return f" {words} "
        self.below.append(f"{label} {words}")
        return label

    def formula(self, tex: str) -> str:
        return f" {FORMULA} " if safe_tex(tex) else tex
