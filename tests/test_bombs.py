"""Hostile text: no exception, no blow-up. The bound is far above what linear time takes and far below any other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wikipub.pipeline import read
from wikipub.source import Format, Origin, ReadOptions, Source
from within_time import within_time

SECONDS = 30
"""A linear reader takes about two on a slow machine; a quadratic one hours."""

BOMBS: dict[str, Callable[[], str]] = {
    "5 MB in one line": lambda: "word and word. " * 350_000,
    "200 000 lines": lambda: "Short line\n" * 200_000,
    "10 000 headings": lambda: "T\n\n" + "[edit] Heading\n\nText.\n\n" * 10_000,
    "edit links": lambda: "edit\n" * 100_000,
    "edit links among short lines": lambda: "T\n\n" + "a\n\nedit\n\n" * 40_000,
    "contents entries that are not in the text": lambda: (
        "Contents\n" + "".join(f"{n} Entry\n" for n in range(1, 999)) + "Line\n" * 100_000
    ),
    "lines with the number 1": lambda: "1 a\n" * 50_000,
    "many words in brackets": lambda: "".join(
        f"Line\nLine [{'abc'[n % 3]}{chr(0x4E00 + n // 3 % 20_000)}z]\n" for n in range(12_000)
    ),
    "links of reStructuredText that never end": lambda: ".. a::\n\n" * 4 + ("`a " * 40 + "\n") * 10_000,
    "links of AsciiDoc that never end": lambda: "|===\n" * 4 + ("link:a[" * 20 + "\n") * 10_000,
    "links of Org that never end": lambda: "#+x\n[[\n" * 4 + ("[[a][b " * 20 + "\n") * 10_000,
    "links of DokuWiki that never end": lambda: "===== a =====\n//b c//\n" * 4 + ("[[a|b " * 20 + "//\n") * 10_000,
    "links of Textile that never end": lambda: '"a":b.html\n' * 4 + ('"(a "b' * 20 + "\n") * 10_000,
    "pictures of Textile that never end": lambda: '"a":b.html\n' * 4 + ("!(a){b}c(" * 20 + "\n") * 10_000,
    "links of Jira that never end": lambda: "{anchor:a}\n" * 4 + ("[\\[a\\|b {anchor:" * 10 + "\n") * 10_000,
    "a table of Org in a table, again and again": lambda: (
        "[[a:][b]]\n" * 4
        + "\n".join("| " * depth + "a" * (1200 - 4 * depth) + " |" * depth for depth in range(300) for _ in range(2))
    ),
    "a table of Org with 200 000 cells a line": lambda: "[[a:][b]]\n" * 4 + ("|" + "a|" * 100_000 + "\n") * 2,
    "entities": lambda: "&amp;&#91;&nbsp;" * 100_000,
    "borders of tables that have no end": lambda: "T\n\n" + ("+--+--+\n" + "|  |  |\n" * 9 + "| x\n") * 20_000,
    "a table drawn in a table, again and again": lambda: "\n".join(
        "| " * depth + sign + " |" * depth
        for depth in range(300)
        for sign in ("+" + "-" * (1200 - 4 * depth) + "+", "|" + " " * (1200 - 4 * depth) + "|")
    ),
    "a drawn table of one long line": lambda: "+" + "-+" * 100_000 + "\n|" + "a|" * 100_000 + "\n+" + "-+" * 100_000,
    "a drawn cell of one long word": lambda: f"+{'-' * 300_002}+\n| {'a' * 299_990}  b c <d |\n+{'-' * 300_002}+",
    "headings of menus": lambda: "T\n\n" + "word and word. " * 9 + "\n\n" + "== Navigation menu ==\nfoo\n\n" * 20_000,
    "blank lines": lambda: "x\n\n\n\n" * 100_000,
    "a row of 100 000 cells": lambda: "T\n\n" + "\t\t".join("a" * 100_000),
    "a wide row above many narrow ones": lambda: (
        "T\n\n"
        + "A sentence that is long enough to be a lead. " * 3
        + "\n\n"
        + "\t".join("x" * 4_000)
        + "\na\tb" * 4_000
    ),
    "boxes without rows": lambda: "T\n\n" + "a\n" * 100_000 + "b\tc\n",
    "list items of growing depth": lambda: "\n".join(" " * n + "• x" for n in range(3_000)),
    "ordered items that never count on": lambda: "• x\n" + "  1. x\n" * 100_000,
    "note marks and entries": lambda: (
        "T\n\n" + "a[1] " * 50_000 + "\n\n" + "\n".join(f"  {n}. ^ a b c d note" for n in range(20_000))
    ),
    "open brackets": lambda: "[" * 1_000_000,
    "open brackets with words": lambda: ("[" + "a" * 50) * 50_000,
    "carets and letters": lambda: "^ " + "a b c " * 200_000,
    "equals signs": lambda: ("=" * 240 + "\n") * 20_000,
    "blanks": lambda: "a" + " " * 2_000_000 + "b",
    "jump links that are none": lambda: ("Jump to navigation" + " " * 500 + "x\n") * 8_000,
    "notices that never end": lambda: ("This " + "a " * 90 + "stub\n") * 20_000,
    "lines set off by a blank, and a mark of a high number": lambda: "Words[999] here.\n\n" + " Line\n" * 50_000,
    "a number above a long line in the contents": lambda: "Contents\n1\n" + "ab " * 500_000,
    "a row of links": lambda: "[a](https://b.org/c)|" * 50_000 + "\n---|---\n" + "[a](https://b.org/c)|b\n" * 4,
    "indented lines that quote nobody": lambda: (
        ("A line of prose that shows the text as a whole to be not indented at all.\n" * 9) + "   line\n" * 50_000
    ),
    "a page a thousand times": lambda: (
        ("T\n\n" + "\n".join(f"Line {n} of a page, {'word ' * 20}" for n in range(20))) * 1_000
    ),
    "one long line over and over": lambda: "T\n\n" + ("word and word. " * 8 + "\n") * 50_000,
    "taglines over and over": lambda: (
        ("From Wikipedia, the free encyclopedia\n" + "word and word. " * 9 + "\n") * 20_000
    ),
    "tags that never end": lambda: ("<a " + "b " * 200) * 5_000,
    "a program in one line": lambda: "import a; " * 300_000,
    "sentences that never end": lambda: "T\n\n" + "word. w" * 200_000,
    "pieces joined by bars": lambda: "word|[|1|]|" * 60_000,
    "a page in one line with many sections": lambda: (
        "Ferry Contents "
        + " ".join(f"{n} Section {n}" for n in range(1, 999))
        + "".join(f" Section {n} Text of it. " + "word and word. " * 40 for n in range(999))
    ),
    "a page in one line whose contents say what is not in it": lambda: (
        "Ferry Contents " + " ".join(f"{n} Section {n}" for n in range(1, 999)) + " word and word." * 100_000
    ),
    "a page in one line with many marks to take out": lambda: (
        " T From Wikipedia, the free encyclopedia " + "[a](/b) [c](/d) [e](/f) word and word. Heading [edit] " * 10_000
    ),
    "edit marks in one line": lambda: "Word [edit] word and word. " * 40_000,
    "addresses that never end": lambda: "(#a (/wiki/b title= (http://c(" * 20_000,
    "blanks before addresses": lambda: ("(#a) " * 10 + " " * 500 + "x\n") * 400,
    "carets with letters over many lines": lambda: (
        "T\n\n" + "Text.[1][1][2][2][3]\n" * 100 + "\nNotes[edit]\n\n" + "^ a b\nWord (1999).\n" * 20_000
    ),
    "links whose titles never end": lambda: ('[a](/b "' + "c" * 50) * 5_000,
    "a mirror's quotations": lambda: "Famous quotes containing the word x:\n\n" + "    q\n    a\n\n" * 50_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_read_in_time(name: str) -> None:
    source = Source(Origin("bomb.txt", "bomb"), BOMBS[name]())
    with within_time(SECONDS):
        read(source, ReadOptions(format=Format.TEXT))
