"""Document -> pandoc's JSON AST; nobody else knows that shape.

The AST is that of pandoc-types 1.23 (https://hackage.haskell.org/package/pandoc-types). Whatever comes from a source
goes in as text: no raw block, class, id or attribute is ever made of it, but a heading's id, which `transforms.ids`
made. Addresses, formulas and language tags pass through `safe` first.

What the targets say their own way lives here too, one Target each:

- typst has its text escaped here, as pandoc's escaping is not exact, and calls data/styles/publication.typ;
- DOCX names paragraph styles of data/styles/reference.docx;
- EPUB and HTML get classes of data/styles/*.css, and roles, which tell a reading system what a note mark is;
- Markdown has escaped here what pandoc's writer leaves as it is and its reader would read;
- ODT, Markdown, LaTeX and plain text know neither styles nor classes: there a hatnote is in italics;
- plain text has nothing raised: note marks and editorial tags stand on the line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final, TypeAlias, assert_never

from wikipub.data.language import labels
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
from wikipub.safe import safe_code, safe_latex, safe_tex, safe_text, safe_url
from wikipub.transforms.bind import PART_ID, SOURCES_ID
from wikipub.walk import inline_runs, iter_blocks, iter_inlines, map_inlines, note_refs, plain

Json: TypeAlias = dict[str, Any]
"""One element of pandoc's AST: its type under "t", its content under "c"."""

MetaValue: TypeAlias = str | bool | Sequence["MetaValue"] | Mapping[str, "MetaValue"]
"""A value of a publication's metadata."""

API_VERSION: Final = (1, 23, 1, 1)
"""pandoc-api-version of pandoc 3.9."""

MAX_COLUMNS: Final = 63
"""Columns of the widest table; Word refuses more. Cells beyond are printed after the table, row by row."""

MAX_HEADING_LEVEL: Final = 6
"""Levels that HTML has headings for; deeper headings are of this level."""

DOCX_SECTION: Final = '<w:p><w:pPr><w:pStyle w:val="AfterTable"/><w:sectPr/></w:pPr></w:p>'
"""The end of a chapter in DOCX, whose section has yet to be given its page."""

