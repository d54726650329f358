"""Question: which lines below the last section are navigation boxes?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import compress, islice, pairwise
from operator import itemgetter

from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.shape import ends_sentence, is_prose
from wikipub.readers.text.site.boxed_tables import has_corner
from wikipub.readers.text.site.frame import FEW_PARAGRAPHS
from wikipub.readers.text.site.phrases import phrase_of

_NAVBOX = Claim("navbox", "navbox", "a navigation box, known by the links in its corner")
_LABELS = Claim("navbox-labels", "navbox", "labels of navigation boxes whose links are gone")
_FEWEST_LABELS, _LONGEST_LABEL = 2, 70
_STACK = 3
"""How many labels follow each other only where the lists between them are gone."""
_OTHERS, _LONGEST_REMARK = 8, 200
_LISTED = re.compile(r"\s+(?:[•*]|\d{1,4}\.)\s")
_CORNERS = frozenset(("vte", "vde", "vtm", "vdm"))
_LINKS, _LONGEST_CORNER = 3, 30
"""How many links a box's corner has, and its longest line, in characters."""
_LONGEST_ALONE, _LONGEST_TITLED = 20, 160
"""Longest line that holds the links of a corner, and one that holds the box's title, too, in characters."""
_TITLED = re.compile(r"(?:[*•]\s)?(?:v[\s·•|]{1,5}[td][\s·•|]{1,5}[em][\s·•|]{1,5}|v[td]e)(?=[^\W\d_a-z])")
_TITLED_BEGINS = "*•v"
_BEGINS_CORNER = re.compile(r"\W{0,4}\w{1,20}\W{1,5}\w{1,20}\W{1,5}\w{1,20}\W{1,5}(?=\w)")
"""Three links, and the title of their box behind them."""
_PARAGRAPH = 150
_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"([^\W\d_])[\s·•|⋅\[\]]+(?!\1)([^\W\d_])[\s·•|⋅\[\]]+(?!\1|\2)([^\W\d_])")
"""Three letters, none of them twice, with what parts links between; a line of code has other signs there."""


def claim_navboxes(page: Page, foot: int | None) -> None:
    """Claim the navigation boxes below the last section: from the first box's corner links to the foot.

    Where no section is known, they stand below the last sentence; a box at the article's side is above it.
    """
    end = len(page) if foot is None else foot
    last = max(page.headings, default=-1)
    start = max(last, _last_paragraph(page, end) if page.headings else _last_sentence(page, end)) + 1
    first = next((index for index in range(start, end) if _is_corner(page, index)), None)
    if first is None:
        return
    before = first - 1
    while before > last and (not page.texts[before] or _is_button(page, before)):
        before -= 1
    for index in range(before + 1, end):
        if page.free(index):
            page.claims[index] = _NAVBOX


def claim_box_labels(page: Page, foot: int | None) -> None:
    """Claim what is left of navigation boxes whose links are gone: bare labels, the last lines before the foot.

    Where the tool dropped some of a box's lists only, its title and labels still stand in a stack; the box reaches from
    there to the foot. Only in a text that prints its lists with bullets or numbers; elsewhere such lines are a list.
    """
    last = max(page.headings, default=-1)
    if last < 0 or not any(map(_LISTED.match, _indented(page))):
        return
    end = len(page) if foot is None else foot
    labels: list[int] = []
    index = end - 1
    while index > last and (not page.texts[index] or index in page.claims or _is_label(page, index)):
        if page.free(index):
            labels.append(index)
        index -= 1
    if (start := _stack(page, last + 1, end)) is not None:
        labels = [line for line in range(start, end) if page.free(line)]
    if len(labels) >= _FEWEST_LABELS:
        page.claims.update(dict.fromkeys(labels, _LABELS))


def _last_paragraph(page: Page, end: int) -> int:
    """The last paragraph above line `end` below which only FEW_PARAGRAPHS others are; -1 where there is none.

    A paragraph ends as a sentence does; a row of a box may be as long.
    """
    long = (index for index in reversed(page.long) if index < end and index not in page.claims)
    sentences = (index for index in long if len(page.texts[index]) > _PARAGRAPH and ends_sentence(page.texts[index]))
    return next(islice(sentences, FEW_PARAGRAPHS, None), -1)


