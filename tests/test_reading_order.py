"""Related articles in an order that a person can defend."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wikipub.document import Document, Hatnote, Paragraph, Text, WikiLink
from wikipub.source import Origin
from wikipub.transforms.reading_order import reading_order


def article(title: str, text: str, main: str = "") -> Document:
    hatnote = (Hatnote((Text("Main article: "), WikiLink((Text(main),), main))),) if main else ()
    return Document(title, (*hatnote, Paragraph((Text(text),))), Origin(f"{title}.txt", title))


ORDERS: dict[str, tuple[list[Document], list[str]]] = {
    "what most speak of comes first, what it speaks of after it, in its order": (
        [
            article("Arkwell", "He built Kestrel Rock Lighthouse."),
            article("Harbour", "Seen from Kestrel Rock Lighthouse."),
            article("Kestrel Rock Lighthouse", "Near the harbour. Built by Arkwell."),
        ],
        ["Kestrel Rock Lighthouse", "Harbour", "Arkwell"],
    ),
    "a hatnote counts as well": (
        [article("Russia", "Little is known.", main="Trade of Ossel"), article("Trade of Ossel", "It grew.")],
        ["Trade of Ossel", "Russia"],
    ),
    "what none speaks of comes last, by title": (
        [article("Zebra", "A."), article("Aster", "B."), article("Seal", "Near the reef."), article("Reef", "C.")],
        ["Reef", "Seal", "Aster", "Zebra"],
    ),
    "part of a word is no mention": ([article("Ring", "A."), article("Spring", "In spring.")], ["Ring", "Spring"]),
}


@pytest.mark.parametrize("name", ORDERS)
def test_order(name: str) -> None:
    articles, titles = ORDERS[name]
    assert [articles[place.article].title for place in reading_order(articles)] == titles


@given(st.lists(st.tuples(st.text("ab ", max_size=5), st.text("ab ", max_size=20)), max_size=8))
def test_every_article_has_one_place(articles: list[tuple[str, str]]) -> None:
    places = reading_order([article(title, text) for title, text in articles])
    assert sorted(place.article for place in places) == list(range(len(articles)))
