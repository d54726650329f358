"""From what a user says, in words, to the frozen options that the library works with.

The command line and the functions of `import wikipub` both come through here, so that both understand the same words.
A wrong word is a ValueError that names the option and what it may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from os import PathLike, fspath
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar, Unpack

from wikipub.errors import PublishError
from wikipub.language_tag import is_language_tag
from wikipub.option_table import BOOK_KEYS, LOOK, Option, PublishWords
from wikipub.publishers import output_format
from wikipub.publishers.look import SIZES, Look, length
from wikipub.publishers.options import EARLIEST_EPOCH, LATEST_EPOCH, PublishOptions
from wikipub.source import Format, Keep, ReadOptions
from wikipub.sources.pages import selection

EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
"""The environment's name for the moment of a reproducible build, in seconds since 1970-01-01 UTC
(https://reproducible-builds.org/specs/source-date-epoch/)."""

_Word = TypeVar("_Word", bound=StrEnum)


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


def publish_options(environment: Mapping[str, str], **words: Unpack[PublishWords]) -> PublishOptions:
    """Options of publishing, with SOURCE_DATE_EPOCH from `environment`; what is empty has its default.

    Raises ValueError for a word that is none of an option's, TypeError for one that there is not, ThemeError where the
    theme is wrong, PublishError for a SOURCE_DATE_EPOCH that is no moment.
    """
    given = {name: _value(name, word) for name, word in words.items() if word}
    looks = {option.name: given.pop(option.name) for option in LOOK if option.name in given}
    epoch = environment.get(EPOCH_VARIABLE, "")
    return PublishOptions(look=Look(**looks), epoch=_epoch(epoch) if epoch else EARLIEST_EPOCH, **given)


def look(**words: Unpack[PublishWords]) -> Look:
    """How a publication is to look; see `publish_options`."""
    return Look(**{name: _value(name, word) for name, word in words.items() if word})


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


def check(option: Option, word: object) -> None:
    """Raise ValueError, which names the option, where `word` is none of its words."""
    _value(option.name, word)


def _value(name: str, word: Any) -> Any:
    """What an option's word comes to: of a type that `Look` or `PublishOptions` has for it."""
    option = _OPTIONS.get(name)
    if option is None:
        raise TypeError(f"there is no option {name!r} of publishing")
    if option.choices:
        word = _word(option.choices, name, str(word))
    if read := _READ.get(name):
        try:
            return read(word)
        except ValueError as error:
            raise ValueError(f"{name}: {str(error).removeprefix(f'{name}: ')}") from None
    return word


def _word(kind: type[_Word], option: str, text: str) -> _Word:
    try:
        return kind(text)
    except ValueError:
        raise ValueError(f"{option}: {text!r} is none of {', '.join(kind)}") from None


def _folders(given: Iterable[str | PathLike[str]]) -> tuple[str, ...]:
    folders = tuple(fspath(folder) for folder in given)
    for folder in folders:
        if not Path(folder).is_dir():
            raise ValueError(f"{folder!r} is no folder; name one that is there")
    return folders


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


def _epoch(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= LATEST_EPOCH:
        return int(text)
    raise PublishError(
        f"{EPOCH_VARIABLE} is {text!r}, which is no moment from 1970 to 2107 in whole seconds since 1970; "
        "set it right, for example to the output of `git log -1 --format=%ct`, or unset it"
    )


def _theme(folder: str) -> Mapping[str, bytes]:
    from wikipub.publishers.theme import load_theme  # it imports what publishes, which most runs leave to workers

    return load_theme(Path(folder))


_OPTIONS: Final[Mapping[str, Option]] = MappingProxyType({option.name: option for option in BOOK_KEYS})

_READ: Final[Mapping[str, Callable[[Any], object]]] = MappingProxyType(
    {
        "margin": length,
        "font": str.strip,
        "font_path": _folders,
        "media": _folders,
        "size": lambda word: _type_size(str(word)),
        "columns": int,
        "theme": _theme,
        "keep": kept,
    }
)
"""What is made of an option's word where it is more than itself; each raises ValueError for a wrong one."""
