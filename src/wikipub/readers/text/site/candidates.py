"""Question: which lines may the tables of words know?

A page has many lines and the tables know few of them. All lines are sifted here at once, by how they begin and end; the
questions that ask a table look at the lines that are left.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from wikipub.data.ends import Ends, Sieve
from wikipub.data.furniture import FurnitureRules
from wikipub.data.interface import Phrase, interface
from wikipub.readers.text.headings.contents import title_ends
from wikipub.readers.text.page import Page
from wikipub.readers.text.site.furniture import torn, undressed
from wikipub.readers.text.site.phrases import cells_of, said


class Candidates(NamedTuple):
    """What the interface says with lines, by line; the lines that rules may know, and those that `Sieve` has them for.

    `titles` may title the contents block, `edits` may be a bare edit link.
    """

    phrases: dict[int, Phrase]
    furniture: list[int]
    titles: list[int]
    edits: list[int]


def candidates(page: Page, rules: FurnitureRules) -> Candidates:
    """Sift the page's lines. Rules are also asked about whole lines, and about such as stand between pipes."""
    sieve = _sieve(rules)
    cells = cells_of(page)
    words = page.texts.copy()
    for index, cell in cells.items():
        words[index] = cell
    of_interface, of_rules, titles, edits = sieve.candidates(page.filled, words)
    phrases = {index: phrase for index in of_interface if (phrase := said(words[index]))}
    whole = [(index, page.texts[index]) for index in (*cells, *page.signs.beginning("|"))]
    bare = [(index, inner) for index, text in whole if (inner := undressed(text)) not in (words[index], text)]
    others = [*whole, *bare]
    _, of_others, *_ = sieve.candidates(range(len(others)), [text for _, text in others])
    furniture = {*of_rules, *(others[place][0] for place in of_others), *torn(page)}
    return Candidates(phrases, sorted(furniture), titles, edits)


@lru_cache(maxsize=8)
def _sieve(rules: FurnitureRules) -> Sieve:
    """The tables of the interface, of rules, of the titles of contents blocks, and of edit links."""
    return Sieve((interface().ends, rules.ends, title_ends(), Ends(interface().edit)))
