"""What there is to do: each input with its outputs, and which of them have to be built."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from wikipub.batch.digests import digest
from wikipub.batch.inputs import Item, pages
from wikipub.batch.plan import Plan
from wikipub.batch.recipe import source_files
from wikipub.batch.record import Entry, Origin, Record
from wikipub.diagnostics import Diagnostic, Severity
from wikipub.errors import PublishError, WikipubError
from wikipub.names import name_key, output_name, slug
from wikipub.publishers import output_format

BOOK = "book:"
"""What the record's name of a book begins with; those of articles are paths."""


@dataclass(frozen=True, slots=True)
class Task:
    """An article or a book and its outputs.

    `items` are what it is read from, `content` its digest; `name` is what people call it, `source` what the record
    calls it ("" where it is not recorded), `stem` what its files are called; `entry` is what the record tells of it.
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
    entry: Entry | None = None
    errors: tuple[WikipubError, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def faults(self) -> tuple[WikipubError, ...]:
        """What is known to fail before anything is done."""
        return (*self.errors, *(item.error for item in self.items if item.error))


class _Look(NamedTuple):
    """A look at what a task is of: what the record calls it and tells of it, and the digest of its content now."""

    source: str
    entry: Entry | None
    content: str


@dataclass(frozen=True)
class Desk:
    """Where tasks are laid out: the plan, the record of what stands, and the inputs, which must not be written over."""

    plan: Plan
    record: Record
    recipes: Mapping[str, str]
    inputs: Sequence[Item]
    force: bool = False

    def tasks(self) -> Iterator[Task]:
        """The tasks that the inputs are, in their order, a dump as many as its pages; what is named twice is one."""
        names = _Names(self.record)
        seen: set[str] = set()
        for item, look in self._looks():
            if look.source in seen:
                continue
            if look.source:
                seen.add(look.source)
            yield self._task((item,), item.name, look, names, item.stem)

    def book(self, title: str) -> Task:
        """The task that a book of the inputs is."""
        wanted = slug(title)
        source = f"{BOOK}{wanted}"
        look = _Look(source, self.record.entry(source), self.content(self.inputs))
        return self._task(self.inputs, title, look, _Names(self.record), wanted)

    @cached_property
    def chosen(self) -> str:
        """What tells the selection of a dump's pages from another."""
        return digest(self.plan.read.select)

    def source(self, item: Item) -> str:
        """What the record calls an input: its path as seen from the outputs, so that both may move together."""
        if not item.file:
            return ""
        place = self.record.place(item.file)
        return f"{place}#{item.stem}" if item.source else place

    def origin(self, items: Iterable[Item]) -> Origin:
        """Where `items` are read from."""
        found = [item for item in items if item.file]
        files = dict.fromkeys(self.record.place(item.file) for item in found)
        return Origin(tuple(files), self.chosen if any(item.source for item in found) else "")

    def content(self, items: Iterable[Item]) -> str:
        """The digest of all that `items` are read from, and of what they are called."""
        return digest([self._content(item) for item in items])

    def _content(self, item: Item) -> list[object]:
        if item.source:
            return [item.source]
        if not item.file:
            return [item.name]
        return [item.name, *map(self.record.seen.digest, source_files(item.file, self.plan.read.fix))]

    def _looks(self) -> Iterator[tuple[Item, _Look]]:
        for item in self.inputs:
            source = self.source(item)
            entry = self.record.entry(source) if source and not item.error else None
            # What was an article when it was built is none the less one, and no dump, while its content is the same.
            if entry and entry.content == self.content((item,)):
                yield item, _Look(source, entry, entry.content)
                continue
            for page in pages((item,), self.plan.read):
                source = self.source(page)
                yield page, _Look(source, self.record.entry(source) if source else None, self.content((page,)))

    def _task(self, items: Sequence[Item], name: str, look: _Look, names: _Names, wanted: str) -> Task:
        source, entry, content = look
        stem = entry.name if entry else names.new(wanted)
        names.take(stem)
        files = {output: self.plan.folder / f"{stem}{ending}" for output, ending in self._endings}
        if self.force or not source:
            stale = dict.fromkeys(files, "asked for")
        else:
            stale = self.record.stale(source, entry, content, self.recipes, files)
        errors = self._not_to_be_written(files, stale) if stale else ()
        odd = () if stem == wanted or stem == (alone := output_name(wanted, ())) else (_name_taken(name, alone, stem),)
        return Task(items, name, source, stem, content, files, stale, entry, errors, odd)

    @cached_property
    def _endings(self) -> tuple[tuple[str, str], ...]:
        return tuple((output, output_format(output).suffix) for output in self.plan.outputs)

    @cached_property
    def _identities(self) -> frozenset[int]:
        found = (_identity(item.file) for item in self.inputs if item.file)
        return frozenset(identity for identity in found if identity is not None)

    def _not_to_be_written(self, files: dict[str, Path], stale: dict[str, str]) -> tuple[WikipubError, ...]:
        """Take out of both those files that are inputs; gives an error for each."""
        errors: list[WikipubError] = []
        for output in tuple(stale):
            if _identity(files[output]) in self._identities:
                del stale[output]
                path = files.pop(output)
                message = f"{path}: this is one of the inputs, not to be written over; say another --output"
                errors.append(PublishError(message))
        return tuple(errors)


class _Names:
    """The names of outputs: a source keeps the one that it has, a new one gets one that no other source has."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._taken: set[str] = set()

    def new(self, wanted: str) -> str:
        """The name of the outputs of a new source, which would be called `wanted` if it were alone."""
        return output_name(wanted, self)

    def take(self, name: str) -> None:
        """Give no other source this name."""
        self._taken.add(name_key(name))

    def __contains__(self, key: object) -> bool:
        """Whether a name is another source's: one of this run, or one that is still there."""
        if key in self._taken:
            return True
        owner = self._record.owner(str(key))
        return owner is not None and self._record.is_there(owner)


def _name_taken(name: str, alone: str, stem: str) -> Diagnostic:
    message = f"another input's outputs are called {alone}; those of this one are called {stem}"
    return Diagnostic("name-taken", Severity.WARNING, message, name)


def _identity(path: str | Path) -> int | None:
    """What tells a file apart under whatever name; None where there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_dev << 64 | status.st_ino
