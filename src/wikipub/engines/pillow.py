"""Running Pillow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wikipub.engines.run import last_lines, run, seconds, worker_command
from wikipub.errors import EngineError

PICTURE_MEMORY = 3 << 30
"""Bytes of address space that Pillow may take, where the system can limit it (not on Windows)."""

_WORKER = Path(__file__).parent.with_name("picture_worker.py")


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture as Pillow wrote it: its file, "png" or "jpg", and its size in pixels."""

    data: bytes
    ending: str
    width: int
    height: int


def run_pillow(files: Sequence[bytes]) -> list[Raster | str]:
    """What Pillow makes of pictures, or in a clause why it makes nothing of one; see picture_worker.py.

    Raises MissingToolError, or EngineError if Pillow crashed, ran out of memory or out of time: which of the pictures
    did it, only a run of each alone can tell.
    """
    command = worker_command(_WORKER, "PIL", "pillow", PICTURE_MEMORY)
    request = json.dumps({"sizes": [len(file) for file in files]}).encode()
    data = b"\n".join((request, b"".join(files)))
    done = run("Pillow", command, data, {}, seconds(len(data)))
    if done.returncode != 0:
        raise EngineError(f"Pillow failed (exit {done.returncode}): {last_lines(done.stderr)}")
    head, _, content = done.stdout.partition(b"\n")
    made: list[Raster | str] = []
    at = 0
    for answer in json.loads(head):
        if "error" in answer:
            made.append(answer["error"])
            continue
        made.append(Raster(content[at : at + answer["size"]], answer["ending"], answer["width"], answer["height"]))
        at += answer["size"]
    return made
