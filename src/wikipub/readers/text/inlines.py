"""Question: what in a line is text, what a note mark, what an editor's remark?"""

from __future__ import annotations

import re

from wikipub.document import EditorialTag, Inline, Inlines, NoteRef, Text

_BRACKET = re.compile(r"\[\s*([^\[\]]{1,60}?)\s*\]")
_MARK = re.compile(r"\d{1,4}|(?:note|nb|n|N|fn|Note|Ref)\.?\s?\d{1,3}")


def inlines(text: str, tags: frozenset[str], marks: bool = True) -> Inlines:
    """The inlines of `text`: `[12]` and `[note 1]` are note marks where `marks` says so, `tags` are editors' remarks.

    `tags` are casefolded.
    """
    if "[" not in text:
        return (Text(text),)
    parts: list[Inline] = []
    place = 0
    for bracket in _BRACKET.finditer(text):
        word = bracket[1]
        if marks and _MARK.fullmatch(word):
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
