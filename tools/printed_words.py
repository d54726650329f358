"""What a reader of a publication reads, in reading order: EPUB's spine, DOCX's body, the tags of a PDF.

A PDF's tags say in which order a screen reader tells what stands on its pages; running heads and the repeated heads of
tables have none, and text beyond the page's edges is not read. What formats add by themselves is passed over: contents
lists, numbers of lists and notes, links back to note marks. A formula is the sign FORMULA, however it is drawn.
"""

from __future__ import annotations

import ctypes
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree
from zipfile import ZipFile

Element = ElementTree.Element

FORMULA: Final = "\N{END OF PROOF}"

_OPF = "{http://www.idpf.org/2007/opf}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_INLINE = frozenset(f"{_XHTML}{tag}" for tag in ("a", "b", "code", "em", "i", "span", "strong", "sub", "sup"))
_LINK_BACK = re.compile(r"[\N{UPWARDS ARROW}^][a-z]*")


def printed(path: Path) -> str:
    """The text of an EPUB, PDF or DOCX."""
    readers: Mapping[str, Callable[[bytes], Iterator[str]]] = {".epub": _epub, ".pdf": _pdf, ".docx": _docx}
    return "".join(readers[path.suffix](path.read_bytes()))


def _members(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


# --- EPUB --------------------------------------------------------------------------------------------------------


def _epub(archive: bytes) -> Iterator[str]:
    files = _members(archive)
    (name,) = (name for name in files if name.endswith(".opf"))
    package = ElementTree.fromstring(files[name])
    items = {str(item.get("id")): item for item in package.iter(f"{_OPF}item")}
    for reference in package.iter(f"{_OPF}itemref"):
        item = items[str(reference.get("idref"))]
        if "nav" not in str(item.get("properties")).split():
            page = posixpath.join(posixpath.dirname(name), str(item.get("href")))
            yield from _xhtml(ElementTree.fromstring(files[page]).find(f"{_XHTML}body"))


def _xhtml(element: Element | None) -> Iterator[str]:
    if element is None or element.get("role") == "doc-backlink":
        return
    if element.tag == _MATH:
        yield f" {FORMULA} "
        return
    yield element.text or ""
    for child in element:
        yield from _xhtml(child)
        yield child.tail or ""
    if element.tag not in _INLINE:
        yield " "


# --- DOCX --------------------------------------------------------------------------------------------------------


def _docx(archive: bytes) -> Iterator[str]:
    files = _members(archive)
    notes: dict[tuple[str, str], Element] = {}
    for kind in ("footnote", "endnote"):
        if found := files.get(f"word/{kind}s.xml"):
            for note in ElementTree.fromstring(found).iter(f"{_W}{kind}"):
                notes[kind, str(note.get(f"{_W}id"))] = note
    yield from _word(ElementTree.fromstring(files["word/document.xml"]), notes)


def _word(element: Element, notes: Mapping[tuple[str, str], Element]) -> Iterator[str]:
    """The text of a part of a DOCX; `notes` are those of the document, each said where its mark is."""
    for child in element:
        match child.tag.removeprefix(_W):
            case "t":
                yield child.text or ""
            case "sdt" | "pPr" | "rPr" | "instrText":  # contents; properties; what a field is
                pass
            case "footnoteReference" | "endnoteReference":
                kind = child.tag.removeprefix(_W).removesuffix("Reference")
                yield " "
                yield from _word(notes[kind, str(child.get(f"{_W}id"))], notes)
            case "hyperlink" if child.find(f".//{_W}instrText") is not None:  # another mark of a note
                pass
            case "hyperlink" if _LINK_BACK.fullmatch("".join(child.itertext()).strip()):
                pass
            case "p" | "br" | "tab" | "tc":
                yield from _word(child, notes)
                yield " "
            case _ if child.tag == _OFFICE_MATH:
                yield f" {FORMULA} "
            case _:
                yield from _word(child, notes)


# --- PDF ---------------------------------------------------------------------------------------------------------

_Marked = dict[tuple[int, int], str]
"""The text of each piece of marked content, by the index of its page and its number there."""


def _pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    pages = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages) if page.indirect_reference}
    yield from _Tags(_marked(content), pages).element(reader.root_object["/StructTreeRoot"], 0)


