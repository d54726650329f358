"""How wikis of other languages call variables and parser functions, and how they write numbers (`magic_words.toml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table
from wikipub.errors import DataError

_NUMBER = re.compile(r"([-\N{MINUS SIGN}]?)(\d{1,99})(\.\d*)?")


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """What parts groups of three digits, what parts decimals, and how many digits stand at least before a parting."""

    group: str = ","
    point: str = "."
    least: int = 1

    def written(self, number: str) -> str:
        """A number such as `-12345.6` as a language writes it; what is no such number stays as it is."""
        found = _NUMBER.fullmatch(number)
        if not found:
            return number
        whole = found[2]
        if len(whole) >= 3 + self.least:
            whole = f"{int(whole):,}".replace(",", self.group) if not whole.startswith("0") else whole
        return f"{found[1]}{whole}{(found[3] or '').replace('.', self.point)}"

    def plain(self, number: str) -> str:
        """A number as a program writes it."""
        return number.replace(self.group, "").replace(self.point, ".")


@dataclass(frozen=True, slots=True)
class MagicWords:
    """`functions` are the names of variables and parser functions in other languages, in small letters, and what they
    are in English; `numbers` are the languages, by code, that do not write numbers as English does.
    """

    functions: Mapping[str, str]
    numbers: Mapping[str, NumberStyle]

    def numbers_of(self, language: str) -> NumberStyle:
        """How a language writes numbers."""
        return self.numbers.get(language) or self.numbers.get(language.partition("-")[0]) or NumberStyle()


@cache
def magic_words() -> MagicWords:
    """The table; raises DataError where it is wrong."""
    table = Table.load(files("wikipub.data").joinpath("magic_words.toml"))
    table.text("source")
    called = table.table("functions")
    names = ("displaytitle", "defaultsort", "formatnum", "pagename", "#if", "#ifeq", "#switch", "#expr", "#ifexpr")
    functions = {word: name for name in (*names, "#iferror", "#ifexist") for word in called.words(name)}
    called.close()
    numbers = {}
    for line in table.lines("numbers"):
        code, *signs = (part.strip() for part in line.split("|"))
        if len(signs) != 3 or not signs[2].isdecimal():
            raise DataError(f"magic_words.toml: numbers: expected a language, two signs and a number in {line!r}")
        group = "\N{NO-BREAK SPACE}" if signs[0] == "space" else signs[0]
        numbers[code] = NumberStyle(group, signs[1], int(signs[2]))
    table.close()
    return MagicWords(functions, numbers)
