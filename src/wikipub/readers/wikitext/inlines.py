"""Question: what in a run of text is text, what is emphasised, linked, marked?

Apostrophes are paired line by line as MediaWiki's Parser::doQuotes does; tags that overlap are closed and opened again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from wikipub.document import (
    MAX_NESTING,
    Code,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Strong,
    Subscript,
    Superscript,
    Text,
    WikiLink,
)
from wikipub.language_tag import is_language_tag
from wikipub.readers.wikitext.atoms import SIGN
from wikipub.readers.wikitext.tags import attributes, entities
from wikipub.walk import plain

_SCHEMES = r"(?i:(?:https?|ftps?|sftp|ircs?|gopher|telnet|nntp|worldwind|svn|git|mms|ssh)://|(?:mailto|news|tel|sms|xmpp|sip|sips|geo|bitcoin|magnet|urn|matrix):)"
_MARK = re.compile("\\[|<|\n|\x7f|\x02|:|''+")
"""What begins a token, or stands in an address; where each alternative begins with a sign, the engine leaps to it."""
_PAGE = re.compile(
    r"\[\[(?!\s*(?:https?:|ftp:)?//)([^\[\]{}|<>\n\x7f\x02]+)"
    r"(?:\|([^\[\]]*+(?:(?:\[(?!\[)|\](?!\]))[^\[\]]*+)*+))?\]\]([a-zA-Zß-ɏЀ-ӿא-ת]*)"
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?/?)>")
_ADDRESSED = re.compile(
    r"\[((?://|"
    + _SCHEMES
    + r""")(?:\[[0-9a-fA-F:.]+\])?[^\s\[\]<>"\x7f\x02]*)((?:[^\[\]\n]|\[\[[^\[\]\n]*\]\]|\[(?!\[))*)\]""",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<!\w)" + _SCHEMES + r"""(?:\[[0-9a-fA-F:.]+\])?(?:[^\s\[\]<>"'\x7f\x02]|'(?!'))+""")
_ADDRESS_BEGINS = re.compile("//|" + _SCHEMES)
_SCHEME_NAME = re.compile(r"(?<!\w)[A-Za-z]{2,9}:\Z")
_ENTITY_BEGUN = re.compile(r"&(?:#\w{1,8}|\w{1,32})$")
_URL_END = re.compile(r"&(?:lt|gt|nbsp|#x0*(?:3[ce]|a0)|#0*(?:60|62|160));", re.IGNORECASE)
"""Entities that end an address, as the characters do that they mean."""
_NO_TITLE = re.compile(r"[<>\[\]{}|\x00-\x1f\x7f]|%[0-9A-Fa-f]{2}")
"""What no title holds: an address's signs that stand for these are not resolved."""
_LONGEST_SCHEME = len("worldwind:")
_STRONG, _EMPHASIS = "b", "i"

_SHAPES: dict[str, Callable[[Inlines], Inline]] = {
    "b": Strong,
    "strong": Strong,
    "i": Emphasis,
    "em": Emphasis,
    "cite": Emphasis,
    "var": Emphasis,
    "dfn": Emphasis,
    "sup": Superscript,
    "sub": Subscript,
}
_CODE = frozenset(("code", "tt", "kbd", "samp"))
_TRANSPARENT = """
    span small big font u s strike del ins abbr bdi bdo mark time data ruby rb rp rt rtc
"""
_BLOCKS = """
    div center p pre blockquote table tr td th caption ul ol li dl dt dd hr h1 h2 h3 h4 h5 h6
"""
_SILENT = frozenset((*_SHAPES, *_CODE, *_TRANSPARENT.split(), *_BLOCKS.split(), "q", "br", "wbr", "meta", "link"))
"""The tags that MediaWiki lets through; all others are text."""
_BLOCK_TAGS = frozenset((*_BLOCKS.split(), "wbr", "meta", "link"))


@dataclass(slots=True)
class _Open:
    """A tag, or paired apostrophes, within which inlines are collected."""

    name: str
    quoted: bool = False
    language: str = ""
    inlines: list[Inline] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, *inlines: Inline) -> None:
        """Add inlines; neighbouring texts become one, or joining them later would take quadratic time."""
        for inline in inlines:
            if isinstance(inline, Text):
                self.texts.append(inline.text)
            else:
                self.end_text()
                self.inlines.append(inline)

    def end_text(self) -> None:
        """Make one text of the pieces so far."""
        if self.texts:
            self.inlines.append(Text("".join(self.texts)))
            self.texts = []

    def closed(self) -> list[Inline]:
        self.end_text()
        if self.name == "q":
            return [Text("“"), *self.inlines, Text("”")]
        if self.language:
            return [Foreign(tuple(self.inlines), self.language)] if self.inlines else []
        if self.name in _CODE and all(isinstance(inline, Text | Code) for inline in self.inlines):
            return [Code(plain(tuple(self.inlines)))]
        shape = _SHAPES.get(self.name)
        return [shape(tuple(self.inlines))] if shape and self.inlines else self.inlines


