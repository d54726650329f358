"""Processes of engines that answer one request after the other, and may stay for the next one."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

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
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (it lives as long as the process)
        surroundings = environment(os.devnull, tempfile.gettempdir())  # `pandoc lua` wants a place to begin with
        with failures(name):
            self._process = Coprocess(command, os.path.abspath(os.sep), surroundings, self._errors)

    def ask(self, request: bytes, timeout: float) -> tuple[str, bytes]:
        """The kind of the answer, and the answer. Raises ProcessDied, or EngineError after `timeout` seconds."""
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


@dataclass(slots=True)
class _Kept:
    """What outlives a call: processes that wait for the next one, who was called, and what was found out of fonts."""

    waiting: dict[str, EngineProcess] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    of_fonts: dict[Any, Any] = field(default_factory=dict)


_kept: _Kept | None = None


@contextmanager
def kept_engines() -> Iterator[None]:
    """Let typst, and from its second document on pandoc, stay for the next call, meanwhile.

    A new process would start and look for its fonts again. After a large document it starts anew nevertheless, as it
    does not give back memory. Several threads may call; only one process of an engine waits. What a process knows of
    the machine's fonts stays as it was when it started.
    """
    global _kept
    before, _kept = _kept, _Kept()
    try:
        yield
    finally:
        for process in _kept.waiting.values():
            process.end()
        _kept = before


@contextmanager
def engine_process(name: str, command: Sequence[str], *, stays: bool) -> Iterator[EngineProcess]:
    """The process of the engine called `name` that waits, else a new one.

    It waits again afterwards if it `stays`, nothing went wrong, and no other waits.
    """
    kept = _kept
    process = (kept.waiting.pop(name, None) if kept else None) or EngineProcess(name, command)
    whole = False
    try:
        yield process
        whole = True
    finally:
        # setdefault, as threads may call at once
        if not (whole and stays and kept and kept.waiting.setdefault(name, process) is process):
            process.end()


def is_called_again(name: str) -> bool:
    """Whether engines are kept and this is not the first call of the one called `name`; else it is from now on."""
    if not _kept:
        return False
    if name in _kept.called:
        return True
    _kept.called.add(name)
    return False


def known_of_fonts() -> dict[Any, Any]:
    """A place for what was found out of fonts, which lasts as long as typst does."""
    return _kept.of_fonts if _kept else {}
