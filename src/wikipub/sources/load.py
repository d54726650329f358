"""Which files a path stands for, and reading them; the only reader of the disk before publishing."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from os.path import lexists
from pathlib import Path
from unicodedata import category

from wikipub.errors import CorrectionError, SourceError, TooLargeError, UnknownFormatError
from wikipub.source import Correction, Origin, ReadOptions, Source
from wikipub.sources.correction import FIX_SUFFIX, read_correction
from wikipub.sources.encodings import decode

MAX_BYTES = 64 * 2**20
"""Size of the largest source that is read, in bytes (docs/limits.md)."""

SUFFIXES = (".txt", ".text", ".md", ".wiki", ".wikitext", ".mediawiki", ".html", ".htm", ".json")
"""Names that a folder's sources end with; a file named outright may be called anything."""

_ABOUT = frozenset(("README", "LICENSE", "LICENCE", "COPYING", "CHANGELOG", "CONTRIBUTING", "AUTHORS"))
"""Names of files about a folder; in it they are no sources, named outright they are."""

STDIN = "-"

_HEAD = 1024
"""Bytes of a file that tell whether it is a document tree."""

_TREE = re.compile(rb'[\xef\xbb\xbf\xfe\xff\s]*\{\s*"wikipub-tree"\s*:')
"""What a document tree's JSON begins with; other JSON files of a folder are not sources."""

_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
}
"""First bytes of files that hold no text (https://www.iana.org/assignments/media-types and the formats' own pages)."""


def inputs(path: str | Path) -> tuple[str | Path, ...]:
    """The sources that `path` stands for: itself, or a folder's files in the order of their names.

    Raises SourceError where there is no such file, it is a correction of a source, or a folder holds no source.
    """
    if path == STDIN:
        return (STDIN,)
    path = Path(path)
    try:
        if not path.is_dir():
            if not path.exists():
                raise SourceError(f"{path}: no such file or folder; check the name and the folder you are in")
            if path.name.endswith(FIX_SUFFIX):
                source = path.name.removesuffix(FIX_SUFFIX)
                raise SourceError(f"{path}: this is a correction, found when its source is read; name {source} instead")
            return (path,)
        found = tuple(sorted(file for file in path.iterdir() if is_source(file)))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise SourceError(f"{path}: cannot be looked into: {_cause(error)}; {_remedy(error)}") from error
    if not found:
        endings = ", ".join("*" + suffix for suffix in SUFFIXES)
        raise SourceError(f"{path}: the folder holds no source; put {endings} files into it, or name a file")
    return found


def load(path: str | Path, options: ReadOptions) -> Iterator[Source]:
    """The sources that `path` stands for, decoded one after the other.

    Raises SourceError (or a kind of it) where one is missing, empty, too large or no text, or its correction is wrong.
    """
    items = inputs(path)
    if options.fix and len(items) > 1:
        raise CorrectionError(f"{options.fix}: a correction is of one source, but {path} holds {len(items)}; name one")
    for item in items:
        name = str(item)
        data = _read(item)
        for signature, kind in _SIGNATURES.items():
            if data.startswith(signature):
                raise UnknownFormatError(f"{name}: this is {kind}, not text; give wikipub the article's text")
        text, encoding, repairs = decode(data, name, mend=not is_tree(data))  # a person wrote what a tree holds
        # The first characters of most files tell; of the others it is the different ones that are looked at.
        if all(map(_prints_nothing, text[:_HEAD])) and all(map(_prints_nothing, set(text))):
            raise SourceError(f"{name}: the file is empty; save the article's text in it, or leave it out")
        origin = Origin(
            name=name,
            stem="stdin" if item == STDIN else Path(item).stem,
            encoding=encoding,
            url=options.url,
            revision=options.revision,
            date=options.date,
            authors=options.authors,
            license=options.license,
            bytes=len(data),
            lines=text.count("\n") + (not text.endswith("\n")),
        )
        yield Source(origin, text, repairs, _correction(item, options.fix, text), options.media + _beside(item))


def _beside(item: str | Path) -> tuple[str, ...]:
    """The folders in which the pictures of a source are looked for; none for standard input.

    Browsers save a page's pictures in a folder of its name and "_files", and name them in the page by path.
    """
    if isinstance(item, str):
        return ()
    return tuple(str(item.parent / name) for name in ("", f"{item.stem}_files", "media", "images"))


def _prints_nothing(character: str) -> bool:
    return character.isspace() or character == "\N{REPLACEMENT CHARACTER}" or category(character) == "Cf"


def is_tree(head: bytes) -> bool:
    """Whether a file that begins with `head` is a document tree in JSON, in UTF-8 or UTF-16."""
    return _TREE.match(head[:_HEAD].replace(b"\0", b"")) is not None


def is_source(file: Path) -> bool:
    """Whether a folder's file is to be read; one that cannot be looked into is, and then fails for itself."""
    if file.name.startswith(".") or file.suffix.lower() not in SUFFIXES or file.stem.upper() in _ABOUT:
        return False
    try:
        if not file.is_file():
            return file.is_symlink() and not file.exists()  # neither folders nor pipes, but links that lead nowhere
        if file.suffix.lower() != ".json":
            return True
        with file.open("rb") as stream:
            return is_tree(stream.read(_HEAD))
    except OSError:
        return True


def _correction(item: str | Path, fix: str, text: str) -> Correction | None:
    """The correction of the source `text`: the file `fix`, or else the one beside `item`, where there is one."""
    file = Path(fix) if fix else Path(f"{item}{FIX_SUFFIX}")
    if not fix and (item == STDIN or not lexists(file)):
        return None
    return read_correction(_read(file), str(file), text)


def _read(item: str | Path) -> bytes:
    try:
        if isinstance(item, str):
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with item.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(f"{item}: cannot be read: {_cause(error)}; {_remedy(error)}") from error
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        raise TooLargeError(f"{item}: over {limit} MiB, the most that wikipub reads; cut it into articles first")
    return data


def _cause(error: OSError | ValueError) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _remedy(error: OSError | ValueError) -> str:
    match error:
        case PermissionError():
            return "give yourself the right to read it, or copy it to where you have that"
        case FileNotFoundError():
            return "if it is a link, mend it; else check the name"
        case _:
            return "check the name and the disk, or leave it out"
