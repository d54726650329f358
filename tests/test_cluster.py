"""Builds on a real cluster of Dask: the same files as here, and nothing is lost with a worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import dumps
from batches import page

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Cluster:
    """A cluster that runs: its scheduler's address and the numbers of its worker processes."""

    address: str
    workers: tuple[int, ...]


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    command = [sys.executable, str(HERE / "local_cluster.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        address, workers = running.stdout.readline().strip(), running.stdout.readline().split()
        yield Cluster(address, tuple(map(int, workers)))
        running.stdin.close()


def build(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wikipub", "build", "in", "--format", "json", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


def outputs(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.glob("[!.]*")}


def articles(folder: Path, count: int) -> None:
    for number in range(count):
        page(folder / "in", f"{number:03}.txt", f"Title {number}\n\nWords of it.\n")


def test_a_cluster_makes_the_same_files_and_tells_what_failed(cluster: Cluster, tmp_path: Path) -> None:
    articles(tmp_path, 20)
    page(tmp_path / "in", "010x.txt", " ")

    done = build(tmp_path, "--output", "there", "--cluster", cluster.address)
    build(tmp_path, "--output", "here")

    assert outputs(tmp_path / "there") == outputs(tmp_path / "here")
    assert len(outputs(tmp_path / "there")) == 20
    assert done.returncode == 1
    assert f"error: {Path('in', '010x.txt')}: " in done.stderr
    assert build(tmp_path, "--output", "there").stdout == ""  # all is up to date, wherever it was built


def test_a_cluster_makes_the_pages_of_a_dump_and_goes_on_with_them(cluster: Cluster, tmp_path: Path) -> None:
    texts = {f"Pier {number}": f"A '''pier'''.\n\n== {number} ==\nX." for number in range(30)}
    pages = [dumps.page(title, dumps.revision(text)) for title, text in texts.items()]
    page(tmp_path / "in", "wiki.xml", dumps.dump(*pages))

    build(tmp_path, "--output", "there", "--cluster", cluster.address, "--limit", "10")
    rest = build(tmp_path, "--output", "there", "--cluster", cluster.address)
    build(tmp_path, "--output", "here")

    assert outputs(tmp_path / "there") == outputs(tmp_path / "here")
    assert len(rest.stdout.splitlines()) == 20  # the others stand already


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_worker_that_is_killed_loses_nothing(cluster: Cluster, tmp_path: Path) -> None:
    articles(tmp_path, 200)
    command = [sys.executable, "-m", "wikipub", "build", "in", "--format", "json", "--cluster", cluster.address]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        for _ in range(5):
            run.stdout.readline()
        os.kill(cluster.workers[0], signal.SIGKILL)
        _, errors = run.communicate(timeout=300)

    assert (run.returncode, [line for line in errors.splitlines() if line.startswith("error:")]) == (0, [])
    assert len(outputs(tmp_path / "output")) == 200


def test_an_address_that_does_not_answer_is_an_error_within_seconds(tmp_path: Path) -> None:
    articles(tmp_path, 2)
    with socket.socket() as silent:  # it takes connections and never says a word
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        started = time.monotonic()
        done = build(tmp_path, "--cluster", f"tcp://127.0.0.1:{silent.getsockname()[1]}")

    assert done.returncode == 45
    assert "no scheduler of Dask answers there" in done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - started < 60


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "tcp://[::1]:1", "nonsense", "ftp://127.0.0.1:1"])
def test_an_address_where_nobody_is_is_an_error_that_names_it(address: str, tmp_path: Path) -> None:
    articles(tmp_path, 2)

    done = build(tmp_path, "--cluster", address)

    assert done.returncode == 45
    assert f"error: {address}: " in done.stderr
    assert "Traceback" not in done.stderr
