"""Question: which characters within lines are the tool's marks, not the article's?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from wikipub.readers.text.page import BLANKS, Claim
from wikipub.readers.text.signs import Signs

_ADDRESS = Claim("link-address", "link-target", "the address of a link; the link's words stay")
_TARGET = Claim("markdown-link", "link-target", "the address of a link; the link's words stay")
_MARK = Claim("markdown-mark", "markup", "a mark that the tool put into the text")
FENCE = Claim("markdown-fence", "markup", "the attributes of a block, above and below it")
_ALT = Claim("picture-text", "picture", "a picture's address and alternative text; one alone on its line is a figure")
LINK_NUMBER = Claim("link-number", "markup", "the number that the tool gave a link")

_TOKEN = re.compile(
    r"\\[!-/:-@\[-`{-~]"
    r"|!\[|\["
    r"|\]\((?:[^()\\\[\]\n]|\\.|\n(?!\s*\n)|\([^()\[\]]{0,300}\)){0,3000}(?:\"[^\"\n]{0,300}\")?\)"
    r"|\]"
    r"|\*\*\*?|\*(?<![\w*]\*)(?=[^\s_*])|\*(?<=[^\s_*]\*)(?![\w*])|_(?<!\w_)(?=[^\s_])|_(?<=[^\s_]_)(?!\w)|</?su[bp]>"
)
"""Each way begins with the sign itself, and looks back from there, so that only places with such a sign are tried."""
_SIGNS = ("[", "*", "_", "\\", "{")
_NUMBERED_TOKEN = re.compile(r"\]\[\d{1,5}\]|" + _TOKEN.pattern)
"""The same in a text that gives links' addresses at its end, under the links' numbers."""
_ATTRIBUTES = r"\{[^{}]{1,2000}\}"
_ATTRIBUTED_TOKEN = re.compile(
    rf"\]{_ATTRIBUTES}|`[^`\n]{{0,300}}`\{{=\w+\}}|\{{(?<=[\s)`]\{{)(?=[#.=\w]){_ATTRIBUTES[2:]}"
    rf"|\^(?=\[)|\^(?<=\)\^)|{_TOKEN.pattern}"
)
"""The same where pandoc wrote the attributes of elements: `[words]{.class}`, `# Heading {#id}`, `:::` around blocks."""
_ATTRIBUTED = re.compile(r"^:{3,}[ \t]|\]\{[.#]|^#.{1,300}[ \t]\{#", re.MULTILINE)
_FENCE = re.compile(rf":{{3,}}(?:\s*{_ATTRIBUTES}|\s+[\w-]{{1,100}})?(?:\s*:{{3,}})?")
_RAW, _RAW_END = re.compile(r"`{3,}\s?\{=\w+\}"), "```"
_FEWEST_ATTRIBUTES = 8
_DEFINITION = re.compile(r"\[\d{1,5}\]:(?:\s|$)|\*\[[^\[\]]{1,60}\]:\s")
"""An address at the text's end, `[12]: /wiki/Boat (Boat)`, or what an abbreviation stands for, `*[v]: View`."""
_FEWEST_DEFINITIONS = 4
_INNER = r"(?:[^\s()\[\]<>]|\([^\s()]{0,80}\))"
_PLACE = (
    rf"(?:(?:#|\.{{0,2}}/){_INNER}{{1,2000}}(?<!/)"  # what a dictionary has between two slashes is a sound
    rf"|(?:https?|ftp|javascript|mailto):{_INNER}{{1,2000}}"
    rf"|{_INNER}{{1,200}}\.html?(?:[#?]{_INNER}{{0,200}})?)"
)
_ADDRESSES = re.compile(rf"[ \t]{{0,40}}(?:\({_PLACE}\)|\[{_PLACE}\]|<{_PLACE}>)(?![^\W_])(?:[ \t]+(?=[ \t]))?")
"""An address behind a link's words, in brackets, with the blanks before it, and those behind it but for one."""
_OWN = re.compile(
    r"[(\[<](?:#\w|(?:https?:/)?\.{0,2}/[^\s()\[\]<>]{0,200}?(?:wiki/|title=)|[^\s()\[\]<>]{1,200}\.html?[)\]>#])"
)
"""An address within a wiki, as the links of a page have them, unlike those that a text names itself."""
_FEWEST_ADDRESSES = 8
_OWN_SIGNS = {
    "#": ("(#", "[#", "<#"),
    "wiki/": ("wiki/",),
    "title=": ("title=",),
    ".html": (".html)", ".html]", ".html>"),
}
"""What such addresses hold, by a part of it that most texts do not have."""
_LINK_NUMBER = re.compile(r"\[(\d{1,5})\]")
_BLANK = (" ", "\t")
_STEP, _LEAP = 3, 20
"""How far the number of a link is from the one before at most, in a sentence and in a table."""


