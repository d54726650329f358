"""A book's pages in DOCX: parts and chapters on right-hand pages, and running heads.

The left page has the book's title at its head, the right one the chapter's, written out for each section of the file:
LibreOffice does not know the field of Word's that would look it up. All of it is done to the parts of the archive that
pandoc wrote (ECMA-376, part 1, 17.6 and 17.10).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_FOOTER = re.compile(r'<w:footerReference [^>]*?r:id="(\w+)"[^>]*/>')
_MARGINS = re.compile(r"<w:pgMar\b[^>]*/>")


@dataclass(frozen=True, slots=True)
class RunningHeads:
    """What stands at the heads of a book's pages: its title, and those of its parts and chapters.

    Section 0 of the file holds title and contents; each chapter is one more.
    """

    book: str
    chapters: tuple[str, ...]

    def parts(self) -> dict[str, bytes]:
        """The heads as parts of the archive, by name."""
        return {f"word/head{number}.xml": _head(words) for number, words in enumerate((self.book, *self.chapters, ""))}

    def relationships(self, part: str) -> str:
        """The `part` of relationships with those to the heads."""
        added = "".join(
            f'<Relationship Id="head{number}" Type="{_RELATION}" Target="head{number}.xml"/>'
            for number in range(len(self.chapters) + 2)
        )
        return part.replace("</Relationships>", f"{added}</Relationships>", 1)

    def content_types(self, part: str) -> str:
        """The `part` of content types with those of the heads."""
        added = "".join(f'<Override PartName="/{name}" ContentType="{_CONTENT_TYPE}"/>' for name in self.parts())
        return part.replace("</Types>", f"{added}</Types>", 1)

    def section(self, properties: str, number: int) -> str:
        """The properties of the section of this number, made of those that all have in common.

        The first page of a section has no head. Front matter is numbered in roman figures, the text from 1 on.
        """
        heads = (
            f'<w:headerReference w:type="even" r:id="head0"/><w:headerReference w:type="default" r:id="head{number}"/>'
        )
        numbers = ' w:fmt="lowerRoman"' if number == 0 else ' w:start="1"' if number == 1 else ""
        with_feet = _FOOTER.sub(
            lambda foot: (
                (heads if number else "")
                + foot[0]
                + "".join(f'<w:footerReference w:type="{kind}" r:id="{foot[1]}"/>' for kind in ("even", "first"))
            ),
            properties,
        )
        begins = '<w:type w:val="oddPage"/>' if number else ""
        on_right = with_feet.replace("<w:pgSz", f"{begins}<w:pgSz", 1)
        return _MARGINS.sub(lambda margins: f"{margins[0]}<w:pgNumType{numbers}/><w:titlePg/>", on_right)


def with_two_sides(settings: str) -> str:
    """The part `settings` of a book whose left and right pages differ."""
    return re.sub(r"(<w:defaultTabStop\b[^>]*/>)", r"\1<w:evenAndOddHeaders/>", settings, count=1)


def _head(words: str) -> bytes:
    """A head's part of the archive."""
    run = f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r>' if words else ""
    text = f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{run}</w:p>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:hdr xmlns:w="{_NAMESPACE}">{text}</w:hdr>'.encode()
