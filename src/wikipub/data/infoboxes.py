"""What infoboxes' parameters say besides facts, and what the page calls those that are (`infoboxes.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table
from wikipub.errors import DataError


@dataclass(frozen=True, slots=True)
class InfoboxTable:
    """`title` are the parameters of a box's title, `nameless` those whose value stands without a label.

    `pictures` are those that name a picture worth its place in print; a flag or a locator map is not. `descriptions`
    describe the first of them. `hidden` are parameters that are no facts: sizes, colours and files; also by their
    beginnings and ends; `maybe` are those of them that are facts where their value is no number. `settings` are values
    that are none. `headers` are the parameters that head rows. `behind` are the pieces that stand behind a parameter's
    value, with names of other parameters in braces. `pairs` tells for a parameter of a value those that may hold its
    label. `labels` are what the page calls parameters, by the casefolded names of boxes; those under "" are for all.
    `apart` are the boxes whose numbered parameters, as those of several offices, stand apart.
    """

    title: tuple[str, ...]
    nameless: frozenset[str]
    pictures: frozenset[str]
    descriptions: frozenset[str]
    hidden: frozenset[str]
    hidden_starts: tuple[str, ...]
    hidden_ends: tuple[str, ...]
    maybe: frozenset[str]
    settings: frozenset[str]
    headers: frozenset[str]
    behind: Mapping[str, tuple[str, ...]]
    pairs: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Mapping[str, str]]
    apart: frozenset[str]

    def hides(self, box: str, parameter: str) -> bool:
        """Whether a parameter of a box is no fact; both are casefolded and have blanks for underscores."""
        if parameter in self.labels.get(box, {}) or parameter in self.nameless:
            return False
        return (
            parameter in self.hidden
            or parameter.startswith(self.hidden_starts)
            or parameter.rstrip("0123456789 ").endswith(self.hidden_ends)
        )

    def label(self, box: str, parameter: str) -> str:
        """What the page calls a parameter of a box; "" where the table does not tell. Both are casefolded."""
        return self.labels.get(box, {}).get(parameter) or self.labels[""].get(parameter, "")


@cache
def infobox_table() -> InfoboxTable:
    """The table; raises DataError where it is wrong."""
    table = Table.load(files("wikipub.data").joinpath("infoboxes.toml"))
    table.text("source")
    labels: dict[str, dict[str, str]] = {"": {}}
    apart: set[str] = set()
    for called in table.tables("labels"):
        words = {parameter: label for parameters, label in _columns(called, "words") for parameter in parameters}
        boxes = called.words("boxes") or ("",)
        for box in boxes:
            labels.setdefault(box, {}).update(words)
        if called.truth("apart"):
            apart.update(boxes)
        called.close()
    found = InfoboxTable(
        title=table.words("title"),
        nameless=frozenset(table.words("nameless")),
        pictures=frozenset(table.words("pictures")),
        descriptions=frozenset(table.words("descriptions")),
        hidden=frozenset(table.words("hidden")),
        hidden_starts=table.words("hidden_starts"),
        hidden_ends=table.words("hidden_ends"),
        maybe=frozenset(table.words("maybe")),
        settings=frozenset(table.words("settings")),
        headers=frozenset(table.words("headers")),
        behind={value: tuple(pieces.split(";;")) for value, pieces in _rows(table, "behind")},
        pairs={value: parameters for parameters, value in _columns(table, "pairs")},
        labels=labels,
        apart=frozenset(apart),
    )
    table.close()
    return found


def _columns(table: Table, key: str) -> list[tuple[tuple[str, ...], str]]:
    """Lines of two columns: words between semicolons, and what they mean."""
    return [(tuple(word.strip() for word in words.split(";")), meaning) for words, meaning in _rows(table, key)]


def _rows(table: Table, key: str) -> list[tuple[str, str]]:
    """Lines of two columns."""
    found = []
    for line in table.lines(key):
        words, bar, meaning = line.partition("|")
        if not bar or not meaning.strip():
            raise DataError(f"infoboxes.toml: {key}: expected two columns in {line!r}")
        found.append((words.strip(), meaning.strip()))
    return found
