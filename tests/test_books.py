"""Books of awkward articles are built in every format, whole, and each of their links leads somewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import wikipub
from judges import docx, epubcheck, links, members, pdf_text, require
from judges import words as words_of
from test_publishers import build
from wikipub.document import Block, Book, Document, Hatnote, Heading, Note, NoteList, NoteRef, Paragraph, Text, WikiLink
from wikipub.pipeline import read
from wikipub.source import Origin, ReadOptions, Source
from wikipub.transforms import CLEAN, FINISH
from wikipub.transforms.bind import bind

FORMATS = ("epub", "pdf", "docx")


def ignore(_: wikipub.Diagnostic) -> None:
    """Where the test is not about diagnostics."""


def article(title: str, *blocks: Block, language: str = "en", notes: dict[str, Note] | None = None) -> Document:
    document = Document(title, blocks, Origin(title, "page"), language, notes or {})
    for transform in CLEAN:
        document = transform(document, ignore)
    return document


def bound(*articles: Document, title: str = "A book") -> Document:
    document = bind(Book(title, articles), frozenset(), ignore)
    for transform in FINISH:
        document = transform(document, ignore)
    return document


def words(text: str, *more: WikiLink | NoteRef) -> Paragraph:
    return Paragraph((Text(text), *more))


def heading(title: str) -> Heading:
    return Heading((Text(title),), 1)


def link(title: str, section: str = "") -> WikiLink:
    return WikiLink((Text(f"to {title or section}"),), title, section)


NOTE = {"n1": Note("1", (words("A note, see ", link("Ferry")),))}
AWKWARD = {
    "two articles of one title": (
        article("Ferry", words("One. ", link("Ferry"), link("Sound")), heading("Crew"), words("Old.")),
        article("Ferry", words("Two. ", link("Ferry", "Crew")), heading("Crew"), words("New.")),
        article("Sound", words("Three. ", link("Ferry"))),
    ),
    "a circle of links": (
        article("A", Hatnote((Text("See "), link("B")))),
        article("B", Hatnote((Text("See "), link("C")))),
        article("C", Hatnote((Text("See "), link("A")))),
    ),
    "a link to a section that is gone": (
        article("A", words("See ", link("B", "Prices"), link("B", "External links"), link("", "Nowhere"))),
        article("B", words("Words."), heading("External links"), words("Elsewhere.")),
    ),
    "a link to a section that only held notes": (
        article("A", words("See ", link("B", "References"))),
        article("B", words("Words.", NoteRef("1")), heading("References"), NoteList(("n1",)), notes=NOTE),
    ),
    "articles that are empty": (
        article("Nothing"),
        article("Dropped", heading("External links"), words("Elsewhere.")),
        article("Words", words("See ", link("Nothing"), link("Dropped"))),
    ),
    "titles in Arabic": (
        article("العبّارة", words("كلمات ", link("الميناء", "التاريخ")), language="ar"),
        article("الميناء", heading("التاريخ"), words("كلمات ", link("العبّارة")), language="ar"),
    ),
    "one title of signs": (article("#1 & <b>", words("See ", link("#1 & <b>"))),),
}


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("name", AWKWARD)
def test_an_awkward_book_is_built_and_its_links_lead_somewhere(name: str, output: str, tmp_path: Path) -> None:
    path, _ = build(bound(*AWKWARD[name]), output, tmp_path)
    found = links(path)
    assert found.internal
    assert found.broken == ()
    if output == "docx":
        assert docx(path).paragraphs
    if output == "pdf":
        assert "\f" in pdf_text(path)


def test_epubcheck_passes_all_awkward_books_as_one(tmp_path: Path) -> None:
    path, _ = build(bound(*(article for book in AWKWARD.values() for article in book)), "epub", tmp_path)
    assert epubcheck(path) == []


def test_chapters_of_one_title_stay_apart(tmp_path: Path) -> None:
    path, _ = build(bound(*AWKWARD["two articles of one title"]), "epub", tmp_path)
    pages = members(path.read_bytes())
    second = pages["EPUB/text/ch002.xhtml"].decode()
    assert re.findall(r'href="([^"]*)">to Ferry', second) == ["ch002.xhtml#c2-crew"]
    assert re.findall(r'href="([^"]*)">to Ferry', pages["EPUB/text/ch003.xhtml"].decode()) == ["ch001.xhtml#c1"]


@pytest.mark.parametrize("output", FORMATS)
def test_a_book_of_500_chapters_is_built(output: str, tmp_path: Path) -> None:
    titles = [f"Chapter {number}" for number in range(1, 501)]
    articles = [
        article(title, words("Words", NoteRef("1"), link(titles[(number * 7) % 500])), NoteList(("n1",)), notes=NOTE)
        for number, title in enumerate(titles)
    ]
    path, _ = build(bound(*articles), output, tmp_path)
    found = links(path)
    assert len(found.internal) > 1000
    assert found.broken == ()


# --- A fixed sample of what this repository holds ------------------------------------------------------------------

CASES = Path(__file__).parent / "cases" / "text"
BOOKS, CHAPTERS = 3, 20


@cache
def sample() -> list[list[Document]]:
    """Three books of twenty articles: the samples under input/, and texts of the reader's cases from end to end."""
    sources = [
        Source(Origin(str(path), path.stem), path.read_text("utf-8"))
        for path in sorted((CASES.parents[2] / "input").glob("*.txt"))
    ]
    for path in sorted(CASES.glob("*.test")):
        for number, case in enumerate(path.read_text("utf-8").split("### ")[1:]):
            text = case.partition("\n")[2].partition("\n.\n")[0]
            if text.strip():
                sources.append(Source(Origin(f"{path.stem} {number}", f"{path.stem} {number}"), text))
    step = len(sources) // (BOOKS * CHAPTERS)
    articles = [read(source, ReadOptions(language="en")) for source in sources[::step][: BOOKS * CHAPTERS]]
    return [articles[number::BOOKS] for number in range(BOOKS)]


@pytest.mark.parametrize("number", range(BOOKS))
def test_epubcheck_passes_a_book_of_twenty_samples(number: int, tmp_path: Path) -> None:
    require("epubcheck")
    chapters = sample()[number]
    assert len(chapters) == CHAPTERS
    work = bound(*chapters)
    path, diagnostics = build(work, "epub", tmp_path)
    assert epubcheck(path) == []
    assert links(path).broken == ()
    assert words_of(path, work, diagnostics=diagnostics).wrong == ()


@pytest.mark.parametrize("output", ["pdf", "docx"])
@pytest.mark.parametrize("number", range(BOOKS))
def test_a_book_of_twenty_samples_has_its_words_and_its_links_lead_somewhere(
    number: int, output: str, tmp_path: Path
) -> None:
    work = bound(*sample()[number])
    path, diagnostics = build(work, output, tmp_path)
    assert links(path).broken == ()
    assert words_of(path, work, diagnostics=diagnostics).wrong == ()
