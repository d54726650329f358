"""EPUB, DOCX and ODT files are zip archives; this changes what is in them and makes their bytes repeatable."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from wikipub.publishers.options import EARLIEST_EPOCH, LATEST_EPOCH


def rezipped(
    archive: bytes,
    change: Callable[[str, bytes], bytes],
    epoch: int,
    rename: Callable[[str], str] = str,
    added: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """`archive` with each file's content as `change` (name, content) gives it, all dated `epoch` (seconds since 1970).

    `rename` gives each file its new name; `added` are files by their names, which come last. One named `mimetype` stays
    first and uncompressed, as EPUB and ODT want it (OCF 3.3, 4.2.2).
    """
    date = datetime.fromtimestamp(min(max(epoch, EARLIEST_EPOCH), LATEST_EPOCH), UTC)
    buffer = BytesIO()
    with ZipFile(buffer, "w") as out:
        changed = ((rename(name), name, change(name, content)) for name, content in _members(archive))
        for new, name, content in itertools.chain(changed, ((name, name, added[name]) for name in added)):
            info = ZipInfo(new, date.timetuple()[:6])
            info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            out.writestr(info, content)
    return buffer.getvalue()


def member(archive: bytes, name: str) -> bytes:
    """The content of the file called `name`."""
    with ZipFile(BytesIO(archive)) as members:
        return members.read(name)


def _members(archive: bytes) -> Iterator[tuple[str, bytes]]:
    with ZipFile(BytesIO(archive)) as members:
        for name in members.namelist():
            yield name, members.read(name)
