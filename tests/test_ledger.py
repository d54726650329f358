"""Nothing is lost without a word: what a source holds is in the tree or in the ledger, each piece once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance import assert_balanced
from wikipub.pipeline import read
from wikipub.source import Format, Keep, Origin, ReadOptions, Source
from wikipub.sources import load
from wikipub.sources.encodings import decode

CATCH_ALL = frozenset(("before-title", "page-foot"))
"""The ledger's rules for what only its place tells to be the site's."""

SHAPES = (
    "From Wikipedia, the free encyclopedia",
    "Jump to: navigation, search",
    "edit",
    "Contents",
    "Contents [hide]",
    "1 History",
    "1.1 Boats",
    "2 Crew",
    "History",
    "Boats",
    "[edit] History",
    "Crew[edit]",
    "[edit] ",
    "[edit]",
    "== Boats ==",
    "=== Boats",
    "Main article: Boats",
    "Main articles: Boats and Crew",
    "See also: ",
    "  1. ^ A note.",
    "  2. ^ a b Another [1] note.[dead link]",
    "^ a b c",
    "^",
    "3. ^",
    "  • An item",
    "    • A deeper item[3]",
    "  1. First",
    "  7. Seventh",
    "Built\t\t1904",
    "Built | 1904 | a \\| b",
    "---|---|---",
    "---",
    "Quill\n1904\ngreen\n\n",
    "\nHeron\n1911\n\n",
    "the harbourmaster and the harbour-\nmaster stand on the long and narrow pier of the sound",
    "  Name       Built   Notes",
    "  Quill      1904    lost",
    "  Old Heron  1911    渡し",
    "         Boats",
    "CAPTION: Boats",
    "The speed   v  0   {\\displaystyle v_{0}}  [v_0], and {\\displaystyle x",
    "v",
    "0",
    "{\\displaystyle v_{0}}",
    " [MATH: {\\displaystyle n} :MATH] {\\displaystyle n}",
    "   2. .mw-parser-output q{quotes:none}.mw-",
    "      parser-output q{quotes:none}",
    "| Built | 1904 |",
    "|---|---|",
    "      o An inner item",
    "- An item",
    "a\tb\tc",
    "\t\tThis article needs more sources.",
    "The green ferry in the harbour of the sound",
    "It crosses the sound four times a day in every season of the year.[1][note 2][citation needed]",
    "Read more about this topic:  The sound",
    "Famous quotes containing the word boat:",
    "    A boat is patient.",
    'Retrieved from "https://wiki.example"',
    'Retrieved from "https://wiki.example/w/index.php?title=Ferry&oldid=1"',
    "Categories: Boats | Ferries",
    "Talk",
    "Jump up to:",
    "v t e",
    "vteBoats",
    "Edit section: Boats",
    "(page does not exist)",
    "Toggle Boats subsection",
    "This page was last edited on 1 May 2013, at 10:00.",
    "## Boats",
    "***** Boats[edit] *****",
    "[",
    "edit",
    "]",
    ", a boat",
    "[boat](https://wiki.example/Boat 'Boat') and [the",
    "[12]boat and [13]ferry^[14][1]",
    "",
    "",
    "   ",
)


def balanced(text: str, keep: frozenset[Keep] = frozenset()) -> None:
    decoded, _, _ = decode(text.encode("utf-8", "surrogatepass"), "text")
    source = Source(Origin("text", "text"), decoded)
    assert_balanced(source, read(source, ReadOptions(format=Format.TEXT, keep=keep)))


@given(st.lists(st.sampled_from(SHAPES), max_size=30).map("\n".join))
def test_any_mixture_of_shapes_balances(text: str) -> None:
    balanced(text)


@given(st.lists(st.sampled_from(SHAPES), max_size=20).map("\n".join))
def test_kept_quotations_balance(text: str) -> None:
    balanced(text, frozenset({Keep.QUOTES}))


@given(st.text(max_size=300))
def test_any_text_balances(text: str) -> None:
    balanced(text)


@given(st.lists(st.sampled_from(SHAPES) | st.text(max_size=40), max_size=20).map("\n".join), st.integers(0, 400))
def test_half_a_page_balances(text: str, end: int) -> None:
    balanced(text[:end])


@given(st.lists(st.sampled_from(SHAPES), max_size=20).map(" ".join))
def test_a_page_on_one_line_balances(text: str) -> None:
    balanced("The ferry crosses the sound four times a day in every season of the year. " * 30 + text)


@given(st.lists(st.sampled_from(SHAPES), max_size=12).map("".join))
def test_shapes_glued_into_one_line_balance(text: str) -> None:
    balanced(text)


@pytest.mark.parametrize("text", ["A line\n|---|---|", "|---|\n|---|\n|---|\n", "|---|\n|---|\n|---|\n|---|\n| a |"])
def test_rulers_without_a_head_balance(text: str) -> None:
    balanced(text)


def test_the_samples_balance(samples: list[Path]) -> None:
    for path in samples:
        (source,) = load(path, ReadOptions())
        assert_balanced(source, read(source, ReadOptions()))


def test_real_scrapes_balance(shared: Path) -> None:
    for path in sorted(shared.glob("eval/scraped/*/*.txt")):
        (source,) = load(path, ReadOptions())
        assert_balanced(source, read(source, ReadOptions(format=Format.TEXT)))


@pytest.mark.parametrize("folder", ["seeds", "eval/scraped"])
def test_at_most_one_span_in_200_falls_to_a_catch_all_rule(shared: Path, folder: str) -> None:
    found: Counter[bool] = Counter()
    for path in sorted((shared / folder).rglob("*.txt")):
        (source,) = load(path, ReadOptions())
        for entry in read(source, ReadOptions(format=Format.TEXT)).ledger:
            found[entry.rule in CATCH_ALL] += len(entry.spans)
    assert found[False] > 0
    assert found[True] <= 0.005 * found.total()
