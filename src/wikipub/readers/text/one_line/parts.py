"""Question: where do the parts begin of a page that a tool put on one line?

Or on a few, where its code or its formulas kept their line ends. An edit mark tells where a heading ends, or begins.
Where its other end is the contents block tells, whose entries stand in the line, too; without one the end of the
sentence before has to do, and that is said. Where a page has no edit marks, its entries' titles are looked for. What
the site says around the article and within it (`site.py`) gets lines of its own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from wikipub.data.furniture import FurnitureRules
from wikipub.data.interface import interface
from wikipub.readers.text.headings.contents import follows
from wikipub.readers.text.language import known_titles, listing_titles
from wikipub.readers.text.one_line.head import head_places
from wikipub.readers.text.one_line.site import Foot, find_foot, folded_in_place, note_places
from wikipub.readers.text.page import BLANKS, Page, Piece

_LONG = 600
"""Shortest lines, in characters, that may be most of a page."""
_FEWEST = 2
"""Fewest edit marks of a page, and entries of a contents block."""
_FEW_LINES = 4
"""Most lines of a page that is on one line for certain, with a title above or a line of code."""
_MARK = re.compile(r"\s?\[\s?([^\[\]]{2,60}?)\s?\]")
_FEWEST_GLUED = 3
"""Fewest edit links without brackets, glued to what they follow."""
_NUMBER = re.compile(r"\s(\d{1,3}(?:\.\d{1,3}){0,5})\.?\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…。][\"”’»)]*(?:\s?\[[^\[\]]{1,30}\])*\s+")
_ENDS = '.!?…。:;"”’»)]'
"""What may stand before a heading that no edit mark tells."""
_ENTRY = re.compile(r"\s(?=[\^↑][\s\"“„«])")
_WORD = re.compile(r"\s?(\w+)(?=\s|$)")
_WORDS = re.compile(r"\S+")
_LONGEST_TITLE = 100
_MANY_WORDS = 6
"""More words than most headings have: a section's usual title behind them is the heading."""
_MOST_MISSED = 20
"""How many titles may be looked for in vain."""
_NEAR = 50_000
"""How far behind a title it must not stand once more, in characters, where no sentence ends before it."""


class _Titles:
    """The titles of a contents block, looked up at a place in time that does not grow with their number."""

    def __init__(self, titles: list[str]) -> None:
        self.titles = titles
        self._folded = frozenset(map(str.casefold, titles))
        self._lengths = sorted({len(title) for title in self._folded if title}, reverse=True)

    def __bool__(self) -> bool:
        return bool(self.titles)

    def starting(self, text: str, place: int) -> int:
        """The length of the longest title that stands at `place`; 0 where none does."""
        found = (length for length in self._lengths if text[place : place + length].casefold() in self._folded)
        return next(found, 0)

    def ending(self, text: str, start: int, end: int) -> int:
        """The length of the longest title that ends at `end` and begins at `start` or behind; 0 where none does."""
        lengths = (length for length in self._lengths if length <= end - start)
        return next((length for length in lengths if text[end - length : end].casefold() in self._folded), 0)


def split_page(page: Page, rules: FurnitureRules) -> None:
    """Cut the lines that most of the page is on at what parts it for certain: contents, headings, notes, the site's."""
    lengths = list(map(len, page.texts))
    if max(lengths) < _LONG:
        return
    long = [
        index
        for index, length in enumerate(lengths)
        if length >= _LONG and _is_of_one_line(page, index) and index not in page.columns
    ]
    if not long or 2 * sum([lengths[index] for index in long]) < sum(lengths):
        return
    is_one = len(long) == 1 or len(page.filled) <= _FEW_LINES
    marks = {index: _edit_marks(page.texts[index], is_one) for index in long}
    rows: list[int] = []
    titles = _Titles([])
    first = long[0]
    if is_one or sum(map(len, marks.values())) >= _FEWEST:
        end = marks[first][0].start() if marks[first] else len(page.texts[first])
        rows, found = _contents(page.texts[first], end)
        titles = _Titles(found)
    certain = sum(map(len, marks.values())) >= _FEWEST or bool(titles)
    if not certain and len(page.filled) > _FEW_LINES:
        return
    last = long[-1]
    foot = Foot(set(), "")
    for index in reversed(long):
        text = page.texts[index]
        begin = rows[-1] + 1 if rows and index == first else 0
        headings = (
            _by_marks(page, text, begin, marks[index], titles)
            if any(marks.values())
            else _by_titles(text, begin, titles)
            if titles
            else _by_usual_titles(page, text)
        )
        folded = folded_in_place(text)
        places = {0, *headings, *(rows if index == first else ())}
        if index == last:
            foot = find_foot(text, folded, max(headings, default=begin))
            places |= foot.places
        if index == page.next_filled(0):
            end = min(headings, default=min(foot.places, default=len(text)))
            contents = range(rows[0], rows[-1]) if rows else range(end, end)
            places |= head_places(text, folded, end, contents, foot.title, rules)
        cuts = sorted({*places, len(text)})
        for start, end in pairwise(cuts):
            if text[start:end].lstrip().startswith(("^", "↑")):
                places.update(entry.end() for entry in _ENTRY.finditer(text, start + 1, end))
            else:
                places |= note_places(text, start, end, rules)
        _cut(page, index, sorted({*cuts, *places}))


