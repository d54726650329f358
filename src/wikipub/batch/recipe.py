"""What goes into an output: the files that its source is read from, and all the rest, its recipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import wikipub
from wikipub.batch.digests import digest, digest_or_absent, size_or_absent
from wikipub.batch.plan import Plan
from wikipub.engines import font_files, pandoc_version, typst_version
from wikipub.errors import MissingToolError
from wikipub.source import Selection
from wikipub.sources import FIX_SUFFIX


def source_files(path: Path, fix: str) -> tuple[Path, Path]:
    """The files that the source at `path` is read from: itself and its correction, be it there or not."""
    return path, Path(fix or f"{path}{FIX_SUFFIX}")


def recipes(plan: Plan) -> Mapping[str, str]:
    """For each output of `plan` the digest of what goes into it besides the source.

    Options, the user's rules, a book's plan and cover, the program itself with its tables and styles, pandoc, typst
    and the fonts that it finds.
    """
    files = sorted(plan.read.rules.rglob("*")) if plan.read.rules else []
    if plan.book and plan.book.imprint.cover:
        files.append(Path(plan.book.imprint.cover))
    reading = replace(plan.read, select=Selection())  # which pages of a dump are read changes none of them
    common = [reading, plan.publish, plan.book, plan.dedupe, program()]
    common += map(digest_or_absent, files)
    return {output: digest([*common, output, _engines(output, plan)]) for output in plan.outputs}


def _engines(output: str, plan: Plan) -> list[object]:
    if output == "json":
        return []
    try:
        made_cover = output == "epub" and plan.book is not None and not plan.book.imprint.cover
        fonts = _fonts(plan.publish.look.font_path) if output == "pdf" or made_cover else []
        return [pandoc_version(), typst_version() if output == "pdf" else "", fonts]
    except MissingToolError:
        return ["missing"]  # as publishing will say


def _fonts(font_path: Sequence[str]) -> list[list[object]]:
    """What tells fonts apart: of those in the user's folders the content, of the large ones of the system the size."""
    folders = [Path(folder).absolute() for folder in font_path]
    files = map(Path, font_files(font_path))
    return [
        [file.name, digest_or_absent(file) if any(map(file.is_relative_to, folders)) else size_or_absent(file)]
        for file in files
    ]


@cache
def program() -> str:
    """The digest of wikipub itself: code, tables, styles."""
    root = Path(wikipub.__file__).parent
    files = sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest([[path.relative_to(root).as_posix(), digest_or_absent(path)] for path in files])
