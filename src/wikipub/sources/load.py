"""Which files a path stands for, and reading them; the only reader of the disk before publishing."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from os.path import lexists
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO
from unicodedata import category

from wikipub.errors import CorrectionError, SourceError, TooLargeError, UnknownFormatError
from wikipub.source import Correction, Origin, ReadOptions, Source
from wikipub.sources.articles import Overview, articles, indexed_articles, overview
from wikipub.sources.compression import COMPRESSIONS, Compression, CompressionError, compression, pieces
from wikipub.sources.correction import FIX_SUFFIX, read_correction
from wikipub.sources.dump import is_dump
from wikipub.sources.encodings import decode
from wikipub.sources.mhtml import is_mhtml, saved_page
from wikipub.sources.multistream import index_beside

MAX_BYTES = 64 * 2**20
"""Size of the largest source that is read, in bytes (docs/limits.md)."""

SUFFIXES = (
    ".txt",
    ".text",
    ".md",
    ".wiki",
    ".wikitext",
    ".mediawiki",
    ".html",
    ".htm",
    ".mhtml",
    ".mht",
    ".json",
    ".xml",
)
"""Names that a folder's sources end with, an XML dump's with that of a compression behind it, too; a file named
outright may be called anything."""

_TOLD_BY_CONTENT = (".json", ".xml", *COMPRESSIONS)
"""Endings of files of which a folder may hold many that are no sources."""

_ABOUT = frozenset(("README", "LICENSE", "LICENCE", "COPYING", "CHANGELOG", "CONTRIBUTING", "AUTHORS"))
"""Names of files about a folder; in it they are no sources, named outright they are."""

STDIN = "-"

_HEAD = 1024
"""Bytes of a file that tell whether it is a document tree."""

_TREE = re.compile(rb'[\xef\xbb\xbf\xfe\xff\s]*\{\s*"wikipub-tree"\s*:')
"""What a document tree's JSON begins with; other JSON files of a folder are not sources."""

_OTHER_XML = re.compile(
    r"\s*<\?xml[^>]{0,200}>\s*(?:<!--[^>]{0,2000}-->\s*)?<(?!html[\s>])([A-Za-z][\w:.-]{0,80})", re.ASCII
)
"""The first element of XML that is no saved page."""

