"""Question: which lines are the cells of a table or box that a tool printed one a line?

Such a tool leaves two blank lines or more between rows, and one at most between the cells of a row. Where rows have the
same number of cells, that is the table's; where they have not, which cell is under which the text does not tell.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from itertools import groupby
from typing import NamedTuple

from wikipub.readers.text.page import Page
from wikipub.readers.text.shape import is_prose

_LONGEST = 150
"""Longest cell, in characters."""
_APART = 2
"""Farthest that a cell may be from the one before it in its row, in lines."""
_PAIR = 2
"""Cells of a row of a box: a label and its value."""
_VALUE = re.compile(r"\d|\[\w{1,3}\]|[\W_]{1,3}$")
"""What begins as a number, is a note's mark or a sign for an empty cell."""
_ROWS, _PAIRS, _LINES = 3, 4, 10
"""Fewest rows of a table, of a table of pairs, fewest lines of what may be a table."""


class Shape(Enum):
    """What rows are: a box of labels and values, a table, lines that may be one, or lines."""

    BOX = auto()
    TABLE = auto()
    TORN = auto()
    LINES = auto()


class Stack(NamedTuple):
    """Rows of lines of one shape; `end` is the line after the last."""

    shape: Shape
    rows: list[list[int]]

    @property
    def end(self) -> int:
        """The line after the last."""
        return self.rows[-1][-1] + 1


def stacks(page: Page, index: int, in_head: bool) -> tuple[list[Stack], int]:
    """What the rows that begin at line `index` are, [] where they are no cells; and the line after what was looked at.

    Before the lead they are a box where most are pairs.
    """
    rows: list[list[int]] = []
    line = index
    while row := _row(page, line):
        rows.append(row)
        line = page.next_filled(row[-1] + 1)
    end = max(line, index + 1)
    if len(rows) < _ROWS:
        return [], end
    pairs = sum(1 for row in rows if len(row) == _PAIR)
    if in_head and pairs >= _ROWS and 5 * pairs >= 3 * len(rows):
        return [Stack(Shape.BOX, rows)], end
    found: list[Stack] = []
    for width, run in groupby(rows, key=len):
        same = list(run)
        if width > 1 and len(same) >= (_PAIRS if width == _PAIR else _ROWS):
            found.append(Stack(Shape.TABLE, same))
        elif found and found[-1].shape is Shape.LINES:
            found[-1].rows.extend(same)
        else:
            found.append(Stack(Shape.LINES, same))
    # Few rows of one length among many of others have it by chance: cells span rows there, or hold several lines.
    if 2 * sum(len(stack.rows) for stack in found if stack.shape is Shape.TABLE) >= len(rows) > 0:
        return found, end
    return ([Stack(Shape.TORN, rows)] if _may_be_table(page, rows) else []), end


def _may_be_table(page: Page, rows: list[list[int]]) -> bool:
    """Whether rows look like a table's, with numbers and empty cells among them, though they differ in length."""
    cells = [page.texts[line] for row in rows for line in row]
    values = sum(1 for cell in cells if _VALUE.match(cell))
    return len(rows) >= _ROWS and len(cells) >= max(_LINES, 2 * len(rows)) and 4 * values >= len(cells)


def _row(page: Page, line: int) -> list[int]:
    """The lines of the row that begins at `line`; [] where one of them cannot be a cell."""
    if not _is_cell(page, line):
        return []
    row = [line]
    while (following := page.next_filled(line + 1)) < len(page) and following - line <= _APART:
        if not _is_cell(page, following):
            return row if following - line == _APART else []
        row.append(following)
        line = following
    return row


def _is_cell(page: Page, line: int) -> bool:
    if not page.free(line):
        return False
    text = page.texts[line]
    return len(text) <= _LONGEST and "\t" not in text and not is_prose(text)
