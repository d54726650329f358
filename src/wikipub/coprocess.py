"""A program of ours that stays, and answers one request after the other through its pipes, each within its time.

It ends when its standard input does. What it says of a failure goes to its standard error.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import IO, TypeVar

_PATIENCE = 1.0
"""Seconds that a process has to end in."""

_T = TypeVar("_T")


class ProcessDied(Exception):  # noqa: N818  (it says what happened)
    """The process ended before it answered, with this exit status (below 0: by that signal); the message tells how."""

    def __init__(self, status: int) -> None:
        super().__init__(_ending(status))
        self.status = status


class TookTooLong(Exception):  # noqa: N818
    """The answer was not there within the seconds that it may take; the process was stopped."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Coprocess:
    """A process that runs `command` in `folder`, or where this one works.

    `environment` is all that it gets, None means that of this process; its standard error goes to `errors`, or where
    ours goes. With `apart` what a terminal sends to this process does not reach it, and `kill` also stops what it runs.
    Raises OSError where it cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: str | None = None,
        environment: Mapping[str, str] | None = None,
        errors: IO[bytes] | None = None,
        *,
        apart: bool = False,
    ) -> None:
        flags = "CREATE_NEW_PROCESS_GROUP" if apart else "CREATE_NO_WINDOW"
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=folder,
            env=environment,
            start_new_session=apart,
            creationflags=getattr(subprocess, flags, 0),
        )
        self._apart = apart
        assert self._process.stdin
        assert self._process.stdout
        self._requests, self._answers = self._process.stdin, self._process.stdout

    def ask(self, request: bytes, read: Callable[[IO[bytes]], _T], timeout: float | None) -> _T:
        """What `read` makes of the answer to `request`; None as `timeout` means no limit.

        `read` raises EOFError where the answer is not whole. Raises ProcessDied, or TookTooLong after `timeout`
        seconds; there is no asking any more then.
        """
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(timeout or 0, stop)
        if timeout is not None:
            timer.start()
        try:
            with suppress(OSError):  # that it is gone is told by the answer that does not come
                self._requests.write(request)
                self._requests.flush()
            return read(self._answers)
        except (EOFError, OSError) as error:
            self.kill()
            status = self._process.wait()
            if timeout is not None and late.is_set():
                raise TookTooLong(timeout) from None
            raise ProcessDied(status) from error
        finally:
            timer.cancel()

    def kill(self) -> None:
        """Stop the process."""
        if self._process.returncode is not None:
            return  # its number may be another's by now
        if not self._apart or sys.platform == "win32":
            self._process.kill()  # what it runs ends when nobody reads what that writes
        else:
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Let the process go, and wait until it is gone; one that does not end with its standard input is stopped."""
        with suppress(OSError):
            self._requests.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        self.kill()
        self._answers.close()
        self._process.wait()


def _ending(status: int) -> str:
    """How a process ended, in words."""
    if status >= 0:
        return f"exit status {status}"
    try:
        return f"signal {-status}, {signal.Signals(-status).name}"
    except ValueError:
        return f"signal {-status}"
