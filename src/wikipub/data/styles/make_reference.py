"""Make reference.docx and handout.docx, the documents whose styles pandoc gives to every DOCX.

    python src/wikipub/data/styles/make_reference.py

writes them beside this script. The bytes are the same on every machine: nothing is compressed, nothing is dated. The
names of the styles are those that pandoc asks for (https://pandoc.org/MANUAL.html#option--reference-doc) and those
that pandoc/ gives: Part Heading, Hatnote, Loose Caption, Attribution, Note, Source, Foot Line, Infobox, After Table,
TableSmall, TableTiny, Gallery; publishers/docx_page.py gives Name Line.

Lengths are Word's: twentieths of a point in paragraphs and pages, half points in sizes of type.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

FONT = "Cambria"
MONOSPACED = "Consolas"
INK = "000000"
_SIZE = 22
PALE = "666666"
LINK = "1A4F80"

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style; what is None or "" is as in the style it is based on.

    `size` in half points; `before`, `after`, `left`, `right`, `hanging` in twentieths of a point; `line` in 240ths of
    a line; `level` is the outline's, 0 the highest; `more` is further XML for the paragraph's properties.
    """

    name: str
    based_on: str = "Normal"
    kind: str = "paragraph"
    next: str = ""
    size: int | None = None
    bold: bool = False
    italic: bool = False
    color: str = ""
    font: str = ""
    before: int | None = None
    after: int | None = None
    line: int | None = None
    left: int | None = None
    right: int | None = None
    hanging: int | None = None
    align: str = ""
    level: int | None = None
    keep_next: bool = False
    page_break: bool = False
    raised: bool = False
    underline: bool = False
    more: str = ""
    custom: bool = False

    @property
    def id(self) -> str:
        """The style's id: its name in title case without blanks, as pandoc has it."""
        return "".join(word[:1].upper() + word[1:] for word in self.name.split())


_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F4F4F4"/>'
_RULE_BELOW = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="6" w:color="999999"/></w:pBdr>'
_RULE_ABOVE = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="999999"/></w:pBdr>'
_TAB_RIGHT = '<w:tabs><w:tab w:val="center" w:pos="4536"/><w:tab w:val="right" w:pos="9072"/></w:tabs>'

