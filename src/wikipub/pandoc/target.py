"""What each target can say, and how it says what pandoc has no word for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from wikipub.document import PICTURES, Picture
from wikipub.language_tag import is_language_tag
from wikipub.safe import safe_text

MAX_COLUMNS: Final = 63
"""Columns of the widest table; Word refuses more. Cells beyond are printed after the table, row by row."""

MAX_HEADING_LEVEL: Final = 6
"""Levels that HTML has headings for; deeper headings are of this level."""

DOCX_SECTION: Final = '<w:p><w:pPr><w:pStyle w:val="AfterTable"/><w:sectPr/></w:pPr></w:p>'
"""The end of a chapter in DOCX, whose section has yet to be given its page."""

DOCX_TURNED: Final = tuple(f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr></w:p>' for name in ("Turned", "Upright"))
"""Where in DOCX a page is to be turned, and where back, for which sections have yet to be made."""

_LONGEST_BOOKMARK = 40
_TRADITIONAL = frozenset(("hant", "tw", "hk", "mo"))

_RIGHT_TO_LEFT = "ar arc arz azb ckb dv fa glk he ks mzn nqo pnb ps sd ug ur yi"


@dataclass(frozen=True, slots=True)
class Target:
    """What a target can say.

    `classes`: Div and Span classes reach the stylesheet; `styles`: paragraphs can name a style; `roles` and
    `epub_types`: an element can tell what it is for; `anchors`: places within the text can be linked to;
    `footnotes`: a note can be the format's own, set where its first mark stands;
    `whole_runs`: a text run may be one Str with its blanks (40 % less time than Str and Space; Markdown and LaTeX,
    which escape word by word, need them apart); `tex`: formulas are handed on as TeX; `raised`: text can be raised;
    `pictures`: pictures can be shown; `drawings`: SVG among them; `lengths`: a picture has to be told its width;
    `arrow`: the sign of a link back to a note mark, which has to be in the font of the text;
    `nests_parts`: what belongs to a part has headings a level below the part's; `steady`: headings of this depth on are
    so in chapters without a part too, as levels are words (LaTeX) or looks (DOCX).
    """

    classes: bool = False
    styles: bool = False
    roles: bool = False
    epub_types: bool = False
    anchors: bool = True
    footnotes: bool = False
    whole_runs: bool = True
    tex: bool = False
    raised: bool = True
    pictures: bool = False
    drawings: bool = False
    lengths: bool = False
    arrow: str = "\N{UPWARDS ARROW}"
    typst: bool = False
    markdown: bool = False
    nests_parts: bool = True
    steady: int = MAX_HEADING_LEVEL + 1


TARGETS: Final[Mapping[str, Target]] = {
    "epub": Target(classes=True, roles=True, epub_types=True, pictures=True, drawings=True, nests_parts=False),
    "html": Target(classes=True, roles=True, pictures=True, drawings=True),
    "docx": Target(styles=True, footnotes=True, pictures=True, lengths=True, arrow="^", steady=2),
    "odt": Target(pictures=True, lengths=True, arrow="^"),
    "typst": Target(footnotes=True, pictures=True, drawings=True, typst=True, nests_parts=False),
    "latex": Target(whole_runs=False, tex=True, steady=1),
    "markdown": Target(anchors=False, whole_runs=False, tex=True, markdown=True),
    "plain": Target(anchors=False, raised=False),
}
"""The targets by name."""


def is_right_to_left(language: str) -> bool:
    """Whether the language of a BCP 47 tag is commonly written from right to left."""
    return language.lower().split("-")[0] in _RIGHT_TO_LEFT.split()


def docx_bookmark(id: str) -> str:
    """The bookmark that pandoc's DOCX writer makes of an id: Word takes names of up to 40 characters."""
    return id if len(id) <= _LONGEST_BOOKMARK else "X" + hashlib.sha1(id.encode()).hexdigest()[1:]


def typst_string(text: str) -> str:
    """`text` as a string literal of typst's code."""
    return '"' + safe_text(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def typst_dictionary(values: Mapping[str, str]) -> str:
    """`values`, typst's code by name, as a dictionary of typst's code."""
    return "(" + ", ".join(f"{name}: {value}" for name, value in values.items()) + ")"


def language_attributes(language: str) -> dict[str, str]:
    """The attributes of an element in a language; none where it is no language tag."""
    if not is_language_tag(language):
        return {}
    return {"lang": language} | ({"dir": "rtl"} if is_right_to_left(language) else {})


def typst_language(language: str) -> str:
    """What of a language tag tells how words look: its first part, or zh-hant for traditional Chinese characters."""
    first, *rest = language.lower().split("-")
    return "zh-hant" if first == "zh" and not _TRADITIONAL.isdisjoint(rest) else first


def docx_cross_reference(bookmark: str) -> str:
    """A note mark that Word keeps up to date, to the note whose first mark is at `bookmark`.

    Its number is put in when all notes stand in their places (`publishers.docx_notes`). The link around the field is
    for LibreOffice, which does not follow the field itself.
    """
    run = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    begin, separate, end = (f'{run}<w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = f'{run}<w:instrText xml:space="preserve"> NOTEREF {bookmark} \\h </w:instrText></w:r>'
    return f'<w:hyperlink w:anchor="{bookmark}">{begin}{code}{separate}{run}<w:t>?</w:t></w:r>{end}</w:hyperlink>'


# --- Pictures ----------------------------------------------------------------------------------------------------

_DOTS = 5
"""Pixels of a millimetre of a picture in its natural size, 127 an inch."""


class Place(Enum):
    """Where a picture stands; the value is its greatest width and height in print, in millimetres."""

    TEXT = (100, 70)
    GALLERY = (60, 45)
    CELL = (45, 55)


def picture_width(picture: Picture, place: Place) -> int:
    """How wide a picture is in print, in millimetres."""
    widest, highest = place.value
    natural = picture.width / _DOTS
    return max(1, round(min(natural, widest, highest * picture.width / picture.height)))


def picture_path(picture: Picture, target: Target) -> str:
    """Where an engine finds the file of a picture that a target takes."""
    return f"{PICTURES}/{picture.name}" + ("" if target.drawings or not picture.raster else ".png")


def picture_files(pictures: Mapping[str, Picture], target: str) -> dict[str, bytes]:
    """The files of the pictures that one of TARGETS takes, by the paths at which an engine has to find them."""
    to = TARGETS[target]
    return {
        picture_path(picture, to): picture.data if to.drawings or not picture.raster else picture.raster
        for picture in pictures.values()
    }
