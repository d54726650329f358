"""Question: where does the page print its notes, and what is an entry's own text?"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from wikipub.data.interface import interface
from wikipub.readers.text.language import known_titles
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.scraper.styles import SHEET
from wikipub.readers.text.shape import ends_sentence

_CARET_BEFORE = 14
"""Before which column an entry's caret stands."""
_LATIN = tuple("abcdefghijklmnopqrstuvwxyz")
_ENTRY = re.compile(r"(?:[•*-]\s+)?(?:(\d{1,4})[.)]\s*)?[\^↑](?!\[\d)\s*|\[\^(\d{1,4})\]:\s*")
"""How entries begin: `3. ^`, `^`, and `[^3]:` in Markdown."""
_NUMBERED = re.compile(r"(\d{1,4})\.\s+(?=\S)")
_MISCOUNTED = re.compile(r"(\d{1,4})\.(?:\s+(?=[^\s\^↑])|$)")
_TOKEN = re.compile(r"\^?\[?([^\W_]{1,3}|\d{1,3}[.,]\d{1,2})\]?(?:,?\s+|$|(?=[\"“„«(]))")
_GLUED_LETTERS = re.compile(r"ab[c-z]{0,24}(?=[A-Z\"“(])")
_GLUED_NUMBERS = re.compile(r"(\d{1,3})([.,])0(?:\1\2\d{1,2}?(?=\1\2|[^\W\d]|[\"“(«„]))+")
_MOST_LETTERS = 60
_LONGEST_LETTER = 8
_FEW_LINES = 4
"""How many lines an entry may go on for that begins with a number alone."""
_MOST_LINES = 24
"""How many lines an entry may have after its first."""
_LONGEST_TITLE = 60
_PLAIN_LEADS = (" ", "  ")
"""The blanks before notes that are printed without carets and numbers."""
_BACKLINK = Claim("note-backlinks", "backlink", "links from a note back to its marks; publications make their own")

_ITEM_NUMBER = Claim("item-number", "markup", "a number that the tool printed before what is within a note")


class Entry(NamedTuple):
    """An entry of a list of notes: its line, its printed label ("" where there is none), where its text starts.

    `above` counts the lines before it that hold nothing but its backlinks, `below` those after it that go on with its
    text, or are blank. `miscounted` has those of the latter that begin with a number of the tool's own, and where their
    text begins behind it.
    """

    line: int
    label: str
    start: int
    above: int = 0
    below: int = 0
    miscounted: tuple[tuple[int, int], ...] = ()

    @property
    def end(self) -> int:
        """The line after the entry's last."""
        return self.line + self.below + 1


def note_entries(page: Page, index: int, miscounts: bool = False) -> list[Entry]:
    """The entries of the list of notes that begins at line `index`; blank lines between entries do not end it.

    A style sheet may have taken an entry's number; those after it are then printed too high, and count on instead. So
    they do where the tool `miscounts`: it printed a number also before remarks and captions within an entry.
    """
    entries: list[Entry] = []
    counts_on = False
    while page.free(index) and (entry := note_at(page, index)):
        if below := _end_of_text(page, index, entry) - entry.line - 1:
            entry = entry._replace(below=below)
        counts_on = counts_on or page.claims.get(page.filled_above(index)) is SHEET
        entries.append(entry._replace(label="") if counts_on else entry)
        index = _next_unclaimed(page, entry.end)
        number = entry.label
        while miscounts and number and (found := _miscounted(page, index, int(number) + 1)):
            start, end, number = found
            last = entries[-1]
            entries[-1] = last._replace(below=end - last.line - 1, miscounted=(*last.miscounted, (index, start)))
            counts_on = True
            index = _next_unclaimed(page, end)
    return entries


def _miscounted(page: Page, index: int, number: int) -> tuple[int, int, str] | None:
    """Where the text behind the miscounted `number` at line `index` begins, the line after it, and the number.

    The next number stands before the caret of an entry, or is miscounted, too.
    """
    if not page.free(index) or not (mark := _MISCOUNTED.match(page.texts[index])) or int(mark[1]) != number:
        return None
    line = _next_unclaimed(page, index + 1)
    for _ in range(_MOST_LINES):
        if not page.free(line):
            break
        following = _ENTRY.match(page.texts[line]) or _MISCOUNTED.match(page.texts[line])
        if following:
            return (mark.end(), line, mark[1]) if _number(following) == str(number + 1) else None
        line = _next_unclaimed(page, line + 1)
    return None


