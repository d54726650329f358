"""Trees to publish: any small bound document, one with every block and inline, and strings that look like code."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from wikipub.document import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Cell,
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
    InfoboxRow,
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
from wikipub.source import Origin

HOSTILE = (
    "#let x = 1",
    '#import "@preview/x:0.1.0"',
    '#read("/etc/passwd")',
    "\\input{/etc/passwd}",
    "{{x}}",
    "<script>alert(1)</script>",
    "<!-- x -->",
    "&amp; &lt; &#0;",
    "]]>",
    "- x",
    "+ x",
    "/ t: u",
    "= x",
    "== x",
    "1. x",
    "...",
    "-1",
    "-?",
    "--- --",
    "'x' \"y\"",
    "*x* _x_ `x`",
    "$x$ $ x $",
    "@x <x>",
    "// x",
    "/* x */",
    "https://example.org/a_b",
    "~ \\ \\u{41}",
    "] ) }",
    "[x](y) ![x](/etc/passwd)",
    "::: x",
    "% x",
    "> x",
    "| x |",
    "# x",
    "a\\",
    "::: warning",
    ":::",
    "&amp; &copy; &#169;",
    "---",
    "----- ---",
    ": text",
    "Table: x",
    "a (@x) b",
    "=== ===",
    "+---+",
    "x {#id}",
    "I.",
    "![",
)
"""Strings that mean something in typst, TeX, HTML, XML, wikitext or Markdown."""

ORIGIN = Origin("page.txt", "page", url="https://example.org/wiki/Page", license="CC BY-SA 4.0")

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63680000008200"
    "8177cd72b60000000049454e44ae426082"
)
"""A picture of one pixel."""


def text(words: str) -> Inlines:
    """`words` as inlines."""
    return (Text(words),)


def paragraph(words: str) -> Paragraph:
    """A paragraph of `words`."""
    return Paragraph(text(words))


def cell(words: str, header: bool = False, rowspan: int = 1, colspan: int = 1) -> Cell:
    """A table's cell with `words` in it."""
    return Cell((paragraph(words),), header, rowspan, colspan)


def article(
    *blocks: Block, notes: dict[str, Note] | None = None, title: str = "A title", language: str = "en"
) -> Document:
    """A bound article."""
    return Document(title, (Heading(text(title), 1, "top"), *blocks), ORIGIN, language, notes or {})


def everything() -> Document:
    """A bound article with every block and every inline, spans in tables, notes with many marks and odd labels."""
    inlines: Inlines = (
        Text("Plain, "),
        Emphasis((Text("stressed "), Strong(text("strongly")))),
        Superscript(text("up")),
        Subscript(text("down")),
        Code("x = `1`"),
        Math("\\frac{a}{b}"),
        Link((Text("out "), NoteRef("9", "n2")), "https://example.org/a b?q=ü|x#f"),
        Link(text("inside"), "#section"),
        Link(text("nowhere"), "#missing"),
        Link(text("a file"), "file:///etc/passwd"),
        WikiLink(text("a page"), "Page"),
        NoteRef("1", "n1"),
        NoteRef("1", "n1"),
        NoteRef("note 1", "n3"),
        NoteRef("7"),
        EditorialTag("citation needed"),
        Foreign(text("שלום"), "he"),
        Foreign(text("mot"), "fr-FR"),
        LineBreak(),
        Text("end."),
    )
    table = Table(
        (
            (cell("Year", True), Cell((Paragraph((Text("Sum"), NoteRef("2", "n2"))),), True, colspan=2)),
            (cell("1990", True, rowspan=2), cell("one"), cell("two")),
            (Cell((paragraph("three"), BulletList(((paragraph("four"),),)))), cell("five", colspan=9)),
        ),
        header_rows=1,
        caption=text("A table"),
    )
    facts = Infobox(
        (
            InfoboxRow(text("Capital"), (paragraph("Seoul"),)),
            InfoboxRow(text("Group"), ()),
            InfoboxRow((), (paragraph("A flag"),)),
        ),
        text("Facts"),
    )
    notes = {
        "n1": Note("1", (paragraph("First."),)),
        "n2": Note("", (paragraph("Second."), BulletList(((paragraph("with a list"),),)))),
        "n3": Note("note 1", (paragraph("Third."),)),
        "n4": Note("7", (Paragraph((Text("Seventh, see "), NoteRef("1", "n1"))),)),
        "n5": Note("", ()),
    }
    blocks: Blocks = (
        Hatnote((Text("Main article: "), Link(text("Page"), "https://example.org/"))),
        facts,
        Paragraph(inlines),
        Heading((Text("Section"), NoteRef("1", "n1")), 2, "section"),
        LineBlock((text("Roses are red"), text("  violets are blue"))),
        BulletList(
            ((paragraph("one"), OrderedList(((paragraph("two"),),), 4)), (paragraph("three"), paragraph("four")))
        ),
        DefinitionList((DefinitionItem(text("Term"), ((paragraph("meaning"),),)), DefinitionItem(text("Bare"), ()))),
        Heading(text("Deeper"), 3, "deeper"),
        table,
        Figure(text("A picture's caption")),
        Figure((), "/etc/passwd", "An alternative text"),
        BlockQuote((paragraph("Quoted."),), text("Someone")),
        CodeBlock("for x in y:\n\tprint('```')", "python"),
        MathBlock("\\sum_{i=1}^n i"),
        ThematicBreak(),
        Heading(text("Notes"), 2, "notes"),
        NoteList(("n1", "n2", "n3", "n4", "n5")),
        SourceNote(text("Source: here.")),
    )
    return article(*blocks, notes=notes)


