"""What stands in an output folder and what went into it: a SQLite file that is never ahead of the files it tells of.

A row is written when its files have their final names, so that a run that is killed at any moment has made whatever the
record tells. What the record does not tell is built again. It is a cache: one that is damaged or from elsewhere is set
aside and made anew.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from os.path import lexists, relpath
from pathlib import Path
from typing import NamedTuple

from wikipub.batch.digests import digest, digest_of
from wikipub.batch.lock import locked
from wikipub.batch.outcome import LeftOut, Made, Outcome, Pictures
from wikipub.batch.seen import TABLE as SEEN
from wikipub.batch.seen import Seen
from wikipub.batch.signature import signature, signature_of_read
from wikipub.diagnostics import Diagnostic, Severity
from wikipub.errors import PublishError
from wikipub.names import name_key

STATE = ".wikipub"
"""The folder, within the folder of outputs, for what wikipub keeps there for itself."""

_FILE = "record.sqlite3"
_LOCK = "lock"
_APPLICATION = 0x77697075  # "wipu"
_VERSION = 3
_TABLES = f"""
begin;
create table article (
  source text primary key,        -- the source as seen from the output folder
  name text not null,             -- of its outputs, without ending
  key text not null unique,       -- the name as file systems compare it
  content text not null,          -- digest of the source when `told` was
  told text not null,             -- diagnostics and what was left out, in JSON
  pictures text not null,         -- which there were then, in JSON
  files text not null,            -- those that it is read from, as seen from the output folder, in JSON
  chosen text not null            -- of a page of a dump: digest of the selection that it was read by
) without rowid;
create table output (
  source text not null references article on delete cascade,
  format text not null,
  file text not null,             -- its name in the output folder
  content text not null,          -- digest of the source and the pictures that it was made of
  recipe text not null,           -- digest of all else that went into it
  digest text not null,           -- of the output itself
  size integer not null,          -- in bytes
  signature text not null,        -- what the file system told of it when it was as it was built, or nothing
  primary key (source, format)
) without rowid;
{SEEN}
pragma application_id = {_APPLICATION};
pragma user_version = {_VERSION};
commit;
"""

_ENTRY = """
select name, article.content, told, pictures, format, output.content, recipe, file, digest, size, signature
from article left join output using (source) where source = ?
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of an article when it was last built."""

    diagnostics: tuple[Diagnostic, ...] = ()
    left_out: LeftOut = field(default_factory=LeftOut)

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Told:
        """What was said of all these."""
        found = tuple(outcomes)
        diagnostics = dict.fromkeys(diagnostic for outcome in found for diagnostic in outcome.diagnostics)
        return cls(tuple(diagnostics), LeftOut.sum(outcome.left_out for outcome in found))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article or a book is read from: files as seen from the folder of outputs.

    Of a page of a dump `chosen` is the digest of the selection that it was read by, else "".
    """

    files: tuple[str, ...]
    chosen: str = ""


