"""Question: what in a line is text, what a note mark, what an editor's remark?"""

from __future__ import annotations

import re

from wikipub.document import EditorialTag, Inline, Inlines, NoteRef, Text

_BRACKET = re.compile(r"(?:\^ ?)?\[\s*([^\[\]]{1,60}?)\s*\]")
_MARK = re.compile(r"\d{1,4}|(?:note|nb|n|N|fn|Note|Ref)\.?\s?\d{1,3}")


_NUMBER_MARK = re.compile(r"(?<=[^\s\[])\[\s?(\d{1,3})\s?\]")


_LETTER_MARK = re.compile(r"(?<=[^\s\[(/])\[\s?([a-z])\s?\]")


def number_marks(texts: list[str]) -> tuple[int, int]:
    """The highest number among the note marks that stand behind words, and the last line with one; 0, 0 without any."""
    marked = {index: _NUMBER_MARK.findall(text) for index, text in enumerate(texts) if "[" in text}
    lines = [index for index, numbers in marked.items() if numbers]
    return max((int(number) for line in lines for number in marked[line]), default=0), max(lines, default=0)


def letter_marks(texts: list[str], lists: list[int]) -> frozenset[str]:
    """The letters that stand as note marks, `[a]`: they count on from a, and a list of notes has as many entries.

    `lists` are the lengths of the page's lists of notes. A letter in brackets may also be a sound, or an index.
    """
    found = {letter for text in texts if "[" in text for letter in _LETTER_MARK.findall(text)}
    letters = "abcdefghijklmnopqrstuvwxyz"[: len(found)]
    return frozenset(letters) if found == set(letters) and len(found) in lists else frozenset()


def inlines(text: str, tags: frozenset[str], marks: bool = True, letters: frozenset[str] = frozenset()) -> Inlines:
    """The inlines of `text`: `[12]` and `[note 1]` are note marks where `marks` says so, `tags` are editors' remarks.

    `tags` are casefolded; `letters` are note marks, too.
    """
    if "[" not in text:
        return (Text(text),)
    parts: list[Inline] = []
    place = 0
    for bracket in _BRACKET.finditer(text):
        word = bracket[1]
        if marks and (_MARK.fullmatch(word) or word in letters):
            inline: Inline = NoteRef(word)
        elif word.casefold() in tags:
            inline = EditorialTag(word)
        else:
            continue
        if bracket.start() > place:
            parts.append(Text(text[place : bracket.start()]))
        parts.append(inline)
        place = bracket.end()
    if place < len(text):
        parts.append(Text(text[place:]))
    return tuple(parts)
