"""What is found out about an article on the way: its ledger, its metadata, and where in the source things stand."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter

from wikipub.document import LedgerEntry, Span, Spans, Translation


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        starts, at = [0], text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        self._starts = starts
        self._end = len(text)

    def spans(self, start: int, end: int) -> Spans:
        """The pieces of lines that text[start:end] consists of, without line ends."""
        starts = self._starts
        first = bisect_right(starts, start) - 1
        following = starts[first + 1] if first + 1 < len(starts) else self._end + 1
        if start < end < following:  # within one line, as most are
            return (Span(first + 1, start - starts[first], end - starts[first]),)
        last = bisect_right(starts, max(start, end - 1)) - 1
        found = []
        for line in range(first, last + 1):
            begin = starts[line]
            stop = starts[line + 1] - 1 if line + 1 < len(starts) else self._end
            piece = Span(line + 1, max(start, begin) - begin, min(end, stop) - begin)
            if piece.end > piece.start:
                found.append(piece)
        return tuple(found)


class Places:
    """Which offset of the source each piece of an expanded text comes from."""

    def __init__(self) -> None:
        self._expanded: list[int] = []
        self._source: list[int] = []

    def add(self, expanded: int, source: int) -> None:
        """From offset `expanded` on the text is the source's from offset `source` on."""
        self._expanded.append(expanded)
        self._source.append(source)

    def source(self, offset: int) -> int:
        """The source's offset of one of the expanded text; within an expansion it may lie behind its call's end."""
        if not self._expanded:
            return offset
        piece = max(0, bisect_right(self._expanded, offset) - 1)
        moved = self._source[piece] + offset - self._expanded[piece]
        following = self._source[piece + 1] if piece + 1 < len(self._source) else moved
        return min(moved, max(following, self._source[piece]))


class Record:
    """The ledger and the metadata of an article while it is read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = Lines(source)
        self.ledger: list[LedgerEntry] = []
        self.categories: list[str] = []
        self.translations: list[Translation] = []
        self.title = ""
        self.unknown: Counter[str] = Counter()
        self.too_deep = 0
        self.over_budget = 0

    def drop(self, role: str, rule: str, reason: str, start: int, end: int) -> None:
        """Enter source[start:end] into the ledger."""
        if text := self.source[start:end].strip():
            self.ledger.append(LedgerEntry(role, rule, reason, text, self.lines.spans(start, end)))

    def state(self) -> tuple[object, ...]:
        """What changes with all that is recorded."""
        return len(self.ledger), len(self.categories), len(self.translations), self.over_budget, self.title

    def entries(self) -> tuple[LedgerEntry, ...]:
        """The ledger in the order of the source."""
        return tuple(sorted(self.ledger, key=lambda entry: entry.spans[:1]))
