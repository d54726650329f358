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
_POWER = re.compile(r"e([369])")
_POWERS = {"3": "thousand", "6": "million", "9": "billion"}
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


_APART = (" × ", " by ")
"""Between what each value has its unit: 5 m × 10 m."""
_SHAPES = {
    "or": "{} or {}",
    "/": "{} / {}",
    "slash": "{} / {}",
    "comma": "{}, {}",
    "x": "{} {}",
    "b": "{} ({})",
    "br": "{}<br>({})",
    "br()": "{}<br>({})",
    "sqbr": "{} [{}]",
    "flip": "{1} ({0})",
    "flip2": "{1} ({0})",
    "unit": "{2}",
    "number": "{3}",
    "output only": "{1}",
    "output": "{1}",
    "out": "{1}",
    "output number only": "{4}",
    "preunit": "{} ({})",
}
"""What `disp` makes of the measure given, its conversions, the unit, and the numbers of both; without it brackets."""


def convert(arguments: Arguments) -> str:
    """Values in their unit, and in brackets in others."""
    items = arguments.items()
    if len(items) > 2 and items[1] == "+":  # `3|+|1/2|in`
        items = [f"{items[0]}+{items[2]}", *items[3:]]
    in_parts, items = _in_parts(items)
    values, signs = items[:1], []
    rest = items[1:]
    while len(rest) >= 2 and rest[0] in _BETWEEN:
        signs.append(_BETWEEN[rest[0]])
        values.append(rest[1])
        rest = rest[2:]
    if not values or not rest:
        return " ".join(items)
    name, rest = rest[0], rest[1:]
    unit = _known(name)
    numbers = [_number(value) for value in values]
    if unit is None or None in numbers:
        return _joined(values, signs) + f"\N{NO-BREAK SPACE}{name}"
    naming = _Naming(arguments)
    given = [number for number in numbers if number is not None]
    texts = [_grouped(value) for value in values]
    shown = in_parts or naming.measure(texts, signs, unit, given[-1])
    words = _targets(rest[0]) if rest else []
    digits = next((int(item) for item in rest[1 if words else 0 :] if re.fullmatch(r"-?\d", item)), None)
    others, other_numbers = [], []
    for target in words or unit.targets:
        if target == "ftin":
            other_numbers = [_feet_and_inches(n * unit.factor) for n in given]
            others.append(_joined(other_numbers, signs))
            continue
        other = _known(target)
        if other is None:
            continue
        converted = [(n * unit.factor + unit.offset - other.offset) / other.factor for n in given]
        least = 2 if in_parts and target == "m" else None
        other_numbers = [
            _rounded(
                result,
                digits if digits is not None else least or _digits(value, number, result, unit, other),
                arguments.text("sigfig"),
            )
            for value, number, result in zip(values, given, converted, strict=True)
        ]
        others.append(naming.measure(other_numbers, signs, other, converted[-1], output=True))
    shape = _SHAPES.get(arguments.text("disp"), "{} ({})")
    if arguments.text("order") == "flip":
        shape = _SHAPES["flip"]
    if not others:
        return shown
    if "{}" in shape:
        shape = shape.replace("{}", "{0}", 1).replace("{}", "{1}", 1)
    unit_alone = naming.measure([""], [], unit, given[-1]).strip("\N{NO-BREAK SPACE} ")
    return shape.format(shown, "; ".join(others), unit_alone, _joined(texts, signs), _joined(other_numbers, signs))


class _Naming:
    """How a call wants its units: by their signs, which are the same in all languages, or by their English names."""

    def __init__(self, arguments: Arguments) -> None:
        self._abbreviated = arguments.text("abbr")
        self._adjective = arguments.text("adj", "sing") in ("on", "mid") or "-" in arguments.text("adj")
        self._american = arguments.text("sp") == "us"

    def measure(self, numbers: list[str], signs: list[str], unit: Unit, last: float, *, output: bool = False) -> str:
        """Numbers with their unit; where dimensions are multiplied, each has it."""
        named = self._abbreviated in ("off", "none") or self._abbreviated == ("in" if output else "out")
        sign = unit.symbol if not named else self._name(unit, plural=output or len(numbers) > 1 or abs(last) != 1)
        between = "-" if named and self._adjective else "\N{NO-BREAK SPACE}"
        if not named and unit.symbol in ("°", "%"):
            between = ""
        with_unit = f"{between if not named or self._adjective else ' '}{sign}"
        if not named and any(sign in _APART for sign in signs):
            return _joined([number + with_unit for number in numbers], signs)
        return _joined(numbers, signs) + with_unit

    def _name(self, unit: Unit, *, plural: bool) -> str:
        name = unit.plural if plural and not self._adjective else unit.name
        return name.replace("metre", "meter").replace("litre", "liter") if self._american else name


def _targets(text: str) -> list[str]:
    """The units that a call wants, several of them between blanks or plus signs."""
    if text.replace(" ", "") in ("ftin", "ft+in"):
        return ["ftin"]
    return [word for word in re.split(r"[ +]+", text) if word == "ftin" or _known(word)]


def _known(code: str) -> Unit | None:
    """A unit by its code; `e6km2` are millions of it."""
    found = units().get(code)
    if found is None and (power := _POWER.match(code)) and (base := units().get(code[power.end() :])):
        count = _POWERS[power[1]]
        sign, name = f"{count} {base.symbol}", f"{count} {base.plural}"
        targets = tuple(power[0] + target for target in base.targets)
        return Unit(sign, name, name, base.factor * 10 ** int(power[1]), 0.0, targets)
    return found


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
