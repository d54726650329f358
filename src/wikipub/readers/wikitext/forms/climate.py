"""Question: which table do the monthly figures of a weather box make?

https://en.wikipedia.org/wiki/Template:Weather_box: a parameter is a month, a measure and its unit, as `Jan high C`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_COLUMNS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Year")
_FIGURE = re.compile(rf"({'|'.join(_COLUMNS)}) (.+?)(?: (C|F|mm|cm|inch))?", re.IGNORECASE)
_MEASURES = {
    "record high": "Record high",
    "avg record high": "Mean maximum",
    "high": "Mean daily maximum",
    "mean": "Daily mean",
    "low": "Mean daily minimum",
    "avg record low": "Mean minimum",
    "record low": "Record low",
    "precipitation": "Average precipitation",
    "rain": "Average rainfall",
    "snow": "Average snowfall",
    "precipitation days": "Average precipitation days",
    "rain days": "Average rainy days",
    "snow days": "Average snowy days",
    "humidity": "Average relative humidity (%)",
    "sun": "Mean monthly sunshine hours",
    "percentsun": "Percent possible sunshine",
}
_UNITS = {"c": " (°C)", "f": " (°F)", "mm": " (mm)", "cm": " (cm)", "inch": " (inches)"}


def climate(arguments: Arguments) -> str:
    """A table of the measures that a call gives, a row each, with a column for each month and the year."""
    rows: dict[str, dict[str, str]] = {}
    for name in arguments.names():
        found = _FIGURE.fullmatch(" ".join(name.replace("_", " ").split()))
        measure = found[2].casefold() if found else ""
        if found and measure in _MEASURES and (value := arguments.text(name)):
            title = _MEASURES[measure] + _UNITS.get((found[3] or "").casefold(), "")
            rows.setdefault(title, {})[found[1].capitalize()] = value
    if not rows:
        return ""
    place = arguments.text("location")
    lines = ["{|", "|+ Climate data" + (f" for {place}" if place else ""), "! Month !! " + " !! ".join(_COLUMNS)]
    for title, values in rows.items():
        lines += ["|-", f"! {title}", "| " + " || ".join(values.get(month, "") for month in _COLUMNS)]
    sources = [arguments.text(name) for name in ("source", "source 1", "source 2", "source1", "source2")]
    return "\n".join(["", *lines, "|}", *(f"Source: {source}" for source in sources if source), ""])
