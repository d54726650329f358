"""Lines that a wiki's site, or a mirror of it, adds around an article (`furniture/*.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table, compiled
from wikipub.errors import DataError

_KEY = 2
"""How many characters a line's beginning is looked up by; rules begin with no fewer."""


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """A kind of line that is not the article's.

    `id` names the rule in the ledger, `role` says what the line is, `reason` why it is left out. `extent` tells how
    far it reaches: the `line`, a `box` of short lines that it begins, or the `rest` of the text. `language` is the
    code of the language that the line is in, "" where it tells none, `site` the wiki that it names.
    """

    id: str
    role: str
    reason: str
    extent: str
    language: str
    site: str
    equals: tuple[str, ...]
    starts: tuple[str, ...]
    expression: str

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """The expression that the whole line must match, compiled; None where there is none."""
        return compiled(self.expression) if self.expression else None


class FurnitureRules:
    """Looks a line up among rules, in time that does not grow with their number."""

    def __init__(self, rules: Iterable[FurnitureRule]) -> None:
        self.rules = tuple(rules)
        self._keys: set[str] = set()
        self._equals: dict[str, FurnitureRule] = {}
        self._starts: dict[str, list[tuple[str, FurnitureRule]]] = {}
        for rule in self.rules:
            for line in rule.equals:
                self._equals.setdefault(line.casefold(), rule)
                self._keys.add(line[:_KEY].casefold())
            for start in rule.starts:
                self._starts.setdefault(start[:_KEY].casefold(), []).append((start.casefold(), rule))
                self._keys.add(start[:_KEY].casefold())

    def match(self, line: str) -> FurnitureRule | None:
        """The rule that knows `line`, which has no blanks around it."""
        if line[:_KEY].casefold() not in self._keys:
            return None
        folded = line[:200].casefold()
        if rule := self._equals.get(folded):
            return rule
        for start, rule in self._starts.get(folded[:_KEY], ()):
            if folded.startswith(start) and ((pattern := rule.pattern) is None or pattern.fullmatch(line)):
                return rule
        return None


@cache
def furniture() -> FurnitureRules:
    """The rules of all tables; raises DataError where one is wrong or two share an id."""
    tables = (file for file in files("wikipub.data").joinpath("furniture").iterdir() if file.name.endswith(".toml"))
    rules: dict[str, FurnitureRule] = {}
    for file in sorted(tables, key=lambda file: file.name):
        for rule in _rules(Table.load(file)):
            if rule.id in rules:
                raise DataError(f"{file.name}: rule {rule.id}: the id is taken; give the rule another one")
            rules[rule.id] = rule
    return FurnitureRules(rules.values())


def _rules(table: Table) -> list[FurnitureRule]:
    table.text("source")
    language = table.text("language", " ").strip()
    rules = [_rule(entry, language) for entry in table.tables("rule")]
    table.close()
    return rules


def _rule(table: Table, language: str) -> FurnitureRule:
    rule = FurnitureRule(
        id=table.text("id"),
        role=table.text("role"),
        reason=table.text("reason"),
        extent=table.choice("extent", ("line", "box", "rest")),
        language=language,
        site=table.text("site", " ").strip(),
        equals=table.texts("equals"),
        starts=table.texts("starts"),
        expression=table.expression("pattern"),
    )
    table.close()
    if not rule.equals and not rule.starts:
        raise DataError(f"rule {rule.id}: give it `equals` or `starts`")
    if short := next((start for start in rule.starts if len(start) < _KEY), None):
        raise DataError(f"rule {rule.id}: starts: {short!r} is too short; {_KEY} characters at least")
    return rule
