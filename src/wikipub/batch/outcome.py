"""What came of one input of a run: all that is kept of it, however large the article is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wikipub.diagnostics import Diagnostic
from wikipub.document import LedgerEntry
from wikipub.errors import WikipubError

UNCLAIMED = "unclaimed"
"""The rule that takes what no other rule knew; `--strict` does not let it pass."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many pieces of a source were left out, by their roles, and how many of them by no specific rule."""

    roles: Mapping[str, int] = field(default_factory=dict)
    unclaimed: int = 0

    @classmethod
    def of(cls, ledger: Iterable[LedgerEntry]) -> LeftOut:
        """The sums of a ledger."""
        entries = tuple(ledger)
        roles = Counter(entry.role for entry in entries)
        return cls(dict(roles), sum(entry.rule == UNCLAIMED for entry in entries))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one input, or of the book that the inputs became.

    `files` were written, `errors` say what was not; each diagnostic stands once, however many outputs gave it.
    `seconds` is how long the work took.
    """

    name: str
    files: tuple[Path, ...] = ()
    errors: tuple[WikipubError, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    left_out: LeftOut = LeftOut()
    seconds: float = 0.0