def _is_of_one_line(page: Page, index: int) -> bool:
    """Whether line `index` was one in the source, too, and not wrapped; something may have been cut out of it."""
    origin = page.origins[index]
    return isinstance(origin, int) or origin[0].line == origin[-1].line


def _edit_marks(text: str, is_one: bool) -> list[re.Match[str]]:
    """The edit links in brackets; where there are none, those that are glued to their headings, all the same word.

    `is_one` tells that the page is on one line; where it has several, the link ends its own.
    """
    marks = [mark for mark in _MARK.finditer(text) if interface().edit_languages(mark[1])] if "[" in text else []
    if len(marks) >= _FEWEST or not is_one:
        return marks
    glued = Counter(filter(None, map(_glued_mark, _WORDS.findall(text))))
    word, count = next(iter(glued.most_common(1)), ("", 0))
    if count < _FEWEST_GLUED:
        return marks
    return [*re.finditer(rf"(?<=[^\W_]){re.escape(word)}(?=\s|$)", text)]


def _glued_mark(word: str) -> str:
    """The edit link that is glued to a word: "HistoryEdit"; "" for none."""
    if word.islower() or word[1:].islower():
        return ""
    begins = (place for place in range(1, len(word)) if word[place].isupper() and not word[place - 1].isupper())
    last = max(begins, default=0)
    return word[last:] if last and word[last:].casefold() in interface().edit_words else ""


def _contents(text: str, end: int) -> tuple[list[int], list[str]]:
    """Where the contents block and its entries begin before `end`, and their titles; [], [] where there is none."""
    folded = folded_in_place(text[:end])
    for word in interface().contents:
        start = folded.find(f" {word} ")
        while start >= 0:
            begins, titles = _titles(text, start + 1 + len(word), end)
            if titles:
                return [start + 1, *begins], titles
            start = folded.find(f" {word} ", start + 1)
    return [], []


def _titles(text: str, start: int, end: int) -> tuple[list[int], list[str]]:
    """Where the entries behind `start` begin, whose numbers count on, and their titles."""
    number: list[int] = []
    begins: list[tuple[int, int]] = []
    after = start
    while match := _NUMBER.search(text, after, min(start + _LONGEST_TITLE, end)):
        after = match.end()
        parts = [int(part) for part in match[1].split(".")]
        if follows(number, parts):
            start = after
            number = parts
            begins.append(match.span())
    if len(begins) < _FEWEST:
        return [], []
    stops = [*(begin for begin, _ in begins[1:]), min(end, start + _LONGEST_TITLE)]
    titles = [text[after:stop].strip() for (_, after), stop in zip(begins, stops, strict=True)]
    titles[-1] = _last_title(text, start, end, titles[0])
    return [begin for begin, _ in begins], titles


def _last_title(text: str, start: int, end: int, first: str) -> str:
    """The title of the last entry, behind which at `start` the first section begins, with the `first` title.

    Without an edit mark there the section's text follows, so the last title ends where the first one stands.
    """
    rest = text[start : min(start + _LONGEST_TITLE + len(first), end)]
    found = rest.casefold().find(f" {first.casefold()}")
    return rest[:found].strip() if found > 0 else rest[:_LONGEST_TITLE].strip()


def _by_marks(page: Page, text: str, start: int, marks: list[re.Match[str]], titles: _Titles) -> set[int]:
    """Where the headings behind `start` begin and end that edit marks tell; these stand before or after all of them."""
    places: set[int] = set()
    before = sum(titles.starting(text, _word_at(text, mark.end())) > 0 for mark in marks)
    after = sum(titles.ending(text, start, mark.start()) > 0 for mark in marks)
    if before > after or (marks and _ends_with_contents(text, marks[0].start())):
        for mark in marks:
            begin = _word_at(text, mark.end())
            places |= {mark.start(), begin + (titles.starting(text, begin) or len(_usual_title(text, begin)))}
        return places
    end = start
    for mark in marks:
        begin = mark.start() - titles.ending(text, end, mark.start())
        if begin == mark.start():
            begin = _after_sentence(text, end, mark)
            page.guessed += 1
        places |= {begin, mark.end()}
        end = mark.end()
    return places


