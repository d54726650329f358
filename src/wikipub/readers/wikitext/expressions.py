"""Question: what is the value of an expression, as `{{#expr:}}` has it?

https://www.mediawiki.org/wiki/Help:Extension:ParserFunctions##expr: precedences as listed there.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable

_TOKEN = re.compile(
    r"\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)|([a-z]+)|(<=|>=|<>|!=|[-+*/^()=<>\N{MINUS SIGN}]))", re.IGNORECASE
)
_LONGEST = 500
"""Characters of the longest expression that is computed."""
_LARGEST = 1e100


class ExpressionError(ValueError):
    """The text is no expression, or has no value."""


_CONSTANTS = {"pi": math.pi, "e": math.e}
_UNARY: dict[str, Callable[[float], float]] = {
    "not": lambda x: float(not x),
    "abs": abs,
    "ceil": math.ceil,
    "floor": math.floor,
    "trunc": math.trunc,
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
}
_BINARY: dict[str, tuple[int, Callable[[float, float], float]]] = {
    "^": (8, operator.pow),
    "*": (7, operator.mul),
    "/": (7, operator.truediv),
    "div": (7, operator.truediv),
    "mod": (7, lambda a, b: math.fmod(int(a), int(b))),
    "+": (6, operator.add),
    "-": (6, operator.sub),
    "round": (5, lambda a, b: _round(a, int(b))),
    "=": (4, lambda a, b: float(a == b)),
    "<>": (4, lambda a, b: float(a != b)),
    "!=": (4, lambda a, b: float(a != b)),
    "<": (4, lambda a, b: float(a < b)),
    ">": (4, lambda a, b: float(a > b)),
    "<=": (4, lambda a, b: float(a <= b)),
    ">=": (4, lambda a, b: float(a >= b)),
    "and": (3, lambda a, b: float(bool(a and b))),
    "or": (2, lambda a, b: float(bool(a or b))),
}
_UNARY_BINDING = 9


def evaluate(text: str) -> str:
    """The value of an expression as text; "" for an empty one. Raises ExpressionError."""
    if not text.strip():
        return ""
    if len(text) > _LONGEST:
        raise ExpressionError("too long")
    tokens = _tokens(text)
    try:
        value, rest = _parse(tokens, 0, 0)
        if rest != len(tokens):
            raise ExpressionError(f"unexpected {tokens[rest]}")
        return shown(value)
    except (ArithmeticError, ValueError, TypeError) as error:
        raise ExpressionError(str(error)) from None


def shown(value: float) -> str:
    """A number as MediaWiki prints it: whole ones without a point, others with at most 14 digits."""
    if isinstance(value, complex) or math.isnan(value) or abs(value) > _LARGEST:
        raise ExpressionError("no number")
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.14g}"


def _round(value: float, digits: int) -> float:
    """Half is rounded away from zero, as PHP does."""
    factor = 10.0 ** max(-30, min(30, digits))
    scaled = abs(value) * factor
    whole = math.floor(scaled + 0.5 + 1e-9)
    return math.copysign(whole / factor, value) if whole else 0.0


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    text = text.rstrip().replace("\N{MINUS SIGN}", "-")
    while position < len(text):
        found = _TOKEN.match(text, position)
        if not found:
            raise ExpressionError(f"unrecognised {text[position : position + 10].strip()}")
        tokens.append((found[1] or found[2] or found[3]).lower())
        position = found.end()
    return tokens


def _parse(tokens: list[str], at: int, binding: int) -> tuple[float, int]:
    if at >= len(tokens):
        raise ExpressionError("missing operand")
    token = tokens[at]
    if token == "(":
        value, at = _parse(tokens, at + 1, 0)
        if at >= len(tokens) or tokens[at] != ")":
            raise ExpressionError("missing )")
        at += 1
    elif token in ("-", "+"):
        value, at = _parse(tokens, at + 1, _UNARY_BINDING)
        value = -value if token == "-" else value
    elif token in _UNARY:
        value, at = _parse(tokens, at + 1, _UNARY_BINDING)
        value = float(_UNARY[token](value))
    elif token in _CONSTANTS:
        value, at = _CONSTANTS[token], at + 1
    else:
        value, at = float(token), at + 1
    while at < len(tokens) and (found := _BINARY.get(tokens[at])) and found[0] > binding:
        other, at = _parse(tokens, at + 1, found[0])
        value = found[1](value, other)
    return value, at
