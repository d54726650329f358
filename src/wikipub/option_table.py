"""The options of building that say what is published and how it looks, each told once.

The command line makes its options of this table, the book file reads its keys by it, and `settings` checks the words of
both and of the library with it. It stands low and imports nothing, as `wikipub --help` needs it.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

BOOK_FILE = "wikipub.toml"
"""The name by which a book file is found in the working folder."""


class Layout(StrEnum):
    """The kinds of publication that have templates of their own."""

    ARTICLE = "article"
    BOOK = "book"
    HANDOUT = "handout"


class Paper(StrEnum):
    """Page sizes for PDF and DOCX."""

    A4 = "a4"
    A5 = "a5"
    B5 = "b5"
    LETTER = "letter"
    LEGAL = "legal"


class Columns(StrEnum):
    """How many columns of text a page has."""

    ONE = "1"
    TWO = "2"


class Notes(StrEnum):
    """Where PDF and DOCX print the notes that the text marks: at the foot of the page, or after their chapter."""

    FOOT = "foot"
    END = "end"


class Links(StrEnum):
    """What links to articles that are not in the publication become: links to the wiki, if it is known, or text."""

    WIKI = "wiki"
    TEXT = "text"


class PdfStandard(StrEnum):
    """What a PDF keeps: PDF/UA-1 (ISO 14289-1) alone, or with it a level of PDF/A (ISO 19005)."""

    UA_1 = "ua-1"
    A_2B = "a-2b"
    A_2U = "a-2u"
    A_2A = "a-2a"
    A_3B = "a-3b"
    A_3U = "a-3u"
    A_3A = "a-3a"


class Kind(Enum):
    """What an option takes."""

    WORD = "a word; one of the choices, if there are some"
    WORDS = "words, of which there may be several"
    SWITCH = "nothing; it is said or it is not"
    FOLDER = "a folder"
    FOLDERS = "folders, of which there may be several"


class Option(NamedTuple):
    """An option; `name` is what the library and the book file call it, with `-` for `_` the command line.

    `takes` stands for its value in help, where there are no `choices`; what `without` says happens without it, where
    there is no `default`.
    """

    name: str
    help: str
    kind: Kind = Kind.WORD
    choices: type[StrEnum] | None = None
    default: str = ""
    takes: str = ""
    without: str = ""


MEDIA: Final = Option(
    "media",
    "Folder with the articles' pictures, looked through before those beside the source (docs/pictures.md). Repeatable.",
    Kind.FOLDERS,
    takes="FOLDER",
)

KEEP: Final = Option(
    "keep",
    "Keep what is left out by default: quotes (a mirror's own), captions (without their picture), sections (empty), "
    "external (sections of links to elsewhere). Repeatable, or with commas.",
    Kind.WORDS,
    takes="WHAT",
)

LOOK: Final = (
    Option("layout", "How pages are laid out.", choices=Layout, without="book for a book, else article"),
    Option("paper", "Page size of PDF and DOCX.", choices=Paper, default=Paper.A4),
    Option("margin", "White on all sides of a page, such as 20mm or 0.8in.", takes="LENGTH"),
    Option("font", "Font of the text; `wikipub formats` lists them.", takes="NAME"),
    Option(
        "font_path",
        "Folder with fonts for PDF, besides those that are installed. Repeatable.",
        Kind.FOLDERS,
        takes="FOLDER",
    ),
    Option("size", "Size of the text's type, such as 11.", takes="POINTS"),
    Option("columns", "Columns of text.", choices=Columns, without="2 in handouts, else 1"),
    Option("line_numbers", "Number every fifth line, to speak about.", Kind.SWITCH),
    Option("note_margin", "Leave a wide margin to write notes in.", Kind.SWITCH),
    Option("large_print", "Set the text in 18 points, for weak eyes.", Kind.SWITCH),
    Option("key_facts", "Begin each article with its infobox, as key facts.", Kind.SWITCH),
    Option("glossary", "End each article with a list of the terms it sets bold.", Kind.SWITCH),
)
"""How pages look: the options that a `Look` is made of."""

PUBLISHING: Final = (
    *LOOK,
    Option(
        "theme",
        "Folder of your own templates, in place of wikipub's (docs/layouts.md).",
        Kind.FOLDER,
        takes="FOLDER",
    ),
    Option(
        "notes",
        "Where PDF and DOCX print notes: at the foot of the page, or after their chapter.",
        choices=Notes,
        default=Notes.FOOT,
    ),
    Option(
        "links",
        "What links to articles that are not inside become: links to the wiki, if it is known, or plain text.",
        choices=Links,
        default=Links.WIKI,
    ),
    Option(
        "pdf_standard",
        "What a PDF keeps: PDF/UA-1 for screen readers, or with it PDF/A for archives.",
        choices=PdfStandard,
        default=PdfStandard.UA_1,
    ),
)
"""The options of publishing but KEEP, which concerns reading, too."""

DEDUPE: Final = Option(
    "dedupe", "Print a passage that chapters share once; later ones refer to the first.", Kind.SWITCH
)

BOOK_KEYS: Final = (MEDIA, KEEP, *PUBLISHING, DEDUPE)
"""The options that are keys of the book file, too."""


class PublishWords(TypedDict, total=False):
    """The types that the library takes for the options of publishing; their names are those of the table."""

    layout: str
    paper: str
    margin: str
    font: str
    font_path: Iterable[str | PathLike[str]]
    size: str | float
    columns: str | int
    line_numbers: bool
    note_margin: bool
    large_print: bool
    key_facts: bool
    glossary: bool
    theme: str | PathLike[str]
    notes: str
    links: str
    pdf_standard: str
    keep: str | Iterable[str]
