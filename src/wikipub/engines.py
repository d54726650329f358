"""Running pandoc, typst and Pillow, and putting their output in its place.

This is the only module that starts programs but wikipub's own. Each runs in a process of its own, in an empty folder of
its own, with an environment that says nothing of the user's, within limits of time and memory, and without the network:
pandoc with `--sandbox`, typst (which has no such switch) with proxies that lead nowhere. typst's process may be kept
(`kept_engines`): the next document then has a new folder and new time. A publication is built in memory and gets its
final name when it is whole.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any
from zipfile import is_zipfile

from wikipub.coprocess import Coprocess, ProcessDied, TookTooLong
from wikipub.document import PICTURES
from wikipub.errors import EngineError, MissingToolError, PublishError

PANDOC_MEMORY = 3 << 30
"""Bytes of heap that pandoc may take."""

TYPST_MEMORY = 6 << 30
"""Bytes of address space that typst may take, where the system can limit it (not on Windows)."""

PICTURE_MEMORY = 3 << 30
"""Bytes of address space that Pillow may take, likewise."""

SECONDS = 60.0
"""Time that a run may take at least."""

SECONDS_PER_MEGABYTE = 30.0
"""Time that a run may take more for each million bytes of input, four times what it takes and more (docs/limits.md)."""

SECONDS_PER_MEGABYTE_OF_FILES = 1.0
"""The same for each million bytes of pictures, which are copied rather than read."""

PANDOC_VARIABLE = "PYPANDOC_PANDOC"
"""The environment variable that names another pandoc than the one installed with wikipub; pypandoc's."""

_LARGE = 1_000_000
"""Bytes of a document after which typst is not kept."""

