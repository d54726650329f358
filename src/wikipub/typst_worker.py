"""typst in a process of its own: started by engines.py by its path, imports only typst and memory_limit.

The compiler has no limit of time or memory and cannot be interrupted; a process has all three. Arguments: the folders
that both are in, and the bytes of memory allowed. Standard input: one line of JSON, then the source. Standard output: a
line that names the answer, then its content: "pdf" and the file, "png" and the only page as a picture, "refused" and
JSON arrays of messages and of their lines, "fonts" and a JSON array of names.

A document may ask to be set again: what it says in metadata labelled `<wish>`, it finds in `sys.inputs.granted` next
time, as a JSON array, unless it then has more pages than before (data/styles/handout.typ tells what for).
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from functools import partial
from typing import Any


def main() -> None:
    """Answer the request on standard input."""
    packages, memory = sys.argv[1:]
    sys.path += packages.split(os.pathsep)
    from wikipub.memory_limit import limit_memory

    limit_memory(int(memory))
    head, _, source = sys.stdin.buffer.read().partition(b"\n")
    request = json.loads(head)
    answer = _compile(request, source) if request["task"] == "compile" else _fonts(request)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def _compile(request: dict[str, Any], source: bytes) -> bytes:
    import typst

    here = os.getcwd()
    with open("main.typ", "wb") as file:
        file.write(source)
    compiler: Any = typst.Compiler(
        "main.typ",
        root=here,
        font_paths=request["font_paths"],
        ignore_system_fonts=not request["system_fonts"],
        package_path=here,
        package_cache_path=here,
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
        lines = [int(number) for number in re.findall(r"─ main\.typ:(\d+):", text)]
        return b"refused\n" + json.dumps([errors or [text], lines]).encode()
    return b"%s\n%s" % (request["format"].encode(), made)


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
            if wishes == granted:
                break
            pages = json.loads(compiler.query("<pages>", field="value"))
            wanted = again(sys_inputs={"granted": json.dumps(wishes)})
            if json.loads(compiler.query("<pages>", field="value")) > pages:
                return again(sys_inputs={"granted": json.dumps(granted)})
            made, granted = wanted, wishes
    except (typst.TypstError, RuntimeError):
        return None
    return made


def _fonts(request: dict[str, Any]) -> bytes:
    import typst

    fonts = typst.Fonts(include_system_fonts=request["system_fonts"], font_paths=request["font_paths"])
    return b"fonts\n" + json.dumps(fonts.families()).encode()


if __name__ == "__main__":
    main()
