"""What infoboxes' parameters say besides facts (`infoboxes.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table


@dataclass(frozen=True, slots=True)
class InfoboxTable:
    """`title` are the parameters of a box's title, `nameless` those whose value stands without a label.

    `hidden` are parameters that are no facts: sizes, colours and files; also by their beginnings and ends.
    """

    title: tuple[str, ...]
    nameless: frozenset[str]
    hidden: frozenset[str]
    hidden_starts: tuple[str, ...]
    hidden_ends: tuple[str, ...]

    def hides(self, parameter: str) -> bool:
        """Whether a parameter, casefolded and with blanks for underscores, is no fact."""
        return (
            parameter in self.hidden
            or parameter.startswith(self.hidden_starts)
            or parameter.rstrip("0123456789 ").endswith(self.hidden_ends)
        )


@cache
def infobox_table() -> InfoboxTable:
    """The table; raises DataError where it is wrong."""
    table = Table.load(files("wikipub.data").joinpath("infoboxes.toml"))
    table.text("source")
    found = InfoboxTable(
        title=table.words("title"),
        nameless=frozenset(table.words("nameless")),
        hidden=frozenset(table.words("hidden")),
        hidden_starts=table.words("hidden_starts"),
        hidden_ends=table.words("hidden_ends"),
    )
    table.close()
    return found
