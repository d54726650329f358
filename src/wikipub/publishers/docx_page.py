"""What a layout makes of Word's pages: size, margins, columns, line numbers, and in handouts the line for a name.

All of it is done to the parts of the archive that pandoc wrote (ECMA-376, part 1, 17.6 and 17.7).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from wikipub.option_table import Layout
from wikipub.pandoc import Room
from wikipub.publishers.look import FONT, Look, Page

MARGIN = 29.0
"""White beside the text in the reference document of articles and books, in millimetres."""

SIZE = 11.0
"""The text's type in it, in points."""

_TWENTIETHS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""

_PAGE_SIZE = re.compile(r"<w:pgSz\b[^>]*/>")
_PAGE_MARGINS = re.compile(r"<w:pgMar\b[^>]*/>")
_LAST_SECTION = re.compile(r"<w:sectPr>(?:(?!<w:sectPr).)*</w:sectPr>(?=\s*</w:body>)", re.DOTALL)
_NOTE_NUMBERING = re.compile(r"<w:(footnotePr|endnotePr)>.*?</w:\1>", re.DOTALL)
_CHAPTER = re.compile(
    r'(?:<w:bookmarkStart [^>]*/>)?<w:p><w:pPr><w:pStyle w:val="Heading1" ?/></w:pPr>.*?</w:p>', re.DOTALL
)
_BREAK = '<w:p><w:pPr><w:pStyle w:val="AfterTable"/>{}</w:pPr></w:p>'
_DEFAULTS = re.compile(r"<w:docDefaults>.*?</w:docDefaults>", re.DOTALL)
_TYPE_SIZE = re.compile(r'(<w:sz(?:Cs)? w:val=")(\d+)(")')
_FONTS = re.compile(r"<w:rFonts\b[^>]*/>")


def docx_sheet(sheet: Page, look: Look) -> Page:
    """`sheet` as Word has it: articles and books have the reference document's margins and type, if none are asked."""
    if sheet.layout is not Layout.HANDOUT and look.margin is None and not look.note_margin and sheet.columns == 1:
        sheet = replace(sheet, left=MARGIN, right=MARGIN)
    if sheet.layout is not Layout.HANDOUT and look.size is None and not look.large_print:
        sheet = replace(sheet, size=SIZE)
    return sheet


def docx_room(sheet: Page) -> Room:
    """What a page has for tables; one that is wider than one of several columns cannot leave it in Word."""
    column = sheet.column_width
    turned = sheet.height - sheet.left - sheet.right if sheet.columns == 1 else column
    return Room(column, column, turned, sheet.text_height, sheet.size)


def with_page(body: str, sheet: Page) -> str:
    """The document `body`, all sections of which have the page `sheet`."""
    size = f'<w:pgSz w:w="{_length(sheet.width)}" w:h="{_length(sheet.height)}"/>'
    margins = "".join(f' w:{side}="{_length(getattr(sheet, side))}"' for side in ("top", "right", "bottom", "left"))
    numbers = '<w:lnNumType w:countBy="5" w:restart="continuous"/>' if sheet.line_numbers else ""
    after = f"{numbers}{_columns(sheet)}"
    body = _PAGE_SIZE.sub(size, body)
    margins = f'<w:pgMar{margins} w:header="680" w:footer="620" w:gutter="0"/>'
    return _PAGE_MARGINS.sub(lambda _: margins + after, body)


def with_name_lines(body: str, sheet: Page, words: Sequence[str]) -> str:
    """A handout's `body`: each chapter on a page of its own, under a line for what `words` name.

    Where the text has two columns, line and title stand over both, as a section of their own.
    """
    found = _LAST_SECTION.search(body)
    if not found:
        return body
    columns = sheet.columns > 1
    section = found[0]
    of_title = _section(_NOTE_NUMBERING.sub("", section).replace(_columns(sheet), ""), "nextPage")
    of_text = _section(section, "continuous")
    count = 0

    def opened(chapter: re.Match[str]) -> str:
        nonlocal count
        count += 1
        new_page = "<w:pageBreakBefore/>" if count > 1 and not columns else ""
        before = _BREAK.format(of_text) if count > 1 and columns else ""
        after = _BREAK.format(of_title) if columns else ""
        return before + _name_line(sheet, words, new_page) + chapter[0] + after

    body = body[: found.start()] + (of_text if columns else section) + body[found.end() :]
    return _CHAPTER.sub(opened, body)


def with_type(styles: str, look: Look, sheet: Page) -> str:
    """The part `styles` with the font and the size of type that were asked for; all sizes keep their proportions."""
    defaults = _DEFAULTS.search(styles)
    if defaults and (look.size is not None or look.large_print) and (size := _TYPE_SIZE.search(defaults[0])):
        factor = 2 * sheet.size / int(size[2])
        styles = _TYPE_SIZE.sub(lambda found: f"{found[1]}{max(8, round(factor * int(found[2])))}{found[3]}", styles)
    if sheet.font != FONT:
        name = escape(sheet.font, quote=True)
        fonts = f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/>'
        styles = _DEFAULTS.sub(lambda found: _FONTS.sub(lambda _: fonts, found[0]), styles, count=1)
    return styles


def _columns(sheet: Page) -> str:
    if sheet.columns == 1:
        return ""
    return f'<w:cols w:num="{sheet.columns}" w:space="{_length(sheet.gutter)}"/>'


def _section(section: str, kind: str) -> str:
    return section.replace("<w:pgSz", f'<w:type w:val="{kind}"/><w:pgSz', 1)


def _name_line(sheet: Page, words: Sequence[str], new_page: str) -> str:
    """The words, each followed by a line to write on: a tab stop whose leader is a line."""
    width = _length(sheet.text_width)
    ends = (0.5, 0.75, 1.0)
    tabs = "".join(f'<w:tab w:val="left" w:leader="underscore" w:pos="{round(width * end) - 120}"/>' for end in ends)
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{" " if index else ""}{escape(word)} </w:t></w:r><w:r><w:tab/></w:r>'
        for index, word in enumerate(words)
    )
    return f'<w:p><w:pPr><w:pStyle w:val="NameLine"/>{new_page}<w:tabs>{tabs}</w:tabs></w:pPr>{runs}</w:p>'


def _length(millimetres: float) -> int:
    return round(millimetres * _TWENTIETHS)
