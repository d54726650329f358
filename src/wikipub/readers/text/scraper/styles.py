"""Question: which characters are a style sheet that leaked into a line of text?"""

from __future__ import annotations

import re
from collections import defaultdict

from wikipub.readers.text.page import Claim
from wikipub.readers.text.scraper.flat import Flat
from wikipub.readers.text.scraper.markup import Cut

MARK = ".mw-"
"""How the names begin that MediaWiki gives to what its style sheets are about."""
SHEET = Claim("style-sheet", "style", "a style sheet that the page held")
_BEGIN = re.compile(r"\.mw-\s*parser-\s*output[\s.,#>:\[{+~a-z]")
"""How a sheet of MediaWiki's begins; a tool may have wrapped it behind a hyphen."""
_SELECTOR = re.compile(r"[^{}]{1,600}\{")
_BRACE = re.compile(r"[{}]")
_NEXT = re.compile(r"\s*(?=\.mw-\s*parser-\s*output|@media\s)")
_LONGEST = 3000
"""Longest rule, in characters."""
_DEEPEST = 3
"""Deepest braces: those of a rule within a condition."""


def style_cuts(source: list[str], texts: list[str]) -> defaultdict[int, list[Cut]]:
    """The style sheets that stand within lines, or go on over several; a line that is one is furniture."""
    cuts: defaultdict[int, list[Cut]] = defaultdict(list)
    end = 0
    for index, text in enumerate(texts):
        if index < end or MARK not in text:
            continue
        end = index
        while end < len(texts) and texts[end]:
            end += 1
        flat = Flat(source, index, end)
        place = 0
        while begin := _BEGIN.search(flat.text, place):
            place = begin.end()
            close = _sheet_end(flat.text, begin.start())
            if close and flat.text[begin.start() : close] != texts[flat.line(begin.start())]:
                flat.cut(cuts, begin.start(), close, SHEET)
            place = max(place, close)
    return cuts


def _sheet_end(text: str, start: int) -> int:
    """Where the rules that begin at `start` end; 0 where no rule begins there."""
    end = 0
    following: re.Match[str] | None = None
    while selector := _SELECTOR.match(text, following.end() if following else start):
        close = _close(text, selector.end())
        if not close:
            break
        end = close
        following = _NEXT.match(text, end)
        if not following:
            break
    return end


def _close(text: str, start: int) -> int:
    """The place behind the brace that closes the one before `start`; 0 where there is none near."""
    depth = 1
    for brace in _BRACE.finditer(text, start, start + _LONGEST):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end()
        if depth > _DEEPEST:
            break
    return 0
