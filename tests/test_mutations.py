"""Real scrapes, spoiled: each is a document whose ledger balances, in time, and becomes a publication's tree.

Few are tried in each run, the same ones wherever the outside judges are required. Many more, always others:

    pytest -q tests/test_mutations.py --hypothesis-profile=thorough
"""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balance import assert_balanced
from mutations import MUTATIONS
from wikipub.pandoc import to_pandoc
from wikipub.pipeline import read
from wikipub.publishers.prepare import prepared
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.sources.encodings import decode
from wikipub.transforms import FINISH
from wikipub.transforms.bind import bind

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = settings.get_profile(settings.get_current_profile_name()).max_examples // 4
"""A quarter of the profile's: a page is larger than what other properties are tried on."""
TRIED = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

SHARE = 3
"""How many times the time of its size a spoiled text may take."""
LINE = 40
"""Characters that take as much time as a line does by being one."""
MOMENT = 0.05
"""Seconds within which no time is measured: the machine has other things to do."""


@cache
def samples() -> tuple[str, ...]:
    return tuple(text_of(path) for path in sorted((ROOT / "input").glob("*.txt")))


@cache
def scrapes() -> tuple[Path, ...]:
    """The samples, and where they are at hand real scrapes of all tools, a few of each."""
    folders = sorted((ROOT.parent / "shared" / "eval").glob("scraped*/*"))
    return (
        *sorted((ROOT / "input").glob("*.txt")),
        *(path for folder in folders for path in sorted(folder.glob("*.txt"))[::5]),
    )


@cache
def text_of(path: Path) -> str:
    return decode(path.read_bytes(), path.name)[0]


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, str]:
    """A scrape after up to four mutations, and what was done to it."""
    path = draw(st.sampled_from(scrapes()))
    names = draw(st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=1, max_size=4))
    seed = draw(st.integers(0, 2**32))
    chance = Random(seed)
    text = text_of(path)
    for name in names:
        text = MUTATIONS[name](text, chance)
    text, _, _ = decode(text.encode("utf-8", "surrogatepass"), path.name)
    return text, f"{path.parent.name}/{path.name}: {', '.join(names)} ({seed})"


def size(text: str) -> int:
    return len(text) + LINE * text.count("\n")


def seconds(text: str) -> float:
    start = time.process_time()
    read(Source(Origin("page.txt", "page"), text), ReadOptions(format=Format.TEXT))
    return time.process_time() - start


def takes_its_share(text: str) -> bool:
    """Whether `text` takes the time of its size, beside the samples, in one of a few tries."""
    for _ in range(5):
        pace = sum(map(seconds, samples())) / sum(map(size, samples()))
        if seconds(text) <= max(MOMENT, SHARE * pace * size(text)):
            return True
    return False


@given(spoiled())
@TRIED
def test_a_spoiled_scrape_is_a_document_and_a_publication(case: tuple[str, str]) -> None:
    text, _ = case
    source = Source(Origin("page.txt", "page"), text)
    document = read(source, ReadOptions(format=Format.TEXT))
    assert_balanced(source, document)
    bound = bind(document, frozenset(), lambda _: None)
    for transform in FINISH:
        bound = transform(bound, lambda _: None)
    assert to_pandoc(prepared(bound, lambda _: None), "epub")["blocks"]


@given(spoiled())
@TRIED
def test_a_spoiled_scrape_takes_the_time_of_its_size(case: tuple[str, str]) -> None:
    text, how = case
    assert takes_its_share(text), how


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_a_mutation_depends_on_its_seed_alone(name: str) -> None:
    text = "A ferry crosses.\n\nIt is a boat [1].\nAnd so on\n" * 5
    assert MUTATIONS[name](text, Random(7)) == MUTATIONS[name](text, Random(7))
    assert any(MUTATIONS[name](text, Random(seed)) != text for seed in range(9))


def test_a_heading_after_a_number_alone_is_no_contents_entry() -> None:
    source = Source(Origin("page.txt", "page"), "Contents\n2.1\nScience[edit]\n1 Places")
    assert_balanced(source, read(source, ReadOptions(format=Format.TEXT)))


def test_no_row_of_columns_is_joined_to_another() -> None:
    torn = "  )   .   {\\displaystyle\n) =  c  1\n ,\n          x  2   ( m (\nx  m    2   )    3 x (\n.\n      {a}  [b"
    source = Source(Origin("page.txt", "page"), torn)
    assert_balanced(source, read(source, ReadOptions(format=Format.TEXT)))
