r"""Question: which characters are copies of a formula, of which the page holds one in TeX?

A page prints a formula as characters, hides its TeX beside them as `{\displaystyle …}`, and may add a picture whose
alternative text is the TeX again. Tools keep all three. The TeX stays; a copy goes where it says the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Set
from functools import cache
from typing import NamedTuple

from wikipub.readers.text.page import BLANKS, Claim
from wikipub.readers.text.scraper.flat import Flat
from wikipub.readers.text.scraper.markup import Cut

MARK = "{\\displaystyle"
"""How MediaWiki's TeX of a formula begins."""
_COPY = Claim("formula-copy", "markup", "a copy of a formula that stands beside it in TeX")
_BRACE = re.compile(r"\\[\\{}]|[{}]")
_BRACKET = re.compile(r"\\[\\\[\]]|[\[\]]")
_ENTITY = re.compile(r"&#x([0-9A-Fa-f]{2,5});")
_LONGEST_SIGNS = 60
"""How far back the signs may stand that a formula begins with."""
_LONGEST = 5000
"""Longest formula, in characters of TeX."""
_ABOVE = 150
"""How many lines a formula in characters may take above its TeX."""
_BELOW, _LONGEST_LINES = 12, 120
"""How many lines are looked through below a formula's beginning, at first and at most."""
_MOST_BLANKS = 30
"""Most blank lines between a sentence and a formula that was torn out of it."""
_OPENS, _CLOSES = "[MATH:", ":MATH]"
"""Between what lynx prints a formula's MathML, with the TeX in it."""
_NAME_WORDS = (
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max"
    " min mod Pr sec sin sinh sup tan tanh"
)
_NAMES = frozenset(_NAME_WORDS.split())
"""Commands that print their own name."""
_SILENT_WORDS = (
    "frac tfrac dfrac sqrt left right big Big bigg Bigg mathrm mathbf mathit mathcal mathbb mathfrak mathsf text"
    " mbox operatorname hat widehat bar overline vec tilde widetilde dot ddot underline quad qquad"
)
_SILENT = frozenset(_SILENT_WORDS.split())
"""Commands that print nothing by themselves before what they apply to."""
_TOKEN = re.compile(
    r"\\(?:begin|end)\s*\{([a-z*]{1,20})\}(?:\s*\{[lcr|\s]{1,20}\})?|\\([A-Za-z]{1,30})|\\.|.", re.DOTALL
)
_UNPRINTED = " \n{}^_\\,;!:&"
_PRINTING = ("\\{", "\\}", "\\|")
_STYLES = re.compile(r"\\(?:display|text|script|scriptscript)style")


def tex_end(text: str, start: int) -> int:
    """The place behind the brace that closes the one at `start`; 0 where there is none near."""
    depth = 0
    for brace in _BRACE.finditer(text, start, start + _LONGEST):
        if len(brace[0]) > 1:
            continue
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end()
    return 0


def is_formula(text: str) -> bool:
    """Whether a line is the TeX of one formula and nothing else."""
    return text.startswith(MARK) and tex_end(text, 0) == len(text)


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a line, each with whether it is a formula's TeX."""
    place = 0
    while (start := text.find(MARK, place)) >= 0 and (end := tex_end(text, start)):
        if start > place:
            yield text[place:start], False
        yield text[start:end], True
        place = end
    if place < len(text):
        yield text[place:], False


class Formulas(NamedTuple):
    """Where formulas stand in source lines: copies to cut out, the TeX to keep, and which lines go on the one before.

    `joins` has for each such line what stands between: a blank or nothing.
    """

    copies: defaultdict[int, list[Cut]]
    tex: defaultdict[int, list[Cut]]
    joins: dict[int, str]

    @property
    def lines(self) -> Set[int]:
        """The source lines that hold a formula, or a copy of one."""
        return self.copies.keys() | self.tex.keys()