def _last_sentence(page: Page, end: int) -> int:
    """The last sentence of some length above line `end`; -1 where there is none. A box's row may be as long."""
    free = (index for index in reversed(page.long) if index < end and page.free(index))
    return next((index for index in free if is_prose(page.texts[index]) and ends_sentence(page.texts[index])), -1)


def _indented(page: Page) -> Iterator[str]:
    """The lines of the source that begin with a blank."""
    return compress(page.source, map(str.isspace, map(itemgetter(slice(1)), page.source)))


def _stack(page: Page, first: int, end: int) -> int | None:
    """Where in the lines [first, end) a stack of labels begins under which only labels and short items follow.

    One line in _OTHERS may be something else, such as a remark within the box.
    """
    start = None
    stack = of_box = others = 0
    for index in range(end - 1, first - 1, -1):
        text = page.texts[index]
        is_label = _is_label(page, index)
        stack = stack + 1 if is_label else 0
        if len(text) > _LONGEST_REMARK or "\t" in text:
            break
        if is_label or _is_item(page, index):
            of_box += 1
        elif page.free(index):
            others += 1
        if stack >= _STACK and _OTHERS * others <= of_box:
            start = index
    return start


def _is_item(page: Page, index: int) -> bool:
    text = page.texts[index]
    return page.free(index) and len(text) <= _LONGEST_LABEL and _LISTED.match(" " + text) is not None


def _is_label(page: Page, index: int) -> bool:
    text = page.texts[index]
    return (
        len(text) <= _LONGEST_LABEL
        and page.free(index)
        and not page.lead(index)
        and "\t" not in text
        and "://" not in text
        and not _LISTED.match(" " + text)
        and not ends_sentence(text)
    )


def corner_end(page: Page, index: int) -> int:
    """The line after the links in a box's corner that begin at line `index`, in any language; 0 where none do.

    They stand on a line, or one a line.
    """
    text = page.texts[index]
    if not text or len(text) > _LONGEST_CORNER:
        return 0
    if (phrase := page.phrases.get(index)) and phrase.role == "navbox" and not phrase.value:
        return index + 1
    words: list[str] = []
    line = index
    while line < len(page) and len(link := _WORD.findall(page.texts[line])) == 1 and len(link[0]) < _LONGEST_CORNER:
        words += link
        if len(words) == _LINKS:
            phrase = phrase_of(" ".join(words))
            return line + 1 if phrase and phrase.role == "navbox" else 0
        line = page.next_filled(line + 1)
    return 0


def _is_corner(page: Page, index: int) -> bool:
    """Whether the three links in a box's corner stand on line `index`, or begin there one a line: v, t, e.

    The box's title may stand behind them.
    """
    text = page.texts[index]
    if not text or not page.free(index):
        return False
    if len(text) > _LONGEST_ALONE:
        if len(text) <= _LONGEST_TITLED and text[0] in _TITLED_BEGINS and _TITLED.match(text):
            return True
        return bool(_BEGINS_CORNER.match(text, 0, _LONGEST_TITLED)) and has_corner(text)
    if _TITLED.match(text):
        return True
    if on_line := _LETTERS.fullmatch(text.strip("[]*• ")):
        return not _counts_on(on_line.groups())
    words = _WORD.findall(text)
    if len(words) != 1:
        return False
    if len(words[0]) == 3:
        return words[0].casefold() in _CORNERS
    second = page.next_filled(index + 1)
    third = page.next_filled(second + 1)
    if len(words[0]) > 1 or not all(_is_letter(page, line) for line in (second, third)):
        return False
    letters = [words[0], *(_WORD.findall(page.texts[line])[0] for line in (second, third))]
    return letters[0].isalpha() and len(set(letters)) == _LINKS and not _counts_on(letters)


def _counts_on(letters: Sequence[str]) -> bool:
    """Whether each letter follows the one before in the alphabet, as backlinks of notes and heads of columns do."""
    return all(ord(two) == ord(one) + 1 for one, two in pairwise(letters))


def _is_letter(page: Page, index: int) -> bool:
    words = _WORD.findall(page.texts[index]) if index < len(page) else []
    return len(words) == 1 and len(words[0]) == 1 and words[0].isalpha()


def _is_button(page: Page, index: int) -> bool:
    phrase = phrase_of(page.texts[index].strip("[] "))
    return phrase is not None and phrase.role == "toggle"
