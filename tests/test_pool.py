"""Worker processes: one that dies or takes too long costs its call only; none outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Any

import pytest

from wikipub.batch.pool import WorkerPool
from wikipub.coprocess import ProcessDied, TookTooLong

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals and groups of processes are Unix's")


def test_calls_are_answered_by_other_processes() -> None:
    with WorkerPool(2) as pool:
        numbers = [pool.submit(abs, -n).result() for n in range(5)]
        worker = pool.submit(os.getpid).result()

    assert numbers == [0, 1, 2, 3, 4]
    assert worker != os.getpid()


def test_what_a_call_raises_is_raised() -> None:
    with WorkerPool(1) as pool:
        failed = pool.submit(int, "x").exception()
        after = pool.submit(int, "7").result()

    assert isinstance(failed, ValueError)
    assert after == 7


def test_an_answer_that_cannot_be_handed_on_is_an_error_of_its_call() -> None:
    with WorkerPool(1) as pool:
        assert isinstance(pool.submit(threading.Lock).exception(), TypeError)
        assert pool.submit(abs, -1).result() == 1


def test_what_a_call_prints_is_no_answer() -> None:
    with WorkerPool(1) as pool:
        assert pool.submit(print, "words").result() is None
        assert pool.submit(os.write, 1, b"words\n").result() == 6


def test_a_worker_that_dies_costs_its_call_only() -> None:
    with WorkerPool(2) as pool:
        calls: list[Future[Any]] = [
            pool.submit(time.sleep, 0.2),
            pool.submit(os._exit, 3),
            *(pool.submit(abs, -n) for n in range(9)),
        ]
        wait(calls)

    assert [type(call.exception()) for call in calls] == [type(None), ProcessDied, *[type(None)] * 9]
    assert str(calls[1].exception()) == "exit status 3"


@posix_only
def test_of_a_worker_that_is_killed_the_signal_is_told() -> None:
    with WorkerPool(1) as pool:
        failed = pool.submit(signal.raise_signal, signal.SIGKILL).exception()

    assert str(failed) == "signal 9, SIGKILL"


def test_a_call_that_takes_too_long_is_stopped_and_costs_itself_only() -> None:
    with WorkerPool(2, timeout=0.3) as pool:
        calls: list[Future[Any]] = [pool.submit(time.sleep, 60), *(pool.submit(abs, -n) for n in range(9))]
        wait(calls)

    assert isinstance(calls[0].exception(), TookTooLong)
    assert [call.result() for call in calls[1:]] == list(range(9))


@posix_only
def test_with_a_call_the_program_that_it_runs_is_stopped(tmp_path: Path) -> None:
    with WorkerPool(1, timeout=1.0) as pool:
        failed = pool.submit(subprocess.run, sleeper(tmp_path / "pid")).exception()

    assert isinstance(failed, TookTooLong)
    assert gone(int((tmp_path / "pid").read_text()))


@posix_only
def test_no_worker_nor_its_program_outlives_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import subprocess\n"
        "from wikipub.batch.pool import WorkerPool\n"
        f"WorkerPool(1).submit(subprocess.run, {sleeper(tmp_path / 'pid')!r}).result()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code]) as parent:
        while not ((tmp_path / "pid").exists() and (tmp_path / "pid").read_text().endswith("\n")):
            time.sleep(0.05)
        parent.kill()

    assert gone(int((tmp_path / "pid").read_text()))


def test_an_error_within_the_block_stops_the_calls() -> None:
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), WorkerPool(1) as pool:  # noqa: PT012
        running = pool.submit(time.sleep, 600)
        waiting = pool.submit(time.sleep, 600)
        while not running.running():
            time.sleep(0.01)
        raise KeyboardInterrupt

    assert time.monotonic() - start < 300
    assert isinstance(running.exception(), ProcessDied)
    assert waiting.cancelled()


def test_a_closed_pool_takes_no_call() -> None:
    pool = WorkerPool(1)
    pool.shutdown()

    with pytest.raises(RuntimeError):
        pool.submit(abs, 1)


def test_modules_of_the_folder_that_one_stands_in_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("wikipub", "pickle", "click", "queue"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)

    with WorkerPool(1) as pool:
        assert pool.submit(abs, -1).result() == 1


def sleeper(file: Path) -> list[str]:
    """A program that writes its number to `file` and sleeps."""
    return [
        sys.executable,
        "-c",
        f"import os, time; print(os.getpid(), file=open({str(file)!r}, 'w')); time.sleep(600)",
    ]


def gone(process: int) -> bool:
    """Whether a process ends within a minute; it may linger as a zombie where nobody waits for it."""
    for _ in range(600):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path("/proc", str(process), "stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False
