"""Running pandoc."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from wikipub.document import PICTURES
from wikipub.engines.run import REINSTALL, last_lines, run, seconds
from wikipub.errors import EngineError, MissingToolError

PANDOC_MEMORY = 3 << 30
"""Bytes of heap that pandoc may take."""

PANDOC_VARIABLE = "PYPANDOC_PANDOC"
"""The environment variable that names another pandoc than the one installed with wikipub; pypandoc's."""

_ARCHIVES = ("epub3", "docx", "odt")
_PANDOC_WARNING = re.compile(r"^\[WARNING\] (.*(?:\n(?!\[[A-Z]+\] ).*)*)", re.MULTILINE)


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
    memory = f"-M{PANDOC_MEMORY >> 20}m"
    runtime = ["+RTS", memory, "-A32m", "-H4m", "-RTS"]
    files = files or {}
    # In its sandbox pandoc sees what an option names; this one takes a folder, and makes nothing else of it.
    seen = [f"--epub-embed-font={PICTURES}"] if any(file.startswith(f"{PICTURES}/") for file in files) else []
    sandbox = [pandoc_path(), "--sandbox", "--data-dir=.", *seen]
    command = [*sandbox, "--from=json", f"--to={to}", *args, "--output=-", *runtime]
    done = run("pandoc", command, data, files, timeout or seconds(len(data), files), _named_by_variable())
    if done.returncode == 251:
        raise EngineError(
            f"pandoc needs more than {PANDOC_MEMORY >> 20} MB for this; split the document and build parts"
        )
    if done.returncode != 0:
        reason = last_lines(done.stderr) + _named_by_variable()
        raise EngineError(f"pandoc failed (exit {done.returncode}) on the way to {to}: {reason}")
    if not done.stdout or (to in _ARCHIVES and not is_zipfile(BytesIO(done.stdout))):
        raise EngineError(
            f"pandoc ended well but gave no {to}: {last_lines(done.stderr)}; see whether it is pandoc at all: "
            f"{command[0]} --version{_named_by_variable()}"
        )
    if warned is not None:
        for warning in _PANDOC_WARNING.findall(done.stderr.decode("utf-8", "replace").replace("\r\n", "\n")):
            warned(warning.strip())
    return done.stdout


def pandoc_path() -> str:
    """The pandoc to run: what PANDOC_VARIABLE names, else what pypandoc_binary brings, else the one on the PATH.

    pypandoc's own search is not used: it starts what it finds, without a limit of time. Raises MissingToolError.
    """
    if named := os.environ.get(PANDOC_VARIABLE):
        if found := shutil.which(named):
            return os.path.abspath(found)
        raise MissingToolError(
            f"{PANDOC_VARIABLE} names {named}, which is no program here; correct the variable, or unset it to use the "
            "pandoc that is installed with wikipub"
        )
    spec = importlib.util.find_spec("pypandoc")
    if spec and spec.origin:
        brought = Path(spec.origin).parent / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
        if brought.is_file():
            return str(brought)
    if found := shutil.which("pandoc"):
        return os.path.abspath(found)
    raise MissingToolError(f"pandoc is not there; {REINSTALL} pypandoc_binary, or name one in {PANDOC_VARIABLE}")


def _named_by_variable() -> str:
    """A clause for errors that the pandoc in use may be the cause of."""
    return f" ({PANDOC_VARIABLE} names {named})" if (named := os.environ.get(PANDOC_VARIABLE)) else ""


def pandoc_version() -> str:
    """The version of pandoc, such as "3.9". Raises MissingToolError or EngineError."""
    done = run("pandoc", [pandoc_path(), "--version"], b"", {}, seconds(0), _named_by_variable())
    words = done.stdout.decode("utf-8", "replace").split("\n", 1)[0].split()
    if done.returncode != 0 or len(words) < 2:
        raise EngineError(
            f"pandoc --version failed (exit {done.returncode}): {last_lines(done.stderr)}{_named_by_variable()}"
        )
    return words[1]
