"""Question: which characters are the marks of a markup language that a converter wrote the page in?

reStructuredText, AsciiDoc, Org and the languages of DokuWiki, Textile and Jira name links' addresses beside the words,
set pictures and boxes apart as directives, and mark emphasis. Their words stay; headings keep their marks, which tell
the level (`headings/marked.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate
from typing import NamedTuple

from wikipub.readers.text.page import OPEN_MARKS, RUBRIC, SINKING, WORDED, Claim
from wikipub.readers.text.scraper.markup import Cut, occurs

_MARK = Claim("markup-mark", "markup", "a mark of the markup language that a tool wrote the page in")
_TARGET = Claim("markup-link", "link-target", "the address of a link; the link's words stay")
MARKED_LINE = Claim("markup-line", "markup", "a directive or an attribute of the markup language that the page is in")

_LEAST = 4
"""Fewest traces that tell a markup language."""
_ENOUGH = 20_000
"""So many characters of a text tell its markup language."""
_DEEPEST = 4
"""How deep marks within marks are looked at."""
_EMPHASIS = r"(?<![\w{0}])[{0}]{{1,2}}(?=[^\s{0}])|(?<=[^\s{0}])[{0}]{{1,2}}(?![\w{0}])"
"""A sign that marks emphasis where it stands before a word or behind one."""


class Markup(NamedTuple):
    """A markup language: by what it is told, and what of a text are its marks.

    One of `signs` is in all its texts, `traces` in many of their lines. `lines` are marks as a whole, and so are all
    lines from one of `blocks` to the next blank one. Of `tokens` the characters in a group whose name begins with
    "kept" or "link" stay; what stands behind a link's is its address. "opens" begins a span, which ends with as many
    "closes" as it has such signs at its end. `level_marks` is what the page's headings are marked with; `wraps` tells
    that a line end is a blank.
    """

    signs: tuple[str, ...]
    traces: re.Pattern[str]
    lines: re.Pattern[str]
    blocks: re.Pattern[str] | None
    tokens: re.Pattern[str]
    level_marks: str
    wraps: bool = True


_RESTRUCTURED = Markup(
    signs=(".. ", ">`_"),
    traces=re.compile(r"\.(?<!\S\.)\. (?:[a-z][\w-]{0,30}::|_[^\n:]{1,200}:|\|[^|\n]{1,200}\| \w)|>(?<=[^\s<]>)`__?"),
    lines=re.compile(r":[\w-]{1,30}:(?:\s.*)?"),
    blocks=re.compile(
        r"\.\. (?:(?:class|code|code-block|container|contents|csv-table|default-role|figure|highlight|highlights|image"
        r"|include|index|meta|only|raw|role|sectnum|target-notes|toctree)::|\|.{1,300}|_.{1,300}:)"
    ),
    tokens=re.compile(
        r"\.\. (?!rubric::)[a-z][\w-]{0,30}::[ \t]*|^[ \t]*#\.[ \t]+(?=[`*]{0,3}\^)|(?<=#)\.(?=[ \t])"
        r"|:[a-z][\w:+-]{0,40}:`(?P<kept_role>[^`<>\n]{1,300})`"
        r"|`(?P<link>[^`<>|]{1,600}?)\s{0,60}<(?:[^`<>|]{0,3000})>`__?|`(?P<kept>[^`|]{1,600})`__?"
        r"|``(?P<kept_code>[^`\n]{1,300})``"
        r"|\\(?:\s|(?=[!-/:-@\[-`{-~]))|(?<=\])_(?!\w)|(?<!\w)\|(?=[^\s|])[^|\n]{1,200}(?<=[^\s|])\|(?![\w|])"
        rf"|{_EMPHASIS.format('*')}",
        re.MULTILINE,
    ),
    level_marks=RUBRIC,
)
_ASCIIDOC = Markup(
    signs=("[",),
    traces=re.compile(
        r":(?:(?<=link:)|(?<=image:):?)[^\s\[\]]{1,2000}\[|\[(?<![^\n]\[)\[[\w.:-]{1,200}\]\]$|\|(?<![^\n]\|)===$|!(?<![^\n]!)===$"
        r"|\[(?<![^\n]\[)[\w.#%]+=\"|\]#[^\s#]",
        re.MULTILINE,
    ),  # each begins with a rare sign, and looks back from there: other places are not tried
    lines=re.compile(
        r"\[\[[^\[\]]{1,300}\]\]|\[[.#%][^\[\]]{1,300}\]|\[(?:[^\[\]]{0,200}=[^\[\]]{0,300}|quote|source|verse)[^\[\]]*\]"
        r"|:[\w-]{1,40}:(?:\s.*)?|[|!]={3,}|[-_*+.=]{4,}|--|//.*|'{3,}"
    ),
    blocks=None,
    tokens=re.compile(
        r"(?P<opens>\[[.#%](?:[^\[\]\n]|\n(?!\n)){1,200}\]#{1,2})|(?P<closes>#)"
        r"|image::?[^\s\[\]]{1,2000}\[[^\[\]]{0,600}\]"
        r"|(?:link:[^\s\[\]]{0,2000}|(?:https?|ftp|mailto|irc):[^\s\[\]]{0,2000}[^\s\[\]#])"
        r"\[(?P<kept_link>(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,600})\]"
        r"|<<[^<>,\n]{1,200},(?P<kept_place>[^<>]{1,300})>>|\[\[[\w.:-]{1,200}\]\]"
        r"|\^(?P<kept_high>[^\s^](?:[^^\n]{0,100}[^\s^])?)\^|~(?P<kept_low>[^\s~](?:[^~\n]{0,100}[^\s~])?)~"
        r"|\{(?:empty|nbsp|blank|sp|zwsp|plus)\}|\+\+(?P<kept_plain>[^+\n]{0,300})\+\+|[ \t]\+$|^\.{1,5}[ \t](?=\S)"
        r"|^\|?[a-z]?\|(?=\s*\S)"
        rf"|{_EMPHASIS.format('*')}|{_EMPHASIS.format('_')}|{_EMPHASIS.format('`')}",
        re.MULTILINE,
    ),
    level_marks="=" + OPEN_MARKS,
)
ORG = Markup(
    signs=("[[",),
    traces=re.compile(
        r"\[\[[^\[\]\s#/.:]{0,300}[#/.:][^\[\]\n]{0,2000}\]\[[^\[\]\d]|^[ \t]*:(?:PROPERTIES|END):$|^#\+[\w-]{1,40}",
        re.MULTILINE,
    ),
    lines=re.compile(r":[\w-]{1,40}:(?:\s.*)?|#\+(?!caption:)[\w-]{1,40}:?(?:\s.*)?|<<[^<>]{1,300}>>", re.IGNORECASE),
    blocks=None,
    tokens=re.compile(
        r"\[\[[^\[\]]{1,2000}\]\[(?P<kept_link>(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]{0,1000}\]){0,1000}\]){1,1000})\]\]"
        r"|\[\[(?P<kept_plain>(?:https?|ftp)://[^\[\]]{1,2000})\]\]|\[\[[^\[\]]{1,2000}\]\]"
        r"|[\^_]\{(?P<kept_low>[^{}\n]{1,100})\}|[ \t]?\\\\$|<<[^<>\n]{1,200}>>"
        r"|#\+caption:[ \t]*|@@[^@\n]{1,300}@@"
        rf"|{_EMPHASIS.format('*')}|{_EMPHASIS.format('/')}|{_EMPHASIS.format('=')}|{_EMPHASIS.format('~')}",
        re.MULTILINE | re.IGNORECASE,
    ),
    level_marks="*" + OPEN_MARKS,
)
_DOKUWIKI = Markup(
    signs=("=====",),
    traces=re.compile(
        r"\[\[[^\[\]|\n]{1,2000}\|(?!\s)|\{\{[^{}|\n]{1,1000}\|[^{}\n]{0,300}\}\}|//(?<![:/\w]//)\S[^/\n]{1,100}//"
    ),
    lines=re.compile(r"-{4,}|</?(?:html|wrap)\b[^<>]{0,200}>|~~[A-Z]{2,20}~~", re.IGNORECASE),
    blocks=None,
    tokens=re.compile(
        r"\[\[[^\[\]|]{1,2000}\|(?P<kept_link>(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,1000})\]\]"
        r"|\[\[(?P<kept>[^\[\]|\n]{1,300})\]\]|\{\{[^{}]{1,3000}\}\}|%%(?P<kept_plain>[^%\n]{0,300})%%"
        r"|\\\\(?=\s|$)|(?:<html>(?:<[^<>]{1,300}>){0,9}</html>|</?(?:su[bp]|del|html|wrap)>)|(?<![:/])//(?!/)|''"
        rf"|{_EMPHASIS.format('*')}|{_EMPHASIS.format('_')}",
        re.MULTILINE | re.IGNORECASE,
    ),
    level_marks="=" + SINKING,
)
_ADDRESS = r"(?:https?:|mailto:|\.{0,2}/|#|[\w%])(?:[^\s()\"<>\[\]|^]|\([^\s()\"<>]{0,200}\)){0,2000}(?<![.,;:!?])"
_ATTRIBUTES = r"(?:[(\[{][^()\[\]{}\n]{0,300}[)\]}]){0,4}"
_NUMBER = r"^[ \t]*#+[ \t]+(?=\W{0,4}(?:\{anchor:[^{}\n]{1,300}\})?\W{0,4}\^)"
"""The number of a note: a hash at the beginning of an item, whose caret is near."""
_TEXTILE = Markup(
    signs=('":',),
    traces=re.compile(r'":(?<=[^\s"]":)(?:https?://|\.{0,2}/\w|#\w|[\w%()-][^\s"<>]{0,200}\.html?\b)'),
    lines=re.compile(r"\|?[-^~]\.|bc\.{1,2}"),
    blocks=None,
    tokens=re.compile(
        rf'{_NUMBER}|"(?:\([^()"\n]{{1,500}}\))?(?P<link>[^"]{{1,600}}?)":{_ADDRESS}'
        r"|!(?<![\w!]!)(?:\([^()\n]{0,100}\))?(?:\{[^{}\n]{0,200}\})?[^\s!]{1,2000}?(?:\([^()\n]{0,300}\))?!(?!\w)"
        rf"|\[[\^~](?=\S)|[\^~]\](?<=\S[\^~]\])|^(?:p|bq|pre|fn\d{{1,3}}){_ATTRIBUTES}\.[ \t]"
        r"|(?<=\|)_?(?:[<>=~^-]{1,2}|[\\/]\d)?\.[ \t]"
        rf"|{_EMPHASIS.format('*')}|{_EMPHASIS.format('_')}|{_EMPHASIS.format('@')}",
        re.MULTILINE,
    ),
    level_marks=WORDED,
    wraps=False,
)
_BLOCK = r"\{(?:panel|quote|color|noformat|code)(?::[^{}\n]{0,300})?\}"
_ANCHOR = r"\{anchor:[^{}\n]{1,300}\}"
_RAISED = _EMPHASIS.format(r"\^")
_JIRA = Markup(
    signs=("|",),
    traces=re.compile(rf"{_ANCHOR}|\[[^\[\]|\n]{{1,600}}(?<!\\)\|[^\s\[\]|]{{1,2000}}\]|{_BLOCK}"),
    lines=re.compile(rf"{_BLOCK}|(?:{_ANCHOR})+|-{{4,}}"),
    blocks=None,
    tokens=re.compile(
        rf"{_NUMBER}|{_ANCHOR}|{_BLOCK}|!(?<![\w!]!)[^\s!|]{{1,2000}}(?:\|[^!]{{0,3000}})?!"
        r"|\[(?P<link>(?:[^\[\]|]|\\[\[\]|]|\[[^\[\]|]{0,60}\]){1,600})\|[^\s\[\]]{1,2000}\]"
        r"|\\(?P<kept_plain>[!-/:-@\[-`{-~])|\{[*_^~+-]\}|\{\{(?P<kept_code>[^{}\n]{1,300})\}\}"
        rf"|{_EMPHASIS.format('*')}|{_EMPHASIS.format('_')}|{_RAISED}",
        re.MULTILINE,
    ),
    level_marks=WORDED,
    wraps=False,
)


def tell_markup(sample: str) -> Markup | None:
    """The markup language that `sample`, the beginning of a text, is in; None for Markdown, or where it is in none."""
    sample = sample[:_ENOUGH]
    for markup in (_RESTRUCTURED, _DOKUWIKI, _TEXTILE, _ASCIIDOC, ORG, _JIRA):
        if any(sample.count(sign) >= _LEAST for sign in markup.signs) and occurs(markup.traces, sample, _LEAST):
            return markup
    return None


def markup_cuts(source: list[str], texts: list[str], markup: Markup) -> dict[int, list[Cut]]:
    """The marks of `markup` by source line; what a mark encloses may be wrapped over several lines."""
    cuts: defaultdict[int, list[Cut]] = defaultdict(list)
    start = 0
    within = False
    for index in range(len(source) + 1):
        text = texts[index] if index < len(source) else ""
        within = text != "" and (within or (markup.blocks is not None and markup.blocks.match(text) is not None))
        if text and (within or markup.lines.fullmatch(text)):
            cuts[index] = [Cut(0, len(source[index]), MARKED_LINE)]
            text = ""
        if not text:
            if index > start:
                _Block(source, start, index, cuts).cut(markup)
            start = index + 1
    return {line: sorted(pieces) for line, pieces in cuts.items()}


class _Block:
    """The marks in a run of lines that no blank line parts."""

    def __init__(self, source: list[str], first: int, end: int, cuts: defaultdict[int, list[Cut]]) -> None:
        self._text = "\n".join(source[first:end])
        self._starts = list(accumulate((len(line) + 1 for line in source[first:end]), initial=0))
        self._first = first
        self._cuts = cuts
        self._open = 0

    def cut(self, markup: Markup, start: int = 0, end: int | None = None, depth: int = 0) -> None:
        """Cut the marks out of the part [start, end), and those within what they enclose."""
        end = len(self._text) if end is None else end
        for token in markup.tokens.finditer(self._text, start, end):
            name = token.lastgroup or ""
            if name == "opens":
                self._open += len(token[0]) - len(token[0].rstrip("#"))
            elif name == "closes":
                if not self._open:
                    continue
                self._open -= 1
            if not name.startswith(("kept", "link")):
                self._take(token.start(), token.end(), _MARK)
                continue
            first, last = token.span(name)
            self._take(token.start(), first, _MARK if name != "kept_link" else _TARGET)
            self._take(last, token.end(), _TARGET if name == "link" else _MARK)
            if depth < _DEEPEST and name != "kept_plain":
                self.cut(markup, first, last, depth + 1)

    def _take(self, start: int, end: int, claim: Claim) -> None:
        joins = False
        while start < end:
            number = bisect_right(self._starts, start) - 1
            begin, after = self._starts[number], self._starts[number + 1]
            self._cuts[self._first + number].append(Cut(start - begin, min(end, after - 1) - begin, claim, joins))
            start = after
            joins = True
