"""Compressed files: the content tells which compression, and what is in them comes piece by piece.

A file may be several compressed streams, one after the other, as those of Wikimedia's multistream dumps are. Memory is
bounded, whatever a stream claims to hold.
"""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple, Protocol

CHUNK = 2**16
"""Most bytes of a piece, and of what is read at a time."""

_ZSTD = (b"\x28\xb5\x2f\xfd", *(bytes((kind,)) + b"\x2a\x4d\x18" for kind in range(0x50, 0x60)))
"""Frames, and those that are to be skipped (https://www.rfc-editor.org/rfc/rfc8878)."""

_XZ_MEMORY = 128 * 2**20
"""Bytes that xz may take; its highest level needs 65 MiB. zstd refuses windows of over 128 MiB by itself."""


class CompressionError(Exception):
    """A compressed file is damaged or cut; the message says how, and at which of its bytes."""


class _Decompressor(Protocol):
    """What the decompressors of bz2, lzma and zstd have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gunzip:
    """A decompressor of gzip that works as the others do."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._full = False  # the last piece was as long as was asked for, so more may be waiting

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def needs_input(self) -> bool:
        return not self._full

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        piece = self._stream.decompress(self._stream.unconsumed_tail + data, max(0, max_length))
        self._full = len(piece) == max_length
        return piece


def _unxz() -> _Decompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


def _unzstd() -> _Decompressor:
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdDecompressor
    else:
        from backports.zstd import ZstdDecompressor

    return ZstdDecompressor()


class Compression(NamedTuple):
    """A way to compress: what people call it, what its streams begin with, and how one of them is undone."""

    name: str
    signatures: tuple[bytes, ...]
    decompressor: Callable[[], _Decompressor]


_COMPRESSIONS = (
    Compression("bzip2", (b"BZh",), bz2.BZ2Decompressor),
    Compression("gzip", (b"\x1f\x8b",), _Gunzip),
    Compression("xz", (b"\xfd7zXZ\x00",), _unxz),
    Compression("zstd", _ZSTD, _unzstd),
)
"""The signatures are those of each format's specification."""

_LONGEST_SIGNATURE = max(len(signature) for found in _COMPRESSIONS for signature in found.signatures)


def compression(head: bytes) -> Compression | None:
    """How a file that begins with `head` is compressed; None where it is not."""
    return next((found for found in _COMPRESSIONS if head.startswith(found.signatures)), None)


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """What a file holds, decompressed where it is compressed, in pieces of at most CHUNK bytes.

    Raises CompressionError where it is damaged, after all that stands before the damage.
    """
    data = stream.read(CHUNK)
    if (how := compression(data)) is not None:
        yield from _decompressed(stream, data, how)
        return
    while data:
        yield data
        data = stream.read(CHUNK)


def first_stream(stream: BinaryIO) -> Iterator[bytes]:
    """What the compressed stream holds that begins where `stream` stands, in pieces; nothing where none does."""
    data = stream.read(CHUNK)
    if (how := compression(data)) is not None:
        yield from _decompressed(stream, data, how, most=1)


def _decompressed(stream: BinaryIO, data: bytes, how: Compression, most: int | None = None) -> Iterator[bytes]:
    """What at most the first `most` streams hold."""
    place = count = 0
    while data.startswith(how.signatures) and count != most:  # behind the last stream stands padding, or nothing of use
        count += 1
        decompressor = how.decompressor()
        while not decompressor.eof:
            try:
                piece = decompressor.decompress(data, CHUNK)
            except MemoryError:
                raise
            except Exception as error:  # each module has errors of its own
                raise CompressionError(f"its {how.name} data is damaged near byte {place}: {error}") from error
            if piece:
                yield piece
            data = b""
            if decompressor.needs_input and not decompressor.eof:
                data = stream.read(CHUNK)
                place += len(data)
                if not data:
                    raise CompressionError(f"its {how.name} data ends too soon, after byte {place}: the file was cut")
        data = decompressor.unused_data
        while len(data := data.lstrip(b"\0")) < _LONGEST_SIGNATURE:  # zeros may stand between two streams
            more = stream.read(CHUNK)
            if not more:
                break
            data += more
