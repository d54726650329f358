"""Question: what do a line's own look and the lines around it say for or against its being a heading?"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import NamedTuple

from wikipub.data.language import Language
from wikipub.readers.text.hatnotes import is_hatnote
from wikipub.readers.text.language import external_titles, known_titles
from wikipub.readers.text.page import Page
from wikipub.readers.text.shape import BULLETS, ends_sentence, is_prose

_FEW_WORDS, _MANY_WORDS = 4, 7
"""Most words of a short heading, and of one that is not long."""
_MANY_CHARACTERS = 60
"""As long as so many words, where a tool glued some together."""
_LONGEST_WORD = 24
"""Longer words are glued, in characters."""
_SHORT = 80
"""Longer lines are not looked for a second time, in characters."""
_LONG, _LONG_IN_CHARACTERS = 100, 50
"""A paragraph of so many characters is hardly a caption or an item; in scripts without blanks it needs fewer."""
_FIRST, _LEAD_WORDS = 3, 40
"""The lead is among so many first paragraphs; so many characters of it may stand before the title's words."""
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
        self._by_words = not language or language.common_by == "word"
        texts, claims = page.texts, page.claims
        short = [index for index in page.filled if len(texts[index]) <= _SHORT and index not in claims]
        folded = [texts[index].casefold() for index in short]
        self._said = Counter(folded)
        links = external_titles()
        self._links = len(page)
        if not links.isdisjoint(self._said):
            self._links = next(index for index, words in zip(short, folded, strict=True) if words in links)
        self._begin = page.next_filled(0 if page.title is None else page.title + 1)
        self._lead: int | None = None

    def of(self, index: int, text: str) -> Statement:
        """What they say of the words `text` on line `index`."""
        witnesses: list[str] = []
        doubts: list[str] = []
        self._look_at(text, witnesses, doubts)
        if index > self._links:
            doubts.append("below-links")
        self._look_above(index, text, witnesses, doubts)
        self._look_below(index, witnesses, doubts)
        return Statement(tuple(witnesses), tuple(doubts))

    def _find_lead(self) -> int:
        """The first paragraph that begins with the title's words, or the first one, as a caption may stand above it."""
        if self._lead is None:
            texts = self.page.texts
            first = [*islice(filter(self._may_be_lead, self.page.long), _FIRST)]
            words = self._title.partition(" (")[0]
            named = (index for index in first if words and words in texts[index][: len(words) + _LEAD_WORDS].casefold())
            self._lead = next(named, first[0] if first else -1)
        return self._lead

    def _may_be_lead(self, index: int) -> bool:
        text = self.page.texts[index]
        is_hatnote_here = self.language is not None and is_hatnote(text, self.language)
        return index not in self.page.claims and is_prose(text) and not is_hatnote_here

    def _look_at(self, text: str, witnesses: list[str], doubts: list[str]) -> None:
        folded = text.casefold()
        words = text.split()
        if folded in self._known:
            witnesses.append("known-title")
        if len(words) <= _FEW_WORDS:
            witnesses.append("few-words")
        elif len(words) > _MANY_WORDS or len(text) > _MANY_CHARACTERS:
            doubts.append("many-words")
        if len(words) == 1 and self._by_words and len(text) <= _LONGEST_WORD:
            witnesses.append("one-word")
        if _ODD.search(text):
            period = _PERIOD.match(text)
            if period:
                witnesses.append("period")
            elif _FIGURE.search(text):
                doubts.append("figures")
            if _SIGN.search(text, period.end() if period else 0):
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
            if len(page.texts[above]) >= (_LONG if self._by_words else _LONG_IN_CHARACTERS):
                witnesses.append("long-prose-before")
        elif self._begin < index < self._find_lead():
            doubts.append("above-lead")

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
        elif ends_sentence(text) or (adjacent and text[-1] in ":："):
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
