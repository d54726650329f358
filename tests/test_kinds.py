"""What looks like no article, or not like one whole article, is told; of good articles nothing is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance import assert_balanced
from wikipub.data.pages import NAMESPACES, WORDS, pages
from wikipub.document import Document
from wikipub.pipeline import read
from wikipub.readers.text.kind import KINDS
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.sources import load

CODES = ("not-an-article", "page-cut", "page-twice", "two-articles")

PARAGRAPHS = [
    f"The {boat} crosses the sound {times} times a day, in every season of the year and in whatever weather there is."
    for boat in ("harbour ferry", "night boat", "mail boat", "pilot boat", "tug", "dredger")
    for times in ("two", "three", "four")
]


def document(text: str) -> Document:
    source = Source(Origin("page.txt", "page"), text)
    found = read(source, ReadOptions(format=Format.TEXT))
    assert_balanced(source, found)
    return found


def said(found: Document) -> list[tuple[str, int | None]]:
    return [(odd.code, odd.line) for odd in found.diagnostics if odd.code in CODES]


def test_every_kind_that_data_tell_has_a_name() -> None:
    assert {*NAMESPACES, *WORDS} <= KINDS.keys()


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Talk:Boats", "talk"),
        ("Diskussion:Boote", "talk"),
        ("User talk:Boatman", "talk"),
        ("Категория:Лодки", "category"),
        ("分类:船", "category"),
        ("Portail:Bateaux", "portal"),
        ("category:boats", "category"),
        ("Boats: a history", ""),
        ("Talk: the art of speaking", ""),
        ("Talk:", ""),
        ("Boats", ""),
    ],
)
def test_namespaces_are_known_in_all_languages(title: str, kind: str) -> None:
    assert pages().namespace(title) == kind


@pytest.mark.parametrize("line", ["Chapter 1", "CHAPTER IX. The boat", "第一章 海", "Kapitel 12: Das Boot", "제3장"])
def test_chapters_are_known(line: str) -> None:
    assert pages().is_chapter(line)


@pytest.mark.parametrize("line", ["Chapter house", "Chapters 1", "Chapter", "Chapter 1a"])
def test_what_is_no_chapter_is_none(line: str) -> None:
    assert not pages().is_chapter(line)


def test_good_articles_have_nothing_said_of_them(shared: Path, samples: list[Path]) -> None:
    scrapes = [path for path in sorted(shared.glob("eval/scraped*/*/*.txt")) if "disambiguation" not in path.name]
    for path in [*samples, *scrapes, *sorted(shared.glob("seeds/*.txt"))]:
        (source,) = load(path, ReadOptions())
        assert (path, said(read(source, ReadOptions(format=Format.TEXT)))) == (path, [])


def test_the_meanings_of_a_word_are_told_in_every_scrape(shared: Path) -> None:
    scrapes = sorted(shared.glob("eval/scraped*/*/*disambiguation*.txt"))
    assert scrapes
    for path in scrapes:
        (source,) = load(path, ReadOptions())
        assert (path, said(read(source, ReadOptions(format=Format.TEXT)))) == (path, [("not-an-article", None)])


def test_a_copy_of_every_sample_is_left_out(samples: list[Path]) -> None:
    for path in samples:
        (source,) = load(path, ReadOptions())
        once = document(source.text)
        twice = document(source.text.rstrip() + "\n" + source.text)
        assert twice.blocks == once.blocks
        assert [code for code, _ in said(twice)] == ["page-twice"]


def test_a_copy_that_differs_stays_and_is_told() -> None:
    text = "\n\n".join(["Boats", *PARAGRAPHS, "Boats again", *PARAGRAPHS])
    found = document(text)
    assert said(found) == [("page-twice", None)]
    assert not [entry for entry in found.ledger if entry.rule == "page-twice"]


def test_the_first_of_two_articles_keeps_its_own_title_and_foot() -> None:
    def page(title: str, paragraphs: list[str]) -> str:
        foot = f'Retrieved from "https://wiki.example/wiki/{title}"\n\nCategories: Boats'
        tagline = "From Wikipedia, the free encyclopedia"
        return "\n\n".join([title, tagline, paragraphs[0], "[edit] History", paragraphs[1], foot, ""])

    found = document(page("Ferry", PARAGRAPHS) + page("Tug", PARAGRAPHS[2:]))
    assert found.title == "Ferry"
    assert said(found) == [("two-articles", 15)]
    assert next(entry.spans[0].line for entry in found.ledger if entry.rule == "retrieved-from") == 11


def test_lines_that_repeat_make_no_copy() -> None:
    assert said(document("Boats\n\n" + f"{PARAGRAPHS[0]}\n\n" * 4)) == []


@pytest.mark.parametrize("end", ["The bridge was clo", "The bridge was closed to carts, and", "A bridge ("])
def test_a_cut_is_told_where_a_sentence_stays_open(end: str) -> None:
    assert said(document(f"Boats\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]} {end}")) == [("page-cut", 5)]


@pytest.mark.parametrize(
    "end", ["The bridge was closed.", "The bridge was closed.[1]", "The bridge was closed.)", "A bridge\n"]
)
def test_no_cut_is_told_where_the_text_may_be_whole(end: str) -> None:
    assert said(document(f"Boats\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]} {end}")) == []
