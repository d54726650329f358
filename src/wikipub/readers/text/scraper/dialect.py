"""Question: what did the tool that made this text do to its lines?

Told from the text as a whole, each answer with a count of its traces; the next steps undo what is found here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from unicodedata import east_asian_width

from wikipub.readers.text.page import BLANKS
from wikipub.readers.text.scraper.markup import defines_links, has_addresses, occurs
from wikipub.readers.text.scraper.markup_languages import Markup, tell_markup
from wikipub.readers.text.scraper.tags import has_tags
from wikipub.readers.text.shape import BULLETS
from wikipub.readers.text.signs import Signs

_MARKDOWN_LINK = re.compile(r"\]\((?<=[^\d\s\[]\]\()<?(?:https?:|/|\.\.?/|[\w%#])")
_EMPHASIS = re.compile(
    r"\*\*\S(?:[^*\n]{0,200}\S)?\*\*|_(?<![^\W_]_)\w[^_\n]{0,200}_(?!\w)|\*(?<![\w*]\*)\w[^*\n]{0,200}\*(?![\w*])"
)
_HASHES = re.compile(r"^#{1,6} {1,3}\S", re.MULTILINE)
_PICTURE = re.compile(r"^\[?!\[[^\[\]\n]{0,300}\]\([^()\s]{1,500}\)", re.MULTILINE)
_NUMBER = re.compile(r"\[(\d{1,5})\]([^\W\d]?)")
_NUMBER_BEHIND = re.compile(r"\[(?<=[^\s\[][ \t]\[)(\d{1,5})\](?![^\W\d])")
_LISTED = re.compile(r"^[ \t]*\[?\d{1,5}[\].]:?[ \t]+(?:[A-Za-z][A-Za-z\d+.-]{1,20}:|\.{0,2}/)\S+$", re.MULTILINE)
"""A line of a list of addresses."""
_STEP = 3
"""How far the number of a link is from the one before at most."""
_TORN = re.compile(r"[,.;:)](?:\s|$)|\[$|\]$")
_TORN_BEGINS = ",.;:)[]"
_PROSE = re.compile(r"[^\W\d_](?:\S{1,30}\s{1,2}){20}")
"""How a paragraph begins that stands on one line: with words, not with a bullet, a bar or an address."""
_ITEM = re.compile(rf"[{BULLETS}]\s|\d{{1,4}}\.\s")
"""How an item of a list begins, which tells nothing about the width of the line before."""
_GAP = "   "
"""What the lines of tables hold, whose width is their table's."""
_STAR_SIGN = "***"
_STARS = re.compile(r"\*{3,6} \S.{0,200} \*{3,6}")

_MAY_BE_WIDE = re.compile("[\u1100-\u115f\u231a-\U0010ffff]")
"""No character beside these takes two columns (https://www.unicode.org/Public/UCD/latest/ucd/EastAsianWidth.txt)."""
_FIRST_UNSPACED = "\u2e80"
_UNSPACED = re.compile("[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff]")
"""Han, kana and their signs, which lines break between anywhere; no blank stands between words."""
_SAMPLE = 5000
"""How many lines tell most dialects."""
_LEAST = 4
"""Fewest traces that tell a dialect; fewer may be the article's own text."""
_TORN_SHARE, _WRAPPED_SHARE = 40, 15
"""Of torn sentences one line of so many begins with what follows a word; where they are wrapped besides, more do."""
RULES = "=-~^'"
"""What rules below headings are made of, from the page's title on down: Markdown's two, and what pandoc adds."""
_SHORTEST_RULE = 3
_SHORTEST_WRAP, _LONGEST_WRAP = 50, 250
"""Columns between which text is hard-wrapped."""
_USUAL_WRAP = 100
"""The widest column that people wrap at."""
_WIDE = 8
"""At a wider column a browser was told to wrap; one line in so many may be wider, as it could not be broken."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What was done to the lines of a text.

    `markdown`: links are `[text](address)`, or headings stand behind hashes or over rules, and words between stars.
    `markup`: the language, where it is another one. `addressed`: links' addresses stand behind their words, `text
    (address)`. `numbered`: each link has its number in front, `[12]text`; `numbered_behind`: it has it behind its
    words, `text [12]`. `starred`: as GNU html2text prints, headings between stars and blanks in links as underscores.
    `torn`: a line ends at each link and each mark. `tagged`: tags of HTML are left in it. `width`: lines are wrapped at
    this column; None where a paragraph is a line.
    """

    markdown: bool = False
    markup: Markup | None = None
    addressed: bool = False
    numbered: bool = False
    numbered_behind: bool = False
    starred: bool = False
    torn: bool = False
    tagged: bool = False
    width: int | None = None


def tell_dialect(lines: list[str], texts: list[str], signs: Signs, ruled: list[int]) -> Dialect:
    """The dialect of the source's `lines`; `texts` are the same without the blanks around them.

    `signs` tells how the lines begin, `ruled` are those with rules below, as `underlined` tells them.
    """
    sample = "\n".join(lines[:_SAMPLE])
    starred = _STAR_SIGN in sample and _is_starred(texts, signs)
    markup = None if starred else tell_markup(sample)
    markdown = not starred and not markup and _is_markdown(sample, texts, signs, ruled)
    plain = not markdown and not markup
    width = _wrap_width(lines, texts)
    return Dialect(
        markdown=markdown,
        markup=markup,
        addressed=plain and has_addresses(sample),
        numbered=plain and _is_numbered(sample),
        numbered_behind=plain and _is_numbered_behind(sample),
        starred=starred,
        torn=plain and _is_torn(texts, signs, _TORN_SHARE if width is None else _WRAPPED_SHARE),
        tagged=has_tags(sample),
        width=width,
    )


