"""The one check command: format, lint, types, layers, docs. Run it as `python -m tools.check` from anywhere inside.

Prints one line a check, then the output of those that failed; exits 1 if any did. `--fix` first lets ruff mend what it
can. The same command runs locally and in `.ci/run`.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
PYTHON_FOLDERS = ("src", "tests", "benchmarks", "tools", "docs")

Problems: TypeAlias = Sequence[str]
"""What a check found wrong, one line or paragraph each; empty when all is well."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check by the name that is printed for it; `run` answers with what is wrong."""

    name: str
    run: Callable[[], Problems]


# --- programs ----------------------------------------------------------------------------------------------------


def output_of(*arguments: str) -> Problems:
    """Nothing if this Python runs `arguments` with success, else what the program printed."""
    result = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=os.environ | {"PYTHONUTF8": "1", "NO_COLOR": "1"},
        check=False,
    )
    return [] if result.returncode == 0 else [(result.stdout + result.stderr).strip() or f"exit {result.returncode}"]


def program(*arguments: str) -> Callable[[], Problems]:
    """A check that a Python program ends with success."""
    return lambda: output_of(*arguments)


# --- files of the project ----------------------------------------------------------------------------------------


def project_files() -> list[Path]:
    """Files that git tracks or would track; all files below the root where there is no git, as in an unpacked sdist."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
        names = sorted({name for name in listing.split("\0") if name})
    except (OSError, subprocess.CalledProcessError):
        ignored = {".git", ".venv", "output", "dist", "build", "__pycache__"}
        names = sorted(
            path.relative_to(ROOT).as_posix()
            for path in ROOT.rglob("*")
            if not any(part in ignored or part.endswith(("_cache", ".egg-info")) for part in path.parts)
        )
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def text_of(path: Path) -> str | None:
    """The file's text, None if it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


# --- docs --------------------------------------------------------------------------------------------------------

FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\[[^\]\n]*\]\(\s*<?([^)\s>]+)>?[^)\n]*\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.M)


def anchors(markdown: str) -> set[str]:
    """The ids that code hosts give to a page's headings: lower case, blanks to hyphens, other signs away."""
    found: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", markdown)):
        words = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")
        number = 0
        while (name := f"{words}-{number}" if number else words) in found:
            number += 1
        found.add(name)
    return found


def broken_links(page: Path, markdown: str) -> Iterator[str]:
    """Relative links of a Markdown page whose file or heading is not there."""
    prose = CODE.sub("", FENCE.sub("", markdown))
    for target in LINK.findall(prose):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        file = (page.parent / name).resolve() if name else page
        where = page.relative_to(ROOT).as_posix()
        if not file.exists():
            yield f"{where}: no file for the link {target}"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text(encoding="utf-8")):
            yield f"{where}: no heading for the link {target}"


def links() -> Problems:
    """Every relative link in the project's Markdown leads to a file and a heading that exist."""
    pages = [path for path in project_files() if path.suffix == ".md"]
    return [line for page in pages for line in broken_links(page, page.read_text(encoding="utf-8"))]


GENERATED = ("docs", "src/wikipub/data/styles")
"""Folders in which `make_NAME.py` writes files beside itself."""


def generated() -> Problems:
    """The files that programs called `make_NAME.py` write are as they would write them now."""
    return [line for folder in GENERATED for line in stale_files(folder)]


def stale_files(folder: str) -> Iterator[str]:
    """The files of a folder that its makers, run in a copy of it, would change."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name, "copy")
        shutil.copytree(ROOT / folder, copy, ignore=shutil.ignore_patterns("__pycache__"))
        before = {path: path.read_bytes() for path in copy.iterdir() if path.is_file()}
        for maker in sorted(copy.glob("make_*.py")):
            yield from (f"{folder}/{maker.name}: {line}" for line in output_of(str(maker)))
            for path, content in before.items():
                if path.read_bytes() != content:
                    yield f"{folder}/{path.name} is not current: run python {folder}/{maker.name}"
                    before[path] = path.read_bytes()


def version() -> Problems:
    """The newest version in CHANGELOG.md is the one in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[?(\d+(?:\.\d+)*[^\]\s]*)", changelog, re.M)
    if newest is None:
        return ["CHANGELOG.md: no heading `## [version]`"]
    if newest[1] != project:
        return [f"CHANGELOG.md says {newest[1]}, pyproject.toml says {project}: bring them together"]
    return []


