"""Question: which facts does an infobox state?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikipub.data.infoboxes import infobox_table
from wikipub.readers.wikitext.atoms import SIGN, Atoms, Box

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_NUMBERED = re.compile(r"(label|data|header|rowlabel|rowdata)(\d+)")
_NOTE_ENDS = (" ref", " footnote", " footnotes", " note", " notes")
_WORD = re.compile(r"\w")
_RAISED = frozenset(("km", "m", "cm", "mm", "mi", "ft", "in", "yd"))
"""Units whose power a parameter's last digit is, as in `area_km2`."""
_DIGITS = "0123456789"
_FILE = re.compile(
    r"(?:\w+:)?[^\n|\[\]{}<>]+\.(?:jpe?g|png|svg|gif|tiff?|ogg|og[av]|webm|webp|pdf|wav|mid)", re.IGNORECASE
)


def infobox(atoms: Atoms, name: str, arguments: Arguments) -> str:
    """The box of a call: the arguments that say something, in their order, under their names."""
    table = infobox_table()
    title = arguments.text(*table.title)
    facts: list[tuple[str, str]] = []
    for parameter in list(arguments.names()):
        folded = parameter.replace("_", " ").strip().casefold()
        if parameter in table.title or table.hides(folded):
            continue
        if numbered := _NUMBERED.fullmatch(folded):
            if fact := _numbered(arguments, numbered):
                facts.append(fact)
            continue
        value = arguments.text(parameter)
        if not value or _FILE.fullmatch(value):
            continue
        if facts and folded.endswith(_NOTE_ENDS) and not _WORD.search(SIGN.sub("", value)):
            facts[-1] = (facts[-1][0], facts[-1][1] + value)  # the note of the fact before
            continue
        nameless = folded.isdecimal() or folded in table.nameless
        facts.append(("" if nameless else _label(parameter), value))
    return atoms.block(Box(title, tuple(facts))) if title or facts else ""


def _numbered(arguments: Arguments, found: re.Match[str]) -> tuple[str, str] | None:
    """A row of the generic box: `label1` and `data1`, or `header1`."""
    kind, number = found[1].removeprefix("row"), found[2]
    if kind == "header":
        text = arguments.text(f"header{number}")
        return (text, "") if text else None
    value = arguments.text(f"data{number}", f"rowdata{number}")
    label = arguments.text(f"label{number}", f"rowlabel{number}")
    return (label, value) if kind == "data" and value else None


def _label(parameter: str) -> str:
    words = parameter.replace("_", " ").strip()
    stem = words.rstrip(_DIGITS)
    if stem.rpartition(" ")[2] not in _RAISED:
        words = stem.rstrip(" -") or parameter
    return words[:1].upper() + words[1:]
