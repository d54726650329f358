"""The workspace of one read: the page's lines, and what has been found out about each of them so far.

A line here is what the page's author would call one: a paragraph, a heading, a row. Scrapers break such lines, wrap
them, and put marks between their words; `lines.py` undoes that, and each line knows from which pieces of the source it
was made.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import InitVar, dataclass, field
from itertools import compress
from operator import attrgetter
from typing import NamedTuple

from wikipub.data.interface import Phrase
from wikipub.document import LedgerEntry, Span, Spans
from wikipub.readers.text.signs import Signs

BLANKS = " \t\N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\u2028\u2029\u2002\u2003\u2009\u3000"
"""Characters that print nothing; what is made of them alone is a blank line."""


LONG = 50
"""Fewest characters of a line that may be text rather than a label; `Page.long` has those lines."""
UNDERLINED = "_"
"""Among a page's level marks: its headings have rules below, which stand behind the words here."""
RUBRIC = "."
"""Among a page's level marks: a directive of reStructuredText names its headings, and no level."""
SINKING = "<"
"""Among a page's level marks: one equals sign less is one level deeper, and a page's title has six."""
WORDED = "h"
"""Among a page's level marks: a line begins with its level in words, `h2. `."""
OPEN_MARKS = ">"
"""Among a page's level marks: they stand before the words alone, and one more sign is one level deeper."""


class Claim(NamedTuple):
    """Why a line, or a piece of one, is not the article's: the ledger's rule, role and reason."""

    rule: str
    role: str
    reason: str


class Piece(NamedTuple):
    """Characters of a line that come from one source line: they begin at `at` in the line's text.

    `line` counts source lines from 0; `start` is the column there, `length` the number of characters.
    """

    at: int
    line: int
    start: int
    length: int


class Columns(NamedTuple):
    """Source lines [start, end) stand in columns that begin at `edges`, counted from 0; the first is their margin."""

    start: int
    end: int
    edges: tuple[int, ...]


class DrawnRow(NamedTuple):
    """A row of a drawn table: how many empty cells it begins with, and whether it is of the table's head."""

    empty: int
    is_head: bool


class DrawnTable(NamedTuple):
    """The lines [start, end) are what the cells of a drawn table say; it has so many `rows`."""

    start: int
    end: int
    rows: int


_EDIT_MARKS = frozenset(f"edit-mark-{place}" for place in ("above", "after", "before", "below", "by-shape"))
_LEAD = re.compile(rf"[{BLANKS}]+")
_PLACE = attrgetter("at")
new = tuple.__new__
"""Makes a named tuple of a tuple, at half the cost of a call of its class; a page has more of them than of anything."""


@dataclass(slots=True)
class FoundHeading:
    """A line that is a section's heading, as far as the questions have come.

    The title stands at [start, end) of the line; what else the line holds belongs to its edit mark or level mark.
    `evidence` names the witnesses for it, `doubts` what speaks against it (docs/headings.md).
    """

    start: int
    end: int
    depth: int | None
    evidence: tuple[str, ...]
    doubts: tuple[str, ...] = ()

    @property
    def has_edit_mark(self) -> bool:
        """Whether an edit mark is among its witnesses."""
        return not _EDIT_MARKS.isdisjoint(self.evidence)


