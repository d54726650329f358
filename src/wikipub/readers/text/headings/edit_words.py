"""Question: which lines carry an edit link without brackets, as the mobile skin prints it: `HistoryEdit`?

Where a tool tore the two apart, the link is on the line below.

One such line proves nothing, as words end so by chance; a page has the link at each of its sections. Where the words
of its language are not known, the contents block tells where the headings' own end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from wikipub.data.interface import interface
from wikipub.readers.text.headings.contents import CONTENTS_ROW
from wikipub.readers.text.language import known_titles
from wikipub.readers.text.page import Page
from wikipub.readers.text.shape import ends_sentence, is_prose

_FEWEST, _FEWEST_GLUED = 3, 2
"""Fewest lines that must carry the link, and where it is glued to lines that lead text: on fewer it may be a word."""
_RECURRING = 5
"""Fewest titles below which the link stands on a line of its own that need nothing else to be headings."""
_LONGEST = 160
_LONGEST_LINK = 40
_NO_ENDS = '.,:;!?()[]"”»。'
"""What no link ends with."""
_KEY = 2
"""How many characters the links are looked up by, from the end of a line."""


class EditWord(NamedTuple):
    """An edit link behind the words of line `line`, which end at `end`, or on the line `below` it."""

    line: int
    end: int
    below: int | None = None


def edit_words(page: Page, leveled: Mapping[int, tuple[int, int]]) -> tuple[list[EditWord], tuple[str, ...]]:
    """The edit links without brackets, and the codes of the languages that they are in; none are `[]`, `()`.

    `leveled` tells of the lines between level marks where their words stand. The links are all the same word, and
    glued to what they follow. Where a blank parts the two, level marks, a section's usual title, the rows of the
    contents block or the paragraphs below have to say that such lines are headings. Where the tool tore one from its
    heading, it tore all.
    """
    found: dict[tuple[str, bool], list[EditWord]] = defaultdict(list)
    titles: dict[tuple[str, bool], list[str]] = defaultdict(list)
    glued: Counter[tuple[str, bool]] = Counter()
    for index, text in enumerate(page.texts):
        if not 0 < len(text) <= _LONGEST or index in page.claims or index == page.title:
            continue
        start, end = leveled.get(index, (0, len(text)))
        if not (word := _last_word(text[start:end])):
            continue
        title = text[start : end - len(word)].rstrip()
        if len(word) == len(text) and index and 0 < len(page.texts[index - 1]) <= _LONGEST and page.free(index - 1):
            above = page.texts[index - 1]
            if _is_tab(page, index):
                continue
            found[word, True].append(EditWord(index - 1, len(above), index))
            titles[word, True].append(above)
        elif any(map(str.isalnum, title)):
            found[word, False].append(EditWord(index, start + len(title)))
            titles[word, False].append(title)
            glued[word, False] += index in leveled or start + len(title) + len(word) == end
    if found:
        kind = max(found, key=lambda kind: len(found[kind]))
        is_glued = 2 * glued[kind] >= len(found[kind])
        lead = all(_leads_text(page, place) for place in found[kind])
        fewest = _FEWEST_GLUED if is_glued and lead else _FEWEST
        count = len(set(titles[kind]))
        recurs = kind[1] and count >= _RECURRING and 4 * sum(map(ends_sentence, titles[kind])) < len(titles[kind])
        if (is_glued or lead or recurs or _are_sections(page, titles[kind])) and count >= fewest:
            return found[kind], interface().edit[kind[0].casefold()]
    return _by_shape(page), ()


def _by_shape(page: Page) -> list[EditWord]:
    """The same for a language whose edit link is not known: words that recur behind titles of the contents block."""
    titles = _listed(page)
    if len(titles) < _FEWEST:
        return []
    lengths: dict[str, list[int]] = {}
    """How long the titles are that begin with a sign, the longest first."""
    for length, sign in sorted({(len(title), title[:1]) for title in titles}, reverse=True):
        lengths.setdefault(sign, []).append(length)
    found: dict[str, dict[str, EditWord]] = defaultdict(dict)
    for index, text in enumerate(page.texts):
        if not 0 < len(text) <= _LONGEST or index in page.claims or index == page.title:
            continue
        sizes = lengths.get(text[0], ())
        length = next((size for size in sizes if size < len(text) and text[:size] in titles), 0)
        if length and text[-1] not in _NO_ENDS and 1 < len(text) - length <= _LONGEST_LINK:
            found[text[length:]].setdefault(text[:length], EditWord(index, length))
    words = max(found.values(), key=len, default={})
    return list(words.values()) if len(words) >= _FEWEST and 2 * len(words) >= len(titles) else []


def _is_tab(page: Page, link: int) -> bool:
    """Whether the link at line `link` edits the page: the line that it is below, and those around both, are menus'."""
    around = (page.filled_above(link - 1), link - 1, page.next_filled(link + 1))
    return all(index in page.phrases for index in around)


def _listed(page: Page) -> set[str]:
    """What stands behind a number on a line of its own, as in a contents block."""
    short = (text for text in page.texts if len(text) <= _LONGEST)
    return {row[2] for text in short if (row := CONTENTS_ROW.fullmatch(text))}


def _are_sections(page: Page, titles: list[str]) -> bool:
    """Whether one of `titles` is usual for a section, or half of them are rows of a contents block."""
    folded = {title.casefold() for title in titles}
    if folded & known_titles():
        return True
    rows = set(map(str.casefold, _listed(page)))
    return 2 * len(folded & rows) >= len(folded)


def _leads_text(page: Page, place: EditWord) -> bool:
    """Whether a paragraph follows the link, and the words before it are not one."""
    below = page.next_filled((place.line if place.below is None else place.below) + 1)
    return below < len(page) and is_prose(page.texts[below]) and not is_prose(page.texts[place.line])


def _last_word(text: str) -> str:
    """The edit link that `text` ends with, as printed; "" where it ends with none, or with a word in lower case."""
    for word in _words().get(text[-_KEY:].casefold(), ()):
        printed = text[-len(word) :]
        if printed.casefold() == word and printed[0] == printed[0].title():
            return printed
    return ""


@cache
def _words() -> dict[str, list[str]]:
    """The edit links of all languages by their last characters, the longest first."""
    words: dict[str, list[str]] = defaultdict(list)
    for word in sorted(interface().edit, key=len, reverse=True):
        if len(word) > _KEY:
            words[word[-_KEY:]].append(word)
    return words
