"""Whether a file may have changed since it was read: told by what the file system keeps about it, not by its content.

As git's index does, a file whose inode, size and times are what they were is taken for unchanged. The time that counts
is that of the last change of the inode (`ctime`), which the system sets by its own clock and nobody can set back:
content that is exchanged for some of the same size, with the time of modification put back, is still told. A time is a
tick long, however, and what is written in the tick in which a file was read leaves no trace: git's "racy" files
(https://git-scm.com/docs/racy-git). So only a file that had been at rest for some time when it was read is known by its
signature, and any other is read again.
"""

from __future__ import annotations

import os
import sys

_AT_REST = 3_000_000_000
"""Nanoseconds after a change in which another might leave the same time: more than a tick of any file system (FAT: two
seconds), with something to spare where the file system's clock is another machine's."""

_SECOND = 1_000_000_000


def signature(status: os.stat_result) -> str:
    """What tells a file from any that it was before; "" on Windows, whose `ctime` is that of the file's creation."""
    if sys.platform == "win32":
        return ""
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def signature_of_read(status: os.stat_result, moment: int) -> str:
    """The signature of a file that was read at `moment`, in nanoseconds since 1970; "" where it was not at rest."""
    return signature(status) if status.st_ctime_ns + _AT_REST < moment else ""


def signature_of_written(status: os.stat_result) -> str:
    """The signature of a file that this program has just written, under a name that nobody knew before.

    It is "" where the file system tells whole seconds only, in which another program may have found and changed it.
    """
    return signature(status) if status.st_ctime_ns % _SECOND else ""
