"""What MediaWiki prints around an article, in all its languages (`interface.toml`, made by tools/make_interface.py)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from wikipub.data.language import languages
from wikipub.data.table import Table
from wikipub.errors import DataError

PHRASES = {
    "jump": ("jump", True),
    "footer": ("footer", True),
    "hidden": ("categories", True),
    "tagline": ("tagline", True),
    "menu": ("menu", True),
    "backlink": ("backlink", True),
    "contents": ("contents", False),
    "categories": ("categories", False),
    "toggle": ("toggle", False),
    "word": ("menu", False),
    "language": ("language", False),
}
"""The file's lists of phrases in the order in which they are asked: the role of each, and whether it is certain."""

PATTERNS = {
    "retrieved": ("retrieved", True),
    "redirected": ("redirected", True),
    "footer": ("footer", True),
    "toggle": ("toggle", True),
    "edit_hint": ("edit_hint", True),
    "redlink": ("redlink", True),
    "menu": ("menu", False),
    "tagline": ("tagline", False),
}
"""The same of its lists of patterns."""

LONGEST = 1000
"""No line of the interface is longer, in characters."""

_KEY = 6
"""How many characters patterns are looked up by, at most."""
_LEAST_KEY = 2
_KEYS = range(_KEY, _LEAST_KEY - 1, -1)
_ALONE = 10
"""Least length of what stands before an address, for a line that holds no more, in characters."""
_LONGEST_PIECE = 48
"""Longest phrase of a run, in characters; longer ones are sentences."""
_BETWEEN = " |·•,;:、،/()[]-–"
"""What may stand between the phrases of a run."""