def dependencies() -> Problems:
    """Every dependency that pyproject.toml names has its line in docs/dependencies.md."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = sorted({re.split(r"[\s<>=!~;\[]", line, maxsplit=1)[0] for line in wanted})
    return [f"docs/dependencies.md: says nothing of `{name}`" for name in names if f"`{name}`" not in page]


# --- places ------------------------------------------------------------------------------------------------------

# Written so that this file does not match itself.
MACHINE_PATH = re.compile(
    r"(?<![\w.~}/-])/(?:wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+|opt/wheel[s])/\w|[A-Z]:\\User[s]\\\w",
)
REGISTRY = re.compile(r"\b(?:pypi[.]org|pythonhosted[.]org|registry[.]npmjs|deb[.]debian[.]org|--index[-]url)")


def machine_places(name: str, text: str) -> Iterator[str]:
    """Lines of a text that name a path of one machine, or the host of a package registry."""
    for number, line in enumerate(text.split("\n"), 1):
        for what, pattern in (("a path of one machine", MACHINE_PATH), ("a registry's address", REGISTRY)):
            if found := pattern.search(line):
                yield f"{name}:{number}: {what}: {found[0]}"


def places() -> Problems:
    """No file of the project names a path of one machine or a registry's host."""
    texts = ((path.relative_to(ROOT).as_posix(), text_of(path)) for path in project_files())
    return [line for name, text in texts if text is not None for line in machine_places(name, text)]


# --- all of them -------------------------------------------------------------------------------------------------

CHECKS = (
    Check("format", program("-m", "ruff", "format", "--check", *PYTHON_FOLDERS)),
    Check("lint", program("-m", "ruff", "check", *PYTHON_FOLDERS)),
    Check("types", program("-m", "mypy")),
    Check("layers", program("-c", "from importlinter.cli import lint_imports_command as run; run()")),
    Check("docs: links", links),
    Check("generated files", generated),
    Check("docs: version", version),
    Check("docs: dependencies", dependencies),
    Check("places", places),
)


def timed(check: Check) -> tuple[Check, Problems, float]:
    """A check, what it found, and the seconds it took."""
    start = time.perf_counter()
    try:
        problems = check.run()
    except OSError as error:
        problems = [f"could not be run: {error}"]
    return check, problems, time.perf_counter() - start


def report(results: Iterable[tuple[Check, Problems, float]]) -> int:
    """Print one line a check, then what the failed ones found; answer the number of those."""
    failed = []
    for check, problems, seconds in results:
        print(f"{'FAILED' if problems else 'ok':<7} {check.name:<20} {seconds:5.1f} s", flush=True)
        if problems:
            failed.append((check, problems))
    for check, problems in failed:
        print(f"\n{check.name}:\n" + "\n".join(problems))
    return len(failed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all checks; the exit status is 1 if any of them failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.check", description=__doc__.partition("\n")[0])
    parser.add_argument("--fix", action="store_true", help="let ruff mend what it can before checking")
    if parser.parse_args(arguments).fix:
        output_of("-m", "ruff", "check", "--fix", *PYTHON_FOLDERS)
        output_of("-m", "ruff", "format", *PYTHON_FOLDERS)
    with ThreadPoolExecutor() as pool:
        failed = report(pool.map(timed, CHECKS))
    print(f"\n{len(CHECKS) - failed} of {len(CHECKS)} checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
