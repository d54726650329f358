"""What pandoc writes besides EPUB and DOCX: a web page, OpenDocument text, Markdown, LaTeX, plain text."""

from __future__ import annotations

import re
from pathlib import Path

from wikipub.diagnostics import Warn
from wikipub.document import Document
from wikipub.output_file import write_file
from wikipub.pandoc import MetaValue, is_right_to_left
from wikipub.publishers.archive import rezipped
from wikipub.publishers.convert import converted
from wikipub.publishers.mathml import with_alternative_texts
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.prepare import (
    book_metadata,
    has_parts,
    is_book,
    language,
    language_metadata,
    moment,
    prepared,
    style,
    title,
)

_PLAIN_CODE = "--syntax-highlighting=none"
_ODT_DATE = re.compile(r"(<(?:dc:date|meta:creation-date)>)[^<]*")


def publish_html(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write `document` as a web page in one file, its stylesheet inside, to `path`."""
    document = prepared(document, warn)
    metadata: dict[str, MetaValue] = {"pagetitle": title(document), **language_metadata(document)}
    metadata |= book_metadata(document)
    metadata |= {"dir": "rtl"} if is_right_to_left(language(document)) else {}
    template = style("page.html", options.theme).replace(b"$styles$", _page_style(options))
    arguments = ["--mathml", "--template=page.html", "--section-divs", "--wrap=none", _PLAIN_CODE]
    arguments += ["--embed-resources"] if document.pictures else []
    arguments += ["--toc", f"--toc-depth={2 + int(has_parts(document))}"] if is_book(document) else []
    page = converted(document, "html", "html5", warn, arguments, metadata, {"page.html": template})
    write_file(path, with_alternative_texts(page.decode("utf-8")).encode("utf-8"))


def _page_style(options: PublishOptions) -> bytes:
    return style("epub.css", options.theme) + style("page.css", options.theme)


def publish_odt(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write `document` as OpenDocument text to `path`."""
    document = prepared(document, warn)
    metadata = language_metadata(document) | book_metadata(document)
    archive = converted(document, "odt", "odt", warn, [_PLAIN_CODE], metadata)
    date = moment(options.epoch)

    def change(name: str, content: bytes) -> bytes:
        if name != "meta.xml":
            return content
        return _ODT_DATE.sub(rf"\g<1>{date}", content.decode("utf-8")).encode("utf-8")

    write_file(path, rezipped(archive, change, options.epoch))


def publish_markdown(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write `document` as pandoc's Markdown to `path`; a book's title is in the metadata block."""
    document = prepared(document, warn)
    metadata = language_metadata(document) | book_metadata(document)
    arguments = ["--standalone", "--wrap=none"]
    write_file(path, converted(document, "markdown", "markdown-smart", warn, arguments, metadata))


def publish_latex(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write `document` as LaTeX source to `path`: a book of chapters, or an article of sections under its title."""
    document = prepared(document, warn)
    metadata = language_metadata(document)
    metadata["papersize"] = str(options.look.paper)
    arguments = ["--standalone", _PLAIN_CODE]
    if is_book(document):
        metadata |= book_metadata(document) | {"documentclass": "book"}
        division, depth = ("part", 3) if has_parts(document) else ("chapter", 2)
        arguments += [f"--top-level-division={division}", "--toc", f"--toc-depth={depth}"]
    else:
        arguments += ["--shift-heading-level-by=-1"]
    write_file(path, converted(document, "latex", "latex", warn, arguments, metadata))


def publish_plain(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write `document` as plain text to `path`, a paragraph a line."""
    document = prepared(document, warn)
    metadata = book_metadata(document)
    arguments = ["--standalone", "--wrap=none"]
    write_file(path, converted(document, "plain", "plain", warn, arguments, metadata))
