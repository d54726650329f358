"""Processes of engines that may stay for the next request, and what is known as long as they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wikipub.engines.process import EngineProcess


_LONGEST_SERVICE = 1_000
"""Requests after which a process does not stay: typst's memory grows by some 40 kB with each."""


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

    It waits again afterwards if it `stays`, nothing went wrong, it has not served long, and no other waits.
    """
    from wikipub.engines.process import EngineProcess  # a build that finds nothing to do starts none

    kept = _kept
    process = (kept.waiting.pop(name, None) if kept else None) or EngineProcess(name, command)
    whole = False
    try:
        yield process
        whole = True
    finally:
        stays = whole and stays and process.requests < _LONGEST_SERVICE
        # setdefault, as threads may call at once
        if not (stays and kept and kept.waiting.setdefault(name, process) is process):
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
