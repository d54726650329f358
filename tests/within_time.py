"""A limit on a test's time, by the processor: hostile input must not take more of it than its length warrants."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 20
"""What takes less than three on a machine with nothing else to do stays below this on a busy one; what grows with the
square of its input takes minutes."""


@contextmanager
def within_time(seconds: float = SECONDS) -> Iterator[None]:
    """Fail where the body takes more seconds of the processor."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds
