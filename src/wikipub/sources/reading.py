"""From a path to decoded sources; the only reader of their files before publishing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from os.path import lexists
from pathlib import Path
from typing import BinaryIO
from unicodedata import category

from wikipub.errors import CorrectionError, SourceError, TooLargeError, UnknownFormatError
from wikipub.source import Correction, Origin, ReadOptions, Source
from wikipub.sources.articles import Overview, articles, indexed_articles, overview
from wikipub.sources.compression import pieces
from wikipub.sources.correction import read_correction
from wikipub.sources.dump import is_dump
from wikipub.sources.encodings import decode
from wikipub.sources.files import FIX_SUFFIX, STDIN, inputs
from wikipub.sources.mhtml import is_mhtml, saved_page
from wikipub.sources.multistream import index_beside
from wikipub.sources.opened import MAX_BYTES, beginning, is_tree, opened

_OTHER_XML = re.compile(
    r"\s*<\?xml[^>]{0,200}>\s*(?:<!--[^>]{0,2000}-->\s*)?<(?!html[\s>])([A-Za-z][\w:.-]{0,80})", re.ASCII
)
"""The first element of XML that is no saved page."""

_FIRST = 1000
"""Characters of a text that are looked at first."""

_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
}
"""First bytes of files that hold no text (https://www.iana.org/assignments/media-types and the formats' own pages)."""


def load(path: str | Path, options: ReadOptions) -> Iterator[Source]:
    """The sources that `path` stands for, decoded one after the other.

    A dump is as many as its pages that `options` select. Raises SourceError (or a kind of it) where one is missing,
    empty, too large or no text, or its correction is wrong; of a damaged dump after the pages that can be read.
    """
    items = inputs(path)
    if options.fix and len(items) > 1:
        raise CorrectionError(f"{options.fix}: a correction is of one source, but {path} holds {len(items)}; name one")
    for item in items:
        with opened(item) as stream:
            how, head = beginning(stream)
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
    if all(map(_prints_nothing, text[:_FIRST])) and all(map(_prints_nothing, set(text))):
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


def _content(stream: BinaryIO) -> Iterator[bytes]:
    """What a file holds, decompressed, from its beginning."""
    stream.seek(0)
    return pieces(stream)


def dump_overview(path: Path) -> Overview:
    """What the dump at `path` holds; SourceError where it cannot be read."""
    with opened(path) as stream:
        return overview(pieces(stream), str(path))


def _correction(item: str | Path, fix: str, text: str) -> Correction | None:
    """The correction of the source `text`: the file `fix`, or else the one beside `item`, where there is one."""
    file = Path(fix) if fix else Path(f"{item}{FIX_SUFFIX}")
    if not fix and (item == STDIN or not lexists(file)):
        return None
    with opened(file) as stream:
        return read_correction(_whole(stream, str(file)), str(file), text)


def _whole(stream: BinaryIO, name: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        raise TooLargeError(f"{name}: over {limit} MiB, the most that wikipub reads; cut it into articles first")
    return data
