"""Related articles: what one says again is found and printed once; what it says of its own never goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wikipub.document import Block, Book, Document, Hatnote, Heading, NoteRef, Paragraph, Text
from wikipub.pipeline import read_all
from wikipub.source import Origin, ReadOptions
from wikipub.transforms.bind import bind
from wikipub.transforms.repeats import dedupe, find_repeats
from wikipub.walk import iter_inlines, plain

FERRY = (
    "The ferry between Kestrel Rock and the mainland has run since 1902, when the harbour board bought the steamer "
    "Petrel for 4,000 pounds. It carries about 300 passengers a day in summer, and the post all through the year."
)
WHALE = (
    "Grey seals come ashore on the western skerries in late autumn, and their number is counted each year from the "
    "tower by the keepers and by students of the marine station, who publish a list of them in spring."
)


def article(title: str, *texts: str) -> Document:
    blocks: list[Block] = [Heading((Text("Transport"),), 1, "transport")]
    blocks += (Paragraph((Text(text), NoteRef("3"))) for text in texts)
    return Document(title, tuple(blocks), Origin(f"{title}.txt", title), "en")


FOUND = {
    "the same words": FERRY,
    "other small words": FERRY.replace("It carries", "And it carries")
    .replace(", when", " when")
    .replace("all through", "through"),
    "a name in another spelling": FERRY.replace("Petrel", "Petrell"),
    "less of it": FERRY[: FERRY.index(", and the post")] + ".",
}
BOOK = (
    "Alma Reed, Tom Quill and Ida Marsh. Seals and Skerries of the Ossel Isles: A Natural History. Kestrel Rock: "
    "Harbour Press, Ossel University Library, Series B. ISBN 0 00 000000 0."
)
OWN = {
    "another year": FERRY.replace("1902", "1912"),
    "another sum": FERRY.replace("4,000", "4,500"),
    "another name": FERRY.replace("Petrel", "Marigold"),
    "a word of the article's title": FERRY.replace("mainland", "Ossel mainland"),
    "more than the first says": f"{FERRY} {WHALE}",
    "something else": WHALE,
    "the entry of a book": BOOK,
    "too little": "The ferry between Kestrel Rock and the mainland has run since 1902.",
}


@pytest.mark.parametrize("name", FOUND)
def test_a_passage_that_an_earlier_article_has_is_found(name: str) -> None:
    repeats = find_repeats([article("Kestrel Rock", WHALE, FERRY), article("Ossel Isles", FOUND[name])])
    assert [(r.first.article, r.first.block, r.later.article, r.later.block) for r in repeats] == [(0, 2, 1, 1)]


@pytest.mark.parametrize("name", OWN)
def test_a_passage_that_says_something_of_its_own_is_none(name: str) -> None:
    assert (
        find_repeats([article("Kestrel Rock", FERRY, OWN["the entry of a book"]), article("Ossel Isles", OWN[name])])
        == ()
    )


def test_what_one_article_has_in_two_paragraphs_another_may_join() -> None:
    (repeat,) = find_repeats([article("Kestrel Rock", WHALE, FERRY), article("Ossel Isles", f"{WHALE} {FERRY}")])
    assert repeat.likeness == 1.0


def test_nothing_refers_to_a_passage_that_is_not_printed() -> None:
    repeats = find_repeats([article("A", FERRY), article("B", FERRY), article("C", FERRY)])
    assert [repeat.first.article for repeat in repeats] == [0, 0]


def test_a_repeat_is_printed_as_a_link_to_the_first_and_the_ledger_has_its_words() -> None:
    first, later = article("Kestrel Rock", FERRY), article("Ossel Isles", WHALE, FERRY)
    book = dedupe(Book("Two", (first, later)))
    assert book.chapters[0] == first
    own, reference = book.chapters[1].blocks[1:]
    assert own == later.blocks[1]
    assert isinstance(reference, Hatnote)
    (entry,) = book.chapters[1].ledger
    assert (entry.role, entry.rule) == ("repeat", "repeated-passage")
    assert entry.text == f"{FERRY}[3]"
    assert "Kestrel Rock, Transport" in entry.reason
    bound = bind(book, frozenset(), lambda _: None)
    targets = {getattr(i, "url", "") for b in bound.blocks if isinstance(b, Hatnote) for i in iter_inlines(b.inlines)}
    assert "#c1-transport" in targets


def test_repeats_one_after_the_other_that_refer_to_one_place_are_one_reference() -> None:
    first, later = article("Kestrel Rock", FERRY, WHALE), article("Ossel Isles", FERRY, WHALE)
    chapter = dedupe(Book("Two", (first, later))).chapters[1]
    assert [type(block) for block in chapter.blocks] == [Heading, Hatnote]
    assert len(chapter.ledger) == 2


def test_nothing_refers_to_a_section_that_publications_leave_out() -> None:
    first, later = article("Kestrel Rock", FERRY), article("Ossel Isles", FERRY)
    first = replace(first, blocks=(Heading((Text("External links"),), 1), *first.blocks[1:]))
    assert find_repeats([first, later]) == ()


@given(st.lists(st.lists(st.sampled_from([FERRY, WHALE, *FOUND.values(), *OWN.values()]), max_size=4), max_size=4))
def test_each_passage_is_printed_or_the_ledger_says_where_it_is(texts: list[list[str]]) -> None:
    documents = tuple(article(f"Article {number}", *paragraphs) for number, paragraphs in enumerate(texts))
    for before, after in zip(documents, dedupe(Book("All", documents)).chapters, strict=True):
        gone = [entry.text for entry in after.ledger]
        kept = [plain(b.inlines, marks=True) for b in after.blocks if isinstance(b, Paragraph)]
        was = [plain(b.inlines, marks=True) for b in before.blocks if isinstance(b, Paragraph)]
        assert sorted(gone + kept) == sorted(was)


def test_the_seeds_share_five_passages(shared: Path) -> None:
    repeats = find_repeats(list(read_all(shared / "seeds", ReadOptions())))
    openings = {" ".join(repeat.later.words[:4]) for repeat in repeats}
    assert openings == {
        "In the 1980s South",
        "In initiating Nordpolitik Roh",
        "After the collapse of",
        "South Korea is currently",
        "Since the 1990s there",
    }


def test_unrelated_articles_share_none(shared: Path) -> None:
    folders = ("resiliparse-main-2013", "gettext-2018", "cmu-clean-2014")
    for folder in folders:
        assert find_repeats(list(read_all(shared / "eval/scraped" / folder, ReadOptions()))) == ()
