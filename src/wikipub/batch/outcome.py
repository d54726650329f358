"""What came of one input of a run: all that is kept of it, however large the article is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from wikipub.batch.digests import digest_of
from wikipub.batch.signature import signature_of_written
from wikipub.diagnostics import Diagnostic
from wikipub.errors import InternalError, PublishError, WikipubError

if TYPE_CHECKING:
    from wikipub.document import LedgerEntry

UNCLAIMED = "unclaimed"
"""The rule that takes what no other rule knew; `--strict` does not let it pass."""


Pictures: TypeAlias = tuple[tuple[tuple[str, ...], Mapping[str, str]], ...]
"""What an article's pictures are: the folders that they are looked for in, and the digest of each by its name."""


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

    @classmethod
    def sum(cls, parts: Iterable[LeftOut]) -> LeftOut:
        """All that was left out of several."""
        found = tuple(parts)
        roles: Counter[str] = Counter()
        for part in found:
            roles.update(part.roles)
        return cls(dict(roles), sum(part.unclaimed for part in found))


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was written: its format, the digest (SHA-256, in hex) and size in bytes of its content.

    `signature` tells whether it was touched since (signature.py), "" where only its content does.
    """

    format: str
    path: Path
    digest: str
    size: int
    signature: str

    @classmethod
    def of(cls, format: str, path: Path) -> Made:
        """The file at `path`, which was just written; raises OSError where it cannot be read."""
        status = path.stat()
        return cls(format, path, digest_of(path), status.st_size, signature_of_written(status))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one input, or of the book that the inputs became.

    `made` was written, `kept` stood already and is up to date, `errors` say what is missing; each diagnostic stands
    once, however many outputs gave it. `seconds` is how long the work took; `pictures` went into it.
    """

    name: str
    made: tuple[Made, ...] = ()
    errors: tuple[WikipubError, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    left_out: LeftOut = field(default_factory=LeftOut)
    seconds: float = 0.0
    kept: tuple[Made, ...] = ()
    pictures: Pictures = ()

    @property
    def up_to_date(self) -> bool:
        """Whether nothing had to be done."""
        return bool(self.kept) and not self.made and not self.errors


def as_error(name: str, doing: str, error: Exception) -> WikipubError:
    """What to tell of `error`: itself, where it is one of ours."""
    if isinstance(error, WikipubError):
        return error
    if isinstance(error, MemoryError):
        return PublishError(f"{name}: the memory ran out while {doing}; use fewer --jobs, or cut the source in parts")
    return InternalError(f"{name}: {doing} failed: {error!r}; please report this, with the file")