class Cut(NamedTuple):
    """A piece [start, end) of a source line that is taken out of it.

    `joins` tells that the piece reaches over the line's beginning, so that the line goes on the one before.
    """

    start: int
    end: int
    claim: Claim
    joins: bool = False


def has_addresses(sample: str) -> bool:
    """Whether links' addresses stand in brackets behind their words, many of them within a wiki."""
    signs = [sign for part, signs in _OWN_SIGNS.items() if part in sample for sign in signs]
    if sum(map(sample.count, signs)) < _FEWEST_ADDRESSES:
        return False
    return occurs(_OWN, sample, _FEWEST_ADDRESSES)


def occurs(pattern: re.Pattern[str], text: str, often: int) -> bool:
    """Whether `pattern` is found in `text` so often at least; no more of the text is looked at than that takes."""
    return next(islice(pattern.finditer(text), often - 1, None), None) is not None


def address_cuts(source: list[str]) -> dict[int, list[Cut]]:
    """The addresses of links that stand behind their words."""
    cuts: dict[int, list[Cut]] = {}
    for index, line in enumerate(source):
        if "/" in line or "#" in line or ".htm" in line:
            found = [Cut(*address.span(), _ADDRESS) for address in _ADDRESSES.finditer(line)]
            if found:
                cuts[index] = found
    return cuts


def _numbers(source: list[str]) -> Iterator[tuple[int, str, re.Match[str], int]]:
    """The numbers in brackets: the line's place, the line, where in it the number is, and the number."""
    for index, line in enumerate(source):
        if "[" in line:
            for number in _LINK_NUMBER.finditer(line):
                yield index, line, number, int(number[1])


def number_cuts(source: list[str]) -> dict[int, list[Cut]]:
    """The numbers of links, which count on through the text; other numbers in brackets are the article's marks.

    In tables whose cells stand beside each other they do not: a number that is near the last one, and was not there
    before, is a link's if its words follow it, and it stands behind neither a word nor another number.
    """
    cuts: dict[int, list[Cut]] = {}
    last = 0
    skipped: set[int] = set()
    for index, line, number, value in _numbers(source):
        if last < value <= last + _STEP:
            skipped.update(range(last + 1, value))
        elif not _begins_cell(line, number) or not (value in skipped or last < value <= last + _LEAP):
            continue
        elif value > last:
            skipped.update(range(last + 1, value))
        cuts.setdefault(index, []).append(Cut(number.start(), number.end(), LINK_NUMBER))
        skipped.discard(value)
        last = max(last, value)
    return cuts


def number_cuts_behind(source: list[str]) -> dict[int, list[Cut]]:
    """The numbers of links that stand behind their words and count on from 0 or 1; others are the article's marks."""
    cuts: dict[int, list[Cut]] = {}
    last = -1
    for index, line, number, value in _numbers(source):
        if last < value <= last + _STEP:
            last = value
            start = number.start() - (line[number.start() - 1 : number.start()] in _BLANK)
            cuts.setdefault(index, []).append(Cut(start, number.end(), LINK_NUMBER))
    return cuts


def _begins_cell(line: str, number: re.Match[str]) -> bool:
    """Whether a link's number stands behind a blank or nothing, and right before a word."""
    start, end = number.span()
    return (start == 0 or line[start - 1].isspace()) and line[end : end + 1].isalnum()


def defines_links(texts: list[str], signs: Signs) -> bool:
    """Whether the text gives links' addresses at its end, under the links' numbers."""
    return sum(1 for index in signs.beginning("[") if _DEFINITION.match(texts[index])) >= _FEWEST_DEFINITIONS


def markdown_cuts(source: list[str], texts: list[str], signs: Signs) -> dict[int, list[Cut]]:
    """The marks of Markdown's links, pictures and emphasis; links may be wrapped over several lines."""
    cuts: dict[int, list[Cut]] = defaultdict(list)
    defined = defines_links(texts, signs)
    fences = _fences(texts) if _has_attributes(texts) else None
    tokens = _NUMBERED_TOKEN if defined else _TOKEN if fences is None else _ATTRIBUTED_TOKEN
    for line in fences or ():
        cuts[line].append(Cut(0, len(source[line]), FENCE))
    start = 0
    for index in range(len(source) + 1):
        if index == len(source) or not texts[index] or (fences and index in fences):
            if index > start and defined and _DEFINITION.match(texts[start]):
                for line in range(start, index):
                    cuts[line].append(Cut(0, len(source[line]), _TARGET))
            elif index > start:
                _cut_block(source, start, index, cuts, tokens)
            start = index + 1
    return {line: _apart(found) for line, found in cuts.items()}


