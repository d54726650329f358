"""What is odd about an input or a publication: recorded beside the document, never raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Severity(StrEnum):
    """How much a diagnostic matters; `--strict` fails on warnings, not on notes."""

    NOTE = "note"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One odd thing.

    `code` is a stable name in kebab-case (docs/diagnostics.md lists them all), `message` a sentence for people,
    `source` the name of the source it is about, `line` its 1-based line there, None where it is about the whole.
    """

    code: str
    severity: Severity
    message: str
    source: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.source, self.line) if part)
        return f"{place + ': ' if place else ''}{self.severity}: {self.message} [{self.code}]"


Warn: TypeAlias = Callable[[Diagnostic], None]
"""Where readers, transforms and publishers report to, one diagnostic a call."""
