"""Running typst, in a process that may stay for the next document."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from wikipub.coprocess import Coprocess, ProcessDied, TookTooLong
from wikipub.engines.run import (
    REINSTALL,
    environment,
    failures,
    folder_of,
    last_lines,
    seconds,
    took_too_long,
    worker_command,
)
from wikipub.errors import EngineError, MissingToolError

TYPST_MEMORY = 6 << 30
"""Bytes of address space that typst may take, where the system can limit it (not on Windows)."""

_LARGE = 1_000_000
"""Bytes of a document after which typst is not kept."""

_WORKER = Path(__file__).parent.with_name("typst_worker.py")
_OUT_OF_MEMORY = re.compile(rb"MemoryError|memory allocation of|out of memory", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """typst did not build the document; `errors` are its reasons, `lines` where in the source they are."""

    errors: tuple[str, ...]
    lines: tuple[int, ...] = ()

    def __str__(self) -> str:
        return "; ".join(self.errors[:3])


def run_typst(
    source: bytes,
    *,
    standards: Sequence[str] = (),
    system_fonts: bool = False,
    timestamp: int = 0,
    wishes: int = 0,
    timeout: float | None = None,
    files: Mapping[str, bytes] | None = None,
    font_paths: Sequence[str] = (),
    to: str = "pdf",
    tagged: bool = True,
) -> bytes | Refusal:
    """The PDF of a typst source, or typst's reasons why there is none.

    `standards` are PDF standards such as "ua-1"; `timestamp` (seconds since 1970) is what the source gets for today;
    `wishes` is how often the document may ask to be set again (typst_worker.py). `timeout` is in seconds, None means
    one that fits the input's size. `files` are put by their paths into the folder that typst runs in, where the source
    may name them. `font_paths` are folders with fonts besides typst's own. `to` "png" gives a picture of the only page,
    a pixel a point; a PDF that is not `tagged` has no tags. Raises MissingToolError, or EngineError if typst crashed,
    ran out of memory or out of time.
    """
    request = {
        "standards": list(standards),
        "system_fonts": system_fonts,
        "font_paths": _absolute(font_paths),
        "timestamp": timestamp,
        "wishes": wishes,
        "format": to,
        "tagged": tagged,
    }
    files = {"main.typ": source, **(files or {})}
    kind, content = _ask_typst("compile", request, timeout or seconds(len(source), files), files)
    return content if kind == to else Refusal(*map(tuple, json.loads(content)))


def font_families(system_fonts: bool = True, font_paths: Sequence[str] = ()) -> tuple[str, ...]:
    """The families of fonts that typst finds, its own among them, by name. Raises MissingToolError or EngineError."""
    return tuple(_fonts(system_fonts, font_paths)[0])


def font_files(font_paths: Sequence[str] = ()) -> tuple[str, ...]:
    """The files of fonts that typst finds on this machine and in `font_paths`. Raises as `font_families` does."""
    return tuple(_fonts(True, font_paths)[1])


def _fonts(system_fonts: bool, font_paths: Sequence[str]) -> list[list[str]]:
    request = {"system_fonts": system_fonts, "font_paths": _absolute(font_paths)}
    fonts: list[list[str]] = json.loads(_ask_typst("fonts", request, seconds(0))[1])
    return fonts


def _absolute(paths: Sequence[str]) -> list[str]:
    """`paths` as a process in another folder finds them."""
    return [os.path.abspath(path) for path in paths]


def typst_version() -> str:
    """The version of the typst package, such as "0.15.2". Raises MissingToolError."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import, and only PDFs ask

    try:
        return version("typst")
    except PackageNotFoundError as error:
        raise MissingToolError(f"typst is not there; {REINSTALL} typst") from error


def _ask_typst(
    task: str, request: Mapping[str, Any], timeout: float, files: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[str, bytes]:
    """The kind of the worker's answer, and the answer; see typst_worker.py for the form of both."""
    with folder_of("typst", files) as folder:
        line = json.dumps({"task": task, "folder": folder, **request}).encode() + b"\n"
        typst = (_kept.take() if _kept else None) or _Typst()
        whole = False
        try:
            answer = typst.ask(line, timeout)
            whole = True
        finally:
            if whole and _kept and not _kept.typst and sum(map(len, files.values())) < _LARGE:
                _kept.typst.append(typst)
            else:
                typst.end()
        return answer


class _Typst:
    """A process that runs typst_worker.py."""

    def __init__(self) -> None:
        command = worker_command(_WORKER, "typst", "typst", TYPST_MEMORY)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (it lives as long as the process)
        # typst writes no files and works in no folder but each document's own.
        nowhere = os.path.abspath(os.sep)
        with failures("typst"):
            self._process = Coprocess(command, nowhere, environment(os.devnull), self._errors)

    def ask(self, request: bytes, timeout: float) -> tuple[str, bytes]:
        """The kind of the answer, and the answer."""
        try:
            return self._process.ask(request, _kind_and_answer, timeout)
        except TookTooLong as error:
            raise took_too_long("typst", timeout) from error
        except ProcessDied as error:
            self._errors.seek(0)
            said = self._errors.read()
            if _OUT_OF_MEMORY.search(said):
                limit = f"typst needs more than {TYPST_MEMORY >> 20} MB for this"
                raise EngineError(f"{limit}; split the document and build parts") from error
            raise EngineError(f"typst failed (exit {error.status}): {last_lines(said)}") from error

    def end(self) -> None:
        """Let the process go."""
        self._process.end()
        self._errors.close()


def _kind_and_answer(answers: IO[bytes]) -> tuple[str, bytes]:
    head = answers.readline()
    if not head.endswith(b"\n"):
        raise EOFError
    about = json.loads(head)
    answer = answers.read(about["size"])
    if len(answer) < about["size"]:
        raise EOFError
    return about["kind"], answer


@dataclass(slots=True)
class _Kept:
    """What outlives a call: a process that waits for the next one, and what was found out of the fonts that it has."""

    typst: list[_Typst] = field(default_factory=list)
    of_fonts: dict[Any, Any] = field(default_factory=dict)

    def take(self) -> _Typst | None:
        """The process that waits, if one does; threads may ask at once."""
        with suppress(IndexError):
            return self.typst.pop()
        return None


_kept: _Kept | None = None


@contextmanager
def kept_engines() -> Iterator[None]:
    """Let typst stay for the next call, meanwhile; a new process would start and look for its fonts again.

    After a large document it starts anew nevertheless, as it does not give back memory. Several threads may call; only
    one process waits. What a process knows of the machine's fonts stays as it was when it started.
    """
    global _kept
    before, _kept = _kept, _Kept()
    try:
        yield
    finally:
        for typst in _kept.typst:
            typst.end()
        _kept = before


def known_of_fonts() -> dict[Any, Any]:
    """A place for what was found out of fonts, which lasts as long as typst does."""
    return _kept.of_fonts if _kept else {}
