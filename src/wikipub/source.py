"""What a page is before it is read: its text, and all that is known about where the text comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from wikipub.diagnostics import Diagnostic


class Format(StrEnum):
    """What a source is written in."""

    TEXT = "text"
    WIKITEXT = "wikitext"
    HTML = "html"
    TREE = "tree"


class Keep(StrEnum):
    """What is left out of a publication unless it is asked for (`--keep`)."""

    QUOTES = "quotes"
    CAPTIONS = "captions"
    SECTIONS = "sections"
    EXTERNAL = "external"


class Verdict(StrEnum):
    """What a person says that lines are; the words of a correction's tables (docs/corrections.md)."""

    TITLE = "title"
    HEADING = "heading"
    NOT_HEADING = "not-heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict on the source lines `first` to `last`, both counted from 1 and included.

    `level` is a heading's depth, 1 that of a top section; None where the person did not say it.
    """

    verdict: Verdict
    first: int
    last: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says about a source's lines; no two rulings are about the same line.

    `name` is the correction's file; `title` the article's title in words, "" where it is a line or not said.
    """

    name: str
    rulings: tuple[Ruling, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which pages of a dump are read.

    Those whose title is among `titles` or, where these are None, as a whole matches the regular expression `pattern`;
    of these the ones in `namespaces`, given by number or name ("all" is all of them); of these the first `limit`.
    Without `titles` and `namespaces` only articles are read, which are in namespace 0. Redirects are no pages of their
    own.
    """

    titles: frozenset[str] | None = None
    pattern: str = ""
    namespaces: frozenset[str] = frozenset()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a source is to be read.

    `format` None and `language` "" mean that the source itself tells; `url`, `revision`, `date`, `authors` and
    `license` are stated in the publication's source note; of `keep`, QUOTES concerns reading: a mirror's own quotations
    then stay in the tree. `fix` is the path of a correction, "" for the one beside the source, if there is one.
    `rules` is a folder of the user's own rules, layered on top of wikipub's. `select` says which pages of a dump are
    meant. `media` are folders with pictures, looked through before those beside the source.
    """

    format: Format | None = None
    language: str = ""
    keep: frozenset[Keep] = frozenset()
    url: str = ""
    revision: str = ""
    date: str = ""
    authors: str = ""
    license: str = ""
    fix: str = ""
    rules: Path | None = None
    select: Selection = Selection()
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text comes from, as far as it is known; an empty string means that it is not.

    `name` is what people call the source (a path as given, `-` for standard input, `path#title` for a page of a dump),
    `stem` its file name without folder and ending, or its page's title; `encoding` the codec it was decoded with;
    `site` the wiki that the text itself or its dump names; `url` the page's address; `revision` the number of its
    revision; `date` the day of its revision or retrieval (as given, not parsed); `authors` who wrote it and `license`
    the text's licence, as the user, the page or the dump says; `bytes` and `lines` its size as read.
    """

    name: str
    stem: str
    format: str = ""
    encoding: str = ""
    site: str = ""
    url: str = ""
    revision: str = ""
    date: str = ""
    authors: str = ""
    license: str = ""
    bytes: int = 0
    lines: int = 0

    @property
    def title(self) -> str:
        """The title that the file's name gives; an underscore stands for a blank there, as in MediaWiki's addresses."""
        return " ".join(self.stem.replace("_", " ").split()) or self.stem


@dataclass(frozen=True, slots=True)
class Source:
    r"""A decoded page.

    `text` holds no lone surrogate, no NUL and no CR: a line ends at "\n" only. `repairs` says what had to be mended
    on the way from bytes to text, `correction` what a person says about its lines, `media` the folders in which its
    pictures are looked for, in order, `pictures` those that its own file holds, as `data:` addresses, by what the text
    calls them. The rest is what a dump knows of its page: the `format` and the `language` that
    it is in, None and "" where the text has to tell; the titles of the pages that lead to it; the wikitexts of the
    `templates` that it calls, by their names in small letters.
    """

    origin: Origin
    text: str
    repairs: tuple[Diagnostic, ...] = field(default=())
    correction: Correction | None = None
    media: tuple[str, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    format: Format | None = None
    language: str = ""
    redirects: tuple[str, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
