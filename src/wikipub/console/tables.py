"""Tables: drawn by rich on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table; with no rows the title says all."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def rendered(sections: Iterable[Section]) -> str:
    """Sections as text for standard output: tables where it is a terminal, plain lines where it is not."""
    if sys.stdout.isatty():
        return tables(sections)
    return "".join(f"{line}\n" for section in sections for line in plain_lines(section))


def plain_lines(section: Section) -> Iterator[str]:
    """A section as lines without any decoration, its columns parted by two blanks."""
    yield section.title
    table = [section.columns, *section.rows] if section.rows else []
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def tables(sections: Iterable[Section]) -> str:
    """Sections as rich draws them."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    with console.capture() as capture:
        for section in sections:
            console.print(Text(section.title, style="bold"))
            if section.rows:
                table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
                for column in section.columns:
                    table.add_column(column, overflow="fold")
                for row in section.rows:
                    table.add_row(*map(Text, row))  # as Text, for the words of a source may hold rich's markup
                console.print(table)
    return capture.get()


def one_line(text: str, longest: int = 10_000) -> str:
    """`text` without line ends, in at most `longest` characters, what is not printable escaped."""
    words = " ".join(text[: 2 * longest].split())
    words = words if len(words) <= longest else words[: longest - 1] + "…"
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)
