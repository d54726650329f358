"""How a table is made to fit: how wide its columns are, how small its type, on which page it stands.

Nothing is laid out here: what words take is estimated from their characters, so that all formats decide the same way.
Lengths within a table are in times the size of its type; those of a page in millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from wikipub.document import Blocks, CodeBlock, Figure
from wikipub.pandoc.grid import Grid
from wikipub.walk import inline_runs, iter_blocks, plain


@dataclass(frozen=True, slots=True)
class Room:
    """What a page has for tables: the widths of a column, of all columns, and of the page when it is turned.

    Millimetres; `height` is that of the text, `size` the text's type in points. Of a page with one of `columns`, `text`
    is how wide a table may be that reaches into the margins.
    """

    column: float
    text: float
    turned: float
    height: float
    size: float
    columns: int = 1


class TablePlace(Enum):
    """Where a table stands."""

    COLUMN = "column"
    TEXT = "text"
    TURNED = "turned"


@dataclass(frozen=True, slots=True)
class Fit:
    """What makes a table fit.

    `size` is that of its type in points; `widths` are its columns' shares of 1, None where they are as wide as their
    words; `letters` is how many letters of a word each column surely holds; `padding` lies between two columns, in
    times the size; `step` 0 is the usual size, 1 a smaller, 2 a very small one. `height` is about how high it becomes,
    in millimetres; one that `is_long` may break over pages.
    """

    place: TablePlace
    size: float
    widths: tuple[float, ...] | None
    letters: tuple[int, ...]
    padding: float
    height: float
    is_long: bool
    step: int

    @property
    def is_apart(self) -> bool:
        """Whether the table has pages of its own on a page of several columns: it is turned, or too long to float."""
        return self.place is TablePlace.TURNED or (self.place is TablePlace.TEXT and self.is_long)


POINT = 25.4 / 72
SMALLEST = 6.0
"""The smallest type of a table, in points."""

_FACTORS = (0.85, 0.78, 0.7, 0.62, 0.55)
_PADDING = 1.1
_NARROW_PADDING = 0.5
_LONGEST_WORD = 11.0
_LONGEST_LINE = 45.0
# What a column of prose wants at least: to read well, and to be read at all.
_COMFORTS = (8.0, 5.0)
_PICTURE = 6.0
_SHORT_LINE = 14.0  # of a name; what is longer is prose
_LONG = 0.35
_HALVINGS = 30
_STEPS = (0.75, 0.6)
_BOLD = 1.1
_LETTER = 0.52
_CAPITAL = 0.66
_WIDE = "mwMW@%&—…"
_SLIM = "iljtfrI.,;:'!|()[] "


class _Widths(dict[str, float]):
    """The widths of characters, in times their size, as fonts with serifs have them; of most told when asked for."""

    def __missing__(self, character: str) -> float:
        if character > "\u2e7f":
            return 1.0
        return self.setdefault(character, _CAPITAL if character.isupper() else _LETTER)


_WIDTHS = _Widths({**dict.fromkeys(_SLIM, 0.31), **dict.fromkeys(_WIDE, 0.85)})


def fit(grid: Grid, room: Room) -> Fit:
    """What makes the table of `grid` fit into `room`: smaller type first, then all columns, then a page turned."""
    least, natural, body = _columns(grid)
    roomy, close = (
        [max(narrow, min(wide, comfort)) for narrow, wide in zip(least, natural, strict=True)] for comfort in _COMFORTS
    )
    places = [(TablePlace.COLUMN, room.column)]
    places += [(TablePlace.TEXT, room.text)] if room.text > room.column else []
    places += [(TablePlace.TURNED, room.turned)] if room.turned > room.text else []
    tries = [(place, needed, smallest) for place in places for needed, smallest in ((roomy, 0.7), (close, 0.62))]
    if room.text > room.column:
        del tries[1]  # the page's other columns are nearer than words close together
    tries += [(places[-1], needed, 0.0) for needed in (roomy, close, least)]
    for (place, width), needed, smallest in tries:
        for factor in _FACTORS:
            size = max(SMALLEST, factor * room.size)
            if factor >= smallest and sum(needed) + _PADDING * grid.columns <= width / (size * POINT):
                return _fitted(place, size, width, room, (least, body, natural), grid)
    place, width = places[-1]
    return _fitted(place, SMALLEST, width, room, (least, body, natural), grid)


def parts(grid: Grid, room: Room) -> list[tuple[int, int]]:
    """The ranges of columns [first, end) that a table has to be cut into; one where it need not be.

    Each part but the first repeats the table's first column, which tells what its rows are. No cell is cut.
    """
    width = max(room.turned, room.text) / (SMALLEST * POINT)
    least, _, _ = _columns(grid)
    whole = [(0, grid.columns)]
    if sum(least) + _NARROW_PADDING * grid.columns <= width:
        return whole
    cuts = set(range(2, grid.columns))
    for row in grid.rows:
        for placed in row:
            if placed.column == 0 and placed.colspan > 1:
                return whole
            cuts.difference_update(range(placed.column + 1, placed.column + placed.colspan))
    ranges: list[tuple[int, int]] = []
    first, used = 1, least[0] + _PADDING
    for column in range(1, grid.columns):
        used += least[column] + _PADDING
        if used > width and column in cuts and column > first:
            ranges.append((first, column))
            first, used = column, least[0] + least[column] + 2 * _PADDING
    return [(0, ranges[0][1]), *ranges[1:], (first, grid.columns)] if ranges else whole


def _columns(grid: Grid) -> tuple[list[float], list[float], list[float]]:
    """For each column the width of its longest word, at most _LONGEST_WORD, of its longest line, and of its body's."""
    least, natural, body = ([0.5] * grid.columns for _ in range(3))
    spanning = []
    for placed in (placed for row in grid.rows for placed in row):
        bold = _BOLD if placed.cell.header or placed.row < grid.head_rows else 1.0
        word, line = (bold * extent for extent in _extent(placed.cell.blocks))
        if placed.colspan == 1:
            least[placed.column] = max(least[placed.column], word)
            natural[placed.column] = max(natural[placed.column], line)
            if placed.row >= grid.head_rows:
                body[placed.column] = max(body[placed.column], line)
        else:
            spanning.append((placed, word, line))
    for placed, word, line in spanning:
        covered = range(placed.column, placed.column + placed.colspan)
        for widths, wanted in ((least, word), (natural, line)):
            lacking = wanted - sum(widths[column] for column in covered) - _PADDING * (placed.colspan - 1)
            for column in covered:
                widths[column] += max(0.0, lacking) / placed.colspan
    return least, natural, body


