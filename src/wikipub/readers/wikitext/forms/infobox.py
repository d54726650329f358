"""Question: which facts does an infobox state?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wikipub.data.infoboxes import infobox_table
from wikipub.data.units import units
from wikipub.readers.wikitext.atoms import SIGN, Atoms, Box
from wikipub.readers.wikitext.forms.box_pictures import box_pictures

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_NUMBER = re.compile(r"(?<![kcm]m)(?<! [mk])(?<! mi)(?<! ft)(?<! in)\d+")
"""A number in a parameter's name, as in `leader_name1`; in `area_km2` it is a unit's power."""
_NOTE_ENDS = (" ref", " footnote", " footnotes", " note", " notes")
_LABEL_ENDS = (" title", " type", " label", " name")
_UNITS = {
    "km2": "km2",
    "sq mi": "sqmi",
    "km": "km",
    "m": "m",
    "cm": "cm",
    "mi": "mi",
    "ft": "ft",
    "ha": "ha",
    "kg": "kg",
}
_VALUE = re.compile(r"[\d.,\N{MINUS SIGN}-]+")
_WORD = re.compile(r"\w")
_FILE = re.compile(
    r"(?:\w+:)?[^\n|\[\]{}<>]+\.(?:jpe?g|png|svg|gif|tiff?|ogg|og[av]|webm|webp|pdf|wav|mid)", re.IGNORECASE
)
_SIZE = re.compile(r"\d+(?:x\d+)?\s*px|#[0-9a-f]{3,8}", re.IGNORECASE)
_BARE_SIZE = re.compile(r"[\d.]*\s*(?:px|em|%)?")


def infobox(atoms: Atoms, name: str, arguments: Arguments) -> str:
    """The box of a call: the arguments that say something, in their order, as the page calls them."""
    return _Box(name, arguments, atoms).block()


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A parameter: its name as written, and casefolded without its number."""

    name: str
    folded: str
    number: str
    base: str


