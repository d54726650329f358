"""What pandoc does not know of Word's notes: numbers that begin anew in each chapter, endnotes.

All of it is done to the parts of the archive that pandoc wrote (ECMA-376, part 1, 17.11).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain, zip_longest

from wikipub.pandoc import DOCX_SECTION

_PLACE = re.compile(r'<w:bookmarkStart [^>]*w:name="(footnote_\d+)"|<w:footnoteReference |</?(w:sectPr)\b')
_CROSS_REFERENCE = re.compile(r'(<w:hyperlink w:anchor="(footnote_\d+)">.*?<w:t>)\?(</w:t>)', re.DOTALL)
_SECTION = re.compile(r"<w:sectPr>(.+?)</w:sectPr>", re.DOTALL)
_OPEN_SECTION = DOCX_SECTION.replace("/>", r" ?/>")
_FOOTNOTES = '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>'
_ENDNOTES = '<w:endnotePr><w:numFmt w:val="decimal"/><w:numRestart w:val="eachSect"/></w:endnotePr>'
_ENDNOTES_AFTER_SECTION = _ENDNOTES.replace("<w:numFmt", '<w:pos w:val="sectEnd"/><w:numFmt')
_OF_FOOTNOTES = re.compile("<w:footnotePr>.*?</w:footnotePr>")
_SAYS_FOOTNOTE = re.compile(
    r'(?:(?<=<w:)|(?<=</w:)|(?<=officeDocument/2006/relationships/)|(?<= Target=")|(?<="/word/)'
    r'|(?<=wordprocessingml\.))foot(?=note)|(?<=w:val=")Foot(?=note(?:Reference|Text)")'
)
"""Half a word in the names of elements, styles, parts and their types; an author's words stand in none of them."""
_PARTS_WITH_NOTES = ("word/document.xml", "word/footnotes.xml", "word/_rels/document.xml.rels", "[Content_Types].xml")


def note_numbers(body: str) -> dict[str, int]:
    """The number of each note of the document `body` in its section, by the name of the bookmark that it stands at."""
    numbers: dict[str, int] = {}
    bookmark, number = "", 0
    for place in _PLACE.finditer(body):
        if place[1]:
            bookmark = place[1]
        elif place[2]:
            number = 0
        else:
            number += 1
            numbers[bookmark] = number
    return numbers


def with_numbers(part: str, numbers: dict[str, int]) -> str:
    """A `part` of the archive whose further marks of notes show these numbers."""
    return _CROSS_REFERENCE.sub(lambda mark: f"{mark[1]}{numbers.get(mark[2], '*')}{mark[3]}", part)


def with_sections(body: str, section: Callable[[str, int], str] = lambda properties, _: properties) -> str:
    """The document `body`, all sections of which have the page of the last one, each as `section` makes it of that.

    The last one says that notes are numbered anew in each: LibreOffice, which takes it from any section, numbers those
    of the sections after it wrong.
    """
    *_, last = _SECTION.finditer(body)
    anew = last[0].replace("<w:pgSz", f"{_FOOTNOTES}{_ENDNOTES}<w:pgSz")
    parts = re.split(_OPEN_SECTION, body[: last.start()])
    closed = (DOCX_SECTION.replace("<w:sectPr/>", section(last[0], number)) for number in range(len(parts) - 1))
    text = "".join(chain.from_iterable(zip_longest(parts, closed, fillvalue="")))
    return text + section(anew, len(parts) - 1) + body[last.end() :]


def with_note_settings(settings: str) -> str:
    """The part `settings` of an archive whose notes are numbered anew in each section; endnotes stand after it."""
    return settings.replace("<w:compat>", f"{_FOOTNOTES}{_ENDNOTES_AFTER_SECTION}<w:compat>", 1)


def as_endnotes(name: str, content: bytes) -> bytes:
    """A part of the archive, its footnotes as endnotes."""
    if name in _PARTS_WITH_NOTES:
        text = _OF_FOOTNOTES.sub("", content.decode("utf-8"))
        return _SAYS_FOOTNOTE.sub(lambda said: "End" if said[0] == "Foot" else "end", text).encode("utf-8")
    return content


def endnotes_name(name: str) -> str:
    """The name of a part of the archive whose footnotes are endnotes."""
    return name.replace("footnotes.xml", "endnotes.xml")
