"""Question: is this one page, once, and all of it?

Scrapers write a page twice into one file, join two, or stop in the middle of a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from wikipub.readers.text.headings.marked import leveled
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.shape import ends_sentence
from wikipub.readers.text.site.title import begins_lead

_COPY = Claim("page-twice", "copy", "says once more, word for word, what the page said before")
_PROBE = 60
"""Shortest line that a second copy is looked for by, in characters."""
_PROBES = 3
"""How many such lines, no two the same, a copy has at least; at so many places it is looked for at most."""
_PARAGRAPH = 100
_REPEATED = 5
"""Fewest paragraphs that stand twice in a page that does."""
_CUT = 80
"""Shortest last line that may be half a paragraph, in characters."""
_SENTENCE = re.compile(r"[^\W\d_]{2}[.!?](?:\[\w{1,8}\]){0,9}\s+[^\W\d_]\S*\s+[^\W\d_]|[。！？]\w|[؟۔]\s")
"""The end of a sentence and the beginning of the next."""
_LISTED = re.compile(r"[·•|].*[·•|]")


def claim_copy(page: Page) -> int | None:
    """Claim the lines that say all over again what the page said from its first line on; return the first of them.

    Such a copy reaches to the end of the file, where it may be cut. It is known word for word, so nothing is lost.
    """
    filled = page.filled
    probe = next((place for place, index in enumerate(filled) if len(page.texts[index]) >= _PROBE), None)
    if probe is None:
        return None
    words = page.texts[filled[probe]]
    index = filled[probe]
    for _ in range(_PROBES):
        try:
            index = page.texts.index(words, index + 1)
        except ValueError:
            return None
        start = bisect_left(filled, index) - probe
        if start > probe and _is_copy(page, filled, start):
            page.claims.update((line, _COPY) for line in filled[start:])
            return filled[start]
    return None


def repeats_itself(page: Page) -> bool:
    """Whether most paragraphs stand in the text twice, if not in the same order or not with the same lines between."""
    seen: set[str] = set()
    again = 0
    for index in page.long:
        text = page.texts[index]
        if len(text) >= _PARAGRAPH and index not in page.claims and "\t" not in text:
            again += text in seen
            seen.add(text)
    return again >= _REPEATED and 2 * again > len(seen)


def second_title(page: Page) -> int | None:
    """The line of a second article's title, where it is marked like the page's own, and sections follow on both."""
    title = None if page.title is None else leveled(page.texts[page.title], page.level_marks)
    if page.title is None or title is None or title.level > 1:
        return None
    levels = {index: _level(page, index) for index in page.headings}
    tops = [index for index, level in levels.items() if level == 1 and index > page.title]
    deeper = sorted(index for index, level in levels.items() if level > 1)
    if len(tops) == 1 and deeper and deeper[0] < tops[0] < deeper[-1] and begins_lead(page, tops[0]):
        return tops[0]
    return None


def is_cut(page: Page) -> bool:
    """Whether the text ends within a paragraph: its last line has no line end, and leaves a sentence open.

    Lists of links and of notes end without a stop, too; they hold no sentence before.
    """
    last = len(page) - 1
    text = page.texts[last]
    if page.roles[last] != "paragraph" or len(text) < _CUT or ends_sentence(text):
        return False
    return (
        (text[-1].isalnum() or text[-1] in ",-([") and _SENTENCE.search(text) is not None and not _LISTED.search(text)
    )


def _is_copy(page: Page, filled: list[int], start: int) -> bool:
    """Whether the filled lines from `start` on are those from the first on, word for word."""
    texts = page.texts
    if any(texts[one] != texts[two] for one, two in zip(filled, filled[start:-1], strict=False)):
        return False
    last = texts[filled[-1]]  # it may be cut
    if not texts[filled[len(filled) - 1 - start]].startswith(last):
        return False
    long = {texts[index] for index in filled[start:] if len(texts[index]) >= _PROBE}
    return len(long) >= _PROBES


def _level(page: Page, index: int) -> int:
    line = leveled(page.texts[index], page.level_marks)
    return line.level if line else 0
