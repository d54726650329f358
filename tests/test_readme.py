"""What the README says is true: its commands are the ones that run, its examples print what they show."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import examples

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a Markdown page in `language`, without the fences."""
    return [text for name, text in FENCE.findall(page.read_text(encoding="utf-8")) if name == language]


def command(root: Path, program: str) -> str:
    """The one line of README.md's shell blocks that sets up an environment and then runs `program` from it."""
    lines = [line for block in blocks(root / "README.md", "sh") for line in block.splitlines()]
    (found,) = [line for line in lines if line.startswith("python3 -m venv") and f"&& .venv/bin/{program}" in line]
    return found


def test_the_readme_has_one_command_that_builds_the_samples(root: Path) -> None:
    """It makes an environment, installs the package itself and builds; nothing goes before it."""
    steps = [shlex.split(step) for step in command(root, "wikipub").split("&&")]
    assert steps == [
        ["python3", "-m", "venv", ".venv"],
        [".venv/bin/pip", "install", "-q", "."],
        [".venv/bin/wikipub", "build", "--format", "epub"],
    ]


def test_ci_runs_the_readmes_test_command_word_for_word(root: Path) -> None:
    """A line of .ci/run is the README's line."""
    assert command(root, "pytest") in (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_ci_runs_the_check_command_that_developers_run(root: Path) -> None:
    """The command that CONTRIBUTING.md gives stands in .ci/run."""
    (check_command,) = {
        line
        for block in blocks(root / "CONTRIBUTING.md", "sh")
        for line in block.splitlines()
        if line.endswith("tools.check")
    }
    assert check_command in (root / ".ci" / "run").read_text(encoding="utf-8")


def test_readme_is_among_the_pages_with_examples() -> None:
    """The next test has something to look at."""
    assert examples.ROOT / "README.md" in examples.pages()


@pytest.mark.skipif(os.name == "nt", reason="the pages show paths with slashes")
@pytest.mark.parametrize("page", examples.pages(), ids=lambda page: page.name)
def test_examples_print_what_the_page_shows(page: Path) -> None:
    """`$ wikipub …` in a page prints what stands below it; `python -m tools.examples` brings the page up to date."""
    text = page.read_text(encoding="utf-8")
    assert examples.refreshed(text) == text


def test_the_readmes_library_example_runs(root: Path, tmp_path: Path) -> None:
    """The Python block runs as it stands in a folder with the samples, and writes the files that it names."""
    (code,) = blocks(root / "README.md", "python")
    shutil.copytree(root / "input", tmp_path / "input")
    (tmp_path / "output").mkdir()
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    named = re.findall(r"\"(output/[^\"]+)\"", code)
    assert named
    assert [name for name in named if not (tmp_path / name).is_file()] == []
