"""Question: which tables that a tool drew are the site's notices and navigation boxes?

The page lays these out as tables, and a tool that prints tables prints them, too: the notice is the only cell with
words, or the first; a navigation box begins with the links in its corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from wikipub.data.furniture import FurnitureRule, FurnitureRules
from wikipub.readers.text.page import Claim, DrawnTable, Page
from wikipub.readers.text.shape import BULLETS, is_prose
from wikipub.readers.text.site.phrases import phrase_of

_WORD = re.compile(r"[^\W_]+")
_RULER = "|:- "
_BULLET = re.compile(rf"[{BULLETS}]\s")
_CORNER_LINKS, _LONGEST_CORNER = 3, 60
"""How many links a box's corner has, and within how many characters of a table they stand."""
_TRIED = 2
"""How many cells with words are looked at: a picture may stand before the notice."""
_FEWEST_ITEMS = 8
"""A side bar has more items of lists."""
_MOST_ROWS, _LONGEST = 3, 1000
"""Most rows with words of a notice, and its longest cell, in characters."""
_ROLES = ("notice", "sister-project")
_FEWEST_ENTRIES = 8
"""Fewest rows of one cell that make a table above the lead a side bar, which may go on in the tables below it; an
infobox has labels and values."""
_MOST_PROJECTS = 20
"""Most cells of a box that links to sister projects."""
_SERIES = Claim("series", "navbox", "a side bar of links to a series of articles, in rows of one cell")
_NAVBOX = Claim("navbox", "navbox", "a navigation box, known by the links in its corner")


def claim_boxed_tables(page: Page, rules: FurnitureRules) -> None:
    """Claim the tables that are notices or navigation boxes, their empty rows and rulers with them."""
    lead = next((i for i in page.long if page.texts[i][0] != "|" and is_prose(page.texts[i])), 0)
    series = -1
    for start, end in _piped_tables(page):
        claim, after = _known(page, start, end, list(islice(_cells(page, start, end), _TRIED)), rules)
        fewest = 1 if 0 <= series <= start == page.next_filled(series) else _FEWEST_ENTRIES
        if claim is None and end <= lead and _is_series(page.texts[start:end], fewest):
            claim, series = _SERIES, end
        if claim:
            page.claims.update((line, claim) for line in range(start, after))
    for table in page.drawn_tables:
        if claim := _drawn(page, table, rules):
            page.claims.update((line, claim) for line in range(table.start, table.end) if page.texts[line])


def _piped_tables(page: Page) -> Iterator[tuple[int, int]]:
    """The runs of lines that begin with a pipe."""
    start = end = 0
    for index in page.signs.beginning("|"):
        if index < end:
            continue
        start, end = index, index + 1
        while end < len(page) and page.texts[end][:1] == "|":
            end += 1
        yield start, end


def _known(page: Page, start: int, end: int, cells: list[str], rules: FurnitureRules) -> tuple[Claim | None, int]:
    """Why the table at the lines [start, end), whose first cells are `cells`, is the site's, and where that ends.

    None where it is the article's. A tool may print a notice as the first row of the table below it.
    """
    if any(map(has_corner, cells)) or (cells and _is_sidebar(page, start, end)):
        return _NAVBOX, end
    if cells and (claim := _box(cells, rules)):
        return claim, end
    if not (claim := _notice(cells, rules)):
        return None, end
    rows = [index for index in range(start, end) if page.texts[index].strip(_RULER)]
    if len(rows) <= _MOST_ROWS or (claim.role == "sister-project" and _all_known(page, start, end, rules)):
        return claim, end
    alone = [cell for cell in page.texts[rows[0]].split("|") if _WORD.search(cell)]
    return (claim, rows[0] + 1) if len(alone) == 1 and _rule(alone[0].strip(), rules) else (None, end)


def _rule(cell: str, rules: FurnitureRules) -> FurnitureRule | None:
    """The rule that knows a cell, whatever is bold or slanted in it."""
    return rules.match(cell.replace("*", "").strip()) if len(cell) <= _LONGEST else None


def _box(cells: list[str], rules: FurnitureRules) -> Claim | None:
    """Why a table is a box whose first cell is its label, or the only one with words; None where it is not."""
    rule = _rule(cells[0], rules)
    is_box = rule and rule.role == "navbox" and (len(cells) == 1 or rule.id in rules.boxes)
    return Claim(rule.id, rule.role, rule.reason) if rule and is_box else None


def _all_known(page: Page, start: int, end: int, rules: FurnitureRules) -> bool:
    """Whether each cell with words is of a box of sister projects, of which there are few."""
    cells = list(islice(_cells(page, start, end), _MOST_PROJECTS + 1))
    known = (rule for cell in cells if (rule := _rule(cell, rules)) and rule.role == "sister-project")
    return len(cells) <= _MOST_PROJECTS and len(list(known)) == len(cells)


def _drawn(page: Page, table: DrawnTable, rules: FurnitureRules) -> Claim | None:
    """Why a table that was drawn with borders, whose cells are lines here, is the site's; None where it is not."""
    lines = [text for text in page.texts[table.start : table.end] if _WORD.search(text)]
    if not lines:
        return None
    items = sum(1 for text in lines if _BULLET.match(text))
    last = " ".join(lines[-_CORNER_LINKS:])
    if any(has_corner(" ".join(lines[first : first + _CORNER_LINKS])) for first in range(_TRIED)) or (
        items > _FEWEST_ITEMS and has_corner(" ".join(_WORD.findall(last)[-_CORNER_LINKS:]))
    ):
        return _NAVBOX
    return _notice(lines[:_TRIED], rules) if table.rows <= _MOST_ROWS else None


def _notice(cells: list[str], rules: FurnitureRules) -> Claim | None:
    """Which notice of the site one of the first cells of a table is."""
    rule = next((rule for cell in cells if (rule := _rule(cell, rules))), None)
    return Claim(rule.id, rule.role, rule.reason) if rule and rule.role in _ROLES else None


def _is_series(rows: list[str], fewest: int) -> bool:
    """Whether `fewest` rows of a table above the lead, and nearly all of them, have one cell with words."""
    worded = [sum(1 for cell in row.split("|") if _WORD.search(cell)) for row in rows if row.strip(_RULER)]
    return len(worded) >= fewest and 10 * worded.count(1) >= 9 * len(worded)


def _is_sidebar(page: Page, start: int, end: int) -> bool:
    """Whether the table's last row is the links in a box's corner and nothing else, and lists stand above."""
    last = next((text for text in reversed(page.texts[start:end]) if text.strip(_RULER)), "")
    words = _WORD.findall(last[:_LONGEST])
    return (
        len(words) == _CORNER_LINKS
        and has_corner(last.strip("|* "))
        and sum(text.count("* ") for text in page.texts[start:end]) > _FEWEST_ITEMS
    )


def has_corner(text: str) -> bool:
    """Whether `text` begins with the links in a box's corner, v t e, in any language."""
    words = _WORD.findall(text[:_LONGEST_CORNER])[:_CORNER_LINKS]
    phrase = phrase_of(" ".join(words)) if len(words) == _CORNER_LINKS else None
    return phrase is not None and phrase.role == "navbox" and not phrase.value


def _cells(page: Page, start: int, end: int) -> Iterator[str]:
    """The cells with words of a table between pipes, from its first on."""
    for index in range(start, end):
        if page.texts[index].strip(_RULER):
            for cell in page.texts[index].split("|"):
                if _WORD.search(cell):
                    yield cell.strip()
