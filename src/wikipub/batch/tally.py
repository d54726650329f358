"""What came of a whole run, counted: for its summary and its exit status."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from wikipub.batch.outcome import Outcome
from wikipub.diagnostics import Severity

SOME_FAILED = 1
STRICT_FAILED = 3

_NAMED = 20
"""Failed articles that the summary names; of more it tells the number."""


@dataclass(slots=True)
class Tally:
    """The sums of a run's outcomes, added one by one.

    `built`, `up_to_date`, `failed` and `warned` count articles, or books: those of which a file was written and none
    failed; of which all stood already; of which something failed (`named` are the first); of which something was odd.
    """

    files: int = 0
    built: int = 0
    up_to_date: int = 0
    warned: int = 0
    failed: int = 0
    named: list[str] = field(default_factory=list)
    warnings: int = 0
    unclaimed: int = 0
    error_codes: list[int] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if outcome.errors:
            self.failed += 1
            self.named += [outcome.name] if len(self.named) < _NAMED else []
        self.built += bool(outcome.made) and not outcome.errors
        self.up_to_date += outcome.up_to_date
        self.files += len(outcome.made)
        warnings = sum(d.severity is Severity.WARNING for d in outcome.diagnostics)
        self.warned += bool(warnings)
        self.warnings += warnings
        self.unclaimed += outcome.left_out.unclaimed
        self.dropped.update(outcome.left_out.roles)
        self.error_codes += (error.exit_code for error in outcome.errors)

    def exit_status(self, *, strict: bool) -> int:
        """0 all built; 1 some failed; 3 strict, and something odd; else an error's own status.

        That is where nothing was written, all errors are of one kind, and all concern one input, or the book.
        """
        if self.error_codes:
            alone = self.failed == 1 and not self.files and not self.up_to_date and len(set(self.error_codes)) == 1
            return self.error_codes[0] if alone else SOME_FAILED
        return STRICT_FAILED if strict and (self.warnings or self.unclaimed) else 0

    def summary(self, *, strict: bool) -> str:
        """The sums on a line; with `strict` also whether that is why the run counts as failed."""
        parts = [counted(self.files, "file") + " written"]
        if self.up_to_date:
            parts.append(counted(self.up_to_date, "article") + " up to date")
        if self.error_codes:
            parts.append(counted(len(self.error_codes), "error"))
        if self.warnings:
            parts.append(counted(self.warnings, "warning"))
        if total := self.dropped.total():
            roles = ", ".join(f"{role} {count}" for role, count in sorted(self.dropped.items(), key=_most_first))
            parts.append(f"{counted(total, 'piece')} left out ({roles})")
        if self.unclaimed:
            parts.append(f"{counted(self.unclaimed, 'piece')} left out by no specific rule")
        if self.exit_status(strict=strict) == STRICT_FAILED:
            parts.append("--strict does not let that pass")
        if self.failed and self.files + self.up_to_date:
            more = f" and {self.failed - _NAMED} more" if self.failed > _NAMED else ""
            parts.append(f"failed: {', '.join(self.named)}{more}")
        return "; ".join(parts)


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number and what it counts, such as "1 file" or "3 entries"; the plural adds an s where none is given."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
