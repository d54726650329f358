"""A process of an engine that answers one request after the other."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from typing import IO

from wikipub.coprocess import Coprocess, TookTooLong
from wikipub.engines.run import environment, failures, took_too_long
from wikipub.engines.turns import turn_of_others


class EngineProcess:
    """A process of the engine called `name` that answers as typst_worker.py does: kind and size, then the answer.

    It works in no folder of its own: a request names its files by their whole paths. Raises MissingToolError or
    EngineError where it cannot be started.
    """

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self._name = name
        self.requests = 0
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (it lives as long as the process)
        surroundings = environment(os.devnull, tempfile.gettempdir())  # `pandoc lua` wants a place to begin with
        with failures(name):
            self._process = Coprocess(command, os.path.abspath(os.sep), surroundings, self._errors)

    def ask(self, request: bytes, timeout: float) -> tuple[str, bytes]:
        """The kind of the answer, and the answer. Raises ProcessDied, or EngineError after `timeout` seconds."""
        self.requests += 1
        try:
            with turn_of_others():
                return self._process.ask(request, _kind_and_answer, timeout)
        except TookTooLong as error:
            raise took_too_long(self._name, timeout) from error

    def said(self) -> bytes:
        """What it has said on its standard error since it was last asked what; to be asked when it has answered."""
        self._errors.seek(0)
        said = self._errors.read()
        # The place in the file is the process's own too: what it says next begins the file again.
        self._errors.seek(0)
        self._errors.truncate()
        return said

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
