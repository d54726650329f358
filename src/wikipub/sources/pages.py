"""From a user's words to the pages of a dump that they mean."""

from __future__ import annotations

import re
from pathlib import Path

from wikipub.errors import SourceError
from wikipub.source import Selection


def selection(pages: str, namespaces: frozenset[str], limit: int | None) -> Selection:
    """The pages that a user's words mean: a file of titles, one a line, or else a regular expression.

    Raises ValueError for an expression that is none, SourceError for a file that cannot be read.
    """
    if not pages:
        return Selection(namespaces=namespaces, limit=limit)
    path = Path(pages)
    if path.is_file():
        try:
            lines = path.read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"{pages}: cannot be read: {error}; give one title a line, in UTF-8") from error
        titles = frozenset(title for line in lines if (title := line.strip()))
        if not titles:
            raise SourceError(f"{pages}: lists no pages; give one title a line")
        return Selection(titles, namespaces=namespaces, limit=limit)
    try:
        re.compile(pages)
    except re.error as error:
        raise ValueError(f"pages: {pages!r} is neither a file nor a regular expression: {error}") from None
    return Selection(pattern=pages, namespaces=namespaces, limit=limit)
