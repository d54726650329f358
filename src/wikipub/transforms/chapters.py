"""An article as a chapter of a book: under a title of the book's choice, without the sections that it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Document, LedgerEntry
from wikipub.transforms.sections import without_sections
from wikipub.tree_print import text_of
from wikipub.walk import headings, plain


def as_chapter(article: Document, title: str, drop: Sequence[str], warn: Warn) -> Document:
    """The article under `title`, where one is given, without its sections of the titles `drop`.

    Links that know it by its own title still lead to it. What is dropped is in the ledger.
    """
    chapter = _without(article, drop, warn) if drop else article
    if title and title != chapter.title:
        chapter = replace(chapter, title=title, redirects=(chapter.title, *chapter.redirects))
    return chapter


def _without(article: Document, drop: Sequence[str], warn: Warn) -> Document:
    """The article without sections of these titles; one that it has not, or that holds its notes, is reported."""
    kept, dropped = without_sections(article.blocks, frozenset(title.strip().casefold() for title in drop))
    gone = {title.casefold() for title, _ in dropped}
    titles = {plain(heading.inlines).strip(): None for heading in headings(article)}
    folded = {title.casefold() for title in titles}
    for title in drop:
        if title.strip().casefold() in gone:
            continue
        if title.strip().casefold() in folded:
            message = f"the section “{title}” stays, as the article's notes are in it"
        else:
            near = "".join(f"; did you mean “{match}”?" for match in get_close_matches(title, titles, 1))
            message = f"the article has no section “{title}” to drop{near}"
        warn(Diagnostic("not-dropped", Severity.WARNING, message, article.origin.name))
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
