"""Question: which lines are headings, how sure is that, and does the text tell their depth?

A line is a heading by what its witnesses say of it. The witnesses and what each is worth are in docs/headings.md.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from wikipub.data.language import Language
from wikipub.readers.text.headings.contents import CONTENTS_ROW, ContentsEntry, follows, number_parts
from wikipub.readers.text.headings.edit_marks import EditMarks
from wikipub.readers.text.headings.edit_words import edit_words
from wikipub.readers.text.headings.surroundings import Surroundings
from wikipub.readers.text.page import OPEN_MARKS, RUBRIC, SINKING, UNDERLINED, WORDED, Claim, FoundHeading, Page
from wikipub.readers.text.scraper.dialect import RULES
from wikipub.readers.text.shape import ends_sentence, in_fences

EDIT_MARK = Claim("edit-mark", "edit-mark", "the edit link of a section")
LEVEL_MARK = Claim("level-mark", "level-mark", "marks the heading's level")
STOP = Claim("heading-stop", "level-mark", "the stop that a tool put behind each heading")
SECTION_NUMBER = Claim("section-number", "level-mark", "the section's number, which the wiki counts for its readers")

LEVEL_WITNESSES = ("equals-signs", "stars", "hashes", "rule-below", "rubric", "level-in-words")
_LONGEST = 300
_BARE_LONGEST = 80
_LONGEST_MARK = 60
_FEWEST_NUMBERS = 3
"""Fewest numbered headings whose numbers tell their depth."""
_BEFORE = re.compile(r"\[(?:\s*([^\[\]]{2,60}?)\s*)?\]\s*")
_AFTER = re.compile(r"\s*\[(?:\s*([^\[\]]{2,60}?)\s*)?\]$")
_LEVELS = re.compile(r"(={1,6})\s*(?=[^=\s])(.*?)\s*\1$|(\*{2,6})\s+(?=[^\s*])(.*?)\s+\3$|(#{1,6})\s+(\S.*?)\s*#*$")
_OPEN_LEVELS = re.compile(r"(={1,6}|\*{1,8})\s+(\S.*)")
_WITNESSES = {"=": "equals-signs", "*": "stars"}
_NESTED = re.compile(r"# \d{1,3}(?:\.\d{1,3}){2,}\.?\s+[^\W\d]")
"""A row of a contents block whose bullet is a hash: a heading three levels deep would have more hashes."""
_WORDED = re.compile(r"h([1-6])(?:[(\[{][^()\[\]{}]{0,300}[)\]}]){0,4}\.\s+(\S.*)")
_RUBRIC = re.compile(r"\.\. rubric::\s+(\S.*)")


class LeveledLine(NamedTuple):
    """A line between level marks: its words stand at [start, end), `level` 1 is that of a page's title, 0 unknown."""

    start: int
    end: int
    level: int
    witness: str


def leveled(text: str, marks: str = "=*#") -> LeveledLine | None:
    """The words and the level of a line between equals signs or stars, or after hashes; None where it is no such line.

    GNU html2text prints as many stars as a heading is above the seventh level.
    """
    if not text or len(text) > _LONGEST:
        return None
    if OPEN_MARKS in marks:
        found = _OPEN_LEVELS.fullmatch(text) if text[0] in marks else None
        return LeveledLine(*found.span(2), len(found[1]), _WITNESSES[text[0]]) if found else None
    if text[0] == RUBRIC and RUBRIC in marks:
        found = _RUBRIC.fullmatch(text)
        return LeveledLine(*found.span(1), 0, "rubric") if found else None
    if not (found := _LEVELS.match(text) if text[0] in marks else None):
        if UNDERLINED in marks and text[-1] in RULES:
            return _over_rule(text)
        return _in_words(text) if WORDED in marks else None
    if equals := found[1]:
        level = 7 - len(equals) if SINKING in marks else len(equals)
        return LeveledLine(*found.span(2), level, "equals-signs")
    if stars := found[3]:
        return LeveledLine(*found.span(4), 7 - len(stars), "stars")
    if _NESTED.match(text):
        return None
    return LeveledLine(*found.span(6), len(found[5]), "hashes")


