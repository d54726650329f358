"""One run at a time in an output folder, by a lock that the system takes back however the run ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from wikipub.errors import FolderInUseError

_LOCKED_BYTE = 1 << 20
"""Which byte Windows locks: none that is there, so that another run can read whose lock it is."""


@contextmanager
def locked(file: Path, folder: Path) -> Iterator[None]:
    """Hold the lock `file` of the output folder `folder`; raises FolderInUseError where another process holds it."""
    with file.open("a+b") as stream:
        try:
            _lock(stream)
        except OSError as error:
            stream.seek(0)
            number = stream.read(20).decode("ascii", "replace").strip()
            whose = f" (process {number})" if number else ""
            raise FolderInUseError(
                f"{folder}: another run of wikipub{whose} is building into this folder; wait for its end, stop it, or "
                "say another folder with --output"
            ) from error
        stream.truncate(0)
        stream.write(str(os.getpid()).encode())
        stream.flush()
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(stream: BinaryIO) -> None:
        stream.seek(_LOCKED_BYTE)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(stream: BinaryIO) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
