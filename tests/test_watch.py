"""`--watch`: what changes is built, errors are shown, and it goes on until it is interrupted."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from batches import page

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot interrupt one process alone")

INTERRUPTIBLE = """
import signal
from wikipub.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""
"""The program; a shell starts what it runs in the background with interrupts ignored, tests too."""


class Watch:
    """`wikipub build --watch` in a folder, and what it says on standard error."""

    def __init__(self, folder: Path, *words: str) -> None:
        command = [sys.executable, "-c", INTERRUPTIBLE, "build", *words, "--watch", "--timeout", "60"]
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line)

    def __enter__(self) -> Watch:
        self.hears("watching")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def hears(self, words: str) -> None:
        """Wait for a line with these words."""
        while words not in self._lines.get(timeout=120):
            pass


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    page(tmp_path / "in", "a.txt")
    page(tmp_path / "in", "b.txt")
    with Watch(tmp_path, "in", "--format", "json") as started:
        yield started


def test_what_changes_is_built_and_errors_do_not_end_it(watch: Watch, tmp_path: Path) -> None:
    page(tmp_path / "in", "a.txt", "Title\n\nWords of another kind.\n")
    watch.hears("1 file written; 1 article up to date")
    watch.hears("watching")
    page(tmp_path / "in", "b.txt", " ")
    watch.hears("b.txt: the file is empty")
    watch.hears("watching")
    page(tmp_path / "in", "b.txt", "Title\n\nWords of a third kind.\n")
    watch.hears("1 file written; 1 article up to date")

    watch.process.send_signal(signal.SIGINT)

    assert watch.process.wait(timeout=60) == 130
    assert "another kind" in (tmp_path / "output" / "a.json").read_text("utf-8")


BOOK = """
title = "Two"
theme = "../theme"
[[chapter]]
source = "../in/a.txt"
"""


@pytest.mark.parametrize("words", [("in", "--theme", "theme"), ("book/wikipub.toml",)])
def test_what_lies_elsewhere_is_watched_too(words: tuple[str, ...], tmp_path: Path) -> None:
    page(tmp_path / "in", "a.txt")
    page(tmp_path / "book", "wikipub.toml", BOOK)
    page(tmp_path / "theme", "epub.css", "p { color: black }")
    with Watch(tmp_path, *words) as watch:
        page(tmp_path / "theme", "epub.css", "p { color: blue }")
        watch.hears("1 file written")
        watch.hears("watching")
        page(tmp_path / "in", "a.txt", "Title\n\nWords of another kind.\n")
        watch.hears("1 file written")