def _end_of_text(page: Page, first: int, entry: Entry) -> int:
    """The line after the last that belongs to `entry`, which begins at line `first`.

    What stands before the next number of the list is the entry's, and before the next caret, unless it is one line, or
    set off by a blank one, and reads like the title of another list. Below the last entry, only lines that hang under
    its number are; in a torn text, all up to the next blank line or heading.
    """
    index = below = _next_unclaimed(page, entry.line + 1)
    last = entry.line
    for _ in range(_MOST_LINES):
        if not page.free(index):
            break
        if mark := _ENTRY.match(page.texts[index]):
            number = _number(mark)
            counts_on = number != "" and entry.label != "" and int(number) == int(entry.label) + 1
            is_other = entry.label or number or (index > below and _is_title_apart(page, below, last))
            return index if index > below and (counts_on or not is_other) else entry.line + 1
        last = index
        index = _next_unclaimed(page, index + 1)
    index = entry.line + 1
    if entry.label:
        margin = len(page.lead(first)) + len(entry.label)
        while page.free(index) and len(page.lead(index)) > margin:
            index += 1
    elif page.torn and (end := _end_of_run(page, index)) <= index + _MOST_LINES:
        index = end
    return index


def _end_of_run(page: Page, index: int) -> int:
    """The line after the free lines from `index` on; where they are too many for a note, it stops one farther."""
    first = index
    while page.free(index) and index <= first + _MOST_LINES:
        index += 1
    return index


def _is_title_apart(page: Page, below: int, last: int) -> bool:
    """Whether line `last` reads like a title, and is alone from line `below` on or has a blank line above.

    In a torn text so do pieces of the note; a section's usual title is one there, too.
    """
    text = page.texts[last]
    if page.torn and text.casefold() not in known_titles():
        return False
    return _titles_list(text) and (last == below or not page.texts[last - 1])


