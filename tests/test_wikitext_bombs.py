"""Hostile wikitext: no exception, no blow-up, and damage that stays where it is."""

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
from within_time import SECONDS, within_time

PROSE = "The '''boat''' of [[Harbour|the harbour]] is {{convert|10|m}} long.<ref>{{cite web|title=Boats|url=https://a.example/}}</ref>\n"

BOMBS: dict[str, Callable[[], str]] = {
    "calls never closed": lambda: "{{" * 5_000,
    "calls with a name": lambda: "{{a|" * 20_000,
    "calls closed": lambda: "{{a|" * 20_000 + "}}" * 20_000,
    "braces": lambda: "{" * 100_000 + "}" * 100_000,
    "calls and blank lines": lambda: "{{a|\n\n" * 20_000,
    "links never closed": lambda: "[[" * 5_000,
    "links with labels": lambda: "[[a|" * 50_000,
    "links within pictures": lambda: "[[File:a.jpg|thumb|" * 3_000 + "]]" * 3_000,
    "apostrophes": lambda: "''a'''b" * 20_000,
    "a run of apostrophes": lambda: "'" * 200_000,
    "notes never closed": lambda: "<ref>" * 4_000,
    "notes and text": lambda: "<ref>aaa bbb\n" * 8_000,
    "notes of one name": lambda: "a<ref name=x>b</ref>" * 20_000,
    "notes within notes": lambda: "{{#tag:ref|" * 35 + "a" + "}}" * 35,
    "list lines of growing depth": lambda: "\n".join("*" * n + " x" for n in range(2_000)),
    "mixed list lines": lambda: "\n".join("*#:;" * (n // 4) + " x" for n in range(2_000)),
    "a term with links": lambda: ";" + "[[" * 50_000,
    "a term with tags": lambda: ";" + "<b>" * 50_000 + ":",
    "tables never closed": lambda: "{|\n|a\n" * 5_000,
    "tables in tables": lambda: "{|\n|a\n" * 5_000 + "|}\n" * 5_000,
    "cells": lambda: "{|\n" + "|a||b\n" * 10_000,
    "tables in templates in tables": lambda: "{|\n|{{nowrap|\n{|\n|b\n|}\n}}\n|}\n" * 2_000,
    "spans": lambda: "{|\n" + "|-\n|rowspan=9999 colspan=9999|a\n" * 2_000 + "|}",
    "tags": lambda: "<div>" * 20_000,
    "tags that nest": lambda: "<b><i>" * 20_000,
    "tags with no end": lambda: "<b " * 50_000,
    "quotations": lambda: "<blockquote>" * 20_000,
    "rows of tags": lambda: "<table>" + "<tr><td>a" * 10_000,
    "lists of tags": lambda: "<ul><li>" * 20_000,
    "addresses with no end": lambda: "[http://a " * 20_000,
    "addresses in brackets": lambda: "http://a" + ")" * 200_000,
    "charges with no end": lambda: "<ce>" + "^{" * 50_000 + "</ce>",
    "a redirect that leads nowhere": lambda: "#REDIRECT" + " " * 100_000 + ":x",
    "a size of digits": lambda: "[[File:a.jpg|" + "1" * 100_000 + "x]]",
    "a long word in a tag": lambda: "<ref " + "a" * 200_000 + ">b</ref>",
    "a parameter of digits": lambda: "{{infobox a|" + "1" * 200_000 + "b=c}}",
    "comments": lambda: "<!-- a -->\n" * 50_000,
    "comments with no end": lambda: "<!--" * 100_000,
    "rules that double": lambda: "{{sfn|" * 35 + "a|b" + "}}" * 35,
    "expressions": lambda: "{{#expr:" + "(" * 5_000 + "}}",
    "numbers": lambda: (
        "{{convert|" + "9" * 10_000 + "|m}}{{formatnum:" + "9" * 10_000 + "}}{{padleft:a|" + "9" * 9_000 + "}}"
    ),
    "a switch": lambda: "{{#switch:a|" + "b|" * 50_000 + "=c}}",
    "an infobox": lambda: "{{Infobox|" + "|a=b" * 50_000 + "}}",
    "only templates": lambda: "{{cite web|title=a b c|url=http://x.y/z}}\n" * 5_000,
    "rows without end": lambda: "{{track listing" + "".join(f"|title{n}=a|note{n}=b" for n in range(20_000)) + "}}",
    "branches": lambda: "{{clade|1=a|2=" * 35 + "b" + "}}" * 35,
    "a bracket": lambda: "{{4TeamBracket" + "".join(f"|RD{n}-team{m}=a" for n in range(99) for m in range(99)) + "}}",
    "a league": lambda: (
        "{{#invoke:Sports table|main" + "".join(f"|team{n}=T{n}|win_T{n}=9" for n in range(9_000)) + "}}"
    ),
    "populations": lambda: "{{Historical populations" + "|1900|5" * 30_000 + "}}",
    "only unknown templates": lambda: "{{zork|this is a long text of prose words}}\n" * 10_000,
    "a gallery": lambda: "<gallery>\n" + "File:a.jpg|[[b\n" * 10_000 + "</gallery>",
    "headings": lambda: "==a==\n" * 20_000,
    "equals signs": lambda: "= " * 200_000,
    "preformatted lines": lambda: " a\n" * 50_000,
    "blank lines": lambda: "\n" * 500_000,
    "attributes": lambda: "<span " + 'a="b" ' * 50_000 + ">x</span>",
}


def read_text(text: str) -> Document:
    return read(Source(Origin("bomb.wiki", "bomb"), text), ReadOptions(format=Format.WIKITEXT))


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_read_in_time_and_alone_is_hurt(name: str) -> None:
    with within_time():
        document = read_text(PROSE + "\n== Before ==\n\n" + BOMBS[name]() + "\n\n== After ==\n\n" + PROSE)
        inspection(document, text=True)
    assert plain(headings(document)[0].inlines) == "Before"


def test_a_long_article_is_read_in_time() -> None:
    with within_time(3 * SECONDS):
        read_text(("== Part ==\n\n" + PROSE * 8 + "\n* one\n* two\n\n{|\n! a !! b\n|-\n| 1 || 2\n|}\n\n") * 4_000)


@pytest.mark.parametrize(
    "damage",
    [
        "{{",
        "{{a|",
        "[[",
        "[[a|b",
        "<ref>",
        "<ref name=x>",
        "''",
        "'''",
        "{|\n| a",
        "<div>",
        "<b>",
        "<math>",
        "}}",
        "]]",
        "|}",
        "<table><tr><td>",
    ],
)
def test_damage_leaves_what_follows_alone(damage: str) -> None:
    document = read_text(f"Some {damage}\n\n== After ==\n\n{PROSE}\n=== Deeper ===\n\nText.")
    assert [(h.depth, plain(h.inlines)) for h in headings(document)] == [(1, "After"), (2, "Deeper")]
    assert len(document.notes) == 1


WORDS = """
    {{ }} {{{ }}} [[ ]] | = ' '' ''' ''''' * # : ; {| |} |- || ! !! |+ <ref> </ref> <ref/> <nowiki> </nowiki> <b> </b>
    <table> <tr> <td> </td> <li> <ul> </ul> <blockquote> </blockquote> <!-- --> == === ---- &amp; &#x41;
    [http://a.b ] File: Category: #if: #switch: #expr: 1 2 + ( ) convert cite_web main reflist name= infobox a b word
    <references/> <poem> </poem> <gallery> </gallery> __TOC__
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "\n\n", "\x7f", "\x02", "\x00", "\u2028"])


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_wikitext_is_a_document(text: str) -> None:
    document = read_text(text)
    inspection(document, text=True)


@given(st.lists(PIECES, max_size=40))
def test_no_word_is_lost(pieces: list[str]) -> None:
    """A word between any marks is in the document or in its ledger; attributes of tables are marks."""
    words = [f"word{number}x" for number in range(len(pieces))]
    marks = (piece + ("\n" if piece in ("{|", "|-") else " ") for piece in pieces)
    text = "".join(f"{mark}{word} " for mark, word in zip(marks, words, strict=True))
    document = read_text(text)
    kept = repr(document)
    assert [word for word in words if word not in kept] == []
