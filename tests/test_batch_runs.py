"""Whole runs of `wikipub build` over folders: one article that is broken, in whatever way, costs itself only."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = 30
"""Articles of a folder beside the broken one."""

FAULTY = """
import os, pathlib, sys, time

if "wikipub.batch.worker" in sys.orig_argv:
    opened = pathlib.Path.open
    def open(self, *args, **kwargs):
        {fault}
        return opened(self, *args, **kwargs)
    pathlib.Path.open = open
"""
"""A `sitecustomize` that makes the worker processes fail at a file."""


def articles(folder: Path, count: int = GOOD) -> Path:
    """A folder of so many articles."""
    folder.mkdir()
    for number in range(count):
        (folder / f"page-{number:03}.txt").write_text(f"Title {number}\n\nA paragraph of some words.\n", "utf-8")
    return folder


def wikipub(*words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program, run to its end in a folder."""
    command = [sys.executable, "-m", "wikipub", *words]
    return subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=300
    )


def faulty(folder: Path, fault: str) -> str:
    """The PYTHONPATH with which workers have a `fault` at each file that they open."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(FAULTY.format(fault=fault))
    return os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))


BROKEN = {
    "empty": (b"", "source"),
    "blank": (b" \n\n", "source"),
    "binary": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "unknown-format"),
    "a tree with a fault": (b'{"wikipub-tree": 1}', "tree-format"),
}


@pytest.mark.parametrize("way", BROKEN)
def test_a_broken_article_costs_itself_only(way: str, tmp_path: Path) -> None:
    content, code = BROKEN[way]
    name = "page-010x.json" if content.startswith(b"{") else "page-010x.txt"
    (articles(tmp_path / "in") / name).write_bytes(content)

    done = wikipub("build", "in", "--format", "json", "--jobs", "2", folder=tmp_path)

    the_others_are_built(done, tmp_path)
    assert [line for line in done.stderr.splitlines() if name in line and line.endswith(f"[{code}]")]


INTERRUPTIBLE = """
import signal
from wikipub.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""
"""The program; a shell starts what it runs in the background with interrupts ignored, tests too."""

FAULTS = {
    "ends its process": ("os._exit(7)", "worker", "exit status 7"),
    "hangs": ("time.sleep(600)", "time-limit", "within 2 seconds"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_article_whose_process_fails_costs_itself_only(fault: str, tmp_path: Path) -> None:
    does, code, told = FAULTS[fault]
    (articles(tmp_path / "in") / "page-010x.txt").write_text("Title\n\nWords of it.\n")
    path = faulty(tmp_path / "site", f'if self.name == "page-010x.txt": {does}')

    done = wikipub("build", "in", "--format", "json", "--jobs", "2", "--timeout", "2", folder=tmp_path, PYTHONPATH=path)

    the_others_are_built(done, tmp_path)
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("error:")]
    assert "page-010x.txt" in line
    assert told in line
    assert line.endswith(f"[{code}]")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot interrupt one process alone")
def test_an_interrupt_ends_the_run_and_its_workers(tmp_path: Path) -> None:
    articles(tmp_path / "in")
    path = faulty(
        tmp_path / "site",
        f'if self.name == "page-029.txt": pathlib.Path({str(tmp_path / "reached")!r}).touch(); time.sleep(600)',
    )
    command = [sys.executable, "-c", INTERRUPTIBLE, "build", "in", "--format", "json", "--jobs", "2"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": path},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as run:
        while not (tmp_path / "reached").exists():
            assert run.poll() is None
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=60)

    assert run.returncode == 130
    assert "interrupted" in errors
    assert all(json.loads(file.read_bytes()) for file in (tmp_path / "output").glob("*.json"))


def the_others_are_built(done: subprocess.CompletedProcess[str], folder: Path) -> None:
    names = [f"page-{number:03}.json" for number in range(GOOD)]
    assert done.returncode == 1
    assert [Path(line).name for line in done.stdout.splitlines()] == names
    assert sorted(file.name for file in (folder / "output").glob("[!.]*")) == names
    assert "1 error" in done.stderr
