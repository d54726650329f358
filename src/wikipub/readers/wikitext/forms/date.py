"""Question: how do dates in templates read, and which ages can be told without a clock?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_Date = tuple[int, ...]
_IN_WORDS = re.compile(r"(?:(?P<day>\d{1,2}) )?(?P<month>[A-Za-z]{3,9})(?(day)| (?P<day2>\d{1,2}),?) (?P<year>\d{4})")


def date(name: str, arguments: Arguments) -> str:
    """One date, or with two an age: `February 3, 1959 (aged 22)`; arguments that are no numbers stand as they are."""
    items = arguments.items()
    day_first = arguments.text("df", "dmy").casefold() in ("y", "yes", "true", "1")
    day_first = day_first or arguments.text("mf").casefold() in ("n", "no")
    dates = _dates(items)
    folded = name.casefold().replace("-", " ")
    if not dates:
        first = items[0] if items else arguments.text("date", "birth_date", "death_date", "year")
        if folded.startswith("death") and "age" in folded and len(items) > 1:
            end, start = _written(first), _written(items[1])
            return f"{first} (aged\N{NO-BREAK SPACE}{_age(end, start)})" if end and start else first
        return first.removeprefix("+")
    if folded.startswith("age") and len(dates) > 1:
        return _age(dates[1], dates[0])
    shown = _shown(dates[0], day_first)
    if "birth" in folded and ("death" in folded or folded.startswith("birth year and")):
        return shown
    if folded.startswith("death") and "age" in folded and len(dates) > 1:
        age = _age(dates[0], dates[1])
        return f"{shown} (aged\N{NO-BREAK SPACE}{age})"
    if len(dates) > 1 and folded == "start and end dates":
        return f"{shown} – {_shown(dates[1], day_first)}"
    return shown


def _dates(items: list[str]) -> list[_Date]:
    """Years, months and days: each date begins with a number over 31 or right after a day."""
    found: list[list[int]] = []
    for item in items:
        if not (item.lstrip("-").isascii() and item.lstrip("-").isdigit() and len(item) < 6):
            month = next((i for i, m in enumerate(_MONTHS, 1) if m[:3].casefold() == item[:3].casefold()), 0)
            if not (month and found and len(found[-1]) == 1):
                break
            item = str(month)
        number = int(item)
        if not found or len(found[-1]) == 3 or number > 31:
            found.append([number])
        else:
            found[-1].append(number)
    return [tuple(parts) for parts in found if len(parts) < 2 or 1 <= parts[1] <= 12]


def _written(text: str) -> _Date | None:
    """A date in words, such as `14 March 1951` or `March 14, 1951`."""
    found = _IN_WORDS.fullmatch(text.strip())
    if not found:
        return None
    month = next((i for i, m in enumerate(_MONTHS, 1) if m[:3].casefold() == found["month"][:3].casefold()), 0)
    return (int(found["year"]), month, int(found["day"] or found["day2"])) if month else None


def _shown(parts: _Date, day_first: bool) -> str:
    year = str(parts[0]) if parts[0] > 0 else f"{-parts[0]} BC"
    if len(parts) == 1:
        return year
    month = _MONTHS[parts[1] - 1]
    if len(parts) == 2:
        return f"{month} {year}"
    return f"{parts[2]} {month} {year}" if day_first else f"{month} {parts[2]}, {year}"


def _age(end: _Date, start: _Date) -> str:
    """Whole years from `start` to `end`; two possible ones where a month or day is not told."""
    years = end[0] - start[0]
    if len(end) > 1 and len(start) > 1 and (len(end) == len(start) == 3 or end[1] != start[1]):
        return str(years - (end[1:] < start[1:]))
    return f"{years - 1}–{years}"
