"""The two documents that this project began with must always work."""

from __future__ import annotations

from pathlib import Path

import pytest

from wikipub.detect import detect
from wikipub.document import BlockQuote, Document, Hatnote, Heading, NoteRef, Paragraph, WikiLink
from wikipub.pipeline import read
from wikipub.source import Format, Keep, ReadOptions
from wikipub.sources import load
from wikipub.walk import headings, inline_runs, iter_blocks, iter_inlines, plain


def seed(shared: Path, pattern: str, options: ReadOptions | None = None) -> Document:
    options = options or ReadOptions()
    (path,) = (shared / "seeds").glob(pattern)
    (source,) = load(path, options)
    assert detect(source) is Format.TEXT
    return read(source, options)


@pytest.fixture(scope="module")
def relations(shared: Path) -> Document:
    return seed(shared, "000_*.txt")


@pytest.fixture(scope="module")
def russia(shared: Path) -> Document:
    return seed(shared, "001_*.txt")


def dropped(document: Document) -> list[tuple[str, str]]:
    return [(entry.role, entry.text) for entry in document.ledger if entry.role != "edit-mark"]


def test_relations_has_its_title_and_outline(relations: Document) -> None:
    assert relations.title == "Russia-South Korea relations"
    assert [plain(heading.inlines) for heading in headings(relations)] == [
        "Relations with the former Soviet Union",
        "Establishment of Russia-South Korea relations",
        "Economic cooperation",
        "Space program",
        "Koreans in Russia",
        "External links",
    ]
    assert {heading.depth for heading in headings(relations)} == {None}


def test_relations_keeps_its_lead_and_drops_the_furniture_of_its_head(relations: Document) -> None:
    first = next(i for i, block in enumerate(relations.blocks) if isinstance(block, Heading))
    assert [type(block) for block in relations.blocks[:first]] == [Paragraph] * 3
    assert dropped(relations) == [
        ("tagline", "From Wikipedia, the free encyclopedia"),
        ("navbox", "Foreign relations of\nSouth Korea\nedit\nPolitics Portal"),
        ("contents", "Contents"),
    ]
    assert all(entry.rule and entry.reason for entry in relations.ledger)


def test_relations_keeps_its_dangling_marks(relations: Document) -> None:
    runs = (run for block in iter_blocks(relations.blocks) for run in inline_runs(block))
    marks = [inline for run in runs for inline in iter_inlines(run) if isinstance(inline, NoteRef)]
    assert [mark.label for mark in marks] == [str(number) for number in range(1, 15)] + ["1"]
    assert {mark.note for mark in marks} == {None}
    assert [d.code for d in relations.diagnostics] == ["dangling-notes", "empty-section"]


def test_russia_has_its_title_heading_and_hatnote(russia: Document) -> None:
    assert russia.title == "Foreign Relations of South Korea - Russia"
    assert [plain(heading.inlines) for heading in headings(russia)] == ["Russia"]
    hatnote = russia.blocks[1]
    assert isinstance(hatnote, Hatnote)
    assert plain(hatnote.inlines) == "Main article: Russia-South Korea relations"
    assert [i.title for i in hatnote.inlines if isinstance(i, WikiLink)] == ["Russia-South Korea relations"]
    assert [type(block) for block in russia.blocks] == [Heading, Hatnote, *[Paragraph] * 5]


def test_russia_leaves_the_mirrors_own_in_the_ledger(russia: Document) -> None:
    found = dropped(russia)
    assert [role for role, _ in found] == ["mirror", "mirror"]
    assert found[0][1].startswith("Read more about this topic:")
    assert found[1][1].startswith("Famous quotes containing the word russia:\nHow can I explain")
    assert found[1][1].endswith("Anton Pavlovich Chekhov (1860–1904)")


def test_russia_keeps_the_quotations_that_are_asked_for(shared: Path) -> None:
    document = seed(shared, "001_*.txt", ReadOptions(keep=frozenset({Keep.QUOTES})))
    quotes = [block for block in document.blocks if isinstance(block, BlockQuote)]
    assert [plain(quote.attribution) for quote in quotes] == [
        "Golda Meir (1898–1978)",
        "Vladimir Nabokov (1899–1977)",
        "Anton Pavlovich Chekhov (1860–1904)",
    ]
    assert dropped(document)[1] == ("mirror", "Famous quotes containing the word russia:")
