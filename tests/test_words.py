"""Each word of a bound tree stands in its EPUB, PDF and DOCX, once and in its order."""

from __future__ import annotations

from pathlib import Path

import pytest

from judges import words
from test_publishers import EPOCH, build
from trees import book, everything
from wikipub.document import Document, Note, NoteRef, Paragraph, Text
from wikipub.option_table import Layout, Notes
from wikipub.pipeline import bound, publish, read_all
from wikipub.publishers.look import Look
from wikipub.publishers.options import PublishOptions
from wikipub.source import Origin, ReadOptions

FORMATS = ("epub", "pdf", "docx")
INPUT = sorted((Path(__file__).parents[1] / "input").glob("*.txt"))
LOOKS = {
    "article": Look(),
    "handout of two columns": Look(layout=Layout.HANDOUT, key_facts=True, glossary=True),
    "handout of one column": Look(layout=Layout.HANDOUT, columns=1, line_numbers=True, note_margin=True),
    "handout in large print": Look(layout=Layout.HANDOUT, large_print=True),
}


@pytest.mark.parametrize("notes", Notes)
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("document", [everything(), book()], ids=["article", "book"])
def test_every_kind_of_block_keeps_its_words(document: Document, name: str, notes: Notes, tmp_path: Path) -> None:
    options = PublishOptions(epoch=EPOCH, notes=notes)
    path, diagnostics = build(document, name, tmp_path, options)
    assert words(path, document, options, diagnostics).wrong == ()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("source", INPUT, ids=[path.stem for path in INPUT])
def test_each_layout_of_a_sample_keeps_its_words(source: Path, look: str, tmp_path: Path) -> None:
    options = PublishOptions(look=LOOKS[look])
    (article,) = read_all(source, ReadOptions())
    work = bound(article, options)
    for name in FORMATS:
        report = publish(work, name, tmp_path / f"out.{name}", options)
        found = words(report.path, work.document, options, report.diagnostics)
        assert found.count > 500
        assert found.wrong == ()


def paragraph(words: str) -> Paragraph:
    return Paragraph((Text(words),))


def article(*paragraphs: Paragraph, note: str = "A note of few words.") -> Document:
    return Document("Tides", paragraphs, Origin("Tides", "Tides"), "en", {"n1": Note("1", (paragraph(note),))})


FIRST = Paragraph((Text("The tide rises twice a day"), NoteRef("1", "n1"), Text(" and falls as often.")))
SECOND = paragraph("Nobody has asked the moon about incomprehensibilities.")
THIRD = paragraph("The harbour is dry at five.")
WRONG = {
    "a paragraph": (article(FIRST, THIRD), {"lost"}),
    "a word": (article(FIRST, paragraph("Nobody has asked the about incomprehensibilities."), THIRD), {"lost"}),
    "the end of a word": (
        article(FIRST, paragraph("Nobody has asked the moon about incomprehens"), THIRD),
        {"lost", "surplus"},
    ),
    "a note": (article(FIRST, SECOND, THIRD, note="A note of words."), {"lost"}),
    "a paragraph said twice": (article(FIRST, SECOND, SECOND, THIRD), {"surplus"}),
    "paragraphs in another order": (article(SECOND, FIRST, THIRD), {"moved"}),
}


@pytest.mark.parametrize("name", ["pdf", "docx"])
@pytest.mark.parametrize("kind", WRONG)
def test_what_a_file_has_not_of_another_tree_is_told(kind: str, name: str, tmp_path: Path) -> None:
    other, told = WRONG[kind]
    path, _ = build(other, name, tmp_path)
    assert words(path, other).wrong == ()
    found = words(path, article(FIRST, SECOND, THIRD))
    assert {one.partition(":")[0] for one in found.wrong} == told
