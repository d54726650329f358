"""Which pandoc is run; it stands apart from what runs it, as a build that finds nothing to do only looks at it."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from wikipub.errors import MissingToolError

REINSTALL = "install it with: python -m pip install --force-reinstall"
"""How errors begin to say what to do where a program is not there; the name of its package follows."""

PANDOC_VARIABLE = "PYPANDOC_PANDOC"
"""The environment variable that names another pandoc than the one installed with wikipub; pypandoc's."""


def pandoc_path() -> str:
    """The pandoc to run: what PANDOC_VARIABLE names, else what pypandoc_binary brings, else the one on the PATH.

    pypandoc's own search is not used: it starts what it finds, without a limit of time. Raises MissingToolError.
    """
    from shutil import which  # most have the one that pypandoc brings

    if named := os.environ.get(PANDOC_VARIABLE):
        if found := which(named):
            return os.path.abspath(found)
        raise MissingToolError(
            f"{PANDOC_VARIABLE} names {named}, which is no program here; correct the variable, or unset it to use the "
            "pandoc that is installed with wikipub"
        )
    if brought := installed_pandoc():
        return brought
    if found := which("pandoc"):
        return os.path.abspath(found)
    raise MissingToolError(f"pandoc is not there; {REINSTALL} pypandoc_binary, or name one in {PANDOC_VARIABLE}")


def installed_pandoc() -> str:
    """The pandoc that pypandoc_binary brings, "" where it is not there."""
    spec = importlib.util.find_spec("pypandoc")
    if spec and spec.origin:
        brought = Path(spec.origin).parent / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
        if brought.is_file():
            return str(brought)
    return ""


def named_by_variable() -> str:
    """A clause for errors that the pandoc in use may be the cause of."""
    return f" ({PANDOC_VARIABLE} names {named})" if (named := os.environ.get(PANDOC_VARIABLE)) else ""
