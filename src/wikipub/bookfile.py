"""The book file: which articles make a book, in what order and how; read strictly (docs/books.md tells the keys)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TypeVar

from wikipub import settings, sources
from wikipub.data.table import Table
from wikipub.document import NO_COVER, Imprint
from wikipub.errors import BookError, DataError, PublishError, SourceError, WikipubError
from wikipub.option_table import BOOK_KEYS, Kind
from wikipub.publishers import output_format

MAX_BYTES = 4 * 2**20
"""Largest book file."""

_PATTERN = frozenset("*?[")

_T = TypeVar("_T")
_Known = TypeVar("_Known")


@dataclass(frozen=True, slots=True)
class ChapterPlan:
    """One chapter: its source, and where given its own title, the part that it begins, and which sections it has.

    `drop` and `keep` are titles of sections: those are left out, these stay although their kind is left out.
    `of_many` tells that a pattern made the chapter, one of several.
    """

    source: Path
    title: str = ""
    part: str = ""
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    of_many: bool = False


@dataclass(frozen=True, slots=True)
class BookPlan:
    """A book as it is to be made. Without `chapters` it has one for each input.

    What is empty or absent from `options` is not said; they hold the words of the options that `wikipub build` has by
    the same names.
    """

    title: str
    chapters: tuple[ChapterPlan, ...] = ()
    imprint: Imprint = field(default_factory=Imprint)
    language: str = ""
    formats: tuple[str, ...] = ()
    options: dict[str, str | tuple[str, ...] | bool] = field(default_factory=dict)


def load_book(path: Path) -> BookPlan:
    """The book that the file at `path` tells; sources are named as seen from its folder.

    Raises BookError, which names file, key and remedy, where the file cannot be read, is no TOML of this form, names a
    source that is not there or names one twice, or where the cover is no picture.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise BookError(
            f"{path}: cannot be read: {error.strerror}; check the name, or make one with wikipub init"
        ) from error
    if len(data) > MAX_BYTES:
        raise BookError(f"{path}: over {MAX_BYTES // 2**20} MiB, which no book file is; name another file")
    try:
        entries = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BookError(f"{path}: this is not valid TOML: {error}; mend that place") from error
    except UnicodeDecodeError as error:
        raise BookError(f"{path}: this is not UTF-8 (byte {error.start + 1}); save it in UTF-8") from error
    try:
        return _book(path, Table(entries, str(path)))
    except DataError as error:
        raise BookError(f"{error}; docs/books.md tells the keys") from error


def _book(path: Path, table: Table) -> BookPlan:
    book = BookPlan(
        table.text("title"),
        imprint=Imprint(table.text("subtitle", ""), table.text("editor", ""), _cover(path, table.text("cover", ""))),
        language=_checked(path, "language", settings.language_tag, table.text("language", "")),
        formats=_checked(path, "formats", _formats, table.texts("formats")),
        options=dict(_options(path, table)),
    )
    chapters = [*table.tables("chapter")]
    table.close()
    return replace(book, chapters=tuple(_chapters(path, chapters)))


def _options(path: Path, table: Table) -> Iterator[tuple[str, str | tuple[str, ...] | bool]]:
    """The options of building that the file has a word for; folders are as seen from the file's own."""
    for option in BOOK_KEYS:
        key = option.name
        word: str | tuple[str, ...] | bool | None
        match option.kind:
            case Kind.SWITCH:
                word = table.truth(key)
            case Kind.WORD:
                word = table.number_or_text(key) or None
            case Kind.WORDS:
                word = table.texts(key) or None
            case Kind.FOLDER:
                word = str(path.parent / name) if (name := table.text(key, "")) else None
            case Kind.FOLDERS:
                word = tuple(str(path.parent / name) for name in table.texts(key)) or None
        if word is None:
            continue
        if option.kind is not Kind.FOLDER:  # a theme is looked through when it is used
            _checked(path, key, partial(settings.check, option), word)
        yield key, word


