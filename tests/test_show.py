"""The printed tree and the plain text: what stands where, and that nothing of the article is missing."""

from __future__ import annotations

import pytest

from wikipub.document import (
    Block,
    BlockQuote,
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
    LedgerEntry,
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
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    WikiLink,
)
from wikipub.source import Origin
from wikipub.tree_print import show, text_of


def p(*parts: str | Inline) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in parts))


def document(*blocks: Block) -> Document:
    notes = {"n1": Note("1", (p("First."),)), "n2": Note("", (p("Second."), p("More.")))}
    return Document("T", blocks, Origin("x", "x"), notes=notes)


LISTED = NoteList(("n1", "n2"))

NOTES = """  NoteList
    Note[1] n1 "First."
    Note[] n2
      Paragraph "Second."
      Paragraph "More."
"""

BLOCKS: dict[str, tuple[Block, str, str]] = {
    "a heading of known level": (Heading((Text("A"),), 2, "a"), 'Heading 2 "A"', "A"),
    "a heading of unknown level": (
        Heading((Text("A"), Emphasis((Text("b"),))), None),
        'Heading ? "A" Emphasis("b")',
        "Ab",
    ),
    "a paragraph": (p('say "a\\b"'), 'Paragraph "say \\"a\\\\b\\""', 'say "a\\b"'),
    "an empty paragraph": (p(), "Paragraph", ""),
    "lines": (LineBlock(((Text("a"),), (Text("b"),))), 'LineBlock\n    Line "a"\n    Line "b"', "a\nb"),
    "a list": (
        BulletList(((p("a"),), (p("b"), BulletList(((p("c"),),))), ())),
        'BulletList\n    Item "a"\n    Item\n      Paragraph "b"\n      BulletList\n        Item "c"\n    Item',
        "a\nb\nc\n",
    ),
    "a numbered list": (OrderedList(((p("a"),),), 3), 'OrderedList start=3\n    Item "a"', "3. a"),
    "definitions": (
        DefinitionList((DefinitionItem((Text("t"),), ((p("d"),), (p("e"),))),)),
        'DefinitionList\n    Term "t"\n      Definition "d"\n      Definition "e"',
        "t\nd\ne",
    ),
    "a table": (
        Table(((Cell((p("h"),), True, 1, 2),), (Cell((p("a"), p("b"))), Cell(()))), 1, (Text("cap"),)),
        'Table header_rows=1 caption("cap")\n    Row\n      Cell header colspan=2 "h"\n    Row\n      Cell\n'
        '        Paragraph "a"\n        Paragraph "b"\n      Cell',
        "cap\nh\na b\t",
    ),
    "key facts": (
        Infobox(
            (InfoboxRow((Text("Born"),), (p("1900"),)), InfoboxRow((), (p("v"),)), InfoboxRow((Text("l"),), ())),
            (Text("N"),),
        ),
        'Infobox "N"\n    Fact "Born" = "1900"\n    Fact = "v"\n    Fact "l" =',
        "N\nBorn\t1900\nv\nl",
    ),
    "a picture": (Figure((Text("c"),), "a.png", "alt"), 'Figure image="a.png" alt="alt" "c"', "c"),
    "a caption": (Figure((Text("c"),)), 'Figure "c"', "c"),
    "a quotation": (
        BlockQuote((p("q"),), (Text("Who"),)),
        'BlockQuote attribution("Who")\n    Paragraph "q"',
        "q\nWho",
    ),
    "program text": (CodeBlock("a\n\tb", "py"), 'CodeBlock language="py" "a\\n\\tb"', "a\n\tb"),
    "a formula": (MathBlock("x^2"), 'MathBlock "x^2"', "x^2"),
    "a hatnote": (
        Hatnote((Text("See "), WikiLink((Text("l"),), "Title", "S"))),
        'Hatnote "See " WikiLink("l" -> "Title#S")',
        "See l",
    ),
    "a rule": (ThematicBreak(), "ThematicBreak", ""),
}


