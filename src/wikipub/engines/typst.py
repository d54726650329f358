"""Running typst, in a process that may stay for the next document."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wikipub.coprocess import ProcessDied
from wikipub.engines.kept import engine_process
from wikipub.engines.programs import REINSTALL
from wikipub.engines.run import folder_of, last_lines, seconds, worker_command
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
        command = worker_command(_WORKER, "typst", "typst", TYPST_MEMORY)
        with engine_process("typst", command, stays=sum(map(len, files.values())) < _LARGE) as typst:
            try:
                return typst.ask(line, timeout)
            except ProcessDied as error:
                said = typst.said()
                if _OUT_OF_MEMORY.search(said):
                    limit = f"typst needs more than {TYPST_MEMORY >> 20} MB for this"
                    raise EngineError(f"{limit}; split the document and build parts") from error
                raise EngineError(f"typst failed (exit {error.status}): {last_lines(said)}") from error
