"""EPUB 3, as epubcheck 5 passes it without error or warning.

pandoc builds the book; what it has no option for is put right in the archive: our stylesheet, titles and languages of
the pages (pandoc gives file names and the book's language), contents without note marks, a landmark where the text
begins, the moment of modification, and no date of publication, which nobody knows.
"""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path

from wikipub.diagnostics import Warn
from wikipub.document import Document, Heading, Imprint
from wikipub.errors import TooLargeError
from wikipub.option_table import Layout
from wikipub.output_file import write_file
from wikipub.pandoc import MetaValue, is_right_to_left
from wikipub.publishers.archive import rezipped
from wikipub.publishers.convert import converted, formulas
from wikipub.publishers.cover import cover
from wikipub.publishers.epub_contents import navigation, navigation_map
from wikipub.publishers.epub_style import stylesheet
from wikipub.publishers.mathml import with_alternative_texts
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.prepare import (
    chapters,
    characters,
    contents,
    contents_title,
    identifier,
    is_book,
    language,
    moment,
    prepared,
    title,
)
from wikipub.safe import safe_text, safe_url

_FIRST_HEADING = re.compile(r"<(h[1-6])\b[^>]*>(.*?)</\1>", re.DOTALL)
_TITLE = re.compile(r"<title>[^<]*</title>")
_SUBTITLE = re.compile(r'<h1 class="subtitle">(.*?)</h1>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_MODIFIED = re.compile(r'(<meta property="dcterms:modified">)[^<]*')
_LANGUAGE = re.compile(r'(<html\b[^>]*?) lang="[^"]*" xml:lang="[^"]*"')
_CHAPTER_LANGUAGE = re.compile(r'<body\b[^>]*>\s*<section\b[^>]*? lang="([^"]*)"')
_PLAIN_CODE = "--syntax-highlighting=none"
_DATE = re.compile(r"\s*<dc:date\b[^>]*>[^<]*</dc:date>")


_FEATURES = ("structuralNavigation", "tableOfContents", "readingOrder", "ARIA")
"""What helps readers in every EPUB (https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary/)."""

_LARGE = 300_000
"""Characters of a chapter that still is one file of the book; reading systems are slow with larger ones."""

_MAX_FILES = 500
"""Files that chapters are cut into at most; pandoc's time grows with the square of their number."""

MAX_CHAPTERS = 4_000
"""Chapters of the largest EPUB, each of which is a file (docs/limits.md)."""


def publish(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write `document` as an EPUB to `path`. Raises TooLargeError over MAX_CHAPTERS too."""
    document = prepared(document, warn)
    book = is_book(document)
    # Of the contents only the places of the files are wanted; a list of all headings takes pandoc a fifth of its time.
    level = _split_level(document)
    arguments = ["--mathml", f"--split-level={level}", f"--toc-depth={level}", _PLAIN_CODE, "--wrap=none"]
    arguments += ["--toc"] if book else ["--epub-title-page=false"]
    front = cover(document, warn) if options.look.layout in (None, Layout.BOOK) else None
    archive = converted(document, "epub", "epub3", warn, arguments, _metadata(document, has_cover=front is not None))
    css, modified = stylesheet(options, document), moment(options.epoch)
    entries = contents(document)

    def change(name: str, content: bytes) -> bytes:
        if name.endswith(".css"):
            return css
        if name.endswith(".opf"):
            package = _DATE.sub("", content.decode("utf-8"))
            package = front.added_to(package) if front else package
            return _MODIFIED.sub(rf"\g<1>{modified}", package).encode("utf-8")
        if name.endswith("nav.xhtml"):
            listed = navigation(content.decode("utf-8"), entries)
            return (front.landmark(listed) if front else listed).encode("utf-8")
        if name.endswith("toc.ncx"):
            return navigation_map(content.decode("utf-8"), entries).encode("utf-8")
        return _page(content.decode("utf-8")).encode("utf-8") if "/text/" in name else content

    added = front.files(language(document) or "und") if front else {}
    write_file(path, rezipped(archive, change, options.epoch, added=added))


def _split_level(document: Document) -> int:
    """The level of headings that begin a file of the book: 2 where chapters are large and sections are not too many."""
    parts = len(chapters(document))
    if parts > MAX_CHAPTERS:
        raise TooLargeError(
            f"{document.origin.name}: its {parts:,} chapters are over the limit of {MAX_CHAPTERS:,} for an EPUB; bind "
            "several books, or build another format (docs/limits.md)"
        )
    sections = sum(1 for block in document.blocks if isinstance(block, Heading) and block.depth == 2)
    large = characters(document) > _LARGE * max(1, parts)
    return 2 if large and parts + sections <= _MAX_FILES else 1


def _metadata(document: Document, *, has_cover: bool) -> dict[str, MetaValue]:
    """The book's metadata. What reading systems ask about accessibility is true of text with marked-up formulas."""
    metadata: dict[str, MetaValue] = {
        "title": title(document),
        "toc-title": contents_title(language(document)),
        "lang": language(document) or "und",
        "identifier": identifier(document),
        "accessModes": ["textual"],
        "accessModeSufficient": ["textual"],
        "accessibilityHazards": ["none"],
        "accessibilitySummary": "All content is text, with headings for navigation; there are no images.",
    }
    imprint = document.imprint or Imprint()
    features = [*_FEATURES]
    if has_cover or document.pictures:
        features.append("alternativeText")
        metadata["accessModes"] = ["textual", "visual"]
        shown = "the cover" if not document.pictures else "pictures, which have alternative texts,"
        metadata["accessibilitySummary"] = f"All content but {shown} is text, with headings for navigation."
    if formulas(document):
        features.append("MathML")
    metadata["accessibilityFeatures"] = features
    if is_right_to_left(language(document)):
        metadata |= {"dir": "rtl", "page-progression-direction": "rtl"}
    if source := safe_url(document.origin.url):
        metadata["source"] = source
    if document.origin.license:
        metadata["rights"] = document.origin.license
    if document.origin.authors:
        metadata["creator"] = document.origin.authors
    if subtitle := safe_text(imprint.subtitle).strip():
        metadata["title"] = [{"type": "main", "text": title(document)}, {"type": "subtitle", "text": subtitle}]
    if editor := safe_text(imprint.editor).strip():
        metadata["creator"] = [{"role": "edt", "text": editor}]
    return metadata


def _page(page: str) -> str:
    """A page whose title is its first heading's words, and whose language is that of the chapter that begins it."""
    if chapter := _CHAPTER_LANGUAGE.search(page):
        page = _LANGUAGE.sub(rf'\1 lang="{chapter[1]}" xml:lang="{chapter[1]}"', page, count=1)
    page = _SUBTITLE.sub(r'<p class="subtitle" role="doc-subtitle">\1</p>', page, count=1)
    heading = _FIRST_HEADING.search(page)
    words = " ".join(unescape(_TAG.sub("", heading[2])).split()) if heading else ""
    page = with_alternative_texts(page)
    return _TITLE.sub(lambda _: f"<title>{escape(words, quote=False)}</title>", page, count=1) if words else page