def book() -> Document:
    """A bound book of two chapters, the second of which links to the first."""
    one = (Heading(text("First chapter"), 1, "c1"), Heading(text("A section"), 2, "c1-a"), paragraph("Some words."))
    link = Hatnote((Text("Main article: "), Link(text("First chapter"), "#c1")))
    two = (Heading(text("Second chapter"), 1, "c2"), link, paragraph("More words."))
    return Document("The book", (*one, *two), ORIGIN, "en")


def typst_stub(folder: Path, code: str) -> Path:
    """A stand-in for typst's worker that runs `code`."""
    path = folder / "worker.py"
    path.write_text(f"import os, sys, time\nline = sys.stdin.readline()\n{code}\n", encoding="utf-8")
    return path


# --- Any tree ----------------------------------------------------------------------------------------------------

_words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text("ab.-*_#$[]{}<>\\/'\"`~@=+1: éßЖ한", min_size=1, max_size=12).filter(lambda s: bool(s.strip())),
)
_text = _words.map(Text)


def _runs(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inlines]:
    return st.lists(inner, min_size=1, max_size=4).map(tuple)


def _nested_inlines(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    run = _runs(inner)
    urls = st.sampled_from(["https://example.org/", "#top", "#none", "file:///etc/passwd", "javascript:x", "//a/b"])
    return st.one_of(
        *(st.builds(kind, run) for kind in (Emphasis, Strong, Superscript, Subscript)),
        st.builds(Link, run, urls),
        st.builds(WikiLink, run, _words),
        st.builds(Foreign, run, st.sampled_from(["fr", "he", "not a tag"])),
    )


_leaves: st.SearchStrategy[Inline] = st.one_of(
    _text,
    st.builds(Code, _words),
    st.builds(NoteRef, st.sampled_from(["1", "a", "#x"]), st.sampled_from(["n1", "n2", "none", None])),
    st.builds(EditorialTag, _words),
    st.just(LineBreak()),
)
inline_runs_ = _runs(st.recursive(_leaves, _nested_inlines, max_leaves=5))


def _nested_blocks(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    blocks = st.lists(inner, min_size=1, max_size=3).map(tuple)
    items = st.lists(blocks, min_size=1, max_size=3).map(tuple)
    cells = st.builds(Cell, blocks, st.booleans(), st.integers(1, 3), st.integers(1, 3))
    rows = st.lists(st.lists(cells, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)
    facts = st.lists(st.builds(InfoboxRow, inline_runs_, blocks), max_size=3).map(tuple)
    definitions = st.lists(st.builds(DefinitionItem, inline_runs_, items), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(BulletList, items),
        st.builds(OrderedList, items, st.integers(0, 1999)),
        st.builds(DefinitionList, definitions),
        st.builds(BlockQuote, blocks, inline_runs_),
        st.builds(Table, rows, st.integers(0, 3), inline_runs_),
        st.builds(Infobox, facts, inline_runs_),
    )


_flat: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, inline_runs_),
    st.builds(Hatnote, inline_runs_),
    st.builds(LineBlock, st.lists(inline_runs_, min_size=1, max_size=3).map(tuple)),
    st.builds(CodeBlock, _words),
    st.builds(Figure, inline_runs_),
    st.just(ThematicBreak()),
)
_headings = st.builds(Heading, inline_runs_, st.integers(2, 9), st.sampled_from(["s1", "s2", "", "no id"]))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Any small bound article."""
    block = st.recursive(_flat, _nested_blocks, max_leaves=4)
    blocks = draw(st.lists(st.one_of(block, _headings), max_size=5))
    labels = st.sampled_from(["1", "2", "10", "", "a", "note 1"])
    entries = st.lists(block, max_size=2).map(tuple)
    notes = {key: Note(draw(labels), draw(entries)) for key in ("n1", "n2")}
    return article(*blocks, NoteList(("n1", "n2")), notes=notes, title=draw(_words))
