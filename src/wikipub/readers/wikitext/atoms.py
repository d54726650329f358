"""What stands for itself in expanded wikitext: a sign in the text, and beside it the thing that the sign means.

MediaWiki calls these signs strip markers. They keep what a call or tag has become from being read as wikitext again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from wikipub.document import CodeBlock, Inline, MathBlock
from wikipub.readers.wikitext.references import Entry, Use

INLINE, BLOCK = "\x7f", "\x02"
"""What a sign begins and ends with, by whether it stands in a line or on its own. A source holds none of them."""

SIGN = re.compile(r"[\x7f\x02](\d+)[\x7f\x02]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its caption, in expanded wikitext."""

    file: str
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class HatnoteText:
    """A hatnote, in expanded wikitext."""

    text: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation and its source, in expanded wikitext."""

    text: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Verse:
    """Lines that stay lines, in expanded wikitext."""

    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """An infobox: its title, and labels with their values, in expanded wikitext."""

    title: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class References:
    """A place where notes are printed, and their entries."""

    entries: tuple[Entry, ...]


Atom: TypeAlias = Inline | Use | Picture | HatnoteText | Quotation | Verse | Box | References | CodeBlock | MathBlock


class Atoms:
    """The things that an article's signs mean."""

    def __init__(self) -> None:
        self._atoms: list[Atom] = []

    def inline(self, atom: Inline | Use) -> str:
        """The sign of a thing within a line."""
        self._atoms.append(atom)
        return f"{INLINE}{len(self._atoms) - 1}{INLINE}"

    def block(self, atom: Atom) -> str:
        """The sign of a thing that stands on its own."""
        self._atoms.append(atom)
        return f"{BLOCK}{len(self._atoms) - 1}{BLOCK}"

    def __len__(self) -> int:
        return len(self._atoms)

    def __getitem__(self, number: str) -> Atom:
        return self._atoms[int(number)]
