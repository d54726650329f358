"""What languages are called in English, by their tags (`language_names.toml`)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from wikipub.data.table import Table


@cache
def language_names() -> dict[str, str]:
    """Names by tags in small letters; raises DataError where the table is wrong."""
    table = Table.load(files("wikipub.data").joinpath("language_names.toml"))
    table.text("source")
    found = dict(word.split(" ", 1) for word in table.words("names"))
    table.close()
    return found