def _by_titles(text: str, start: int, titles: _Titles) -> set[int]:
    """Where the headings behind `start` begin and end that say the contents block's titles, in its order.

    Each follows the end of a sentence, or the heading before it, or is the only place with these words; what follows it
    does not go on with a small letter.
    """
    places: set[int] = set()
    missed = 0
    for title in titles.titles:
        begin = text.find(title, start)
        lone = -1 if begin < 0 or text.find(title, begin + 1, begin + _NEAR) >= 0 else begin
        while begin >= 0 and not (end := _end_of_heading(text, begin, begin + len(title), start, lone)):
            begin = text.find(title, begin + 1)
        if begin >= 0:
            places |= {begin, end}
            start = end
        elif (missed := missed + 1) > _MOST_MISSED:
            break
    return places


def _end_of_heading(text: str, begin: int, end: int, start: int, lone: int) -> int:
    """Where the heading ends whose words stand at [begin, end), behind its edit link without brackets; 0 for none.

    `lone` is the place at which alone these words stand; a list may stand before them.
    """
    if begin and not text[begin - 1].isspace():
        return 0
    word = _WORD.match(text, end)
    if word and word[1][0].isupper() and word[1].casefold() in interface().edit_words:
        return word.end()
    before = text[max(start, begin - _LONGEST_TITLE) : begin].rstrip()
    following = text[end : end + 2]
    if before and before[-1] not in _ENDS and begin != lone and following[1:] not in ("^", "↑"):
        return 0
    return end if not following or (following[0].isspace() and not following[1:].islower()) else 0


def _word_at(text: str, place: int) -> int:
    """The place of the next character that is not blank."""
    return place + len(text[place : place + 10]) - len(text[place : place + 10].lstrip())


def _usual_title(text: str, place: int) -> str:
    """The longest of the titles that sections often have that stands at `place`; "" where none does."""
    ends = [word.end() for word in _WORDS.finditer(text, place, place + _LONGEST_TITLE)]
    usual = [text[place:end] for end in ends[:_MANY_WORDS] if text[place:end].casefold() in known_titles()]
    return usual[-1] if usual else ""


def _ends_with_contents(text: str, end: int) -> bool:
    """Whether the title of a contents block whose entries are gone stands right before `end`."""
    words = text[max(0, end - _LONGEST_TITLE) : end].rstrip().casefold()
    return any(words.endswith(f" {word}") for word in interface().contents)


def _by_usual_titles(page: Page, text: str) -> set[int]:
    """Where the headings begin and end that say what sections often say.

    Each stands before notes, or behind a sentence or another heading, and what follows begins with no small letter;
    among notes only such as head lists.
    """
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for entry in _ENTRY.finditer(text):
        if (begin := _usual_title_before(text, entry.start())) is not None:
            found[text[begin : entry.start()]].append((begin, entry.start()))
    notes = min((spans[0][0] for spans in found.values()), default=len(text))
    for sentence in _SENTENCE_END.finditer(text):
        begin = sentence.end()
        while title := _usual_title(text, begin):
            end = begin + len(title)
            if title[0].islower() or text[end : end + 1].isalnum() or text[end + 1 : end + 2].islower():
                break
            if begin < notes or title.casefold() in listing_titles():
                found[title].append((begin, end))
            begin = end + 1
    # What stands there twice is a word of the text.
    places = {place for spans in found.values() if len(set(spans)) == 1 for place in spans[0]}
    page.guessed += len(places) // 2
    return places


def _usual_title_before(text: str, end: int) -> int | None:
    """Where the longest of the titles begins that sections often have and that ends at `end`; None for none."""
    words = [word.start() for word in _WORDS.finditer(text, max(0, end - _LONGEST_TITLE), end)][-_MANY_WORDS:]
    usual = (begin for begin in words if text[begin:end].casefold() in known_titles())
    return next((begin for begin in usual if not text[begin].islower()), None)


def _after_sentence(text: str, start: int, mark: re.Match[str]) -> int:
    """Where the sentence before the heading ends that ends at the edit `mark`; the heading's end where none does near.

    Behind a list no sentence ends; there a section's usual title tells more, where links or notes follow.
    """
    end = mark.start()
    begin = max(start, end - _LONGEST_TITLE)
    found = [sentence.end() for sentence in _SENTENCE_END.finditer(text, begin, end)]
    place = found[-1] if found else start if begin == start else end
    usual = _usual_title_before(text, end)
    if usual is None or usual <= place:
        return place
    leads_notes = text[mark.end() : mark.end() + 2].strip()[:1] in ("^", "↑")
    is_appendix = leads_notes or text[usual:end].casefold() in listing_titles()
    return usual if is_appendix or len(text[place:end].split()) > _MANY_WORDS else place


def _cut(page: Page, index: int, places: list[int]) -> None:
    """Make lines of the pieces of line `index` between `places`."""
    text = page.texts[index]
    line = page.number(index) - 1
    texts: list[str] = []
    origins: list[int | tuple[Piece, ...]] = []
    for start, end in pairwise(places):
        if bare := text[start:end].strip(BLANKS):
            start += text[start:end].index(bare)
            texts += [bare, ""]
            origins += [page.pieces_of(index, start, start + len(bare)), line]
    page.replace(index, texts[:-1], origins[:-1])
