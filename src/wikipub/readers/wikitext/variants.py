"""Question: which of a language's variants stands? `-{zh-hans:猫;zh-hant:貓}-` says it for each, `-{猫}-` for all.

https://www.mediawiki.org/wiki/Writing_systems/Syntax: flags before a bar; of several variants the first is shown.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"-\{(?!\{)(?:([A-Za-z;-]{1,40})\|)?([^{}\n]{1,1000})\}-")
_NAMED = re.compile(r"\s*(?:[a-z]{2,3}(?:-[a-z]{2,8})*|[a-z]+)\s*:\s*(?!//)(.*)", re.DOTALL)
_HIDDEN = frozenset(("H", "T", "-"))
"""Flags of what is not shown in its place: rules for the page, its title, and what takes rules back."""


def variants(text: str) -> list[tuple[int, int, int, int]]:
    """The marks in a text: where each stands, and where in it what is shown does; an empty piece where nothing is."""
    found = []
    for mark in _MARK.finditer(text):
        start, end = mark.span(2)
        if mark[1] and not _HIDDEN.isdisjoint(mark[1].split(";")):
            start = end
        elif first := _NAMED.match(mark[2].partition(";")[0]):
            start, end = start + first.start(1), start + first.end(1)
        found.append((*mark.span(), start, end))
    return found
