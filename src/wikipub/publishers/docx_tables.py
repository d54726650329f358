"""Tables in DOCX: how wide they are, and that short ones stay whole.

Word breaks a table at any line, be it within a row. All of it is done to the parts of the archive that pandoc wrote
(ECMA-376, part 1, 17.4).
"""

from __future__ import annotations

import re

_STYLE = re.compile(r'(<w:tblStyle w:val="(\w+)" ?/>)<w:tblW w:type="auto" w:w="0" ?/>')
_INFOBOX_WIDTH, _WIDTH = 4000, 5000
"""Widths of tables in fiftieths of a percent of the text's; pandoc leaves them to the program."""

_TABLE = re.compile(r"<w:tbl>(?:(?!<w:tbl>).)*?</w:tbl>", re.DOTALL)
_ROW = re.compile(r"<w:tr>(?:<w:trPr>)?|<w:tr [^>]*>(?:<w:trPr>)?")
_PARAGRAPH = re.compile(r"<w:p>(<w:pPr>(?:<w:pStyle [^>]*/>)?)?")
_MARKUP = re.compile(r"<[^>]*>")
_LONGEST_ROW = 900
"""Characters of a row that stays on a page: one that no page holds would be cut."""

_MOST_ROWS, _LONGEST_TABLE, _MOST_PICTURES = 15, 1500, 4
"""Rows, characters and pictures of a table that stays whole."""


def with_widths(body: str) -> str:
    """The document `body`, each table of which is told its width: key facts are narrower than the text."""

    def told(table: re.Match[str]) -> str:
        width = _INFOBOX_WIDTH if table[2] == "Infobox" else _WIDTH
        return f'{table[1]}<w:tblW w:type="pct" w:w="{width}"/><w:jc w:val="center"/>'

    return _STYLE.sub(told, body)


def with_whole_rows(body: str) -> str:
    """The document `body`: no row of a table breaks over pages that is not long, nor does a short table."""
    return _TABLE.sub(lambda table: _whole(table[0]), body)


def _whole(table: str) -> str:
    """A table that holds no other."""
    starts = [row.start() for row in _ROW.finditer(table)]
    if not starts:
        return table
    rows = [table[start:end] for start, end in zip(starts, [*starts[1:], len(table)], strict=True)]
    lengths = [len(_MARKUP.sub("", row)) for row in rows]
    short = len(rows) <= _MOST_ROWS and sum(lengths) <= _LONGEST_TABLE and table.count("<w:drawing>") <= _MOST_PICTURES
    kept = [_unbroken(row) if length <= _LONGEST_ROW else row for row, length in zip(rows, lengths, strict=True)]
    if short:
        kept[:-1] = map(_with_the_next, kept[:-1])
    return table[: starts[0]] + "".join(kept)


def _unbroken(row: str) -> str:
    def opened(start: re.Match[str]) -> str:
        has_properties = start[0].endswith("<w:trPr>")
        return f"{start[0]}<w:cantSplit/>" if has_properties else f"{start[0]}<w:trPr><w:cantSplit/></w:trPr>"

    return _ROW.sub(opened, row, count=1)


def _with_the_next(row: str) -> str:
    """A row that stands on the page of the one after it."""

    def opened(start: re.Match[str]) -> str:
        return f"{start[0]}<w:keepNext/>" if start[1] else "<w:p><w:pPr><w:keepNext/></w:pPr>"

    return _PARAGRAPH.sub(opened, row)
