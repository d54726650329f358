"""Question: which tables that a tool drew with pipes are the site's notices and navigation boxes?

The page lays these out as tables, and a tool that prints tables prints them, too: the notice is the only cell with
words, or the first; a navigation box begins with the links in its corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from wikipub.data.furniture import FurnitureRules
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.phrases import phrase_of

_BORDER = re.compile(r"\+(?:[-=]+\+)+")
_WORD = re.compile(r"[^\W_]+")
_BEGINS = "|+"
_RULER = "|:- "
_BORDERS = "|+-= "
"""What borders are made of, those of tables within the table, too."""
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
    for start, end in _tables(page):
        cells = _bordered if page.texts[start][0] == "+" else _piped
        claim, after = _known(page, start, end, list(islice(cells(page, start, end), _TRIED)), rules)
        if claim:
            page.claims.update((line, claim) for line in range(start, after))


def _tables(page: Page) -> Iterator[tuple[int, int]]:
    """The runs of lines that begin with a pipe or, where the first is a border, with a plus sign or a pipe."""
    start = end = 0
    for index in page.signs.beginning(_BEGINS):
        if index < end:
            continue
        start, text = index, page.texts[index]
        signs = "|" if text[0] == "|" else "|+"
        if text[0] == "+" and not _BORDER.fullmatch(text):
            continue
        end = start + 1
        while end < len(page) and page.texts[end] and page.texts[end][0] in signs:
            end += 1
        yield start, end


def _known(page: Page, start: int, end: int, cells: list[str], rules: FurnitureRules) -> tuple[Claim | None, int]:
    """Why the table at the lines [start, end), whose first cells are `cells`, is the site's, and where that ends.

    None where it is the article's. A tool may print a notice as the first row of the table below it.
    """
    if any(map(has_corner, cells)) or (cells and _is_sidebar(page, start, end)):
        return _NAVBOX, end
    rule = next((rule for cell in cells if len(cell) <= _LONGEST and (rule := rules.match(cell))), None)
    if not rule or rule.role not in _ROLES:
        return None, end
    claim = Claim(rule.id, rule.role, rule.reason)
    rows = [index for index in range(start, end) if page.texts[index].strip(_RULER)]
    bordered = page.texts[start][0] == "+"
    if (sum(1 for index in rows if page.texts[index][0] == "+") - 1 if bordered else len(rows)) <= _MOST_ROWS:
        return claim, end
    alone = [cell for cell in page.texts[rows[0]].split("|") if _WORD.search(cell)]
    return (claim, rows[0] + 1) if len(alone) == 1 and rules.match(alone[0].strip()) else (None, end)


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


def _piped(page: Page, start: int, end: int) -> Iterator[str]:
    """The cells with words of a table between pipes, from its first on."""
    for index in range(start, end):
        if page.texts[index].strip(_RULER):
            for cell in page.texts[index].split("|"):
                if _WORD.search(cell):
                    yield cell.strip()


def _bordered(page: Page, start: int, end: int) -> Iterator[str]:
    """The cells with words of the first row of a table with borders; their lines are joined."""
    border = page.texts[start]
    edges = [place for place, sign in enumerate(border) if sign == "+"]
    lines: list[str] = []
    for index in range(start + 1, end):
        if page.texts[index][0] == "+":
            break
        lines.append(page.texts[index])
    for left, right in pairwise(edges):
        cell = " ".join(filter(None, (line[left + 1 : right].strip(_BORDERS) for line in lines)))
        if _WORD.search(cell):
            yield cell
