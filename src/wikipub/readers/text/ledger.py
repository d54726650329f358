"""Question: what of the page is not in its blocks, and why?"""

from __future__ import annotations

from collections.abc import Iterator

from wikipub.document import LedgerEntry
from wikipub.readers.text.page import Page


def ledger(page: Page) -> tuple[LedgerEntry, ...]:
    """The claimed lines, neighbours under one claim together, and the pieces of lines, in the source's order."""
    entries = [_entry(page, lines) for lines in _runs(page)]
    entries += page.pieces
    return tuple(sorted(entries, key=lambda entry: entry.spans[0]))


def _runs(page: Page) -> Iterator[list[int]]:
    """The claimed lines, those that only blank lines part under one claim together."""
    lines: list[int] = []
    last = None
    claims, texts = page.claims, page.texts
    for index in sorted(claims):
        claim = claims[index]
        if lines and ((claim is not last and claim != last) or any(texts[lines[-1] + 1 : index])):
            yield lines
            lines = []
        last = claim
        lines.append(index)
    if lines:
        yield lines


def _entry(page: Page, lines: list[int]) -> LedgerEntry:
    claim = page.claims[lines[0]]
    text = "\n".join([page.texts[line] for line in lines])
    spans = tuple([span for line in lines for span in page.spans(line)])
    return LedgerEntry(claim.role, claim.rule, claim.reason, text, spans)
