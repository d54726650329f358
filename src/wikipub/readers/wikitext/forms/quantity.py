"""Question: how does a value with its uncertainty, exponent and unit read?

https://en.wikipedia.org/wiki/Template:Val: an uncertainty with an exponent or unit stands in brackets with the value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_NUMBER = re.compile(r"([-+−]?)(\d+)(\.\d+)?")
_GROUPED = 5
"""Digits from which a number is parted into threes."""
_THIN = "\N{NARROW NO-BREAK SPACE}"


def quantity(arguments: Arguments) -> str:
    """`1.5|0.2|e=3|u=km` as (1.5±0.2)×10<sup>3</sup> km; `1.5|0.2|0.1` with an upper and a lower bound."""
    items = arguments.items()
    value = _grouped(items[0]) if items else ""
    if end := arguments.text("end"):
        value += end
    if len(items) > 2:
        value += f"<sup>+{_bare(items[1])}</sup><sub>−{_bare(items[2])}</sub>"
    elif len(items) == 2:
        concise = items[1].startswith("(")
        value += items[1] if concise else f"±{_bare(items[1])}"
    exponent = arguments.text("e").replace("-", "−")
    power = f"10<sup>{exponent}</sup>" if exponent else ""
    unit = arguments.text("u", "ul")
    if per := arguments.text("up", "upl"):
        unit += f"/{per}"
    if len(items) == 2 and not items[1].startswith("(") and (power or unit):
        value = f"({value})"
    number = "×".join(part for part in (value, power) if part)
    if unit and unit not in ("%", "°", "′", "″"):
        unit = "\N{NO-BREAK SPACE}" + unit
    return arguments.text("p") + number + arguments.text("s") + unit


def _bare(text: str) -> str:
    """An uncertainty without the sign that may be given with it."""
    return _grouped(text.lstrip("+-−±"))


def _grouped(text: str) -> str:
    """A number with a minus sign, its digits in threes."""
    found = _NUMBER.fullmatch(text.strip().replace(",", ""))
    if not found or len(text) > 50:
        return text.strip()
    whole, decimals = found[2], (found[3] or "")[1:]
    if len(whole) >= _GROUPED:
        whole = f"{int(whole):,}".replace(",", _THIN) if not whole.startswith("0") else whole
    if len(decimals) >= _GROUPED:
        decimals = _THIN.join(decimals[at : at + 3] for at in range(0, len(decimals), 3))
    sign = {"-": "−"}.get(found[1], found[1])
    return sign + whole + (f".{decimals}" if decimals else "")
