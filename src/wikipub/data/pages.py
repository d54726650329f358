"""What tells that a page is no article.

That is what MediaWiki prints (`pages.toml`, made by tools/make_interface.py), and what wikis and the web do besides
(`kinds.toml`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from wikipub.data.ends import Ends
from wikipub.data.interface import folded, folded_piece
from wikipub.data.table import Table

NAMESPACES = (
    *("category", "draft", "file", "help", "message", "module", "portal", "project", "special", "talk", "template"),
    "user",
)
"""Kinds of pages that the word before a title's colon tells."""

WORDS = ("category", "disambiguation", "error", "login", "redirect", "search", "special")
"""Kinds of pages that a line on them tells."""

_KEYS = (4, 3, 2, 1)
"""By how many characters of their beginning, or else of their end, phrases are looked up: as many as they have."""
_NUMBER = re.compile(r"\d{1,3}|[一二三四五六七八九十百零]{1,5}")
_LAST_NUMBER = re.compile(r"(?:\d{1,3}|[ivxlc]{1,8})(?![^\W_])")
_LONGEST = 300
"""Of a longer title that is looked at, in characters."""
_STOPS = (".", "。", "।", "۔")
_QUOTES = re.compile(r'["\']')


class Pages:
    """Tells the kind of a page by its title, and by what its lines say."""

    def __init__(self, made: Table, given: Table) -> None:
        namespaces, more = made.table("namespaces"), given.table("namespaces")
        self._namespaces = {
            folded(name): kind for kind in NAMESPACES for name in (*namespaces.lines(kind), *more.lines(kind))
        }
        suffixes, words, own = given.table("suffixes"), made.table("words"), given.table("words")
        self._suffixes = frozenset(map(folded, suffixes.lines("disambiguation")))
        self._main = frozenset(words.lines("main"))
        self._phrases: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
        for kind in WORDS:
            self._add(kind, (*words.lines(kind), *own.lines(kind)))
        chapters = given.table("chapters")
        self._ends = self._known_ends()
        self._chapters = tuple(tuple(folded(word).split("$1")) for word in chapters.lines("words"))
        for table in (namespaces, more, suffixes, words, own, chapters):
            table.close()

    def _add(self, kind: str, phrases: Iterable[str]) -> None:
        for phrase in phrases:
            pieces = _compared(phrase).split("$1")
            if pieces[-1].endswith(_STOPS):
                pieces.append("")  # more sentences may follow
            key = pieces[0][: _KEYS[0]] if pieces[0] else pieces[-1][-_KEYS[0] :]
            self._phrases[key].append((kind, pieces))

    def _known_ends(self) -> Ends:
        """How the lines begin and end that tell a kind."""
        phrases = [pieces for found in self._phrases.values() for _, pieces in found]
        return Ends(
            wholes=(pieces[0] for pieces in phrases if len(pieces) == 1),
            begins=(pieces[0] for pieces in phrases if len(pieces) > 1 and pieces[0]),
            ends=(pieces[-1] for pieces in phrases if len(pieces) > 1 and not pieces[0]),
            folded=_compared_piece,
        )

    def namespace(self, title: str) -> str:
        """The kind of page that the word before the title's colon tells; "" for none."""
        word, colon, rest = title[:_LONGEST].partition(":")
        return self._namespaces.get(folded(word), "") if colon and rest[:1].strip() else ""

    def is_disambiguation(self, title: str) -> bool:
        """Whether a title ends as those of pages do that list the meanings of a word."""
        _, bracket, rest = title.rpartition("(")
        return bool(bracket) and rest.endswith(")") and folded(rest[:-1]) in self._suffixes

    def is_main(self, title: str) -> bool:
        """Whether a title is that of a wiki's main page in one of the languages."""
        return folded(title) in self._main

    def kind(self, line: str) -> str:
        """The kind of page that a line says it stands on; "" for none."""
        if not self._ends.may_match(line):
            return ""
        text = _compared(line)
        for key in (part for size in _KEYS for part in (text[:size], text[-size:])):
            for kind, pieces in self._phrases.get(key, ()):
                if text.startswith(pieces[0]) and _fits(text, pieces):
                    return kind
        return ""

    def is_chapter(self, line: str) -> bool:
        """Whether a short line begins with, or is, the word for a chapter and its number."""
        text = folded(line)
        found = (pieces for pieces in self._chapters if text.startswith(pieces[0]))
        return any(_is_number(text[len(before) :], after) for before, after in found)


def _compared(line: str) -> str:
    return " ".join(_QUOTES.sub("", folded(line)).split())


def _compared_piece(piece: str) -> str | None:
    """A few characters of a line as they are compared; None where the rest of the line has a say in it."""
    text = folded_piece(piece)
    return None if text is None or _QUOTES.search(text) else text


def _fits(text: str, pieces: list[str]) -> bool:
    """Whether `text` is `pieces` in their order with anything between them."""
    if len(pieces) == 1:
        return text == pieces[0]
    if not text.startswith(pieces[0]) or not text.endswith(pieces[-1]):
        return False
    place = len(pieces[0])
    for piece in pieces[1:-1]:
        if (found := text.find(piece, place)) < 0:
            return False
        place = found + len(piece)
    return place <= len(text) - len(pieces[-1])


def _is_number(text: str, after: str) -> bool:
    """Whether `text` begins with a number that is followed by `after`, or where there is no such word, by no letter."""
    number = (_NUMBER if after else _LAST_NUMBER).match(text)
    return number is not None and text.startswith(after, number.end())


@cache
def pages() -> Pages:
    """What tells the kinds of pages; raises DataError where a file is wrong."""
    folder = files("wikipub.data")
    made, given = Table.load(folder.joinpath("pages.toml")), Table.load(folder.joinpath("kinds.toml"))
    for table in (made, given):
        table.text("source")
    found = Pages(made, given)
    made.close()
    given.close()
    return found
