"""A document on its way to one target: the walk over the tree that makes pandoc's AST."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from math import inf
from typing import Any, assert_never

from wikipub.data.language import labels
from wikipub.document import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Document,
    EditorialTag,
    Emphasis,
    Figure,
    Foreign,
    Hatnote,
    Heading,
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
from wikipub.language_tag import is_language_tag
from wikipub.pandoc.ast import (
    API_VERSION,
    Json,
    MetaValue,
    as_strong,
    attributes,
    compact,
    new_cell,
    new_meta,
    new_ordered_list,
    new_table,
    node,
    paragraphs_as_plain,
    raw_block,
    raw_typst,
    words,
)
from wikipub.pandoc.fit import Fit, Room, TablePlace, fit, parts
from wikipub.pandoc.grid import Grid, Placed
from wikipub.pandoc.markdown import markdown_apart, markdown_words
from wikipub.pandoc.target import (
    DOCX_SECTION,
    DOCX_TURNED,
    MAX_COLUMNS,
    MAX_HEADING_LEVEL,
    TARGETS,
    Place,
    Target,
    docx_cross_reference,
    language_attributes,
    picture_path,
    picture_width,
    typst_language,
    typst_string,
)
from wikipub.safe import safe_code, safe_latex, safe_tex, safe_text, safe_url
from wikipub.transforms.bind import PART_ID, SOURCES_ID
from wikipub.walk import iter_blocks, iter_inlines, map_inlines, note_refs, plain

_CONTAINERS = (Emphasis, Strong, Superscript, Subscript, Link, WikiLink, Foreign)

_ID = re.compile("[a-z][a-z0-9-]*", re.ASCII)

_BEFORE_PUNCTUATION = re.compile(r"(?=[!-/:-@\[-`{-~])")

# What share of the nesting that typst bears a container takes; measured with elements.typ, whose show rules count.
_TYPST_DEPTH: Mapping[type, float] = {
    BlockQuote: 1 / 14,
    BulletList: 1 / 28,
    OrderedList: 1 / 28,
    DefinitionList: 1 / 8,
    Table: 1 / 5,
    Infobox: 1 / 5,
}


# Styles of data/styles/reference.docx for tables of the text's usual type, of smaller and of very small type.
_DOCX_TABLES = ("Table", "TableSmall", "TableTiny")
_WIDE = 5  # columns of a table that is to be squeezed on a narrow screen
_LONGEST_LEAD = 80
# Millimetres that a picture beside others has in print at least, and that are between two.
_PICTURE_ROOM, _BETWEEN_PICTURES = 38.0, 4.0
_TABLE_DEPTH = _TYPST_DEPTH[Table]
_NOTE_HEIGHT = 10.0  # of a note at the foot of the page, in millimetres, for the room that a heading needs
# Letters of a word that is never cut; that is cut in a column which could hold part of it hyphenated; of a piece.
_LONGEST_WORD = 40
_SHORTEST_CUT = 24
_HYPHENATED = 6
_LONGEST_PIECE = 8
_TURNED, _UPRIGHT = (raw_block("openxml", place) for place in DOCX_TURNED)
# Scripts whose words break nowhere, without the signs after which a line may break; others are typst's own business.
_UNBROKEN = r"[!-,.0->@-~\u00a1-\u024f\u0370-\u058f]"


def to_pandoc(
    document: Document,
    target: str,
    metadata: Mapping[str, MetaValue] | None = None,
    room: Room | None = None,
) -> Json:
    """The pandoc AST of a bound document for one of TARGETS.

    `metadata` is added to the AST's own, which are empty: what of title and language belongs there differs between
    publications. `room` is what a page has for tables, None where there are no pages. A note that no list of the
    document holds is printed as the target's own kind of note, where it has one (`transforms.footnotes`). Total: any
    tree gives an AST that pandoc accepts.
    """
    writer = _Writer(document, TARGETS[target], room)
    blocks = writer.blocks(document.blocks)
    writer.add_backlinks()
    meta = {key: new_meta(value, writer.text) for key, value in (metadata or {}).items()}
    return {"pandoc-api-version": list(API_VERSION), "meta": meta, "blocks": blocks}


def _is_tight(item: Blocks) -> bool:
    """Whether a list's item is a line, with or without lists below it."""
    return not any(isinstance(block, Paragraph) for block in item[1:]) and all(
        isinstance(block, Paragraph | BulletList | OrderedList) for block in item
    )


def _opens_fitted(element: Json) -> bool:
    """Whether `element` is where a table that is made to fit begins."""
    return element["t"] == "RawBlock" and str(element["c"][1]).startswith("#fitted(")


def _side_by_side(figures: list[list[Json]], beside: int) -> Json:
    """Figures in the cells of a table, so many in a row."""
    cells = [new_cell(figure) for figure in figures] + [new_cell([])] * (-len(figures) % beside)
    rows = [[attributes(), cells[at : at + beside]] for at in range(0, len(cells), beside)]
    style, shares = attributes(custom_style="Gallery"), [1 / beside] * beside
    return new_table(style, [], ["AlignCenter"] * beside, [], [(0, rows)], shares)


