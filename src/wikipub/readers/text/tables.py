"""Question: which lines are rows of a table, or facts of an infobox?

Scrapers that keep tables print a row as a line with one TAB, or two, between cells.
"""

from __future__ import annotations

import re

from wikipub.readers.text.page import Page

_TABS = re.compile(r"\t+")


def table_rows(page: Page, index: int) -> int:
    """The line after the table that begins at line `index`; `index` itself where none does.

    A table has two rows at least. Lines without a TAB that stand between rows belong to it: a cell of several lines
    was torn there; lines before the first row and after the last do not.
    """
    if not page.free(index) or "\t" not in page.texts[index]:
        return index
    end = index
    rows = 0
    line = index
    while page.free(line):
        if "\t" in page.texts[line]:
            rows += 1
            end = line + 1
        line += 1
    return end if rows > 1 else index


def cells(page: Page, index: int) -> list[str]:
    """The cells of the row at line `index`, without blanks around them; an empty one where two separators meet.

    The separator is two TABs where all runs of TABs are of even length, else one.
    """
    line = (page.lead(index) + page.texts[index]).strip(" \N{NO-BREAK SPACE}")
    even = all(len(run) % 2 == 0 for run in _TABS.findall(line))
    return [cell.strip() for cell in line.split("\t\t" if even else "\t")]