def leveled_lines(page: Page, lines: Iterable[int]) -> dict[int, LeveledLine]:
    """Those of `lines` that stand between level marks."""
    return {index: line for index in lines if (line := leveled(page.texts[index], page.level_marks))}


def leveled_between(page: Page, start: int, end: int) -> dict[int, LeveledLine]:
    """Those of the lines [start, end) that stand between level marks, in order."""
    candidates = page.signs.around(*_level_signs(page.level_marks))
    return leveled_lines(page, candidates[bisect_left(candidates, start) : bisect_left(candidates, end)])


@cache
def _level_signs(marks: str) -> tuple[frozenset[str], frozenset[str]]:
    """What lines with these level marks begin with, and what they end with."""
    return frozenset(marks) - {UNDERLINED, OPEN_MARKS, SINKING}, frozenset(RULES if UNDERLINED in marks else "")


def _in_words(text: str) -> LeveledLine | None:
    """The words of a heading, before which its level stands in words."""
    found = _WORDED.fullmatch(text)
    return LeveledLine(*found.span(2), int(found[1]), "level-in-words") if found else None


def _over_rule(text: str) -> LeveledLine | None:
    """The words of a heading, behind which stands the rule that was printed below it."""
    words = text.rstrip(text[-1]).rstrip()
    rule = text[len(words) :].strip()
    if len(rule) < len(words) / 2 or not any(map(str.isalnum, words)):
        return None
    return LeveledLine(0, len(words), RULES.index(rule[0]) + 1, "rule-below")


class _Places(NamedTuple):
    """Whether edit marks right below a line are those of the next, and others those of the line above."""

    near_above: bool
    far_below: bool


def find_marked_headings(page: Page, languages: Counter[str]) -> None:
    """Find the headings that carry level marks or edit marks; count in `languages` those that the marks are in.

    An edit mark stands before the words, after them, on a line of its own above or below, or torn over three lines.
    """
    marks = EditMarks(page, languages)
    alone, levels = _find_marks(page, marks)
    if marks.learn():
        alone, levels = _find_marks(page, marks)
    page.claims.update((line, EDIT_MARK) for index in alone for line in range(index, _mark_end(page, index)))
    places = _Places(_stand_above(page, alone), _stand_below(page, alone))
    for index in alone:
        _attach(page, index, levels, marks, places)
    if not any(found.has_edit_mark for found in page.headings.values()):
        _find_edit_words(page, languages)
    _doubt_level_marks(page)


def _find_marks(page: Page, marks: EditMarks) -> tuple[list[int], dict[int, int]]:
    """Find the headings with a mark on their own line; return the lines of the other edit marks, and known levels."""
    alone: list[int] = []
    levels: dict[int, int] = {}
    begins, ends = _level_signs(page.level_marks)
    begins, ends = begins | {"["}, ends | {"]"}
    code = in_fences(page.texts, page.signs)
    for index in page.signs.around(begins, ends):
        text = page.texts[index]
        if len(text) > _LONGEST or index in page.claims or index == page.title or index in code:
            continue
        start, end = 0, len(text)
        evidence: tuple[str, ...] = ()
        if line := leveled(text, page.level_marks):
            start, end, evidence = line.start, line.end, (line.witness,)
            levels[index] = line.level
        core = text[start:end]
        if core[:1] == "[" and (mark := _BEFORE.match(core)):
            title = core[mark.end() :]
            if marks.know(mark[1] or "", title or _beside(page, index), index + 1):
                if not title:
                    alone.append(index)
                    continue
                start += mark.end()
                evidence = (*evidence, marks.witness or "edit-mark-before")
        elif core[-1:] == "]":
            mark = _AFTER.search(core, max(0, len(core) - _LONGEST_MARK - 4))
            if mark and marks.know(mark[1] or "", core[: mark.start()], index + 1):
                end = start + mark.start()
                evidence = (*evidence, marks.witness or "edit-mark-after")
        elif (
            core == "["
            and page.texts[index + 2 : index + 3] == ["]"]
            and marks.know(page.texts[index + 1], _beside(page, index), index + 3)
        ):
            alone.append(index)
        if evidence and start < end:
            page.headings[index] = FoundHeading(start, end, None, evidence)
    return alone, levels


