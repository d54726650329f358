"""Question: what in a run of text is text, what is emphasised, linked, marked?

Apostrophes are paired line by line as MediaWiki's Parser::doQuotes does; tags that overlap are closed and opened again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

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
from wikipub.readers.wikitext.tags import attributes, entities
from wikipub.walk import plain

_SCHEMES = r"(?i:(?:https?|ftps?|sftp|ircs?|gopher|telnet|nntp|worldwind|svn|git|mms|ssh)://|(?:mailto|news|tel|sms|xmpp|sip|sips|geo|bitcoin|magnet|urn|matrix):)"
_PAGE = (
    r"\[\[(?!\s*(?:https?|ftp)://)([^\[\]{}|<>\n\x7f\x02]+)"
    r"(?:\|([^\[\]]*+(?:(?:\[(?!\[)|\](?!\]))[^\[\]]*+)*+))?\]\]([a-zA-Zß-ɏЀ-ӿא-ת]*)"
)
_TOKEN = re.compile(
    rf"('{{2,}})|{_PAGE}|\[(?=//|{_SCHEMES})|(?<!\w)(?:{_SCHEMES})(?=[^\s\]<>\"])"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?/?)>|[\x7f\x02](\d+)[\x7f\x02]|\n"
)
_PLAIN = re.compile(r"[^\[\]<'\n\x7f\x02:]*")
_ADDRESSED = re.compile(
    r"\[((?://|"
    + _SCHEMES
    + r""")(?:\[[0-9a-fA-F:.]+\])?[^\s\[\]<>"\x7f\x02]*)((?:[^\[\]\n]|\[\[[^\[\]\n]*\]\]|\[(?!\[))*)\]""",
    re.IGNORECASE,
)
_BARE = re.compile(_SCHEMES + r"""(?:\[[0-9a-fA-F:.]+\])?(?:[^\s\[\]<>"'\x7f\x02]|'(?!'))+""")
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
    div center p blockquote table tr td th caption ul ol li dl dt dd hr h1 h2 h3 h4 h5 h6
"""
_SILENT = frozenset((*_SHAPES, *_CODE, *_TRANSPARENT.split(), *_BLOCKS.split(), "q", "br", "wbr"))
"""The tags that MediaWiki lets through; all others are text."""
_BLOCK_TAGS = frozenset((*_BLOCKS.split(), "wbr"))


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
    if _PLAIN.fullmatch(text):
        return (Text(entities(text)),) if text else ()
    return _Run(text, sign).inlines()


class _Run:
    def __init__(self, text: str, sign: Callable[[str], Inlines]) -> None:
        self.text = text
        self.sign = sign
        self.frames = [_Open("")]
        self.no_address_before = 0
        self.quotes = _paired(text) if "''" in text else {}

    def inlines(self) -> Inlines:
        text, at = self.text, 0
        search = _TOKEN.search
        while found := search(text, at):
            start = found.start()
            if start > at:
                self._add_text(text[at:start])
            at = self._token(found)
        self._add_text(text[at:])
        while len(self.frames) > 1:
            self._pop()
        return tuple(self.frames[0].closed())

    def _token(self, found: re.Match[str]) -> int:
        """Read a token; where the text goes on."""
        if found[1]:
            for action in self.quotes.get(found.start(), ()):
                self._quote(action)
            return found.end()
        if found[2] is not None:
            return self._page_link(found)
        if found[6]:
            self._tag(found)
            return found.end()
        if found[8]:
            self.frames[-1].add(*self.sign(found[8]))
            return found.end()
        first = self.text[found.start()]
        if first == "\n":
            self._add_text(" ")
            self._end_quotes()
            return found.end()
        return self._address(found.start()) if first == "[" else self._bare_address(found.start())

    def _add_text(self, text: str) -> None:
        if text:
            self.frames[-1].texts.append(entities(text) if "&" in text else text)

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

    # --- Tags and links ---

    def _tag(self, found: re.Match[str]) -> None:
        name = found[6].lower()
        if name == "br":
            self.frames[-1].add(LineBreak())
        elif name in _BLOCK_TAGS:
            pass  # what a block's tag means, the block phase has seen
        elif name not in _SILENT:
            self._add_text(found[0])
        elif found[5]:
            self._close(name)
        elif not found[7].endswith("/"):
            language = attributes(found[7]).get("lang", "") if "lang" in found[7] else ""
            self._open(_Open(name, language=language if is_language_tag(language) else ""))

    def _page_link(self, found: re.Match[str]) -> int:
        target, label, trail = found[2], found[3], found[4]
        target = entities(target)
        page, _, section = target.strip().lstrip(":").partition("#")
        page = page.replace("_", " ").strip()
        if not page and not section:
            self._add_text("[[")
            return found.start() + 2
        if label is None:
            shown: Inlines = (Text(target.strip().removeprefix(":")),)
        elif not label.strip():
            shown = (Text(_without_namespace(page)),)
        else:
            shown = parse_inlines(label.strip(), self.sign)
        if trail:
            shown = (*shown, Text(trail))
        self.frames[-1].add(WikiLink(shown, page, section.replace("_", " ").strip()))
        return found.end()

    def _address(self, start: int) -> int:
        if start >= self.no_address_before and (found := _ADDRESSED.match(self.text, start)):
            label = found[2].strip()
            url = entities(found[1])
            shown = parse_inlines(label, self.sign) if label else (Text("[1]"),)
            self.frames[-1].add(Link(shown, f"https:{url}" if url.startswith("//") else url))
            return found.end()
        if start >= self.no_address_before:
            end = self.text.find("\n", start)
            self.no_address_before = len(self.text) if end < 0 else end
        self._add_text("[")
        return start + 1

    def _bare_address(self, start: int) -> int:
        found = _BARE.match(self.text, start)
        url = found[0] if found else ""
        trimmed = url.rstrip(",;.:!?" + ("" if "(" in url else ")"))
        if ":" not in trimmed or trimmed.endswith(":"):
            self._add_text(self.text[start : start + max(1, len(trimmed))])
            return start + max(1, len(trimmed))
        address = entities(trimmed)
        self.frames[-1].add(Link((Text(address),), address))
        return start + len(trimmed)


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
