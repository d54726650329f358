"""Question: where does the page print its notes, and what is an entry's own text?"""

from __future__ import annotations

import re
from typing import NamedTuple

from wikipub.readers.text.page import Claim, Page

_CARETS = "^↑"
_ENTRY = re.compile(r"(?:(\d{1,4})\.\s*)?[\^↑]\s*")
_LETTER = re.compile(r"([a-z]{1,2})(?:\s+|(?=\W))")
_BACKLINK = Claim("note-backlinks", "backlink", "links from a note back to its marks; publications make their own")


class Entry(NamedTuple):
    """An entry of a list of notes: its line, its printed label ("" where there is none), where its text starts."""

    line: int
    label: str
    start: int


def note_entries(page: Page, index: int) -> list[Entry]:
    """The entries of the list of notes that begins at line `index`; blank lines between entries do not end it."""
    entries: list[Entry] = []
    while page.free(index) and (entry := _entry(page, index)):
        entries.append(entry)
        index = page.next_filled(index + 1)
    return entries


def drop_backlinks(page: Page, entry: Entry) -> None:
    """Put an entry's caret and letters into the ledger; its label stays with the note."""
    text = page.texts[entry.line]
    start = text.index(".") + 1 if entry.label else 0
    page.drop(entry.line, start, entry.start, _BACKLINK)


def _entry(page: Page, index: int) -> Entry | None:
    """The note entry at line `index`: `^ text`, `3. ^ text`, `3. ^ a b text`; None where the line is none."""
    text = page.texts[index]
    if text[0] not in _CARETS and not (text[0].isdecimal() and any(caret in text[:12] for caret in _CARETS)):
        return None
    if not (mark := _ENTRY.match(text)):
        return None
    return Entry(index, mark[1] or "", _after_letters(text, mark.end()))


def _after_letters(text: str, start: int) -> int:
    """Where the text begins after backlink letters: two or more that count on from `a`; one alone is a word."""
    place = start
    expected = 0
    while (letter := _LETTER.match(text, place)) and letter[1] == _letter(expected):
        expected += 1
        place = letter.end()
    return place if expected > 1 else start


def _letter(number: int) -> str:
    """a, b, … z, aa, ab, … as Cite counts backlinks."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    head = alphabet[number // 26 - 1] if number >= 26 else ""
    return head + alphabet[number % 26]
