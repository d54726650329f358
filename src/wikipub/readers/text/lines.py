"""Question: which lines did the author write?

Undoes what the dialect did: takes the tool's marks out of the lines, joins what was wrapped or torn. What is taken out
goes to the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wikipub.document import LedgerEntry, Span
from wikipub.readers.text.dialect import Dialect, display_width, tell_dialect
from wikipub.readers.text.markup import Cut, markdown_cuts, number_cuts
from wikipub.readers.text.page import BLANKS, Page, Piece

_STARTS_BLOCK = re.compile(
    r"[•●▪◦·□☆○+*o#-]\s|\d{1,4}[.)]\s|[\^↑]|\*{3,}|={2,}|#{1,6}\s|\||\[\s*\]\s|_{3,}|-{3,}|\((?:BUTTON|Top)\)"
)
_COLUMNS = re.compile(r"\S {3,}\S")


def lines_of(text: str) -> tuple[Page, Dialect]:
    """The page that `text` makes, and the dialect that it was in."""
    source = text.split("\n")
    texts = [line.strip(BLANKS) for line in source]
    dialect = tell_dialect(source, texts)
    cuts: dict[int, list[Cut]] = {}
    if dialect.markdown:
        cuts = markdown_cuts(source, texts)
    elif dialect.numbered:
        cuts = number_cuts(source)
    joins = _joins(source, texts, dialect, cuts)
    if not cuts and not joins:
        return Page(source, texts, list(range(len(source)))), dialect
    page = Page(source, [], [])
    for group in _groups(len(source), joins):
        _add(page, group, joins, cuts, texts)
    page.roles = [""] * len(page.texts)
    if dialect.starred:
        page.texts = [_spaced(text) if "_" in text else text for text in page.texts]
    return page, dialect


def _spaced(text: str) -> str:
    """`text` with the blanks that GNU html2text printed as underscores; addresses keep theirs."""
    return " ".join(word if "/" in word or "@" in word else word.replace("_", " ") for word in text.split(" "))


def _groups(count: int, joins: dict[int, str]) -> Iterator[range]:
    """Runs of source lines that make a line each."""
    start = 0
    for index in range(1, count + 1):
        if index not in joins:
            yield range(start, index)
            start = index


def _joins(source: list[str], texts: list[str], dialect: Dialect, cuts: dict[int, list[Cut]]) -> dict[int, str]:
    """The source lines that go on the line before them, each with what stands between: a blank or nothing."""
    joins: dict[int, str] = {line: "" for line, pieces in cuts.items() if any(cut.joins for cut in pieces)}
    if dialect.width is not None:
        for index in range(1, len(texts)):
            if index not in joins and _is_wrapped(source, texts, index, dialect.width):
                hyphen = texts[index - 1].endswith("-") and texts[index - 1][-2:-1].isalpha()
                joins[index] = "" if hyphen else " "
    return joins


def _is_wrapped(source: list[str], texts: list[str], index: int, width: int) -> bool:
    """Whether line `index` goes on the line before it: its first word did not fit there."""
    text, before = texts[index], texts[index - 1]
    if not text or not before or _STARTS_BLOCK.match(text) or before[0] == "|" or before.startswith("___"):
        return False
    if _COLUMNS.search(before) or _COLUMNS.search(text):
        return False
    used = display_width(source[index - 1].rstrip(BLANKS))
    return used + 1 + display_width(text.split(" ", 1)[0]) > width - 1


def _add(page: Page, group: range, joins: dict[int, str], cuts: dict[int, list[Cut]], texts: list[str]) -> None:
    """Add the line that the source lines `group` make."""
    first = group[0]
    if len(group) == 1 and first not in cuts:
        page.texts.append(texts[first])
        page.origins.append(first)
        return
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for line in group:
        source = page.source[line]
        between = joins.get(line, "") if line != first else ""
        for start, end in _kept(source, cuts.get(line, ())):
            if not parts or between:
                start += len(source[start:end]) - len(source[start:end].lstrip(BLANKS))
            elif parts[-1][-1:].isalnum() and source[start : start + 1].isalnum() and source[start - 1] == "[":
                between = " "  # the tool lost the blank before a link
            if parts and between:
                parts.append(between)
                length += len(between)
            between = ""
            if start < end:
                parts.append(source[start:end])
                pieces.append(Piece(length, line, start, end - start))
                length += end - start
        for cut in cuts.get(line, ()):
            page.pieces.extend(_entry(source, line, cut))
    text = "".join(parts)
    bare = text.rstrip(BLANKS)
    while pieces and pieces[-1].at >= len(bare):
        pieces.pop()
    if pieces and (surplus := pieces[-1].at + pieces[-1].length - len(bare)) > 0:
        pieces[-1] = pieces[-1]._replace(length=pieces[-1].length - surplus)
    page.texts.append(bare)
    page.origins.append(tuple(pieces) or first)


def _kept(source: str, cuts: list[Cut] | tuple[()]) -> Iterator[tuple[int, int]]:
    """The ranges of a source line that are not cut out, blanks at the line's end left off."""
    start = 0
    for cut in cuts:
        if cut.start > start:
            yield start, cut.start
        start = max(start, cut.end)
    end = len(source.rstrip(BLANKS))
    if end > start:
        yield start, end


def _entry(source: str, line: int, cut: Cut) -> Iterator[LedgerEntry]:
    text = source[cut.start : cut.end]
    if bare := text.strip(BLANKS):
        start = cut.start + text.index(bare)
        span = Span(line + 1, start, start + len(bare))
        yield LedgerEntry(cut.claim.role, cut.claim.rule, cut.claim.reason, bare, (span,))
