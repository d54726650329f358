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
    beginnings and ends. `settings` are values that are none. `pairs` tells for a parameter of a value those that may
    hold its label. `labels` are what the page calls parameters, by the casefolded names of boxes; those under "" are
    for all.
    """

    title: tuple[str, ...]
    nameless: frozenset[str]
    pictures: frozenset[str]
    descriptions: frozenset[str]
    hidden: frozenset[str]
    hidden_starts: tuple[str, ...]
    hidden_ends: tuple[str, ...]
    settings: frozenset[str]
    pairs: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, Mapping[str, str]]

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
    for called in table.tables("labels"):
        words = {parameter: label for parameters, label in _columns(called, "words") for parameter in parameters}
        for box in called.words("boxes") or ("",):
            labels.setdefault(box, {}).update(words)
        called.close()
    found = InfoboxTable(
        title=table.words("title"),
        nameless=frozenset(table.words("nameless")),
        pictures=frozenset(table.words("pictures")),
        descriptions=frozenset(table.words("descriptions")),
        hidden=frozenset(table.words("hidden")),
        hidden_starts=table.words("hidden_starts"),
        hidden_ends=table.words("hidden_ends"),
        settings=frozenset(table.words("settings")),
        pairs={value: parameters for parameters, value in _columns(table, "pairs")},
        labels=labels,
    )
    table.close()
    return found


def _columns(table: Table, key: str) -> list[tuple[tuple[str, ...], str]]:
    """Lines of two columns: words between semicolons, and what they mean."""
    found = []
    for line in table.lines(key):
        words, bar, meaning = line.partition("|")
        if not bar or not meaning.strip():
            raise DataError(f"infoboxes.toml: {key}: expected two columns in {line!r}")
        found.append((tuple(word.strip() for word in words.split(";")), meaning.strip()))
    return found
