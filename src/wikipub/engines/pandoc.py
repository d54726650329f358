"""Running pandoc: for each document a process of its own, in its sandbox, or one that stays for the next document.

For each document anew, pandoc loads its tables and fills memory: some 17 ms, three quarters of what an article takes on
its way to typst. `pandoc lua`, which stays, does so once; as it has no sandbox, it gets only documents of which no
writer opens a file.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from zipfile import is_zipfile

from wikipub.coprocess import ProcessDied
from wikipub.document import PICTURES
from wikipub.engines.kept import engine_process, is_called_again
from wikipub.engines.programs import installed_pandoc, named_by_variable, pandoc_path
from wikipub.engines.run import folder_of, last_lines, run, seconds
from wikipub.errors import EngineError

PANDOC_MEMORY = 3 << 30
"""Bytes of heap that pandoc may take."""

_LARGE = 1_000_000
"""Bytes of a document that is too large for a process that stays: it would not give back the memory."""

_OUT_OF_MEMORY = 251
"""The exit status of a program of GHC's that has reached the limit of its heap."""

_WORKER = Path(__file__).parent.with_name("pandoc_worker.lua")
_PANDOC_WARNING = re.compile(r"^\[WARNING\] (.*(?:\n(?!\[[A-Z]+\] ).*)*)", re.MULTILINE)

_PICTURES = re.compile(rb'"t"\s*:\s*"Image"')
_PICTURES_AND_HTML = re.compile(rb'"t"\s*:\s*"(?:Image|Raw)')
_OF_ARCHIVES: Final = MappingProxyType({"epub3": _PICTURES_AND_HTML, "docx": _PICTURES, "odt": _PICTURES})
"""The writers of archives, and for which elements they open files."""

_OF_WRITERS: Final[Mapping[str, tuple[str, Callable[[str], object]]]] = MappingProxyType(
    {
        "--epub-title-page": ("epub_title_page", lambda word: word == "true"),
        "--mathml": ("html_math_method", lambda _: "mathml"),
        "--section-divs": ("section_divs", bool),
        "--split-level": ("split_level", int),
        "--syntax-highlighting": ("highlight_method", str),
        "--toc": ("table_of_contents", bool),
        "--toc-depth": ("toc_depth", int),
        "--top-level-division": ("top_level_division", "top-level-{}".format),
        "--wrap": ("wrap_text", str),
    }
)
"""Options of the command line, as Lua's WriterOptions (https://pandoc.org/lua-filters.html) name them and take them."""


def run_pandoc(
    ast: Mapping[str, Any] | bytes,
    to: str,
    args: Sequence[str] = (),
    files: Mapping[str, bytes] | None = None,
    timeout: float | None = None,
    warned: Callable[[str], object] | None = None,
) -> bytes:
    """What pandoc makes of a JSON AST in its output format `to`.

    `files` are put by their paths into the folder that pandoc runs in, where `args` may name them; those in the folder
    PICTURES the AST may name, too. `timeout` is in seconds; None means one that fits the input's size. `warned` gets
    each of pandoc's warnings. Raises MissingToolError, or EngineError if pandoc failed, gave nothing, or ran out of
    memory or out of time.
    """
    data = ast if isinstance(ast, bytes) else json.dumps(ast, ensure_ascii=False, separators=(",", ":")).encode()
    files = files or {}
    timeout = timeout or seconds(len(data), files)
    request = _request(data, to, args, files)
    # A process that stays pays from the second document on.
    if is_called_again("pandoc") and request is not None:
        output, said = _asked(request, data, to, files, timeout)
    else:
        output, said = _run(data, to, args, files, timeout)
    if not output or (to in _OF_ARCHIVES and not is_zipfile(BytesIO(output))):
        raise EngineError(
            f"pandoc ended well but gave no {to}: {last_lines(said)}; see whether it is pandoc at all: "
            f"{pandoc_path()} --version{named_by_variable()}"
        )
    if warned is not None:
        for warning in _PANDOC_WARNING.findall(said.decode("utf-8", "replace").replace("\r\n", "\n")):
            warned(warning.strip())
    return output


