"""typst in a process of its own: started by engines.py by its path, imports only typst and memory_limit.

The compiler has no limit of time or memory and cannot be interrupted; a process has all three. Arguments: the folders
that both are in, and the bytes of memory allowed. Standard input: requests, each a line of JSON. Standard output: for
each a line of JSON that names the answer's `kind` and its `size` in bytes, then the answer: "pdf" the file, "png" the
only page as a picture, "refused" JSON arrays of messages and of their lines, "fonts" JSON arrays of families and of
files. The process ends with its standard input; fonts that it has looked for once it does not look for again.

A document may ask to be set again: what it says in metadata labelled `<wish>`, it finds in `sys.inputs.granted` next
time, as a JSON array, unless it then has more pages than before (data/styles/handout.typ tells what for).
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from functools import cache, partial
from typing import Any


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
    compiler: Any = typst.Compiler(
        os.path.join(folder, "main.typ"),
        root=folder,
        font_paths=_fonts(request["system_fonts"], *request["font_paths"]),
        package_path=folder,
        package_cache_path=folder,
    )
    # The standards are strings here, not the stubs' literals.
    again = partial(
        compiler.compile,
        format=request["format"],
        ppi=72,
        pdf_standards=request["standards"],
        timestamp=request["timestamp"],
        pdf_tags=request["tagged"],
    )
    try:
        made = _as_wished(compiler, again, request["wishes"]) or again()
    except typst.TypstError as error:
        text = str(getattr(error, "diagnostic", "") or error)
        errors = [line.removeprefix("error: ") for line in text.splitlines() if line.startswith("error: ")]
        lines = [int(number) for number in re.findall(r"─ .*main\.typ:(\d+):", text)]
        return "refused", json.dumps([errors or [text], lines]).encode()
    return request["format"], made


def _as_wished(compiler: Any, again: Callable[..., bytes], most: int) -> bytes | None:
    """The document as it wished to be set, in at most so many turns; None where it wishes nothing, or is refused.

    What it wishes is asked before the file is made, which takes as long as the setting.
    """
    import typst

    made: bytes | None = None
    granted: list[Any] = []
    try:
        for _ in range(most):
            wishes = json.loads(compiler.query("<wish>", field="value"))
            if wishes == granted or not (granted or any(any(wish.values()) for wish in wishes)):
                break
            pages = json.loads(compiler.query("<pages>", field="value"))
            wanted = again(sys_inputs={"granted": json.dumps(wishes)})
            if json.loads(compiler.query("<pages>", field="value")) > pages:
                return again(sys_inputs={"granted": json.dumps(granted)})
            made, granted = wanted, wishes
    except (typst.TypstError, RuntimeError):
        return None
    return made


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
