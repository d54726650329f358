"""What goes into an output: the files that its source is read from, and all the rest, its recipe."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import wikipub
from wikipub import engines
from wikipub.batch.digests import digest, digest_or_absent, size_or_absent
from wikipub.batch.plan import Plan
from wikipub.batch.seen import Seen
from wikipub.errors import MissingToolError
from wikipub.source import Selection
from wikipub.sources import FIX_SUFFIX

_ROOT = os.path.dirname(wikipub.__file__)


def source_files(path: str, fix: str) -> tuple[str, str]:
    """The files that the source at `path` is read from: itself and its correction, be it there or not."""
    return path, fix or f"{path}{FIX_SUFFIX}"


def recipes(plan: Plan, seen: Seen) -> Mapping[str, str]:
    """For each output of `plan` the digest of what goes into it besides the source; `seen` knows the files.

    Options, the user's rules, a book's plan and cover, the program itself with its tables and styles, pandoc, typst
    and the fonts that it finds.
    """
    files = sorted(plan.read.rules.rglob("*")) if plan.read.rules else []
    if plan.book and plan.book.imprint.cover:
        files.append(Path(plan.book.imprint.cover))
    reading = replace(plan.read, select=Selection())  # which pages of a dump are read changes none of them
    wikipub = seen.of_all(":wikipub", _own_files(), program)
    common = [reading, plan.publish, plan.book, plan.dedupe, wikipub]
    common += map(seen.digest, files)
    return {output: digest([*common, output, _engines(output, plan, seen)]) for output in plan.outputs}


def _engines(output: str, plan: Plan, seen: Seen) -> list[object]:
    if output == "json":
        return []
    try:
        made_cover = output == "epub" and plan.book is not None and not plan.book.imprint.cover
        fonts = _fonts(plan.publish.look.font_path, seen) if output == "pdf" or made_cover else []
        return [_pandoc(seen), engines.typst_version() if output == "pdf" else "", fonts]
    except MissingToolError:
        return ["missing"]  # as publishing will say


def _pandoc(seen: Seen) -> str:
    """The version of pandoc; another one than that installed with wikipub may be a script, and is asked each time."""
    path = engines.pandoc_path()
    if path != engines.installed_pandoc():
        return engines.pandoc_version()
    return seen.of_all(":pandoc", [path], lambda: engines.pandoc_version())


def _fonts(font_path: Sequence[str], seen: Seen) -> list[list[object]]:
    """What tells fonts apart: of those in the user's folders the content, of the large ones of the system the size."""
    folders = [Path(folder).absolute() for folder in font_path]
    files = map(Path, engines.font_files(font_path))
    return [
        [file.name, seen.digest(file) if any(map(file.is_relative_to, folders)) else size_or_absent(file)]
        for file in files
    ]


def program() -> str:
    """The digest of wikipub itself: code, tables, styles."""
    root = f"{_ROOT}{os.sep}"
    return digest([[file.removeprefix(root).replace(os.sep, "/"), digest_or_absent(file)] for file in _own_files()])


def _own_files() -> list[str]:
    """The files that wikipub consists of, in order."""
    found: list[str] = []
    for folder, folders, files in os.walk(_ROOT):
        if "__pycache__" in folders:
            folders.remove("__pycache__")
        found += (os.path.join(folder, file) for file in files)
    return sorted(found)
