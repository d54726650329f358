"""Question: which lines are headings in a text that marks none?

Short lines are weighed by what their surroundings say, twice. At first each for itself; then those that are headings
for certain tell how this text sets its headings, with how many blank lines above and below, and the others are judged
by that, too.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from wikipub.data.language import Language
from wikipub.data.witnesses import Weights, weights
from wikipub.readers.text.hatnotes import is_hatnote
from wikipub.readers.text.headings.evidence import confidence
from wikipub.readers.text.headings.marked import LEVEL_WITNESSES
from wikipub.readers.text.headings.surroundings import Statement, Surroundings
from wikipub.readers.text.language import known_titles
from wikipub.readers.text.page import FoundHeading, Page

_LONGEST = 80
"""Longest heading without a mark, in characters."""
_NO_ENDS = ".,:;!…。"
"""Signs that no heading ends with; some end with a question mark."""
_NOT_IN_HEADINGS = ("\t", "://", "^", "↑")
"""Signs of tables, addresses and notes."""
_YEARS = re.compile(r"\d{4}\s?[–-]\s?\d{2,4}")
_TWO_SENTENCES = re.compile(r"(?:[^\W\d_]{4}|\d{3})\. ")
"""A word that is no abbreviation, or a number that is no section's, then a stop: captions and items go on so."""
_OPENING_QUOTES = "\"“'‘„«"
_MOST_ABOVE, _MOST_BELOW = 3, 2
"""More blank lines than so many, above and below, are the same as so many."""
_FEW = 3
"""Fewest headings beside which a single one between level marks is none."""
_SURE = 0.5
"""The least confidence of a heading."""
_FEWEST = 2
"""Fewest other headings that tell how the text sets them."""
_SHARED = 0.3
"""Least share of the other headings that are laid out as a line is, to be a witness for it."""
_PROPER, _COMMON = 0.6, 0.15
"""Share of headings in the lines that are laid out alike: from the first on a witness, below the second a doubt."""
_TEXT_BELOW = frozenset(("text-right-below", "prose-after", "sentence-right-below", "hatnote-after"))
LAYOUT = ("below-heading", "other-periods", "layout-of-headings", "layout-of-few-others", "layout-of-others")
"""What is said by the lines that are headings for certain; the rest is said by each line for itself."""


class Layout(NamedTuple):
    """How many blank lines stand above a line and below it."""

    above: int
    below: int


def find_bare_headings(page: Page, language: Language | None) -> None:
    """Find the headings of a page that marks none.

    A single line between level marks is no heading where others are found that are not marked so: it is an example of
    markup. Where a tool put a stop behind each heading, only lines with one are looked at.
    """
    lone = dict(page.headings)
    if len(lone) > 1 or any(found.evidence[0] not in LEVEL_WITNESSES for found in lone.values()):
        return
    page.headings.clear()
    stop = "." if _have_stops(page) else ""
    for index, statement in statements(page, language, weights(), stop).items():
        if confidence(*statement) >= _SURE or (stop and "known-title" in statement.witnesses):
            page.headings[index] = FoundHeading(0, len(page.texts[index]) - len(stop), None, *statement)
    if len(page.headings) < _FEW:
        page.headings.update(lone)


def _have_stops(page: Page) -> bool:
    """Whether usual titles of sections stand alone on their lines with a stop behind, as WikiExtractor prints them."""
    stopped = (page.texts[index][:-1].casefold() for index in page.signs.ends["."] if page.free(index))
    return len({title for title in stopped if title in known_titles()}) >= _FEWEST


def statements(page: Page, language: Language | None, table: Weights, stop: str = "") -> dict[int, Statement]:
    """What is said for and against each line of the article that has the shape of a heading, and `stop` behind it."""
    surroundings = Surroundings(page, language)
    start = 0 if page.title is None else page.title + 1
    found = {
        index: surroundings.of(index, page.texts[index].removesuffix(stop))
        for index in range(start, len(page))
        if _has_shape(page, index, stop) and not _is_in_run(page, index) and not _is_hatnote(page, index, language)
    }
    return _with_layout(page, start, found, table)


