"""Question: which lines are notes where a tool dropped the carets of those with one mark?

Such a caret is nothing but a link, and `^ a b` is not. The marks in the text tell the rest: how many notes there are,
and which of them are marked more than once. Only where the carets that are left say the same, the lines are notes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher

from wikipub.readers.text.blocks.notes import Entry, note_at
from wikipub.readers.text.page import Page
from wikipub.readers.text.shape import BULLETS

_MARK = re.compile(r"\[\s?(\d{1,3})\s?\]")
_CONTINUES = ".,;:)"
_LACKS = ",:(–-"
_LOOKS_LIKE_NOTE = re.compile(r"[\"“„«「]|.*?(?:\b\d{4}\b|\bISBN\b|://)")
"""How a note begins or what it holds, unlike a remark within one: a title in quotes, a year, a book's number."""
_ITEM = re.compile(rf"[{BULLETS}]\s|\d{{1,4}}[.)]\s")
"""How an item of a list begins; where notes are printed as one, none has lost its caret alone."""
_AGREE = 0.8
"""Least share of the notes with several marks whose entry has as many letters."""


def sparse_notes(page: Page, lists: Mapping[int, list[Entry]], highest: int) -> dict[int, list[Entry]]:
    """The lists of notes of which `lists` has those entries only that have carets, by the line at which each begins.

    `lists` has the entries by the line at which they begin; those that are whole are left out here. `highest` is the
    highest number of a mark that stands right behind a word; with so many entries no list lacks any.
    """
    if 0 < highest <= sum(map(len, lists.values())):
        return {}
    counts, last = _marks(page)
    highest = next(number for number in range(1, len(counts) + 2) if number not in counts) - 1
    if not highest:
        return {}
    sections: dict[int, list[Entry]] = {}
    headings = sorted(page.headings)
    for line, entries in lists.items():
        above = bisect_left(headings, line) - 1
        if above >= 0:
            sections.setdefault(headings[above] + 1, []).extend(entries)
    if not lists:
        sections = {index + 1: [] for index in headings if index > last}
    reused = {number: counts[number] for number in range(1, highest + 1) if counts[number] > 1}
    found: dict[int, list[Entry]] = {}
    for start, carets in sections.items():
        lettered = [entry for entry in carets if _letters(page, entry) > 1]
        begin = page.next_filled(start)
        places = _numbers(page, lettered, reused) if len(carets) < highest else None
        if places is not None and (entries := _entries(page, begin, places, highest)):
            found[begin] = entries
    return found


def _marks(page: Page) -> tuple[Counter[int], int]:
    """How often each number stands as a note mark, and the last line with one."""
    counts: Counter[int] = Counter()
    last = 0
    for index in page.signs.holding("["):
        if index not in page.claims and (numbers := _MARK.findall(page.texts[index])):
            counts.update(map(int, numbers))
            last = index
    return counts, last


def _letters(page: Page, entry: Entry) -> int:
    """How many letters lead from an entry back to its marks; 1 where there is the caret alone."""
    lines = [*page.texts[entry.line - entry.above : entry.line], page.texts[entry.line][: entry.start]]
    words = " ".join(lines).replace("^", " ").replace("↑", " ").split()
    return max(1, len(words) - (entry.label != ""))


def _numbers(page: Page, carets: list[Entry], counts: Mapping[int, int]) -> dict[int, int] | None:
    """The number of each entry that has as many letters as its note has marks, by its first line.

    Both are in order. None where too few of the entries `carets` are found so; `counts` has notes with several marks.
    """
    if not carets or not counts:
        return None if carets or counts else {}
    numbers = list(counts)
    letters = [_letters(page, entry) for entry in carets]
    places: dict[int, int] = {}
    for one, two, size in SequenceMatcher(None, letters, list(counts.values()), autojunk=False).get_matching_blocks():
        places.update((carets[one + i].line - carets[one + i].above, numbers[two + i]) for i in range(size))
    return places if len(places) >= _AGREE * max(len(carets), len(counts)) else None


def _entries(page: Page, index: int, places: Mapping[int, int], highest: int) -> list[Entry]:
    """The entries from line `index` on, of which those at `places` have these numbers; [] if they do not fit.

    There are `highest` at least, and more only where they look like notes, too; where no place is known, just as many,
    and all of them look so. An entry follows the end of a sentence. Where there are too many between two places, those
    that do not look like notes are remarks within the one before, if they are as many as there are too many.
    """
    entries: list[Entry] = []
    known = 0
    if index < len(page) and _ITEM.match(page.texts[index]):
        return entries
    while page.free(index) and len(entries) <= 2 * highest + 1:
        number = places.get(index)
        entry = note_at(page, index)
        if number is not None and entry:
            _join_remarks(page, entries, known, number - 1)
            if len(entries) != number - 1:
                return []
            known = number
        elif not entry and entries and _goes_on(page, index, entries[-1]):
            entries[-1] = entries[-1]._replace(below=index - entries[-1].line)
            index = page.next_filled(index + 1)
            continue
        entries.append(entry or Entry(index, "", 0))
        index = page.next_filled(entries[-1].end)
    _join_remarks(page, entries, known, highest)
    if not known:
        return entries if len(entries) == highest and all(_looks_like_note(page, entry) for entry in entries) else []
    while len(entries) > highest and not _looks_like_note(page, entries[-1]):
        entries.pop()
    return entries if len(entries) >= highest else []


def _goes_on(page: Page, index: int, entry: Entry) -> bool:
    """Whether line `index` goes on with `entry`: with a small letter or a stop, or with the number that it lacks."""
    text, before = page.texts[index], page.texts[entry.end - 1]
    return text[0].islower() or text[0] in _CONTINUES or before[-1] in _LACKS or before.endswith(" ISBN")


def _join_remarks(page: Page, entries: list[Entry], known: int, count: int) -> None:
    """Join the remarks behind the first `known` of `entries` to the entries before them, if that leaves `count`."""
    remarks = [place for place in range(max(known, 1), len(entries)) if not _looks_like_note(page, entries[place])]
    if len(entries) - len(remarks) != count:
        return
    for place in reversed(remarks):
        entries[place - 1] = entries[place - 1]._replace(below=entries[place].end - entries[place - 1].line - 1)
        del entries[place]


def _looks_like_note(page: Page, entry: Entry) -> bool:
    return entry.start > 0 or entry.above > 0 or _LOOKS_LIKE_NOTE.match(page.texts[entry.line]) is not None
