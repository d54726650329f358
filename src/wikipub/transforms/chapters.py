"""An article as a chapter of a book: without the sections that the book leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Document, LedgerEntry
from wikipub.transforms.sections import without_sections
from wikipub.tree_print import text_of
from wikipub.walk import headings, plain


def without_dropped(article: Document, drop: Sequence[str], warn: Warn, of_many: bool = False) -> Document:
    """The article without its sections of the titles `drop`, which are then in the ledger.

    A title of no section, or of one that holds the article's notes, is reported; where the titles are meant for many
    articles, `of_many`, that is no fault of one.
    """
    severity = Severity.NOTE if of_many else Severity.WARNING
    kept, dropped = without_sections(article.blocks, frozenset(title.strip().casefold() for title in drop))
    gone = {title.casefold() for title, _ in dropped}
    for title in drop:
        if title.strip().casefold() in gone:
            continue
        message = _missing(article, title, "drop")
        message = message or f"the section “{title}” stays, as the article's notes are in it"
        warn(Diagnostic("not-dropped", severity, message, article.origin.name))
    if not dropped:
        return article
    entries = (
        LedgerEntry(
            "section",
            "book-file",
            f"the book file drops “{title}”",
            text_of(replace(article, title="", blocks=blocks)).strip("\n"),
            tuple(span for block in blocks for span in block.spans),
        )
        for title, blocks in dropped
    )
    return replace(article, blocks=kept, ledger=(*article.ledger, *entries))


def report_not_kept(article: Document, keep: Sequence[str], warn: Warn) -> None:
    """Report each of the titles `keep` that no section of the article has."""
    for title in keep:
        if message := _missing(article, title, "keep"):
            warn(Diagnostic("not-kept", Severity.WARNING, message, article.origin.name))


def _missing(article: Document, title: str, doing: str) -> str:
    """What to say where the article has no section of this title, with the near miss; "" where it has one."""
    titles = {plain(heading.inlines).strip(): None for heading in headings(article)}
    if title.strip().casefold() in {found.casefold() for found in titles}:
        return ""
    near = "".join(f"; did you mean “{match}”?" for match in get_close_matches(title, titles, 1))
    return f"the article has no section “{title}” to {doing}{near}"
