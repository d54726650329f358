"""Cases as data: tests/cases/FORMAT/*.test hold inputs and the trees that they become.

A case is a line `### ` with its title, the input, a line `.`, and what is expected: the tree and the ledger as
`wikipub.show` prints them, then a line for each diagnostic. Options stand in the title line after ` | `, such as
`keep=quotes`. `pytest --accept` writes what came out into the files; read the difference before you commit it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from wikipub.pipeline import read
from wikipub.source import Format, Keep, Origin, ReadOptions, Source
from wikipub.tree_print import show

CASES = Path(__file__).parent / "cases"
HEAD = "### "


class Case(NamedTuple):
    """One case and where it stands."""

    file: Path
    title: str
    source: str
    expected: str

    @property
    def name(self) -> str:
        """What pytest calls it."""
        return f"{self.file.relative_to(CASES).with_suffix('')}: {self.title}"


def cases() -> Iterator[Case]:
    for file in sorted(CASES.rglob("*.test")):
        for chunk in file.read_text("utf-8").split("\n" + HEAD)[1:]:
            title, _, body = chunk.partition("\n")
            source, _, expected = body.partition("\n.\n")
            yield Case(file, title, source, expected.strip("\n") + "\n")


def outcome(case: Case) -> str:
    """What the case's input becomes, as it is compared."""
    options = ReadOptions(format=Format(case.file.parent.name))
    for option in case.title.split(" | ")[1:]:
        match option.split("="):
            case ["keep", value]:
                options = ReadOptions(format=options.format, keep=frozenset({Keep(value)}))
            case _:
                raise ValueError(f"{case.name}: unknown option {option!r}")
    document = read(Source(Origin("case.txt", "case"), case.source), options)
    diagnostics = [
        f"{found.severity} {found.code}{f' at {found.line}' if found.line else ''}: {found.message}\n"
        for found in document.diagnostics
    ]
    return show(document, ledger=True) + "".join(diagnostics)


@pytest.mark.parametrize("case", tuple(cases()), ids=lambda case: case.name)
def test_case_becomes_its_tree(case: Case, request: pytest.FixtureRequest) -> None:
    actual = outcome(case)
    if actual != case.expected and request.config.getoption("--accept", False):
        text = case.file.read_text("utf-8")
        head = f"\n{HEAD}{case.title}\n{case.source}\n.\n"
        start = text.index(head) + len(head)
        end = text.find("\n" + HEAD, start)
        rest = text[end:] if end >= 0 else ""
        case.file.write_text(text[:start] + actual + rest, "utf-8", newline="\n")
        return
    assert case.expected == actual


def test_each_shape_of_a_scrape_has_a_case() -> None:
    """Their collection counts 73 literal shapes."""
    numbers = [int(case.title.partition(".")[0]) for case in cases() if case.file.stem == "shapes"]
    assert numbers == list(range(1, 74))


def test_titles_of_cases_are_unique() -> None:
    """Two cases of one title in one file could not be told apart when one is accepted."""
    names = [case.name for case in cases()]
    assert sorted(set(names)) == sorted(names)
