"""What a page is before it is read: its text, and all that is known about where the text comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from wikipub.diagnostics import Diagnostic


class Format(StrEnum):
    """What a source is written in."""

    TEXT = "text"
    TREE = "tree"


class Keep(StrEnum):
    """What is left out of a publication unless it is asked for (`--keep`)."""

    QUOTES = "quotes"
    CAPTIONS = "captions"
    SECTIONS = "sections"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a source is to be read.

    `format` None and `language` "" mean that the source itself tells; `url`, `date` and `license` are stated in the
    publication's source note; of `keep`, QUOTES concerns reading: a mirror's own quotations then stay in the tree.
    """

    format: Format | None = None
    language: str = ""
    keep: frozenset[Keep] = frozenset()
    url: str = ""
    date: str = ""
    license: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text comes from, as far as it is known; an empty string means that it is not.

    `name` is what people call the source (a path as given, `-` for standard input), `stem` its file name without
    folder and ending; `encoding` the codec it was decoded with; `site` the wiki that the text itself names; `url` the
    page's address, `date` the day of its revision or retrieval (as given, not parsed), `license` the text's licence as
    given by the user; `bytes` and `lines` its size as read.
    """

    name: str
    stem: str
    format: str = ""
    encoding: str = ""
    site: str = ""
    url: str = ""
    date: str = ""
    license: str = ""
    bytes: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    r"""A decoded page.

    `text` holds no lone surrogate, no NUL and no CR: a line ends at "\n" only. `repairs` says what had to be mended
    on the way from bytes to text.
    """

    origin: Origin
    text: str
    repairs: tuple[Diagnostic, ...] = field(default=())