STYLES = (
    Style("Body Text", after=140, line=288),
    Style("First Paragraph", "BodyText", next="BodyText", custom=True),
    Style("Compact", "BodyText", before=20, after=20, custom=True),
    Style("Title", next="BodyText", size=56, before=2400, after=360, align="center", line=264),
    Style("Subtitle", "Title", next="BodyText", size=30, before=0),
    Style("Author", "Title", next="BodyText", size=24, before=0, custom=True),
    Style("Date", "Title", next="BodyText", size=24, before=0),
    Style("Abstract", "BodyText", size=20, custom=True),
    Style("Abstract Title", "Abstract", bold=True, align="center", custom=True),
    Style(
        "heading 1",
        next="BodyText",
        size=44,
        after=320,
        line=264,
        level=0,
        keep_next=True,
        page_break=True,
        more=_RULE_BELOW,
    ),
    Style(
        "Part Heading",
        next="BodyText",
        size=48,
        before=4200,
        after=320,
        line=264,
        align="center",
        level=0,
        keep_next=True,
        page_break=True,
        custom=True,
    ),
    Style("heading 2", next="BodyText", size=29, bold=True, before=400, after=140, level=1, keep_next=True),
    Style("heading 3", next="BodyText", size=25, bold=True, before=320, after=120, level=2, keep_next=True),
    Style("heading 4", next="BodyText", size=22, bold=True, before=280, after=100, level=3, keep_next=True),
    Style("heading 5", next="BodyText", size=22, italic=True, before=260, after=100, level=4, keep_next=True),
    Style("heading 6", next="BodyText", size=22, italic=True, before=240, after=100, level=5, keep_next=True),
    Style("Block Text", "BodyText", next="BodyText", left=480, right=480, before=60),
    Style("Attribution", "BodyText", size=20, right=480, align="right", custom=True),
    Style("Hatnote", "BodyText", next="BodyText", italic=True, left=240, keep_next=True, custom=True),
    Style("Lead", "BodyText", next="BodyText", before=120, keep_next=True, custom=True),
    Style("caption", "BodyText", size=20, color=PALE, before=80, after=160, left=480, right=480, align="center"),
    Style("Table Caption", "Caption", color=INK, bold=True, before=200, after=80, keep_next=True, custom=True),
    Style("Image Caption", "Caption", custom=True),
    Style("Loose Caption", "Caption", keep_next=True, custom=True),
    Style("Name Line", size=20, after=240, custom=True),
    Style("After Table", size=8, after=60, line=240, custom=True),
    Style("Figure", "BodyText", align="center", custom=True),
    Style("Captioned Figure", "Figure", keep_next=True, custom=True),
    Style("Note", "BodyText", size=19, after=50, line=259, custom=True),
    Style("Source", "BodyText", size=19, after=60, line=259, custom=True),
    Style("Foot Line", "Source", size=17, before=480, more=_RULE_ABOVE, custom=True),
    Style("Source Code", "BodyText", font=MONOSPACED, size=18, before=80, line=252, more=_SHADE, custom=True),
    Style("Definition Term", "BodyText", next="Definition", bold=True, after=20, keep_next=True, custom=True),
    Style("Definition", "BodyText", left=480, custom=True),
    Style("Bibliography", "BodyText", left=480, hanging=480),
    Style("footnote text", size=18, after=40),
    Style("endnote text", size=18, after=40),
    Style("Footnote Block Text", "FootnoteText", left=480, custom=True),
    Style("TOC Heading", next="BodyText", size=44, after=320, page_break=True, more=_RULE_BELOW),
    Style("toc 1", before=180, after=40, bold=True),
    Style("toc 2", left=300, after=30),
    Style("toc 3", left=600, after=30),
    Style("header", size=17, color=PALE, italic=True, align="center", more=_TAB_RIGHT),
    Style("footer", size=17, color=PALE, align="center", more=_TAB_RIGHT),
    Style("Body Text Char", "DefaultParagraphFont", "character", custom=True),
    Style("Verbatim Char", "DefaultParagraphFont", "character", font=MONOSPACED, size=19, custom=True),
    Style("Hyperlink", "DefaultParagraphFont", "character", color=LINK),
    Style("footnote reference", "DefaultParagraphFont", "character", raised=True),
    Style("endnote reference", "DefaultParagraphFont", "character", raised=True),
    Style("Section Number", "DefaultParagraphFont", "character", custom=True),
)


# What is otherwise in a handout: less white, no colour, a title that shares its page; sizes are for text of 10 points.
_HANDOUT_SIZE = 20
_HANDOUT: dict[str, dict[str, Any]] = {
    "Body Text": {"after": 90, "line": 259},
    "heading 1": {"size": 38, "bold": True, "after": 160, "page_break": False, "more": ""},
    "heading 2": {"size": 24, "before": 220, "after": 70},
    "heading 3": {"size": 22, "before": 180, "after": 60},
    "heading 4": {"size": 20, "before": 160, "after": 50},
    "heading 5": {"size": 20, "before": 160, "after": 50},
    "heading 6": {"size": 20, "before": 160, "after": 50},
    "caption": {"size": 18},
    "Note": {"size": 17},
    "Foot Line": {"size": 16, "before": 240},
    "footnote text": {"size": 16},
    "endnote text": {"size": 16},
    "Name Line": {"size": 19},
    "Hyperlink": {"color": INK},
}


