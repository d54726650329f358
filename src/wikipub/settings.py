"""From what a user says, in words, to the frozen options that the library works with.

The command line and the functions of `import wikipub` both come through here, so that both understand the same words.
A wrong word is a ValueError that names the option and what it may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar, Unpack

from wikipub.errors import PublishError
from wikipub.language_tag import is_language_tag
from wikipub.publishers import output_format
from wikipub.publishers.look import SIZES, Layout, Look, LookWords, Paper, length
from wikipub.publishers.options import EARLIEST_EPOCH, LATEST_EPOCH, Notes, PdfStandard, PublishOptions
from wikipub.publishers.theme import load_theme
from wikipub.source import Format, Keep, Links, ReadOptions
from wikipub.sources import selection

EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
"""The environment's name for the moment of a reproducible build, in seconds since 1970-01-01 UTC
(https://reproducible-builds.org/specs/source-date-epoch/)."""

_Word = TypeVar("_Word", bound=StrEnum)
_Value = TypeVar("_Value")


def read_options(
    *,
    format: str | None = None,
    language: str = "",
    keep: str | Iterable[str] = (),
    url: str = "",
    revision: str = "",
    date: str = "",
    authors: str = "",
    license: str = "",
    fix: str = "",
    rules: str = "",
    pages: str = "",
    namespace: str | Iterable[str] = (),
    limit: int | None = None,
    media: Iterable[str] = (),
) -> ReadOptions:
    """Options of reading; raises ValueError for a word that is none of them, SourceError for a list of pages."""
    spaces = frozenset(split_words([namespace] if isinstance(namespace, str) else namespace, blanks=False))
    return ReadOptions(
        format=None if format is None else _word(Format, "format", format),
        language=language_tag(language),
        keep=kept(keep),
        url=url,
        revision=revision,
        date=date,
        authors=authors,
        license=license,
        fix=fix,
        rules=Path(rules) if rules else None,
        select=selection(pages, spaces, limit),
        media=tuple(media),
    )


def publish_options(
    environment: Mapping[str, str],
    *,
    notes: str = "foot",
    links: str = "wiki",
    pdf_standard: str = "ua-1",
    theme: str = "",
    keep: str | Iterable[str] = (),
    **words: Unpack[LookWords],
) -> PublishOptions:
    """Options of publishing, with SOURCE_DATE_EPOCH from `environment`; other `words` are those of `look`.

    Raises ValueError for a word that is no option, PublishError for a SOURCE_DATE_EPOCH that is no moment.
    """
    epoch = environment.get(EPOCH_VARIABLE, "")
    return PublishOptions(
        look=look(**words),
        keep=kept(keep),
        epoch=_epoch(epoch) if epoch else EARLIEST_EPOCH,
        notes=_word(Notes, "notes", notes),
        links=_word(Links, "links", links),
        theme=load_theme(Path(theme)) if theme else {},
        pdf_standard=_word(PdfStandard, "pdf_standard", pdf_standard),
    )


def look(
    *,
    layout: str = "",
    paper: str = "a4",
    margin: str = "",
    font: str = "",
    font_path: Iterable[str] = (),
    size: str | float = "",
    columns: str | int = "",
    line_numbers: bool = False,
    note_margin: bool = False,
    large_print: bool = False,
    key_facts: bool = False,
    glossary: bool = False,
) -> Look:
    """How a publication is to look; what is empty is as the layout has it. Raises ValueError for a wrong word."""
    return Look(
        layout=_word(Layout, "layout", layout) if layout else None,
        paper=_word(Paper, "paper", paper),
        margin=_checked("margin", length, margin) if margin else None,
        font=font.strip(),
        font_path=tuple(_checked("font_path", _folder, folder) for folder in font_path),
        size=_checked("size", _type_size, str(size)) if size else None,
        columns=_checked("columns", _columns, str(columns)) if columns else None,
        line_numbers=line_numbers,
        note_margin=note_margin,
        large_print=large_print,
        key_facts=key_facts,
        glossary=glossary,
    )


def kept(words: str | Iterable[str]) -> frozenset[Keep]:
    """What is to be kept, from words or from words joined by commas."""
    given = [words] if isinstance(words, str) else words
    return frozenset(_word(Keep, "keep", word) for word in split_words(given))


def output_names(words: str | Iterable[str]) -> tuple[str, ...]:
    """The names of output formats, from words or from words joined by commas; raises UnknownOutputError."""
    names = split_words([words] if isinstance(words, str) else words)
    for name in names:
        output_format(name)
    return tuple(names)


def language_tag(text: str) -> str:
    """`text`, if it is a language tag or empty."""
    if text and not is_language_tag(text):
        raise ValueError(f"language: {text!r} is no language tag; say for example en, de or pt-BR (BCP 47)")
    return text


def split_words(given: Iterable[str], *, blanks: bool = True) -> list[str]:
    """The words of an option that may be repeated, or hold several words with commas; each once, in order.

    `blanks` tells whether they part words, too. Raises ValueError where the option is given without a word.
    """
    parts = [str(part) for part in given]
    pieces = [piece for part in parts for piece in part.lower().split(",")]
    found = [word for piece in pieces for word in piece.split()] if blanks else [piece.strip() for piece in pieces]
    words = list(dict.fromkeys(filter(None, found)))
    if parts and not words:
        raise ValueError("a word is missing; leave the option out for its default")
    return words


def _folder(text: str) -> str:
    if not Path(text).is_dir():
        raise ValueError(f"{text!r} is no folder; name one that holds fonts")
    return text


def _word(kind: type[_Word], option: str, text: str) -> _Word:
    try:
        return kind(text)
    except ValueError:
        raise ValueError(f"{option}: {text!r} is none of {', '.join(kind)}") from None


def _checked(option: str, check: Callable[[str], _Value], text: str) -> _Value:
    """What `check` makes of `text`; its ValueError names the option."""
    try:
        return check(text)
    except ValueError as error:
        raise ValueError(f"{option}: {error}") from None


def _type_size(text: str) -> float:
    """Points; "pt" may stand after the number."""
    smallest, largest = SIZES
    try:
        size = float(text.strip().lower().removesuffix("pt"))
    except ValueError:
        size = 0.0
    if not smallest <= size <= largest:
        raise ValueError(f"{text!r} is no size of type from {smallest:g} to {largest:g} points; say for example 11")
    return size


def _columns(text: str) -> int:
    if text not in ("1", "2"):
        raise ValueError(f"{text!r} is none of 1, 2")
    return int(text)


def _epoch(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= LATEST_EPOCH:
        return int(text)
    raise PublishError(
        f"{EPOCH_VARIABLE} is {text!r}, which is no moment from 1970 to 2107 in whole seconds since 1970; "
        "set it right, for example to the output of `git log -1 --format=%ct`, or unset it"
    )