def _has_attributes(texts: list[str]) -> bool:
    """Whether pandoc wrote the attributes of elements."""
    traces = [text for text in texts if "{" in text or text[:3] == ":::"]
    return len(traces) >= _FEWEST_ATTRIBUTES and occurs(_ATTRIBUTED, "\n".join(traces), _FEWEST_ATTRIBUTES)


def _fences(texts: list[str]) -> set[int]:
    """The lines around blocks that have attributes, and those of code that pandoc left for another format."""
    found: set[int] = set()
    is_raw = False
    for index, text in enumerate(texts):
        if is_raw or (text[:1] == "`" and _RAW.fullmatch(text)):
            found.add(index)
            is_raw = not (is_raw and text == _RAW_END)
        elif text[:3] == ":::" and _FENCE.fullmatch(text):
            found.add(index)
    return found


def merged(cuts: Mapping[int, list[Cut]], others: Mapping[int, list[Cut]]) -> dict[int, list[Cut]]:
    """Both sets of cuts by line; where they overlap, the one that begins first has it."""
    found = dict(cuts)
    for line, pieces in others.items():
        found[line] = _apart([*found.get(line, ()), *pieces])
    return found


def emptied(source: list[str], cuts: Mapping[int, list[Cut]], claims: Container[Claim]) -> set[int]:
    """The lines of which nothing is left but blanks, and whose cuts are all for one of `claims`."""
    return {
        line
        for line, pieces in cuts.items()
        if all(cut.claim in claims for cut in pieces)
        and not "".join(source[line][start:end] for start, end in kept_ranges(source[line], pieces)).strip(BLANKS)
    }


def kept_ranges(source: str, cuts: Sequence[Cut]) -> list[tuple[int, int]]:
    """The ranges of a source line that are not cut out, blanks at the line's end left off."""
    kept: list[tuple[int, int]] = []
    start = 0
    for cut in cuts:
        if cut.start > start:
            kept.append((start, cut.start))
        start = max(start, cut.end)
    end = len(source.rstrip(BLANKS))
    if end > start:
        kept.append((start, end))
    return kept


def without(cuts: Mapping[int, list[Cut]], kept: Mapping[int, list[Cut]]) -> dict[int, list[Cut]]:
    """The cuts of which no part stands in what is kept."""
    found = dict(cuts)
    for line in cuts.keys() & kept.keys():
        ranges = kept[line]
        found[line] = [cut for cut in cuts[line] if all(cut.end <= one.start or one.end <= cut.start for one in ranges)]
    return found


def _apart(cuts: list[Cut]) -> list[Cut]:
    """`cuts` in order; of two that overlap the first keeps what both would take."""
    found: list[Cut] = []
    end = 0
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if cut.end > end:
            found.append(cut._replace(start=max(cut.start, end)))
            end = cut.end
    return found


def _cut_block(source: list[str], first: int, end: int, cuts: dict[int, list[Cut]], tokens: re.Pattern[str]) -> None:
    """Find the marks in the lines [first, end), which no blank line parts."""
    block = "\n".join(source[first:end])
    if not any(map(block.__contains__, _SIGNS)):
        return
    starts = [0]
    for line in source[first:end]:
        starts.append(starts[-1] + len(line) + 1)
    where = _Where(starts, first)
    opened: list[re.Match[str]] = []
    for token in tokens.finditer(block):
        mark = token[0]
        if mark[0] == "\\":
            where.cut(cuts, token.start(), token.start() + 1, _MARK)
        elif mark in ("[", "!["):
            opened.append(token)
        elif mark == "]":
            if opened:
                opened.pop()
        elif mark[0] == "]":
            if opened:
                opening = opened.pop()
                if mark[1] == "{":
                    where.cut(cuts, opening.start(), opening.end(), _MARK)
                    where.cut(cuts, token.start(), token.end(), _MARK)
                    continue
                if mark[1] == "[" and block[opening.end() : token.start()].isdecimal():
                    continue  # two note marks
                if opening[0] == "![":
                    where.cut(cuts, opening.start(), token.end(), _ALT)
                else:
                    where.cut(cuts, opening.start(), opening.end(), _MARK)
                    where.cut(cuts, token.start(), token.end(), _TARGET)
        else:
            where.cut(cuts, token.start(), token.end(), _MARK)


class _Where:
    """From offsets in a block to cuts in its lines; offsets must not go back by more than a link."""

    def __init__(self, starts: list[int], first: int) -> None:
        self._starts = starts
        self._first = first

    def cut(self, cuts: dict[int, list[Cut]], start: int, end: int, claim: Claim) -> None:
        """Cut [start, end) out of the lines that it stands in."""
        line = bisect_right(self._starts, start) - 1
        joins = False
        while start < end:
            begin = self._starts[line]
            stop = min(end, self._starts[line + 1] - 1)
            cuts[self._first + line].append(Cut(start - begin, stop - begin, claim, joins))
            line += 1
            start = self._starts[line]
            joins = True
