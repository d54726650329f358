"""A file gets its final name when it is whole."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from wikipub.errors import PublishError


def write_file(path: Path, content: bytes) -> None:
    """Write `content` to `path`, making its folder: beside it first, then under its name, so it is whole or not there.

    Raises PublishError naming the folder where that fails; the file of that name, if there was one, is then as it was.
    """
    beside = path.parent / f".wikipub-{secrets.token_hex(6)}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PublishError(
            f"{path.name} cannot be written to {path.parent}: {reason}; make room there, allow writing, "
            "close the file if a program has it open, or name another folder with --output"
        ) from error
