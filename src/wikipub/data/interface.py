"""What MediaWiki prints around an article, in all its languages (`interface.toml`, made by tools/make_interface.py)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from wikipub.data.ends import Ends
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

_REMEMBERED = 10_000
"""For how many lines it is remembered what they say."""
_KEY = 6
"""How many characters patterns are looked up by, at most."""
_LEAST_KEY = 2
_BEGIN = 4
"""How many characters phrases are looked up by, at most."""
_BEGINS = range(2, _BEGIN + 1)
_COLON = 40
"""How many characters the name of categories has at most, with the colon behind it."""
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
_CORNER_SIGNS = " ·•|–—/-]"
_CORNER_BETWEEN = re.compile(r"\]?[\s·•|–—/-]+\[?|\]\[")
_EDIT_BETWEEN = re.compile("[|·•]")
_BLANK = r"\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What `str.split` takes for blanks, but the space."""
_UNSEEN = r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_SAME = str.maketrans(
    dict.fromkeys("“”„‟«»「」『』″", '"') | dict.fromkeys("‘’‚‛ʼ`´", "'") | {"：": ":", "\u00a0": " "}
)
_UNUSUAL = re.compile(f"[{_BLANK}{_UNSEEN}{''.join(map(chr, _SAME))}]")
"""What is changed in a line before it is compared, besides runs of spaces; most lines hold none of it."""


def folded(line: str) -> str:
    """A line as it is compared: casefolded, one kind of quotes and of blanks, no characters that print nothing."""
    if line.isascii():
        if "  " in line or not line.isprintable():
            line = " ".join(line.split())
    elif "  " in line or _UNUSUAL.search(line):
        line = " ".join(_INVISIBLE.sub("", line).translate(_SAME).split())
    return line.strip().casefold()


def folded_piece(piece: str) -> str | None:
    """A few characters of a line as `folded` has them; None where the rest of the line has a say in it."""
    if not piece.isascii():
        piece = piece.translate(_SAME)
    if "_" in piece or "`" in piece or "  " in piece or _UNUSUAL.search(piece):
        return None
    return piece.casefold()


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


_NO_RUN = _Run(frozenset(), 0, "menu", False)


class _Corner(NamedTuple):
    """The links in the corner of a language's navigation boxes; `glued` are its three letters without blanks."""

    first: str
    words: frozenset[str]
    glued: tuple[str, ...]


class _Pattern(NamedTuple):
    """A pattern of the list `name`, and the codes of its languages."""

    text: str
    name: str
    codes: str


_NONE: list[_Pattern] = []


class _Patterns:
    """Patterns by a key: the first characters of each line that may match, or the last."""

    def __init__(self) -> None:
        self._patterns: dict[str, list[_Pattern]] = {}
        self._sizes: dict[str, list[int]] = {}

    def add(self, key: str, end: str, pattern: _Pattern) -> None:
        """Put `pattern` under `key`; `end` are the two characters of the key that are outermost in the line."""
        self._patterns.setdefault(key, []).append(pattern)
        sizes = self._sizes.setdefault(end, [])
        if len(key) not in sizes:
            sizes.append(len(key))
            sizes.sort(reverse=True)

    def __iter__(self) -> Iterator[_Pattern]:
        return itertools.chain.from_iterable(self._patterns.values())

    def keys(self) -> Iterable[str]:
        """All keys."""
        return self._patterns

    def beginning(self, text: str) -> list[_Pattern]:
        """Those under the first characters of `text`, those under most of them first."""
        sizes = self._sizes.get(text[:_LEAST_KEY])
        if sizes is None:
            return _NONE
        return [pattern for size in sizes for pattern in self._patterns.get(text[:size], _NONE)]

    def ending(self, text: str) -> list[_Pattern]:
        """Those under the last characters of `text`."""
        sizes = self._sizes.get(text[-_LEAST_KEY:])
        if sizes is None:
            return _NONE
        return [pattern for size in sizes for pattern in self._patterns.get(text[-size:], _NONE)]