class Built(NamedTuple):
    """An output as the record tells of it.

    `content` and `recipe` are the digests of what it was built of: its source and pictures, and all the rest. `file` is
    its name in the folder of outputs; `digest`, `size` and `signature` are those of `Made`.
    """

    content: str
    recipe: str
    file: str
    digest: str
    size: int
    signature: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the record tells of a source.

    `name` is that of its outputs, `content` the digest of the source when it was built, `outputs` are by format;
    `in_json` is what was said of it, and its pictures.
    """

    name: str
    content: str
    outputs: Mapping[str, Built]
    in_json: tuple[str, str]

    @property
    def told(self) -> Told:
        """What was said of the source when it was last built."""
        return _told(self.in_json[0])

    def pictures(self, seen: Seen) -> Pictures:
        """The pictures that were in the source when it was built, as they are now; `seen` knows their files."""
        found = self.in_json[1]
        if found == "[]":
            return ()
        from wikipub.media import digests  # not before it is needed: most articles have none

        known = seen.digest_of_open
        return tuple((tuple(folders), digests(folders, names, known)) for folders, names in json.loads(found))

    def made(self, output: str, path: Path) -> Made:
        """The output of a format, which is at `path`."""
        built = self.outputs[output]
        return Made(output, path, built.digest, built.size, built.signature)


class Record:
    """The record of an output folder, open for one run.

    `seen` is what it tells of files that are read.
    """

    def __init__(self, folder: Path, database: sqlite3.Connection) -> None:
        self._folder = folder
        self._database = database
        self._folders: dict[str, str] = {}
        self.seen = Seen(database, self.place)

    def place(self, path: str | Path) -> str:
        """A path as seen from the outputs, so that both may move together."""
        folder, name = os.path.split(path)
        if folder not in self._folders:
            try:
                self._folders[folder] = Path(relpath(folder or os.curdir, self._folder)).as_posix()
            except ValueError:  # Windows: they are on different drives
                self._folders[folder] = Path(folder).absolute().as_posix()
        seen_from = self._folders[folder]
        return name if seen_from == "." else f"{seen_from}/{name}"

    def entry(self, source: str) -> Entry | None:
        """What there is of `source`, None where it was not built yet."""
        rows = self._database.execute(_ENTRY, (source,)).fetchall()
        if not rows:
            return None
        outputs = {row[4]: Built(*row[5:]) for row in rows if row[4] is not None}  # so it is where none is left
        name, content, *in_json = rows[0][:4]
        return Entry(name, content, outputs, (in_json[0], in_json[1]))

    def owner(self, key: str) -> str | None:
        """The source whose outputs have a name with the `name_key` `key`."""
        row = self._row("select source from article where key = ?", key)
        return row[0] if row else None

    def origin(self, source: str) -> Origin:
        """Where `source` was read from when it was last built."""
        row = self._row("select files, chosen from article where source = ?", source)
        return Origin(tuple(json.loads(row[0])), row[1]) if row else Origin(())

    def is_there(self, source: str) -> bool:
        """Whether something that `source` was read from is still there; what was read from no file always is."""
        files = self.origin(source).files
        return not files or any(lexists(self._folder / file) for file in files)

    def stale(
        self, source: str, entry: Entry | None, content: str, recipes: Mapping[str, str], files: Mapping[str, Path]
    ) -> dict[str, str]:
        """Which of `files`, by their formats, have to be built of `source`, whose `entry` is this, and why."""
        if entry is None:
            return dict.fromkeys(files, "not built yet")
        now = _built_of(content, entry.pictures(self.seen))
        found: dict[str, str] = {}
        for format, path in files.items():
            built = entry.outputs.get(format)
            if built is None or built.file != path.name:
                found[format] = "not built yet"
            elif built.content != now:
                found[format] = "the source or its pictures have changed"
            elif built.recipe != recipes[format]:
                found[format] = "options, rules or programs have changed"
            elif not self._stands(source, entry.made(format, path)):
                found[format] = "the file is gone, or was changed by someone"
        return found

    def _stands(self, source: str, made: Made) -> bool:
        """Whether an output is as it was made; where its content had to tell, that need not be read again."""
        now = stands(made)
        if now is None:
            return False
        if now and now != made.signature:
            with _reported(self._folder):
                self._database.execute(
                    "update output set signature = ? where source = ? and format = ?", (now, source, made.format)
                )
        return True

    def outputs(self, source: str) -> list[Made]:
        """The outputs of `source` as they were built."""
        entry = self.entry(source)
        return (
            [entry.made(output, self._folder / built.file) for output, built in entry.outputs.items()] if entry else []
        )

    def put(
        self,
        source: str,
        name: str,
        content: str,
        recipes: Mapping[str, str],
        made: Sequence[Made],
        told: Told,
        pictures: Pictures,
        origin: Origin,
    ) -> None:
        """Record files that were built of `source`, all under `name`; they have to be in their place by now.

        `pictures` are those that went into them.
        """
        built_of = _built_of(content, pictures)
        with _reported(self._folder), self._database:
            before = self._row("select content, told from article where source = ?", source)
            if before and before[0] == content:  # other formats were built of the same
                old = _told(before[1])
                told = Told(tuple(dict.fromkeys((*old.diagnostics, *told.diagnostics))), told.left_out)
            # Another's name is taken over where that source is gone.
            self._database.execute("delete from article where key = ? and source <> ?", (name_key(name), source))
            self._database.execute(
                "insert into article values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (source) do update set"
                " name = excluded.name, key = excluded.key, content = excluded.content, told = excluded.told,"
                " pictures = excluded.pictures, files = excluded.files, chosen = excluded.chosen",
                (
                    *(source, name, name_key(name), content, _json(told), json.dumps(pictures)),
                    *(json.dumps(origin.files), origin.chosen),
                ),
            )
            self._database.executemany(
                "insert or replace into output values (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (source, m.format, m.path.name, built_of, recipes[m.format], m.digest, m.size, m.signature)
                    for m in made
                ),
            )

    def forget(self, source: str) -> None:
        """Tell nothing more of `source`; its files stay."""
        with _reported(self._folder), self._database:
            self._database.execute("delete from article where source = ?", (source,))

    def sources(self, beginning: str = "") -> Iterator[str]:
        """The sources that the record tells of whose names begin so, in order; they may be forgotten meanwhile."""
        last = beginning
        while rows := self._database.execute(
            "select source from article where source > ? order by source limit 1000", (last,)
        ).fetchall():
            for (last,) in rows:
                if not last.startswith(beginning):
                    return
                yield last

    def _row(self, query: str, value: str) -> tuple[str, ...] | None:
        row: tuple[str, ...] | None = self._database.execute(query, (value,)).fetchone()
        return row


def _built_of(content: str, pictures: Pictures) -> str:
    """The digest of a source and its pictures."""
    return digest([content, pictures]) if pictures else content


def stands(made: Made) -> str | None:
    """The signature of a file that is still as it was made, None of one that is not, or is gone.

    Where it was touched its content tells.
    """
    try:
        status = os.stat(made.path)
        if made.signature and signature(status) == made.signature:
            return made.signature
        moment = time.time_ns()
        if status.st_size != made.size or digest_of(made.path) != made.digest:
            return None
        return signature_of_read(status, moment)
    except OSError:
        return None


@contextmanager
def record_of(folder: Path, say: Callable[[str], object]) -> Iterator[Record]:
    """The record of the output folder `folder`, which no other run has meanwhile; the folder has to be there.

    One that is damaged or not wikipub's is set aside, which `say` is told in a sentence. Raises FolderInUseError where
    another run is at work, PublishError where no record can be written.
    """
    state = folder / STATE
    with _reported(folder):
        state.mkdir(exist_ok=True)
    with locked(state / _LOCK, folder):
        _clear(folder)
        with _reported(folder):
            database = _opened(state / _FILE, say)
        try:
            yield Record(folder, database)
        finally:
            with _reported(folder):
                database.commit()  # what was found out of files
                database.close()


@contextmanager
def empty_record(folder: Path) -> Iterator[Record]:
    """A record of `folder` that tells of nothing and is kept nowhere."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(_TABLES)
        yield Record(folder, database)


