"""Which script a character is of, and which fonts set it well (`scripts.toml`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table
from wikipub.errors import DataError

SYMBOLS = "symbols"
"""What is of no script."""

_SYMBOL_FONTS = (
    "Noto Sans Symbols",
    "Noto Sans Symbols 2",
    "Noto Sans Math",
    "Noto Emoji",
    "Segoe UI Symbol",
    "DejaVu Sans",
)


@dataclass(frozen=True, slots=True)
class Script:
    """A script's name for people, and fonts that set it well, the first of them the one to install."""

    name: str
    fonts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScriptTable:
    """Scripts by what the names of their characters begin with; fonts of languages that share characters."""

    scripts: Mapping[str, Script]
    languages: Mapping[str, tuple[str, ...]]


@cache
def script_table() -> ScriptTable:
    """The table; raises DataError where it is wrong."""
    table = Table.load(files("wikipub.data").joinpath("scripts.toml"))
    table.text("source")
    scripts: dict[str, Script] = {}
    for name, beginnings, fonts in _columns(table, "scripts", 3):
        scripts |= dict.fromkeys(_words(beginnings), Script(name, _words(fonts)))
    languages = {language: _words(fonts) for language, fonts in _columns(table, "languages", 2)}
    table.close()
    return ScriptTable(scripts, languages)


@cache
def script_of(character: str) -> Script:
    """The script of a character, by its name in Unicode; what has no letters' name is a symbol."""
    words = unicodedata.name(character, "").replace("-", " ").split()
    scripts = script_table().scripts
    for end in (2, 1):
        if known := scripts.get(" ".join(words[:end])):
            return known
    if not words or not unicodedata.category(character).startswith(("L", "M", "N")):
        return Script(SYMBOLS, _SYMBOL_FONTS)
    name = words[0].capitalize()
    return Script(name, (f"Noto Serif {name}", f"Noto Sans {name}"))


def _columns(table: Table, key: str, count: int) -> list[list[str]]:
    rows = [[part.strip() for part in line.split("|")] for line in table.lines(key)]
    if wrong := next((row for row in rows if len(row) != count), None):
        raise DataError(f"scripts.toml: {key}: expected {count} columns in {' | '.join(wrong)!r}")
    return rows


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(";"))
