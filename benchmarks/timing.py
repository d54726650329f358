"""Timing of whole processes, as a person at a prompt meets them."""

from __future__ import annotations

import statistics
import subprocess
import sysconfig
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

WIKIPUB = str(Path(sysconfig.get_path("scripts"), "wikipub"))
"""The program that this Python's environment installed."""


def seconds(command: Sequence[str]) -> float:
    """Wall-clock seconds from the start of `command` to its end; raises CalledProcessError where it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def medians(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, float]:
    """The median of `runs` timings for each command, in seconds.

    The commands take turns, so that whatever else the machine does meets all of them; one unmeasured round warms the
    file cache.
    """
    for command in commands.values():
        seconds(command)
    rounds = [{name: seconds(command) for name, command in commands.items()} for _ in range(runs)]
    return {name: statistics.median(times[name] for times in rounds) for name in commands}


def table(rows: Mapping[str, float], base: str) -> str:
    """One line a command: its milliseconds, and how many times as long as `base` it took."""
    width = max(map(len, rows))
    return "\n".join(
        f"{name:<{width}}  {time * 1000:7.0f} ms  {time / rows[base]:6.2f} x" for name, time in rows.items()
    )