def _extent(blocks: Blocks) -> tuple[float, float]:
    """The width of the longest word and of the longest line of what a cell holds."""
    word = line = 0.0
    for block in iter_blocks(blocks):
        if isinstance(block, Figure) and block.image:
            word, line = max(word, _PICTURE), max(line, _PICTURE)
        runs = [block.text] if isinstance(block, CodeBlock) else [plain(run, marks=True) for run in inline_runs(block)]
        for text in (piece for run in runs for piece in run.split("\n")):
            line = max(line, _width(text[:200]))
            word = max([word, *(_width(piece[:40]) for piece in text.split())])
    return min(1.03 * word, _LONGEST_WORD), min(1.03 * line, _LONGEST_LINE)


def _width(text: str) -> float:
    """The width of `text`, in times its size."""
    return sum(map(_WIDTHS.__getitem__, text))


def _fitted(
    place: TablePlace,
    size: float,
    width: float,
    room: Room,
    extents: tuple[Sequence[float], Sequence[float], Sequence[float]],
    grid: Grid,
) -> Fit:
    least, _, natural = extents
    available = width / (size * POINT)
    padding = _PADDING if sum(least) + _PADDING * grid.columns <= available else _NARROW_PADDING
    for_words = max(available - padding * grid.columns, 0.2 * available)
    if sum(natural) <= 0.9 * for_words:
        widths, columns = None, list(natural)
    else:
        columns = _shared(*extents, for_words)
        total = sum(columns) + padding * grid.columns
        widths = tuple(round((column + padding) / total, 4) for column in columns)
    letters = tuple(max(1, int(column / _LETTER)) for column in columns)
    height = _height(grid, columns, size)
    step = sum(size < factor * room.size for factor in _STEPS)
    return Fit(place, size, widths, letters, padding, height, height > _LONG * room.height, step)


def _shared(least: Sequence[float], body: Sequence[float], natural: Sequence[float], available: float) -> list[float]:
    """`available` shared out, for columns whose longest word, longest line below the head and longest line are told.

    Names and figures get their lines, then all share the rest by what they lack, which gives most of it to prose. Where
    there is too little for that, the widest get less; no column is narrower than its longest word while there is room.
    """
    if sum(least) >= available:
        return [width * available / sum(least) for width in least]
    lines = [line if line <= _SHORT_LINE else _COMFORTS[0] for line in body]
    wanted = [max(narrow, line) for narrow, line in zip(least, lines, strict=True)]
    if (rest := available - sum(wanted)) >= 0:
        lacking = [max(0.0, wide - width) for wide, width in zip(natural, wanted, strict=True)]
        share = rest / sum(lacking) if sum(lacking) else 0.0
        return [width + share * more for width, more in zip(wanted, lacking, strict=True)]
    low, high = 0.0, available
    for _ in range(_HALVINGS):
        level = (low + high) / 2
        widths = [min(wide, max(narrow, level)) for narrow, wide in zip(least, wanted, strict=True)]
        low, high = (level, high) if sum(widths) < available else (low, level)
    return [width * available / sum(widths) for width in widths]


def _height(grid: Grid, columns: Sequence[float], size: float) -> float:
    """About how high the table is, in millimetres."""
    lines = 0.0
    for row in grid.rows:
        most = 1.0
        for placed in row:
            width = sum(columns[placed.column : placed.column + placed.colspan])
            text = sum(_width(plain(run)) for block in iter_blocks(placed.cell.blocks) for run in inline_runs(block))
            most = max(most, text / max(width, 1.0) / placed.rowspan)
        lines += most * 1.15 + 0.8
    return lines * size * POINT
