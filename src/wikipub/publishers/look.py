"""How a publication is to look, and what that comes to on a page.

A `Look` is what a user says; a `Page` is what a layout makes of it, in numbers that the templates and the writers of
tables work with. Lengths are in millimetres, sizes of type in points.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wikipub.errors import PublishError
from wikipub.option_table import Layout, Paper

if TYPE_CHECKING:
    from wikipub.pandoc import Room


PAPERS: Final[Mapping[Paper, tuple[float, float]]] = MappingProxyType(
    {
        Paper.A4: (210.0, 297.0),
        Paper.A5: (148.0, 210.0),
        Paper.B5: (176.0, 250.0),
        Paper.LETTER: (215.9, 279.4),
        Paper.LEGAL: (215.9, 355.6),
    }
)
"""Width and height of each paper: ISO 216, ANSI/ASME Y14.1."""

FONT: Final = "Libertinus Serif"
"""The font of PDFs, which typst brings."""

POINT: Final = 25.4 / 72
"""A point in millimetres."""

LARGE_PRINT: Final = 18.0
"""The size of large print (https://www.aph.org/resources/large-print-guidelines/)."""

NAME_LINE: Final = ("name", "class", "date")
"""What a handout has a line for, as labels of the language tables."""

SIZES: Final = (6.0, 36.0)
"""The smallest and largest size of type that can be asked for."""

NARROWEST: Final = 30.0
"""The narrowest column of text that is set."""

_MARGIN = 17.0  # of a handout
_LEAST_MARGIN = 22.0  # beside a wide table, on A4
_NOTE_MARGIN = 62.0  # on A4
_GUTTER = 7.0  # in type of 10 points
# Millimetres of a single column's lines for each point of type: some 72 characters, in handouts some 80.
_LINE, _HANDOUT_LINE = 10.5, 11.8

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(mm|cm|in|pt)", re.ASCII)
_UNITS = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": POINT}


@dataclass(frozen=True, slots=True)
class Look:
    """What a user wants, the options `option_table.LOOK`; what is None or empty is as the layout has it.

    Without a `layout` a book looks like a book and an article like an article. `margin` is white on all sides, in
    millimetres; `size` that of the text, in points. `line_numbers` numbers every fifth line, `note_margin` leaves a
    third of the page white to write on, `large_print` is for weak eyes. `font_path` are folders with fonts.
    `key_facts` puts the infobox at the article's head, `glossary` a list of the terms that it sets bold at its end.
    """

    layout: Layout | None = None
    paper: Paper = Paper.A4
    margin: float | None = None
    font: str = ""
    font_path: tuple[str, ...] = ()
    size: float | None = None
    columns: int | None = None
    line_numbers: bool = False
    note_margin: bool = False
    large_print: bool = False
    key_facts: bool = False
    glossary: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page in numbers: its layout, paper, margins, type and columns; `gutter` lies between two columns.

    By the `overhang` a table that is wider than the text may reach into the margins at both sides of a single column.
    """

    layout: Layout
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    columns: int
    gutter: float
    font: str
    size: float
    line_numbers: bool
    key_facts: bool
    overhang: float = 0.0

    @property
    def room(self) -> Room:
        """What the page has for tables; a page that is turned has the same margins around it."""
        from wikipub.pandoc import Room  # which is large, and options are read where nothing is published

        turned = self.height - self.left - self.right
        widest = self.text_width + 2 * self.overhang
        return Room(self.column_width, widest, turned, self.text_height, self.size, self.columns)

    @property
    def text_width(self) -> float:
        """The width of the text, all columns together."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """The height of the text."""
        return self.height - self.top - self.bottom

    @property
    def column_width(self) -> float:
        """The width of a column."""
        return (self.text_width - (self.columns - 1) * self.gutter) / self.columns


def page(look: Look, *, book: bool) -> Page:
    """What `look` comes to for a book, or for an article.

    Raises PublishError where margins and columns leave no room for text.
    """
    layout = look.layout or (Layout.BOOK if book else Layout.ARTICLE)
    handout = layout is Layout.HANDOUT
    width, height = PAPERS[look.paper]
    columns = look.columns or (2 if handout and width > 200 and not (look.large_print or look.note_margin) else 1)
    size = look.size or (LARGE_PRINT if look.large_print else _size(layout, columns))
    margin = look.margin
    own_margins = margin is None and not look.note_margin and not look.line_numbers
    side = margin if margin is not None else _side(layout, width, size, columns, look.note_margin)
    result = Page(
        layout=layout,
        width=width,
        height=height,
        left=side,
        right=max(side, _NOTE_MARGIN * width / 210) if look.note_margin else side,
        top=margin if margin is not None else (_MARGIN if handout else height / 11),
        bottom=margin if margin is not None else (_MARGIN + 2 if handout else height / 10.6),
        columns=columns,
        gutter=_GUTTER * size / 10,
        font=look.font or FONT,
        size=size,
        line_numbers=look.line_numbers,
        key_facts=look.key_facts,
        overhang=max(0.0, side - _LEAST_MARGIN * width / 210) if own_margins and columns == 1 else 0.0,
    )
    if result.column_width < max(NARROWEST, 5 * size * POINT) or result.text_height < NARROWEST:
        raise PublishError(
            f"margins leave columns of {max(0, math.floor(result.column_width))} mm in this size of type, too narrow "
            "for text; say a smaller --margin, --size or number of --columns, or larger --paper"
        )
    return result


def length(text: str) -> float:
    """The millimetres of a length such as "20mm", "2cm", "0.8in" or "54pt"; raises ValueError for another text."""
    if not (found := _LENGTH.fullmatch(text.strip().lower())):
        raise ValueError(f"{text!r} is no length; say for example 20mm, 2cm, 0.8in or 54pt")
    return float(found[1]) * _UNITS[found[2]]


def _size(layout: Layout, columns: int) -> float:
    if layout is Layout.HANDOUT:
        return 10.0 if columns > 1 else 11.0
    return 12.0 if columns == 1 else 10.5


def _side(layout: Layout, width: float, size: float, columns: int, note_margin: bool) -> float:
    """The white beside the text: such that a single column has lines of a length that reads well."""
    if columns > 1 or note_margin:
        return _MARGIN if layout is Layout.HANDOUT else 20.0 * width / 210
    line = size * (_HANDOUT_LINE if layout is Layout.HANDOUT else _LINE)
    return max(_MARGIN * width / 210, (width - line) / 2)