def find_formulas(source: list[str], texts: list[str]) -> Formulas:
    """The formulas in TeX, and the copies beside them."""
    found = Formulas(defaultdict(list), defaultdict(list), {})
    last = 0  # the first line that no formula has yet
    for index, text in enumerate(texts):
        if MARK in text and index >= last:
            last = _find_near(source, texts, max(last, index - _ABOVE), index, found)
    return found


def _find_near(source: list[str], texts: list[str], first: int, index: int, found: Formulas) -> int:
    """Find the formulas of line `index`, with no copies above line `first`; return the line of the last one's end."""
    flat = Flat(source, first, min(index + 1 + _BELOW, len(source)))
    place = 0
    begin = flat.text.find(MARK)
    while begin >= 0 and flat.line(begin) <= index:
        close = tex_end(flat.text, begin)
        if not close and flat.end < len(source):
            flat = Flat(source, first, min(index + _LONGEST_LINES, len(source)))
            close = tex_end(flat.text, begin)
        if not close:
            break
        tex = flat.text[begin + 1 : close - 1]
        markup = flat.text.find(_OPENS, place, begin)
        after = flat.text.find(_CLOSES, close, close + _LONGEST) + len(_CLOSES) if markup >= 0 else 0
        if after > len(_CLOSES) and flat.text[after : after + 200].lstrip().startswith(MARK):
            flat.cut(found.copies, markup, after, _COPY)
            for line in range(flat.line(markup) + 1, flat.line(after - 1) + 1):
                found.joins[line] = ""
            place = after
            begin = flat.text.find(MARK, place)
            continue
        start = _plain_start(flat.text, place, begin, tex)
        if start < begin:
            flat.cut(found.copies, start, begin, _COPY)
        place = _copies_end(flat.text, close, tex)
        if place > close:
            flat.cut(found.copies, close, place, _COPY)
        flat.cut(found.tex, begin, close, _COPY)
        _join(flat, texts, source, found.joins, (start, begin, close, place))
        begin = flat.text.find(MARK, place)
    return max(flat.line(place), index + 1) if place else index + 1


def _copies_end(text: str, start: int, tex: str) -> int:
    """Where further copies of `tex` end that follow `start`; `start` where there are none."""
    same = _skeleton(tex)
    while True:
        place = start
        while place < len(text) and place - start < 200 and (text[place] in BLANKS or text[place] == "\n"):
            place += 1
        if text.startswith(MARK, place):
            end = tex_end(text, place)
        elif text.startswith("[", place) and not same.isdecimal():
            end = _bracket_end(text, place)
        else:
            return start
        if not end or _skeleton(text[place + 1 : end - 1]) != same:
            return start
        start = end


def _bracket_end(text: str, start: int) -> int:
    depth = 0
    for bracket in _BRACKET.finditer(text, start, start + _LONGEST):
        if len(bracket[0]) > 1:
            continue
        depth += 1 if bracket[0] == "[" else -1
        if not depth:
            return bracket.end()
    return 0


def _skeleton(tex: str) -> str:
    """What two spellings of a formula have in common: its characters without blanks, braces and styles."""
    return re.sub(r"[\s{}]", "", _STYLES.sub("", tex))


def _plain_start(text: str, first: int, end: int, tex: str) -> int:
    """Where the copy in plain characters begins that ends at `end`, not before `first`; `end` where there is none.

    It has the letters and digits of `tex`, in order, and signs among them.
    """
    wanted = _printed(tex)
    place = end
    for character in reversed(wanted):
        while place > first:
            place -= 1
            if text[place] == ";" and (entity := _entity_before(text, place)):
                place, seen = entity
            else:
                seen = text[place]
            folded = unicodedata.normalize("NFKC", seen)
            if folded == character:
                break
            if folded.isalnum():
                return end
        else:
            return end
    if not wanted or (place > first and text[place - 1].isalnum()):
        return end
    return place - _signs_before(text[max(first, place - _LONGEST_SIGNS) : place], tex)


