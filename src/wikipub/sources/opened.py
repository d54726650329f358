"""A source that is opened: what its first bytes tell, and how it is read again where it can be read but once."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from wikipub.errors import SourceError
from wikipub.sources.compression import Compression, CompressionError, compression, pieces
from wikipub.sources.dump import is_dump
from wikipub.sources.files import cause, remedy

MAX_BYTES = 64 * 2**20
"""Size of the largest source that is read, in bytes (docs/limits.md)."""

_HEAD = 1024
"""Bytes of a file that tell whether it is a document tree."""

_TREE = re.compile(rb'[\xef\xbb\xbf\xfe\xff\s]*\{\s*"wikipub-tree"\s*:')
"""What a document tree's JSON begins with; other JSON files of a folder are not sources."""


@contextmanager
def opened(item: str | Path) -> Iterator[BinaryIO]:
    """A source as a stream that can be read again from its beginning; SourceError where it cannot be read."""
    try:
        if isinstance(item, str):
            with _spooled(sys.stdin.buffer) as stream:
                yield stream
        else:
            with item.open("rb") as file, file if file.seekable() else _spooled(file) as stream:
                yield stream
    except OSError as error:
        raise SourceError(f"{item}: cannot be read: {cause(error)}; {remedy(error)}") from error


def beginning(stream: BinaryIO) -> tuple[Compression | None, bytes]:
    """How a file is compressed, and what it holds first, decompressed; "" where that is damaged already."""
    how = compression(stream.read(_HEAD))
    stream.seek(0)
    try:
        head = next(pieces(stream), b"")
    except CompressionError:
        head = b""
    stream.seek(0)
    return how, head


def is_tree(head: bytes) -> bool:
    """Whether a file that begins with `head` is a document tree in JSON, in UTF-8 or UTF-16."""
    return _TREE.match(head[:_HEAD].replace(b"\0", b"")) is not None


def holds_source(file: Path) -> bool:
    """Whether what a file with one of the endings of data holds is a tree, or a dump; raises OSError."""
    with file.open("rb") as stream:
        _, head = beginning(stream)
        return is_tree(head) if file.suffix.lower() == ".json" else is_dump(head)


def is_dump_file(path: Path) -> bool:
    """Whether a path is that of an XML dump, which holds many sources; what cannot be read, or but once, is none."""
    try:
        if not path.is_file():
            return False
        with opened(path) as stream:
            return is_dump(beginning(stream)[1])
    except (SourceError, OSError, ValueError):
        return False


def _spooled(stream: BinaryIO) -> BinaryIO:
    """What can be read but once, kept in memory, or on the disk where it is a dump that is too large for that."""
    data = stream.read(MAX_BYTES + 1)
    kept: BinaryIO = io.BytesIO(data)
    if len(data) > MAX_BYTES and is_dump(beginning(kept)[1]):
        kept = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
        kept.write(data)
        del data
        copyfileobj(stream, kept)
        kept.seek(0)
    return kept