_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
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

    A dump is as many as its pages that `options` select. Raises SourceError (or a kind of it) where one is missing,
    empty, too large or no text, or its correction is wrong; of a damaged dump after the pages that can be read.
    """
    items = inputs(path)
    if options.fix and len(items) > 1:
        raise CorrectionError(f"{options.fix}: a correction is of one source, but {path} holds {len(items)}; name one")
    for item in items:
        with _opened(item) as stream:
            how, head = _beginning(stream)
            if is_dump(head):
                select = options.select
                partly = select.titles is not None or select.pattern or select.limit
                index = index_beside(item) if partly and isinstance(item, Path) else None
                found = (
                    indexed_articles(stream, index, str(item), options)
                    if index
                    else articles(partial(_content, stream), str(item), options)
                )
                yield from (replace(source, media=options.media + _beside(item)) for source in found)
            elif how:
                message = f"this is a {how.name} file that holds no XML dump of a MediaWiki; unpack it first"
                raise UnknownFormatError(f"{item}: {message}")
            else:
                yield _source(item, _whole(stream, str(item)), options)


def _source(item: str | Path, data: bytes, options: ReadOptions) -> Source:
    """The one source that `data`, the content of `item`, is."""
    name = str(item)
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise UnknownFormatError(f"{name}: this is {kind}, not text; give wikipub the article's text")
    page = None
    if is_mhtml(data):
        page = saved_page(data, name)
        data = page.html.encode("utf-8", "replace")
    text, encoding, repairs = decode(data, name, mend=not is_tree(data))  # a person wrote what a tree holds
    # The first characters of most files tell; of the others it is the different ones that are looked at.
    if all(map(_prints_nothing, text[:_HEAD])) and all(map(_prints_nothing, set(text))):
        raise SourceError(f"{name}: the file is empty; save the article's text in it, or leave it out")
    if options.format is None and (root := _OTHER_XML.match(text)):
        message = f"this is XML of another kind, <{root[1]}>; wikipub reads exports of a MediaWiki and saved pages"
        raise UnknownFormatError(f"{name}: {message}")
    origin = Origin(
        name=name,
        stem="stdin" if item == STDIN else Path(item).stem,
        encoding=encoding,
        url=options.url or (page.address if page else ""),
        revision=options.revision,
        date=options.date,
        authors=options.authors,
        license=options.license,
        bytes=len(data),
        lines=text.count("\n") + (not text.endswith("\n")),
    )
    correction = _correction(item, options.fix, text)
    pictures = page.pictures if page else {}
    return Source(origin, text, repairs, correction, options.media + _beside(item), pictures)


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
    ending = file.suffix.lower()
    if file.name.startswith(".") or ending not in (*SUFFIXES, *COMPRESSIONS) or file.stem.upper() in _ABOUT:
        return False
    try:
        if not file.is_file():
            return file.is_symlink() and not file.exists()  # neither folders nor pipes, but links that lead nowhere
        if ending not in _TOLD_BY_CONTENT:
            return True
        with file.open("rb") as stream:
            _, head = _beginning(stream)
            return is_tree(head) if ending == ".json" else is_dump(head)
    except OSError:
        return True


def is_dump_file(path: Path) -> bool:
    """Whether a path is that of an XML dump, which holds many sources; what cannot be read, or but once, is none."""
    try:
        if not path.is_file():
            return False
        with _opened(path) as stream:
            return is_dump(_beginning(stream)[1])
    except (SourceError, OSError, ValueError):
        return False


def _content(stream: BinaryIO) -> Iterator[bytes]:
    """What a file holds, decompressed, from its beginning."""
    stream.seek(0)
    return pieces(stream)


def dump_overview(path: Path) -> Overview:
    """What the dump at `path` holds; SourceError where it cannot be read."""
    with _opened(path) as stream:
        return overview(pieces(stream), str(path))


def _beginning(stream: BinaryIO) -> tuple[Compression | None, bytes]:
    """How a file is compressed, and what it holds first, decompressed; "" where that is damaged already."""
    how = compression(stream.read(_HEAD))
    stream.seek(0)
    try:
        head = next(pieces(stream), b"")
    except CompressionError:
        head = b""
    stream.seek(0)
    return how, head


def _correction(item: str | Path, fix: str, text: str) -> Correction | None:
    """The correction of the source `text`: the file `fix`, or else the one beside `item`, where there is one."""
    file = Path(fix) if fix else Path(f"{item}{FIX_SUFFIX}")
    if not fix and (item == STDIN or not lexists(file)):
        return None
    with _opened(file) as stream:
        return read_correction(_whole(stream, str(file)), str(file), text)


@contextmanager
def _opened(item: str | Path) -> Iterator[BinaryIO]:
    """A source as a stream that can be read again from its beginning; SourceError where it cannot be read."""
    try:
        if isinstance(item, str):
            with _spooled(sys.stdin.buffer) as stream:
                yield stream
        else:
            with item.open("rb") as file, file if file.seekable() else _spooled(file) as stream:
                yield stream
    except OSError as error:
        raise SourceError(f"{item}: cannot be read: {_cause(error)}; {_remedy(error)}") from error


def _spooled(stream: BinaryIO) -> BinaryIO:
    """What can be read but once, kept in memory, or on the disk where it is a dump that is too large for that."""
    data = stream.read(MAX_BYTES + 1)
    kept: BinaryIO = io.BytesIO(data)
    if len(data) > MAX_BYTES and is_dump(_beginning(kept)[1]):
        kept = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
        kept.write(data)
        del data
        copyfileobj(stream, kept)
        kept.seek(0)
    return kept


def _whole(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        raise TooLargeError(f"{name}: over {limit} MiB, the most that wikipub reads; cut it into articles first")
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