def _run(data: bytes, to: str, args: Sequence[str], files: Mapping[str, bytes], timeout: float) -> tuple[bytes, bytes]:
    """What pandoc makes and says, in a process of its own."""
    # In its sandbox pandoc sees what an option names; this one takes a folder, and makes nothing else of it.
    seen = [f"--epub-embed-font={PICTURES}"] if any(file.startswith(f"{PICTURES}/") for file in files) else []
    sandbox = [pandoc_path(), "--sandbox", "--data-dir=.", *seen]
    command = [*sandbox, "--from=json", f"--to={to}", *args, "--output=-", *_runtime("-M")]
    done = run("pandoc", command, data, files, timeout, named_by_variable())
    if done.returncode != 0:
        raise _failure(done.returncode, done.stderr, to)
    return done.stdout, done.stderr


def _asked(
    request: Mapping[str, Any], data: bytes, to: str, files: Mapping[str, bytes], timeout: float
) -> tuple[bytes, bytes]:
    """What pandoc makes and says, in the process that stays."""
    # Amid Lua pandoc is not told that it has reached a limit of its heap, but can be given no more room than that.
    command = [pandoc_path(), "lua", str(_WORKER), *_runtime("-xr")]
    with folder_of("pandoc", files) as folder, engine_process("pandoc", command, stays=True) as process:
        if reference := request["options"].get("reference_doc"):
            request["options"]["reference_doc"] = os.path.join(folder, reference)
        try:
            kind, output = process.ask(json.dumps(request).encode() + b"\n" + data, timeout)
        except ProcessDied as error:
            raise _failure(error.status, process.said(), to) from error
        said = process.said()
    if kind == "refused":
        raise EngineError(f"pandoc failed on the way to {to}: {last_lines(output)}")
    return output, said


def _request(data: bytes, to: str, args: Sequence[str], files: Mapping[str, bytes]) -> dict[str, Any] | None:
    """What the process that stays is asked, as pandoc_worker.lua tells; None where a document needs one of its own.

    It does also where pandoc is not the one installed with wikipub: another may have no `lua`, or other options there.
    """
    if (
        len(data) > _LARGE
        or pandoc_path() != installed_pandoc()
        or (to in _OF_ARCHIVES and _OF_ARCHIVES[to].search(data))
    ):
        return None
    request: dict[str, Any] = {"to": to, "size": len(data), "standalone": to in _OF_ARCHIVES, "options": {}}
    for argument in args:
        name, _, word = argument.partition("=")
        if name == "--standalone":
            request["standalone"] = True
        elif name == "--template":
            request["template"] = files[word].decode("utf-8")
        elif name == "--reference-doc":
            request["options"]["reference_doc"] = word
        elif name in _OF_WRITERS:
            option, value = _OF_WRITERS[name]
            request["options"][option] = value(word or "true")
        else:
            return None
    return request


def _runtime(limit: str) -> list[str]:
    """Options of pandoc's runtime system: the one that limits it, and a nursery that most articles do not fill."""
    return ["+RTS", f"{limit}{PANDOC_MEMORY >> 20}m", "-A32m", "-H4m", "-RTS"]


def _failure(status: int, said: bytes, to: str) -> EngineError:
    if status == _OUT_OF_MEMORY:
        limit = f"pandoc needs more than {PANDOC_MEMORY >> 20} MB for this"
        return EngineError(f"{limit}; split the document and build parts")
    reason = last_lines(said.partition(b"HasCallStack backtrace:")[0])
    return EngineError(f"pandoc failed (exit {status}) on the way to {to}: {reason}{named_by_variable()}")


def pandoc_version() -> str:
    """The version of pandoc, such as "3.9". Raises MissingToolError or EngineError."""
    done = run("pandoc", [pandoc_path(), "--version"], b"", {}, seconds(0), named_by_variable())
    words = done.stdout.decode("utf-8", "replace").split("\n", 1)[0].split()
    if done.returncode != 0 or len(words) < 2:
        raise EngineError(
            f"pandoc --version failed (exit {done.returncode}): {last_lines(done.stderr)}{named_by_variable()}"
        )
    return words[1]