def _titles_list(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and text[0].isupper() and not ends_sentence(text)


def note_lists(page: Page, highest: int) -> dict[int, list[Entry]]:
    """The entries of each list of notes that begins its entries with carets, by the line at which it begins.

    Where as many have a number and a caret as the `highest` number among the article's marks says, a number without a
    caret is the tool's.
    """
    lists: dict[int, list[Entry]] = {}
    end = 0
    before = _CARET_BEFORE
    carets = sorted({*page.signs.holding("^"), *page.signs.holding("↑")})
    places = [index for index in carets if "^" in page.texts[index][:before] or "↑" in page.texts[index][:before]]
    numbered = sum(1 for index in places if (entry := _ENTRY.match(page.texts[index])) and _number(entry))
    miscounts = numbered == highest > 0
    for index in places:
        if index >= end and (entries := note_entries(page, index, miscounts)):
            lists[index] = entries
            end = entries[-1].end
    return lists


def numbered_notes(page: Page, index: int, highest: int) -> list[Entry]:
    """The entries of a list at line `index` that prints numbers only; [] unless it has one for each mark.

    Its numbers count from 1 to `highest`, the highest number among the article's marks.
    """
    entries: list[Entry] = []
    while highest and page.free(index) and (number := _NUMBERED.match(page.texts[index])):
        if int(number[1]) != len(entries) + 1:
            break
        entry = Entry(index, number[1], _after_letters(page.texts[index], number.end()))
        end = _before_number(page, index + 1, len(entries) + 2) if int(number[1]) < highest else index + 1
        entries.append(entry._replace(below=end - index - 1))
        index = page.next_filled(end)
    return entries if len(entries) == highest else []


def _before_number(page: Page, start: int, number: int) -> int:
    """The line after the last of those from `start` on that stand before the entry of this number; `start` for none."""
    index = end = start
    for _ in range(_FEW_LINES):
        index = page.next_filled(index)
        if not page.free(index):
            break
        if (following := _NUMBERED.match(page.texts[index])) and int(following[1]) == number:
            return end
        index = end = index + 1
    return start


def plain_runs(page: Page) -> dict[int, int]:
    """How many lines set off by a blank or two follow each other from each such line on, itself counted."""
    runs: dict[int, int] = {}
    count = 0
    for index in range(len(page) - 1, -1, -1):
        if page.texts[index]:
            count = count + 1 if page.lead(index) in _PLAIN_LEADS and page.free(index) else 0
            if count:
                runs[index] = count
    return runs


def plain_notes(page: Page, index: int, count: int) -> list[Entry]:
    """The `count` entries of a section that begins at line `index` and prints neither carets nor numbers."""
    entries: list[Entry] = []
    while len(entries) < count:
        entries.append(Entry(index, "", _after_letters(page.texts[index], 0)))
        index = page.next_filled(index + 1)
    return entries


def drop_backlinks(page: Page, entry: Entry, label: tuple[int, int, int]) -> None:
    """Put an entry's caret and letters into the ledger, and miscounted numbers; its `label` stays with the note."""
    for below, behind in entry.miscounted:
        if behind == len(page.texts[below]):
            page.claims[below] = _ITEM_NUMBER
        else:
            page.drop(below, 0, behind, _ITEM_NUMBER)
    line, start, end = label
    for above in range(entry.line - entry.above, entry.line):
        if page.texts[above] and above not in page.claims and (above != line or start == end):
            page.claims[above] = _BACKLINK
    if line < entry.line and start < end:
        page.drop(line, 0, start, _BACKLINK)
        page.drop(line, end, len(page.texts[line]), _BACKLINK)
    elif line == entry.line:
        page.drop(line, 0, start, _BACKLINK)
        page.drop(line, end, entry.start, _BACKLINK)
    if line < entry.line:
        page.drop(entry.line, 0, entry.start, _BACKLINK)


def label_place(page: Page, entry: Entry) -> tuple[int, int, int]:
    """The line with an entry's label, and where in it the label stands, the stop behind it included."""
    line = entry.line - entry.above
    if not entry.label:
        return line, 0, 0
    start = page.texts[line].index(entry.label)
    return line, start, start + len(entry.label) + 1


def note_at(page: Page, index: int) -> Entry | None:
    """The note entry at line `index`: `^ text`, `3. ^ a b text`, `- ^ text`; None where the line is none.

    The caret may stand on a line of its own, and what a screen reader says of it on the next.
    """
    text = page.texts[index]
    if not (mark := _ENTRY.match(text)):
        return None
    line, start = index, _after_letters(text, _after_backlink(text, mark.end()))
    while start == len(page.texts[line]) or _is_backlink(page.texts[line][start:]):
        following = _next_unclaimed(page, line + 1)
        if not page.free(following) or _ENTRY.match(page.texts[following]):
            break
        following = _after_letter_lines(page, following)
        if not page.free(following):
            break
        line, start = following, _after_letters(page.texts[following], 0)
    return Entry(line, _number(mark), start, line - index)


def _number(entry: re.Match[str]) -> str:
    """The number that an entry begins with; "" where it has none. In a miscounted line it is the only group."""
    return next(filter(None, entry.groups()), "")


def _after_letter_lines(page: Page, index: int) -> int:
    """The line after the backlink letters that begin at line `index`, one on each line; `index` where none do."""
    found: list[str] = []
    line = index
    while page.free(line) and len(found) < _MOST_LETTERS and len(page.texts[line]) <= _LONGEST_LETTER:
        token = _TOKEN.fullmatch(page.texts[line])
        if not token or not _counts_on([*found, token[1].casefold()]):
            break
        found.append(token[1].casefold())
        line = _next_unclaimed(page, line + 1)
    return line if len(found) > 1 else index


def _next_unclaimed(page: Page, index: int) -> int:
    """The first line at or after `index` that is not blank, and not the site's."""
    while (index := page.next_filled(index)) in page.claims:
        index += 1
    return index


def _is_backlink(text: str) -> bool:
    phrase = interface().match(text.strip()) if 2 < len(text) < 60 else None
    return phrase is not None and phrase.role == "backlink"


def _after_backlink(text: str, start: int) -> int:
    """Where the text goes on after what a screen reader says of the caret, "Jump up to:"."""
    end = text.find(":", start, start + 60) + 1
    if not end or not _is_backlink(text[start:end]):
        return start
    return end + len(text[end:]) - len(text[end:].lstrip())


def _after_letters(text: str, start: int) -> int:
    """Where the text begins after backlink letters: two or more that count on from the first; one alone is a word.

    A tool may have glued them all to each other and to the text, "^ abcHeron, Ada", "↑1.01.1Heron, Ada".
    """
    if (glued := _GLUED_LETTERS.match(text, start)) and "".join(_LATIN).startswith(glued[0]):
        return glued.end()
    if numbers := _GLUED_NUMBERS.match(text, start):
        return numbers.end()
    place = at = start  # where the letters end; where the next one is looked for, behind "and"
    found: list[str] = []
    while len(found) < _MOST_LETTERS and (token := _TOKEN.match(text, at)):
        found.append(token[1].casefold())
        if not _counts_on(found):
            found.pop()
            break
        place = at = token.end()
        joint = _TOKEN.match(text, at)
        if joint and joint[1].casefold() in interface().joints:
            at = joint.end()
    # GNU html2text glues the last letter to the text, "^ a bHeron, Ada".
    if found and text[place + 1 : place + 2].isupper() and _counts_on([*found, text[place]]):
        found.append(text[place])
        place += 1
    return place if len(found) > 1 else start


def _counts_on(tokens: list[str]) -> bool:
    """Whether `tokens` are the first letters of an alphabet, in order, or 1.0, 1.1, …"""
    number = len(tokens) - 1
    if tokens[0][0].isdecimal():
        return re.fullmatch(rf"\d+[.,]0?{number}", tokens[-1]) is not None
    alphabets = _alphabets().get(tokens[0], ())
    return any(tokens == [_letter(alphabet, n) for n in range(number + 1)] for alphabet in alphabets)


@cache
def _alphabets() -> dict[str, list[tuple[str, ...]]]:
    """The letters that languages count backlinks with, by the first of them."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for letters in (_LATIN, *interface().letters.values()):
        if len(letters) > 1 and letters not in found.setdefault(letters[0], []):
            found[letters[0]].append(letters)
    return found


def _letter(alphabet: tuple[str, ...], number: int) -> str:
    """The letter of this number, from 0: a, b, … z, aa, ab, … as Cite counts backlinks."""
    size = len(alphabet)
    head = alphabet[(number // size - 1) % size] if number >= size else ""
    return head + alphabet[number % size]