class _Tags:
    """The structure of a PDF over its marked content; `pages` are their indexes by the numbers of their objects."""

    def __init__(self, marked: _Marked, pages: Mapping[int, int]) -> None:
        self.marked = marked
        self.pages = pages

    def element(self, element: Any, page: int, *, of_terms: bool = False) -> Iterator[str]:
        """The text of an element which begins on `page`; a label is a word only in a list `of_terms`."""
        page = self.page(element, page)
        match element.get("/S"):
            case "/Formula":
                yield f" {FORMULA} "
            case "/TOC":
                pass
            case "/Lbl" if not of_terms:
                pass
            case "/Link":
                text = "".join(self.within(element, page))
                yield "" if _LINK_BACK.fullmatch(text.strip()) else text
            case "/Span" | "/Em" | "/Strong":
                yield from self.within(element, page)
            case kind:
                yield from self.within(
                    element, page, _holds_terms(element) if kind == "/L" else of_terms and kind == "/LI"
                )
                yield " "

    def within(self, element: Any, page: int, of_terms: bool = False) -> Iterator[str]:
        parts = element.get("/K", [])
        parts = [part.get_object() for part in parts] if isinstance(parts, list) else [parts]
        for part, following in zip_longest(parts, parts[1:]):
            if isinstance(part, int):
                yield self.marked.get((page, part), "")
            elif part.get("/Type") == "/MCR":
                yield self.marked.get((self.page(part, page), part["/MCID"]), "")
            elif "/S" in part and not (isinstance(following, dict) and following.get("/S") == "/TOC"):  # its heading
                yield from self.element(part, page, of_terms=of_terms)

    def page(self, part: Any, page: int) -> int:
        """The page that a part of the structure names as its own, else that of what it is in."""
        return self.pages[part.raw_get("/Pg").idnum] if "/Pg" in part else page


def _holds_terms(items: Any) -> bool:
    """Whether a list's labels are its own words, as it has neither numbers nor bullets."""
    about = items.get("/A", [])
    about = [part.get_object() for part in about] if isinstance(about, list) else [about]
    return any(part.get("/ListNumbering") == "/None" for part in about)


def _marked(content: bytes) -> _Marked:
    import pypdfium2
    from pypdfium2 import raw

    found: dict[tuple[int, int], list[str]] = {}
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document):
            text_page = page.get_textpage()
            width, height = page.get_size()
            for shown in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
                left, bottom, right, top = shown.get_bounds()
                if right > 0 and left < width and top > 0 and bottom < height:
                    place = number, raw.FPDFPageObj_GetMarkedContentID(shown)
                    found.setdefault(place, []).append(_text(shown, text_page))
    return {place: "".join(texts) for place, texts in found.items()}


def _text(shown: Any, text_page: Any) -> str:
    """What a text object says: the text that its content is marked with where its glyphs do not tell, else theirs."""
    from pypdfium2 import raw

    for number in range(1, raw.FPDFPageObj_CountMarks(shown)):
        mark, size = raw.FPDFPageObj_GetMark(shown, number), ctypes.c_ulong()
        raw.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", None, 0, size)
        if size.value:
            told = (ctypes.c_ubyte * size.value)()
            raw.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", told, size.value, size)
            return _pdf_string(bytes(told))
    glyphs = (raw.FPDF_WCHAR * (raw.FPDFTextObj_GetText(shown, text_page, None, 0) // 2))()
    raw.FPDFTextObj_GetText(shown, text_page, glyphs, ctypes.sizeof(glyphs))
    return bytes(glyphs).decode("utf-16-le", "replace").rstrip("\0")


def _pdf_string(content: bytes) -> str:
    return content[2:].decode("utf-16-be", "replace") if content.startswith(b"\xfe\xff") else content.decode("latin-1")
