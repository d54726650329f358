"""Question: what in a line is text, what a note mark, what an editor's remark?"""

from __future__ import annotations

import re

from wikipub.document import EditorialTag, Inline, Inlines, Math, NoteRef, Text
from wikipub.readers.text.page import Page
from wikipub.readers.text.scraper.formulas import MARK as FORMULA
from wikipub.readers.text.scraper.formulas import parts

_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_LONGEST = 60
"""Longest mark or remark, in characters."""
_MARK = re.compile(r"\^?\d{1,4}|(?:note|nb|n|N|fn|Note|Ref)\.?\s?\d{1,3}")


_NUMBER_MARK = re.compile(r"\[(?<=[^\s\[]\[)[\s^]?(\d{1,3})\s?\]")
"""A number in brackets right behind a character, but for a bracket."""
_GROUP_MARK = re.compile(r"\[\s?(?:([a-z])|([^\W\d_][^\[\]\d]{0,20}?)[\s.]*(\d{1,3}))\s?\]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def number_marks(page: Page) -> tuple[int, int]:
    """The highest number among the note marks that stand behind words, and the last line with one; 0, 0 without any."""
    highest = last = 0
    for index in page.signs.holding("["):
        if numbers := _NUMBER_MARK.findall(page.texts[index]):
            highest = max(highest, *map(int, numbers))
            last = index
    return highest, last


def group_marks(page: Page, lists: list[int]) -> frozenset[str]:
    """The note marks that are letters, `[a]`, or have their group's name before the number, `[remark 1]`.

    They count on from a or 1, and a list of notes has as many entries; `lists` are the lengths of the page's. What
    stands in brackets may also be a sound, an index or an editor's remark.
    """
    letters: set[str] = set()
    groups: dict[str, dict[int, set[str]]] = {}
    for index in page.signs.holding("[") if lists else ():
        text = page.texts[index]
        for mark in _GROUP_MARK.finditer(text):
            start = mark.start() - (text[max(mark.start() - 2, 0) : mark.start()] == "^(")
            if not _behind(text, start, "[(/") and not _is_apart(text, mark):
                continue
            if mark[1]:
                letters.add(mark[1])
            else:
                groups.setdefault(mark[2], {}).setdefault(int(mark[3]), set()).add(
                    text[mark.start() + 1 : mark.end() - 1].strip()
                )
    found = [labels for labels in groups.values() if len(labels) in lists and max(labels) == len(labels)]
    if letters == set(_LETTERS[: len(letters)]) and len(letters) in lists:
        found.append({0: letters})
    return frozenset(label for labels in found for printed in labels.values() for label in printed)


def _behind(text: str, start: int, but: str) -> bool:
    """Whether a mark that begins at `start` stands right behind a character, but none of `but`."""
    return start > 0 and not (before := text[start - 1]).isspace() and before not in but


def _is_apart(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark has a line of its own, or a blank parts it from the end of its sentence."""
    before = text[: mark.start()].rstrip()
    return before[-1:] in ".!?" if before else mark.end() == len(text)


def _with_formulas(text: str, tags: frozenset[str], marks: bool, labels: frozenset[str]) -> Inlines:
    """The inlines of `text`, in which each formula's TeX is one of its own."""
    found: list[Inline] = []
    for part, formula in parts(text):
        if formula:
            found.append(Math(part[1:-1]))
        else:
            found.extend((Text(part),) if FORMULA in part else inlines(part, tags, marks, labels))
    return tuple(found)


def inlines(text: str, tags: frozenset[str], marks: bool = True, labels: frozenset[str] = frozenset()) -> Inlines:
    """The inlines of `text`: `[12]` and `[note 1]` are note marks where `marks` says so, `tags` are editors' remarks.

    `tags` are casefolded; `labels` are those of other marks.
    """
    if "{" in text and FORMULA in text:
        return _with_formulas(text, tags, marks, labels)
    if "[" not in text:
        return (Text(text),)
    found: list[Inline] = []
    place = 0
    for bracket in _BRACKET.finditer(text):
        word = bracket[1].strip()
        if not 0 < len(word) <= _LONGEST:
            continue
        if marks and (_MARK.fullmatch(word) or word in labels):
            inline: Inline = NoteRef(word.removeprefix("^"))
        elif word.casefold() in tags:
            inline = EditorialTag(word)
        else:
            continue
        start, end = bracket.span()
        if text.endswith("^(", place, start) and text[end : end + 1] == ")":
            start, end = start - 2, end + 1
        elif text[start - 1 : start] in "^ " and text.endswith(("^", "^ "), place, start):
            start = text.rindex("^", place, start)
        if start > place:
            found.append(Text(text[place:start]))
        found.append(inline)
        place = end
    if place < len(text):
        found.append(Text(text[place:]))
    return tuple(found)
