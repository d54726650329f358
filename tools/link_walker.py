"""Every link of a publication and where it leads: EPUB's XHTML, PDF's annotations and destinations, DOCX's bookmarks.

A walk gives the internal links that are there and those that lead nowhere; addresses outside are not followed.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree
from zipfile import ZipFile

_XHTML = "{http://www.w3.org/1999/xhtml}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FIELD = re.compile(r"(?:NOTEREF|PAGEREF|REF)\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Links:
    """The targets of all internal links, in the order of the file's parts, and those that are not there or not once."""

    internal: tuple[str, ...]
    broken: tuple[str, ...]


def walk(path: Path) -> Links:
    """The internal links of an EPUB, PDF or DOCX."""
    walkers: Mapping[str, Callable[[bytes], Links]] = {".epub": _epub, ".pdf": _pdf, ".docx": _docx}
    return walkers[path.suffix](path.read_bytes())


def _links(found: list[str], targets: list[str]) -> Links:
    counts = Counter(targets)
    return Links(tuple(found), tuple(target for target in found if counts[target] != 1))


def _members(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


# --- EPUB --------------------------------------------------------------------------------------------------------


def _epub(archive: bytes) -> Links:
    files = _members(archive)
    pages = {name: ElementTree.fromstring(text) for name, text in files.items() if name.endswith((".xhtml", ".ncx"))}
    targets = [*files, *(f"{name}#{id}" for name, page in pages.items() for id in _ids(page))]
    found = [target for name, page in pages.items() for target in _hrefs(name, page)]
    return _links(found, targets)


def _ids(page: ElementTree.Element) -> Iterator[str]:
    for element in page.iter():
        if id := element.get("id") or element.get(_XML_ID):
            yield id


def _hrefs(name: str, page: ElementTree.Element) -> Iterator[str]:
    """What the page called `name` links to within the book, as names of files with their fragments."""
    for element in page.iter():
        address = element.get("href") or element.get("src") or ""
        if address and not re.match(r"[a-z][a-z0-9+.-]*:", address):
            file, fragment = urldefrag(address)
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(file))) if file else name
            yield f"{file}#{unquote(fragment)}" if fragment else file


# --- DOCX --------------------------------------------------------------------------------------------------------


def _docx(archive: bytes) -> Links:
    files = _members(archive)
    parts = [ElementTree.fromstring(text) for name, text in files.items() if re.match(r"word/\w+notes.xml", name)]
    parts.append(ElementTree.fromstring(files["word/document.xml"]))
    targets = [str(mark.get(f"{_W}name")) for part in parts for mark in part.iter(f"{_W}bookmarkStart")]
    found: list[str] = []
    for part in parts:
        for element in part.iter():
            if element.tag == f"{_W}hyperlink" and (anchor := element.get(f"{_W}anchor")):
                found.append(anchor)
            elif element.tag == f"{_W}instrText":
                found += _FIELD.findall(element.text or "")
            for kind in ("footnote", "endnote"):
                if element.tag == f"{_W}{kind}Reference":
                    found.append(f"{kind} {element.get(f'{_W}id')}")
                elif element.tag == f"{_W}{kind}" and not element.get(f"{_W}type"):
                    targets.append(f"{kind} {element.get(f'{_W}id')}")
    return _links(found, targets)


# --- PDF ---------------------------------------------------------------------------------------------------------


def _pdf(content: bytes) -> Links:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    pages = {page.indirect_reference.idnum for page in reader.pages if page.indirect_reference}
    found, targets = [], [f"page {number}" for number in pages] + list(reader.named_destinations)
    for page in reader.pages:
        for annotation in page.annotations or []:
            link = annotation.get_object()
            goal = link.get("/Dest") or link.get("/A", {}).get("/D")
            if link["/Subtype"] == "/Link" and goal is not None:
                found.append(goal if isinstance(goal, str) else f"page {goal[0].indirect_reference.idnum}")
    return _links(found, targets)
