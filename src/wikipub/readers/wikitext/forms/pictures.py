"""Question: which pictures does a template show together?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikipub.readers.wikitext.atoms import Atoms, Picture

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_MOST = 30


def pictures(atoms: Atoms, name: str, arguments: Arguments) -> str:
    """`image1`, `caption1`, `image2` … with a header and a footer, or `image`, `caption` alone.

    A template named gallery has pairs of both without names.
    """
    found = []
    if header := arguments.text("header", "title"):
        found.append(atoms.block(Picture("", header, "")))
    for number in ("", *map(str, range(1, _MOST))):
        file = arguments.text(f"image{number}", f"Image{number}", *(("file", "1") if not number else ()))
        caption = arguments.text(f"caption{number}", f"Caption{number}", *(("2",) if not number else ()))
        alt = arguments.text(f"alt{number}")
        if file or caption:
            found.append(atoms.block(Picture(file, caption, alt)))
    if name.casefold() == "gallery":
        for place in range(3, 2 * _MOST, 2):
            if file := arguments.text(str(place)):
                found.append(atoms.block(Picture(file, arguments.text(str(place + 1)), "")))
    if footer := arguments.text("footer"):
        found.append(atoms.block(Picture("", footer, "")))
    return "\n".join(found)
