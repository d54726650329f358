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


class Seen:
    """What the record tells of files; `place` gives the name that it has for a path."""

    def __init__(self, database: sqlite3.Connection, place: Callable[[str | Path], str]) -> None:
        self._database = database
        self._place = place

    def digest(self, path: str | Path) -> str:
        """The digest of a file's content, or ABSENT."""
        try:
            # Opened, and not only looked at: then a file system of the network asks its server what is there.
            with open(path, "rb", buffering=0) as stream:
                return self.digest_of_open(stream)
        except (OSError, ValueError):
            return ABSENT

    def digest_of_open(self, stream: FileIO | BufferedReader) -> str:
        """The digest of what an open file holds; raises OSError where it cannot be read."""
        status = os.fstat(stream.fileno())
        now = signature(status)
        place = self._place(stream.name)
        if now and (known := self._known(place, now)):
            return known
        moment = time.time_ns()
        found = digest_of_open(stream)
        if signature(os.fstat(stream.fileno())) == now == signature_of_read(status, moment):
            self._remember(place, now, found)
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
        told = all(signature(status) for _, status in found)
        if told and (known := self._known(name, now)):
            return known
        answer = find_out()
        if all(signature_of_read(status, moment) for _, status in found):
            self._remember(name, now, answer)
        return answer

    def _known(self, name: str, now: str) -> str | None:
        row = self._database.execute("select digest from seen where file = ? and signature = ?", (name, now)).fetchone()
        return row[0] if row else None

    def _remember(self, name: str, now: str, found: str) -> None:
        # It is written with what else is: what a killed run forgets of this is only read again.
        self._database.execute("insert or replace into seen values (?, ?, ?)", (name, now, found))
