"""A designer's own templates: a folder whose files take the place of wikipub's of the same names (docs/layouts.md).

They are the user's own, so they may say whatever typst, CSS and Word can; but they are looked through before anything
is written, so that a slip is told with its file and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from wikipub.engines import Refusal, run_typst
from wikipub.errors import ThemeError
from wikipub.option_table import Layout
from wikipub.output_file import write_file
from wikipub.publishers.look import Look, page
from wikipub.publishers.prepare import TEMPLATES, style
from wikipub.publishers.typst_template import SETTINGS, template, template_files

MAX_BYTES = 8 * 2**20
"""Largest file of a theme."""

_SUFFIXES = (".typ", ".css", ".html", ".docx")
_WORD_PARTS = ("word/document.xml", "word/styles.xml")
_STYLES = ("Hatnote", "Note", "Source", "FootLine")
_SAMPLE = b"= Title\nWords#footnote[A note].\n== Section\n#hatnote[See]\n#figure(table(columns: 2, [a], [b]))\n"
# What begins or ends a piece of CSS: comments, strings, brackets, lines (https://www.w3.org/TR/css-syntax-3/).
_CSS = re.compile(
    r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*(?:"|\n|\Z)|'(?:\\.|[^'\\\n])*(?:'|\n|\Z)|[{}()\[\]]""", re.DOTALL
)
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_FILE = re.compile(r"@import|url\(\s*[\"']?(?!data:|#)", re.IGNORECASE)


def load_theme(folder: Path) -> dict[str, bytes]:
    """The files of a theme by name.

    Raises ThemeError, which names file, line and remedy, where one is unknown, cannot be read, or is wrong.
    """
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
    except OSError as error:
        raise ThemeError(f"{folder}: no folder with a theme: {error.strerror}; check the name") from error
    files = {path.name: _content(path) for path in found}
    if not files:
        raise ThemeError(f"{folder}: the folder has no template; known are {', '.join(TEMPLATES)} (docs/layouts.md)")
    for name, content in files.items():
        if name.endswith(".css"):
            _check_css(folder / name, content)
        elif name.endswith(".docx"):
            _check_docx(folder / name, content)
        elif name.endswith(".html") and b"$body$" not in content:
            raise ThemeError(f"{folder / name}: $body$ is missing; put it where the text goes")
    if any(name.endswith(".typ") for name in files):
        for layout in Layout:
            _check_typst(folder, files, layout)
    return files


def write_templates(folder: Path) -> list[Path]:
    """Write wikipub's own templates into `folder`, to begin a theme with; a file that is there stays as it is.

    Returns what was written. Raises PublishError.
    """
    missing = [folder / name for name in TEMPLATES if not (folder / name).exists()]
    for path in missing:
        write_file(path, style(path.name))
    return missing


def _content(path: Path) -> bytes:
    if path.name not in TEMPLATES:
        near = get_close_matches(path.name, TEMPLATES, 1)
        remedy = f"did you mean {near[0]}?" if near else f"known are {', '.join(TEMPLATES)}"
        raise ThemeError(f"{path}: there is no template of this name; {remedy}")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ThemeError(f"{path}: cannot be read: {error.strerror}; check its rights") from error
    if len(content) > MAX_BYTES:
        raise ThemeError(f"{path}: over {MAX_BYTES // 2**20} MiB, which no template is")
    if path.suffix != ".docx":
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise ThemeError(f"{path}: line {line}: this is not UTF-8; save the file in UTF-8") from error
    return content


def _check_typst(folder: Path, files: Mapping[str, bytes], layout: Layout) -> None:
    """Set a few words in a layout; a refusal is told with the line of the theme's file that it is about."""
    answer = run_typst(template(page(Look(layout), book=False), SETTINGS, files) + _SAMPLE)
    if not isinstance(answer, Refusal):
        return
    line = (answer.lines or (0,))[0] - 1
    for name in template_files(layout):
        lines = style(name, files).count(b"\n") + 1
        if 0 < line <= lines and name in files:
            raise ThemeError(f"{folder / name}: line {line}: {answer.errors[0]}; mend that place")
        line -= lines
    own = ", ".join(name for name in files if name.endswith(".typ"))
    raise ThemeError(f"{folder}: the layout {layout} cannot be set with {own}: {answer}; mend what it says")


def _check_css(path: Path, content: bytes) -> None:
    """Raise ThemeError where brackets, strings or comments do not close, or where a file is called that none holds."""
    text = content.decode("utf-8")

    def fail(place: int, what: str) -> ThemeError:
        return ThemeError(f"{path}: line {text[:place].count(chr(10)) + 1}: {what}")

    open_brackets: list[tuple[str, int]] = []
    for piece in _CSS.finditer(text):
        sign = piece[0]
        if sign.startswith("/*"):
            if not sign.endswith("*/") or len(sign) < 4:
                raise fail(piece.start(), "this comment never ends; end it with */")
        elif sign[0] in "\"'":
            if len(sign) < 2 or sign[-1] != sign[0]:
                raise fail(piece.start(), "this string never ends; close it on its line")
        elif sign in _CLOSING:
            open_brackets.append((sign, piece.start()))
        elif not open_brackets or _CLOSING[open_brackets.pop()[0]] != sign:
            raise fail(piece.start(), f"this {sign} closes nothing; take it out, or open what it is to close")
    if open_brackets:
        sign, place = open_brackets[-1]
        raise fail(place, f"this {sign} is never closed; close it with {_CLOSING[sign]}")
    if found := _FILE.search(text):
        raise fail(found.start(), "a publication holds no other file; write it here, or as a data: address")


def _check_docx(path: Path, content: bytes) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in _WORD_PARTS}
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise ThemeError(f"{path}: this is no Word document; save it as .docx in Word or LibreOffice") from error
    for name, part in parts.items():
        try:
            ElementTree.fromstring(part)
        except ElementTree.ParseError as error:
            raise ThemeError(f"{path}: {name}: line {error.position[0]}: {error}; save the document anew") from error
    if lacking := [style for style in _STYLES if f'w:styleId="{style}"'.encode() not in parts["word/styles.xml"]]:
        raise ThemeError(f"{path}: the styles {', '.join(lacking)} are missing; begin with a copy of wikipub's own")
