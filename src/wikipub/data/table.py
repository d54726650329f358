"""Strict access to a TOML table: what is missing, unknown or of the wrong type is a DataError naming file and key."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from wikipub.data.parsed import parsed
from wikipub.errors import DataError


def toml_string(text: str) -> str:
    """`text` as a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


@cache
def compiled(expression: str) -> re.Pattern[str]:
    """A regular expression of a table, compiled at its first use: of hundreds, a text needs few."""
    try:
        return re.compile(expression)
    except re.error as error:
        raise DataError(f"a table's pattern is no regular expression ({error}): {expression}") from error


def tables_in(folder: Traversable) -> list[Traversable]:
    """The TOML files of a folder in the order of their names."""
    found = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return sorted(found, key=lambda file: file.name)


def own_tables(folder: Path | None, kind: str) -> list[Table]:
    """The tables of one kind in a folder of the user's own rules; DataError where there is no such folder."""
    if folder is None:
        return []
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder of rules; check the name given with --rules")
    return [Table.load_own(file) for file in tables_in(folder / kind)] if (folder / kind).is_dir() else []


def package_tables(kind: str) -> list[Table]:
    """The tables of one kind that come with wikipub, in the order of their names."""
    return [Table.load(file) for file in tables_in(files("wikipub.data").joinpath(kind))]


class Table:
    """A TOML table of which every key must be asked for before `close`."""

    def __init__(self, entries: dict[str, Any], place: str) -> None:
        self._entries = entries
        self.place = place
        self._asked: set[str] = set()

    @classmethod
    def load(cls, file: Traversable) -> Table:
        """The top table of a TOML file of this package; raises DataError where it is no TOML."""
        try:
            return cls(parsed(file), file.name)
        except ValueError as error:
            raise DataError(f"{file.name}: not valid TOML: {error}") from error

    @classmethod
    def load_own(cls, file: Traversable) -> Table:
        """The top table of a TOML file of the user's; raises DataError where it cannot be read, or is no TOML."""
        try:
            return cls(tomllib.loads(file.read_bytes().decode("utf-8-sig")), str(file))
        except OSError as error:
            raise DataError(f"{file}: cannot be read: {error.strerror}; check its rights") from error
        except (ValueError, RecursionError) as error:
            raise DataError(f"{file}: not valid TOML: {error}") from error

    @property
    def empty(self) -> bool:
        """Whether the table holds nothing."""
        return not self._entries

    def _get(self, key: str) -> Any:
        self._asked.add(key)
        return self._entries.get(key)

    def _fail(self, key: str, expected: str) -> DataError:
        found = f"found {self._entries[key]!r}" if key in self._entries else "it is missing"
        return DataError(f"{self.place}: {key}: expected {expected}, but {found}")

    def text(self, key: str, default: str | None = None) -> str:
        """A string that is not empty, or the default where the key is absent."""
        value = self._get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value.strip():
            raise self._fail(key, "a string that is not empty")
        return value

    def exact(self, key: str) -> str:
        """A string with its blanks and line ends; "" where the key is absent."""
        value = self._get(key)
        if value is not None and not isinstance(value, str):
            raise self._fail(key, "a string")
        return value or ""

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        """One of the strings `choices`, the first where the key is absent."""
        value = self.text(key, choices[0])
        if value not in choices:
            raise self._fail(key, "one of " + ", ".join(choices))
        return value

    def integer(self, key: str, least: int, default: int | None = None, most: int = 2**31) -> int:
        """A whole number of [least, most], or the default where the key is absent."""
        value = self._get(key)
        if value is None and default is not None:
            return default
        if type(value) is not int or not least <= value <= most:
            raise self._fail(key, f"a whole number from {least}" + (f" to {most}" if most < 2**31 else ""))
        return value

    def truth(self, key: str) -> bool | None:
        """True or false, None where the key is absent."""
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            raise self._fail(key, "true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings none of which is empty; () where the key is absent."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self._fail(key, "a list of strings that are not empty")
        return tuple(value)

    def number(self, key: str, least: float, most: float) -> float:
        """A number that is neither `least` nor `most`, but between them."""
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least < value < most:
            raise self._fail(key, f"a number between {least:g} and {most:g}")
        return float(value)

    def number_or_text(self, key: str) -> str:
        """A number, or a text that is not empty, as text; "" where the key is absent."""
        value = self._get(key)
        return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else self.text(key, "")

    def numbers(self, least: float, most: float) -> dict[str, float]:
        """All keys of the table, each with its number between `least` and `most`."""
        return {key: self.number(key, least, most) for key in self._entries}

    def words(self, key: str) -> tuple[str, ...]:
        """A text whose entries stand between semicolons or line ends; () where the key is absent.

        Long lists stand in tables so: a text is read many times faster than a list.
        """
        if self._get(key) is None:
            return ()
        return tuple(word for part in re.split("[;\n]", self.text(key)) if (word := part.strip()))

    def lines(self, key: str) -> tuple[str, ...]:
        """The lines of a text that are not empty; () where the key is absent."""
        if self._get(key) is None:
            return ()
        return tuple(line for part in self.text(key).split("\n") if (line := part.strip()))

    def expression(self, key: str) -> str:
        """The text of a regular expression, for `compiled`; "" where the key is absent."""
        return self.text(key, " ").strip()

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of an array of tables; none where the key is absent."""
        value = self._get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._fail(key, "an array of tables")
        for number, entries in enumerate(value, 1):
            yield Table(entries, f"{self.place}: {key} {number}")

    def table(self, key: str) -> Table:
        """The table under `key`, an empty one where the key is absent."""
        value = self._get(key)
        if value is None:
            return Table({}, f"{self.place}: {key}")
        if not isinstance(value, dict):
            raise self._fail(key, "a table")
        return Table(value, f"{self.place}: {key}")

    def close(self) -> None:
        """Raise DataError if the table holds a key that nobody asked for."""
        for key in self._entries:
            if key not in self._asked:
                known = sorted(self._asked)
                near = "".join(f"; did you mean {match}?" for match in get_close_matches(key, known, 1))
                raise DataError(f"{self.place}: {key}: unknown key{near or '; known here: ' + ', '.join(known)}")