class _Box:
    def __init__(self, name: str, arguments: Arguments, atoms: Atoms) -> None:
        self.atoms = atoms
        self.name = name.replace("_", " ").casefold()
        self.arguments = arguments
        self.table = infobox_table()
        self.parameters = [_parameter(parameter) for parameter in arguments.names()]
        self.by_base = {(parameter.base, parameter.number): parameter.name for parameter in self.parameters}
        self.facts: list[tuple[str, str]] = []
        self.by_folded = {parameter.folded: parameter.name for parameter in self.parameters}
        self.apart = self.name in self.table.apart
        self.places: dict[tuple[str, str], int] = {}  # in which fact the values of a label from the table stand

    def block(self) -> str:
        title = next((name for name in self.table.title if self.arguments.text(name)), "")
        labelling = {label for p in self.parameters for label in self._labels_of(p)}
        names = {parameter.name: parameter.folded for parameter in self.parameters}
        pictures, described = box_pictures(
            self.atoms, self.arguments, self.table.pictures, self.table.descriptions, names
        )
        labelling |= described
        labelling |= {name for p in self.parameters if self.arguments.filled(p.name) for _, name in self._behind(p)}
        for parameter in self.parameters:
            if parameter.name in pictures:
                self.facts.append(("", pictures[parameter.name]))
            elif parameter.name != title and parameter.name not in labelling and self._states(parameter):
                self._read(parameter)
        shown = self.arguments.text(title) if title else ""
        return self.atoms.block(Box(shown, tuple(self.facts))) if shown or self.facts else ""

    def _states(self, parameter: _Parameter) -> bool:
        """Whether a parameter may state a fact; colours do that are said to people, as those of a flag."""
        if not any(self.table.hides(self.name, name) for name in (parameter.folded, parameter.base)):
            return True
        if parameter.base in self.table.maybe:
            value = self.arguments.text(parameter.name)
            if not _BARE_SIZE.fullmatch(value) and value.casefold() not in self.table.settings:
                return True
            self.arguments.asked.discard(parameter.name)  # it says nothing, and so stands in the ledger
            return False
        colours = parameter.base.endswith(("colour", "color", "colours", "colors"))
        return colours and " and " in self.arguments.text(parameter.name)

    def _labels_of(self, parameter: _Parameter) -> list[str]:
        """The parameters, as written, whose value is this one's label."""
        bases = self.table.pairs.get(parameter.base)
        if bases is None or not self.arguments.filled(parameter.name):
            return []
        return [name for base in bases if (name := self.by_base.get((base, parameter.number)))]

    def _read(self, parameter: _Parameter) -> None:
        """Enter what a parameter states."""
        if parameter.base.endswith(_LABEL_ENDS) and any(parameter.base in bases for bases in self.table.pairs.values()):
            return  # the label of a fact that is not given
        value = self.arguments.text(parameter.name)
        if not value:
            return
        if value.casefold() in self.table.settings or _SIZE.fullmatch(value) or _FILE.fullmatch(value):
            self.arguments.asked.discard(parameter.name)  # it says nothing, and so stands in the ledger
            return
        if parameter.base in self.table.headers:
            self.facts.append((value, ""))
            return
        if (sign := SIGN.fullmatch(value)) and isinstance(box := self.atoms[sign[1]], Box):  # a box within the box
            self.facts += [(box.title, ""), *box.facts] if box.title else box.facts
            return
        if self.facts and parameter.folded.endswith(_NOTE_ENDS) and not _WORD.search(SIGN.sub("", value)):
            self.facts[-1] = (self.facts[-1][0], self.facts[-1][1] + value)  # the note of the fact before
            return
        if parameter.folded.isdecimal() or parameter.folded in self.table.nameless:
            self.facts.append(("", value))
            return
        stem, value = _measured(parameter.base, value)
        value = " ".join([value, *(text for text, _ in self._behind(parameter))])
        if label := self.arguments.text(*self._labels_of(parameter)):
            self.facts.append((label, value))
        elif label := self.table.label(self.name, stem):
            self._join((label, parameter.number if self.apart else ""), value)
        elif parameter.base in self.table.nameless:
            self.facts.append(("", value))
        else:
            self.facts.append((_words(parameter, stem), value))

    def _behind(self, parameter: _Parameter) -> Iterator[tuple[str, str]]:
        """What stands behind a parameter's value, and the parameters, as written, that say it."""
        year = self.by_folded.get(f"{parameter.folded} year")
        if year and (text := self.arguments.text(year)):
            yield f"({text})", year
        for piece in self.table.behind.get(parameter.base, ()):
            before, _, rest = piece.strip().partition("{")
            base, _, after = rest.partition("}")
            name = self.by_base.get((base, parameter.number))
            if name and (text := self.arguments.text(name)):
                yield f"{before}{text}{after}", name

    def _join(self, key: tuple[str, str], value: str) -> None:
        """Enter a fact of a known label; several of them are one fact, as a birth's date and place are.

        `key` is the label, and what keeps facts of one label apart.
        """
        place = self.places.setdefault(key, len(self.facts))
        if place == len(self.facts):
            self.facts.append((key[0], value))
            return
        before = self.facts[place][1]
        between = "\n\n" if "\n" in before or "\n" in value else "<br>"
        self.facts[place] = (key[0], before + between + value)


def _parameter(name: str) -> _Parameter:
    folded = " ".join(name.replace("_", " ").split()).casefold()
    found = _NUMBER.search(folded)
    if found is None or folded.isdecimal():
        return _Parameter(name, folded, "", folded)
    base = folded[: found.start()] + folded[found.end() :]
    return _Parameter(name, folded, found[0], " ".join(base.split()))


def _measured(base: str, value: str) -> tuple[str, str]:
    """A parameter without the unit that its name ends with, and its value with it: `area_km2 = 468`."""
    for end, code in _UNITS.items():
        if base.endswith(" " + end) and _VALUE.fullmatch(value):
            stem = base.removesuffix(" " + end)
            per = "/" if stem.endswith("density") else "\N{NO-BREAK SPACE}"
            return stem, f"{value}{per}{units()[code].symbol}"
    return base, value


def _words(parameter: _Parameter, stem: str) -> str:
    """A parameter's name as a label: in words, with a capital, without number and unit."""
    words = " ".join(parameter.name.replace("_", " ").split())
    if words.isupper() and len(words) > 4:
        words = words.lower()
    if len(stem) < len(parameter.base):
        words = words[: len(stem)]
    elif parameter.number:
        words = _NUMBER.sub("", words, count=1).strip(" -") or words
    return words[:1].upper() + words[1:]