def _is_starred(texts: list[str], signs: Signs) -> bool:
    """Whether headings stand between stars."""
    return sum(1 for index in signs.beginning(_STAR_SIGN[0]) if _STARS.fullmatch(texts[index])) > 1


def may_be_wide(text: str) -> bool:
    """False where each character of `text` takes one column of a terminal, as in most lines."""
    return not text.isascii() and _MAY_BE_WIDE.search(text) is not None


def blank_between(before: str, text: str) -> str:
    """What stands between a line and the next one that goes on with it: nothing in Chinese and Japanese."""
    return "" if text[0] >= _FIRST_UNSPACED and _UNSPACED.match(text) and _UNSPACED.match(before[-1]) else " "


def display_width(text: str) -> int:
    """How many columns a terminal needs for `text`; East Asian wide characters take two."""
    if not may_be_wide(text):
        return len(text)
    widths = "".join(map(east_asian_width, text))  # one or two letters each; these two stand alone
    return len(text) + widths.count("W") + widths.count("F")


def underlined(texts: list[str], signs: Signs) -> list[int]:
    """The lines that are a heading with a rule below, as long as they are: a line for each, a blank line above."""
    return [
        index
        for index, rule in [(below - 1, texts[below]) for below in signs.beginning(RULES) if below]
        if len(rule) >= _SHORTEST_RULE
        and rule == rule[0] * len(rule)
        and texts[index][:1] not in ("", rule[0], "|", "+")
        and len(rule) in (len(texts[index]), display_width(texts[index]))
        and (not index or not texts[index - 1])
    ]


def _is_markdown(sample: str, texts: list[str], signs: Signs, ruled: list[int]) -> bool:
    """Whether links are written as Markdown has them; or headings are, and words between stars, or pictures."""
    if sample.count("](") >= _LEAST and occurs(_MARKDOWN_LINK, sample, _LEAST):
        return True
    if sample.count("][") >= _LEAST and defines_links(texts, signs):
        return True
    headings = len(_HASHES.findall(sample)) if "\n#" in sample else len(ruled)
    if headings and "![" in sample and _PICTURE.search(sample):
        return True
    return headings > 1 and (sample.count("\\[") >= _LEAST or occurs(_EMPHASIS, sample, _LEAST))


def _is_numbered(sample: str) -> bool:
    """Whether numbers in brackets stand before words and count on, as lynx numbers links."""
    found = _NUMBER.findall(sample)
    links = [int(number) for number, word in found if word]
    if len(links) < _LEAST or not _count_on(links):
        return False
    return 3 * len(links) > len(found) - len(_LISTED.findall(sample))


def _is_numbered_behind(sample: str) -> bool:
    """Whether such numbers stand behind words, and count on to those of a list of addresses."""
    links = [int(number) for number in _NUMBER_BEHIND.findall(sample)]
    return len(links) >= 2 * _LEAST and _count_on(links) and 3 * len(_LISTED.findall(sample)) > len(links)


def _count_on(links: list[int]) -> bool:
    """Whether most numbers of links are the next ones."""
    return 2 * sum(1 for one, two in pairwise(links) if 0 < two - one <= _STEP) > len(links)


def _is_torn(texts: list[str], signs: Signs, share: int) -> bool:
    """Whether sentences are torn apart at links and marks: one line of `share` begins with what follows a word."""
    torn = sum(1 for index in signs.beginning(_TORN_BEGINS) if _TORN.match(texts[index]))
    return torn >= _LEAST and share * torn > len(texts) - texts.count("")


def _wrap_width(lines: list[str], texts: list[str]) -> int | None:
    """The column at which lines are wrapped; None where they are not.

    Of two neighbouring lines, the first is at most as wide as the column, and would be wider with the first word of
    the second. The column is the one for which most neighbours say so, unless paragraphs stand on a line each. Items of
    lists and rows of tables have no say.
    """
    votes = [0] * (_LONGEST_WRAP + 2)
    pairs = 0
    for index in _neighbours(lines, texts):
        text, following = texts[index], texts[index + 1]
        if text.endswith(")]"):  # a heading, which ends with the address of its edit link
            continue
        width = display_width(lines[index].rstrip(BLANKS))
        if not _SHORTEST_WRAP <= width <= _LONGEST_WRAP or _GAP in text or _ITEM.match(following):
            continue
        pairs += 1
        word = following[:_LONGEST_WRAP].split(" ", 1)[0]
        votes[width] += 1
        votes[min(width + 1 + display_width(word), _LONGEST_WRAP + 1)] -= 1
    if pairs < _LEAST:
        return None
    sums = list(accumulate(votes[:-1]))
    most = max(sums)
    best = max(column for column, number in enumerate(sums) if number == most)
    if most < _LEAST or 2 * most <= pairs:
        return None
    if best > _USUAL_WRAP:
        wider = sum(1 for text in texts if len(text) > best and " " in text)
        return best if most > _WIDE * wider else None
    paragraphs = sum(1 for text in texts if len(text) > 2 * _USUAL_WRAP and _PROSE.match(text))
    return best if most > 2 * paragraphs else None


def _neighbours(lines: list[str], texts: list[str]) -> list[int]:
    """The lines with a line right below, but for such as are too short or too long to have been wrapped."""
    return [
        index
        for index, line in enumerate(lines[:-1])
        if len(line) >= _SHORTEST_WRAP // 2
        and (len(line) >= _SHORTEST_WRAP or not line.isascii())
        and texts[index + 1]
        and 0 < len(texts[index]) <= _LONGEST_WRAP
    ]
