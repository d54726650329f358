"""Question: which line is the article's title?"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from urllib.parse import unquote

from wikipub.data.interface import folded, interface
from wikipub.readers.text.hatnotes import is_hatnote_of_any
from wikipub.readers.text.headings.marked import LEVEL_MARK, leveled
from wikipub.readers.text.language import common_words
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.shape import is_prose

_DENSE = 20
"""One blank line among so many is none."""
_TO_LEAD = 60
"""How many lines after the title, blank ones not counted, the lead begins at most: an infobox may stand between."""
_NEAR = 8
"""How many lines from the first the title is at most, where notices or menus stand above it."""
_SAID_AGAIN = 4
"""How many lines after the title may say it again: an infobox, a hatnote, the lead."""
_LONGEST_WORDS = 80
_LONG_WORD = 4
_NO_TITLE_END = (".", "!", "?", ":", ";", ",")
_NO_TITLE_SIGNS = frozenset("#<>[]{}|")
"""Signs that no title holds (https://www.mediawiki.org/wiki/Manual:$wgLegalTitleChars)."""
_CAPTIONS = 2
"""How many sentences may stand before the lead besides hatnotes: captions of an infobox's pictures, notices."""
_AFTER_TITLE = 40
"""How far from the lead's beginning its title may end, beyond its own length, in characters."""
_LONGEST = 250
"""MediaWiki's longest title is 255 bytes (https://www.mediawiki.org/wiki/Manual:Page_title)."""


SHORT_DESCRIPTION = Claim("short-description", "tagline", "the page's short description, which browsers do not show")
DESCRIPTION = re.compile(r"[^\W_][^\t,;:\[\]]{1,80}")
"""A short description's look; captions, which may stand there, too, often have signs."""
_SITE = Claim("site-name", "tagline", "the site's name behind the title")
_SUFFIX = re.compile(
    r"\s+[-–—|]\s+(?:[^-–—|]*\b)?(?:Wikipedia|Wiki|Encyclopedia|encyclopedia|Википедия|ウィキペディア)\b[^-–—|]*$"
)
_ADDRESS_TITLE = re.compile(
    r"[?&]title=([^&\s\"”»]+)|/wiki/([^?#\s\"”»]+)"
    r"|://[^/\s\"”»]+/(?!index\.)([^/?#\s\"”»]+)(?<!\.html)(?<!\.htm)(?<!\.php)(?<!\.aspx)(?=[?#\s\"”»]|$)"
)
"""Where addresses have it: short ones behind a folder, or, as on many wikis of their own, right behind the site."""
_LAST_PART = re.compile(r"\s+[-–—|]\s+([^-–—|]+)$")


def _is_dense(page: Page, following: int) -> bool:
    """Whether the tool left no blank lines, and a paragraph or a row of a table is the second line."""
    blank = sum(1 for text in page.texts[:-1] if not text)
    second = page.texts[following]
    return _DENSE * blank < len(page) and (is_prose(second) or second[0] == "|" or second[-1] == ":")


def begins_lead(page: Page, index: int) -> bool:
    """Whether one of the first paragraphs begins with the words of line `index`, as the lead of an article does."""
    line = leveled(page.texts[index], page.level_marks)
    words = page.texts[index][line.start : line.end] if line else page.texts[index]
    place = bisect_right(page.filled, index)
    others = 0
    for text in map(page.texts.__getitem__, page.filled[place : place + _TO_LEAD]):
        if is_prose(text) and not is_hatnote_of_any(text):
            if opens(text, words):
                return True
            others += 1
            if others > _CAPTIONS:
                break
    return False


def title_in_address(address: str) -> str:
    """The title in a page's address; "" where it has none."""
    found = _ADDRESS_TITLE.search(address)
    return unquote(found[1] or found[2] or found[3]).replace("_", " ").strip() if found else ""


def opens(lead: str, title: str) -> bool:
    """Whether the paragraph `lead` begins with the words of `title`, or has them in order, others between.

    What stands in brackets behind a title tells it from another page's; of a name, the lead may say more.
    """
    title = re.sub(r"\s*\([^()]*\)$", "", title).casefold()
    start = lead[: len(title) + _AFTER_TITLE].casefold()
    if "(" not in title:
        start = start.split("(")[0]
    if title in start:
        return True
    words = title.split()
    place = 0
    for word in words:
        place = start.find(word, place)
        if place < 0:
            return False
        place += len(word)
    return len(words) > 1


def title_words(page: Page) -> tuple[int, int]:
    """Where the title's own words stand in its line; level marks and the site's name go to the ledger."""
    if page.title is None:
        return 0, 0
    text = page.texts[page.title]
    line = leveled(text, page.level_marks)
    start, end = (line.start, line.end) if line else (0, len(text))
    page.drop(page.title, 0, start, LEVEL_MARK)
    page.drop(page.title, end, len(text), LEVEL_MARK)
    if suffix := _SUFFIX.search(text[start:end]) or _named_suffix(text[start:end]):
        page.drop(page.title, start + suffix.start(), end, _SITE)
        end = start + suffix.start()
    return start, end


def _named_suffix(words: str) -> re.Match[str] | None:
    """What stands behind a title that ends with the name of Wikipedia in some language."""
    last = _LAST_PART.search(words)
    return last if last and folded(last[1]) in interface().sites else None


def find_title(page: Page) -> int | None:
    """The line of the title where no tagline tells it.

    It is the page's first line, if the line below is the tagline or the contents block, or if it is short and alone,
    or said again below; else a line near the first whose words begin the lead, or the one above the contents block. A
    line that ends like a sentence, or goes on without a blank line, is a paragraph or the first of a list. What
    describes the page above its title is claimed.
    """
    first = page.next_filled(0)
    if first == len(page) or first in page.headings or len(page.texts[first]) > _LONGEST:
        return None
    if first in page.claims:
        return _near(page, page.next_filled(first + 1))
    following = page.next_filled(first + 1)
    role = page.claims[following].role if following in page.claims else ""
    if role in ("tagline", "jump", "comment"):
        return first
    if role in ("contents", "notice") and not is_prose(page.texts[first]):
        return first
    if is_prose(page.texts[first]) or not may_be_title(page.texts[first]):
        return _near(page, first)
    if following == len(page) or begins_lead(page, first) or _is_repeated(page, first):
        return first
    alone = following > first + 1
    if (above := _above_lead(page, first)) is not None:
        if _is_description(page, first, above):
            page.claims[first] = SHORT_DESCRIPTION
            return above
        if not alone:
            return above
    certain = alone or _is_dense(page, following) or _is_said_again(page, first) or _is_described(page, first)
    return first if certain else None


def may_be_title(text: str) -> bool:
    """Whether a line that is no paragraph has the shape of a title, by its signs."""
    return not text.endswith(_NO_TITLE_END) and _NO_TITLE_SIGNS.isdisjoint(text) and text.count("(") >= text.count(")")


def _near(page: Page, first: int) -> int | None:
    """The title where it is not line `first`: the line that begins the lead, or the one right above the contents."""
    if (above := _above_lead(page, first)) is not None:
        return above
    contents = min((index for index, claim in page.claims.items() if claim.role == "contents"), default=0)
    above = page.filled_above(contents)
    is_title = first < above and page.next_filled(first + 1) == above and page.free(above)
    return above if is_title and not is_prose(page.texts[above]) and may_be_title(page.texts[above]) else None


def _is_description(page: Page, index: int, title: int) -> bool:
    """Whether line `index` describes the page, as no paragraph says it, and line `title` is the title of its infobox.

    A title right above a paragraph may be that of the first section.
    """
    prose = (line for line in page.long if line > title and is_prose(page.texts[line]))
    first = [*islice(prose, _CAPTIONS + 1)]
    below = page.next_filled(title + 1)
    words = page.texts[index].casefold()
    if page.phrases.get(index) or not DESCRIPTION.fullmatch(page.texts[index]):
        return False
    named = any(words in page.texts[line].casefold() for line in first)
    return not named and below not in first and not is_hatnote_of_any(page.texts[below])


def _is_described(page: Page, index: int) -> bool:
    """Whether the line below is a short description of the page, and the paragraph after it has a word of the title."""
    description = page.texts[index + 1]
    if is_prose(description) or description.endswith(_NO_TITLE_END) or "\t" in description:
        return False
    lead = page.next_filled(index + 2)
    while lead < len(page) and is_hatnote_of_any(page.texts[lead]):
        lead = page.next_filled(lead + 1)
    if lead == index + 2 or lead == len(page) or not is_prose(page.texts[lead]):
        return False
    return names_title(page.texts[lead], page.texts[index])


def names_title(lead: str, title: str) -> bool:
    """Whether a long word of the `title` stands near the beginning of the paragraph `lead`."""
    words = [word for word in title.casefold().split() if len(word) >= _LONG_WORD]
    return any(word in lead[: 2 * _LONGEST].casefold() for word in words)


def _is_repeated(page: Page, index: int) -> bool:
    """Whether a line right below says the words of line `index`, and no more: a box that has the title."""
    return page.texts[index][0].isalnum() and page.texts[index] in page.texts[index + 1 : index + 1 + _SAID_AGAIN]


def _is_said_again(page: Page, index: int) -> bool:
    """Whether a line near says the words of line `index`, or a paragraph right below one of its long words."""
    title = page.texts[index].casefold()
    if len(title) > _LONGEST_WORDS or not title[0].isalnum():
        return False
    line = index
    for place in range(_SAID_AGAIN):
        if (line := page.next_filled(line + 1)) >= len(page) or line in page.claims:
            return False
        text = page.texts[line][: 2 * _LONGEST].casefold()
        if title in text:
            return True
        if is_prose(page.texts[line]):
            return not place and any(word in text for word in title.split() if len(word) >= _LONG_WORD)
    return False


def _above_lead(page: Page, first: int) -> int | None:
    """A short line near the first whose words begin the lead; None where there is none."""
    index = first
    near = 0
    while near < _NEAR and index < len(page):
        near += index not in page.phrases
        text = page.texts[index]
        if is_prose(text) and not is_hatnote_of_any(text):
            return None
        is_label = len(text) <= _LONGEST_WORDS and text[0].isalnum() and may_be_title(text)
        is_label = is_label and text.casefold() not in common_words()
        if is_label and page.free(index) and index not in page.phrases and begins_lead(page, index):
            return index
        index = page.next_filled(index + 1)
    return None