def _entity_before(text: str, place: int) -> tuple[int, str] | None:
    """The reference to a character, `&#x3C0;`, that ends with the semicolon at `place`: where it begins, what it is."""
    start = text.rfind("&#x", max(place - 9, 0), place)
    match = _ENTITY.match(text, start) if start >= 0 else None
    return (start, chr(int(match[1], 16))) if match and match.end() == place + 1 else None


def _signs_before(text: str, tex: str) -> int:
    """How many characters at the end of `text` are signs that the formula begins with: `⌊`, `(`."""
    place = len(text)
    if not _begins_with_sign(tex):
        return 0
    while place:
        if text[place - 1] == ";" and (entity := _entity_before(text, place - 1)):
            place = entity[0]
        elif text[place - 1].isalnum() or text[place - 1] in ".,;:'\"”’)]":
            break
        else:
            place -= 1
    return len(text) - place - (len(text[place:]) - len(text[place:].lstrip()))


def _begins_with_sign(tex: str) -> bool:
    """Whether something prints before the first letter or digit of `tex`."""
    for token in _TOKEN.finditer(_STYLES.sub("", tex)):
        name = token[2]
        if name is None and token[1] is None:
            if token[0].isalnum():
                return False
            if token[0] in _PRINTING or token[0].strip(_UNPRINTED):
                return True
        elif name and _letters(name):
            return False
        elif name and name not in _SILENT:
            return True
    return False


def _printed(tex: str) -> str:
    """The letters and digits that `tex` prints, in order."""
    parts: list[str] = []
    for token in _TOKEN.finditer(_STYLES.sub("", tex)):
        if token[2]:
            parts.append(_letters(token[2]))
        elif not token[1] and token[0][0] != "\\" and token[0].isalnum():
            parts.append(unicodedata.normalize("NFKC", token[0]))
    return "".join(parts)


@cache
def _letters(name: str) -> str:
    """The letters that a command prints: its own name, or a Greek letter."""
    if name in _NAMES:
        return name
    kind = "SMALL" if name[0].islower() else "CAPITAL"
    letter = name.removeprefix("var").upper().replace("LAMBDA", "LAMDA")
    try:
        return unicodedata.lookup(f"GREEK {kind} LETTER {letter}")
    except KeyError:
        return ""


def _join(
    flat: Flat, texts: list[str], source: list[str], joins: dict[int, str], places: tuple[int, int, int, int]
) -> None:
    """Join the lines of a formula, and with them those of its sentence before and after it, where it was torn out.

    `places` are where the copy above begins, where the TeX does, and where the TeX and the copies below end.
    """
    start, begin, close, end = places
    first, last = flat.line(begin), flat.line(close - 1)
    for line in range(first + 1, last + 1):
        joins[line] = " "
    if flat.line(start) == first and flat.line(end - 1) == last and texts[first][: len(MARK)] != MARK:
        return
    above = flat.line(start) - 1
    while above >= 0 and not texts[above] and flat.line(start) - above < _MOST_BLANKS:
        above -= 1
    begins_line = not flat.text[flat.text.rfind("\n", 0, start) + 1 : start].strip(BLANKS)
    blank_above = begins_line and above >= 0 and texts[above] and source[above][-1:] in BLANKS
    if start < begin or blank_above:
        from_line = above + 1 if blank_above else flat.line(start) + 1
        for line in range(from_line, first + 1):
            joins[line] = " " if blank_above else ""
    below = flat.line(end - 1) + 1
    while below < len(texts) and not texts[below] and below - last < _MOST_BLANKS:
        below += 1
    ends_line = not flat.rest(end).strip(BLANKS)
    if ends_line and below < len(texts) and texts[below] and below > last + 1 and _goes_on(source[below]):
        for line in range(last + 1, below + 1):
            joins[line] = ""


def _goes_on(line: str) -> bool:
    """Whether a line goes on in the middle of a sentence: with one blank, a small letter, or a sign."""
    return (line[0] in BLANKS and line[1:2] not in BLANKS) or line[0].islower() or line[0] in ",.;:)"