def _checked(path: Path, key: str, check: Callable[[_T], _Known], value: _T) -> _Known:
    """What `check`, the library's, makes of the `value` of a key."""
    try:
        return check(value)
    except (ValueError, WikipubError) as error:
        raise BookError(f"{path}: {key}: {str(error).removeprefix(f'{key}: ')}") from None


def _formats(words: Sequence[str]) -> tuple[str, ...]:
    """The names of output formats that hold a book; raises ValueError for another one."""
    names = settings.output_names(words)
    if alone := ", ".join(name for name in names if not output_format(name).binds):
        raise ValueError(f"{alone} holds one article, not a book; leave it out, or build the articles one by one")
    return names


# --- Chapters ----------------------------------------------------------------------------------------------------


def _chapters(path: Path, tables: Sequence[Table]) -> Iterator[ChapterPlan]:
    """The chapters in order; a pattern stands for the files that no chapter names and no earlier pattern took."""
    entries = [(f"{path}: chapter {number}", entry) for number, entry in enumerate(tables, 1)]
    if not entries:
        raise BookError(f'{path}: chapter: the book has none; add [[chapter]] with source = "FILE" for each article')
    named: dict[Path, str] = {}
    plans: list[tuple[str, str, ChapterPlan]] = []
    for place, entry in entries:
        source = entry.text("source")
        plan = ChapterPlan(
            path.parent / source,
            title=entry.text("title", ""),
            part=entry.text("part", ""),
            drop=entry.texts("drop"),
            keep=entry.texts("keep"),
        )
        entry.close()
        if _PATTERN.isdisjoint(source):
            _check_source(plan.source, place, source)
            identity = plan.source.resolve()
            if identity in named:
                raise BookError(f"{place}: source: {source} is in {named[identity]}, too; take one out")
            named[identity] = place.removeprefix(f"{path}: ")
        elif plan.title:
            raise BookError(f"{place}: title: {source} may be many articles; name one file, or leave the title out")
        plans.append((place, source, plan))
    for place, source, plan in plans:
        yield from [plan] if _PATTERN.isdisjoint(source) else _matching(path, place, source, plan, named)


def _check_source(source: Path, place: str, name: str) -> None:
    if source.is_file():
        return
    if source.is_dir():
        raise BookError(f'{place}: source: {name} is a folder; say "{name.rstrip("/")}/*" for the articles in it')
    try:
        there = [file.name for file in source.parent.iterdir()]
    except OSError:
        there = []
    near = get_close_matches(source.name, there, 1)
    remedy = f"did you mean {Path(name).parent / near[0]}?" if near else "check the name and the folder"
    raise BookError(f"{place}: source: {name}: no such file; {remedy}")


def _matching(path: Path, place: str, pattern: str, plan: ChapterPlan, named: dict[Path, str]) -> Iterator[ChapterPlan]:
    """A chapter for each source that matches `pattern`, by name; the first of them begins the part."""
    try:
        matching = {file.resolve(): file for file in sorted(path.parent.glob(pattern))}
        files = [
            file
            for identity, file in matching.items()
            if identity not in named and identity != path.resolve() and sources.is_source(file)
        ]
    except (ValueError, NotImplementedError, OSError, SourceError) as error:
        raise BookError(f"{place}: source: {pattern} is no pattern of file names here: {error}") from error
    if not files:
        raise BookError(f"{place}: source: {pattern}: no other source matches; correct the pattern, or take it out")
    part = plan.part
    for file in files:
        named[file.resolve()] = place.removeprefix(f"{path}: ")
        yield ChapterPlan(file, "", part, plan.drop, plan.keep, of_many=True)
        part = ""


def _cover(path: Path, name: str) -> str:
    """The path of the cover `name`; `name` itself where it is empty or wants none."""
    if name in ("", NO_COVER):
        return name
    from wikipub.publishers.cover import load_cover  # it imports what publishes, which few books need here

    cover = str(path.parent / name)
    try:
        load_cover(cover, "")
    except PublishError as error:
        raise BookError(f"{path}: {error}") from error
    return cover