_STOPS = ".!?。！？…"
"""What no run ends with."""
_LETTER = 2
"""Longest link of a navigation box's corner that is a letter, in characters."""
_LONGEST_CORNER = 60
_CORNER_BETWEEN = re.compile(r"\]?[\s·•|–—/-]+\[?|\]\[")
_EDIT_BETWEEN = re.compile("[|·•]")
_INVISIBLE = re.compile(r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SAME = str.maketrans(
    dict.fromkeys("“”„‟«»「」『』″", '"') | dict.fromkeys("‘’‚‛ʼ`´", "'") | {"：": ":", "\u00a0": " "}
)


def folded(line: str) -> str:
    """A line as it is compared: casefolded, one kind of quotes and of blanks, no characters that print nothing."""
    if not line.isascii():
        line = _INVISIBLE.sub("", line).translate(_SAME)
    return " ".join(line.split()).casefold()


def distinctive(text: str) -> bool:
    """Whether a phrase of menus is long enough to be nothing else: words, a long word, four Chinese characters."""
    return " " in text or len(text) >= (10 if text[0] < "\u2e80" else 4)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a line of the interface says.

    `role` is one of jump, footer, categories, tagline, menu, backlink, contents, toggle, language (a language's name),
    retrieved, redirected, edit_hint, redlink, navbox (the links in a navigation box's corner). `languages` are the
    codes of the languages that say it so. `certain` tells that articles have no such line of their own; a phrase that
    is not ("History", "Tools") is the interface's only among others. `value` is what the phrase says it of: the
    address behind "Retrieved from", the title behind "Redirected from", the names behind "Categories:", the title of
    a navigation box; "" where there is nothing of the kind.
    """

    role: str
    languages: tuple[str, ...]
    certain: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    """The beginning of a line, read as phrases; `languages` are those that all of them have in common."""

    languages: frozenset[str]
    count: int
    role: str
    certain: bool

    def with_phrase(self, phrase: Phrase, glued: bool) -> _Run | None:
        """Add a phrase; None where it is in no language of the run. English stands in for any."""
        codes = frozenset(phrase.languages)
        if self.count and phrase.role == "language" == self.role:
            codes = self.languages | codes
        elif self.count and "en" in codes:
            codes = self.languages
        elif self.count and self.languages != {"en"}:
            codes = self.languages & codes
        if not codes:
            return None
        role = phrase.role if self.role == "menu" else self.role
        return _Run(codes, self.count + 1, role, self.certain or phrase.certain or glued)


class _Corner(NamedTuple):
    """The links in the corner of a language's navigation boxes; `glued` are its three letters without blanks."""

    first: str
    words: frozenset[str]
    glued: tuple[str, ...]


class Interface:
    """Looks lines up among the phrases and patterns of all languages, in time that does not grow with their number."""

    def __init__(self, phrases: Mapping[str, str], patterns: Mapping[str, str]) -> None:
        """Each text has one phrase or pattern a line, folded, a TAB, and the codes of its languages."""
        self._phrases = {name: _rows(phrases[name]) for name in PHRASES}
        self._edit = _rows(phrases["edit"])
        self._letters = _rows(phrases["letters"])
        self.joints = frozenset(_rows(phrases["joint"]))
        """Words between the letters of a note's back links, as in `a b et c`."""
        self._corners: dict[str, _Corner] = {}
        self._corner_words: set[str] = set()
        self._glued: tuple[str, ...] = ()
        self._begin: dict[str, list[tuple[str, str, str]]] = {}
        self._end: dict[str, list[tuple[str, str, str]]] = {}
        for name in PATTERNS:
            for text, codes in _rows(patterns[name]).items():
                self._index(name, text, codes)

    @cached_property
    def _known(self) -> frozenset[str]:
        """All phrases."""
        return frozenset().union(*self._phrases.values())

    @cached_property
    def _begins(self) -> frozenset[str]:
        """The first four characters of all phrases."""
        return frozenset(phrase[:4] for phrase in self._known)

    def _index(self, name: str, text: str, codes: str) -> None:
        """Put a pattern where lines that may match it look: under their first characters, or under their last."""
        start = text.find("$")
        if start >= _LEAST_KEY:
            index, key = self._begin, text[:start][:_KEY]
        else:
            index, key = self._end, text[text.rfind("$") + 2 :][-_KEY:]
        if key in index:
            index[key].append((text, name, codes))
        else:
            index[key] = [(text, name, codes)]

    def add(self, name: str, code: str, lines: Iterable[str]) -> None:
        """Add phrases or, where they hold `$1`, patterns to the list `name`, for the language `code`."""
        for line in lines:
            text = folded(line)
            if "$" in text:
                self._index(name, text, code)
            else:
                self._add_phrase(name, code, text)

    def add_corners(self, code: str, words: Iterable[str]) -> None:
        """Add the links in the corner of the navigation boxes of the language `code`: letters, and whole words."""
        words = tuple(words)
        letters = [word for word in words if len(word) <= _LETTER]
        glued = ("".join(letters[:3]), *(word for word in words if len(word) == 3 and set(word) <= set(letters)))
        self._glued += glued
        self._corner_words.update(map(folded, words))
        self._corners[code] = _Corner(folded(letters[0]), frozenset(map(folded, words)), glued)

    def _add_phrase(self, name: str, code: str, text: str) -> None:
        """Add a phrase. What menus and footers say is certain only if articles have no such line."""
        if name in ("menu", "footer") and (text in self._phrases["word"] or not distinctive(text)):
            name = "word"
        rows = self._edit if name == "edit" else self._phrases[name]
        codes = rows.get(text, "")
        if code not in codes.split():
            rows[text] = f"{codes} {code}".strip()

    @cached_property
    def edit(self) -> Mapping[str, tuple[str, ...]]:
        """What stands in the brackets of a section's edit mark, folded, with the codes of the languages."""
        return MappingProxyType({word: tuple(codes.split()) for word, codes in self._edit.items()})

    def edit_languages(self, words: str) -> tuple[str, ...]:
        """The codes of the languages in which `words` make an edit mark ("edit", "edit | edit source"); () for none."""
        text = folded(words)
        if codes := self._edit.get(text):
            return tuple(codes.split())
        parts = [self._edit.get(part.strip(), "").split() for part in _EDIT_BETWEEN.split(text)]
        return tuple(code for code in parts[0] if all(code in part for part in parts))

    @cached_property
    def contents(self) -> Mapping[str, tuple[str, ...]]:
        """The titles of contents blocks, folded, with the codes of the languages."""
        return MappingProxyType({word: tuple(codes.split()) for word, codes in self._phrases["contents"].items()})

    @cached_property
    def letters(self) -> Mapping[str, tuple[str, ...]]:
        """The letters that lead from a note back to its marks, by language, where they are not a, b, c."""
        return MappingProxyType(
            {code: tuple(row.split()) for row, codes in self._letters.items() for code in codes.split()}
        )

    def match(self, line: str) -> Phrase | None:
        """What `line` says if it is a line of the interface: the first of `matches`, else its `run`."""
        found = next(self.matches(line), None) or self.run(line)
        if found is None and "_" in line:
            line = line.replace("_", " ")
            found = next(self.matches(line), None) or self.run(line)
        return found

    def matches(self, line: str) -> Iterator[Phrase]:
        """All that `line` may say, what is certain first."""
        if not line or len(line) > LONGEST:
            return
        text = folded(line)
        yield from self._exact(text)
        yield from self._patterns(text, line)
        yield from self._corner(text, line)
        if text[-1:] == ":":
            yield from self._exact(text[:-1].rstrip())
        word, colon, rest = text[:40].partition(":")
        if colon and rest and (codes := self._category_word(word.rstrip())):
            yield Phrase("categories", codes, True, re.split("[:：]", line, maxsplit=1)[1].strip())

    def run(self, line: str) -> Phrase | None:
        """What `line` is if it is made of two phrases or more of one language, glued or with separators between.

        Scrapers print lists of links so ("Main pageContentsCurrent events"). Its role is that of its first phrase
        that is no menu's; it is certain where one of its phrases is, or where they are glued.
        """
        if not 4 <= len(line) <= LONGEST or line[-1] in _STOPS:
            return None
        text = folded(line).strip(_BETWEEN)
        reached = {0: _Run(frozenset(), 0, "menu", False)}
        while reached and (place := min(reached)) < len(text):
            run = reached.pop(place)
            for end in self._ends(text, place):
                after = end
                while after < len(text) and text[after] in _BETWEEN:
                    after += 1
                for phrase in self._exact(text[place:end]):
                    longer = run.with_phrase(phrase, glued=after == end < len(text))
                    if longer and (after not in reached or reached[after].certain <= longer.certain):
                        reached[after] = longer
        found = reached.get(len(text))
        if found is None or found.count < 2:
            return None
        return Phrase(found.role, tuple(sorted(found.languages)), found.certain)

    def _ends(self, text: str, start: int) -> list[int]:
        """Where phrases end that stand at `start`, shortest first."""
        known = self._known
        begin = text[start : start + 4]
        if begin not in self._begins and begin[:3] not in known and begin[:2] not in known:
            return []
        stop = min(len(text), start + _LONGEST_PIECE)
        return [end for end in range(start + 2, stop + 1) if text[start:end] in known]

    def _exact(self, text: str) -> Iterator[Phrase]:
        if text not in self._known:
            return
        for name, rows in self._phrases.items():
            if codes := rows.get(text):
                role, certain = PHRASES[name]
                yield Phrase(role, tuple(codes.split()), certain)

    def _corner(self, text: str, line: str) -> Iterator[Phrase]:
        """The links in a navigation box's corner: "v t e", "V · D · B", or glued to the box's title, "vteBoats"."""
        parts = _CORNER_BETWEEN.split(text.strip("[]() ")) if len(text) <= _LONGEST_CORNER else [text]
        if not line.startswith(self._glued) and (len(parts) < 2 or not self._corner_words.issuperset(parts)):
            return
        for code, corner in self._corners.items():
            if (
                len(parts) > 1
                and (parts[0] == corner.first or len(parts[0]) > _LETTER)
                and corner.words.issuperset(parts)
            ):
                yield Phrase("navbox", (code,), True)
            elif line.startswith(corner.glued) and (len(line) == 3 or (line[3].isalpha() and not line[3].islower())):
                yield Phrase("navbox", (code,), True, line[3:].strip())

    def _category_word(self, word: str) -> tuple[str, ...]:
        codes = self._phrases["categories"].get(word) or self._phrases["hidden"].get(word) or ""
        return tuple(codes.split())

    def _patterns(self, text: str, line: str) -> Iterator[Phrase]:
        begin, end = self._begin, self._end
        found = [
            *itertools.chain.from_iterable(begin[text[:size]] for size in _KEYS if text[:size] in begin),
            *itertools.chain.from_iterable(end[text[-size:]] for size in _KEYS if text[-size:] in end),
        ]
        for pattern, name, codes in found:
            if (value := _value(pattern, text, name)) is not None:
                role, certain = PATTERNS[name]
                yield Phrase(role, tuple(codes.split()), certain, _as_printed(value, line))


def _rows(text: str) -> dict[str, str]:
    """The phrases of a list, each with its codes."""
    parts = text.replace("\n", "\t").split("\t")
    return dict(zip(parts[:-1:2], parts[1::2], strict=True))


def _value(pattern: str, text: str, name: str) -> str | None:
    """What stands in `text` for the first parameter of `pattern`; None where it does not match."""
    first, *pieces = re.split(r"\$[19]", pattern)
    if not text.startswith(first):
        return "" if name == "retrieved" and pieces == [""] and text == first.rstrip() and len(text) >= _ALONE else None
    place = len(first)
    if name == "retrieved" and first:
        # Scrapers glue what follows to the address, or give it a line of its own.
        rest = text[place:].lstrip(' "<[(')
        if not rest and pieces == [""] and place >= _ALONE:
            return ""
        return re.split(r'[\s">)\]]', rest, maxsplit=1)[0] if rest.startswith(("http", "//")) else None
    value = ""
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        found = len(text) - len(piece) if last else text.find(piece, place + 1)
        if found <= place or not text.startswith(piece, found):
            return None
        if number == 0:
            value = text[place:found]
        place = found + len(piece)
    if "$9" in pattern and not value.strip().isdigit():
        return None
    return value.strip(' "')


def _as_printed(value: str, line: str) -> str:
    """The piece of `line` that became `value` when it was folded; `value` where that cannot be told."""
    start = line.casefold().find(value)
    piece = line[start : start + len(value)] if start >= 0 else ""
    return piece if piece.casefold() == value else value


@cache
def interface() -> Interface:
    """The phrases of MediaWiki and of the languages' tables; raises DataError where the file is wrong."""
    table = Table.load(files("wikipub.data").joinpath("interface.toml"))
    table.text("source")
    phrases, patterns = table.table("phrases"), table.table("patterns")
    try:
        found = Interface(
            {name: phrases.text(name) for name in (*PHRASES, "edit", "letters", "joint")},
            {name: patterns.text(name) for name in PATTERNS},
        )
    except ValueError as error:
        raise DataError(f"interface.toml: {error}; make it again with tools/make_interface.py") from error
    phrases.close()
    patterns.close()
    table.close()
    for language in languages().values():
        for name in ("edit", "contents", "menu", "footer"):
            found.add(name, language.code, getattr(language, name))
        found.add("tagline", language.code, language.taglines)
        found.add_corners(language.code, language.corners)
    return found
