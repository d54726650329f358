"""Question: where do the witnesses of headings disagree?

What is told is odd, not wrong: a contents block may be older than the page, or leave deep sections out. Each kind is
told once a page, with the first place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from wikipub.readers.text.headings.contents import CONTENTS_ROW, SEVERAL, ContentsEntry, entry_title
from wikipub.readers.text.headings.marked import LEVEL_WITNESSES
from wikipub.readers.text.page import FoundHeading, Page

_QUOTED = 60
"""How much of a title is quoted, in characters."""


class Disagreement(NamedTuple):
    """What witnesses disagree about, from which line of the page on; None where no line says it."""

    code: str
    message: str
    line: int | None


def disagreements(page: Page, entries: list[ContentsEntry]) -> Iterator[Disagreement]:
    """The disagreements on a page whose contents block has these `entries`, by kind."""
    headings = sorted(page.headings.items())
    if entries and any("in-contents" in found.evidence for _, found in headings):
        yield from _with_contents(page, headings, entries)
        yield from _of_numbers(page, entries)
    yield from _of_levels(page, headings, entries)


def _with_contents(
    page: Page, headings: list[tuple[int, FoundHeading]], entries: list[ContentsEntry]
) -> Iterator[Disagreement]:
    """Sections that the contents block does not have, has in another order, or has and the text does not."""
    unmatched = Counter(entry.title.casefold() for entry in entries)
    others = []
    for index, found in headings:
        title = _title(page, index, found)
        if "in-contents" in found.evidence:
            unmatched[title.casefold()] -= 1
        elif found.has_edit_mark:
            others.append((index, title))
    deepest = max((entry.depth or 1 for entry in entries), default=1)
    moved = [(index, title) for index, title in others if unmatched[title.casefold()] > 0]
    for _, title in moved:
        unmatched[title.casefold()] -= 1
    new = [
        (index, title)
        for index, title in others
        if (index, title) not in moved and (page.headings[index].depth or 1) <= deepest
    ]
    gone = [entry.title for entry in entries if unmatched[entry.title.casefold()] > 0]
    if moved:
        message = f"{_sections(len(moved))} in another order than the contents block has: {_quote(moved[0][1])}"
        yield Disagreement("contents-order", message, moved[0][0])
    if new:
        message = f"{_sections(len(new))} that the contents block does not have: {_quote(new[0][1])}"
        yield Disagreement("section-not-in-contents", message, new[0][0])
    if gone:
        entry = "entry" if len(gone) == 1 else "entries"
        message = f"{len(gone)} {entry} of the contents block without a section in the text: {_quote(gone[0])}"
        yield Disagreement("contents-without-section", message, None)


def _of_numbers(page: Page, entries: list[ContentsEntry]) -> Iterator[Disagreement]:
    """Rows of the contents block whose numbers do not count on."""
    titles = tuple({entry.title.casefold() for entry in entries})
    odd = []
    for index in sorted(index for index, claim in page.claims.items() if claim.rule == "contents"):
        row = CONTENTS_ROW.fullmatch(page.texts[index])
        if row and not SEVERAL.search(row[2]) and not entry_title(page.texts[index]).casefold().endswith(titles):
            odd.append((index, row[2]))
    if odd:
        message = f"{len(odd)} row{'s'[: len(odd) > 1]} of the contents block whose numbers do not count on: "
        yield Disagreement("contents-numbers", message + _quote(odd[0][1]), odd[0][0])


def _of_levels(
    page: Page, headings: list[tuple[int, FoundHeading]], entries: list[ContentsEntry]
) -> Iterator[Disagreement]:
    """Sections of which level marks tell another depth than the contents block's numbers."""
    places = iter(entries)
    apart: list[tuple[int, str, int, int]] = []
    for index, found in headings:
        if "in-contents" not in found.evidence:
            continue
        title = _title(page, index, found)
        depth = next((entry.depth for entry in places if entry.title.casefold() == title.casefold()), None)
        marked = any(witness in LEVEL_WITNESSES for witness in found.evidence)
        if marked and depth and found.depth and depth != found.depth:
            apart.append((index, title, found.depth, depth))
    if apart:
        index, title, marked_depth, depth = apart[0]
        message = (
            f"{_sections(len(apart))} whose level marks and whose number in the contents block tell different depths: "
            f"{_quote(title)}, {marked_depth} and {depth}; the marks count"
        )
        yield Disagreement("levels-disagree", message, index)


def _title(page: Page, index: int, found: FoundHeading) -> str:
    return page.texts[index][found.start : found.end]


def _sections(count: int) -> str:
    return f"{count} section{'s'[: count > 1]}"


def _quote(title: str) -> str:
    return f"“{title if len(title) <= _QUOTED else title[:_QUOTED].rstrip() + '…'}”"