def parse_inlines(text: str, sign: Callable[[str], Inlines]) -> Inlines:
    """The inlines of expanded wikitext; `sign` tells what a sign (atoms.py) means by its number."""
    if not _MARK.search(text):
        return (Text(entities(text)),) if text else ()
    return _Run(text, sign).inlines()


class _Run:
    def __init__(self, text: str, sign: Callable[[str], Inlines]) -> None:
        self.text = text
        self.sign = sign
        self.at = 0  # all before it is in a frame
        self.frames = [_Open("")]
        self.no_address_before = 0
        self.quotes = _paired(text) if "''" in text else {}

    def inlines(self) -> Inlines:
        text, position = self.text, 0
        search = _MARK.search
        while found := search(text, position):
            start = found.start()
            match text[start]:
                case "[":
                    position = self._bracket(start)
                case "<":
                    position = self._tag(start)
                case ":":
                    position = self._bare_address(start)
                case "'":
                    position = self._apostrophes(start, found.end())
                case "\n":
                    self._take(start, start + 1)
                    self._add_text(" ")
                    self._end_quotes()
                    position = start + 1
                case _:
                    position = self._sign(start)
        self._take(len(text), len(text))
        while len(self.frames) > 1:
            self._pop()
        return tuple(self.frames[0].closed())

    def _take(self, start: int, end: int) -> int:
        """Add the text before a token that begins at `start`, and go on at its `end`."""
        if start > self.at:
            self._add_text(self.text[self.at : start])
        self.at = end
        return end

    def _add_text(self, text: str) -> None:
        self.frames[-1].texts.append(entities(text) if "&" in text else text)

    # Each of these reads what begins at `start`, and tells where the text goes on; what is no token stays text.

    def _apostrophes(self, start: int, end: int) -> int:
        self._take(start, end)
        for action in self.quotes.get(start, ()):
            self._quote(action)
        return end

    def _sign(self, start: int) -> int:
        found = SIGN.match(self.text, start)
        if not found:
            return start + 1
        self._take(start, found.end())
        self.frames[-1].add(*self.sign(found[1]))
        return found.end()

    def _bracket(self, start: int) -> int:
        if found := _PAGE.match(self.text, start):
            return self._page_link(found)
        return self._address(start)

    def _tag(self, start: int) -> int:
        found = _TAG.match(self.text, start)
        name = found[2].lower() if found else ""
        if found is None or name not in _SILENT:
            return start + 1
        self._take(start, found.end())
        if name == "br":
            self.frames[-1].add(LineBreak())
        elif name in _BLOCK_TAGS:
            pass  # what a block's tag means, the block phase has seen
        elif found[1]:
            self._close(name)
        elif not found[3].endswith("/"):
            language = attributes(found[3]).get("lang", "") if "lang" in found[3] else ""
            self._open(_Open(name, language=language if is_language_tag(language) else ""))
        return found.end()

    def _page_link(self, found: re.Match[str]) -> int:
        label, trail = found[2], found[3]
        target = entities(found[1]).strip()
        if "%" in target and not _NO_TITLE.search((decoded := unquote(target)).partition("#")[0]):
            target = decoded
        page, _, section = target.lstrip(":").partition("#")
        page = page.replace("_", " ").strip()
        if not page and not section:
            return found.start() + 2
        if label is None:
            shown: Inlines = (Text(target.removeprefix(":")),)
        elif not label.strip():
            shown = (Text(_without_namespace(page)),)
        else:
            shown = parse_inlines(label.strip(), self.sign)
        if trail:
            shown = (*shown, Text(trail))
        self._take(found.start(), found.end())
        self.frames[-1].add(WikiLink(shown, page, section.replace("_", " ").strip()))
        return found.end()

    def _address(self, start: int) -> int:
        if start < self.no_address_before or not _ADDRESS_BEGINS.match(self.text, start + 1):
            return start + 1
        found = _ADDRESSED.match(self.text, start)
        if not found:
            end = self.text.find("\n", start)
            self.no_address_before = len(self.text) if end < 0 else end
            return start + 1
        label = found[2].strip()
        url = entities(found[1])
        shown = parse_inlines(label, self.sign) if label else (Text("[1]"),)
        self._take(start, found.end())
        self.frames[-1].add(Link(shown, f"https:{url}" if url.startswith("//") else url))
        return found.end()

    def _bare_address(self, colon: int) -> int:
        """An address whose scheme ends at `colon`."""
        scheme = _SCHEME_NAME.search(self.text, max(self.at, colon - _LONGEST_SCHEME), colon + 1)
        found = _BARE.match(self.text, scheme.start()) if scheme else None
        if not found:
            return colon + 1
        url = _URL_END.split(found[0], maxsplit=1)[0]
        trimmed = url.rstrip(",;.:!?" + ("" if "(" in url else ")"))
        if url[len(trimmed) : len(trimmed) + 1] == ";" and _ENTITY_BEGUN.search(trimmed):
            trimmed += ";"
        end = found.start() + len(trimmed)
        if end <= colon:
            return colon + 1
        address = entities(trimmed)
        self._take(found.start(), end)
        self.frames[-1].add(Link((Text(address),), address))
        return end

    # --- Frames ---

    def _pop(self) -> _Open:
        frame = self.frames.pop()
        self.frames[-1].add(*frame.closed())
        return frame

    def _open(self, frame: _Open) -> None:
        if len(self.frames) <= MAX_NESTING:
            self.frames.append(frame)

    def _close(self, name: str) -> None:
        """Close the innermost frame of this name; those within it are closed with it, and opened again."""
        if not any(frame.name == name for frame in self.frames):
            return
        again = []
        while (frame := self._pop()).name != name:
            again.append(_Open(frame.name, frame.quoted, frame.language))
        self.frames.extend(reversed(again))

    def _quote(self, action: str) -> None:
        if action.startswith("'"):
            self._add_text(action)
        elif any(frame.name == action for frame in self.frames):
            self._close(action)
        else:
            self._open(_Open(action, quoted=True))

    def _end_quotes(self) -> None:
        for frame in [frame for frame in self.frames if frame.quoted]:
            self._close(frame.name)


