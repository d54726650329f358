"""DOCX, on a reference document of our own (data/styles/make_reference.py).

What pandoc has no option for is put right in the archive: the page, widths of tables, dates, the sections that number
the notes of each chapter from 1, and endnotes, which pandoc does not know.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from wikipub.data.language import labels
from wikipub.diagnostics import Warn
from wikipub.document import Document
from wikipub.option_table import Layout, Notes
from wikipub.output_file import write_file
from wikipub.pandoc import DOCX_SECTION, MetaValue, docx_bookmark, is_right_to_left, raw_block
from wikipub.publishers.archive import member, rezipped
from wikipub.publishers.convert import converted
from wikipub.publishers.docx_book import RunningHeads, with_two_sides
from wikipub.publishers.docx_notes import (
    as_endnotes,
    endnotes_name,
    note_numbers,
    with_note_settings,
    with_numbers,
    with_sections,
)
from wikipub.publishers.docx_page import docx_room, docx_sheet, with_name_lines, with_page, with_type
from wikipub.publishers.docx_tables import with_whole_rows, with_widths
from wikipub.publishers.docx_turned import with_turned_pages
from wikipub.publishers.look import NAME_LINE, page
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.prepare import (
    Entry,
    book_metadata,
    chapters,
    contents,
    contents_title,
    has_parts,
    is_book,
    language,
    language_metadata,
    moment,
    prepared,
    style,
    title,
)
from wikipub.safe import safe_text
from wikipub.transforms.footnotes import with_footnotes
from wikipub.walk import plain

_CONTENTS_DEPTH = 2
"""Levels of headings in a book's list of contents, parts aside."""

_PART_STYLE = "Part Heading"

_HEADING_LOOK = re.compile(r'(<w:style w:styleId="Heading([1-6])".*?)(<w:pPr>.*?</w:rPr>)', re.DOTALL)
_OUTLINE_LEVEL = re.compile(r'(?<=<w:outlineLvl w:val=")\d')

_LANGUAGE = re.compile(r'<w:lang w:val="([^"]*)" ?/>')
_EAST_ASIAN = ("zh", "ja", "ko")

_DATE = re.compile(r"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")
_CORE_TITLE = re.compile(r"<dc:title\s*/>|<dc:title>[^<]*</dc:title>")


def publish(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write `document` as a DOCX to `path`; a book has its title and its contents on pages before the first chapter."""
    document = with_footnotes(prepared(document, warn))
    book = is_book(document)
    metadata: dict[str, MetaValue] = language_metadata(document)
    sheet = docx_sheet(page(options.look, book=book), options.look)
    handout = sheet.layout is Layout.HANDOUT
    listed = _contents(document) if book and not handout else ""
    heads = _running_heads(document) if book and sheet.layout is Layout.BOOK else None
    front = [raw_block("openxml", listed + (DOCX_SECTION if heads else ""))] if listed else []
    arguments = ["--reference-doc=reference.docx", "--syntax-highlighting=none"]
    metadata |= {} if handout else book_metadata(document)
    files = {"reference.docx": style("handout.docx" if handout else "reference.docx", options.theme)}
    archive = converted(document, "docx", "docx", warn, arguments, metadata, files, front, docx_room(sheet))
    date = moment(options.epoch)
    core_title = f"<dc:title>{escape(title(document), quote=False)}</dc:title>"
    words = labels(document.language)
    numbers = note_numbers(member(archive, "word/document.xml").decode("utf-8"))

    def change(name: str, content: bytes) -> bytes:
        if name == "docProps/core.xml":
            core = _CORE_TITLE.sub("", _DATE.sub(rf"\g<1>{date}", content.decode("utf-8")))
            return core.replace("</cp:coreProperties>", f"{core_title}</cp:coreProperties>").encode("utf-8")
        if name == "word/document.xml":
            text = with_whole_rows(with_widths(with_page(content.decode("utf-8"), sheet)))
            text = _LANGUAGE.sub(_language, text)
            text = with_sections(text, heads.section) if heads else with_sections(text)
            text = with_numbers(text, numbers)
            text = with_name_lines(text, sheet, [words[key] for key in NAME_LINE]) if handout else text
            return with_turned_pages(text).encode("utf-8")
        if name == "word/styles.xml":
            styles = with_type(content.decode("utf-8"), options.look, sheet)
            return (_with_looks_below_parts(styles) if has_parts(document) else styles).encode("utf-8")
        if name == "word/settings.xml":
            settings = with_note_settings(content.decode("utf-8"))
            return (with_two_sides(settings) if heads else settings).encode("utf-8")
        if name == "word/_rels/document.xml.rels" and heads:
            return heads.relationships(content.decode("utf-8")).encode("utf-8")
        if name == "[Content_Types].xml" and heads:
            return heads.content_types(content.decode("utf-8")).encode("utf-8")
        if name == "word/footnotes.xml":
            return with_numbers(_LANGUAGE.sub(_language, content.decode("utf-8")), numbers).encode("utf-8")
        return content

    archive = rezipped(archive, change, options.epoch, added=heads.parts() if heads else {})
    if options.notes is Notes.END:
        archive = rezipped(archive, as_endnotes, options.epoch, endnotes_name)
    write_file(path, archive)


def _running_heads(document: Document) -> RunningHeads:
    """The words at the heads of the book's pages."""
    titles = (" ".join(safe_text(plain(heading.inlines)).split()) for heading in chapters(document))
    return RunningHeads(title(document), tuple(titles))


def _contents(document: Document) -> str:
    r"""A list of contents: a field that Word knows, so that it can be renewed there, with the entries as they are now.

    Without page numbers (switch \n), which only Word could tell.
    """
    entries = contents(document, _CONTENTS_DEPTH)
    if not entries:
        return ""
    depth = _CONTENTS_DEPTH + int(has_parts(document))
    parts = f' \\t "{_PART_STYLE},1"' if has_parts(document) else ""
    field = f' TOC \\o "1-{depth}"{parts} \\n \\h \\z '
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{escape(field)}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="TOC{entry.level}"/></w:pPr>{begin if index == 0 else ""}{_link(entry)}'
        f"{end if index == len(entries) - 1 else ''}</w:p>"
        for index, entry in enumerate(entries)
    )
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    name = escape(contents_title(language(document)))
    heading = f'<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr><w:r><w:t>{name}</w:t></w:r></w:p>'
    return f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{heading}{paragraphs}</w:sdtContent></w:sdt>"


def _link(entry: Entry) -> str:
    """The words of an entry of the contents, linked to its heading."""
    words = f'<w:r><w:t xml:space="preserve">{escape(entry.words)}</w:t></w:r>'
    return f'<w:hyperlink w:anchor="{docx_bookmark(entry.id)}">{words}</w:hyperlink>'


def _with_looks_below_parts(styles: str) -> str:
    """The part `styles` for a book with parts: headings of level 2 are its chapters' and look so, and so on."""
    looks = {int(level): look for _, level, look in _HEADING_LOOK.findall(styles)}

    def style(found: re.Match[str]) -> str:
        level = int(found[2])
        return found[1] + _OUTLINE_LEVEL.sub(str(level - 1), looks[max(1, level - 1)])

    return _HEADING_LOOK.sub(style, styles)


def _language(run: re.Match[str]) -> str:
    """A run's language, for the kind of its characters: Word takes East Asian and right-to-left ones for themselves."""
    tag = run[1]
    kind = "bidi" if is_right_to_left(tag) else "eastAsia" if tag.lower().startswith(_EAST_ASIAN) else ""
    return f'<w:lang w:val="{tag}" w:{kind}="{tag}"/>' if kind else run[0]
