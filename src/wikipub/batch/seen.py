"""What files held when they were last read, so that what has been at rest since need not be read again.

It lies in the record of the folder of outputs and saves time, no more: whatever it tells is the digest of a content.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from io import BufferedReader, FileIO
from pathlib import Path

from wikipub.batch.digests import ABSENT, digest, digest_of_open
from wikipub.batch.signature import signature, signature_of_read

TABLE = """
create table seen (
  file text primary key,          -- as seen from the output folder, or what several files together are called
  signature text not null,        -- what the file system told of it, or a digest of what it told of each
  digest text not null            -- of its content, or what else was found out of it
) without rowid;
"""

_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0)


class Seen:
    """What the record tells of files; `place` gives the name that it has for a path."""

    def __init__(self, database: sqlite3.Connection, place: Callable[[str | Path], str]) -> None:
        self._database = database
        self._place = place

    def digest(self, path: str | Path) -> str:
        """The digest of a file's content, or ABSENT."""
        try:
            # Opened, and not only looked at: then a file system of the network asks its server what is there. And by
            # its number, as a file object costs as much again.
            descriptor = os.open(path, _READING)
        except (OSError, ValueError):
            return ABSENT
        try:
            status = os.fstat(descriptor)
            if found := self._known(self._place(path), signature(status)):
                return found
            with open(descriptor, "rb", buffering=0, closefd=False) as stream:
                return self._read(stream, path, status)
        except OSError:
            return ABSENT
        finally:
            os.close(descriptor)

    def digest_of_open(self, stream: BufferedReader) -> str:
        """The digest of what an open file holds; raises OSError where it cannot be read."""
        status = os.fstat(stream.fileno())
        return self._known(self._place(stream.name), signature(status)) or self._read(stream, stream.name, status)

    def _read(self, stream: FileIO | BufferedReader, path: str | Path, status: os.stat_result) -> str:
        moment = time.time_ns()
        found = digest_of_open(stream)
        now = signature_of_read(status, moment)
        if now and now == signature(os.fstat(stream.fileno())):
            self._remember(self._place(path), now, found)
        return found

    def of_all(self, name: str, files: Iterable[str], find_out: Callable[[], str]) -> str:
        """What `find_out` found out of `files`, which together are called `name`: asked once, and when one was touched.

        It is asked each time where one of them is not there.
        """
        moment = time.time_ns()
        try:
            found = [(file, os.stat(file)) for file in files]
        except OSError:
            return find_out()
        now = digest([[file, signature(status)] for file, status in found])
        if all(signature(status) for _, status in found) and (known := self._known(name, now)):
            return known
        answer = find_out()
        if all(signature_of_read(status, moment) for _, status in found):
            self._remember(name, now, answer)
        return answer

    def _known(self, name: str, now: str) -> str | None:
        if not now:
            return None
        row = self._database.execute("select digest from seen where file = ? and signature = ?", (name, now)).fetchone()
        return row[0] if row else None

    def _remember(self, name: str, now: str, found: str) -> None:
        # It is written with what else is: what a killed run forgets of this is only read again.
        self._database.execute("insert or replace into seen values (?, ?, ?)", (name, now, found))
