"""Hostile HTML: no exception, no blow-up, nothing active in what comes out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wikipub.document import Document
from wikipub.inspection import inspection
from wikipub.pipeline import read
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.walk import headings, plain
from within_time import within_time

BOMBS: dict[str, Callable[[], str]] = {
    "blocks": lambda: "<div>" * 10_000,
    "very many blocks": lambda: "<div>" * 200_000,
    "emphasis": lambda: "<b>" * 100_000,
    "emphasis and paragraphs": lambda: "<b><i><p>" * 5_000,
    "lists": lambda: "<ul><li>" * 10_000,
    "items": lambda: "<li>" * 100_000,
    "definitions": lambda: "<dl><dd>" * 10_000,
    "tables": lambda: "<table><tr><td>" * 10_000,
    "spans": lambda: "<table>" + "<tr><td rowspan=9999 colspan=9999>a" * 2_000,
    "text in tables": lambda: "<table>" + "<b>x" * 20_000,
    "quotations": lambda: "<blockquote>" * 10_000,
    "paragraphs": lambda: "<p>a" * 100_000,
    "links": lambda: '<a href="#x">' * 20_000,
    "notes": lambda: "<ol class=references>" + "<li id=a>x" * 20_000,
    "headings": lambda: "<h2 id=a>" * 20_000,
    "attributes": lambda: "<span " + "a=b " * 50_000 + ">",
    "comments": lambda: "<!--" * 50_000,
    "ends": lambda: "</div>" * 100_000,
    "ends of nothing": lambda: "<div></b>" * 200_000,
    "ends of paragraphs": lambda: "<div></p>" * 50_000,
    "signs": lambda: "<" * 200_000,
    "a picture in the page": lambda: '<img src="data:image/png;base64,' + "A" * 5_000_000 + '">',
}


def read_page(text: str) -> Document:
    return read(Source(Origin("bomb.html", "bomb"), text), ReadOptions(format=Format.HTML))


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_read_in_time(name: str) -> None:
    with within_time():
        document = read_page("<!doctype html><body><h2 id=b>Before</h2><p>Text." + BOMBS[name]())
        inspection(document, text=True)
    assert plain(headings(document)[0].inlines) == "Before"


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<i>",
        "<a>",
        "</a>",
        "<table>",
        "<tr>",
        "<td>",
        "<th>",
        "</table>",
        "<caption>",
        "<ul>",
        "<ol>",
        "<li>",
        "</ul>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<h1>",
        "<h2>",
        "</h2>",
        "<h3>",
        "<pre>",
        "<br>",
        "<img>",
        "<sup>",
        "<math>",
        "<figure>",
        "<figcaption>",
        "<blockquote>",
        "<template>",
        "<select>",
        "<svg>",
        "<!--",
        "-->",
        "&amp;",
        "&#0;",
        "<",
        ">",
        "word",
        "<ol/class=references>",
        "<table/class=infobox>",
        "<sup/class=reference>",
        "<div/class=poem>",
        "<div/id=mw-content-text>",
    ]
)


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_any_page_is_a_document(text: str) -> None:
    inspection(read_page(text), text=True)


@pytest.mark.parametrize(
    "href", ["javascript:x()", " JaVaScRiPt:x()", "java&#10;script:x()", "vbscript:x", "data:text/html,x"]
)
def test_no_active_link_comes_out(href: str) -> None:
    document = read_page(f'<html><body><p>Some <a class="external" href="{href}" onclick="y()">words</a>.</p>')
    assert "words" in repr(document.blocks)
    assert "script" not in repr(document.blocks).casefold()
    assert "data:" not in repr(document.blocks)
