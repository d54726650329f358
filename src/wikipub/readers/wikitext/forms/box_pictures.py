"""Question: which pictures does an infobox show, and which of its parameters describe them?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from wikipub.readers.wikitext.atoms import SIGN, Atoms, Picture

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_FILE = re.compile(r"(?:\w+:)?([^\n|\[\]{}<>:]+\.(?:jpe?g|png|svg|gif|tiff?|webp))", re.IGNORECASE)
_DIGITS = "0123456789"


def box_pictures(
    atoms: Atoms, arguments: Arguments, pictures: frozenset[str], descriptions: frozenset[str], names: Mapping[str, str]
) -> tuple[dict[str, str], set[str]]:
    """The signs of a box's pictures by the parameters that name them, and the parameters that describe these.

    `names` are the parameters, casefolded and with blanks; `pictures` are those of them that name pictures, and
    `descriptions` those that describe the first picture of a box, whatever its own is called.
    """
    shown: dict[str, str] = {}
    described: set[str] = set()
    for parameter, folded in names.items():
        if folded not in pictures or (named := _named(atoms, arguments.text(parameter))) is None:
            continue
        stem = folded.rstrip(_DIGITS)
        number = folded[len(stem) :]
        captions = {f"{folded} caption", f"{stem} caption{number}", f"caption{number}", *descriptions}
        alternatives = {f"{folded} alt", f"{stem} alt{number}", f"alt{number}", "alt"}
        caption = [other for other, name in names.items() if name in captions and other not in described]
        alternative = [other for other, name in names.items() if name in alternatives and other not in described]
        described.update(caption, alternative)
        words = named.caption or arguments.text(*caption)
        shown[parameter] = atoms.block(Picture(named.file, words, named.alt or arguments.text(*alternative)))
    return shown, described


def _named(atoms: Atoms, value: str) -> Picture | None:
    """The picture that a value names, as a link in brackets or by its file alone."""
    if sign := SIGN.fullmatch(value):
        atom = atoms[sign[1]]
        return atom if isinstance(atom, Picture) else None
    file = _FILE.fullmatch(value)
    return Picture(file[1].strip(), "", "") if file else None
