"""What elements of a wiki's pages are: the selectors of `html.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Generic, NamedTuple, TypeVar

from wikipub.data.table import Table
from wikipub.errors import DataError

_Meaning = TypeVar("_Meaning")

_SELECTOR = re.compile(r"(?P<tag>[\w:-]+)?(?P<rest>(?:[.#][\w-]+|\[[\w:-]+(?:=[\w:-]+)?\])*)")
_REMEMBERED = 10_000
"""How many pairs of a tag and classes a table remembers."""

_PART = re.compile(r"([.#])([\w-]+)|\[([\w:-]+)(?:=([\w:-]+))?\]")


class _Selector(NamedTuple):
    """What an element must have."""

    tag: str
    id: str
    classes: frozenset[str]
    attributes: tuple[tuple[str, str | None], ...]


class Selectors(Generic[_Meaning]):
    """Meanings of elements, found by id, class, tag or attribute without a look at each selector."""

    def __init__(self, meanings: Iterable[tuple[str, _Meaning]]) -> None:
        self._found: dict[str, list[tuple[_Selector, _Meaning]]] = {}
        self._attributes: set[str] = set()
        self._ids: set[str | None] = set()
        for text, meaning in meanings:
            selector = _parsed(text)
            if selector.id:
                key = "#" + selector.id
            elif selector.classes:
                key = "." + min(selector.classes)
            elif selector.tag:
                key = selector.tag
            else:
                key = f"[{selector.attributes[0][0]}]"
            self._ids.add(selector.id or None)
            self._attributes.update(name for name, _ in selector.attributes)
            self._found.setdefault(key, []).append((selector, meaning))
        self._ids.discard(None)
        self._known: dict[tuple[str, tuple[str, ...]], tuple[_Meaning, ...]] = {}

    def match(self, tag: str, attributes: Mapping[str, str | None], classes: tuple[str, ...]) -> _Meaning | None:
        """The first meaning of an element: by its tag, its classes, its id, its attributes; None where it has none."""
        meanings = self.matches(tag, attributes, classes)
        return meanings[0] if meanings else None

    def matches(self, tag: str, attributes: Mapping[str, str | None], classes: tuple[str, ...]) -> tuple[_Meaning, ...]:
        """All meanings of an element."""
        if attributes and (attributes.get("id") in self._ids or not self._attributes.isdisjoint(attributes)):
            return self._looked_up(tag, attributes, classes)
        # Most elements have no other tag and classes than one before them.
        known = self._known.get((tag, classes))
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[tag, classes] = self._looked_up(tag, {}, classes)
        return known

    def _looked_up(
        self, tag: str, attributes: Mapping[str, str | None], classes: tuple[str, ...]
    ) -> tuple[_Meaning, ...]:
        keys = [tag, *(f".{name}" for name in classes)]
        if identity := attributes.get("id"):
            keys.append(f"#{identity}")
        keys += [f"[{name}]" for name in sorted(self._attributes) if name in attributes]
        return tuple(
            meaning
            for key in keys
            for selector, meaning in self._found.get(key, ())
            if _fits(selector, tag, attributes, classes)
        )


def _fits(selector: _Selector, tag: str, attributes: Mapping[str, str | None], classes: Iterable[str]) -> bool:
    return (
        (not selector.tag or selector.tag == tag)
        and (not selector.id or selector.id == attributes.get("id"))
        and selector.classes.issubset(classes)
        and all(
            name in attributes and (value is None or attributes[name] == value) for name, value in selector.attributes
        )
    )


def _parsed(text: str) -> _Selector:
    """A selector; DataError where it is none."""
    found = _SELECTOR.fullmatch(text)
    if not found or not text:
        raise DataError(f"html.toml: {text!r} is no selector of a tag, classes, an id and attributes")
    tag, identity, classes, attributes = found["tag"] or "", "", set(), []
    for sign, name, attribute, value in _PART.findall(found["rest"]):
        if sign == "#":
            identity = name
        elif sign == ".":
            classes.add(name)
        else:
            attributes.append((attribute, value or None))
    return _Selector(tag, identity, frozenset(classes), tuple(attributes))


class Drop(NamedTuple):
    """Why an element is no part of the article."""

    role: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """`drop` are elements that are not the article's, `mean` what others are, `page` where a page says what.

    The meanings of `page` are the place and, as a number from 0 on, how much the selector is preferred to others.
    """

    drop: Selectors[Drop]
    mean: Selectors[str]
    page: Selectors[tuple[str, int]]


@cache
def html_table() -> HtmlTable:
    """The table; raises DataError where it is wrong."""
    table = Table.load(files("wikipub.data").joinpath("html.toml"))
    table.text("source")
    drops: list[tuple[str, Drop]] = []
    for entry in table.tables("drop"):
        drop = Drop(entry.text("role"), entry.text("id"), entry.text("reason"))
        drops += ((selector, drop) for selector in entry.words("selectors"))
        entry.close()
    mean = table.table("mean")
    meanings = [(selector, name) for name in _MEANINGS for selector in mean.words(name)]
    mean.close()
    page = table.table("page")
    places = [(selector, (name, rank)) for name in _PLACES for rank, selector in enumerate(page.words(name))]
    page.close()
    table.close()
    return HtmlTable(Selectors(drops), Selectors(meanings), Selectors(places))


_MEANINGS = (
    "mathematics",
    "mark",
    "tag",
    "hatnote",
    "infobox",
    "caption",
    "notes",
    "verse",
    "quotation",
    "attribution",
    "box-title",
    "box-label",
    "layout",
)
_PLACES = ("content", "title", "mediawiki", "address", "categories")
