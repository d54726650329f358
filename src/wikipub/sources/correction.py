"""A person's correction of a source: the file beside it, read strictly and held against the source's lines.

An entry names its lines twice, by number and by their words, so that a source that has changed is noticed. The file's
form is told in docs/corrections.md.
"""

from __future__ import annotations

import itertools
import tomllib
from typing import NoReturn
from unicodedata import category

from wikipub.data.table import Table
from wikipub.errors import CorrectionError, DataError
from wikipub.source import Correction, Ruling, Verdict

ELLIPSIS = "…"
"""Stands for the rest of a line that is quoted by its beginning."""

DEEPEST = 6
"""Deepest level of a heading: MediaWiki has six, and contents blocks number as many."""

_SHOWN = 60
"""How many characters of a line an error quotes."""


def read_correction(data: bytes, name: str, text: str) -> Correction:
    """The correction in `data`, the content of the file `name`, of the source `text`.

    Raises CorrectionError, which names file, key and remedy, where it is no valid TOML of this form, or where an entry
    is about a line that is not there, is blank, reads otherwise, or is in another entry, too.
    """
    try:
        entries = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CorrectionError(f"{name}: this is not valid TOML: {error}; mend that place") from error
    except UnicodeDecodeError as error:
        raise CorrectionError(f"{name}: this is not UTF-8 (byte {error.start + 1}); save it in UTF-8") from error
    try:
        return _Reading(name, text.split("\n")).correction(Table(entries, name))
    except DataError as error:
        raise CorrectionError(f"{error}; docs/corrections.md tells the keys") from error


class _Reading:
    """One correction while it is read."""

    def __init__(self, name: str, lines: list[str]) -> None:
        self.name = name
        self.lines = lines
        self.rulings: list[tuple[Ruling, str]] = []  # each with its place in the file

    def correction(self, table: Table) -> Correction:
        title = table.table(Verdict.TITLE)
        words = title.text("words", "")
        if not words and not title.empty:
            self._rule(Verdict.TITLE, title, f"{self.name}: {Verdict.TITLE}")
        title.close()
        for verdict in Verdict:
            if verdict is not Verdict.TITLE:
                for number, entry in enumerate(table.tables(verdict), 1):
                    self._rule(verdict, entry, f"{self.name}: {verdict} {number}")
                    entry.close()
        table.close()
        self._refuse_overlaps()
        return Correction(self.name, tuple(ruling for ruling, _ in self.rulings), words.strip())

    def _rule(self, verdict: Verdict, entry: Table, place: str) -> None:
        first = entry.integer("line", 1)
        last = entry.integer("through", first, first)
        text = entry.text("text")
        self._compare(first, text, f"{place}: text")
        if last > first:
            self._compare(last, entry.text("through-text"), f"{place}: through-text")
        level = entry.integer("level", 1, 0, DEEPEST) if verdict is Verdict.HEADING else 0
        self.rulings.append((Ruling(verdict, first, last, level or None), place))

    def _compare(self, number: int, text: str, place: str) -> None:
        """Make sure that line `number` reads `text`, or begins with it where `text` ends in an ellipsis."""
        if number > len(self.lines):
            _fail(place, f"the source has no line {number}, only {len(self.lines)}", "correct the number")
        if _stands_in(text, self.lines[number - 1]):
            return
        elsewhere = [n for n, line in enumerate(self.lines, 1) if _stands_in(text, line)]
        there = _bare(self.lines[number - 1])
        reads = f"is blank, not {_quoted(text)}" if not there else f"reads {_quoted(there)}, not {_quoted(text)}"
        if elsewhere:
            nearest = min(elsewhere, key=lambda n: abs(n - number))
            _fail(place, f"line {number} {reads}, which stands on line {nearest}", "correct the number")
        _fail(place, f"line {number} {reads}", "the source has changed: correct the entry, or take it out")

    def _refuse_overlaps(self) -> None:
        ordered = sorted(self.rulings, key=lambda item: item[0].first)
        for (one, here), (two, there) in itertools.pairwise(ordered):
            if two.first <= one.last:
                _fail(
                    there,
                    f"line {two.first} is in the entry {here.removeprefix(self.name + ': ')}, too",
                    "take one out",
                )


def _fail(place: str, what: str, remedy: str) -> NoReturn:
    raise CorrectionError(f"{place}: {what}; {remedy}")


def _stands_in(text: str, line: str) -> bool:
    words, there = _bare(text), _bare(line)
    if words == there:
        return bool(words)
    beginning = words.removesuffix(ELLIPSIS).rstrip()
    return words.endswith(ELLIPSIS) and beginning != "" and there.startswith(beginning)


def _bare(text: str) -> str:
    """`text` as it is compared: one blank between words, no characters that print nothing; editors change these."""
    if not text.isascii():
        text = "".join(character for character in text if category(character) != "Cf")
    return " ".join(text.split())


def _quoted(text: str) -> str:
    words = _bare(text)
    return f"“{words if len(words) <= _SHOWN else words[: _SHOWN - 1] + ELLIPSIS}”"