@dataclass(slots=True)
class Page:
    """Lines are counted from 0 here, and from 1 in spans.

    `source` holds the source's lines; `texts` the page's, without the blanks around them, "" where one is blank;
    `origins` for each the source line that it is, or the pieces that it was made of; `level_marks` the signs that
    headings' levels are marked with.

    `claims` holds the lines that are furniture, `headings` those that are headings; a line in neither is the article's,
    or not yet known. `settled` holds the roles of lines that a person says are paragraphs or captions. `title` is the
    title's line, `site` the wiki that the page names; `address` is the page's own, as a tool wrote it above the text,
    and `is_titled` tells that it wrote the title there. `pieces` are ledger entries of less than a line. `phrases` has
    what the wiki's interface says with a line, for each line that it has such words on. `columns` has, for each line of
    a table in aligned columns, these columns; `drawn` has the rows of drawn tables, whose cells TABs part, and
    `drawn_tables` these tables. `torn` tells that a line ends at each link; `guessed` counts the headings whose
    beginning within a line was told by the end of a sentence alone.
    """

    source: list[str]
    texts: list[str]
    origins: list[int | tuple[Piece, ...]]
    level_marks: str = "=*#"
    title: int | None = None
    site: str = ""
    address: str = ""
    is_titled: bool = False
    claims: dict[int, Claim] = field(default_factory=dict)
    headings: dict[int, FoundHeading] = field(default_factory=dict)
    settled: dict[int, str] = field(default_factory=dict)
    pieces: list[LedgerEntry] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    phrases: dict[int, Phrase] = field(default_factory=dict)
    columns: dict[int, Columns] = field(default_factory=dict)
    drawn: dict[int, DrawnRow] = field(default_factory=dict)
    drawn_tables: list[DrawnTable] = field(default_factory=list)
    torn: bool = False
    guessed: int = 0
    _filled: list[int] | None = None
    _long: list[int] | None = None
    known_signs: InitVar[Signs | None] = None
    _signs: Signs | None = field(init=False)

    def __post_init__(self, known_signs: Signs | None) -> None:
        """No line has a role yet; `known_signs` are those of `texts`, where somebody has asked for them before."""
        self.roles = [""] * len(self.texts)
        self._signs = known_signs

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def filled(self) -> list[int]:
        """The lines that are not blank, in order; to be asked when no text changes any more."""
        if self._filled is None:
            self._filled = [*compress(range(len(self.texts)), self.texts)]
        return self._filled

    @property
    def long(self) -> list[int]:
        """The lines of LONG characters at least, in order; to be asked when no text changes any more."""
        if self._long is None:
            self._long = [index for index, text in enumerate(self.texts) if len(text) >= LONG]
        return self._long

    @property
    def signs(self) -> Signs:
        """The lines by their first and last signs; to be asked when no text changes any more."""
        if self._signs is None:
            self._signs = Signs(self.texts)
        return self._signs

    def replace(self, index: int, texts: list[str], origins: list[int | tuple[Piece, ...]]) -> None:
        """Put lines in the place of line `index`, before anything is known of any line."""
        self.texts[index : index + 1] = texts
        self.origins[index : index + 1] = origins
        self.roles = [""] * len(self.texts)
        self.columns = {}
        self.drawn = {}
        self.drawn_tables = []
        self._filled = self._long = self._signs = None

    def free(self, index: int) -> bool:
        """Whether line `index` exists, is not blank, and nothing is known of it."""
        return (
            0 <= index < len(self.texts)
            and self.texts[index] != ""
            and index not in self.claims
            and index not in self.headings
            and index != self.title
            and index not in self.settled
        )

    def next_filled(self, index: int) -> int:
        """The first line at or after `index` that is not blank; the number of lines where there is none."""
        texts = self.texts
        while index < len(texts) and not texts[index]:
            index += 1
        return index

    def filled_above(self, index: int) -> int:
        """The line nearest above `index` that is not blank; -1 where there is none."""
        texts = self.texts
        index -= 1
        while index >= 0 and not texts[index]:
            index -= 1
        return index

    def lead(self, index: int) -> str:
        """The blanks before the text of line `index`."""
        origin = self.origins[index]
        source = self.source[origin if isinstance(origin, int) else origin[0].line]
        if source[:1] not in BLANKS:
            return ""
        blanks = _LEAD.match(source, 0, len(source) if isinstance(origin, int) else origin[0].start)
        return blanks[0] if blanks else ""

    def number(self, index: int) -> int:
        """The number of line `index` in the source, from 1: that of the first source line which it has a piece of."""
        return self.spans(index)[0].line

    def spans(self, index: int, start: int = 0, end: int | None = None) -> Spans:
        """Where the piece [start, end) of the text of line `index` stands in the source."""
        text = self.texts[index]
        end = len(text) if end is None else end
        origin = self.origins[index]
        if isinstance(origin, int):
            lead = 0 if len(self.source[origin]) == len(text) else len(self.lead(index))
            return (new(Span, (origin + 1, lead + start, lead + end)),)
        if start == 0 and end == len(text):
            return tuple([new(Span, (line + 1, column, column + length)) for _, line, column, length in origin])
        return tuple(
            [
                Span(line + 1, column + max(start - at, 0), column + min(end - at, length))
                for at, line, column, length in origin[_reach(origin, start, end)]
                if start < at + length
            ]
        )

    def pieces_of(self, index: int, start: int, end: int) -> tuple[Piece, ...]:
        """From which pieces of the source the piece [start, end) of the text of line `index` was made."""
        origin = self.origins[index]
        if isinstance(origin, int):
            return (Piece(0, origin, len(self.lead(index)) + start, end - start),)
        cut: list[Piece] = []
        for at, line, column, length in origin[_reach(origin, start, end)]:
            first, last = max(start, at), min(end, at + length)
            if first < last:
                cut.append(Piece(first - start, line, column + first - at, last - first))
        return tuple(cut)

    def spans_of(self, start: int, end: int) -> Spans:
        """Where the lines [start, end) that are not blank stand in the source."""
        return tuple([span for index in range(start, end) if self.texts[index] for span in self.spans(index)])

    def drop(self, index: int, start: int, end: int, claim: Claim) -> None:
        """Put the piece [start, end) of the text of line `index` into the ledger; of blanks there is no record."""
        if start >= end:
            return
        text = self.texts[index][start:end]
        if bare := text.strip(BLANKS):
            start += text.index(bare)
            spans = self.spans(index, start, start + len(bare))
            self.pieces.append(LedgerEntry(claim.role, claim.rule, claim.reason, bare, spans))


def _reach(origin: tuple[Piece, ...], start: int, end: int) -> slice:
    """Which of the pieces of a line may have characters in [start, end) of its text."""
    return slice(max(0, bisect_right(origin, start, key=_PLACE) - 1), bisect_left(origin, end, key=_PLACE))
