"""The workspace of one read: the page's lines, and what has been found out about each of them so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from wikipub.document import LedgerEntry, Span, Spans


class Claim(NamedTuple):
    """Why a line, or a piece of one, is not the article's: the ledger's rule, role and reason."""

    rule: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class FoundHeading:
    """A line that is a section's heading.

    The title stands at [start, end) of the line; what else the line holds belongs to its edit mark or level mark.
    """

    start: int
    end: int
    depth: int | None
    evidence: tuple[str, ...]


@dataclass(slots=True)
class Page:
    """Lines are counted from 0 here, and from 1 in spans.

    `lines` are the source's, `texts` the same without the blanks around them; "" is a blank line. `claims` holds the
    lines that are furniture, `headings` those that are headings; a line in neither is the article's, or not yet known.
    `title` is the title's line, `site` the wiki that the page names; `pieces` are ledger entries of less than a line.
    """

    lines: list[str]
    texts: list[str]
    title: int | None = None
    site: str = ""
    claims: dict[int, Claim] = field(default_factory=dict)
    headings: dict[int, FoundHeading] = field(default_factory=dict)
    pieces: list[LedgerEntry] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Page:
        """The page that `text` makes, nothing known of it."""
        lines = text.split("\n")
        texts = [line.strip(BLANKS) for line in lines]
        return cls(lines, texts, roles=[""] * len(lines))

    def __len__(self) -> int:
        return len(self.lines)

    def free(self, index: int) -> bool:
        """Whether line `index` exists, is not blank, and nothing is known of it."""
        return (
            0 <= index < len(self.texts)
            and self.texts[index] != ""
            and index not in self.claims
            and index not in self.headings
            and index != self.title
        )

    def next_filled(self, index: int) -> int:
        """The first line at or after `index` that is not blank; the number of lines where there is none."""
        texts = self.texts
        while index < len(texts) and not texts[index]:
            index += 1
        return index

    def run_end(self, index: int) -> int:
        """The line after the run of free lines that begins at `index`."""
        while self.free(index):
            index += 1
        return index

    def span(self, index: int, start: int = 0, end: int | None = None) -> Span:
        """The piece [start, end) of the text of line `index`, which begins after the line's leading blanks."""
        lead = len(self.lines[index]) - len(self.lines[index].lstrip(BLANKS))
        return Span(index + 1, lead + start, lead + (len(self.texts[index]) if end is None else end))

    def spans(self, start: int, end: int) -> Spans:
        """The spans of the lines [start, end) that are not blank."""
        return tuple(self.span(index) for index in range(start, end) if self.texts[index])

    def drop(self, index: int, start: int, end: int, claim: Claim) -> None:
        """Put the piece [start, end) of the text of line `index` into the ledger; of blanks there is no record."""
        text = self.texts[index][start:end]
        if bare := text.strip(BLANKS):
            start += text.index(bare)
            span = self.span(index, start, start + len(bare))
            self.pieces.append(LedgerEntry(claim.role, claim.rule, claim.reason, bare, (span,)))


BLANKS = " \t\N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\u2028\u2029\u2002\u2003\u2009\u3000"
"""Characters that print nothing; what is made of them alone is a blank line."""
