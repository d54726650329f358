"""What templates show (`templates/*.toml`, and a user's own): display rules, looked up by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wikipub.data.table import Table, own_tables, package_tables
from wikipub.errors import DataError

FORMS = (
    "wikitext",
    "author-date",
    "bracket",
    "citation",
    "clade",
    "climate",
    "convert",
    "coordinates",
    "date",
    "editorial",
    "hatnote",
    "infobox",
    "language",
    "pictures",
    "populations",
    "quantity",
    "quote",
    "rows",
    "standings",
)
"""What a template may become: wikitext, or one of the forms that docs/wikitext.md describes."""


@dataclass(frozen=True, slots=True)
class TemplateRule:
    """How templates of some names are displayed.

    `role` and `reason` make it an entry of the ledger; otherwise `form` says what it becomes. `wikitext` is what
    stands in its place, with `{{{1}}}` for its arguments; `each` stands once for each argument without a name, which is
    `{{{item}}}` in it, `between` parts these; they are `{{{items}}}` in `wikitext`. `columns` are heads and cells of
    the form `rows`, whose caption is `wikitext`.
    """

    id: str
    names: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    form: str = "wikitext"
    wikitext: str = ""
    each: str = ""
    between: str = ""
    attribution: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    role: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TemplateTable:
    """A file's rules; `language` is that of the wiki whose templates they are, "" for rules of all wikis."""

    language: str
    rules: tuple[TemplateRule, ...]


class _Lookup:
    """Rules by name: whole names first, then beginnings and ends; of two rules for a name the later one counts."""

    def __init__(self) -> None:
        self._names: dict[str, TemplateRule] = {}
        self._starts: list[tuple[str, TemplateRule]] = []
        self._ends: list[tuple[str, TemplateRule]] = []

    def add(self, rule: TemplateRule) -> None:
        for name in rule.names:
            self._names[name] = rule
        self._starts[:0] = [(start, rule) for start in rule.starts]
        self._ends[:0] = [(end, rule) for end in rule.ends]

    def match(self, name: str) -> TemplateRule | None:
        if rule := self._names.get(name):
            return rule
        for start, rule in self._starts:
            if name.startswith(start):
                return rule
        for end, rule in self._ends:
            if name.endswith(end):
                return rule
        return None


class TemplateRules:
    """A user's rules, those of each language's wiki, and those of all.

    A name may mean one thing in one wiki and another in the next: so a table may say whose it is.
    """

    def __init__(self, tables: Iterable[TemplateTable], own: Iterable[TemplateTable] = ()) -> None:
        self._own, self._general = _Lookup(), _Lookup()
        self._wikis: dict[str, _Lookup] = {"en": self._general}
        for table in tables:
            lookup = self._wikis.setdefault(table.language or "en", _Lookup())
            for rule in table.rules:
                lookup.add(rule)
        for table in own:
            for rule in table.rules:
                self._own.add(rule)

    def match(self, name: str, language: str = "") -> TemplateRule | None:
        """The rule for a template's name, which is casefolded and has blanks for underscores, on a wiki of `language`.

        The tables of other languages count only where no table is of this one.
        """
        wiki = self._wikis.get(language)
        lookups = [self._own, *([wiki] if wiki else []), self._general]
        if wiki is None:
            lookups += self._wikis.values()
        return next((rule for lookup in lookups if (rule := lookup.match(name))), None)


@cache
def template_rules(folder: Path | None = None) -> TemplateRules:
    """The rules of all tables, above them those of `folder`/templates; DataError where one is wrong or a name taken."""
    known = [_table(table) for table in package_tables("templates")]
    taken: set[tuple[str, str]] = set()
    for table in known:
        for rule in table.rules:
            names = {(table.language, name) for name in rule.names}
            if twice := taken & names:
                raise DataError(f"templates: {min(twice)[1]}: two rules have this name; take it from one")
            taken |= names
    return TemplateRules(known, [_table(table) for table in own_tables(folder, "templates")])


def _table(table: Table) -> TemplateTable:
    table.text("source", " ")
    language = table.text("language", " ").strip()
    entries = enumerate(table.tables("template"), 1)
    rules = tuple(_rule(entry, f"{table.place}: template {number}") for number, entry in entries)
    table.close()
    return TemplateTable(language, rules)


def _rule(table: Table, place: str) -> TemplateRule:
    names = tuple(name.casefold() for name in table.words("names"))
    starts = tuple(start.casefold() for start in table.texts("starts"))
    ends = tuple(end.casefold() for end in table.texts("ends"))
    role = table.text("role", " ").strip()
    form = table.text("form", "wikitext")
    rule = TemplateRule(
        id=table.text("id", names[0] if names else (*starts, *ends, " ")[0].strip()),
        names=frozenset(names),
        starts=starts,
        ends=ends,
        form=form,
        wikitext=table.exact("wikitext"),
        each=table.exact("each"),
        between=table.exact("between"),
        attribution=table.exact("attribution"),
        columns=_columns(table, place),
        role=role,
        reason=table.text("reason", " ").strip(),
    )
    table.close()
    if not names and not starts and not ends:
        raise DataError(f"{place}: give it `names`, `starts` or `ends`")
    if form not in FORMS:
        raise DataError(f"{place}: form: expected one of {', '.join(FORMS)}, but found {form!r}")
    if bool(rule.role) != bool(rule.reason):
        raise DataError(f"{place}: `role` and `reason` stand together; give both or none")
    return rule


def _columns(table: Table, place: str) -> tuple[tuple[str, str], ...]:
    """Lines of a head and what the cells below it say."""
    found = []
    for line in table.exact("columns").splitlines():
        head, bar, cell = line.partition("|")
        if bar:
            found.append((head.strip(), cell.strip()))
        elif line.strip():
            raise DataError(f"{place}: columns: expected a head, a bar and a cell in {line!r}")
    return tuple(found)
