"""Question: what do parser functions and variables make of their arguments?

https://www.mediawiki.org/wiki/Help:Extension:ParserFunctions and https://www.mediawiki.org/wiki/Help:Magic_words. What
depends on the clock or on the wiki's database is not computed: the same source makes the same document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias
from urllib.parse import quote

from wikipub.data.magic_words import NumberStyle
from wikipub.readers.wikitext.expressions import ExpressionError, evaluate

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.IGNORECASE)


class Given(Protocol):
    """A function's arguments, which are expanded only where they are asked for."""

    @property
    def numbers(self) -> NumberStyle:
        """How the wiki writes numbers."""

    def __len__(self) -> int:
        """How many there are."""

    def text(self, index: int) -> str:
        """An argument, without blanks at its ends; "" where there is none."""

    def pair(self, index: int) -> tuple[str | None, Callable[[], str]]:
        """An argument's key, None where it has none, and its value."""


Function: TypeAlias = Callable[[Given], str]


def _if(given: Given) -> str:
    return given.text(1 if given.text(0) else 2)


def _ifeq(given: Given) -> str:
    return given.text(2 if _equal(given.text(0), given.text(1)) else 3)


def _equal(one: str, other: str) -> bool:
    if one != other and _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other):
        return float(one) == float(other)
    return one == other


def _switch(given: Given) -> str:
    wanted = given.text(0)
    matched = False
    default: Callable[[], str] | None = None
    last: str | None = None
    for index in range(1, len(given)):
        key, value = given.pair(index)
        if key is None:
            last = value()
            matched = matched or _equal(last, wanted)
            continue
        last = None
        if matched or _equal(key, wanted):
            return value()
        if key == "#default":
            default = value
    if last is not None:
        return last
    return default() if default else ""


def _expr(given: Given) -> str:
    try:
        return evaluate(given.text(0))
    except ExpressionError as error:
        return f'<strong class="error">Expression error: {error}</strong>'


def _ifexpr(given: Given) -> str:
    try:
        return given.text(1 if evaluate(given.text(0)) not in ("", "0") else 2)
    except ExpressionError:
        return given.text(2)


def _iferror(given: Given) -> str:
    text = given.text(0)
    if 'class="error"' in text:
        return given.text(1)
    return given.text(2) if len(given) > 2 else text


def _formatnum(given: Given) -> str:
    text = given.text(0)
    return given.numbers.plain(text) if given.text(1) == "R" else given.numbers.written(text)


def _padded(given: Given, left: bool) -> str:
    text, fill = given.text(0), given.text(2) or "0"
    length = min(int(given.text(1)), 500) if re.fullmatch("[0-9]{1,4}", given.text(1)) else 0
    missing = (fill * length)[: max(0, length - len(text))]
    return missing + text if left else text + missing


def _plural(given: Given) -> str:
    return given.text(1 if given.text(0) in ("1", "-1") or len(given) < 3 else 2)


def _first(given: Given) -> str:
    return given.text(0)


FUNCTIONS: Mapping[str, Function] = {
    "#if": _if,
    "#ifeq": _ifeq,
    "#switch": _switch,
    "#expr": _expr,
    "#ifexpr": _ifexpr,
    "#iferror": _iferror,
    "#ifexist": lambda given: given.text(2),
    "#dateformat": _first,
    "#formatdate": _first,
    "#language": _first,
    "#time": lambda given: given.text(1),
    "#titleparts": _first,
    "lc": lambda given: given.text(0).lower(),
    "uc": lambda given: given.text(0).upper(),
    "lcfirst": lambda given: given.text(0)[:1].lower() + given.text(0)[1:],
    "ucfirst": lambda given: given.text(0)[:1].upper() + given.text(0)[1:],
    "formatnum": _formatnum,
    "padleft": lambda given: _padded(given, left=True),
    "padright": lambda given: _padded(given, left=False),
    "plural": _plural,
    "grammar": lambda given: given.text(1),
    "gender": lambda given: given.text(len(given) - 1),
    "urlencode": lambda given: quote(given.text(0).replace(" ", "+"), safe="+"),
    "anchorencode": lambda given: given.text(0).replace(" ", "_"),
    "int": _first,
    "ns": _first,
}

SORT_KEYS = frozenset(("defaultsort", "defaultsortkey", "defaultcategorysort"))
"""Functions that tell the wiki how to sort the page."""

NEED_THE_WIKI = frozenset(
    [
        "fullurl",
        "localurl",
        "canonicalurl",
        "filepath",
        "fullurle",
        "localurle",
        "numberofarticles",
        "pagesincategory",
        "pagesize",
        "revisionid",
        "protectionlevel",
        "nse",
        "numberingroup",
    ]
)
"""Functions whose answer only the wiki itself knows, besides all whose name begins with `#` and that are not above."""

SIGNS: Mapping[str, str] = {"!": "|", "=": "=", "((": "{{", "))": "}}", "!!": "||", "!-": "|-", "(!": "{|", "!)": "|}"}
"""Names of variables and templates that stand for signs of wikitext."""