_TYPST_WORKER = Path(__file__).with_name("typst_worker.py")
_PICTURE_WORKER = Path(__file__).with_name("picture_worker.py")
_REINSTALL = "install it with: python -m pip install --force-reinstall"
_ARCHIVES = ("epub3", "docx", "odt")
_OUT_OF_MEMORY = re.compile(rb"MemoryError|memory allocation of|out of memory", re.IGNORECASE)
_PANDOC_WARNING = re.compile(r"^\[WARNING\] (.*(?:\n(?!\[[A-Z]+\] ).*)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """typst did not build the document; `errors` are its reasons, `lines` where in the source they are."""

    errors: tuple[str, ...]
    lines: tuple[int, ...] = ()

    def __str__(self) -> str:
        return "; ".join(self.errors[:3])


# --- pandoc ------------------------------------------------------------------------------------------------------


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
    done = _run("pandoc", command, data, files, timeout or _seconds(len(data), files))
    if done.returncode == 251:
        raise EngineError(
            f"pandoc needs more than {PANDOC_MEMORY >> 20} MB for this; split the document and build parts"
        )
    if done.returncode != 0:
        reason = _last_lines(done.stderr) + _named_by_variable()
        raise EngineError(f"pandoc failed (exit {done.returncode}) on the way to {to}: {reason}")
    if not done.stdout or (to in _ARCHIVES and not is_zipfile(BytesIO(done.stdout))):
        raise EngineError(
            f"pandoc ended well but gave no {to}: {_last_lines(done.stderr)}; see whether it is pandoc at all: "
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
    raise MissingToolError(f"pandoc is not there; {_REINSTALL} pypandoc_binary, or name one in {PANDOC_VARIABLE}")


def _named_by_variable() -> str:
    """A clause for errors that the pandoc in use may be the cause of."""
    return f" ({PANDOC_VARIABLE} names {named})" if (named := os.environ.get(PANDOC_VARIABLE)) else ""


def pandoc_version() -> str:
    """The version of pandoc, such as "3.9". Raises MissingToolError or EngineError."""
    done = _run("pandoc", [pandoc_path(), "--version"], b"", {}, SECONDS)
    words = done.stdout.decode("utf-8", "replace").split("\n", 1)[0].split()
    if done.returncode != 0 or len(words) < 2:
        raise EngineError(
            f"pandoc --version failed (exit {done.returncode}): {_last_lines(done.stderr)}{_named_by_variable()}"
        )
    return words[1]


# --- typst -------------------------------------------------------------------------------------------------------


def run_typst(
    source: bytes,
    *,
    standards: Sequence[str] = (),
    system_fonts: bool = False,
    timestamp: int = 0,
    wishes: int = 0,
    timeout: float | None = None,
    files: Mapping[str, bytes] | None = None,
    font_paths: Sequence[str] = (),
    to: str = "pdf",
    tagged: bool = True,
) -> bytes | Refusal:
    """The PDF of a typst source, or typst's reasons why there is none.

    `standards` are PDF standards such as "ua-1"; `timestamp` (seconds since 1970) is what the source gets for today;
    `wishes` is how often the document may ask to be set again (typst_worker.py). `timeout` is in seconds, None means
    one that fits the input's size. `files` are put by their paths into the folder that typst runs in, where the source
    may name them. `font_paths` are folders with fonts besides typst's own. `to` "png" gives a picture of the only page,
    a pixel a point; a PDF that is not `tagged` has no tags. Raises MissingToolError, or EngineError if typst crashed,
    ran out of memory or out of time.
    """
    request = {
        "standards": list(standards),
        "system_fonts": system_fonts,
        "font_paths": _absolute(font_paths),
        "timestamp": timestamp,
        "wishes": wishes,
        "format": to,
        "tagged": tagged,
    }
    files = {"main.typ": source, **(files or {})}
    kind, content = _ask_typst("compile", request, timeout or _seconds(len(source), files), files)
    return content if kind == to else Refusal(*map(tuple, json.loads(content)))


def font_families(system_fonts: bool = True, font_paths: Sequence[str] = ()) -> tuple[str, ...]:
    """The families of fonts that typst finds, its own among them, by name. Raises MissingToolError or EngineError."""
    return tuple(_fonts(system_fonts, font_paths)[0])


def font_files(font_paths: Sequence[str] = ()) -> tuple[str, ...]:
    """The files of fonts that typst finds on this machine and in `font_paths`. Raises as `font_families` does."""
    return tuple(_fonts(True, font_paths)[1])


def _fonts(system_fonts: bool, font_paths: Sequence[str]) -> list[list[str]]:
    request = {"system_fonts": system_fonts, "font_paths": _absolute(font_paths)}
    fonts: list[list[str]] = json.loads(_ask_typst("fonts", request, SECONDS)[1])
    return fonts


def _absolute(paths: Sequence[str]) -> list[str]:
    """`paths` as a process in another folder finds them."""
    return [os.path.abspath(path) for path in paths]


def typst_version() -> str:
    """The version of the typst package, such as "0.15.2". Raises MissingToolError."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import, and only PDFs ask

    try:
        return version("typst")
    except PackageNotFoundError as error:
        raise MissingToolError(f"typst is not there; {_REINSTALL} typst") from error


def _ask_typst(
    task: str, request: Mapping[str, Any], timeout: float, files: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[str, bytes]:
    """The kind of the worker's answer, and the answer; see typst_worker.py for the form of both."""
    with _folder_of("typst", files) as folder:
        line = json.dumps({"task": task, "folder": folder, **request}).encode() + b"\n"
        typst = (_kept.take() if _kept else None) or _Typst()
        whole = False
        try:
            answer = typst.ask(line, timeout)
            whole = True
        finally:
            if whole and _kept and not _kept.typst and sum(map(len, files.values())) < _LARGE:
                _kept.typst.append(typst)
            else:
                typst.end()
        return answer


class _Typst:
    """A process that runs typst_worker.py."""

    def __init__(self) -> None:
        command = _worker(_TYPST_WORKER, "typst", "typst", TYPST_MEMORY)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (it lives as long as the process)
        # typst writes no files and works in no folder but each document's own.
        nowhere = os.path.abspath(os.sep)
        with _failures("typst"):
            self._process = Coprocess(command, nowhere, _environment(os.devnull), self._errors)

    def ask(self, request: bytes, timeout: float) -> tuple[str, bytes]:
        """The kind of the answer, and the answer."""
        try:
            return self._process.ask(request, _kind_and_answer, timeout)
        except TookTooLong as error:
            raise _took_too_long("typst", timeout) from error
        except ProcessDied as error:
            self._errors.seek(0)
            said = self._errors.read()
            if _OUT_OF_MEMORY.search(said):
                limit = f"typst needs more than {TYPST_MEMORY >> 20} MB for this"
                raise EngineError(f"{limit}; split the document and build parts") from error
            raise EngineError(f"typst failed (exit {error.status}): {_last_lines(said)}") from error

    def end(self) -> None:
        """Let the process go."""
        self._process.end()
        self._errors.close()


def _kind_and_answer(answers: IO[bytes]) -> tuple[str, bytes]:
    head = answers.readline()
    if not head.endswith(b"\n"):
        raise EOFError
    about = json.loads(head)
    answer = answers.read(about["size"])
    if len(answer) < about["size"]:
        raise EOFError
    return about["kind"], answer


@dataclass(slots=True)
class _Kept:
    """What outlives a call: a process that waits for the next one, and what was found out of the fonts that it has."""

    typst: list[_Typst] = field(default_factory=list)
    of_fonts: dict[Any, Any] = field(default_factory=dict)

    def take(self) -> _Typst | None:
        """The process that waits, if one does; threads may ask at once."""
        with suppress(IndexError):
            return self.typst.pop()
        return None


_kept: _Kept | None = None


@contextmanager
def kept_engines() -> Iterator[None]:
    """Let typst stay for the next call, meanwhile; a new process would start and look for its fonts again.

    After a large document it starts anew nevertheless, as it does not give back memory. Several threads may call; only
    one process waits. What a process knows of the machine's fonts stays as it was when it started.
    """
    global _kept
    before, _kept = _kept, _Kept()
    try:
        yield
    finally:
        for typst in _kept.typst:
            typst.end()
        _kept = before


def known_of_fonts() -> dict[Any, Any]:
    """A place for what was found out of fonts, which lasts as long as typst does."""
    return _kept.of_fonts if _kept else {}


# --- Pillow ------------------------------------------------------------------------------------------------------


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
    command = _worker(_PICTURE_WORKER, "PIL", "pillow", PICTURE_MEMORY)
    request = json.dumps({"sizes": [len(file) for file in files]}).encode()
    data = b"\n".join((request, b"".join(files)))
    done = _run("Pillow", command, data, {}, _seconds(len(data)))
    if done.returncode != 0:
        raise EngineError(f"Pillow failed (exit {done.returncode}): {_last_lines(done.stderr)}")
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


# --- A run -------------------------------------------------------------------------------------------------------


def _worker(script: Path, module: str, package: str, memory: int) -> list[str]:
    """The command that starts one of our workers, which sees wikipub and the `package` that `module` is in, no more."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise MissingToolError(f"{module} is not there; {_REINSTALL} {package}")
    packages = os.pathsep.join((str(Path(__file__).parent.parent), str(Path(spec.origin).parent.parent)))
    return [sys.executable, "-I", "-S", str(script), packages, str(memory)]


def _run(
    name: str, command: Sequence[str], data: bytes, files: Mapping[str, bytes], timeout: float
) -> subprocess.CompletedProcess[bytes]:
    with _failures(name), _folder_of(name, files) as folder:
        try:
            return subprocess.run(
                command,
                input=data,
                capture_output=True,
                cwd=folder,
                env=_environment(folder),
                timeout=timeout,
                check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except subprocess.TimeoutExpired as error:
            raise _took_too_long(name, timeout) from error


@contextmanager
def _folder_of(name: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """A folder with `files`, by their paths, for a run of the engine called `name`."""
    with _failures(name), tempfile.TemporaryDirectory(prefix="wikipub-", ignore_cleanup_errors=True) as folder:
        for file, content in files.items():
            path = Path(folder, file)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        yield folder


@contextmanager
def _failures(name: str) -> Iterator[None]:
    """Failures of the system at starting the engine called `name` as ours."""
    try:
        yield
    except FileNotFoundError as error:
        raise MissingToolError(f"{name} could not be started ({error.filename}); {_REINSTALL} wikipub") from error
    except OSError as error:
        raise EngineError(f"{name} could not be run: {error}; is there room in {tempfile.gettempdir()}?") from error


def _took_too_long(name: str, timeout: float) -> EngineError:
    own = _named_by_variable() if name == "pandoc" else ""
    return EngineError(
        f"{name} did not end within {timeout:.0f} seconds and was stopped; split the document and build parts{own}"
    )


def _environment(folder: str) -> dict[str, str]:
    """An environment without anything of the user's: no data folder, no proxy, no locale but UTF-8."""
    nowhere = "http://127.0.0.1:9"
    environment = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TMPDIR": folder, "TEMP": folder, "TMP": folder}
    environment |= dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "APPDATA", "USERPROFILE"), folder)
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), nowhere)
    # Windows starts no program without the first; the others tell where the machine's fonts are.
    kept = ("SYSTEMROOT", "WINDIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
    return environment | {name: os.environ[name] for name in kept if name in os.environ}


def _seconds(size: int, files: Mapping[str, bytes] = MappingProxyType({})) -> float:
    beside = sum(map(len, files.values()))
    return SECONDS + (SECONDS_PER_MEGABYTE * size + SECONDS_PER_MEGABYTE_OF_FILES * beside) / 1e6


def _last_lines(stderr: bytes, count: int = 3) -> str:
    lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return " / ".join(line[:300] for line in lines[-count:]) or "it said nothing"


# --- The file ----------------------------------------------------------------------------------------------------


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
