"""Document -> pandoc's JSON AST; nobody else knows that shape.

The AST is that of pandoc-types 1.23 (https://hackage.haskell.org/package/pandoc-types). Whatever comes from a source
goes in as text: no raw block, class, id or attribute is ever made of it, but a heading's id, which `transforms.ids`
made. Addresses, formulas and language tags pass through `safe` first.

What the targets say their own way lives here too, one Target each:

- typst has its text escaped here, as pandoc's escaping is not exact, and calls data/styles/elements.typ;
- DOCX names paragraph styles of data/styles/reference.docx;
- EPUB and HTML get classes of data/styles/*.css, and roles, which tell a reading system what a note mark is;
- Markdown has escaped here what pandoc's writer leaves as it is and its reader would read;
- ODT, Markdown, LaTeX and plain text know neither styles nor classes: there a hatnote is in italics;
- plain text has nothing raised: note marks and editorial tags stand on the line.
"""

from wikipub.pandoc.ast import Json, MetaValue, raw_block
from wikipub.pandoc.fit import Room
from wikipub.pandoc.target import (
    DOCX_SECTION,
    DOCX_TURNED,
    MAX_HEADING_LEVEL,
    TARGETS,
    docx_bookmark,
    is_right_to_left,
    picture_files,
    typst_dictionary,
    typst_language,
    typst_string,
)
from wikipub.pandoc.writer import to_pandoc

__all__ = [
    "DOCX_SECTION",
    "DOCX_TURNED",
    "MAX_HEADING_LEVEL",
    "TARGETS",
    "Json",
    "MetaValue",
    "Room",
    "docx_bookmark",
    "is_right_to_left",
    "picture_files",
    "raw_block",
    "to_pandoc",
    "typst_dictionary",
    "typst_language",
    "typst_string",
]