@pytest.mark.parametrize("case", BLOCKS)
def test_each_block_is_shown_in_its_own_way(case: str) -> None:
    block, shown, _ = BLOCKS[case]

    assert show(document(block, LISTED)) == f'Document "T"\n  {shown}\n{NOTES}'


@pytest.mark.parametrize("case", BLOCKS)
def test_each_block_gives_its_words(case: str) -> None:
    block, _, words = BLOCKS[case]

    assert text_of(document(block, LISTED)) == (f"{words}\n\n" if words else "") + "[1] First.\nSecond.\nMore.\n"


INLINES: dict[str, tuple[Inline, str, str]] = {
    "strong": (Strong((Text("a"), Emphasis((Text("b"),)))), 'Strong("a" Emphasis("b"))', "ab"),
    "superscript": (Superscript((Text("a"),)), 'Superscript("a")', "a"),
    "subscript": (Subscript((Text("a"),)), 'Subscript("a")', "a"),
    "code": (Code("x[1]"), 'Code("x[1]")', "x[1]"),
    "math": (Math("\\pi"), 'Math("\\\\pi")', "\\pi"),
    "link": (Link((Text("a"),), "https://e.org"), 'Link("a" -> "https://e.org")', "a"),
    "wiki link": (WikiLink((Text("a"),), "B"), 'WikiLink("a" -> "B")', "a"),
    "tied mark": (NoteRef("1", "n1"), "NoteRef[1 -> n1]", "[1]"),
    "dangling mark": (NoteRef("note 9"), "NoteRef[note 9]", "[note 9]"),
    "tag": (EditorialTag("citation needed"), 'EditorialTag("citation needed")', "[citation needed]"),
    "foreign": (Foreign((Text("a"),), "ko"), 'Foreign("a" language=ko)', "a"),
    "line break": (LineBreak(), "LineBreak", "\n"),
}


@pytest.mark.parametrize("case", INLINES)
def test_each_inline_is_shown_in_its_own_way_and_gives_its_words(case: str) -> None:
    inline, shown, words = INLINES[case]

    assert show(document(p("x", inline), LISTED)).splitlines()[1] == f'  Paragraph "x" {shown}'
    assert text_of(document(p("x", inline), LISTED)).startswith(f"x{words}")


def test_notes_that_no_list_prints_are_shown_at_the_end() -> None:
    found = document(p("x"), NoteList(("n1",)))

    assert show(found).endswith('  Unlisted notes\n    Note[] n2\n      Paragraph "Second."\n      Paragraph "More."\n')
    assert text_of(found) == "x\n\n[1] First.\n\nSecond.\nMore.\n"


def test_the_ledger_is_shown_on_request_with_lines_role_and_rule() -> None:
    ledger = (
        LedgerEntry("tagline", "tagline-en", "why", "From a wiki", (Span(3, 0, 11),)),
        LedgerEntry("navbox", "edit-box", "why", "a\nb", (Span(5, 0, 1), Span(6, 0, 1))),
        LedgerEntry("media", "no-image", "why", "x.png"),
    )
    found = Document("T", (), Origin("x", "x"), "en", categories=("A b",), ledger=ledger)

    assert show(found) == 'Document "T" language=en\n  Categories "A b"\n'
    assert show(found, ledger=True) == (
        'Document "T" language=en\n  Categories "A b"\n  Ledger\n    3 tagline [tagline-en] "From a wiki"\n'
        '    5-6 navbox [edit-box] "a\\nb"\n    media [no-image] "x.png"\n'
    )


def test_what_a_terminal_would_act_upon_is_escaped_and_other_scripts_are_not() -> None:
    shown = show(document(p("\x1b[31m \u202e \u2028 한국 é")))

    assert '"\\u001b[31m \\u202e \\u2028 한국 é"' in shown
