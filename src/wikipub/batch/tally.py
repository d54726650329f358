"""What came of a whole run, counted: for its summary and its exit status."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from wikipub.batch.build import Outcome
from wikipub.diagnostics import Severity

UNCLAIMED = "unclaimed"
"""The rule that takes what no other rule knew; `--strict` does not let it pass."""

SOME_FAILED = 1
STRICT_FAILED = 3


@dataclass(slots=True)
class Tally:
    """The sums of a run's outcomes, added one by one."""

    outcomes: int = 0
    files: int = 0
    warnings: int = 0
    unclaimed: int = 0
    error_codes: list[int] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.outcomes += 1
        self.files += len(outcome.files)
        self.warnings += sum(d.severity is Severity.WARNING for d in outcome.diagnostics)
        self.unclaimed += sum(entry.rule == UNCLAIMED for entry in outcome.dropped)
        self.dropped.update(entry.role for entry in outcome.dropped)
        self.error_codes += (error.exit_code for error in outcome.errors)

    def exit_status(self, *, strict: bool) -> int:
        """0 all built; the error's own status if that is all there was; 1 some failed; 3 strict, and something odd."""
        if self.error_codes:
            alone = len(self.error_codes) == 1 and self.outcomes == 1 and not self.files
            return self.error_codes[0] if alone else SOME_FAILED
        return STRICT_FAILED if strict and (self.warnings or self.unclaimed) else 0

    def summary(self, *, strict: bool) -> str:
        """The sums on a line; with `strict` also whether that is why the run counts as failed."""
        parts = [_counted(self.files, "file") + " written"]
        if self.error_codes:
            parts.append(_counted(len(self.error_codes), "error"))
        if self.warnings:
            parts.append(_counted(self.warnings, "warning"))
        if total := self.dropped.total():
            roles = ", ".join(f"{role} {count}" for role, count in sorted(self.dropped.items(), key=_most_first))
            parts.append(f"{_counted(total, 'piece')} left out ({roles})")
        if self.unclaimed:
            parts.append(f"{_counted(self.unclaimed, 'piece')} left out by no specific rule")
        if self.exit_status(strict=strict) == STRICT_FAILED:
            parts.append("--strict does not let that pass")
        return "; ".join(parts)


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
