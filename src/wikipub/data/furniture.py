"""Lines that a wiki's site, or a mirror of it, adds around an article (`furniture/*.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path

from wikipub.data.ends import Ends
from wikipub.data.table import Table, compiled, own_tables, package_tables
from wikipub.errors import DataError

_KEY, _LONGEST_KEY = 2, 5
"""How many characters a line's beginning is looked up by at least and at most; rules give no fewer."""
_KEYS = range(_KEY, _LONGEST_KEY + 1)
_END = 5
"""How many characters a line's end is looked up by; rules give no fewer."""


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """A kind of line that is not the article's.

    `id` names the rule in the ledger, `role` says what the line is, `reason` why it is left out. `extent` tells how
    far it reaches: the `line`, a `box` of short lines that it begins, or the `rest` of the text; `place`, whether it
    stands `anywhere`, or in the `appendix` only, below the article's last paragraph. `language` is the code of the
    language that the line is in, "" where it tells none, `site` the wiki that it names.
    """

    id: str
    role: str
    reason: str
    extent: str
    place: str
    language: str
    site: str
    equals: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    expression: str

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """The expression that the whole line must match, compiled; None where there is none."""
        return compiled(self.expression) if self.expression else None


class FurnitureRules:
    """Looks a line up among rules, in time that does not grow with their number."""

    def __init__(self, rules: Iterable[FurnitureRule]) -> None:
        self.rules = tuple(rules)
        self._equals: dict[str, FurnitureRule] = {}
        self._starts: dict[str, list[tuple[int, str, FurnitureRule]]] = {}
        self._ends: dict[str, list[tuple[str, FurnitureRule]]] = {}
        for number, rule in enumerate(self.rules):
            for line in rule.equals:
                self._equals.setdefault(line.casefold(), rule)
            for start in map(str.casefold, rule.starts):
                self._starts.setdefault(start[:_LONGEST_KEY], []).append((number, start, rule))
            for end in rule.ends:
                self._ends.setdefault(end[-_END:].casefold(), []).append((end.casefold(), rule))

        begins = (begin.casefold() for rule in self.rules for begin in (*rule.equals, *rule.starts))
        self.ends = Ends(begins=begins, ends=(end.casefold() for rule in self.rules for end in rule.ends))
        """How the lines begin and end that a rule knows, or knows with what was torn off behind them."""
        self.boxes = frozenset(rule.id for rule in self.rules if rule.extent == "box")
        """The ids of rules whose line begins a box."""

    def match(self, line: str) -> FurnitureRule | None:
        """The rule that knows `line`, which has no blanks around it."""
        if not self.ends.may_match(line):
            return None
        if rule := self._by_beginning(line):
            return rule
        for end, rule in self._ends.get(line[-_END:].casefold(), ()):
            if line[-len(end) :].casefold() == end and ((pattern := rule.pattern) is None or pattern.fullmatch(line)):
                return rule
        return None

    def _by_beginning(self, line: str) -> FurnitureRule | None:
        folded = line[:200].casefold()
        if rule := self._equals.get(folded):
            return rule
        near = [entry for size in _KEYS for entry in self._starts.get(folded[:size], ())]
        for _, start, rule in sorted(near, key=itemgetter(0)):
            if folded.startswith(start) and ((pattern := rule.pattern) is None or pattern.fullmatch(line)):
                return rule
        return None


@cache
def furniture(folder: Path | None = None) -> FurnitureRules:
    """The rules of all tables, those of `folder`/furniture before them; DataError where one is wrong or an id taken."""
    rules: dict[str, FurnitureRule] = {}
    for table in (*own_tables(folder, "furniture"), *package_tables("furniture")):
        for rule in _rules(table):
            if rule.id in rules:
                raise DataError(f"{table.place}: rule {rule.id}: the id is taken; give the rule another one")
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
        place=table.choice("place", ("anywhere", "appendix")),
        language=language,
        site=table.text("site", " ").strip(),
        equals=table.texts("equals"),
        starts=table.texts("starts"),
        ends=table.texts("ends"),
        expression=table.expression("pattern"),
    )
    table.close()
    if not rule.equals and not rule.starts and not rule.ends:
        raise DataError(f"rule {rule.id}: give it `equals`, `starts` or `ends`")
    keys = [(start, _KEY) for start in rule.starts] + [(end, _END) for end in rule.ends]
    if short := next((key for key in keys if len(key[0]) < key[1]), None):
        raise DataError(f"rule {rule.id}: {short[0]!r} is too short; {short[1]} characters at least")
    return rule
