"""Threads that publish side by side take turns: one works in Python while the engines of the others work.

Python lets one thread work at a time anyway. Without turns it would part its time among all, and the engine that takes
longest would begin last.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_turn = threading.Lock()
_mine = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for the turn, and have it meanwhile, but while engines are run."""
    with _turn:
        _mine.has = True
        try:
            yield
        finally:
            _mine.has = False


@contextmanager
def turn_of_others() -> Iterator[None]:
    """Let others have the turn meanwhile, where this thread has it."""
    if not getattr(_mine, "has", False):
        yield
        return
    _turn.release()
    try:
        yield
    finally:
        _turn.acquire()