def _beside(page: Page, index: int) -> str:
    """The line that an edit mark on a line of its own, from line `index` on, may belong to."""
    if index and page.texts[index - 1]:
        return page.texts[index - 1]
    below = page.next_filled(_mark_end(page, index))
    return page.texts[below] if below < len(page) else ""


def _find_edit_words(page: Page, languages: Counter[str]) -> None:
    """Find the headings whose edit mark has no brackets, in a page that has no other edit marks."""
    lines = leveled_lines(page, page.headings)
    words, codes = edit_words(page, {index: (line.start, line.end) for index, line in lines.items()})
    languages.update(dict.fromkeys(codes, len(words)))
    for index, end, below in words:
        found = page.headings.setdefault(index, FoundHeading(0, end, None, ()))
        witness = "edit-mark-after" if codes else "edit-mark-by-shape"
        if below is not None:
            witness = "edit-mark-below"
            page.claims[below] = EDIT_MARK
        found.end = end
        found.evidence += (witness,)


def _doubt_level_marks(page: Page) -> None:
    """Take back what only level marks make a heading, where most headings carry an edit mark and no such mark.

    It is an example of markup within the article.
    """
    kinds = Counter(found.evidence for found in page.headings.values())
    edited = sum(found.has_edit_mark for found in page.headings.values())
    for index, found in list(page.headings.items()):
        if len(found.evidence) == 1 and found.evidence[0] in LEVEL_WITNESSES and 3 * kinds[found.evidence] < edited:
            del page.headings[index]


def _mark_end(page: Page, index: int) -> int:
    """The line after the edit mark that stands alone at line `index`, whole or torn."""
    return index + 3 if page.texts[index] == "[" else index + 1


def _stand_above(page: Page, alone: list[int]) -> bool:
    """Whether the edit marks alone on their lines stand above their headings: most lines there are said twice.

    The contents block says them, too. Where lines are torn, no blank line parts a paragraph from the mark below it.
    """
    said = Counter(text for text in page.texts if 0 < len(text) <= _BARE_LONGEST and text[0].isalnum()) if alone else {}
    above = below = 0
    for index in alone:
        if index and page.texts[index - 1]:
            above += said.get(page.texts[index - 1], 0) > 1
            below += said.get(page.texts[min(_mark_end(page, index), len(page) - 1)], 0) > 1
    return 2 * below > len(alone) and below > above


def _stand_below(page: Page, alone: list[int]) -> bool:
    """Whether the edit marks alone on their lines, with blank lines around, stand below their headings.

    Today's MediaWiki has them in a box of their own behind the heading, old ones had them above it; the other side of a
    mark has text.
    """
    above = below = 0
    for index in alone:
        if index and not page.texts[index - 1]:
            above += _may_be_title(page, page.filled_above(index))
            below += _may_be_title(page, page.next_filled(_mark_end(page, index)))
    return above > below


def _may_be_title(page: Page, index: int) -> bool:
    return page.free(index) and len(page.texts[index]) <= _BARE_LONGEST and not ends_sentence(page.texts[index])


def _attach(page: Page, index: int, levels: dict[int, int], marks: EditMarks, places: _Places) -> None:
    """Give the edit mark that stands alone at line `index` to the heading near it, as all marks of the page stand.

    On the next line it belongs to the heading above, with a blank line between to the one below, unless `places` says
    otherwise.
    """
    above = page.filled_above(index)
    below = page.next_filled(_mark_end(page, index))
    for line, witness in ((above, "edit-mark-below"), (below, "edit-mark-above")):
        found = page.headings.get(line)
        if line in levels and found and not found.has_edit_mark:
            found.evidence += (marks.witness or witness,)
            return
    is_near = above == index - 1
    is_below = not (places.near_above and page.free(below)) if is_near else places.far_below
    if is_below and page.free(above) and len(page.texts[above]) <= _BARE_LONGEST * 2:
        page.headings[above] = FoundHeading(0, len(page.texts[above]), None, (marks.witness or "edit-mark-below",))
    elif page.free(below) and len(page.texts[below]) <= _BARE_LONGEST * 2:
        page.headings[below] = FoundHeading(0, len(page.texts[below]), None, (marks.witness or "edit-mark-above",))


