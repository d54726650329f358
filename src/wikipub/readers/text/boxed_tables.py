"""Question: which tables that a tool drew are the site's notices and navigation boxes?

The page lays these out as tables, and a tool that prints tables prints them, too: the notice is the only cell with
words, or the first; a navigation box begins with the links in its corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from wikipub.data.furniture import FurnitureRules
from wikipub.readers.text.page import Claim, DrawnTable, Page
from wikipub.readers.text.phrases import phrase_of
from wikipub.readers.text.shape import BULLETS

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
_NAVBOX = Claim("navbox", "navbox", "a navigation box, known by the links in its corner")


def claim_boxed_tables(page: Page, rules: FurnitureRules) -> None:
    """Claim the tables that are notices or navigation boxes, their empty rows and rulers with them."""
    for start, end in _piped_tables(page):
        claim, after = _known(page, start, end, list(islice(_cells(page, start, end), _TRIED)), rules)
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
    if not (claim := _notice(cells, rules)):
        return None, end
    rows = [index for index in range(start, end) if page.texts[index].strip(_RULER)]
    if len(rows) <= _MOST_ROWS:
        return claim, end
    alone = [cell for cell in page.texts[rows[0]].split("|") if _WORD.search(cell)]
    return (claim, rows[0] + 1) if len(alone) == 1 and rules.match(alone[0].strip()) else (None, end)


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
    rule = next((rule for cell in cells if len(cell) <= _LONGEST and (rule := rules.match(cell))), None)
    return Claim(rule.id, rule.role, rule.reason) if rule and rule.role in _ROLES else None


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
