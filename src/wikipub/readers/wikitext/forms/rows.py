"""Question: which rows do the numbered parameters of a call make, as `title1`, `length1`, `title2` … do?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_FIELD = re.compile(r"\{([^{}]+)\}")
_NUMBER = re.compile(r"\d+")
_MOST = 500


def rows(arguments: Arguments, columns: tuple[tuple[str, str], ...], caption: str) -> str:
    """A table with a row for each number that parameters have.

    A column is its head and what its cells say, both with parameters in braces; `#` is the row's number, and each
    piece between double semicolons stands if its parameter is given. Columns without a cell are left out.
    """
    numbers = sorted({int(found) for name in arguments.names() for found in _NUMBER.findall(name) if len(found) < 5})
    filled: list[list[str]] = []
    for number in numbers[:_MOST]:
        cells = [_filled(arguments, pattern, str(number)) for _, pattern in columns]
        if any(cells):
            filled.append(
                [
                    cell or (str(number) if pattern == "#" else "")
                    for cell, (_, pattern) in zip(cells, columns, strict=True)
                ]
            )
    shown = [place for place in range(len(columns)) if any(row[place] for row in filled)]
    if not shown:
        return ""
    heads = [_filled(arguments, columns[place][0], "") for place in shown]
    lines = ["\n{|", *([f"|+ {caption}"] if caption else []), "! " + " !! ".join(heads)]
    for row in filled:
        lines += ["|-", *(f"| {row[place]}" for place in shown)]
    return "\n".join([*lines, "|}\n"])


def _filled(arguments: Arguments, pattern: str, number: str) -> str:
    """What a pattern says with the parameters of a number; of `#` alone nothing, as it is no parameter."""
    text = ""
    for piece in pattern.split(";;"):
        names = _FIELD.findall(piece)
        if not names:
            text += piece if pattern != "#" else ""
            continue
        values = {name: arguments.text(name.replace("#", number)) for name in names}
        if all(values.values()):
            text += _FIELD.sub(lambda found, values=values: values[found[1]], piece)  # type: ignore[misc]
    return text.strip()
