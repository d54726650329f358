"""The wheel works by itself: built, installed in a fresh environment, run far from the source tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

BUILT_FROM = ("src", "pyproject.toml", "README.md", "LICENSE")


def run(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """What a command prints; fails with all that it printed if its exit status is not 0."""
    result = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 0, f"{command}: exit {result.returncode}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the package, built from a copy of what it is built from."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in BUILT_FROM:
        if (root / name).is_dir():
            shutil.copytree(root / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(root / name, source / name)
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, source, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment that holds the wheel, and sees the dependencies of this one.

    The dependencies come by a .pth file, which does not read the .pth files of the folder that it names: an editable
    install of wikipub in this environment stays out of sight.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    run(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", wheel, cwd=folder)
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    Path(packages, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return programs


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment with an empty home and nothing that leads Python back to the source tree."""
    home = tmp_path / "home"
    home.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COVERAGE", "PYTEST"))}
    return kept | {"HOME": str(home), "USERPROFILE": str(home)}


def test_the_wheel_holds_every_file_of_the_package(root: Path, wheel: Path) -> None:
    """Data files travel with the code: nothing under src/wikipub is missing from the wheel."""
    package = root / "src"
    wanted = {
        path.relative_to(package).as_posix()
        for path in (package / "wikipub").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted <= set(zipfile.ZipFile(wheel).namelist())


def test_the_installed_wheel_runs_its_own_code(installed: Path, bare: dict[str, str], tmp_path: Path) -> None:
    """The module that the new environment imports lies in that environment, not in the source tree."""
    code = "import pathlib, wikipub; print(pathlib.Path(wikipub.__file__).resolve())"
    module = Path(run(installed / "python", "-c", code, cwd=tmp_path, env=bare).strip())
    assert module.is_relative_to(installed.parent.resolve())


def test_the_installed_wheel_builds_a_book(
    installed: Path, bare: dict[str, str], samples: list[Path], tmp_path: Path
) -> None:
    """`wikipub --version` and `wikipub build --format epub` work in an empty folder, with an empty home."""
    work = tmp_path / "work"
    (work / "input").mkdir(parents=True)
    shutil.copy(samples[0], work / "input")
    assert run(installed / "wikipub", "--version", cwd=work, env=bare).strip()
    run(installed / "wikipub", "build", "--format", "epub", cwd=work, env=bare)
    (epub,) = (work / "output").glob("*.epub")
    assert zipfile.ZipFile(epub).read("mimetype") == b"application/epub+zip"
    assert not any(Path(bare["HOME"]).rglob("*.py")), "wikipub left files of its own in the home folder"
