"""Question: which lines are the rows of a table whose cells are parted by TABs?"""

from __future__ import annotations

import re

from wikipub.readers.text.blocks.grid import Grid, GridCell
from wikipub.readers.text.page import Page

_TABS = re.compile(r"\t+")


def tab_grid(page: Page, index: int) -> Grid | None:
    """The table that begins at line `index`; None where none does.

    A table has two rows at least. Lines without a TAB that stand between rows belong to it: a cell of several lines
    was torn there; lines before the first row and after the last do not.
    """
    if "\t" not in page.texts[index] or not page.free(index):
        return None
    end = index
    rows = 0
    line = index
    while page.free(line):
        if "\t" in page.texts[line]:
            rows += 1
            end = line + 1
        line += 1
    if rows < 2:
        return None
    head = sum(1 for line in range(index, end) if line in page.drawn and page.drawn[line].is_head)
    return Grid(end, [[GridCell(cell) for cell in cells(page, row)] for row in range(index, end)], head)


def cells(page: Page, index: int) -> list[str]:
    """The cells of the row at line `index`, without blanks around them; an empty one where two separators meet.

    A drawn table has them told.

    The separator is two TABs where all runs of TABs are of even length, else one.
    """
    if row := page.drawn.get(index):
        return [""] * row.empty + page.texts[index].split("\t")
    line = (page.lead(index) + page.texts[index]).strip(" \N{NO-BREAK SPACE}")
    even = all(len(run) % 2 == 0 for run in _TABS.findall(line))
    return [cell.strip() for cell in line.split("\t\t" if even else "\t")]
