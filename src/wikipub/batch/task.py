"""What there is to do: each input with its outputs, and which of them have to be built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from os.path import relpath
from pathlib import Path

from wikipub.batch.digests import digest, digest_or_absent
from wikipub.batch.inputs import Item
from wikipub.batch.plan import Plan
from wikipub.batch.recipe import source_files
from wikipub.batch.record import Origin, Record
from wikipub.diagnostics import Diagnostic, Severity
from wikipub.errors import PublishError, WikipubError
from wikipub.names import name_key, output_name, slug
from wikipub.publishers import output_format

BOOK = "book:"
"""What the record's name of a book begins with; those of articles are paths."""


@dataclass(frozen=True, slots=True)
class Task:
    """An article or a book and its outputs.

    `items` are what it is read from, `origin` where that is, `content` its digest; `name` is what people call it,
    `source` what the record calls it ("" where it is not recorded), `stem` what its files are called.
    `files` are the outputs by their formats, but those that must not be written, which `errors` name; `stale` says why
    some of them have to be built.
    """

    items: Sequence[Item]
    name: str
    source: str
    stem: str
    content: str
    files: Mapping[str, Path]
    stale: Mapping[str, str]
    origin: Origin
    errors: tuple[WikipubError, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def faults(self) -> tuple[WikipubError, ...]:
        """What is known to fail before anything is done."""
        return (*self.errors, *(item.error for item in self.items if item.error))


@dataclass(frozen=True)
class Desk:
    """Where tasks are laid out: the plan, the record of what stands, and what must not be written over."""

    plan: Plan
    record: Record
    recipes: Mapping[str, str]
    inputs: frozenset[tuple[int, int]]
    force: bool = False

    def tasks(self, items: Iterable[Item]) -> Iterator[Task]:
        """The task that each of `items` is, in their order; one that is named twice is one task."""
        names = _Names(self.record)
        seen: set[str] = set()
        for item in items:
            source = self.source(item)
            if source in seen:
                continue
            if source:
                seen.add(source)
            stem = names.give(source, item.stem)
            yield self._task((item,), item.name, source, stem, item.stem)

    def book(self, items: Sequence[Item], title: str) -> Task:
        """The task that a book of `items` is."""
        wanted = slug(title)
        source = f"{BOOK}{wanted}"
        stem = _Names(self.record).give(source, wanted)
        return self._task(items, title, source, stem, wanted)

    @cached_property
    def chosen(self) -> str:
        """What tells the selection of a dump's pages from another."""
        return digest(self.plan.read.select)

    def source(self, item: Item) -> str:
        """What the record calls an input: its path as seen from the outputs, so that both may move together."""
        if not isinstance(item.path, Path):
            return ""
        place = self.place(item.path)
        return f"{place}#{item.stem}" if item.source else place

    def place(self, path: Path) -> str:
        """A path as seen from the outputs."""
        try:
            return Path(relpath(path, self.plan.folder)).as_posix()
        except ValueError:  # Windows: they are on different drives
            return path.absolute().as_posix()

    def origin(self, items: Iterable[Item]) -> Origin:
        """Where `items` are read from."""
        found = [item for item in items if isinstance(item.path, Path)]
        files = dict.fromkeys(self.place(Path(item.path)) for item in found)
        return Origin(tuple(files), self.chosen if any(item.source for item in found) else "")

    def content(self, items: Iterable[Item]) -> str:
        """The digest of all that `items` are read from, and of what they are called."""
        return digest(map(self._content, items))

    def _content(self, item: Item) -> list[object]:
        if item.source:
            return [item.source]
        if not isinstance(item.path, Path):
            return [item.name]
        return [item.name, *map(digest_or_absent, source_files(item.path, self.plan.read.fix))]

    def _task(self, items: Sequence[Item], name: str, source: str, stem: str, wanted: str) -> Task:
        files, errors = self._files(stem)
        content = self.content(items)
        if self.force or not source:
            stale = dict.fromkeys(files, "asked for")
        else:
            stale = self.record.stale(source, content, self.recipes, files)
        alone = output_name(wanted, ())
        odd = () if stem == alone else (_name_taken(name, alone, stem),)
        return Task(items, name, source, stem, content, files, stale, self.origin(items), errors, odd)

    def _files(self, name: str) -> tuple[dict[str, Path], tuple[WikipubError, ...]]:
        """The files to be made of what is called `name`, by their formats, and why one cannot be made."""
        files: dict[str, Path] = {}
        errors: list[WikipubError] = []
        for output in self.plan.outputs:
            path = self.plan.folder / (name + output_format(output).suffix)
            if identity(path) in self.inputs:
                message = f"{path}: this is one of the inputs, not to be written over; say another --output"
                errors.append(PublishError(message))
            else:
                files[output] = path
        return files, tuple(errors)


class _Names:
    """The names of outputs: a source keeps the one that it has, a new one gets one that no other source has."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._given: set[str] = set()

    def give(self, source: str, wanted: str) -> str:
        """The name of the outputs of `source`, which would be called `wanted` if it were alone."""
        name = (source and self._record.name(source)) or output_name(wanted, self)
        self._given.add(name_key(name))
        return name

    def __contains__(self, key: object) -> bool:
        """Whether a name is another source's: one of this run, or one that is still there."""
        if key in self._given:
            return True
        owner = self._record.owner(str(key))
        return owner is not None and self._record.is_there(owner)


def _name_taken(name: str, alone: str, stem: str) -> Diagnostic:
    message = f"another input's outputs are called {alone}; those of this one are called {stem}"
    return Diagnostic("name-taken", Severity.WARNING, message, name)


def identities(items: Iterable[Item]) -> frozenset[tuple[int, int]]:
    """What tells the files of `items` apart under whatever name."""
    found = (identity(item.path) for item in items if isinstance(item.path, Path))
    return frozenset(identity for identity in found if identity)


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file apart under whatever name; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino
