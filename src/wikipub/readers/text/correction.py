"""Question: what does a person say about the lines?

That wins over every witness. A correction is about source lines, so it keeps them apart when lines are joined; what the
questions find out is then overruled line by line.
"""

from __future__ import annotations

from wikipub.readers.text.headings.marked import leveled
from wikipub.readers.text.page import Claim, FoundHeading, Page
from wikipub.source import Correction, Ruling, Verdict

WITNESS = "correction"
"""What a heading's evidence calls the person's word."""

_FURNITURE = Claim("correction", "furniture", "a person says that this is not the article's")
_OTHER_TITLE = Claim("correction", "furniture", "a person gave the article another title")
_ONE_LINE = (Verdict.TITLE, Verdict.HEADING, Verdict.CAPTION)
"""Verdicts whose lines belong together: what stands on several was wrapped or torn."""


def keep_apart(joins: dict[int, str], correction: Correction) -> None:
    """Take back which source lines go on the line before, where a person says what these are.

    `joins` has the source lines, from 0, each with what stands between it and the line before.
    """
    for ruling in correction.rulings:
        lines = range(ruling.first, ruling.last)
        joins.pop(ruling.first - 1, None)
        joins.pop(ruling.last, None)
        if ruling.verdict in _ONE_LINE:
            joins.update((line, joins.get(line, " ")) for line in lines)
        elif ruling.verdict is Verdict.FURNITURE:
            for line in lines:
                joins.pop(line, None)


class Overruling:
    """A correction and the lines of the page that it is about."""

    def __init__(self, page: Page, correction: Correction) -> None:
        self._page = page
        self._given_title = correction.title
        self._lines: dict[int, Ruling] = {}
        if correction.rulings:
            rulings = {line: one for one in correction.rulings for line in range(one.first, one.last + 1)}
            for index, text in enumerate(page.texts):
                if text and (ruling := rulings.get(page.number(index))):
                    self._lines[index] = ruling

    def begin(self) -> None:
        """Settle what no question need be asked about: furniture, paragraphs and captions."""
        for index, ruling in self._lines.items():
            if ruling.verdict is Verdict.FURNITURE:
                self._page.claims[index] = _FURNITURE
            elif ruling.verdict in (Verdict.PARAGRAPH, Verdict.CAPTION):
                self._page.settled[index] = ruling.verdict.value

    def title(self) -> int | None:
        """The title's line; None where no line is said to be it."""
        return next((index for index, ruling in self._lines.items() if ruling.verdict is Verdict.TITLE), None)

    def finish(self) -> None:
        """Overrule what the questions found out about the lines."""
        page = self._page
        for index, ruling in self._lines.items():
            found = page.headings.pop(index, None)
            if ruling.verdict is Verdict.NOT_HEADING:
                continue
            page.claims.pop(index, None)
            if index == page.title and ruling.verdict is not Verdict.TITLE:
                page.title = None
            if ruling.verdict is Verdict.FURNITURE:
                page.claims[index] = _FURNITURE
            elif ruling.verdict is Verdict.HEADING:
                page.headings[index] = self._heading(index, found, ruling)
        if self._given_title and page.title is not None:
            page.claims[page.title] = _OTHER_TITLE
            page.title = None

    def is_about(self, start: int, end: int) -> bool:
        """Whether one of the lines [start, end) is corrected."""
        return any(start <= index < end for index in self._lines)

    def _heading(self, index: int, found: FoundHeading | None, ruling: Ruling) -> FoundHeading:
        if found is None:
            text = self._page.texts[index]
            line = leveled(text, self._page.level_marks)
            found = FoundHeading(line.start if line else 0, line.end if line else len(text), None, ())
        found.depth = ruling.level or found.depth
        found.evidence += (WITNESS,)
        return found
