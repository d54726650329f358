"""One table of what costs: each row a work of wikipub's beside its floor or peer, both in turns in one run."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ENOUGH = 60.0
"""Seconds of a row after which two rounds have to do."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a work took: seconds by the clock, and of all processors together."""

    seconds: float
    processors: float


def cost(work: Callable[[], object]) -> Cost:
    """What `work` and the programs that it ran took."""
    processors, start = processor_seconds(), time.perf_counter()
    work()
    return Cost(time.perf_counter() - start, processor_seconds() - processors)


def processor_seconds() -> float:
    """Seconds of the processors that this process and those that it waited for have taken."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


class Table:
    """A table in Markdown, printed row by row; a row is of `runs` rounds, or of two where they take long."""

    def __init__(self, runs: int) -> None:
        self.runs = runs
        self.notes: list[str] = []
        """Figures beside the table."""
        print("| | wikipub | beside | | times | from, to | of processors | at most |")
        print("|---|---|---|---|---|---|---|---|", flush=True)

    def compare(
        self,
        name: str,
        ours: Callable[[], object],
        beside: str,
        theirs: Callable[[], object],
        at_most: float | None = None,
        pieces: int = 1,
    ) -> None:
        """Time both in turns and print the row; the times that stand in it are those of one of `pieces`."""
        start = time.perf_counter()
        rounds: list[tuple[Cost, Cost]] = []
        while len(rounds) < min(2, self.runs) or (len(rounds) < self.runs and time.perf_counter() - start < ENOUGH):
            rounds.append((cost(ours), cost(theirs)))
        self.costs(name, [mine for mine, _ in rounds], beside, [other for _, other in rounds], at_most, pieces)

    def costs(
        self,
        name: str,
        mine: list[Cost],
        beside: str,
        others: list[Cost],
        at_most: float | None = None,
        pieces: int = 1,
    ) -> None:
        """Print the row of what was timed already."""
        ratios = [one.seconds / other.seconds for one, other in zip(mine, others, strict=True)]
        of_processors = median(one.processors / other.processors for one, other in zip(mine, others, strict=True))
        seconds = [median(each.seconds for each in costs) / pieces for costs in (mine, others)]
        self.row(name, _time(seconds[0]), beside, _time(seconds[1]), ratios, f"{of_processors:.3g}", at_most)

    def row(
        self,
        name: str,
        mine: str,
        beside: str,
        other: str,
        ratios: list[float],
        of_processors: str = "",
        at_most: float | None = None,
    ) -> None:
        """Print a row of figures."""
        spread = f"{min(ratios):.3g} to {max(ratios):.3g}" if len(ratios) > 1 else ""
        limit = f"{at_most:.3g}" if at_most else ""
        cells = [name, mine, beside, other, f"**{median(ratios):.3g}**", spread, of_processors, limit]
        print(f"| {' | '.join(cells)} |", flush=True)


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 10 else f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
