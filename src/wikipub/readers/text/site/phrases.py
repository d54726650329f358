"""Question: what does a line say in the words of the wiki's interface?"""

from __future__ import annotations

import re
from itertools import chain

from wikipub.data.interface import Phrase, interface
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.shape import BULLETS

BULLET = re.compile(rf"^(?:[{BULLETS}]|\[[ x]?\])\s+(?=\S)")
"""The bullet, or the box to tick, before an item of a menu."""
_BULLET_BEGINS = frozenset(BULLETS + "[")
_BUTTON_WORD = "(BUTTON)"
_BUTTON = re.compile(r"\(BUTTON\)\s*|\[\s*\]\s*")
_LONGEST = 600

ROLES = {
    "jump": "links that jump within the page",
    "footer": "stands below the article on every page of the site",
    "categories": "the page's categories; the document keeps them",
    "tagline": "the site's tagline",
    "menu": "a menu or tab of the site",
    "language": "a link to the article in another language",
    "toggle": "a button of the contents block",
    "contents": "the title of a contents block",
    "retrieved": "the page's own address",
    "redirected": "says by which redirect the page was reached",
    "backlink": "links from a note back to its marks",
    "edit_hint": "what an edit link says",
    "redlink": "says that a page does not exist",
    "navbox": "the links in the corner of a navigation box",
}


def phrase_of(text: str) -> Phrase | None:
    """What the interface says with this line, or the first cell of it, its bullet and button marks put aside."""
    cell = _cell(text) if text else ""
    return interface().match(cell) if len(cell) <= _LONGEST else None


def cells_of(page: Page) -> dict[int, str]:
    """The words of a line, or of its first cell, without bullet and button marks, for each line that has others."""
    signs = page.signs
    dressed = {*signs.beginning(_BULLET_BEGINS), *chain.from_iterable(map(signs.holding, ("[", "\t", _BUTTON_WORD)))}
    texts = [(index, page.texts[index]) for index in sorted(dressed)]
    return {index: cell for index, text in texts if (cell := _cell(text)) is not text}


def _cell(text: str) -> str:
    cell = text.split("\t", 1)[0] if "\t" in text else text
    if cell[1:2].isspace() and cell[0] in BULLETS:
        cell = cell[1:].lstrip() or cell
    elif cell[:1] == "[" and (box := BULLET.match(cell)):
        cell = cell[box.end() :]
    if len(cell) <= _LONGEST and ("[" in cell or _BUTTON_WORD in cell):
        cell = _BUTTON.sub("", cell)
    return cell.strip()


def said(cell: str) -> Phrase | None:
    """What the interface says with a cell that its table's `ends` let pass."""
    return interface().say(cell) if len(cell) <= _LONGEST else None


def claim_of(phrase: Phrase) -> Claim:
    """Why a line that says `phrase` is not the article's."""
    return Claim(f"interface-{phrase.role}", phrase.role, ROLES[phrase.role])