def _has_shape(page: Page, index: int, stop: str) -> bool:
    """Whether a line is short, begins as a heading does, and does not end as a sentence does before its `stop`."""
    text = page.texts[index]
    if stop:
        if not text.endswith(stop):
            return False
        text = text.removesuffix(stop)
    return (
        0 < len(text) <= _LONGEST
        and text[-1] not in _NO_ENDS
        and (text[0].isalnum() or text[0] in _OPENING_QUOTES)
        and not text[0].islower()
        and not any(sign in text for sign in _NOT_IN_HEADINGS)
        and (any(map(str.isalpha, text)) or _YEARS.fullmatch(text) is not None)
        and not _TWO_SENTENCES.search(text)
        and index not in page.columns
        and page.free(index)
    )


def _is_hatnote(page: Page, index: int, language: Language | None) -> bool:
    return language is not None and is_hatnote(page.texts[index], language)


def _is_in_run(page: Page, index: int) -> bool:
    """Whether a line stands between short lines, as rows and items do: if not a usual title, it is no heading."""
    if index == 0 or index + 1 == len(page):
        return False
    above, below = page.texts[index - 1], page.texts[index + 1]
    return (
        0 < len(above) <= _LONGEST
        and 0 < len(below) <= _LONGEST
        and below[-1].isalnum()
        and page.texts[index].removesuffix(".").casefold() not in known_titles()
    )


def _with_layout(page: Page, start: int, found: dict[int, Statement], table: Weights) -> dict[int, Statement]:
    """Add what the layout says, as told by those of the lines `found` that are headings for certain."""
    sure = {index for index, statement in found.items() if confidence(*statement, table) >= _SURE}
    layouts = _layouts(page, start)
    lines = Counter(layouts.values())
    headings = Counter(layouts[index] for index in sure)
    periods = {index for index in sure if "period" in found[index].witnesses}
    return {
        index: _judged(
            _among_periods(_below_heading(statement) if index - 1 in sure else statement, len(periods - {index})),
            headings[layouts[index]] - (index in sure),
            len(sure) - (index in sure),
            lines[layouts[index]] - 1,
        )
        for index, statement in found.items()
    }


def _below_heading(statement: Statement) -> Statement:
    """The statement of a line right below a heading: sections may begin with a subsection, and this with text."""
    witnesses, doubts = statement
    if _TEXT_BELOW.isdisjoint(witnesses):
        return statement
    others = tuple(doubt for doubt in doubts if doubt != "short-line-above")
    return Statement((*witnesses, "prose-before", "below-heading"), others)


def _among_periods(statement: Statement, others: int) -> Statement:
    """The statement of a line that may begin with a span of years, in a text where so many other headings do."""
    witnesses, doubts = statement
    if others < _FEWEST or "period" not in witnesses:
        return statement
    return Statement((*witnesses, "other-periods"), doubts)


def _judged(statement: Statement, alike: int, headings: int, lines: int) -> Statement:
    """A statement with what the layout says: of `headings` others, and of `lines` others of this layout, `alike`."""
    witnesses, doubts = statement
    if headings < _FEWEST or "below-heading" in witnesses:  # which has no blank line above, as others have
        return statement
    if alike >= _SHARED * headings:
        witnesses = (*witnesses, "layout-of-headings")
    if alike >= _PROPER * max(lines, 1):
        witnesses = (*witnesses, "layout-of-few-others")
    elif alike < _COMMON * max(lines, 1):
        doubts = (*doubts, "layout-of-others")
    return Statement(witnesses, doubts)


def _layouts(page: Page, start: int) -> dict[int, Layout]:
    """The layout of each line of the article from line `start` on."""
    filled = [index for index in range(start, len(page)) if page.texts[index]]
    befores = [start - 1, *filled]
    afters = [*filled[1:], len(page)]
    return {
        index: Layout(min(index - before - 1, _MOST_ABOVE), min(after - index - 1, _MOST_BELOW))
        for before, index, after in zip(befores, filled, afters, strict=False)
        if page.free(index)
    }
