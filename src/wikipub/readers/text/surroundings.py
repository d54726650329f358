"""Question: what do a line's own look and the lines around it say for or against its being a heading?"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from wikipub.data.language import Language
from wikipub.readers.text.hatnotes import is_hatnote
from wikipub.readers.text.language import known_titles
from wikipub.readers.text.page import Page
from wikipub.readers.text.shape import BULLETS, ends_sentence, is_prose

_FEW_WORDS, _MANY_WORDS = 4, 7
"""Most words of a short heading, and of one that is not long."""
_SHORT = 80
"""Longer lines are not looked for a second time, in characters."""
_SHORTEST_TITLE = 4
"""Shorter titles of articles may stand in any heading, in characters."""
_LONGER = 2
"""So many times as long as the heading is the line above, if it is a paragraph's and not a table's or a list's."""
_MANY_COMMON = 2
"""So many common words make a phrase of a line, as captions are."""
_ITEM = re.compile(rf"[{BULLETS}]\s|\d{{1,4}}[.)]\s|[\^↑]")
_WORD = re.compile(r"[^\W\d_]+")
_ODD = re.compile(r"[\d,(–\-\[]")
"""What those of the following hold that are found in a line."""
_PERIOD = re.compile(r"\d{3,4}(?:s\b|\s?[–-])")
_FIGURE = re.compile(r"\d")
_SIGN = re.compile(r"[,(–-]")
_NOTE_MARK = re.compile(r"\[[^\[\]]{1,40}\]")


class Statement(NamedTuple):
    """What speaks for a line's being a heading, and what against it; names as in docs/headings.md."""

    witnesses: tuple[str, ...]
    doubts: tuple[str, ...]


class Surroundings:
    """Looks at the lines of one page; `language` is that of its article, None where it is not known."""

    def __init__(self, page: Page, language: Language | None) -> None:
        self.page = page
        self.language = language
        title = "" if page.title is None else page.texts[page.title].casefold()
        self._title = title if len(title) >= _SHORTEST_TITLE else ""
        self._known = known_titles()
        self._common = language.common if language and language.common_by == "word" else frozenset[str]()
        texts, claims = page.texts, page.claims
        short = [texts[index] for index in page.filled if len(texts[index]) <= _SHORT and index not in claims]
        self._said = Counter(map(str.casefold, short))

    def of(self, index: int, text: str) -> Statement:
        """What they say of the words `text` on line `index`."""
        witnesses: list[str] = []
        doubts: list[str] = []
        self._look_at(text, witnesses, doubts)
        self._look_above(index, text, witnesses, doubts)
        self._look_below(index, witnesses, doubts)
        return Statement(tuple(witnesses), tuple(doubts))

    def _look_at(self, text: str, witnesses: list[str], doubts: list[str]) -> None:
        folded = text.casefold()
        words = text.count(" ") + 1
        if folded in self._known:
            witnesses.append("known-title")
        if words <= _FEW_WORDS:
            witnesses.append("few-words")
        elif words > _MANY_WORDS:
            doubts.append("many-words")
        if _ODD.search(text):
            if _PERIOD.match(text):
                witnesses.append("period")
            elif _FIGURE.search(text):
                doubts.append("figures")
            if _SIGN.search(text):
                doubts.append("signs")
            if _NOTE_MARK.search(text):
                doubts.append("note-mark")
        if self._title and self._title in folded:
            doubts.append("article-title")
        if self._said[folded] > 1:
            doubts.append("said-twice")
        if self._common:
            spoken = _WORD.findall(folded)
            if spoken and spoken[0] in self._common:
                doubts.append("common-first-word")
            if len([word for word in spoken if word in self._common]) >= _MANY_COMMON:
                doubts.append("common-words")

    def _look_above(self, index: int, text: str, witnesses: list[str], doubts: list[str]) -> None:
        page = self.page
        if index == 0 or not page.texts[index - 1]:
            witnesses.append("blank-above")
        elif len(page.texts[index - 1]) <= _LONGER * len(text):
            doubts.append("short-line-above")
        if (above := page.filled_above(index)) >= 0 and above != page.title and is_prose(page.texts[above]):
            witnesses.append("prose-before")

    def _look_below(self, index: int, witnesses: list[str], doubts: list[str]) -> None:
        page = self.page
        below = self._below(index)
        if below == len(page) or below in page.claims:
            doubts.append("nothing-below")
            return
        text = page.texts[below]
        adjacent = below == index + 1
        if self.language and is_hatnote(text, self.language):
            witnesses.append("hatnote-after")
        elif is_prose(text):
            witnesses.append("text-right-below" if adjacent else "prose-after")
            return
        elif ends_sentence(text) or text[-1] in ":：":
            if adjacent:
                witnesses.append("sentence-right-below")
        elif _ITEM.match(text):
            doubts.append("item-below")
        elif "\t" in text or text[0] == "|":
            doubts.append("row-below")
        else:
            doubts.append("short-line-right-below" if adjacent else "short-line-after")
        second = page.next_filled(below + 1)
        if second < len(page) and is_prose(page.texts[second]):
            witnesses.append("prose-second")

    def _below(self, index: int) -> int:
        """The next line below that is neither blank nor the heading's edit mark; the number of lines for none."""
        page = self.page
        index = page.next_filled(index + 1)
        while index in page.claims and page.claims[index].role == "edit-mark":
            index = page.next_filled(index + 1)
        return index
