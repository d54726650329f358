"""Question: which lines are the rows of a table whose cells are parted by pipes, and where are its cells?"""

from __future__ import annotations

import re
from itertools import pairwise

from wikipub.readers.text.blocks.grid import Grid, GridCell
from wikipub.readers.text.page import BLANKS, Page

_ALIGNMENT = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
"""The row below the head, `---|:---:`; `---` alone is one where a row with pipes follows."""
_FEWEST_ROWS = 2
_RULE = "---"
_NEAR = 40
"""Within how many lines below a lone `---` a row with pipes tells that it is no rule."""


def pipe_grid(page: Page, index: int) -> Grid | None:
    """The table that begins at line `index`; None where none does.

    Its second line is an alignment row. Where every row stands between pipes the table ends with them, else with the
    run of lines. A tool may print one alignment row more below each row of the head; a first row of one cell over more
    rows of the head is the table's caption.
    """
    if index + 1 >= len(page) or not _is_alignment(page.texts[index + 1]) or not page.free(index):
        return None
    if "|" not in page.texts[index + 1] and (page.texts[index + 1] != _RULE or not _pipe_below(page, index + 2)):
        return None
    bounded = page.texts[index + 1][0] == "|"
    if bounded and page.texts[index][0] != "|":
        return None
    end = index
    while page.free(end) and (not bounded or page.texts[end][0] == "|"):
        end += 1
        while not bounded and _held_picture(page, end):
            end += 1
    lines = [line for line in range(index, end) if page.texts[line]]
    rulers = [line for line in lines if _is_alignment(page.texts[line])]
    head = [line for line in rulers if line == index + 1 or line - 2 in rulers]
    rows = [_cells(page, line, bounded) for line in lines if line not in head]
    caption = ""
    if len(head) > 1 and len(rows) > 1 and not any(cell.text for cell in rows[0][1:]):
        caption = rows.pop(0)[0].text
    return Grid(end, rows, len(head) - bool(caption) if any(cell.text for cell in rows[0]) else 0, caption)


def bar_grid(page: Page, index: int) -> Grid | None:
    """The table that begins at line `index` whose rows stand between bars, with no row below its head; None for none.

    Heads stand between carets in DokuWiki's markup, and between two bars in Jira's.
    """
    end = index
    while end < len(page) and _is_row(page.texts[end]) and page.free(end):
        end += 1
    if end - index < _FEWEST_ROWS:
        return None
    lines = [line for line in range(index, end) if not _is_alignment(page.texts[line])]
    heads = [page.texts[line][:2] == "||" or page.source[page.number(line) - 1].lstrip()[:1] == "^" for line in lines]
    rows = [_cells(page, line, True) if page.texts[line][:2] != "||" else _headed(page.texts[line]) for line in lines]
    return Grid(end, rows, heads.index(False) if False in heads else 0)


def _is_row(text: str) -> bool:
    return len(text) > 1 and text[0] == text[-1] == "|"


def _headed(text: str) -> list[GridCell]:
    """The cells of a row between two bars each."""
    return [GridCell(cell.strip()) for cell in text[2:].rstrip("|").split("||")]


def _pipe_below(page: Page, line: int) -> bool:
    for below in range(line, line + _NEAR):
        if not page.free(below) and not _held_picture(page, below):
            return False
        if "|" in page.texts[below]:
            return True
    return False


def _held_picture(page: Page, line: int) -> bool:
    """Whether line `line` is blank only because all of it is in the ledger."""
    if line >= len(page) or page.texts[line]:
        return False
    origin = page.origins[line]
    return isinstance(origin, int) and page.source[origin].strip(BLANKS) != ""


def _is_alignment(text: str) -> bool:
    return text[:1] in "|:-" and _RULE in text and _ALIGNMENT.fullmatch(text) is not None


def _cells(page: Page, line: int, bounded: bool) -> list[GridCell]:
    """The cells of a row; a pipe behind a backslash is a cell's own."""
    text = page.texts[line]
    bounds = [
        -1,
        *(place for place, sign in enumerate(text) if sign == "|" and not _escaped(page, line, place)),
        len(text),
    ]
    cells = [text[start + 1 : end].replace("\\|", "|").strip() for start, end in pairwise(bounds)]
    if bounded:
        cells = cells[1 : len(cells) - (not cells[-1])]
    return [GridCell(cell) for cell in cells or [""]]


def _escaped(page: Page, line: int, place: int) -> bool:
    """Whether a backslash stands before this sign in the source; it may have been taken out of the line."""
    (span,) = page.spans(line, place, place + 1)
    return span.start > 0 and page.source[span.line - 1][span.start - 1] == "\\"