def main() -> None:
    """Write the reference documents into the folder given, or beside this script."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder.joinpath("reference.docx").write_bytes(reference())
    folder.joinpath("handout.docx").write_bytes(reference(handout=True))


def reference(*, handout: bool = False) -> bytes:
    """The reference document of articles and books, or of handouts."""
    styles = tuple(replace(style, **_HANDOUT.get(style.name, {})) for style in STYLES) if handout else STYLES
    size = _HANDOUT_SIZE if handout else _SIZE
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, content in _parts(styles, size, handout).items():
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content.encode("utf-8"))
    return buffer.getvalue()


def _parts(styles: tuple[Style, ...], size: int, handout: bool) -> dict[str, str]:
    override = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>'
        for part, kind in (
            ("word/document.xml", f"{_CONTENT_TYPE}.document.main+xml"),
            ("word/styles.xml", f"{_CONTENT_TYPE}.styles+xml"),
            ("word/settings.xml", f"{_CONTENT_TYPE}.settings+xml"),
            ("word/fontTable.xml", f"{_CONTENT_TYPE}.fontTable+xml"),
            ("word/footer1.xml", f"{_CONTENT_TYPE}.footer+xml"),
            ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        )
    )
    return {
        "[Content_Types].xml": _HEAD
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        + '<Default Extension="xml" ContentType="application/xml"/>'
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + f"{override}</Types>",
        "_rels/.rels": _relationships(
            (f"{_RELATION}/officeDocument", "word/document.xml"),
            (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
        ),
        "word/_rels/document.xml.rels": _relationships(
            *((f"{_RELATION}/{kind}", f"{part}.xml") for kind, part in _DOCUMENT_PARTS)
        ),
        "word/document.xml": _HEAD
        + f"<w:document {_NAMESPACES}><w:body>{_sample(styles)}{_section()}</w:body></w:document>",
        "word/styles.xml": _HEAD + f"<w:styles {_NAMESPACES}>{_defaults(size)}{_styles(styles, size)}</w:styles>",
        "word/settings.xml": _HEAD + f"<w:settings {_NAMESPACES}>{_SETTINGS}</w:settings>",
        "word/fontTable.xml": _HEAD + f"<w:fonts {_NAMESPACES}>{_fonts()}</w:fonts>",
        "word/footer1.xml": _HEAD + f"<w:ftr {_NAMESPACES}>{_page_number(handout)}</w:ftr>",
        "docProps/core.xml": _HEAD
        + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    }


_DOCUMENT_PARTS = (("styles", "styles"), ("settings", "settings"), ("fontTable", "fontTable"), ("footer", "footer1"))

_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)


def _relationships(*targets: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return (
        _HEAD
        + f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def _section() -> str:
    """The page: A4, 30 mm beside the text, its number at the foot; publishers/docx.py changes the size for letter."""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1588" w:right="1644" w:bottom="1531" w:left="1644" w:header="794" w:footer="737" '
        'w:gutter="0"/>'
        "</w:sectPr>"
    )


def _sample(styles: tuple[Style, ...]) -> str:
    """A line in each paragraph style, for whoever opens the document."""
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style.id}"/></w:pPr><w:r><w:t>{style.name}</w:t></w:r></w:p>'
        for style in styles
        if style.kind == "paragraph"
    )


def _page_number(of_all: bool) -> str:
    """The foot of a page: its number, and in handouts that of the last one."""
    numbers = _field("PAGE") + ("<w:r><w:t> / </w:t></w:r>" + _field("NUMPAGES") if of_all else "")
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{numbers}</w:p>'


def _field(code: str) -> str:
    return "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )


def _fonts() -> str:
    roman = '<w:family w:val="roman"/><w:pitch w:val="variable"/>'
    modern = '<w:family w:val="modern"/><w:pitch w:val="fixed"/>'
    return f'<w:font w:name="{FONT}">{roman}</w:font><w:font w:name="{MONOSPACED}">{modern}</w:font>'


def _defaults(size: int) -> str:
    font = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="Times New Roman"/>'
    run = f'{font}<w:color w:val="{INK}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US"/>'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        "<w:semiHidden/></w:style>"
    )


def _styles(styles: tuple[Style, ...], size: int) -> str:
    tables = (
        ("Table", _TABLE, 0.86),
        ("TableSmall", _NARROW, 0.7),
        ("TableTiny", _NARROW, 0.57),
        ("Infobox", _BOX, 0.86),
        ("Gallery", "", 0.86),
    )
    return (
        "".join(map(_style, styles))
        + _TABLE_NORMAL
        + "".join(_table_style(name, properties, round(factor * size)) for name, properties, factor in tables)
    )


def _style(style: Style) -> str:
    custom = ' w:customStyle="1"' if style.custom else ""
    based = f'<w:basedOn w:val="{style.based_on}"/>'
    following = f'<w:next w:val="{style.next}"/>' if style.next else ""
    paragraph = f"<w:pPr>{_paragraph_properties(style)}</w:pPr>" if style.kind == "paragraph" else ""
    return (
        f'<w:style w:type="{style.kind}"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f"{based}{following}<w:qFormat/>{paragraph}<w:rPr>{_run_properties(style)}</w:rPr></w:style>"
    )


def _paragraph_properties(style: Style) -> str:
    """In the order that the schema asks for (ECMA-376, part 1, 17.3.1.26)."""
    borders = style.more if style.more.startswith("<w:pBdr") else ""
    shade_or_tabs = "" if borders else style.more
    spacing = _attributes(before=style.before, after=style.after, line=style.line)
    rule = ' w:lineRule="auto"' if style.line is not None else ""
    indent = _attributes(left=style.left, right=style.right, hanging=style.hanging)
    return (
        ("<w:keepNext/><w:keepLines/>" if style.keep_next else "")
        + ("<w:pageBreakBefore/>" if style.page_break else "")
        + borders
        + shade_or_tabs
        + (f"<w:spacing{spacing}{rule}/>" if spacing else "")
        + (f"<w:ind{indent}/>" if indent else "")
        + (f'<w:jc w:val="{style.align}"/>' if style.align else "")
        + (f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else "")
    )


def _run_properties(style: Style) -> str:
    """In the order that the schema asks for (ECMA-376, part 1, 17.3.2.28)."""
    return (
        (f'<w:rFonts w:ascii="{style.font}" w:hAnsi="{style.font}" w:cs="{style.font}"/>' if style.font else "")
        + ("<w:b/><w:bCs/>" if style.bold else "")
        + ("<w:i/><w:iCs/>" if style.italic else "")
        + (f'<w:color w:val="{style.color}"/>' if style.color else "")
        + (f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>' if style.size else "")
        + ('<w:vertAlign w:val="superscript"/>' if style.raised else "")
    )


def _attributes(**values: int | None) -> str:
    return "".join(f' w:{name}="{value}"' for name, value in values.items() if value is not None)


_MARGINS = (
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
)
_TABLE_NORMAL = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
    f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_MARGINS}</w:tblPr></w:style>'
)
_TABLE = (
    f'<w:tblPr><w:jc w:val="center"/><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/>'
    '<w:insideH w:val="single" w:sz="2" w:space="0" w:color="CCCCCC"/></w:tblBorders></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
    f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{INK}"/></w:tcBorders></w:tcPr></w:tblStylePr>'
)
_NARROW = _TABLE.replace("</w:tblPr>", f"{_MARGINS.replace('100', '50')}</w:tblPr>", 1)
_BOX = (
    '<w:tblPr><w:jc w:val="center"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>'
        for side in ("top", "left", "bottom", "right")
    )
    + '</w:tblBorders></w:tblPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F4F4F4"/></w:tcPr>'
)


def _table_style(name: str, properties: str, size: int) -> str:
    run = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    text = f'<w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr>{run}'
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/>{text}{properties}</w:style>'
    )


if __name__ == "__main__":
    main()
