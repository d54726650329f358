"""Question: how do coordinates read?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_SIGNS = "°′″"
_DIRECTIONS = re.compile(r"[NSEWO]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def coordinates(arguments: Arguments) -> str:
    """Latitude and longitude: `57.31°N 24.18°E`, `1°2′3″N 4°5′6″E`; "" where they stand in the title alone."""
    if arguments.text("display").replace(" ", "") in ("title", "t"):
        return ""
    items = arguments.items()
    parts: list[str] = []
    numbers: list[str] = []
    for item in items:
        if _DIRECTIONS.fullmatch(item.upper()) and numbers:
            parts.append("".join(n + sign for n, sign in zip(numbers, _SIGNS, strict=False)) + item.upper())
            numbers = []
        elif _NUMBER.fullmatch(item):
            numbers.append(item)
        else:
            break
    if len(parts) == 2:
        return " ".join(parts)
    if len(numbers) == 2 and not parts:
        latitude, longitude = (float(n) for n in numbers)
        north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
        return f"{numbers[0].lstrip('-')}°{north} {numbers[1].lstrip('-')}°{east}"
    return ""
