"""Promises about the package's structure that the type checker and the linter do not hold."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HEAVY = {"mwparserfromhell", "pypandoc", "rich", "typst", "ftfy", "subprocess"}


@pytest.fixture(scope="module")
def architecture(root: Path) -> str:
    """The page docs/architecture.md."""
    return (root / "docs" / "architecture.md").read_text(encoding="utf-8")


def fenced(page: str, heading: str) -> str:
    """The first fenced block below a heading."""
    found = re.search(rf"^## {heading}$.*?^```text\n(.*?)^```$", page, re.M | re.S)
    assert found is not None
    return found[1]


def test_the_layers_that_the_docs_show_are_those_that_are_checked(root: Path, architecture: str) -> None:
    """docs/architecture.md and the contract in pyproject.toml list the same lines."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = {contract["containers"][0]: contract["layers"] for contract in contracts if contract["type"] == "layers"}
    assert fenced(architecture, "Rules of direction").splitlines() == layers["wikipub"]
    assert fenced(architecture, "Questions of scraped text").splitlines() == layers["wikipub.readers.text"]


def test_the_docs_name_every_module_and_no_other(root: Path, architecture: str) -> None:
    """Each module and package directly under src/wikipub has its line in the list of folders, and no other has."""
    package, _, _ = fenced(architecture, "Folders").partition("\ntests/")
    named = {name.rstrip("/") for name in re.findall(r"^  (\w+(?:\.py|/)) ", package, re.M)}
    there = {path.name for path in (root / "src" / "wikipub").iterdir() if path.suffix == ".py"}
    there |= {path.parent.name for path in (root / "src" / "wikipub").glob("*/__init__.py")}
    assert named == there


@pytest.mark.parametrize(
    "code",
    [
        "import wikipub",
        "sys.argv = ['wikipub', '--help']; from wikipub.cli import main; main()",
        "sys.argv = ['wikipub', '--version']; from wikipub.cli import main; main()",
    ],
)
def test_a_cold_start_loads_nothing_heavy(code: str) -> None:
    """`import wikipub`, `wikipub --help` and `--version` do without pandoc's and typst's wrappers and the parsers."""
    at_end = "import atexit, sys; atexit.register(lambda: print('loaded:', *sys.modules, file=sys.stderr))"
    result = subprocess.run([sys.executable, "-c", f"{at_end}\n{code}"], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in result.stderr.rpartition("loaded: ")[2].split()}
    assert "wikipub" in loaded
    assert loaded & HEAVY == set()
