"""What languages are called, by their tags (`language_names.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table


@dataclass(frozen=True, slots=True)
class LanguageNames:
    """How a wiki names languages: names by tags in small letters, and what it says before words of one, for `{}`."""

    names: Mapping[str, str]
    label: str


def language_names(wiki: str) -> Mapping[str, str]:
    """Names on a wiki in this language, in English where there is no table for it, by tags in small letters."""
    return languages_as_called(wiki).names


def languages_as_called(wiki: str) -> LanguageNames:
    """How a wiki in this language names others; as in English where there is no table for it."""
    return _tables().get(wiki) or _tables()["en"]


@cache
def _tables() -> dict[str, LanguageNames]:
    """Names by the language of the wiki; raises DataError where the table is wrong."""
    table = Table.load(files("wikipub.data").joinpath("language_names.toml"))
    table.text("source")
    found = {}
    for own in table.tables("wiki"):
        names = dict(word.split(" ", 1) for word in own.words("names"))
        found[own.text("language")] = LanguageNames(names, own.exact("label"))
        own.close()
    table.close()
    return found