def tell_depths(page: Page) -> None:
    """Tell depths by level marks: sections are deeper than the title, at level 2, unless some are of level 1."""
    levels = {index: line.level for index, line in leveled_lines(page, page.headings).items() if line.level}
    title = leveled(page.texts[page.title], page.level_marks) if page.title is not None else None
    top = min([max(title.level if title else 1, 1) + 1, *levels.values()])
    for index, level in levels.items():
        page.headings[index].depth = level - top + 1


def tell_depths_by_numbers(page: Page) -> None:
    """Tell depths by the numbers that the headings themselves begin with, if these count on from first to last.

    Where all have such a number, with no stop behind it, the wiki counts its sections; the numbers are not the titles'.
    """
    numbers: list[tuple[FoundHeading, int, int]] = []
    last: list[int] = []
    for index, found in sorted(page.headings.items()):
        title = page.texts[index][found.start : found.end]
        number = CONTENTS_ROW.fullmatch(title)
        parts = number_parts(number[1]) if number else []
        if follows(last, parts):
            numbers.append((found, len(parts), _after_number(title)))
            last = parts
    if len(numbers) < _FEWEST_NUMBERS or 2 * len(numbers) <= len(page.headings):
        return
    are_counted = len(numbers) == len(page.headings) and all(start for _, _, start in numbers)
    for found, depth, start in numbers:
        found.depth = found.depth or depth
        found.start += start if are_counted else 0


def _after_number(text: str) -> int:
    """Where the title begins behind the number of a section as the wiki prints it, "2.1 Crews"; 0 where it has none."""
    row = CONTENTS_ROW.fullmatch(text) if text[:1].isdecimal() else None
    return row.start(2) if row and text[row.end(1)] != "." else 0


def confirm_by_contents(page: Page, entries: list[ContentsEntry]) -> None:
    """Let the contents block witness: a line with an entry's title, in the entries' order, has the entry's depth.

    The wiki may print the numbers of the entries before the headings, too.
    """
    if not entries:
        return
    titles = {entry.title.casefold() for entry in entries}
    places = _title_places(page, {title for title in titles if any(map(str.isalnum, title))})
    last = -1
    for depth, title in entries:
        lines = places.get(title.casefold(), [])
        if (at := bisect_right(lines, last, key=itemgetter(0))) == len(lines):
            continue
        last, start = lines[at]
        found = page.headings.setdefault(last, FoundHeading(0, len(page.texts[last]), None, ()))
        found.start += start
        found.depth = found.depth or depth
        found.evidence += ("in-contents",)


def _title_places(page: Page, titles: set[str]) -> dict[str, list[tuple[int, int]]]:
    """The headings and free lines that say one of `titles` (casefolded), in order, and where it begins in each.

    A title may stand behind a section's number, if no line says it alone.
    """
    alone: dict[str, list[tuple[int, int]]] = {}
    counted: dict[str, list[tuple[int, int]]] = {}
    lengths = set(map(len, titles))
    lines = compress(range(len(page)), map(lengths.__contains__, map(len, page.texts)))
    numbered = page.signs.beginning(filter(str.isdecimal, page.signs.begins))
    for index in sorted({*lines, *numbered, *page.headings}):
        text = page.texts[index]
        heading = page.headings.get(index)
        if len(text) > _LONGEST or not (heading or page.free(index)):
            continue
        if heading:
            text = text[heading.start : heading.end]
        if (folded := text.casefold()) in titles:
            alone.setdefault(folded, []).append((index, 0))
        elif (start := _after_number(text)) and (folded := text[start:].casefold()) in titles:
            counted.setdefault(folded, []).append((index, start))
    return {**counted, **alone}


def weigh_surroundings(page: Page, language: Language | None) -> None:
    """Let the lines around each heading speak for or against it."""
    if page.headings:
        surroundings = Surroundings(page, language)
        for index, found in page.headings.items():
            witnesses, doubts = surroundings.of(index, page.texts[index][found.start : found.end])
            found.evidence += witnesses
            found.doubts = doubts