def _last_word(text: str) -> tuple[str, str]:
    """`text` in two: its last word, if a line can hold that, and what is before it."""
    word = text.rpartition(" ")[2]
    return (text, "") if len(word) > _SHORTEST_CUT else (text[: len(text) - len(word)], word)


def _is_lead(inlines: Inlines) -> bool:
    """Whether a paragraph is but a few words, all bold, which head what follows as a heading would."""
    return (
        any(isinstance(inline, Strong) for inline in inlines)
        and all(isinstance(inline, Strong | NoteRef) for inline in inlines)
        and len(plain(inlines)) <= _LONGEST_LEAD
    )


class _Writer:
    """One document on its way to one target.

    What it gathers on the way: the ids of the marks of each note, and for each entry that is printed the inlines that
    end it, where the links back to its marks go once all marks are known. `footnotes` are the notes that are the
    target's own, by the name of the place where each stands; `free_footnotes` those whose first mark is yet to come.
    """

    def __init__(self, document: Document, target: Target, room: Room | None) -> None:
        self.target = target
        self.room = room
        self.longest = _LONGEST_WORD
        self.notes = document.notes
        self.back = labels(document.language)["backlink"]
        tree = [*iter_blocks(document.blocks)]
        for note in document.notes.values():
            tree += iter_blocks(note.blocks)
        ids = [block.id for block in tree if isinstance(block, Heading)]
        self.free_ids = {id for id in ids if _ID.fullmatch(id)}
        self.places = frozenset(self.free_ids) if target.anchors or target.tex else frozenset()
        self.free_notes = {key for block in tree if isinstance(block, NoteList) for key in block.notes}
        marked = {mark.note for mark in note_refs(document.blocks)} if target.footnotes else set()
        footnotes = [key for key in document.notes if key in marked - self.free_notes]
        self.footnotes = {key: f"footnote_{number}" for number, key in enumerate(footnotes, 1)}
        self.free_footnotes = set(footnotes)
        self.in_note = False
        self.in_colophon = False
        self.language = self.document_language = document.language
        self.in_first_chapter = True
        self.has_parts = any(PART_ID.fullmatch(id) for id in ids)
        self.in_part = False
        self.free_notes &= {key for key in document.notes if _ID.fullmatch(key)}
        self.printed = frozenset(self.free_notes) if target.anchors else frozenset()
        self.marks: dict[str, list[str]] = {}
        self.entry_ends: dict[str, list[Json]] = {}
        self.depth = 0.0
        self.pictures = (document.pictures or {}) if target.pictures else {}
        self.place = Place.TEXT
        self.widest = inf  # a picture in print, in millimetres
        self.fitting: Fit | None = None  # of the table that was written last, until its heading has its place

    # Blocks

    def blocks(self, blocks: Blocks) -> list[Json]:
        elements: list[Json] = []
        at = 0
        while at < len(blocks):
            end = at + 1
            while end < len(blocks) and self.is_shown(blocks[end - 1]) and self.is_shown(blocks[end]):
                end += 1
            if end - at > 1:
                elements += self.gallery([block for block in blocks[at:end] if isinstance(block, Figure)])
            else:
                free_notes = len(self.free_footnotes)
                made = self.block(blocks[at])
                is_last = end == len(blocks) or isinstance(blocks[end], Heading)
                elements = self.under_its_heading(
                    elements, made, free_notes - len(self.free_footnotes), is_last=is_last
                )
            at = end
        return self.apart(elements)

    def under_its_heading(self, before: list[Json], block: list[Json], notes: int, *, is_last: bool) -> list[Json]:
        """`before` and after it the `block`; if that is a table, the heading before it goes where the table goes.

        But into a float only if the table `is_last` in its section: else what comes after it would have no heading.
        `notes` are those that the table brings.
        """
        fitting, self.fitting = self.fitting, None
        if self.target.styles and block and block[0] == _TURNED and before and before[-1]["t"] == "Header":
            return [*before[:-1], block[0], before[-1], *block[1:]]
        if fitting is None or not before or before[-1]["t"] != "Header" or before[-1]["c"][0] == 1:
            before += block
            return before
        heading = before.pop()
        several = self.room is not None and self.room.columns > 1
        in_text = fitting.place is TablePlace.COLUMN or (fitting.place is TablePlace.TEXT and not several)
        if in_text and not fitting.is_long:
            room = raw_block("typst", f"#before-table({fitting.height + _NOTE_HEIGHT * notes:.0f}mm)[")
            before += [room, heading, raw_block("typst", "]"), *block]
        elif in_text or not (is_last or fitting.is_apart):
            before += [heading, *block]
        else:
            at = next(index for index, part in enumerate(block) if _opens_fitted(part)) + 1
            before += [*block[:at], heading, *block[at:]]
        return before

    def apart(self, elements: list[Json]) -> list[Json]:
        """`elements` with lists that follow each other kept apart: typst would read them as one, numbered on."""
        if not self.target.typst:
            return elements
        out: list[Json] = []
        before = ""
        for element in elements:
            follows = element["t"] == before and before in ("BulletList", "OrderedList", "DefinitionList")
            out += [raw_block("typst", "#block["), element, raw_block("typst", "]")] if follows else [element]
            before = element["t"]
        return out

    def block(self, block: Block) -> list[Json]:
        """One block of ours as blocks of pandoc's; containers beyond typst's limits as what they hold."""
        if not self.target.typst:
            return self.block_as_it_is(block)
        before, step = self.depth, _TYPST_DEPTH.get(type(block), 0.0)
        if before + step > 1:
            return self.blocks(_parts(block))
        self.depth += step
        out = self.block_as_it_is(block)
        self.depth = before
        if not before and not isinstance(block, Paragraph | Heading) and self.holds_footnote(block):
            return [raw_block("typst", "#noted["), *out, raw_block("typst", "]")]
        return out

    def holds_footnote(self, block: Block) -> bool:
        return bool(self.footnotes) and any(mark.note in self.footnotes for mark in note_refs((block,)))

    def block_as_it_is(self, block: Block) -> list[Json]:
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph(inlines):
                paragraph = [node("Para", self.inlines(inlines))]
                return self.styled("lead", "Lead", paragraph) if _is_lead(inlines) else paragraph
            case LineBlock(lines):
                block_of_lines = [node("LineBlock", [self.inlines(line) for line in lines])]
                return self.styled("verse", "", block_of_lines) if self.target.typst else block_of_lines
            case BulletList(items):
                return [node("BulletList", self.items(items))]
            case OrderedList(items, start):
                return [new_ordered_list(self.items(items), start)]
            case DefinitionList(items) if not any(item.term for item in items):
                # Lines that a wiki's author has only indented; a list without terms would print empty ones.
                indented = [part for item in items for blocks in item.definitions for part in self.blocks(blocks)]
                return [node("BlockQuote", indented)] if indented else []
            case DefinitionList():
                return self.definition_list(block)
            case Table():
                return self.table(block)
            case Infobox():
                return self.infobox(block)
            case Figure():
                return self.figure(block)
            case BlockQuote(inner, attribution):
                quoted = self.blocks(inner)
                if attribution:
                    dash = self.text("\N{EM DASH} ")
                    source = node("Para", dash + self.inlines(attribution))
                    quoted += self.styled("attribution", "Attribution", [source])
                return [node("BlockQuote", quoted)] if quoted else []
            case CodeBlock(text):
                return [node("CodeBlock", attributes(), safe_code(text))]
            case MathBlock(tex):
                return [node("Para", self.math(tex, "DisplayMath"))]
            case Hatnote(inlines):
                return self.hatnote(inlines)
            case NoteList(keys):
                return self.note_list(keys)
            case SourceNote(inlines):
                name, style = ("source", "Source") if self.in_colophon else ("foot-line", "Foot Line")
                return self.styled(name, style, [node("Para", self.inlines(inlines))])
            case ThematicBreak():
                return [{"t": "HorizontalRule"}]
            case _:
                assert_never(block)

    def heading(self, heading: Heading) -> list[Json]:
        inlines = self.inlines(_without_line_breaks(heading.inlines), in_heading=True)
        if not plain(heading.inlines).strip():
            return [node("Para", inlines)] if inlines else []
        id = heading.id if heading.id in self.free_ids else ""
        self.free_ids.discard(id)
        level = max(1, heading.depth or 1)
        if level > 1:
            return [node("Header", self.level(level), attributes(id), inlines)]
        is_part = bool(PART_ID.fullmatch(heading.id))
        self.in_colophon = id == SOURCES_ID
        ends_part = self.in_part and (is_part or self.in_colophon)
        self.in_part = is_part or (self.in_part and not self.in_colophon)
        about = language_attributes(heading.language)
        if self.in_colophon and self.target.epub_types:
            about |= {"epub__type": "colophon", "role": "doc-colophon"}
        elif is_part and self.target.epub_types:
            about |= {"epub__type": "part", "role": "doc-part"}
        head = node("Header", 1 if is_part else self.level(1), attributes(id, **about), inlines)
        if is_part and self.target.styles:
            head = node("Div", attributes(custom_style="Part Heading"), [node("Para", [self.anchor(id), *inlines])])
        if not self.target.typst:
            return [*self.chapter_break(heading), head]
        before = _offset(0) if ends_part else []
        heads = [*self.styled("part", "", [head]), *_offset(1)] if is_part else [head]
        return [*before, *self.chapter_break(heading), *heads]

    def level(self, depth: int) -> int:
        """The level of a heading in the target: one more in a part, which then is the first."""
        is_below = self.has_parts if depth >= self.target.steady else self.in_part
        return min(depth + int(is_below and self.target.nests_parts), MAX_HEADING_LEVEL)

    def chapter_break(self, heading: Heading) -> list[Json]:
        """What has to stand before a chapter: in DOCX a new section, whose notes count from 1; typst's language."""
        first, self.in_first_chapter = self.in_first_chapter, False
        before, self.language = self.language, heading.language or self.document_language
        if self.target.typst and self.language != before and is_language_tag(self.language):
            key = typst_language(self.language)
            code = f'lang: "{key.split("-")[0]}", font: fonts-of({typst_string(key)})'
            return [raw_block("typst", f"#set text({code})")]
        return [raw_block("openxml", DOCX_SECTION)] if self.target.styles and not first else []

    def hatnote(self, inlines: Inlines) -> list[Json]:
        words = self.inlines(inlines)
        if not (self.target.classes or self.target.styles or self.target.typst):
            words = [node("Emph", words)]
        return self.styled("hatnote", "Hatnote", [node("Para", words)])

    def items(self, items: tuple[Blocks, ...]) -> list[list[Json]]:
        """A list's items: without space between them if each is a line."""
        tight = all(_is_tight(item) for item in items)
        return [paragraphs_as_plain(self.blocks(item)) if tight else self.blocks(item) for item in items]

    def definition_list(self, block: DefinitionList) -> list[Json]:
        """Terms with their definitions; terms that end the list without one head what follows it."""
        defined = [number for number, item in enumerate(block.items, 1) if any(item.definitions)]
        end = defined[-1] if defined else 0
        leads = (Paragraph((Strong(_without_line_breaks(item.term)),)) for item in block.items[end:])
        terms = [node("DefinitionList", self.definitions(block.items[:end]))] if end else []
        return [*terms, *chain.from_iterable(map(self.block_as_it_is, leads))]

    def definitions(self, entries: tuple[DefinitionItem, ...]) -> list[list[Any]]:
        items: list[list[Any]] = []
        for item in entries:
            definitions = [compact(self.blocks(definition)) for definition in item.definitions]
            term = self.inlines(_without_line_breaks(item.term))
            if self.target.typst and term:
                term = [raw_typst("#term["), *term, raw_typst("]")]
            items.append([term, definitions or [[]]])  # epubcheck wants a definition
        return items

    def styled(self, name: str, style: str, blocks: list[Json]) -> list[Json]:
        """`blocks` in one of our own styles: class and typst function `name`, paragraph style `style`."""
        if self.target.typst:
            return [raw_block("typst", f"#{name}["), *blocks, raw_block("typst", "]")]
        if self.target.classes:
            return [node("Div", attributes(classes=[name]), blocks)]
        if self.target.styles:
            return [node("Div", attributes(custom_style=style), blocks)]
        return blocks

    # Figures

    def is_shown(self, block: Block) -> bool:
        return isinstance(block, Figure) and block.image in self.pictures

    def gallery(self, figures: list[Figure]) -> list[Json]:
        """Pictures that follow each other: small, and side by side where the target can and there is room."""
        was, self.place = self.place, Place.CELL if self.place is Place.CELL else Place.GALLERY
        beside = self.pictures_beside(len(figures)) if was is not Place.CELL and self.target.styles else 1
        if beside > 1 and self.room:
            self.widest = self.room.column / beside - _BETWEEN_PICTURES
        shown = [self.figure(figure) for figure in figures]
        self.place, self.widest = was, inf
        if beside > 1:
            return self.spaced(_side_by_side(shown, beside))
        if self.place is Place.CELL or not (self.target.typst or self.target.classes):
            return [*chain.from_iterable(shown)]
        if self.target.typst:
            between = raw_block("typst", "][")
            cells = [element for figure in shown for element in (between, *figure)][1:]
            return [raw_block("typst", "#gallery["), *cells, raw_block("typst", "]")]
        return [node("Div", attributes(classes=["gallery"]), [*chain.from_iterable(shown)])]

    def pictures_beside(self, count: int) -> int:
        """How many of `count` pictures stand side by side in a column."""
        return max(1, min(3, count, int(self.room.column // _PICTURE_ROOM))) if self.room else 1

    def figure(self, figure: Figure) -> list[Json]:
        """A picture over its caption; the caption alone where there is no picture, or the target shows none."""
        picture = self.pictures.get(figure.image or "")
        if picture is None:
            said = figure.caption or ((Text(figure.alt),) if figure.alt else ())
            return self.styled("caption", "Loose Caption", [node("Para", self.inlines(said))]) if said else []
        path, width = picture_path(picture, self.target), int(min(picture_width(picture, self.place), self.widest))
        caption = [node("Plain", self.inlines(figure.caption))] if figure.caption else []
        alt = safe_text(figure.alt)
        if self.target.typst:
            call = f"#illustration({typst_string(path)}, {typst_string(alt)}, {width}mm)["
            return [raw_block("typst", call), *caption, raw_block("typst", "]")]
        attr = attributes(width=f"{width}mm") if self.target.lengths else attributes()
        image = node("Image", attr, words(alt), [path, ""])
        return [node("Figure", attributes(), [None, caption], [node("Plain", [image])])]

    # Tables

    def table(self, table: Table) -> list[Json]:
        grid = Grid(table.rows, table.header_rows)
        if grid.columns == 0 or grid.columns > MAX_COLUMNS:
            return self.table_as_lines(table)
        if self.room is None or not (self.target.typst or self.target.styles):
            return self.table_of(grid, table.caption, None)
        found: list[Json] = []
        pieces = parts(grid, self.room)
        for number, (first, end) in enumerate(pieces, 1):
            piece = grid if len(pieces) == 1 else grid.part(first, end)
            counted: Inlines = (Text(f" ({number}/{len(pieces)})"),) if len(pieces) > 1 else ()
            found += self.table_of(piece, table.caption + counted, fit(piece, self.room))
        return found

    def table_of(self, grid: Grid, words: Inlines, fitting: Fit | None) -> list[Json]:
        """The table of `grid` under a caption of `words`, made to fit where there are pages to fit it to."""
        row_heads = grid.has_row_heads and (self.target.classes or self.target.roles)

        def cell(placed: Placed) -> Json | list[Any]:
            if fitting:
                covered = slice(placed.column, placed.column + placed.colspan)
                self.longest = sum(fitting.letters[covered])
                if self.room and fitting.widths:  # Word squeezes a picture that is wider than its column
                    self.widest = 0.9 * self.room.column * sum(fitting.widths[covered])
            content = compact(self.in_small(placed.cell.blocks))
            in_head = placed.row < grid.head_rows
            told = not self.target.typst if in_head else row_heads and placed.column == 0
            if (in_head or placed.cell.header) and not told:
                content = [as_strong(block) for block in content]
            over_several = in_head and placed.colspan > 1
            return new_cell(content, placed.rowspan, placed.colspan, "AlignCenter" if over_several else "AlignDefault")

        rows = [[attributes(), [cell(placed) for placed in row]] for row in grid.rows]
        self.widest = inf
        head, body = rows[: grid.head_rows], rows[grid.head_rows :]
        self.longest = _LONGEST_WORD
        caption = [node("Plain", self.inlines(words))] if words else []
        widths = fitting.widths if fitting else None
        attr = attributes(custom_style=_DOCX_TABLES[fitting.step]) if fitting and self.target.styles else attributes()
        if self.target.classes and grid.columns >= _WIDE:
            attr = attributes(classes=["wide"])
        element = new_table(attr, caption, grid.alignments, head, [(int(row_heads), body)], widths)
        out = self.spaced(element)
        if self.target.typst and _holds_link([c.cell.blocks for row in grid.rows[: grid.head_rows] for c in row]):
            # PDF/UA: the repeated head of a table is no content, and a link in it is an error.
            out = [raw_block("typst", "#once["), *out, raw_block("typst", "]")]
        return self.placed(out, fitting) if fitting else out

    def placed(self, table: list[Json], fitting: Fit) -> list[Json]:
        """A table in the type and the place that make it fit; within a list or a cell it stays where it is."""
        if (
            self.target.styles
            and fitting.place is TablePlace.TURNED
            and self.place is not Place.CELL
            and not self.in_note
        ):
            return [_TURNED, *table, _UPRIGHT]
        if not self.target.typst:
            return table
        if self.depth > _TABLE_DEPTH or self.place is Place.CELL:
            fitting = replace(fitting, place=TablePlace.COLUMN)
        self.fitting = fitting
        measures = f"{fitting.size:.3g}pt, {fitting.padding:g}, {str(fitting.is_long).lower()}"
        call = f'#fitted("{fitting.place.value}", {measures})['
        return [raw_block("typst", call), *table, raw_block("typst", "]")]

    def in_small(self, blocks: Blocks) -> list[Json]:
        """What a cell holds; pictures in it are small."""
        was, self.place = self.place, Place.CELL
        content = self.blocks(blocks)
        self.place = was
        return content

    def table_as_lines(self, table: Table) -> list[Json]:
        """A table that has no grid, or a wider one than Word can hold: its cells as paragraphs."""
        out = [node("Para", self.inlines(table.caption))] if table.caption else []
        return out + [block for row in table.rows for cell in row for block in self.blocks(cell.blocks)]

    def infobox(self, box: Infobox) -> list[Json]:
        """Key facts as a table of two columns; what has only one side spans both.

        Labels are heads of their rows; a run of rows with only one side is a body of the table without heads.
        """
        bodies: list[tuple[int, list[Any]]] = []
        for row in box.rows:
            value = compact(self.in_small(row.value))
            label = [node("Plain", self.inlines(row.label))] if row.label else []
            if not (label or value):
                continue
            heads = int(bool(label and value) and self.target.classes)
            label = label if heads else [as_strong(block) for block in label]
            cells = [new_cell(label), new_cell(value)] if label and value else [new_cell(label or value, colspan=2)]
            if not bodies or bodies[-1][0] != heads:
                bodies.append((heads, []))
            bodies[-1][1].append([attributes(), cells])
        caption = [node("Plain", self.inlines(box.title))] if box.title else []
        if not bodies:
            return [{**block, "t": "Para"} for block in caption]
        attr = attributes(custom_style="Infobox") if self.target.styles else attributes()
        if self.target.classes:
            attr = attributes(classes=["infobox"])
        table = new_table(attr, caption, ("AlignDefault", "AlignDefault"), [], bodies)
        if self.target.typst:
            return [raw_block("typst", "#infobox["), table, raw_block("typst", "]")]
        return self.spaced(table)

    def spaced(self, table: Json) -> list[Json]:
        """A table with space after it, which Word has only in paragraphs."""
        after = '<w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>'
        return [table, raw_block("openxml", after)] if self.target.styles else [table]

    # Notes

    def note_list(self, keys: tuple[str, ...]) -> list[Json]:
        """The entries of a note list, under the labels that they are printed with.

        Entries numbered one after the other make a list; one without label is numbered on; another label, such as
        "note 1", stands in front of its entry.
        """
        blocks: list[Json] = []
        start, run, number = 1, list[list[Json]](), 0
        for key in keys:
            note = self.notes.get(key)
            if note is None:
                continue
            own = int(note.label) if re.fullmatch("[0-9]{1,6}", note.label, re.ASCII) else None
            numbered = own is not None or not note.label
            if run and not (numbered and own in (None, number + 1)):
                blocks.append(new_ordered_list(run, start))
                run = []
            if not numbered:
                blocks += self.entry(key, note, note.label)
                continue
            number = number + 1 if own is None else own
            start = start if run else number
            run.append(self.entry(key, note))
        if run:
            blocks.append(new_ordered_list(run, start))
        if self.target.roles:
            types = {"role": "doc-endnotes"} | ({"epub__type": "endnotes"} if self.target.epub_types else {})
            return [node("Div", attributes(classes=["notes"], **types), blocks)]
        return self.styled("notes", "Note", self.apart(blocks))

    def entry(self, key: str, note: Note, label: str = "") -> list[Json]:
        """One note; its last paragraph will end with the links back to its marks."""
        blocks = self.blocks(note.blocks)
        if len(blocks) == 1:
            blocks = blocks if label else paragraphs_as_plain(blocks)
        if not blocks or blocks[-1]["t"] not in ("Para", "Plain"):
            blocks.append(node("Plain" if not blocks else "Para", []))
        if label:
            front = self.text(f"[{label}] ")
            if blocks[0]["t"] in ("Para", "Plain"):
                blocks[0]["c"][:0] = front
            else:
                blocks.insert(0, node("Para", front))
        if key not in self.free_notes or not self.target.anchors:
            return blocks
        self.free_notes.discard(key)
        self.entry_ends[key] = blocks[-1]["c"]
        id = f"note_{key}"
        if self.target.roles:
            types = {"role": "doc-footnote"} | ({"epub__type": "footnote"} if self.target.epub_types else {})
            return [node("Div", attributes(id, **types), blocks)]
        anchor = self.anchor(id)
        if blocks[0]["t"] in ("Para", "Plain"):
            blocks[0]["c"].insert(0, anchor)
        else:
            blocks.insert(0, node("Plain", [anchor]))
        return blocks

    def mark(self, mark: NoteRef, in_heading: bool) -> list[Json]:
        """A note mark: raised, and linked to its note where that is printed.

        A heading's marks get no anchor: contents lists repeat a heading's words, and an anchor must be unique.
        """
        if mark.note is not None and mark.note in self.footnotes:
            elements = self.mark_of_footnote(mark, mark.note)
        else:
            elements = self.mark_of_entry(mark, in_heading)
        return [raw_typst("#mark["), *elements, raw_typst("]")] if self.target.typst and in_heading else elements

    def mark_of_footnote(self, mark: NoteRef, key: str) -> list[Json]:
        """The mark of a note of the target's own: the first one brings the note, the others lead to it."""
        first = key in self.free_footnotes and not self.in_note
        if first:
            self.free_footnotes.discard(key)
        name = self.footnotes[key]
        if first:
            found = node("Span", attributes(name), [self.footnote(key)])
        elif self.target.typst:
            found = raw_typst(f"#footnote(<{name}>)")
        else:
            found = node("RawInline", "openxml", docx_cross_reference(name))
        if self.target.typst:
            return [raw_typst(f"#labelled({typst_string(mark.label or '*')})["), found, raw_typst("]")]
        return [found]

    def footnote(self, key: str) -> Json:
        """A note as the target's own; marks within it only lead to other notes."""
        self.in_note = True
        blocks = self.blocks(self.notes[key].blocks)
        self.in_note = False
        if self.target.typst and blocks and blocks[0]["t"] == "Para":
            blocks[0]["c"].insert(0, raw_typst("#h(0.25em)"))  # typst puts the number close to the words
        return node("Note", blocks or [node("Para", [])])

    def mark_of_entry(self, mark: NoteRef, in_heading: bool) -> list[Json]:
        """The mark of a note that a list of the document prints, linked to it."""
        raised = self.raised(f"[{mark.label}]")
        if mark.note is None or mark.note not in self.printed:
            return raised
        types = {"role": "doc-noteref"} if self.target.roles else {}
        types |= {"epub__type": "noteref"} if self.target.epub_types else {}
        link = node("Link", attributes(**types), raised, [f"#note_{mark.note}", ""])
        if in_heading:
            return [link]
        ids = self.marks.setdefault(mark.note, [])
        ids.append(f"mark_{mark.note}_{len(ids) + 1}")
        if self.target.typst:
            return [self.anchor(ids[-1]), link]
        return [node("Span", attributes(ids[-1]), [link])]

    def is_footnote_mark(self, inline: Inline | None) -> bool:
        """Whether `inline` is a mark that has no brackets, and so cannot stand beside another."""
        return isinstance(inline, NoteRef) and inline.note in self.footnotes

    def is_entry_mark(self, inline: Inline | None) -> bool:
        """Whether `inline` is a mark in brackets."""
        return isinstance(inline, NoteRef) and inline.note not in self.footnotes

    def raised(self, words: str) -> list[Json]:
        """Raised words, or the words on the line where the target has nothing raised."""
        return [node("Superscript", self.text(words))] if self.target.raised else self.text(words)

    def anchor(self, id: str) -> Json:
        """A place to link to, without extent."""
        if self.target.typst:
            return raw_typst(f"#[#metadata(none)<{id}>]")
        return node("Span", attributes(id), [])

    def add_backlinks(self) -> None:
        """End each printed entry with a link to each of its marks: an arrow; with more than one, a letter each."""
        for key, end in self.entry_ends.items():
            ids = self.marks.get(key, [])
            for index, id in enumerate(ids):
                letter = _letters(index) if len(ids) > 1 else ""
                spoken = f"{self.back} {letter}".strip()
                attr = attributes(role="doc-backlink", aria_label=spoken) if self.target.roles else attributes()
                end += [
                    *self.text("\N{NO-BREAK SPACE}" if end else ""),
                    node("Link", attr, self.text(self.target.arrow + letter), [f"#{id}", ""]),
                ]

    # Inlines

    def inlines(self, inlines: Inlines, in_heading: bool = False, in_link: bool = False) -> list[Json]:
        run = _without_blanks_before_marks(inlines)
        elements: list[Json] = []
        before: Inline | None = None
        for inline, following in zip(run, (*run, None)[1:], strict=True):
            if self.is_footnote_mark(before) and self.is_footnote_mark(inline):
                elements += self.raised(",")
            if self.target.typst and isinstance(inline, Text) and self.is_entry_mark(following):
                # typst may break the line before a bracket, be it raised; a box keeps the mark with its word.
                rest, word = _last_word(inline.text)
                elements += [*self.text(rest), raw_typst("#box["), *self.text(word)]
            elif self.target.typst and isinstance(before, Text) and self.is_entry_mark(inline):
                elements += [*self.inline(inline, in_heading, in_link), raw_typst("]")]
            else:
                elements += self.inline(inline, in_heading, in_link)
            before = inline
        return markdown_apart(elements) if self.target.markdown else elements

    def inline(self, inline: Inline, in_heading: bool, in_link: bool) -> list[Json]:
        def inner(inlines: Inlines) -> list[Json]:
            return self.inlines(inlines, in_heading, in_link)

        match inline:
            case Text(text):
                return self.text(text)
            case Emphasis(inlines):
                return [node("Emph", inner(inlines))]
            case Strong(inlines):
                return [node("Strong", inner(inlines))]
            case Superscript(inlines):
                return [node("Superscript", inner(inlines))]
            case Subscript(inlines):
                return [node("Subscript", inner(inlines))]
            case Code(text):
                return [node("Code", attributes(), safe_text(text))]
            case Math(tex):
                return self.math(tex, "InlineMath")
            case Link(inlines, url):
                return self.link(inlines, url, in_heading, in_link)
            case WikiLink(inlines):
                return inner(inlines)
            case NoteRef():
                return self.mark(inline, in_heading)
            case EditorialTag(text):
                return self.editorial_tag(text)
            case Foreign(inlines, language):
                return self.foreign(inner(inlines), language)
            case LineBreak():
                return [{"t": "LineBreak"}]
            case _:
                assert_never(inline)

    def text(self, text: str) -> list[Json]:
        """Words for print.

        For typst as markup of its own, each ASCII punctuation character escaped: pandoc leaves `...`, `-1` or `/ t`
        as they are, and typst would read them.
        """
        text = safe_text(text)
        if not text:
            return []
        if self.target.typst:
            return [raw_typst(self.typst_words(text))]
        if self.target.markdown:
            return markdown_words(text)
        return [node("Str", text)] if self.target.whole_runs else words(text)

    def typst_words(self, text: str) -> str:
        """`text` as typst's markup; a word too long for its place is cut into boxes, between which a line may break.

        A sign for such a place, as U+200B is one, would stand in the text that is copied from the PDF.
        """

        def cut(found: re.Match[str]) -> str:
            word = found[0]
            step = max(1, min(self.longest - 1, _LONGEST_PIECE))
            return "".join(f"\0{word[start : start + step]}\1" for start in range(0, len(word), step))

        fits = max(self.longest, _SHORTEST_CUT if self.longest > _HYPHENATED else 0)
        text = _longer_words(fits).sub(cut, text) if len(text) > fits else text
        text = "\\".join(_BEFORE_PUNCTUATION.split(text))
        return text.replace("\0", "#box[").replace("\1", "]")

    def link(self, inlines: Inlines, url: str, in_heading: bool, in_link: bool) -> list[Json]:
        """A link to a sound address or to a heading that is there; else its words alone.

        Note marks are links of their own, which part it: no format has a link within a link.
        """
        href = url if url.startswith("#") and url[1:] in self.places else safe_url(url)
        if not href or in_link:
            return self.inlines(inlines, in_heading, in_link)
        elements: list[Json] = []
        for part in _parted_at_marks(inlines):
            if isinstance(part, NoteRef):
                elements += self.mark(part, in_heading)
            elif words := self.inlines(part, in_heading, in_link=True):
                elements.append(node("Link", attributes(), words, [href, ""]))
        return elements

    def editorial_tag(self, text: str) -> list[Json]:
        raised = self.raised(f"[{text}]")
        return [node("Span", attributes(classes=["editorial"]), raised)] if self.target.classes else raised

    def foreign(self, words: list[Json], language: str) -> list[Json]:
        if not is_language_tag(language):
            return words
        if self.target.typst:
            return [raw_typst(f"#foreign({typst_string(typst_language(language))})["), *words, raw_typst("]")]
        return (
            [node("Span", attributes(**language_attributes(language)), words)]
            if self.target.classes or self.target.styles
            else words
        )

    def math(self, tex: str, kind: str) -> list[Json]:
        """A formula; as code where it is unsound. typst gets the TeX as its alternative text."""
        if not (safe_latex(tex) if self.target.tex else safe_tex(tex)):
            return [node("Code", attributes(), safe_text(tex))]
        element = node("Math", {"t": kind}, safe_text(tex))
        if self.target.typst:
            return [raw_typst(f"#formula({typst_string(tex)})["), element, raw_typst("]")]
        return [element]


def _offset(levels: int) -> list[Json]:
    """By how many levels typst's headings are deeper from here on."""
    return [raw_block("typst", f"#set heading(offset: {levels})")]


def _letters(index: int) -> str:
    """0, 1 … 25, 26 … as a, b … z, aa …"""
    return (_letters(index // 26 - 1) if index >= 26 else "") + chr(ord("a") + index % 26)


def _without_line_breaks(inlines: Inlines) -> Inlines:
    """`inlines` on one line, for headings and terms: typst's have no other."""
    return map_inlines(inlines, lambda inline: (Text(" ") if isinstance(inline, LineBreak) else inline,))


def _parted_at_marks(inlines: Inlines) -> Iterator[NoteRef | Inlines]:
    """`inlines` with the note marks in them, however deep, apart from the words between them."""
    words: list[Inline] = []
    for inline in inlines:
        parts: Iterable[NoteRef | Inlines] = [inline if isinstance(inline, NoteRef) else (inline,)]
        if isinstance(inline, _CONTAINERS):
            within = _parted_at_marks(inline.inlines)
            parts = [part if isinstance(part, NoteRef) else (replace(inline, inlines=part),) for part in within]
        for part in parts:
            if not isinstance(part, NoteRef):
                words += part
                continue
            if words:
                yield tuple(words)
                words = []
            yield part
    if words:
        yield tuple(words)


@lru_cache
def _longer_words(letters: int) -> re.Pattern[str]:
    """Words of more than so many letters, and of more than one, between which no line breaks."""
    return re.compile(f"(?<!{_UNBROKEN}){_UNBROKEN}{{{max(2, letters + 1)},}}")


def _without_blanks_before_marks(inlines: Inlines) -> Inlines:
    """`inlines` without the blanks between words and the note mark that follows them, which could begin a line."""
    if not any(isinstance(inline, NoteRef) for inline in inlines):
        return inlines
    followers = (*inlines[1:], None)
    return tuple(
        Text(inline.text.rstrip()) if isinstance(inline, Text) and isinstance(after, NoteRef) else inline
        for inline, after in zip(inlines, followers, strict=False)
    )


def _holds_link(cells: Iterable[Blocks]) -> bool:
    return any(
        isinstance(inline, Link | NoteRef)
        for cell in cells
        for block in iter_blocks(cell)
        if isinstance(block, Paragraph)
        for inline in iter_inlines(block.inlines)
    )


def _parts(block: Block) -> Blocks:
    """What a container holds, in its order, as blocks; nothing for a block that is no container."""
    match block:
        case BulletList(items) | OrderedList(items):
            return tuple(inner for item in items for inner in item)
        case DefinitionList(entries):
            return tuple(b for entry in entries for b in (Paragraph(entry.term), *chain(*entry.definitions)))
        case Table(rows, _, caption):
            return (Paragraph(caption), *(inner for row in rows for cell in row for inner in cell.blocks))
        case Infobox(facts, title):
            return (Paragraph(title), *(inner for row in facts for inner in (Paragraph(row.label), *row.value)))
        case BlockQuote(inner, attribution):
            return (*inner, Paragraph(attribution))
        case _:
            return ()
