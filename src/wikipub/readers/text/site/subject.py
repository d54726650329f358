"""Question: which title does the lead tell, where no line of the text is one?

Tools that take out the article's body leave the heading above it. The lead then has the title as its subject: it sets
it bold, and defines it, and an infobox beside the lead repeats it as its caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from wikipub.data.language import Language
from wikipub.readers.text.hatnotes import is_hatnote_of_any
from wikipub.readers.text.page import Page
from wikipub.readers.text.shape import is_prose
from wikipub.readers.text.site.title import may_be_title, opens

_LEADS = 2
"""How many paragraphs are looked at, as notices may stand first."""
_CAPTIONS = 3
"""How many rows of the tables above the lead may hold the caption of an infobox."""
_LONGEST, _LONGEST_LEAD = 80, 800
_WORDS = re.compile(r"[^\W_]")
_BOLD = re.compile(r"(?:[^\W\d_]{1,4}['’\s]\s?)?(\*\*|'''|__)([^*_']{2,80})\1")
_MARKS = re.compile(r"\*+|'''|__|\^?\[[^\[\]]{0,40}\]|/[^/\s]{1,40}/")
"""Marks of type, marks of notes, and how a word is spoken."""
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]")
_QUOTES = ('""', "“”", "„“", "«»", "「」", "『』")
"""What a song's or a book's name may stand in, which is no part of its article's title."""
_STRESS = "\u0301"
"""How Russian and its kin show in the lead, and there alone, where a name is stressed."""
_NESTED = 3
"""How deep brackets are looked into."""


def subject(page: Page, language: Language | None, name: str) -> str:
    """The title as the article's lead tells it; "" where it does not, or begins with `name`, the file's, itself.

    A file's name may say in brackets which of two things the article is about, and of a person less than the lead.
    """
    leads = list(islice(_leads(page), _LEADS))
    if not leads or any(opens(page.texts[index], name) for index in leads):
        return ""
    for index in leads:
        for caption in _captions(page, leads[0]):
            if opens(page.texts[index], caption):
                return caption
    for index in leads:
        if (bold := _BOLD.match(page.texts[index])) and may_be_title(bold[2]):
            return bold[2].strip()
    return next(filter(None, (_defined(page.texts[index], language) for index in leads)), "") if language else ""


def _leads(page: Page) -> Iterator[int]:
    """The first paragraphs above the first section, in order."""
    end = min(page.headings, default=len(page))
    for index in page.long:
        if index >= end:
            return
        text = page.texts[index]
        if page.free(index) and is_prose(text) and index not in page.phrases and not is_hatnote_of_any(text):
            yield index


def _captions(page: Page, lead: int) -> Iterator[str]:
    """What the first rows of tables above line `lead` say that have one cell with words."""
    rows = (page.texts[index] for index in page.filled if index < lead and page.texts[index][0] == "|")
    for row in islice(rows, _CAPTIONS):
        cells = [cell.strip(" *'") for cell in row.split("|") if _WORDS.search(cell)]
        if len(cells) == 1 and len(cells[0]) <= _LONGEST and may_be_title(cells[0]):
            yield cells[0]


def _defined(lead: str, language: Language) -> str:
    """What the first sentence of `lead` defines: all before its first verb; "" where that begins as no name does."""
    text = _MARKS.sub("", lead[:_LONGEST_LEAD])
    for _ in range(_NESTED):
        text = _BRACKETS.sub("", text)
    verbs = "|".join(map(re.escape, language.defining))
    verb = f"(?:{verbs})" if language.common_by == "character" else rf"\s+(?:{verbs})\s"
    found = re.match(rf"([^.;:!?]{{2,{_LONGEST}}}?)(?:,[^.;:!?]{{1,200}},)?{verb}", text) if verbs else None
    if not found:
        return ""
    title = _without_article(found[1].strip().replace(_STRESS, ""), language.articles)
    if (quoted := title[:1] + title[-1:]) in _QUOTES and not {*title[1:-1]} & {*quoted}:
        title = title[1:-1]
    title = min((title.split(f" {word} ")[0] for word in language.alternatives), key=len, default=title)
    words = title.casefold().split()
    is_name = words and language.common.isdisjoint((words[0], words[-1])) and may_be_title(title)
    is_name = is_name and "," not in title and title.count('"') % 2 == 0
    return title[:1].upper() + title[1:] if is_name else ""


def _without_article(words: str, articles: tuple[str, ...]) -> str:
    """The words without the article that they begin with."""
    folded = words.casefold().replace("’", "'")
    for article in articles:
        prefix = article if article.endswith("'") else article + " "
        if folded.startswith(prefix):
            return words[len(prefix) :].strip()
    return words
