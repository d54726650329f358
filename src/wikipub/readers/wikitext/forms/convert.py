"""Question: how does a measure read in another unit?

Rounding as https://en.wikipedia.org/wiki/Template:Convert#Rounding has it; the units are in `data/units.toml`.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from wikipub.data.units import Unit, units

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_VALUE = re.compile(r"(-?)(\d[\d,]*)?(\.\d+)?")
_LONGEST_NUMBER = 40
_FRACTION = re.compile(r"(?:(-?\d+)[+ ])?(\d+)[/⁄](\d+)")
_PARTS = {("ft", "in"): (12, "m"), ("mi", "yd"): (1760, "km"), ("lb", "oz"): (16, "kg"), ("st", "lb"): (14, "kg")}
"""Units that a measure is given in together: how many of the second make one of the first, what both become."""
_BETWEEN = {
    "-": "–",
    "–": "–",
    "to": " to ",
    "and": " and ",
    "by": " by ",
    "x": " × ",
    "×": " × ",
    "or": " or ",
    "to(-)": " to ",
    "(-)": "–",
    "+/-": " ± ",
    "±": " ± ",
    ",": ", ",
    "xx": " × ",
    "*": " × ",
}


def convert(arguments: Arguments) -> str:
    """Values in their unit, and in brackets in others."""
    items = arguments.items()
    in_parts, items = _in_parts(items)
    values, signs = items[:1], []
    rest = items[1:]
    while len(rest) >= 2 and rest[0] in _BETWEEN:
        signs.append(_BETWEEN[rest[0]])
        values.append(rest[1])
        rest = rest[2:]
    if not values or not rest:
        return " ".join(items)
    table = units()
    name, rest = rest[0], rest[1:]
    unit = table.get(name)
    named = arguments.text("abbr") in ("off", "none")
    numbers = [_number(value) for value in values]
    if unit is None or None in numbers:
        return _joined(values, signs) + f"\N{NO-BREAK SPACE}{name}"
    given = [n for n in numbers if n is not None]
    plural = len(given) > 1 or abs(given[-1]) != 1
    shown = in_parts or _joined([_grouped(v) for v in values], signs) + _unit(unit, named, plural)
    targets = [word for word in re.split(r"[ +]+", rest[0]) if word in table or word == "ftin"] if rest else []
    wanted = targets or list(unit.targets)
    digits = next((int(item) for item in rest[1 if targets else 0 :] if re.fullmatch(r"-?\d", item)), None)
    others = []
    for target in wanted:
        if target == "ftin":
            others.append(_joined([_feet_and_inches(n * unit.factor) for n in given], signs))
            continue
        other = table[target]
        converted = [(n * unit.factor + unit.offset - other.offset) / other.factor for n in given]
        texts = []
        for value, number, result in zip(values, given, converted, strict=True):
            if digits is not None:
                wanted_digits = digits
            elif in_parts and target == "m":
                wanted_digits = 2
            else:
                wanted_digits = _digits(value, number, result, unit, other)
            texts.append(_rounded(result, wanted_digits, arguments.text("sigfig")))
        others.append(_joined(texts, signs) + _unit(other, named, True))
    if arguments.text("disp") in ("output only", "output", "out"):
        return "; ".join(others)
    if arguments.text("disp") in ("flip",) or arguments.text("order") == "flip":
        return f"{others[0]} ({shown})" if others else shown
    return f"{shown} ({'; '.join(others)})" if others else shown


def _in_parts(items: list[str]) -> tuple[str, list[str]]:
    """A measure that is given in two units, such as `6|ft|2|in`, and its items in the smaller one; else as they are."""
    found = _PARTS.get((items[1], items[3])) if len(items) > 3 else None
    if found is None or (more := _number(items[0])) is None or (less := _number(items[2])) is None:
        return "", items
    count, target = found
    shown = f"{items[0]}\N{NO-BREAK SPACE}{items[1]} {items[2]}\N{NO-BREAK SPACE}{items[3]}"
    return shown, [f"{more * count + less:.10g}", items[3], *(items[4:] or [target])]


def _feet_and_inches(metres: float) -> str:
    feet, inches = divmod(math.floor(abs(metres) / 0.0254 + 0.5), 12)
    sign = "\N{MINUS SIGN}" if metres < 0 else ""
    return f"{sign}{feet}\N{NO-BREAK SPACE}ft {inches}\N{NO-BREAK SPACE}in"


def _number(text: str) -> float | None:
    text = text.replace("\N{MINUS SIGN}", "-").strip()
    if len(text) > _LONGEST_NUMBER:
        return None
    if found := _FRACTION.fullmatch(text):
        if int(found[3]) == 0:
            return None
        return float(found[1] or 0) + int(found[2]) / int(found[3])
    found = _VALUE.fullmatch(text)
    if not found or not (found[2] or found[3]):
        return None
    return float(text.replace(",", ""))


def _digits(text: str, value: float, converted: float, unit: Unit, other: Unit) -> int:
    """Digits after the point: about as precise as the value given, with two significant figures at least.

    Whole numbers become feet a little more precisely, as 34 m are 112 ft.
    """
    whole, _, decimals = text.replace(",", "").lstrip("-\N{MINUS SIGN}").strip().partition(".")
    if "/" in text:
        precision = 2
    elif decimals:
        precision = len(decimals)
    else:
        precision = len(whole.rstrip("0")) - len(whole) if whole.strip("0") else 0
    if unit.offset or other.offset:
        return max(precision, 0)
    if not value or not converted:
        return 0
    finer = other.symbol == "ft" and value == int(value)
    adjustment = -math.log10(unit.factor) if finer else math.log10(abs(value / converted))
    least = 1 - math.floor(math.log10(abs(converted)) + 1e-9)
    return max(-12, min(12, max(math.floor(precision + adjustment + math.log10(2)), least)))


def _rounded(value: float, digits: int, figures: str) -> str:
    if figures.isdecimal() and value and 0 < int(figures) < 15:
        digits = int(figures) - 1 - math.floor(math.log10(abs(value)))
    factor = 10.0**digits
    rounded = math.copysign(math.floor(abs(value) * factor + 0.5) / factor, value)
    return f"{rounded:,.{max(0, digits)}f}".replace("-", "\N{MINUS SIGN}")


def _grouped(text: str) -> str:
    text = text.strip()
    found = re.fullmatch(r"(-?)(\d{4,15})(\.\d+)?", text)
    return f"{found[1]}{int(found[2]):,}{found[3] or ''}" if found else text


def _joined(texts: list[str], signs: list[str]) -> str:
    joined = texts[0]
    for sign, text in zip(signs, texts[1:], strict=True):
        joined += sign + text
    return joined


def _unit(unit: Unit, named: bool, plural: bool) -> str:
    """A unit by its sign, which is the same in all languages, or by its English name where the call asks for it."""
    if not named:
        return ("" if unit.symbol in ("°", "%") else "\N{NO-BREAK SPACE}") + unit.symbol
    return " " + (unit.plural if plural else unit.name)
