"""Pages of a DOCX that are turned for a wide table: each is a section of the file between two others.

All of it is done to the document's body when its sections have their pages (ECMA-376, part 1, 17.6). Notes count on
over these sections, and endnotes wait for the last one, so that they stand after their chapter.
"""

from __future__ import annotations

import re

from wikipub.pandoc import DOCX_SECTION, DOCX_TURNED

_TURNED, _UPRIGHT = DOCX_TURNED
_SECTION = re.compile(r"<w:sectPr>.+?</w:sectPr>", re.DOTALL)
_NOTHING = r"(?:\s|<w:bookmark(?:Start|End)\b[^>]*/>)*"
_NOTHING_BETWEEN = re.compile(rf"{_UPRIGHT}({_NOTHING}){_TURNED}")
_NOTHING_MORE = re.compile(rf"{_NOTHING}(?:{re.escape(DOCX_SECTION.partition('<w:sectPr/>')[0])})?")
_PAGE = re.compile(r'<w:pgSz w:w="(\d+)" w:h="(\d+)" ?/>')
_PAGES_NUMBERED_ANEW = re.compile(r' w:start="\d+"')
_OF_OPENINGS = re.compile(r"<w:(footnotePr|endnotePr)>.*?</w:\1>|<w:type [^>]*/>|<w:titlePg ?/>", re.DOTALL)
_NOTES_GO_ON = "".join(
    f'<w:{kind}><w:numRestart w:val="continuous"/></w:{kind}>' for kind in ("footnotePr", "endnotePr")
)
_REFERENCES = re.compile(r"(<w:sectPr>(?:\s*<w:(?:header|footer)Reference [^>]*/>)*)")
_ENDNOTES_LATER = re.compile(r"(?=<w:titlePg|</w:sectPr>)")


def with_turned_pages(body: str) -> str:
    """The document `body`, in which what stands between the two signs of DOCX_TURNED has pages that are turned."""
    if _TURNED not in body:
        return body
    body = _NOTHING_BETWEEN.sub(r"\1", body)
    made, at = [], 0
    for section in _SECTION.finditer(body):
        made.append(_parted(body[at : section.start()], section[0]))
        at = section.end()
    return "".join(made) + body[at:]


def _parted(text: str, section: str) -> str:
    """The `text` of a section and its end, with a section for each of its turned pages and for what is between them."""
    if _TURNED not in text:
        return text + section
    goes_on = _REFERENCES.sub(
        rf"\g<1>{_NOTES_GO_ON}", _OF_OPENINGS.sub("", _PAGES_NUMBERED_ANEW.sub("", section)), count=1
    )
    goes_on = goes_on.replace("<w:pgSz", '<w:type w:val="nextPage"/><w:pgSz', 1)
    turned = _PAGE.sub(r'<w:pgSz w:w="\2" w:h="\1" w:orient="landscape"/>', goes_on)
    before, *rest = text.split(_TURNED)
    out = [before, _ended(section)]
    for number, part in enumerate(rest, 1):
        table, _, after = part.partition(_UPRIGHT)
        is_last = number == len(rest)
        if is_last and _NOTHING_MORE.fullmatch(after):
            return "".join((*out, table, after, turned))
        out += [table, _ended(turned), after, goes_on if is_last else _ended(goes_on)]
    return "".join(out)


def _ended(section: str) -> str:
    """A paragraph that ends a `section` after which its chapter goes on."""
    return DOCX_SECTION.replace("<w:sectPr/>", _ENDNOTES_LATER.sub("<w:noEndnote/>", section, count=1))
