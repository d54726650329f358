"""Question: whom, when and where does a short reference name?

https://en.wikipedia.org/wiki/Template:Sfn: up to four names and a year without names, and a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_YEAR = re.compile(r"(?:c\. ?)?\d{3,4}\w?(?:[–/-]\d{2,4})?|n\.? ?d\.?|forthcoming|in press", re.IGNORECASE)
_ALL = 3
"""Up to how many names are all shown."""


def set_author_date(arguments: Arguments) -> None:
    """Give a call the arguments `authors`, `year` and `where`, which its rule shows."""
    items = arguments.items()
    named = [arguments.text(f"last{number}", *(("last",) if number == 1 else ())) for number in range(1, 6)]
    if names := [name for name in named if name]:
        year = arguments.text("year", "year1", "date")
    else:
        year = items.pop() if len(items) > 1 and (_YEAR.match(items[-1]) or items[-1][:1].isdigit()) else ""
        names = items
        if not year and len(names) > 1 and len(names[-1]) < 10:
            year = names.pop()
    arguments.set("authors", _joined(names))
    arguments.set("year", year)
    arguments.set("where", _where(arguments))


def _joined(names: list[str]) -> str:
    if len(names) > _ALL:
        return f"{names[0]} et al."
    if names and names[-1].rstrip(".").casefold() in ("et al", "''et al''"):
        return ", ".join(names[:-1]) + " et al."
    return " & ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _where(arguments: Arguments) -> str:
    found = ""
    if page := arguments.text("p", "page"):
        found += f", p.\N{NO-BREAK SPACE}{page}"
    if pages := arguments.text("pp", "pages"):
        found += f", pp.\N{NO-BREAK SPACE}{pages}"
    if place := arguments.text("loc", "at"):
        found += f", {place}"
    return found