_LONGEST_BOOKMARK = 40
_CONTAINERS = (Emphasis, Strong, Superscript, Subscript, Link, WikiLink, Foreign)
_ID = re.compile("[a-z][a-z0-9-]*", re.ASCII)
_RIGHT_TO_LEFT = "ar arc arz azb ckb dv fa glk he ks mzn nqo pnb ps sd ug ur yi"
_ASCII_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# What pandoc's Markdown writer leaves and its reader reads: entities, citations and attributes; a word that may be a
# rule, a table's edge, a fence or a definition, and the name of a table's caption; "!" before a bracket or a link.
_MARKDOWN_SIGN = re.compile(r"[&@{]|!(?=\[|$)|^(?:(?=[-=+|:]+$)|(?=:::))[-=+|:]|(?<=^[Tt]able):$")
_MARKDOWN_NUMBER = re.compile(r"[A-Z]+[.)]", re.ASCII)  # a list's item, where it stands alone
_MARKDOWN_DELIMITED = ("Emph", "Strong", "Superscript", "Subscript", "Code", "Math")
_MARKDOWN_COMMENT = "<!-- -->"
_NUMBER = re.compile(r"[-+\N{MINUS SIGN}\N{PLUS-MINUS SIGN}]?\d[\d.,'\s]*%?")
# What share of the nesting that typst bears a container takes; measured with publication.typ, whose show rules count.
_TYPST_DEPTH: Mapping[type, float] = {
    BlockQuote: 1 / 14,
    BulletList: 1 / 28,
    OrderedList: 1 / 28,
    DefinitionList: 1 / 8,
    Table: 1 / 5,
    Infobox: 1 / 5,
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a target can say.

    `classes`: Div and Span classes reach the stylesheet; `styles`: paragraphs can name a style; `roles` and
    `epub_types`: an element can tell what it is for; `anchors`: places within the text can be linked to;
    `footnotes`: a note can be the format's own, set where its first mark stands;
    `whole_runs`: a text run may be one Str with its blanks (40 % less time than Str and Space; Markdown and LaTeX,
    which escape word by word, need them apart); `tex`: formulas are handed on as TeX; `raised`: text can be raised;
    `arrow`: the sign of a link back to a note mark, which has to be in the font of the text.
    """

    classes: bool = False
    styles: bool = False
    roles: bool = False
    epub_types: bool = False
    anchors: bool = True
    footnotes: bool = False
    whole_runs: bool = True
    tex: bool = False
    raised: bool = True
    arrow: str = "\N{UPWARDS ARROW}"
    typst: bool = False
    markdown: bool = False


TARGETS: Final[Mapping[str, Target]] = {
    "epub": Target(classes=True, roles=True, epub_types=True),
    "html": Target(classes=True, roles=True),
    "docx": Target(styles=True, footnotes=True, arrow="^"),
    "odt": Target(arrow="^"),
    "typst": Target(footnotes=True, typst=True),
    "latex": Target(whole_runs=False, tex=True),
    "markdown": Target(anchors=False, whole_runs=False, tex=True, markdown=True),
    "plain": Target(anchors=False, raised=False),
}
"""The targets by name."""


def to_pandoc(document: Document, target: str, metadata: Mapping[str, MetaValue] | None = None) -> Json:
    """The pandoc AST of a bound document for one of TARGETS.

    `metadata` is added to the AST's own, which are empty: what of title and language belongs there differs between
    publications. A note that no list of the document holds is printed as the target's own kind of note, where it has
    one (`transforms.footnotes`). Total: any tree gives an AST that pandoc accepts.
    """
    writer = _Writer(document, TARGETS[target])
    blocks = writer.blocks(document.blocks)
    writer.add_backlinks()
    meta = {key: _meta(value, writer.text) for key, value in (metadata or {}).items()}
    return {"pandoc-api-version": list(API_VERSION), "meta": meta, "blocks": blocks}


def is_right_to_left(language: str) -> bool:
    """Whether the language of a BCP 47 tag is commonly written from right to left."""
    return language.lower().split("-")[0] in _RIGHT_TO_LEFT.split()


def raw_block(format: str, code: str) -> Json:
    """A block of a publisher's own `code` in a format of pandoc's; never of a source's text."""
    return _element("RawBlock", format, code)


def docx_bookmark(id: str) -> str:
    """The bookmark that pandoc's DOCX writer makes of an id: Word takes names of up to 40 characters."""
    return id if len(id) <= _LONGEST_BOOKMARK else "X" + hashlib.sha1(id.encode()).hexdigest()[1:]


def typst_string(text: str) -> str:
    """`text` as a string literal of typst's code."""
    return '"' + safe_text(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


# --- The AST's elements ------------------------------------------------------------------------------------------


def _element(name: str, *content: Any) -> Json:
    return {"t": name, "c": content[0] if len(content) == 1 else list(content)}


def _attr(id: str = "", classes: Iterable[str] = (), **pairs: str) -> list[Any]:
    return [id, list(classes), [[key.replace("__", ":").replace("_", "-"), value] for key, value in pairs.items()]]


def _raw_typst(code: str) -> Json:
    return _element("RawInline", "typst", code)


def _meta(value: MetaValue, text: Callable[[str], list[Json]]) -> Json:
    match value:
        case bool():
            return _element("MetaBool", value)
        case str():
            return _element("MetaInlines", text(value))
        case Mapping():
            return _element("MetaMap", {key: _meta(inner, text) for key, inner in value.items()})
        case _:
            return _element("MetaList", [_meta(inner, text) for inner in value])


def _words(text: str) -> list[Json]:
    """`text` as Str and Space."""
    return [*chain.from_iterable(({"t": "Space"}, *([_element("Str", w)] if w else [])) for w in text.split(" "))][1:]


def _markdown_words(text: str) -> list[Json]:
    """`text` as Str and Space, with a backslash before what pandoc's Markdown writer does not escape."""
    if _MARKDOWN_NUMBER.fullmatch(text):
        return [_element("Str", text[:-1]), _element("RawInline", "markdown", f"\\{text[-1]}")]
    out: list[Json] = []
    for word in text.split(" "):
        out.append({"t": "Space"})
        end = 0
        for sign in _MARKDOWN_SIGN.finditer(word):
            out += [_element("Str", word[end : sign.start()])] if sign.start() > end else []
            out.append(_element("RawInline", "markdown", f"\\{sign[0]}"))
            end = sign.end()
        out += [_element("Str", word[end:])] if word[end:] else []
    return out[1:]


def _markdown_apart(elements: list[Json]) -> list[Json]:
    """`elements` whose delimiters cannot be taken for each other: of one kind as one, else with a comment between."""
    out: list[Json] = []
    for element in elements:
        before = out[-1] if out and out[-1]["t"] in _MARKDOWN_DELIMITED else None
        if before and before["t"] == element["t"] and element["t"] not in ("Code", "Math"):
            out[-1] = _element(element["t"], before["c"] + element["c"])
            continue
        if before and (before["t"] == element["t"] or {before["t"], element["t"]} == {"Emph", "Strong"}):
            out.append(_element("RawInline", "markdown", _MARKDOWN_COMMENT))
        out.append(element)
    return out


def _compact(blocks: list[Json]) -> list[Json]:
    """`blocks` without space around their paragraph if they have but one."""
    return _paragraphs_as_plain(blocks) if sum(block["t"] == "Para" for block in blocks) == 1 else blocks


def _paragraphs_as_plain(blocks: list[Json]) -> list[Json]:
    return [{**block, "t": "Plain"} if block["t"] == "Para" else block for block in blocks]


def _is_tight(item: Blocks) -> bool:
    """Whether a list's item is a line, with or without lists below it."""
    return not any(isinstance(block, Paragraph) for block in item[1:]) and all(
        isinstance(block, Paragraph | BulletList | OrderedList) for block in item
    )


# --- The tree ----------------------------------------------------------------------------------------------------


class _Writer:
    """One document on its way to one target.

    What it gathers on the way: the ids of the marks of each note, and for each entry that is printed the inlines that
    end it, where the links back to its marks go once all marks are known. `footnotes` are the notes that are the
    target's own, by the name of the place where each stands; `free_footnotes` those whose first mark is yet to come.
    """

    def __init__(self, document: Document, target: Target) -> None:
        self.target = target
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
        self.free_notes &= {key for key in document.notes if _ID.fullmatch(key)}
        self.printed = frozenset(self.free_notes) if target.anchors else frozenset()
        self.marks: dict[str, list[str]] = {}
        self.entry_ends: dict[str, list[Json]] = {}
        self.depth = 0.0

    # Blocks

    def blocks(self, blocks: Blocks) -> list[Json]:
        return self.apart([element for block in blocks for element in self.block(block)])

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
        step = _TYPST_DEPTH.get(type(block), 0.0)
        if self.depth + step > 1:
            return self.blocks(_parts(block))
        self.depth += step
        out = self.block_as_it_is(block)
        self.depth -= step
        return out

    def block_as_it_is(self, block: Block) -> list[Json]:
        match block:
            case Heading():
                return self.heading(block)
            case Paragraph(inlines):
                return [_element("Para", self.inlines(inlines))]
            case LineBlock(lines):
                return [_element("LineBlock", [self.inlines(line) for line in lines])]
            case BulletList(items):
                return [_element("BulletList", self.items(items))]
            case OrderedList(items, start):
                return [_ordered_list(self.items(items), start)]
            case DefinitionList(items) if not any(item.term for item in items):
                # Lines that a wiki's author has only indented; a list without terms would print empty ones.
                indented = [part for item in items for blocks in item.definitions for part in self.blocks(blocks)]
                return [_element("BlockQuote", indented)] if indented else []
            case DefinitionList():
                return [_element("DefinitionList", self.definitions(block))]
            case Table():
                return self.table(block)
            case Infobox():
                return self.infobox(block)
            case Figure(caption, _, alt):
                # Pictures are not embedded: nothing of a path that a source names is ever opened.
                words = caption or ((Text(alt),) if alt else ())
                return self.styled("caption", "Caption", [_element("Para", self.inlines(words))]) if words else []
            case BlockQuote(inner, attribution):
                quoted = self.blocks(inner)
                if attribution:
                    dash = self.text("\N{EM DASH} ")
                    source = _element("Para", dash + self.inlines(attribution))
                    quoted += self.styled("attribution", "Attribution", [source])
                return [_element("BlockQuote", quoted)] if quoted else []
            case CodeBlock(text):
                return [_element("CodeBlock", _attr(), safe_code(text))]
            case MathBlock(tex):
                return [_element("Para", self.math(tex, "DisplayMath"))]
            case Hatnote(inlines):
                return self.hatnote(inlines)
            case NoteList(keys):
                return self.note_list(keys)
            case SourceNote(inlines):
                name, style = ("source", "Source") if self.in_colophon else ("foot-line", "Foot Line")
                return self.styled(name, style, [_element("Para", self.inlines(inlines))])
            case ThematicBreak():
                return [{"t": "HorizontalRule"}]
            case _:
                assert_never(block)

    def heading(self, heading: Heading) -> list[Json]:
        inlines = self.inlines(_without_line_breaks(heading.inlines), in_heading=True)
        if not plain(heading.inlines).strip():
            return [_element("Para", inlines)] if inlines else []
        id = heading.id if heading.id in self.free_ids else ""
        self.free_ids.discard(id)
        level = max(1, min(heading.depth or 1, MAX_HEADING_LEVEL))
        if level > 1:
            return [_element("Header", level, _attr(id), inlines)]
        self.in_colophon = id == SOURCES_ID
        about = _language(heading.language)
        if self.in_colophon and self.target.epub_types:
            about |= {"epub__type": "colophon", "role": "doc-colophon"}
        elif PART_ID.fullmatch(id) and self.target.epub_types:
            about |= {"epub__type": "part", "role": "doc-part"}
        return [*self.chapter_break(heading), _element("Header", 1, _attr(id, **about), inlines)]

    def chapter_break(self, heading: Heading) -> list[Json]:
        """What has to stand before a chapter: in DOCX a new section, whose notes count from 1; typst's language."""
        first, self.in_first_chapter = self.in_first_chapter, False
        before, self.language = self.language, heading.language or self.document_language
        if self.target.typst and self.language != before and is_language_tag(self.language):
            return [raw_block("typst", f"#set text(lang: {typst_string(_primary(self.language))})")]
        return [raw_block("openxml", DOCX_SECTION)] if self.target.styles and self.footnotes and not first else []

    def hatnote(self, inlines: Inlines) -> list[Json]:
        words = self.inlines(inlines)
        if not (self.target.classes or self.target.styles or self.target.typst):
            words = [_element("Emph", words)]
        return self.styled("hatnote", "Hatnote", [_element("Para", words)])

    def items(self, items: tuple[Blocks, ...]) -> list[list[Json]]:
        """A list's items: without space between them if each is a line."""
        tight = all(_is_tight(item) for item in items)
        return [_paragraphs_as_plain(self.blocks(item)) if tight else self.blocks(item) for item in items]

    def definitions(self, block: DefinitionList) -> list[list[Any]]:
        items: list[list[Any]] = []
        for item in block.items:
            definitions = [_compact(self.blocks(definition)) for definition in item.definitions]
            items.append(
                [self.inlines(_without_line_breaks(item.term)), definitions or [[]]]
            )  # epubcheck wants a definition
        return items

    def styled(self, name: str, style: str, blocks: list[Json]) -> list[Json]:
        """`blocks` in one of our own styles: class and typst function `name`, paragraph style `style`."""
        if self.target.typst:
            return [raw_block("typst", f"#{name}["), *blocks, raw_block("typst", "]")]
        if self.target.classes:
            return [_element("Div", _attr(classes=[name]), blocks)]
        if self.target.styles:
            return [_element("Div", _attr(custom_style=style), blocks)]
        return blocks

    # Tables

    def table(self, table: Table) -> list[Json]:
        grid = _Grid(table.rows, table.header_rows)
        if grid.columns == 0 or grid.columns > MAX_COLUMNS:
            return self.table_as_lines(table)
        row_heads = grid.has_row_heads and (self.target.classes or self.target.roles)

        def cell(placed: _Placed) -> Json | list[Any]:
            content = _compact(self.blocks(placed.cell.blocks))
            in_head = placed.row < grid.head_rows
            told = not self.target.typst if in_head else row_heads and placed.column == 0
            if (in_head or placed.cell.header) and not told:
                content = [_strong(block) for block in content]
            return _cell(content, placed.rowspan, placed.colspan)

        rows = [[_attr(), [cell(placed) for placed in row]] for row in grid.rows]
        head, body = rows[: grid.head_rows], rows[grid.head_rows :]
        caption = [_element("Plain", self.inlines(table.caption))] if table.caption else []
        element = _table(_attr(), caption, grid.alignments, head, [(int(row_heads), body)])
        if self.target.typst and _holds_link([c.cell.blocks for row in grid.rows[: grid.head_rows] for c in row]):
            # PDF/UA: the repeated head of a table is no content, and a link in it is an error.
            return [raw_block("typst", "#once["), element, raw_block("typst", "]")]
        return self.spaced(element)

    def table_as_lines(self, table: Table) -> list[Json]:
        """A table that has no grid, or a wider one than Word can hold: its cells as paragraphs."""
        out = [_element("Para", self.inlines(table.caption))] if table.caption else []
        return out + [block for row in table.rows for cell in row for block in self.blocks(cell.blocks)]

    def infobox(self, box: Infobox) -> list[Json]:
        """Key facts as a table of two columns; what has only one side spans both.

        Labels are heads of their rows; a run of rows with only one side is a body of the table without heads.
        """
        bodies: list[tuple[int, list[Any]]] = []
        for row in box.rows:
            value = _compact(self.blocks(row.value))
            label = [_element("Plain", self.inlines(row.label))] if row.label else []
            if not (label or value):
                continue
            heads = int(bool(label and value) and self.target.classes)
            label = label if heads else [_strong(block) for block in label]
            cells = [_cell(label), _cell(value)] if label and value else [_cell(label or value, colspan=2)]
            if not bodies or bodies[-1][0] != heads:
                bodies.append((heads, []))
            bodies[-1][1].append([_attr(), cells])
        caption = [_element("Plain", self.inlines(box.title))] if box.title else []
        if not bodies:
            return [{**block, "t": "Para"} for block in caption]
        attr = _attr(custom_style="Infobox") if self.target.styles else _attr()
        if self.target.classes:
            attr = _attr(classes=["infobox"])
        table = _table(attr, caption, ("AlignDefault", "AlignDefault"), [], bodies)
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
                blocks.append(_ordered_list(run, start))
                run = []
            if not numbered:
                blocks += self.entry(key, note, note.label)
                continue
            number = number + 1 if own is None else own
            start = start if run else number
            run.append(self.entry(key, note))
        if run:
            blocks.append(_ordered_list(run, start))
        if self.target.roles:
            types = {"role": "doc-endnotes"} | ({"epub__type": "endnotes"} if self.target.epub_types else {})
            return [_element("Div", _attr(classes=["notes"], **types), blocks)]
        return self.styled("notes", "Note", self.apart(blocks))

    def entry(self, key: str, note: Note, label: str = "") -> list[Json]:
        """One note; its last paragraph will end with the links back to its marks."""
        blocks = self.blocks(note.blocks)
        if len(blocks) == 1:
            blocks = blocks if label else _paragraphs_as_plain(blocks)
        if not blocks or blocks[-1]["t"] not in ("Para", "Plain"):
            blocks.append(_element("Plain" if not blocks else "Para", []))
        if label:
            front = self.text(f"[{label}] ")
            if blocks[0]["t"] in ("Para", "Plain"):
                blocks[0]["c"][:0] = front
            else:
                blocks.insert(0, _element("Para", front))
        if key not in self.free_notes or not self.target.anchors:
            return blocks
        self.free_notes.discard(key)
        self.entry_ends[key] = blocks[-1]["c"]
        id = f"note_{key}"
        if self.target.roles:
            types = {"role": "doc-footnote"} | ({"epub__type": "footnote"} if self.target.epub_types else {})
            return [_element("Div", _attr(id, **types), blocks)]
        anchor = self.anchor(id)
        if blocks[0]["t"] in ("Para", "Plain"):
            blocks[0]["c"].insert(0, anchor)
        else:
            blocks.insert(0, _element("Plain", [anchor]))
        return blocks

    def mark(self, mark: NoteRef, in_heading: bool) -> list[Json]:
        """A note mark: raised, and linked to its note where that is printed.

        A heading's marks get no anchor: contents lists repeat a heading's words, and an anchor must be unique.
        """
        if mark.note is not None and mark.note in self.footnotes:
            elements = self.mark_of_footnote(mark, mark.note)
        else:
            elements = self.mark_of_entry(mark, in_heading)
        return [_raw_typst("#mark["), *elements, _raw_typst("]")] if self.target.typst and in_heading else elements

    def mark_of_footnote(self, mark: NoteRef, key: str) -> list[Json]:
        """The mark of a note of the target's own: the first one brings the note, the others lead to it."""
        first = key in self.free_footnotes and not self.in_note
        if first:
            self.free_footnotes.discard(key)
        name = self.footnotes[key]
        if first:
            found = _element("Span", _attr(name), [self.footnote(key)])
        elif self.target.typst:
            found = _raw_typst(f"#footnote(<{name}>)")
        else:
            found = _element("RawInline", "openxml", _docx_cross_reference(name))
        if self.target.typst:
            return [_raw_typst(f"#labelled({typst_string(mark.label or '*')})["), found, _raw_typst("]")]
        return [found]

    def footnote(self, key: str) -> Json:
        """A note as the target's own; marks within it only lead to other notes."""
        self.in_note = True
        blocks = self.blocks(self.notes[key].blocks)
        self.in_note = False
        if self.target.typst and blocks and blocks[0]["t"] == "Para":
            blocks[0]["c"].insert(0, _raw_typst("#h(0.25em)"))  # typst puts the number close to the words
        return _element("Note", blocks or [_element("Para", [])])

    def mark_of_entry(self, mark: NoteRef, in_heading: bool) -> list[Json]:
        """The mark of a note that a list of the document prints, linked to it."""
        raised = self.raised(f"[{mark.label}]")
        if mark.note is None or mark.note not in self.printed:
            return raised
        types = {"role": "doc-noteref"} if self.target.roles else {}
        types |= {"epub__type": "noteref"} if self.target.epub_types else {}
        link = _element("Link", _attr(**types), raised, [f"#note_{mark.note}", ""])
        if in_heading:
            return [link]
        ids = self.marks.setdefault(mark.note, [])
        ids.append(f"mark_{mark.note}_{len(ids) + 1}")
        if self.target.typst:
            return [self.anchor(ids[-1]), link]
        return [_element("Span", _attr(ids[-1]), [link])]

    def is_footnote_mark(self, inline: Inline | None) -> bool:
        """Whether `inline` is a mark that has no brackets, and so cannot stand beside another."""
        return isinstance(inline, NoteRef) and inline.note in self.footnotes

    def raised(self, words: str) -> list[Json]:
        """Raised words, or the words on the line where the target has nothing raised."""
        return [_element("Superscript", self.text(words))] if self.target.raised else self.text(words)

    def anchor(self, id: str) -> Json:
        """A place to link to, without extent."""
        if self.target.typst:
            return _raw_typst(f"#[#metadata(none)<{id}>]")
        return _element("Span", _attr(id), [])

    def add_backlinks(self) -> None:
        """End each printed entry with a link to each of its marks: an arrow; with more than one, a letter each."""
        for key, end in self.entry_ends.items():
            ids = self.marks.get(key, [])
            for index, id in enumerate(ids):
                letter = _letters(index) if len(ids) > 1 else ""
                spoken = f"{self.back} {letter}".strip()
                attr = _attr(role="doc-backlink", aria_label=spoken) if self.target.roles else _attr()
                end += [
                    *self.text("\N{NO-BREAK SPACE}" if end else ""),
                    _element("Link", attr, self.text(self.target.arrow + letter), [f"#{id}", ""]),
                ]

    # Inlines

    def inlines(self, inlines: Inlines, in_heading: bool = False, in_link: bool = False) -> list[Json]:
        run = _without_blanks_before_marks(inlines)
        elements: list[Json] = []
        before: Inline | None = None
        for inline in run:
            if self.is_footnote_mark(before) and self.is_footnote_mark(inline):
                elements += self.raised(",")
            elements += self.inline(inline, in_heading, in_link)
            before = inline
        return _markdown_apart(elements) if self.target.markdown else elements

    def inline(self, inline: Inline, in_heading: bool, in_link: bool) -> list[Json]:
        def inner(inlines: Inlines) -> list[Json]:
            return self.inlines(inlines, in_heading, in_link)

        match inline:
            case Text(text):
                return self.text(text)
            case Emphasis(inlines):
                return [_element("Emph", inner(inlines))]
            case Strong(inlines):
                return [_element("Strong", inner(inlines))]
            case Superscript(inlines):
                return [_element("Superscript", inner(inlines))]
            case Subscript(inlines):
                return [_element("Subscript", inner(inlines))]
            case Code(text):
                return [_element("Code", _attr(), safe_text(text))]
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
            return [_raw_typst(_ASCII_PUNCTUATION.sub(r"\\\g<0>", text))]
        if self.target.markdown:
            return _markdown_words(text)
        return [_element("Str", text)] if self.target.whole_runs else _words(text)

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
                elements.append(_element("Link", _attr(), words, [href, ""]))
        return elements

    def editorial_tag(self, text: str) -> list[Json]:
        raised = self.raised(f"[{text}]")
        return [_element("Span", _attr(classes=["editorial"]), raised)] if self.target.classes else raised

    def foreign(self, words: list[Json], language: str) -> list[Json]:
        if not is_language_tag(language):
            return words
        if self.target.typst:
            return [_raw_typst(f"#text(lang: {typst_string(_primary(language))})["), *words, _raw_typst("]")]
        return (
            [_element("Span", _attr(**_language(language)), words)]
            if self.target.classes or self.target.styles
            else words
        )

    def math(self, tex: str, kind: str) -> list[Json]:
        """A formula; as code where it is unsound. typst gets the TeX as its alternative text."""
        if not (safe_latex(tex) if self.target.tex else safe_tex(tex)):
            return [_element("Code", _attr(), safe_text(tex))]
        element = _element("Math", {"t": kind}, safe_text(tex))
        if self.target.typst:
            return [_raw_typst(f"#formula({typst_string(tex)})["), element, _raw_typst("]")]
        return [element]


def _language(language: str) -> dict[str, str]:
    """The attributes of an element in a language; none where it is no language tag."""
    if not is_language_tag(language):
        return {}
    return {"lang": language} | ({"dir": "rtl"} if is_right_to_left(language) else {})


def _primary(language: str) -> str:
    """The first part of a language tag, which is all that typst wants."""
    return language.lower().split("-")[0]


def _ordered_list(items: list[list[Json]], start: int) -> Json:
    return _element("OrderedList", [max(0, start), {"t": "Decimal"}, {"t": "Period"}], items)


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


def _docx_cross_reference(bookmark: str) -> str:
    """A note mark that Word keeps up to date, to the note whose first mark is at `bookmark`.

    Its number is put in when all notes stand in their places (`publishers.docx_notes`). The link around the field is
    for LibreOffice, which does not follow the field itself.
    """
    run = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    begin, separate, end = (f'{run}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = f'{run}<w:instrText xml:space="preserve"> NOTEREF {bookmark} \\h </w:instrText></w:r>'
    return f'<w:hyperlink w:anchor="{bookmark}">{begin}{code}{separate}{run}<w:t>?</w:t></w:r>{end}</w:hyperlink>'


def _without_blanks_before_marks(inlines: Inlines) -> Inlines:
    """`inlines` without the blanks between words and the note mark that follows them, which could begin a line."""
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


def _strong(block: Json) -> Json:
    is_text = block["t"] in ("Para", "Plain") and block["c"]
    return _element(block["t"], [_element("Strong", block["c"])]) if is_text else block


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


# --- Tables ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell in its place: its first row and column, and what it spans within the grid."""

    cell: Cell
    row: int
    column: int
    rowspan: int
    colspan: int


class _Grid:
    """A table's cells laid out as HTML does (https://html.spec.whatwg.org/#forming-a-table), then made even.

    No cell overlaps another, none leaves the head or the table, a column in which no cell begins is gone, and every
    row is full.
    """

    def __init__(self, rows: tuple[tuple[Cell, ...], ...], header_rows: int) -> None:
        self.head_rows = max(0, min(header_rows, len(rows)))
        placed = [*_placed(rows[: self.head_rows], 0), *_placed(rows[self.head_rows :], self.head_rows)]
        starts = sorted({cell.column for cell in placed})
        column = {start: index for index, start in enumerate(starts)}
        self.columns = len(starts)
        self.rows: list[list[_Placed]] = [[] for _ in rows]
        free = [[True] * self.columns for _ in rows]
        for cell in placed:
            first = column[cell.column]
            end = sum(1 for start in starts if start < cell.column + cell.colspan)
            self.rows[cell.row].append(_Placed(cell.cell, cell.row, first, cell.rowspan, end - first))
            for row in free[cell.row : cell.row + cell.rowspan]:
                row[first:end] = [False] * (end - first)
        for index, row in enumerate(free):
            self.rows[index] += [_Placed(Cell(()), index, column, 1, 1) for column, open in enumerate(row) if open]
            self.rows[index].sort(key=lambda cell: cell.column)

    @property
    def has_row_heads(self) -> bool:
        """Whether the first column heads the rows of the body."""
        first = [cell for row in self.rows[self.head_rows :] for cell in row if cell.column == 0]
        return bool(first) and self.columns > 1 and all(cell.cell.header and cell.colspan == 1 for cell in first)

    @property
    def alignments(self) -> tuple[str, ...]:
        """Each column's alignment in pandoc's words: to the right where its body holds numbers alone.

        The first row of a table without a head may be one that the source does not tell.
        """
        first = self.head_rows or int(len(self.rows) > 2)
        numbers: dict[int, bool] = {}
        for placed in (cell for row in self.rows[first:] for cell in row if cell.colspan == 1):
            if words := " ".join(plain(run) for b in placed.cell.blocks for run in inline_runs(b)).strip():
                is_number = bool(_NUMBER.fullmatch(words)) and not placed.cell.header
                numbers[placed.column] = numbers.get(placed.column, True) and is_number
        return tuple("AlignRight" if numbers.get(column) else "AlignDefault" for column in range(self.columns))


def _placed(rows: Sequence[tuple[Cell, ...]], first_row: int) -> list[_Placed]:
    """The cells of a table's head or body in their places."""
    placed: list[_Placed] = []
    taken: dict[int, int] = {}  # column -> first row in which it is free again
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while taken.get(column, 0) > index:
                column += 1
            width = 1
            while width < cell.colspan and taken.get(column + width, 0) <= index:
                width += 1
            height = max(1, min(cell.rowspan, len(rows) - index))
            placed.append(_Placed(cell, first_row + index, column, height, width))
            taken.update(dict.fromkeys(range(column, column + width), index + height))
            column += width
    return placed


def _cell(blocks: list[Json], rowspan: int = 1, colspan: int = 1) -> list[Any]:
    return [_attr(), {"t": "AlignDefault"}, rowspan, colspan, blocks]


def _table(
    attr: list[Any],
    caption: list[Json],
    alignments: Sequence[str],
    head: list[Any],
    bodies: list[tuple[int, list[Any]]],
) -> Json:
    """A table; each of `bodies` is its rows and how many of its first columns are heads of them."""
    specs = [[{"t": alignment}, {"t": "ColWidthDefault"}] for alignment in alignments]
    parts = [[_attr(), heads, [], rows] for heads, rows in bodies]
    return _element("Table", attr, [None, caption], specs, [_attr(), head], parts, [_attr(), []])