def _without_namespace(title: str) -> str:
    """What the pipe trick shows: no namespace, no bracket at the end."""
    return re.sub(r"\s*\([^()]*\)$|,.*$", "", title.partition(":")[2] or title).strip() or title


def _paired(text: str) -> dict[int, list[str]]:
    """What each run of apostrophes does, by its offset: `b` and `i` open or close, apostrophes are text."""
    found: dict[int, list[str]] = {}
    at = 0
    for line in text.split("\n"):
        if "''" in line:
            _pair_line(line, at, found)
        at += len(line) + 1
    return found


_APOSTROPHES = re.compile("'{2,}")


def _pair_line(line: str, at: int, found: dict[int, list[str]]) -> None:
    runs = [(match.start(), match.end() - match.start()) for match in _APOSTROPHES.finditer(line)]
    sizes, extra = [], []
    for _, length in runs:
        size = 3 if length == 4 else 5 if length > 5 else length
        sizes.append(size)
        extra.append(length - size)
    if (sizes.count(3) + sizes.count(5)) % 2 and (sizes.count(2) + sizes.count(5)) % 2:
        _unbalance(line, runs, sizes, extra)
    for (start, _), size, apostrophes in zip(runs, sizes, extra, strict=True):
        actions = ["'" * apostrophes] if apostrophes else []
        found[at + start] = actions + {2: ["i"], 3: ["b"], 5: ["b", "i"]}[size]


def _unbalance(line: str, runs: list[tuple[int, int]], sizes: list[int], extra: list[int]) -> None:
    """Both kinds are unpaired: one bold run is an apostrophe and italics, as after `L'''amour''`."""
    single = multiple = space = -1
    for number, (start, _) in enumerate(runs):
        if sizes[number] != 3:
            continue
        text = line[max(0, start - 2) : start] + "'" * extra[number]
        before, second = text[-1:], text[-2:-1]
        if before == " ":
            space = number if space < 0 else space
        elif second == " ":
            single = number
            break
        elif multiple < 0:
            multiple = number
    chosen = next((number for number in (single, multiple, space) if number >= 0), -1)
    if chosen >= 0:
        sizes[chosen] = 2
        extra[chosen] += 1
