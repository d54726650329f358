"""Question: which bytes does the name of a picture stand for?

A name comes from a source, so it opens nothing but files within the folders of pictures: not by "..", an absolute
path, a link that leads out, or a name that is hidden; no pipe and no device; and nothing from a network. An address
stands for the file of its last part's name, as saved pages and MediaWiki's own folders have it.
"""

from __future__ import annotations

import binascii
import hashlib
import os
import re
import stat
import unicodedata
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from io import BufferedReader, BytesIO
from urllib.parse import unquote, unquote_to_bytes, urlsplit

MAX_BYTES = 40 * 2**20
"""Size of the largest picture's file that is read (docs/limits.md)."""

_MAX_NAME = 1000
_MOST_FILES = 100_000
_SHRUNK = re.compile(r"(?:lossy-|lossless-)?(?:page\d{1,4}-)?(\d{2,4})px-(.+)", re.DOTALL)
_DATA = re.compile(r"data:image/[a-z0-9.+-]{1,40}((?:;[a-z0-9=._-]{1,40})*),", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BLANKS = re.compile(r"[\s_]+")


class RefusedError(Exception):
    """A picture is not to be had; the message says why, in a clause."""


def digests(
    folders: Sequence[str], names: Iterable[str], digest_of: Callable[[BufferedReader], str] | None = None
) -> dict[str, str]:
    """The digest of each picture that is called one of `names`, "" for what is not to be had.

    `digest_of` tells that of an open file; without it the file is read.
    """
    shelf = Shelf(tuple(folders))
    return {name: _digest(shelf, name, digest_of) for name in names}


def _digest(shelf: Shelf, name: str, digest_of: Callable[[BufferedReader], str] | None) -> str:
    try:
        stream = shelf.opened(name)
        if stream is None:
            return ""
        with stream:
            if digest_of and isinstance(stream, BufferedReader):
                return digest_of(stream)
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (RefusedError, OSError):
        return ""


class Shelf:
    """The folders of pictures, in the order in which they are looked through."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        self._folders = tuple(dict.fromkeys(os.path.realpath(folder) for folder in folders if os.path.isdir(folder)))

    def find(self, name: str) -> bytes | None:
        """The bytes of the picture that a source calls `name`; None where there is none.

        Raises RefusedError where there is one that must not be read.
        """
        stream = self.opened(name)
        if stream is None:
            return None
        with stream:
            try:
                return stream.read(MAX_BYTES + 1)
            except OSError as error:
                raise RefusedError(f"it cannot be read: {error.strerror}") from error

    def opened(self, name: str) -> BufferedReader | BytesIO | None:
        """The picture that a source calls `name`, as an open file; otherwise as `find`."""
        if name[:5].lower() == "data:":
            return BytesIO(_data(name))
        if not name or len(name) > _MAX_NAME or "\0" in name:
            return None
        for folder, path in self._candidates(name):
            if (found := _opened_within(folder, path)) is not None:
                return found
        return None

    def _candidates(self, name: str) -> Iterator[tuple[str, str]]:
        """The files that may be meant, each with the folder that it has to be in."""
        path, title = _parts(name)
        full = _full(title)
        if full != title:
            yield from self._titled(full)
        if path:
            for folder in self._folders:
                yield folder, os.path.join(folder, path)
        yield from self._titled(title)
        for folder in self._folders:
            if shrunk := _shrunk(folder, _mtime(folder)).get(_key(full)):
                yield folder, os.path.join(folder, shrunk)

    def _titled(self, title: str) -> Iterator[tuple[str, str]]:
        """The files of a title: under its name, or where MediaWiki keeps them."""
        for folder in self._folders:
            if name := _files(folder).get(_key(title)):
                yield folder, os.path.join(folder, name)
            yield folder, os.path.join(folder, _stored(title))


def _parts(name: str) -> tuple[str, str]:
    """The relative path that a name is, "" where it is none, and the title of its file."""
    if _SCHEME.match(name) or name.startswith(("/", "\\")):
        try:
            parts = urlsplit(name)
        except ValueError:
            return "", ""
        is_address = parts.scheme.lower() in ("http", "https") or (not parts.scheme and name.startswith("/"))
        return "", unquote(parts.path).rpartition("/")[2] if is_address else ""
    path = name.replace("\\", "/")
    decoded = unquote(path.partition("?")[0].partition("#")[0])
    path = path if decoded == path else decoded
    return path, path.rpartition("/")[2]


def _data(address: str) -> bytes:
    """The bytes that a `data:` address holds (RFC 2397)."""
    found = _DATA.match(address)
    if found is None:
        raise RefusedError("its data: address is none of a picture")
    if len(address) > 2 * MAX_BYTES:
        raise RefusedError(_too_large())
    data = unquote_to_bytes(address[found.end() :])
    try:
        if ";base64" in found[1].lower():
            data = b64decode(b"".join(data.split()), validate=True)
    except binascii.Error as error:
        raise RefusedError("its data: address is damaged") from error
    if len(data) > MAX_BYTES:
        raise RefusedError(_too_large())
    return data


def _opened_within(folder: str, path: str) -> BufferedReader | None:
    """The file at `path`, if it is one within `folder`."""
    try:
        if not os.path.exists(path) or os.path.isdir(path):  # first, as most pictures are not there
            return None
        real = os.path.realpath(path)
        inner = os.path.relpath(real, folder)
    except (OSError, ValueError):  # ValueError: another drive
        return None
    steps = inner.split(os.sep)
    if os.path.isabs(inner) or any(step.startswith(".") for step in steps):
        raise RefusedError("it is outside the folders of pictures, or hidden")
    try:
        stream = open(real, "rb", opener=_without_waiting)  # noqa: SIM115  (the caller closes it)
        status = os.fstat(stream.fileno())
    except OSError as error:
        raise RefusedError(f"it cannot be read: {error.strerror}") from error
    if stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES:
        return stream
    stream.close()
    raise RefusedError(_too_large() if stat.S_ISREG(status.st_mode) else "it is no file but a device or pipe")


def _without_waiting(path: str, flags: int) -> int:
    """Open a file, but wait for no pipe's other end."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _too_large() -> str:
    return f"it is over {MAX_BYTES // 2**20} MiB; save it smaller"


# --- Names as wikis have them ------------------------------------------------------------------------------------


def _key(title: str) -> str:
    """A file's title as it can be compared: MediaWiki's first letter and blanks, one form of letters with accents."""
    title = _BLANKS.sub("_", unicodedata.normalize("NFC", title)).strip("_")
    return title[:1].upper() + title[1:]


def _full(title: str) -> str:
    """The title of the picture that MediaWiki shrank to one called `title`: `220px-Reef.svg.png` is of `Reef.svg`."""
    found = _SHRUNK.fullmatch(title)
    if found is None:
        return title
    full = found[2]
    stem, dot, ending = full.rpartition(".")
    return stem if dot and ending.lower() in ("png", "jpg") and "." in stem[-5:] else full


def _stored(title: str) -> str:
    """Where MediaWiki keeps the file of a title: in a folder of the title's MD5 (Manual:$wgHashedUploadDirectory)."""
    key = _key(title)
    digest = hashlib.md5(key.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    return os.path.join(digest[0], digest[:2], os.path.basename(key))


def _mtime(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns
    except OSError:
        return 0


def _files(folder: str) -> Mapping[str, str]:
    """The names of a folder's files by what they can be compared by."""
    return _listing(folder, _mtime(folder))


@lru_cache(maxsize=64)
def _listing(folder: str, mtime: int) -> Mapping[str, str]:
    """`_files` of a folder as it was at a moment, for many articles may share it."""
    names: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                names.append(entry.name)
                if len(names) == _MOST_FILES:
                    break
    except OSError:
        return {}
    return {_key(name): name for name in sorted(names, reverse=True)}


@lru_cache(maxsize=64)
def _shrunk(folder: str, mtime: int) -> Mapping[str, str]:
    """The widest of a folder's shrunk copies of a picture, by what the picture can be compared by."""
    widest: dict[str, tuple[int, str]] = {}
    for name in _listing(folder, mtime).values():
        if found := _SHRUNK.fullmatch(name):
            key = _key(_full(name))
            widest[key] = max(widest.get(key, (0, "")), (int(found[1]), name))
    return {key: name for key, (_, name) in widest.items()}