def _clear(folder: Path) -> None:
    """Remove what a killed run left half-written; nobody else is writing, as the lock is ours."""
    with _reported(folder), os.scandir(folder) as entries:
        leftovers = [
            entry.path for entry in entries if entry.name.startswith(".wikipub-") and entry.name.endswith(".part")
        ]
    for leftover in leftovers:
        with suppress(OSError):
            os.unlink(leftover)


def _opened(file: Path, say: Callable[[str], object]) -> sqlite3.Connection:
    try:
        return _connected(file)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        aside = _set_aside(file)
        say(
            f"{file}: no record of wikipub's, or a damaged one ({error}): set aside as {aside.name}, all is built again"
        )
        return _connected(file)


def _connected(file: Path) -> sqlite3.Connection:
    """The database in `file`, made if it is not there; raises sqlite3.DatabaseError where it is no record of ours."""
    database = sqlite3.connect(file)
    try:
        database.execute(
            "pragma locking_mode = exclusive"
        )  # the lock holds the others off; and WAL then needs no memory
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = normal")
        database.execute("pragma foreign_keys = on")
        ((application,),) = database.execute("pragma application_id")
        ((version,),) = database.execute("pragma user_version")
        ((tables,),) = database.execute("select count(*) from sqlite_master")
        if tables == 0 and (application, version) == (0, 0):
            database.executescript(_TABLES)
        elif (application, version) != (_APPLICATION, _VERSION):
            raise sqlite3.DatabaseError(f"it is of application {application}, version {version}")
        elif (answer := database.execute("pragma quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(answer)
    except BaseException:
        database.close()
        raise
    return database


def _set_aside(file: Path) -> Path:
    """Give `file`, and what SQLite keeps beside it, another name."""
    number = 1
    while (aside := file.with_name(f"{file.name}.aside-{number}")).exists():
        number += 1
    file.rename(aside)
    for ending in ("-wal", "-shm", "-journal"):
        with suppress(OSError):
            os.unlink(f"{file}{ending}")
    return aside


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    """Errors of the disk and of SQLite as PublishError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PublishError(
            f"{folder}: the record of what was built cannot be kept in {folder / STATE}: {reason}; make room there, "
            "allow writing, or name another folder with --output"
        ) from error


def _json(told: Told) -> str:
    diagnostics = [[d.code, d.severity, d.message, d.source, d.line] for d in told.diagnostics]
    return json.dumps([diagnostics, told.left_out.roles, told.left_out.unclaimed])


def _told(text: str) -> Told:
    diagnostics, roles, unclaimed = json.loads(text)
    found = (Diagnostic(code, Severity(severity), *rest) for code, severity, *rest in diagnostics)
    return Told(tuple(found), LeftOut(roles, unclaimed))
