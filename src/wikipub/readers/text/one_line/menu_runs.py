"""Question: where do menus stand within a long line?

A menu is a run of the interface's words in one language, with little between them: the site's name, the page's title.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from wikipub.data.interface import Phrase, interface

_WORDS = re.compile(r"[^\s|·•,;:،/()\[\]]+")
_FEWEST = 4
"""Fewest phrases of a run, where one of them is certain; as many more where none is, half as many."""
_GAP = 4
"""Most words between two phrases of a run: a site's name, a title."""
_OF_ONE_LANGUAGE = 0.75
"""Least share of a run's phrases that one language has."""
_STOPS = (".", "!", "?", "。", ",")
"""What no word within a menu ends with."""


class Link(NamedTuple):
    """One phrase of a run, at [start, end) of the line, and what it may say."""

    start: int
    end: int
    phrases: tuple[Phrase, ...]

    @property
    def is_certain(self) -> bool:
        """Whether articles have no such words of their own."""
        return any(phrase.certain for phrase in self.phrases)


def menu_runs(text: str, folded: str, start: int, end: int) -> list[list[Link]]:
    """The runs of menus in [start, end) of `text`, in order; `folded` is `text` in small letters, each at its place."""
    runs: list[list[Link]] = []
    run: list[Link] = []
    gap = after = 0
    for word in _WORDS.finditer(text, start, end):
        if word.start() < after:
            continue
        found = _link(text, folded, word.start())
        if found and found.end <= end:
            run.append(found)
            after = found.end
            gap = 0
        elif run and ((gap := gap + 1) > _GAP or word[0].endswith(_STOPS)):
            runs.append(run)
            run = []
            gap = 0
    trimmed = (_trimmed(text, run) for run in [*runs, run] if run)
    return [run for run in trimmed if _is_menu(run)]


def _link(text: str, folded: str, start: int) -> Link | None:
    """The phrase at `start`; single words of menus have a capital, and what follows has, too."""
    if not (found := interface().phrase_at(folded, start)):
        return None
    end, phrases = found
    if " " not in text[start:end] and (text[start].islower() or text[end : end + 2].strip().islower()):
        return None
    if any(phrase.role == "categories" for phrase in phrases) and text[end : end + 2].strip().startswith(":"):
        return None  # the names of categories follow
    return Link(start, end, phrases)


def _trimmed(text: str, run: list[Link]) -> list[Link]:
    """A run without the words at its ends that stand apart from it and may be the article's."""
    begin, end = 0, len(run)
    while end - begin > 1 and not run[begin].is_certain and _WORDS.search(text, run[begin].end, run[begin + 1].start):
        begin += 1
    while end - begin > 1 and not run[end - 1].is_certain and _WORDS.search(text, run[end - 2].end, run[end - 1].start):
        end -= 1
    return run[begin:end]


def _is_menu(run: list[Link]) -> bool:
    """Whether the phrases are many enough, and most of one language; names of languages are of each."""
    words = [link for link in run if all(phrase.role != "language" for phrase in link.phrases)]
    certain = any(link.is_certain for link in words)
    if len({link.phrases for link in words}) < (_FEWEST if certain else 3 * _FEWEST // 2):
        return False
    codes = Counter(code for link in words for code in {code for phrase in link.phrases for code in phrase.languages})
    return max(codes.values()) >= _OF_ONE_LANGUAGE * len(words)
