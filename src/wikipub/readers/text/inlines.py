"""Question: what in a line is text, what a note mark, what an editor's remark?"""

from __future__ import annotations

import re

from wikipub.document import EditorialTag, Inline, Inlines, Math, NoteRef, Text
from wikipub.readers.text.formulas import MARK as FORMULA
from wikipub.readers.text.formulas import parts

_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_LONGEST = 60
"""Longest mark or remark, in characters."""
_MARK = re.compile(r"\d{1,4}|(?:note|nb|n|N|fn|Note|Ref)\.?\s?\d{1,3}")


_NUMBER_MARK = re.compile(r"\[\s?(\d{1,3})\s?\]")
_LETTER_MARK = re.compile(r"\[\s?([a-z])\s?\]")


def number_marks(texts: list[str]) -> tuple[int, int]:
    """The highest number among the note marks that stand behind words, and the last line with one; 0, 0 without any."""
    highest = last = 0
    for index, text in enumerate(texts):
        if "[" in text:
            for mark in _NUMBER_MARK.finditer(text):
                if _behind(text, mark.start(), "["):
                    highest = max(highest, int(mark[1]))
                    last = index
    return highest, last


def letter_marks(texts: list[str], lists: list[int]) -> frozenset[str]:
    """The letters that stand as note marks, `[a]`: they count on from a, and a list of notes has as many entries.

    `lists` are the lengths of the page's lists of notes. A letter in brackets may also be a sound, or an index.
    """
    found = {
        mark[1]
        for text in (texts if lists else ())
        if "[" in text
        for mark in _LETTER_MARK.finditer(text)
        if _behind(text, mark.start(), "[(/")
    }
    letters = "abcdefghijklmnopqrstuvwxyz"[: len(found)]
    return frozenset(letters) if found == set(letters) and len(found) in lists else frozenset()


def _behind(text: str, start: int, but: str) -> bool:
    """Whether a mark that begins at `start` stands right behind a character, but none of `but`."""
    return start > 0 and not (before := text[start - 1]).isspace() and before not in but


def _with_formulas(text: str, tags: frozenset[str], marks: bool, letters: frozenset[str]) -> Inlines:
    """The inlines of `text`, in which each formula's TeX is one of its own."""
    found: list[Inline] = []
    for part, formula in parts(text):
        if formula:
            found.append(Math(part[1:-1]))
        else:
            found.extend((Text(part),) if FORMULA in part else inlines(part, tags, marks, letters))
    return tuple(found)


def inlines(text: str, tags: frozenset[str], marks: bool = True, letters: frozenset[str] = frozenset()) -> Inlines:
    """The inlines of `text`: `[12]` and `[note 1]` are note marks where `marks` says so, `tags` are editors' remarks.

    `tags` are casefolded; `letters` are note marks, too.
    """
    if FORMULA in text:
        return _with_formulas(text, tags, marks, letters)
    if "[" not in text:
        return (Text(text),)
    found: list[Inline] = []
    place = 0
    for bracket in _BRACKET.finditer(text):
        word = bracket[1].strip()
        if not 0 < len(word) <= _LONGEST:
            continue
        if marks and (_MARK.fullmatch(word) or word in letters):
            inline: Inline = NoteRef(word)
        elif word.casefold() in tags:
            inline = EditorialTag(word)
        else:
            continue
        start = bracket.start()
        if text.endswith(("^", "^ "), place, start):
            start = text.rindex("^", place, start)
        if start > place:
            found.append(Text(text[place:start]))
        found.append(inline)
        place = bracket.end()
    if place < len(text):
        found.append(Text(text[place:]))
    return tuple(found)
