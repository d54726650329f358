"""A run of a program: its folder, its environment, its time, and what is said where it fails."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from wikipub.engines.programs import REINSTALL
from wikipub.engines.turns import turn_of_others
from wikipub.errors import EngineError, MissingToolError

SECONDS = 60.0
"""Time that a run may take at least."""

SECONDS_PER_MEGABYTE = 30.0
"""Time that a run may take more for each million bytes of input, four times what it takes and more (docs/limits.md)."""

SECONDS_PER_MEGABYTE_OF_FILES = 1.0
"""The same for each million bytes of pictures, which are copied rather than read."""


def worker_command(script: Path, module: str, package: str, memory: int) -> list[str]:
    """The command that starts one of our workers, which sees wikipub and the `package` that `module` is in, no more."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise MissingToolError(f"{module} is not there; {REINSTALL} {package}")
    packages = os.pathsep.join((str(Path(__file__).parents[2]), str(Path(spec.origin).parent.parent)))
    return [sys.executable, "-I", "-S", str(script), packages, str(memory)]


def run(
    name: str, command: Sequence[str], data: bytes, files: Mapping[str, bytes], timeout: float, hint: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """A run of the engine called `name` on `data`, with `files` in its folder, for `timeout` seconds at most.

    `hint` ends what is said of one that took longer. Raises MissingToolError or EngineError.
    """
    with failures(name), folder_of(name, files) as folder:
        try:
            with turn_of_others():
                return subprocess.run(
                    command,
                    input=data,
                    capture_output=True,
                    cwd=folder,
                    env=environment(folder),
                    timeout=timeout,
                    check=False,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except subprocess.TimeoutExpired as error:
            raise took_too_long(name, timeout, hint) from error


@contextmanager
def folder_of(name: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """A folder with `files`, by their paths, for a run of the engine called `name`."""
    with failures(name), tempfile.TemporaryDirectory(prefix="wikipub-", ignore_cleanup_errors=True) as folder:
        for file, content in files.items():
            path = Path(folder, file)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        yield folder


@contextmanager
def failures(name: str) -> Iterator[None]:
    """Failures of the system at starting the engine called `name` as ours."""
    try:
        yield
    except FileNotFoundError as error:
        raise MissingToolError(f"{name} could not be started ({error.filename}); {REINSTALL} wikipub") from error
    except OSError as error:
        raise EngineError(f"{name} could not be run: {error}; is there room in {tempfile.gettempdir()}?") from error


def took_too_long(name: str, timeout: float, hint: str = "") -> EngineError:
    """The error that the engine called `name` did not end within `timeout` seconds."""
    return EngineError(
        f"{name} did not end within {timeout:.0f} seconds and was stopped; split the document and build parts{hint}"
    )


def environment(folder: str, temporary: str = "") -> dict[str, str]:
    """An environment without anything of the user's: no data folder, no proxy, no locale but UTF-8.

    A program finds its own in `folder`, and puts temporary files there, or in the folder `temporary`.
    """
    nowhere = "http://127.0.0.1:9"
    environment = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temporary or folder)
    environment |= dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "APPDATA", "USERPROFILE"), folder)
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), nowhere)
    # Windows starts no program without the first; the next tell where the machine's fonts are, the last how many
    # threads typst may have (batch/pool.py).
    kept = ("SYSTEMROOT", "WINDIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "RAYON_NUM_THREADS")
    return environment | {name: os.environ[name] for name in kept if name in os.environ}


def seconds(size: int, files: Mapping[str, bytes] = MappingProxyType({})) -> float:
    """The seconds that a run may take on `size` bytes of input, with `files` beside it."""
    beside = sum(map(len, files.values()))
    return SECONDS + (SECONDS_PER_MEGABYTE * size + SECONDS_PER_MEGABYTE_OF_FILES * beside) / 1e6


def last_lines(stderr: bytes, count: int = 3) -> str:
    """What a program said last, in a line."""
    lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return " / ".join(line[:300] for line in lines[-count:]) or "it said nothing"
