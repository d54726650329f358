"""Question: which bracketed words are the links by which sections are edited?

Those of MediaWiki's languages are data. In a text of another wiki or language the shape tells: the same words in
brackets recur at short lines that lead text, and nowhere else.
"""

from __future__ import annotations

import re
from collections import Counter

from wikipub.data.interface import interface
from wikipub.readers.text.headings.contents import CONTENTS_ROW
from wikipub.readers.text.language import editorial_tags
from wikipub.readers.text.page import Page
from wikipub.readers.text.shape import ends_sentence, is_prose

_FEWEST = 3
"""Fewest short lines, of different words, that tell a mark."""
_TRIED = 3
"""How many words are looked at, the commonest first."""
_LONGEST_TITLE = 120
_AT_LINES = 0.8
"""Least share of a mark's occurrences that stand at such lines."""
_LEADING = 1 / 3
"""Least share of those lines that lead text or are in the contents block; those of navigation boxes do neither."""
_LINES_BELOW = 2
_LONGEST_MARK = 64


_AT_END = re.compile(r"\[\s?([^\[\]]{2,60}?)\s?\]$")


def ends_with_edit_mark(text: str) -> bool:
    """Whether a line ends with an edit mark in brackets, whose words some language has."""
    mark = _AT_END.search(text, max(0, len(text) - _LONGEST_MARK)) if text[-1:] == "]" else None
    return mark is not None and bool(interface().edit_languages(mark[1]))


class EditMarks:
    """The edit marks of one text; `languages` counts those that the marks are in."""

    def __init__(self, page: Page, languages: Counter[str]) -> None:
        self._page = page
        self._languages = languages
        self._codes: dict[str, tuple[str, ...]] = {}
        self._places: dict[str, list[tuple[str, int]]] = {}
        self._found = False
        self._recurring: str | None = None

    def know(self, words: str, title: str, end: int) -> bool:
        """Whether `words` in brackets are an edit mark, which stands at a line that says `title`; `end` is below it.

        There are none where the site shows a picture instead, as Fandom's wikis do.
        """
        if not words and "/" in title:  # AsciiDoc writes a link's words behind its address
            return False
        if (codes := self._codes.get(words)) is None:
            codes = self._codes[words] = interface().edit_languages(words)
        if codes:
            self._found = True
            for code in codes:
                self._languages[code] += 1
            return True
        folded = words.casefold()
        if folded == self._recurring:
            return True
        self._places.setdefault(folded, []).append((title, end))
        return False

    @property
    def witness(self) -> str:
        """The witness of a heading whose mark only its shape tells; "" where the words are known."""
        return "" if self._recurring is None else "edit-mark-by-shape"

    def learn(self) -> bool:
        """Whether unknown words are a mark by their shape, where no known ones are; from then on they are known."""
        if self._found:
            return False
        tags = editorial_tags()
        commonest = sorted(self._places.items(), key=lambda item: (-len(item[1]), item[0]))
        for words, places in commonest[:_TRIED]:
            if len(places) < _FEWEST:
                break
            if words not in tags and self._is_mark(words, places):
                self._recurring = words
                return True
        return False

    def _is_mark(self, words: str, places: list[tuple[str, int]]) -> bool:
        if words and (not any(map(str.isalpha, words)) or any(map(str.isdigit, words))):
            return False
        phrase = interface().match(words) if words else None
        if phrase and phrase.role == "toggle":
            return False
        titles = {title for title, _ in places if _reads_as_heading(title)}
        if len(titles) < _FEWEST or 2 * len(titles) < len(places):
            return False
        listed = self._listed()
        leading = sum(1 for title, end in places if title in listed or self._leads_text(end))
        said = words or "[]"
        occurrences = sum(text.casefold().count(said) for text in self._page.texts if "[" in text or text == words)
        return leading >= _LEADING * len(places) and len(places) >= _AT_LINES * occurrences

    def _listed(self) -> set[str]:
        """What stands alone or behind a number on a line, as in a contents block."""
        return {found[2] if (found := CONTENTS_ROW.fullmatch(text)) else text for text in self._page.texts if text}

    def _leads_text(self, line: int) -> bool:
        """Whether one of the next lines, from line `line` on, is a paragraph or a sentence."""
        page = self._page
        for _ in range(_LINES_BELOW):
            line = page.next_filled(line)
            if line == len(page):
                return False
            if is_prose(page.texts[line]) or ends_sentence(page.texts[line]):
                return True
            line += 1
        return False


def _reads_as_heading(text: str) -> bool:
    """Whether a line has the shape of a heading, not that of a sentence or of a piece of one."""
    return 0 < len(text) <= _LONGEST_TITLE and not text[0].islower() and not ends_sentence(text)
