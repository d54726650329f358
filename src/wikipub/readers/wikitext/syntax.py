"""Question: which calls, links, comments and extension tags does a wikitext hold?

What MediaWiki's preprocessor does first with a page (https://www.mediawiki.org/wiki/Manual:Parser.php), in one pass
with a stack. A node tells where it stands in the text; plain text is a pair of offsets. What is not closed is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

MAX_DEPTH = 40
"""Deepest nesting of calls and links; MediaWiki's own limit for templates. Deeper brackets are text."""

_NAMES = """
    nowiki pre ref references math chem ce gallery syntaxhighlight source poem score timeline hiero imagemap inputbox
    templatestyles templatedata section indicator categorytree charinsert graph mapframe maplink langconvert tabber
    languages tvar phonos youtube embedvideo tabview slideshow dynamicpagelist dpl poll rss verbatim quiz style
"""
EXTENSIONS = frozenset(_NAMES.split())
"""Tags whose body is not wikitext until their extension says so (Special:Version of Wikipedia)."""

_INCLUSIONS = ("noinclude", "includeonly", "onlyinclude")
_TAG = "<(/?)(" + "|".join((*sorted(EXTENSIONS, key=len, reverse=True), *_INCLUSIONS)) + r")(?=[\s/>])"
_OUTSIDE = re.compile(r"\{\{+|\}\}+|\[\[|\]\]|<!--|" + _TAG, re.IGNORECASE)
_WITHIN = re.compile(r"\{\{+|\}\}+|\[\[|\]\]|\||=|\n\n|<!--|" + _TAG, re.IGNORECASE)
"""Each alternative begins with a sign, and none with a set of them: so the engine leaps from sign to sign."""
_NOTE_END = re.compile(r"</ref\s*>|<ref(?=[\s>])(?![^<>]*/>)|\n==", re.IGNORECASE)
"""What ends a note, or shows that it is never closed: another one's beginning, or a heading."""


@dataclass(slots=True)
class Call:
    """`{{name|argument|key=argument}}`."""

    start: int
    end: int
    name: Nodes
    arguments: list[Argument]


@dataclass(slots=True)
class Argument:
    """An argument of a call; `key` is None where it has only a place."""

    key: Nodes | None
    value: Nodes


@dataclass(slots=True)
class Parameter:
    """`{{{name|default}}}`; `default` is None where there is none."""

    start: int
    end: int
    name: Nodes
    default: Nodes | None


@dataclass(slots=True)
class Bracket:
    """`[[target|part|part]]`."""

    start: int
    end: int
    parts: list[Nodes]


@dataclass(slots=True)
class Extension:
    """`<name attributes>body</name>`; the body's offsets are None where the tag closes itself."""

    start: int
    end: int
    name: str
    attributes: str
    body: tuple[int, int] | None


@dataclass(slots=True)
class Hidden:
    """What a page never shows: a comment, or what is there for other pages only."""

    start: int
    end: int


Node: TypeAlias = tuple[int, int] | Call | Parameter | Bracket | Extension | Hidden
Nodes: TypeAlias = list[Node]


@dataclass(slots=True)
class _Frame:
    """An opening of `count` brackets at `start` that waits for its closing; `equals` is where a key ends."""

    start: int
    count: int
    square: bool
    parts: list[Nodes] = field(default_factory=lambda: [[]])
    equals: list[int | None] = field(default_factory=lambda: [None])
    breaks: list[int] = field(default_factory=list)


def parse(text: str, start: int = 0, end: int | None = None) -> tuple[Nodes, int]:
    """The nodes of text[start:end], and how many brackets were too deep to be read."""
    scanner = _Scanner(text, start, len(text) if end is None else end)
    return scanner.scan(), scanner.skipped


