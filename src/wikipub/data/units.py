"""Units of measure and what they are converted to (`units.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table
from wikipub.errors import DataError


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: value · factor + offset is the measure in the basic unit of its kind. `targets` are codes of units."""

    symbol: str
    name: str
    plural: str
    factor: float
    offset: float
    targets: tuple[str, ...]


@cache
def units() -> dict[str, Unit]:
    """Units by their codes; raises DataError where the table is wrong."""
    table = Table.load(files("wikipub.data").joinpath("units.toml"))
    table.text("source")
    found: dict[str, Unit] = {}
    for line in table.lines("units"):
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 6:
            raise DataError(f"units.toml: units: expected six columns in {line!r}")
        codes, symbol, name, plural, size, targets = parts
        factor, _, offset = size.partition("+")
        try:
            unit = Unit(symbol, name, plural, float(factor), float(offset or 0), tuple(targets.split()))
        except ValueError as error:
            raise DataError(f"units.toml: units: {size!r} is no number") from error
        found |= dict.fromkeys(codes.split(), unit)
    table.close()
    return found
