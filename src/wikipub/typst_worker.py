"""typst in a process of its own: started by engines/ by its path, imports only typst and memory_limit.

The compiler has no limit of time or memory and cannot be interrupted; a process has all three. Arguments: the folders
that both are in, and the bytes of memory allowed. Standard input: requests, each a line of JSON. Standard output: for
each a line of JSON that names the answer's `kind` and its `size` in bytes, then the answer: "pdf" the file, "png" the
only page as a picture, "refused" JSON arrays of messages and of their lines, "fonts" JSON arrays of families and of
files. The process ends with its standard input; fonts that it has looked for once it does not look for again.

A document that begins with NOTHING_GRANTED may ask to be set again: what it says in metadata labelled `<wish>`, it
finds there next time, as a JSON array, unless it then has more pages than before (data/styles/handout.typ tells what
for).
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

NOTHING_GRANTED = '#let granted = "[]"'
"""typst's code for what a document has been granted at first, as JSON."""


def main() -> None:
    """Answer the requests on standard input."""
    packages, memory = sys.argv[1:]
    sys.path += packages.split(os.pathsep)
    from wikipub.memory_limit import limit_memory

    limit_memory(int(memory))
    for line in sys.stdin.buffer:
        request = json.loads(line)
        kind, answer = _compile(request) if request["task"] == "compile" else _found(request)
        sys.stdout.buffer.write(json.dumps({"kind": kind, "size": len(answer)}).encode() + b"\n")
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


def _compile(request: dict[str, Any]) -> tuple[str, bytes]:
    """What comes of the file `main.typ` in the request's folder, which alone it sees."""
    import typst

    folder = request["folder"]

    main = os.path.join(folder, "main.typ")
    with open(main, "rb") as file:
        source = file.read()

    def compiler(granted: list[Any]) -> Any:
        # In the source, not in `sys.inputs`: when these change typst lays out everything anew.
        told = f"#let granted = {json.dumps(json.dumps(granted))}"
        with open(main, "wb") as file:
            file.write(source.replace(NOTHING_GRANTED.encode(), told.encode(), 1))
        return typst.Compiler(
            main,
            root=folder,
            font_paths=_fonts(request["system_fonts"], *request["font_paths"]),
            package_path=folder,
            package_cache_path=folder,
        )

    try:
        made = _as_wished(compiler, request["wishes"]).compile(
            format=request["format"],
            ppi=72,
            pdf_standards=request["standards"],
            timestamp=request["timestamp"],
            pdf_tags=request["tagged"],
        )
    except typst.TypstError as error:
        text = str(getattr(error, "diagnostic", "") or error)
        errors = [line.removeprefix("error: ") for line in text.splitlines() if line.startswith("error: ")]
        lines = [int(number) for number in re.findall(r"─ .*main\.typ:(\d+):", text)]
        return "refused", json.dumps([errors or [text], lines]).encode()
    return request["format"], made


def _as_wished(compiler: Callable[[list[Any]], Any], most: int) -> Any:
    """The compiler that has granted a document what it wishes, in at most so many turns.

    It is only asked what it wishes, and how many pages it has: the file is made once, when all is settled, of what has
    been laid out by then.
    """
    import typst

    accepted, granted = compiler([]), list[Any]()
    if not most:
        return accepted
    try:
        pages = _pages(accepted)
        for _ in range(most):
            wishes = json.loads(accepted.query("<wish>", field="value"))
            if wishes == granted or not (granted or any(any(wish.values()) for wish in wishes)):
                break
            wanted = compiler(wishes)
            after = _pages(wanted)
            if after > pages:
                return compiler(granted)
            accepted, granted, pages = wanted, wishes, after
    except (typst.TypstError, RuntimeError):
        return compiler([])  # which will say what it refuses
    return accepted


def _pages(compiler: Any) -> Any:
    return json.loads(compiler.query("<pages>", field="value"))


def _found(request: dict[str, Any]) -> tuple[str, bytes]:
    """The families of the fonts, and the files that they are in."""
    fonts = _fonts(request["system_fonts"], *request["font_paths"])
    files = sorted({str(font.path) for font in fonts.fonts() if font.path})
    return "fonts", json.dumps([fonts.families(), files]).encode()


@cache
def _fonts(system_fonts: bool, *font_paths: str) -> Any:
    """The fonts: typst's own, those of the system where they are asked for, and those in folders."""
    import typst

    return typst.Fonts(include_system_fonts=system_fonts, font_paths=list(font_paths))


if __name__ == "__main__":
    main()