class Interface:
    """Looks lines up among the phrases and patterns of all languages, in time that does not grow with their number."""

    def __init__(self, phrases: Mapping[str, str], patterns: Mapping[str, str]) -> None:
        """Each text has one phrase or pattern a line, folded, a TAB, and the codes of its languages."""
        self._phrases = {name: _rows(phrases[name]) for name in PHRASES}
        self._edit = _rows(phrases["edit"])
        self._letters = _rows(phrases["letters"])
        self.joints = frozenset(_rows(phrases["joint"]))
        """Words between the letters of a note's back links, as in `a b et c`."""
        self.sites = frozenset(_rows(phrases["site"]))
        """What Wikipedia is called in different languages."""
        self._corners: dict[str, _Corner] = {}
        self._corner_words: set[str] = set()
        self._glued: tuple[str, ...] = ()
        self._begin = _Patterns()
        self._end = _Patterns()
        for name in PATTERNS:
            for text, codes in _rows(patterns[name]).items():
                self._index(name, text, codes)

    @cached_property
    def _known(self) -> frozenset[str]:
        """All phrases."""
        return frozenset().union(*self._phrases.values())

    @cached_property
    def ends(self) -> Ends:
        """How lines of the interface begin and end."""
        corners = itertools.chain.from_iterable(self._corner_begins.values())
        categories = itertools.chain(self._phrases["categories"], self._phrases["hidden"])
        begins = itertools.chain(self._begin.keys(), corners, map(str.casefold, self._glued), categories)
        return Ends(self._known, begins, self._end.keys(), _BETWEEN, folded_piece)

    @cached_property
    def _lengths(self) -> dict[str, int]:
        """How long the phrases are that have the same first characters: bit n is set for a length of n."""
        lengths: dict[str, int] = {}
        for phrase in self._known:
            begin = phrase[:_BEGIN]
            lengths[begin] = lengths.get(begin, 0) | 1 << len(phrase)
        return lengths

    @cached_property
    def _corner_begins(self) -> dict[str, tuple[str, ...]]:
        """How lines of links in corners begin, a link and what parts it from the next, by their first character."""
        begins: dict[str, tuple[str, ...]] = {}
        for word in self._corner_words:
            begins[word[0]] = (*begins.get(word[0], ()), *(word + sign for sign in _CORNER_SIGNS))
        return begins

    @cached_property
    def _glued_begins(self) -> frozenset[str]:
        """The first two characters of the glued ones."""
        return frozenset(word[:2] for word in self._glued)

    def _index(self, name: str, text: str, codes: str) -> None:
        """Put a pattern where lines that may match it look: under their first characters, or under their last."""
        pattern = _Pattern(text, name, codes)
        start = text.find("$")
        if start >= _LEAST_KEY:
            self._begin.add(text[:start][:_KEY], text[:_LEAST_KEY], pattern)
        else:
            key = text[text.rfind("$") + 2 :][-_KEY:]
            self._end.add(key, key[-_LEAST_KEY:], pattern)

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

    @property
    def edit_words(self) -> Container[str]:
        """The keys of `edit`."""
        return self._edit.keys()

    @cached_property
    def contents(self) -> Mapping[str, tuple[str, ...]]:
        """The titles of contents blocks, folded, with the codes of the languages."""
        return MappingProxyType({word: tuple(codes.split()) for word, codes in self._phrases["contents"].items()})

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """How lines begin that say the page's own address, folded: "retrieved from"."""
        found = (_pieces(pattern.text)[0].rstrip(' "') for pattern in self._begin if pattern.name == "retrieved")
        return tuple(dict.fromkeys(found))

    @cached_property
    def letters(self) -> Mapping[str, tuple[str, ...]]:
        """The letters that lead from a note back to its marks, by language, where they are not a, b, c."""
        return MappingProxyType(
            {code: tuple(row.split()) for row, codes in self._letters.items() for code in codes.split()}
        )

    def phrase_at(self, text: str, start: int) -> tuple[int, tuple[Phrase, ...]] | None:
        """Where the longest phrase of whole words ends that stands at `start` of the folded `text`; what it may say."""
        if not self._may_begin(text[start : start + _BEGIN]):
            return None
        for end in reversed(self._ends(text, start)):
            if not text[end : end + 1].isalnum():
                return end, self._exact(text[start:end])
        return None

    def begins_footer(self, text: str, start: int) -> bool:
        """Whether a line of the footer that tells a date or a licence begins at `start` of the folded `text`."""
        near = self._begin.beginning(text[start : start + _KEY])
        begins = (_pieces(pattern.text)[0] for pattern in near if pattern.name == "footer")
        return any(len(begin) >= _ALONE and text.startswith(begin, start) for begin in begins)

    def match(self, line: str) -> Phrase | None:
        """What `line` says if it is a line of the interface: the first that it may say, else its run."""
        return self.say(line) if line and len(line) <= LONGEST and self.ends.may_match(line) else None

    @cached_property
    def say(self) -> Callable[[str], Phrase | None]:
        """What a line says that `ends` lets pass; several questions about a text ask for the same lines."""
        return lru_cache(_REMEMBERED)(self._said)

    def _said(self, line: str) -> Phrase | None:
        found = self._first(line)
        return self._first(line.replace("_", " ")) if found is None and "_" in line else found

    def _first(self, line: str) -> Phrase | None:
        """What `line` says as it stands: what is certain first."""
        text = folded(line)
        if found := self._exact(text):
            return found[0]
        return (
            self._pattern(text, line) or self._corner(text, line) or self._labelled(text, line) or self._run(text, line)
        )

    def _labelled(self, text: str, line: str) -> Phrase | None:
        """A phrase with a colon behind it, or the page's categories behind their name."""
        if text[-1:] == ":" and (found := self._exact(text[:-1].rstrip())):
            return found[0]
        if ":" not in text[:_COLON]:
            return None
        word, _, rest = text[:_COLON].partition(":")
        if rest and (codes := self._category_word(word.rstrip())):
            return Phrase("categories", codes, True, re.split("[:：]", line, maxsplit=1)[1].strip())
        return None

    def _run(self, text: str, line: str) -> Phrase | None:
        """What a line is if it is made of two phrases or more of one language, glued or with separators between.

        Scrapers print lists of links so ("Main pageContentsCurrent events"). Its role is that of its first phrase
        that is no menu's; it is certain where one of its phrases is, or where they are glued.
        """
        if not 4 <= len(line) <= LONGEST or line[-1] in _STOPS:
            return None
        text = text.strip(_BETWEEN)
        if not self._may_begin(text):
            return None
        ends = self._ends(text, 0)
        reached = {0: _NO_RUN} if ends else {}
        while reached and (place := min(reached)) < len(text):
            run = reached.pop(place)
            for end in ends if place == 0 else self._ends(text, place):
                after = end
                while after < len(text) and text[after] in _BETWEEN:
                    after += 1
                if after < len(text) and not self._may_begin(text[after : after + _BEGIN]):
                    continue
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
        longest = min(_LONGEST_PIECE, len(text) - start)
        known = self._known
        found: list[int] = []
        for size in _BEGINS:
            if lengths := self._lengths.get(text[start : start + size]):
                ends = [start + length for length in _set_bits(lengths) if length <= longest]
                found += [end for end in ends if text[start:end] in known]
        return found

    def _may_begin(self, text: str) -> bool:
        """Whether a phrase of two characters or more begins as `text` does; of most texts none does."""
        lengths = self._lengths
        return text[:_BEGIN] in lengths or text[:3] in lengths or text[:2] in lengths

    def _exact(self, text: str) -> tuple[Phrase, ...]:
        """What the phrase `text` may be; () where it is none."""
        if text not in self._known:
            return ()
        found = []
        for name, rows in self._phrases.items():
            if codes := rows.get(text):
                role, certain = PHRASES[name]
                found.append(Phrase(role, tuple(codes.split()), certain))
        return tuple(found)

    def _corner(self, text: str, line: str) -> Phrase | None:
        """The links in a navigation box's corner: "v t e", "V · D · B", or glued to the box's title, "vteBoats"."""
        short = len(text) <= _LONGEST_CORNER
        glued = line[:2] in self._glued_begins and line.startswith(self._glued)
        if not short and not glued:
            return None
        bare = text.strip("[]() ") if short else text
        if not glued and not bare.startswith(self._corner_begins.get(bare[:1], ())):
            return None
        parts = _CORNER_BETWEEN.split(bare) if short else [text]
        if not glued and (len(parts) < 2 or not self._corner_words.issuperset(parts)):
            return None
        for code, corner in self._corners.items():
            if (
                len(parts) > 1
                and (parts[0] == corner.first or len(parts[0]) > _LETTER)
                and corner.words.issuperset(parts)
            ):
                return Phrase("navbox", (code,), True)
            if line.startswith(corner.glued) and (len(line) == 3 or (line[3].isalpha() and not line[3].islower())):
                return Phrase("navbox", (code,), True, line[3:].strip())
        return None

    def _category_word(self, word: str) -> tuple[str, ...]:
        codes = self._phrases["categories"].get(word) or self._phrases["hidden"].get(word) or ""
        return tuple(codes.split())

    def _pattern(self, text: str, line: str) -> Phrase | None:
        """What the first pattern that matches says; those that begin a line are asked first, and longer keys."""
        for pattern in itertools.chain(self._begin.beginning(text), self._end.ending(text)):
            if (value := _value(pattern, text)) is not None:
                role, certain = PATTERNS[pattern.name]
                return Phrase(role, tuple(pattern.codes.split()), certain, _as_printed(value, line))
        return None


@cache
def _set_bits(number: int) -> tuple[int, ...]:
    """Which bits are set in `number`, lowest first; the phrases have few different ones."""
    return tuple(bit for bit in range(number.bit_length()) if number >> bit & 1)


def _rows(text: str) -> dict[str, str]:
    """The phrases of a list, each with its codes."""
    parts = text.replace("\n", "\t").split("\t")
    return dict(zip(parts[:-1:2], parts[1::2], strict=True))


@cache
def _pieces(pattern: str) -> list[str]:
    """What stands before, between and behind the parameters of a pattern."""
    return re.split(r"\$[19]", pattern)


def _value(pattern: _Pattern, text: str) -> str | None:
    """What stands in `text` for the first parameter of `pattern`; None where it does not match."""
    first, *pieces = _pieces(pattern.text)
    name = pattern.name
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
    if "$9" in pattern.text and not value.strip().isdigit():
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
            {name: phrases.text(name) for name in (*PHRASES, "edit", "letters", "joint", "site")},
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
