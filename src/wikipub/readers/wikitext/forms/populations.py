"""Question: how many people lived in a place, and when?

https://en.wikipedia.org/wiki/Template:Historical_populations: years and numbers in turn; or a parameter named as
the year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_YEAR = 4
"""Digits of a year that is a parameter's name; shorter numbers are places."""


def populations(arguments: Arguments) -> str:
    """A table of years and numbers, and what the call says of their source."""
    items = arguments.items()
    found = list(zip(items[::2], items[1::2], strict=False))
    found += [(name, text) for name in arguments.names() if _is_year(name) and (text := arguments.text(name))]
    if estimate := arguments.text("estimate"):
        found.append((arguments.text("estyear") or "Estimate", estimate))
    title = arguments.text("title", "name")
    lines = ["\n{|", *([f"|+ {title}"] if title else []), "! Year !! Population"]
    for year, number in found:
        lines += ["|-", f"| {year} || {number}"]
    sources = (arguments.text(name) for name in ("source", "footnote", "estref"))
    return "\n".join([*([*lines, "|}"] if found else [""]), *filter(None, sources), ""])


def _is_year(name: str) -> bool:
    return len(name) == _YEAR and name.isascii() and name.isdigit()
