"""Question: where do headings stand within a page that a tool put on one line?

An edit mark tells where a heading ends. Where it begins the contents block tells, whose entries stand in the line, too;
without one the end of the sentence before has to do, and that is said.
"""

from __future__ import annotations

import re
from itertools import pairwise

from wikipub.data.interface import interface
from wikipub.data.language import languages
from wikipub.readers.text.contents import follows
from wikipub.readers.text.page import BLANKS, Page, Piece

_SHORTEST = 2000
"""Shortest line, in characters, that may be a page."""
_FEWEST = 2
"""Fewest edit marks of a page, and entries of a contents block."""
_MARK = re.compile(r"\s?\[\s?([^\[\]]{2,60}?)\s?\]")
_NUMBER = re.compile(r"\s(\d{1,3}(?:\.\d{1,3}){0,5})\.?\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…。][\"”’»)]*(?:\s?\[[^\[\]]{1,30}\])*\s+")
_ENTRY = re.compile(r"\s(?=[\^↑]\s)")
_LONGEST_TITLE = 100


def split_page(page: Page) -> None:
    """Cut the line that most of the page is on at what parts the page for certain: contents, headings, notes."""
    index = max(range(len(page)), key=lambda line: len(page.texts[line]), default=0)
    text = page.texts[index] if len(page) else ""
    if len(text) < _SHORTEST or 2 * len(text) < sum(map(len, page.texts)) or not isinstance(page.origins[index], int):
        return
    marks = [mark for mark in _MARK.finditer(text) if interface().edit_languages(mark[1])]
    if len(marks) < _FEWEST:
        return
    rows, titles = _contents(text, marks[0].start())
    places = {0, *rows}
    end = rows[-1] if rows else 0
    for mark in marks:
        begin = _begin(text, end, mark.start(), titles)
        if begin is None:
            begin = _after_sentence(text, end, mark.start())
            page.guessed += 1
        places |= {begin, mark.end()}
        end = mark.end()
    places |= _taglines(text, rows[0] if rows else marks[0].start())
    cuts = sorted(places | {len(text)})
    for begin, end in pairwise(cuts):
        if text[begin:end].lstrip().startswith(("^", "↑")):
            places.update(entry.end() for entry in _ENTRY.finditer(text, begin + 1, end))
    _cut(page, index, sorted({*cuts, *places}))


def _contents(text: str, end: int) -> tuple[list[int], list[str]]:
    """Where the contents block and its entries begin before `end`, and their titles; [], [] where there is none."""
    folded = text[:end].casefold()
    if len(folded) != end:
        folded = text[:end]
    for word in interface().contents:
        start = folded.find(f" {word} ")
        while start >= 0:
            begins, titles = _titles(text, start + 1 + len(word), end)
            if titles:
                return [start + 1, *begins], titles
            start = folded.find(f" {word} ", start + 1)
    return [], []


def _titles(text: str, start: int, end: int) -> tuple[list[int], list[str]]:
    """Where the entries behind `start` begin, whose numbers count on, and their titles."""
    number: list[int] = []
    begins: list[tuple[int, int]] = []
    after = start
    while match := _NUMBER.search(text, after, min(start + _LONGEST_TITLE, end)):
        after = match.end()
        parts = [int(part) for part in match[1].split(".")]
        if follows(number, parts):
            start = after
            number = parts
            begins.append(match.span())
    if len(begins) < _FEWEST:
        return [], []
    stops = [*(begin for begin, _ in begins[1:]), end]
    titles = [text[after:stop].strip() for (_, after), stop in zip(begins, stops, strict=True)]
    if titles[-1].casefold().endswith(titles[0].casefold()):
        titles[-1] = titles[-1][: -len(titles[0])].strip()
    return [begin for begin, _ in begins], titles


def _begin(text: str, start: int, end: int, titles: list[str]) -> int | None:
    """Where the heading begins that ends at `end`, not before `start`; None where no entry has its title."""
    before = text[max(start, end - 300) : end].casefold()
    found = max((title for title in titles if before.endswith(title.casefold())), key=len, default="")
    return end - len(found) if found else None


def _after_sentence(text: str, start: int, end: int) -> int:
    """Where the sentence before the heading ends that ends at `end`; the heading's end where none does near."""
    begin = max(start, end - _LONGEST_TITLE)
    found = [sentence.end() for sentence in _SENTENCE_END.finditer(text, begin, end)]
    if found:
        return found[-1]
    return start if begin == start else end


def _taglines(text: str, end: int) -> set[int]:
    """Where the site's tagline begins and ends, that stands before `end`."""
    for language in languages().values():
        for tagline in language.taglines:
            if tagline and (start := text.find(tagline, 0, end)) >= 0:
                return {start, start + len(tagline)}
    return set()


def _cut(page: Page, index: int, places: list[int]) -> None:
    """Make lines of the pieces of line `index` between `places`."""
    text, line = page.texts[index], page.origins[index]
    assert isinstance(line, int)
    lead = len(page.lead(index))
    texts: list[str] = []
    origins: list[int | tuple[Piece, ...]] = []
    for start, end in pairwise(places):
        if bare := text[start:end].strip(BLANKS):
            at = start + text[start:end].index(bare)
            texts += [bare, ""]
            origins += [(Piece(0, line, lead + at, len(bare)),), line]
    page.texts[index : index + 1] = texts[:-1]
    page.origins[index : index + 1] = origins[:-1]
    page.roles = [""] * len(page.texts)
    page.columns = {}
