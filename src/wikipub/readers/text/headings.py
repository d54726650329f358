"""Question: which lines are headings, how sure is that, and does the text tell their depth?

A line is a heading by what its witnesses say of it. The witnesses and what each is worth are in docs/headings.md.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from wikipub.data.language import Language
from wikipub.readers.text.contents import ContentsEntry
from wikipub.readers.text.hatnotes import is_hatnote
from wikipub.readers.text.page import Claim, FoundHeading, Page
from wikipub.readers.text.shape import is_prose

WEIGHTS = {
    "edit-mark-before": 0.98,
    "edit-mark-after": 0.98,
    "equals-signs": 0.97,
    "in-contents": 0.8,
    "known-title": 0.6,
    "bare-line": 0.5,
    "prose-after": 0.3,
    "hatnote-after": 0.5,
}
"""How far each witness alone makes a line a heading, in 0..1."""

EDIT_MARK = Claim("edit-mark", "edit-mark", "the edit link of a section")
LEVEL_MARK = Claim("level-mark", "level-mark", "marks the heading's level")

_LONGEST = 250
_BARE_LONGEST = 80
_BEFORE = re.compile(r"\[\s*([^\[\]]{2,60}?)\s*\]\s*(?=\S)")
_AFTER = re.compile(r"\s*\[\s*([^\[\]]{2,60}?)\s*\]$")
_EQUALS = re.compile(r"(={2,6})\s*(?=[^=\s])(.*?)\s*\1")


def confidence(evidence: tuple[str, ...]) -> float:
    """How sure it is that a line is a heading, in 0..1: the chance that not all of its witnesses are wrong."""
    doubt = 1.0
    for witness in evidence:
        doubt *= 1.0 - WEIGHTS[witness]
    return round(1.0 - doubt, 3)


def find_marked_headings(page: Page, edit_words: dict[str, tuple[str, ...]], languages: Counter[str]) -> None:
    """Find the headings that carry an edit mark or equals signs; count in `languages` those that the marks are in."""
    for index, text in enumerate(page.texts):
        if not text or len(text) > _LONGEST or index in page.claims:
            continue
        if text[0] == "[":
            mark = _BEFORE.match(text)
            if mark and (codes := edit_words.get(mark[1].casefold())):
                page.headings[index] = FoundHeading(mark.end(), len(text), None, ("edit-mark-before",))
                languages.update(codes)
        elif text[0] == "=":
            if equals := _EQUALS.fullmatch(text):
                depth = len(equals[1]) - 1
                page.headings[index] = FoundHeading(equals.start(2), equals.end(2), depth, ("equals-signs",))
        elif text[-1] == "]":
            mark = _AFTER.search(text, max(0, len(text) - 64))
            if mark and mark.start() and (codes := edit_words.get(mark[1].casefold())):
                page.headings[index] = FoundHeading(0, mark.start(), None, ("edit-mark-after",))
                languages.update(codes)


def confirm_by_contents(page: Page, entries: list[ContentsEntry]) -> None:
    """Let the contents block witness: a line with an entry's title, in the entries' order, has the entry's depth."""
    if not entries:
        return
    places = _title_places(page, {entry.title.casefold() for entry in entries})
    last = -1
    for depth, title in entries:
        lines = places.get(title.casefold(), [])
        if (at := bisect_right(lines, last)) == len(lines):
            continue
        last = lines[at]
        found = page.headings.get(last) or FoundHeading(0, len(page.texts[last]), None, ("bare-line",))
        page.headings[last] = FoundHeading(found.start, found.end, depth, (*found.evidence, "in-contents"))


def _title_places(page: Page, titles: set[str]) -> dict[str, list[int]]:
    """The headings and free lines that say one of `titles` (casefolded), in order."""
    places: dict[str, list[int]] = {}
    for index, text in enumerate(page.texts):
        if not text or len(text) > _LONGEST:
            continue
        if heading := page.headings.get(index):
            text = text[heading.start : heading.end]
        if (folded := text.casefold()) in titles and (heading or page.free(index)):
            places.setdefault(folded, []).append(index)
    return places


def find_bare_headings(page: Page, language: Language | None) -> None:
    """Find headings without a mark, in a text that marks none: short lines that stand alone, prose under them."""
    if page.headings:
        return
    start = page.next_filled(0 if page.title is None else page.title + 1)
    for index in range(start, len(page)):
        if _stands_alone(page, index) and (evidence := _bare_evidence(page, index, language)):
            page.headings[index] = FoundHeading(0, len(page.texts[index]), None, evidence)


def _stands_alone(page: Page, index: int) -> bool:
    """Whether a bare line has the shape of a heading: short, no final stop, blank lines around it."""
    text = page.texts[index]
    return (
        0 < len(text) <= _BARE_LONGEST
        and text[-1] not in ".,:;!?…"
        and "\t" not in text
        and text[0].isalnum()
        and not text[0].islower()
        and page.free(index)
        and (index == 0 or not page.texts[index - 1])
        and (index + 1 == len(page) or not page.texts[index + 1])
    )


def _bare_evidence(page: Page, index: int, language: Language | None) -> tuple[str, ...]:
    """What speaks for the bare line `index` being a heading; () where that is too little."""
    if language and is_hatnote(page.texts[index], language):
        return ()
    evidence = ["bare-line"]
    if language and page.texts[index].casefold() in language.sections:
        evidence.append("known-title")
    following = page.next_filled(index + 1)
    if following < len(page):
        if language and is_hatnote(page.texts[following], language):
            evidence.append("hatnote-after")
        elif is_prose(page.texts[following]):
            evidence.append("prose-after")
    return tuple(evidence) if len(evidence) > 1 else ()
