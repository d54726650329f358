"""What speaks for a heading makes it surer: confidence falls with each witness that is taken away."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tools.make_witnesses import Sample, regression
from wikipub.data.witnesses import weights
from wikipub.pipeline import read
from wikipub.readers.text.headings.evidence import confidence
from wikipub.readers.text.headings.surroundings import Statement
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.walk import headings, plain

LEAD = "The ferry is a small boat that crosses the sound four times a day in every season."
BUILT = "It was built in 1904 by a yard that no longer stands on the northern shore of the sound."

MARKED = """\
Ferry

Contents
1 History
2 Crew
3 Routes

The ferry is a small boat that crosses the sound four times a day in every season.

== History[edit] ==

It was built in 1904 by a yard that no longer stands on the northern shore of the sound.

== Crew[edit] ==

Two women and a dog have run the boat for longer than most of its passengers can remember.

== Routes[edit] ==

It goes to the north in the morning and to the south at night, and stays there over Sunday.
"""

TAKEN_FROM_MARKED = {
    "the edit mark": ("== History[edit] ==", "== History =="),
    "the level marks": ("== History[edit] ==", "History[edit]"),
    "the contents block": ("Contents\n1 History\n2 Crew\n3 Routes\n", ""),
    "the blank line above": ("\n\n== History", "\n== History"),
    "the known title": ("History", "Keel and ribs"),
    "the prose after": (
        "It was built in 1904 by a yard that no longer stands on the northern shore of the sound.",
        "Hull",
    ),
    "the prose before": (LEAD, "Boat"),
}

BARE = """\
Ferry

The ferry is a small boat that crosses the sound four times a day in every season.


History

It was built in 1904 by a yard that no longer stands on the northern shore of the sound.
It was built again in 1911.


Design

The hull is of oak, and the engine was once that of a fire brigade's pump in a town nearby.
It takes six cars or one lorry.


See also

Boats of the northern shore that no longer cross the sound, and those that will do so again.
"""

TAKEN_FROM_BARE = {
    "the blank lines above": ("\n\n\nHistory", "\nHistory"),
    "one of the blank lines": ("\n\n\nHistory", "\n\nHistory"),
    "the known title": ("History", "Keel and ribs"),
    "the prose after": (
        "It was built in 1904 by a yard that no longer stands on the northern shore of the sound.",
        "Hull",
    ),
    "the prose before": (LEAD, "Boat"),
    "the few words": ("History", "History in the years before and after the war"),
    "the single word": ("History", "History books"),
    "the place above the links": ("\n\n\nHistory", "\n\n\nExternal links\n\nThe harbour's page\n\n\nHistory"),
}


def sureness(text: str, title: str = "History") -> float:
    """The confidence of the heading that begins with these words; 0.0 where no such line is a heading."""
    document = read(Source(Origin("case.txt", "case"), text), ReadOptions(format=Format.TEXT))
    found = (heading.confidence for heading in headings(document) if plain(heading.inlines).startswith(title))
    return next(found, 0.0)


@pytest.mark.parametrize("witness", TAKEN_FROM_MARKED)
def test_a_marked_heading_is_less_sure_without(witness: str) -> None:
    there, instead = TAKEN_FROM_MARKED[witness]
    title = instead if there == "History" else "History"

    assert there in MARKED
    assert sureness(MARKED.replace(there, instead), title) < sureness(MARKED)


@pytest.mark.parametrize("witness", TAKEN_FROM_BARE)
def test_a_bare_heading_is_less_sure_without(witness: str) -> None:
    there, instead = TAKEN_FROM_BARE[witness]
    title = instead if there == "History" else "History"

    assert there in BARE
    assert sureness(BARE.replace(there, instead), title) < sureness(BARE)


def test_a_bare_heading_is_less_sure_where_others_are_laid_out_in_another_way() -> None:
    others = BARE.replace("\n\n\nDesign\n\n", "\nDesign\n").replace("\n\n\nSee also\n\n", "\nSee also\n")

    assert sureness(others) < sureness(BARE)


def test_a_bare_heading_is_more_sure_below_a_long_paragraph() -> None:
    assert sureness(BARE.replace(LEAD, f"{LEAD} {BUILT}")) > sureness(BARE)


def test_a_line_above_the_lead_is_hardly_a_heading() -> None:
    above = BARE.replace(LEAD, f"Boats\n\n\nHulls\n\n{LEAD}")

    assert sureness(above, "Hulls") < sureness(above, "Design")


def test_a_heading_falls_step_by_step_as_its_witnesses_go() -> None:
    steps = [sureness(text := MARKED)]
    for witness in ("prose before", "prose after", "blank line above", "contents block", "level marks"):
        text = text.replace(*TAKEN_FROM_MARKED[f"the {witness}"])
        steps.append(sureness(text))

    assert steps == sorted(set(steps), reverse=True)
    assert steps[-1] > 0.9  # the edit mark is left


def test_every_witness_counts_among_all_others() -> None:
    table = weights()
    everything, doubts = tuple(table.witnesses), tuple(table.doubts)

    for witness in everything:
        others = tuple(name for name in everything if name != witness)
        assert confidence(others) < confidence(everything), witness
        assert confidence(others, doubts) < confidence(everything, doubts), witness
        assert confidence(()) < confidence((witness,)), witness
    for doubt in doubts:
        assert confidence(everything, (doubt,)) < confidence(everything), doubt


def test_the_fit_finds_what_counts_and_always_the_same() -> None:
    known = [
        *(Sample(Statement(("hashes", "few-words"), ()), True) for _ in range(40)),
        *(Sample(Statement(("hashes",), ()), True) for _ in range(20)),
        *(Sample(Statement(("few-words",), ()), False) for _ in range(40)),
        *(Sample(Statement(("few-words",), ("figures",)), False) for _ in range(20)),
        *(Sample(Statement((), ()), True) for _ in range(4)),
    ]
    found = regression(known)

    assert regression(reversed(known)) == found
    assert found.witnesses["hashes"] > 2 > found.witnesses["few-words"] > 0
    assert found.doubts["figures"] < 0


def test_confidence_is_what_it_says(shared: Path) -> None:
    """Of the headings that wikipub finds in texts with known headings, as many are true as their confidence says."""
    true: Counter[bool] = Counter()
    found: Counter[bool] = Counter()
    for path in sorted((shared / "eval" / "scraped").glob("*/*.truth.json")):
        known = {title.casefold() for _, title, _ in json.loads(path.read_text("utf-8"))["headings"]}
        document = read_file(path.with_name(path.name.replace(".truth.json", ".txt")))
        for title, sure in document:
            found[sure] += 1
            true[sure] += title in known
    assert true[True] / found[True] > 0.97
    assert 0.6 < true[False] / found[False] < 0.95


def read_file(path: Path) -> list[tuple[str, bool]]:
    """The headings of a file, casefolded, each with whether it is sure: of a confidence of 0.9 or more."""
    document = read(Source(Origin(path.name, path.stem), path.read_text("utf-8", "replace")), ReadOptions(Format.TEXT))
    return [(plain(heading.inlines).casefold(), heading.confidence >= 0.9) for heading in headings(document)]
