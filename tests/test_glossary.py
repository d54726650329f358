"""The terms that an article sets bold, and its key facts at its head."""

from __future__ import annotations

from trees import paragraph, text
from wikipub.diagnostics import Diagnostic
from wikipub.document import (
    Block,
    Document,
    Heading,
    Infobox,
    InfoboxRow,
    NoteList,
    Paragraph,
    SourceNote,
    Strong,
    Text,
)
from wikipub.source import Origin
from wikipub.transforms.glossary import with_glossary
from wikipub.transforms.key_facts import with_key_facts_first
from wikipub.walk import plain


def bound(*blocks: Block) -> Document:
    return Document("Tides", (Heading(text("Tides"), 1, "c1"), *blocks), Origin("tides", "tides"), "en")


def bold(before: str, term: str, after: str) -> Paragraph:
    return Paragraph((Text(before), Strong(text(term)), Text(after)))


def glossary(document: Document) -> tuple[list[str], list[Diagnostic]]:
    """The words of the blocks after the glossary's heading, and what was reported."""
    found: list[Diagnostic] = []
    blocks = with_glossary(document, found.append).blocks
    at = [i for i, block in enumerate(blocks) if isinstance(block, Heading) and plain(block.inlines) == "Glossary"]
    entries = [plain(b.inlines) for b in blocks[at[0] + 1 :] if isinstance(b, Paragraph)] if at else []
    return entries, found


def test_terms_stand_in_order_each_with_its_first_sentence() -> None:
    document = bound(
        bold("The sea rises twice a day. The highest is the ", "spring tide", ", by A. Reed's reckoning. It passes."),
        bold("A ", "neap tide", " is low. Then comes the spring tide."),
        bold("Another ", "Spring tide", " is a second time no term."),
    )
    entries, found = glossary(document)
    assert entries == [
        "neap tide: A neap tide is low.",
        "spring tide: The highest is the spring tide, by A. Reed's reckoning.",
    ]
    assert found == []


def test_the_title_a_figure_and_a_bold_line_are_no_terms() -> None:
    entries, found = glossary(
        bound(bold("", "Tides", " are waves."), bold("In ", "1884", " it rose."), Paragraph((Strong(text("Causes")),)))
    )
    assert entries == []
    assert [diagnostic.code for diagnostic in found] == ["no-glossary"]


def test_the_glossary_stands_before_the_notes_and_the_source() -> None:
    document = bound(
        bold("A ", "neap tide", " is low."),
        Heading(text("References"), 2, "c1-references"),
        NoteList(("n",)),
        SourceNote(text("Article: Tides")),
    )
    blocks = with_glossary(document, lambda _: None).blocks
    kinds = [plain(b.inlines) if isinstance(b, Heading) else type(b).__name__ for b in blocks]
    assert kinds == ["Tides", "Paragraph", "Glossary", "Paragraph", "References", "NoteList", "SourceNote"]


def test_key_facts_come_first_and_nothing_else_moves() -> None:
    box = Infobox((InfoboxRow(text("Height"), (paragraph("3 m"),)),), text("Tides"))
    document = bound(paragraph("One."), box, paragraph("Two."), box)
    heading, facts, *rest = with_key_facts_first(document).blocks
    assert isinstance(facts, Infobox)
    assert plain(facts.title) == "Key facts"
    assert facts.rows == box.rows
    assert [heading, *rest] == [*document.blocks[:2], *document.blocks[3:]]
