"""A book's cover: a picture that its book file names, or one made of its title (data/styles/cover.typ)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html import escape
from pathlib import Path

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import NO_COVER, Document, Imprint
from wikipub.engines import Refusal, run_pillow, run_typst
from wikipub.errors import EngineError, PublishError
from wikipub.fonts import coverage
from wikipub.pandoc import typst_string
from wikipub.publishers.prepare import is_book, language, style, title
from wikipub.safe import safe_text

_SIZE = (1200, 1920)
"""Width and height of a cover that is made for an EPUB, in pixels."""

_TILES = 8
"""Tiles of the pattern on a cover that is made."""

_MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg"}

_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{lang}" xml:lang="{lang}">
<head>
  <meta charset="utf-8" />
  <title>{title}</title>
  <style>body {{ margin: 0; text-align: center; }} img {{ max-width: 100%; max-height: 100%; }}</style>
</head>
<body epub:type="cover">
<img src="../{image}" alt="{title}" role="doc-cover" />
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture, "png" or "jpg" as its ending, and the words that stand for it."""

    picture: bytes
    ending: str
    words: str

    @property
    def name(self) -> str:
        """The name of the picture's file."""
        return f"cover.{self.ending}"

    def added_to(self, package: str) -> str:
        """An EPUB's package document with the cover in manifest and spine; in metadata and guide for old readers."""
        media_type = _MEDIA_TYPES[self.ending]
        items = (
            f'<item id="cover-image" href="media/{self.name}" media-type="{media_type}" properties="cover-image" />'
            '<item id="cover_xhtml" href="text/cover.xhtml" media-type="application/xhtml+xml" />'
        )
        for before, insertion in (
            ("</metadata>", '<meta name="cover" content="cover-image" />'),
            ("</manifest>", items),
            ("</guide>", f'<reference type="cover" title="{escape(self.words)}" href="text/cover.xhtml" />'),
        ):
            package = package.replace(before, f"{insertion}{before}", 1)
        start = package.index(">", package.index("<spine")) + 1
        return f'{package[:start]}<itemref idref="cover_xhtml" />{package[start:]}'

    def landmark(self, navigation: str) -> str:
        """An EPUB's nav.xhtml with the cover as the first of its landmarks."""
        item = f'<li><a href="text/cover.xhtml" epub:type="cover">{escape(self.words)}</a></li>'
        start = navigation.index("<ol>", navigation.index('<nav epub:type="landmarks"')) + len("<ol>")
        return f"{navigation[:start]}\n    {item}{navigation[start:]}"

    def files(self, language: str) -> dict[str, bytes]:
        """The files of an EPUB in a language that are the cover."""
        page = _PAGE.format(title=escape(self.words), image=f"media/{self.name}", lang=language)
        return {f"EPUB/media/{self.name}": self.picture, "EPUB/text/cover.xhtml": page.encode("utf-8")}


def load_cover(path: str, words: str) -> Cover:
    """The picture in the file at `path`, as Pillow writes it; raises PublishError where there is none."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise PublishError(f"cover: {path}: cannot be read: {error.strerror}; check the name") from error
    try:
        (made,) = run_pillow([data])
    except EngineError as error:
        raise PublishError(f"cover: {path}: the picture cannot be decoded ({error}); save it anew as PNG") from error
    if isinstance(made, str):
        raise PublishError(f"cover: {path}: {made}")
    return Cover(made.data, made.ending, words)


def cover(document: Document, warn: Warn) -> Cover | None:
    """A book's cover as a picture; None where it wants none, or no font shows its title (`no-cover`)."""
    if not has_cover(document):
        return None
    if path := _picture(document):
        return load_cover(path, title(document))
    code = cover_code(document)
    shown = coverage(code)
    if shown.unshown:
        lacking = " ".join(sorted(shown.unshown))
        message = f"no font here shows {lacking}, so no cover is made of the title; name a picture as the book's cover"
        warn(Diagnostic("no-cover", Severity.NOTE, message, document.origin.name))
        return None
    width, height = _SIZE
    page = f"#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
    text = f'#set text(font: "Libertinus Serif", lang: {typst_string(language(document).split("-")[0] or "und")})\n'
    source = style("cover.typ") + f"\n{page}{text}#{code}".encode()
    picture = run_typst(source, system_fonts=shown.needs_system_fonts, to="png")
    if isinstance(picture, Refusal):
        raise EngineError(f"typst failed: {picture}")
    return Cover(picture, "png", title(document))


def cover_code(document: Document) -> str:
    """The call in cover.typ that is a book's cover: of the picture in `cover_files`, or one made of the title."""
    if path := _picture(document):
        return f"picture-cover({typst_string(load_cover(path, '').name)}, {typst_string(title(document))})"
    imprint = document.imprint or Imprint()
    chance = hashlib.sha256(title(document).encode("utf-8", "replace")).digest()
    turns = ", ".join(str(byte % 4) for byte in chance[1 : 1 + _TILES])
    subtitle, editor = (typst_string(safe_text(words).strip()) for words in (imprint.subtitle, imprint.editor))
    words = f"{typst_string(title(document))}, subtitle: {subtitle}, editor: {editor}"
    return f"made-cover({words}, tone: {chance[0]}, turns: ({turns}))"


def cover_files(document: Document) -> dict[str, bytes]:
    """The file that `cover_code` names, if it names one."""
    path = _picture(document) if has_cover(document) else ""
    return {(found := load_cover(path, "")).name: found.picture} if path else {}


def has_cover(document: Document) -> bool:
    """Whether the document is a book that wants a cover."""
    return is_book(document) and document.imprint is not None and document.imprint.cover != NO_COVER


def _picture(document: Document) -> str:
    """The path of the cover's picture, "" where it is to be made."""
    return document.imprint.cover if document.imprint else ""