class _Scanner:
    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.end = end
        self.at = start  # all before it is in a node
        self.root: Nodes = []
        self.frames: list[_Frame] = []
        self.curly = 0
        self.levels = 0  # how deep the calls and links may nest that the open brackets can still make
        self.too_deep = [0, 0]  # openings, curly and square, that were passed over and whose closings are to come
        self.skipped = 0
        self.never_closed: set[str] = set()

    def scan(self) -> Nodes:
        text, end = self.text, self.end
        position = self.at
        while found := (_WITHIN if self.frames else _OUTSIDE).search(text, position, end):
            position = found.end()
            match text[found.start()]:
                case "{":
                    self._open(found.start(), position - found.start(), square=False)
                case "[":
                    self._open(found.start(), 2, square=True)
                case "}":
                    position = self._close_curly(found.start(), position)
                case "]":
                    self._close_square(found.start())
                case "|":
                    self._part(found.start())
                case "=":
                    self._equals(found.start())
                case "\n":
                    self._blank_line(found.start())
                case _:
                    position = self._comment(found.start()) if found[2] is None else self._tag(found)
        self._flush(end)
        self._release(0)
        return self.root

    # --- Where nodes go ---

    @property
    def _nodes(self) -> Nodes:
        return self.frames[-1].parts[-1] if self.frames else self.root

    def _flush(self, to: int) -> None:
        """Take the plain text up to `to` into a node."""
        if to > self.at:
            nodes = self.frames[-1].parts[-1] if self.frames else self.root
            nodes.append((self.at, to))
            self.at = to

    def _node(self, node: Call | Parameter | Bracket | Extension | Hidden) -> None:
        self._flush(node.start)
        self._nodes.append(node)
        self.at = node.end

    # --- Brackets ---

    def _open(self, start: int, count: int, *, square: bool) -> None:
        levels = count // 2
        if self.levels + levels > MAX_DEPTH:
            self.too_deep[square] += 1
            self.skipped += 1
            return
        self._flush(start)
        self.frames.append(_Frame(start, count, square))
        self.curly += not square
        self.levels += levels
        self.at = start + count

    def _part(self, at: int) -> None:
        frame = self.frames[-1]
        self._flush(at)
        frame.parts.append([])
        frame.equals.append(None)
        frame.breaks.append(at)
        self.at = at + 1

    def _equals(self, at: int) -> None:
        frame = self.frames[-1]
        if not frame.square and len(frame.parts) > 1 and frame.equals[-1] is None:
            self._flush(at)
            frame.equals[-1] = len(frame.parts[-1])
            self.at = at + 1  # the sign itself is put back where the frame turns out to be text

    def _blank_line(self, at: int) -> None:
        """No link goes over a blank line; brackets that are too deep by now are none either. So damage stays local."""
        depth = len(self.frames)
        while depth and (self.frames[depth - 1].square or self.too_deep[False]):
            depth -= 1
        self.too_deep = [0, 0]
        if depth < len(self.frames):
            self._flush(at)
            self._release(depth)

    def _close_square(self, start: int) -> None:
        if self.too_deep[True]:
            self.too_deep[True] -= 1
        elif self.frames and self.frames[-1].square:
            self._flush(start)
            frame = self.frames.pop()
            self.levels -= 1
            self.at = frame.start
            self._node(Bracket(frame.start, start + 2, frame.parts))

    def _close_curly(self, start: int, end: int) -> int:
        """Close calls with the braces at `start`; where to go on."""
        if self.too_deep[False]:
            self.too_deep[False] -= 1
            return end
        if not self.curly:
            return end
        if self.frames[-1].square:  # `{{a|[[b}}`: the link is never closed, the call is
            self._flush(start)
            self._release(max(i for i, open in enumerate(self.frames) if not open.square) + 1)
        frame = self.frames[-1]
        count = min(end - start, frame.count, 3)
        self._flush(start)
        self.frames.pop()
        self.curly -= 1
        self.levels -= frame.count // 2
        opening = frame.start + frame.count - count
        node = self._call(frame, opening, start + count) if count == 2 else self._parameter(frame, opening, start + 3)
        rest = frame.count - count
        self.at = frame.start
        if rest >= 2:
            self.frames.append(_Frame(frame.start, rest, square=False))
            self.curly += 1
            self.levels += rest // 2
            self.at = opening
        self._node(node)
        return start + count

    def _call(self, frame: _Frame, start: int, end: int) -> Call:
        arguments = []
        for nodes, equals in zip(frame.parts[1:], frame.equals[1:], strict=True):
            arguments.append(Argument(None, nodes) if equals is None else Argument(nodes[:equals], nodes[equals:]))
        return Call(start, end, frame.parts[0], arguments)

    def _parameter(self, frame: _Frame, start: int, end: int) -> Parameter:
        default = _whole(frame, 1) if len(frame.parts) > 1 else None
        return Parameter(start, end, frame.parts[0], default)

    def _release(self, depth: int) -> None:
        """Turn the frames above `depth`, which are never closed, into text with the nodes in it."""
        released = self.frames[depth:]
        del self.frames[depth:]
        nodes = self._nodes
        for frame in released:
            self.curly -= not frame.square
            self.levels -= frame.count // 2
            nodes.append((frame.start, frame.start + frame.count))
            for number in range(len(frame.parts)):
                if number:
                    nodes.append((frame.breaks[number - 1], frame.breaks[number - 1] + 1))
                nodes.extend(_whole(frame, number))

    # --- Comments and tags ---

    def _comment(self, start: int) -> int:
        """A comment; one that stands alone on its line takes the line with it."""
        text = self.text
        end = self._after("-->", start + 4)
        line = start
        while line > self.at and text[line - 1] in " \t":
            line -= 1
        if line == 0 or text[line - 1] == "\n":
            after = end
            while after < self.end and (text[after] in " \t" or text.startswith("<!--", after)):
                after = after + 1 if text[after] in " \t" else self._after("-->", after + 4)
            if after < self.end and text[after] == "\n":
                start, end = line, after + 1
        self._node(Hidden(start, end))
        return end

    def _after(self, mark: str, start: int) -> int:
        found = self.text.find(mark, start, self.end)
        return self.end if found < 0 else found + len(mark)

    def _tag(self, found: re.Match[str]) -> int:
        closing, name = found[1], found[2].lower()
        start = found.start()
        if ">" in self.never_closed:
            return found.end()
        bracket = self.text.find(">", found.end(), self.end)
        if bracket < 0:
            self.never_closed.add(">")
            return found.end()
        if name in _INCLUSIONS:
            end = bracket + 1
            if name == "includeonly" and not closing and self.text[bracket - 1] != "/":
                close = re.compile(r"</includeonly\s*>", re.IGNORECASE).search(self.text, end, self.end)
                end = close.end() if close else self.end
            self._node(Hidden(start, end))
            return end
        if closing:
            return found.end()
        attributes = self.text[found.end() : bracket]
        if attributes.endswith("/"):
            self._node(Extension(start, bracket + 1, name, attributes[:-1], None))
            return bracket + 1
        if name in self.never_closed:
            return found.end()
        pattern = _NOTE_END if name == "ref" else re.compile(rf"</{name}\s*>", re.IGNORECASE)
        close = pattern.search(self.text, bracket + 1, self.end)
        if close is None:
            self.never_closed.add(name)
            return found.end()
        if not close[0].startswith("</"):
            return found.end()
        self._node(Extension(start, close.end(), name, attributes, (bracket + 1, close.start())))
        return close.end()


def _whole(frame: _Frame, number: int) -> Nodes:
    """The nodes of a frame's part, its equals sign among them."""
    nodes, equals = frame.parts[number], frame.equals[number]
    if equals is None:
        return nodes
    begin = frame.breaks[number - 1] + 1 if number else frame.start + frame.count
    sign = _end(nodes[equals - 1]) if equals else begin
    return [*nodes[:equals], (sign, sign + 1), *nodes[equals:]]


def _end(node: Node) -> int:
    return node[1] if isinstance(node, tuple) else node.end
