"""What each witness of a heading is worth (`witnesses.toml`, made by tools/make_witnesses.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds that a line is a heading.

    `line` those of a short line of which nothing else is known; `witnesses` what each witness adds to them, above 0;
    `doubts` what each doubt does, below 0.
    """

    line: float
    witnesses: Mapping[str, float]
    doubts: Mapping[str, float]


@cache
def weights() -> Weights:
    """The table's weights; raises DataError where it is wrong."""
    table = Table.load(files("wikipub.data").joinpath("witnesses.toml"))
    table.text("source")
    found = Weights(
        line=table.number("line", -20, 20),
        witnesses=table.table("witnesses").numbers(0, 20),
        doubts=table.table("doubts").numbers(-20, 0),
    )
    table.close()
    return found
