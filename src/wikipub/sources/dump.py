"""XML exports of MediaWiki, from one page to a dump of millions: their pages, one after the other.

The format is https://www.mediawiki.org/xml/export-0.11.xsd and its forerunners. The parser is expat, which reads UTF-8
and UTF-16; a document type, and so any entity of one's own, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import quote
from xml.parsers import expat

from wikipub.data.namespaces import redirect_in
from wikipub.errors import DumpError
from wikipub.language_tag import is_language_tag
from wikipub.safe import safe_url
from wikipub.sources.compression import CompressionError

WIKITEXT = ("", "wikitext")
"""Models of content that are wikitext, "" in dumps that name none; other pages hold programs, style sheets and data."""

MAX_TEXT = 16 * 2**20
"""Longest wikitext of a page, in characters; MediaWiki allows 2 MiB where nobody has changed it."""

MAX_TOKEN = 2**20
"""Longest tag or comment, in bytes; expat would read a longer one again with each piece."""

_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)?"
    rb"(?:<!DOCTYPE\s+mediawiki\b|<(?:\w{1,20}:)?mediawiki[\s>])"
)
_LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
_DEEPEST = 50
"""How deep elements may be nested; the format needs six levels."""

_MOST_CONTRIBUTORS = 1000
"""How many names are kept of those who wrote a page, first ones first."""

_MOST_NAMESPACES = 1000
"""How many namespaces are known by name; wikis have some thirty."""

_WITHOUT_PARENTS = ("", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6")
"""Versions of the format whose revisions do not name the one before."""

_BEFORE_TITLE = ("title=", "/wiki/", "/index.php/")
"""What stands before the title in the addresses of pages, as MediaWiki's own ways to write them are."""
_TITLE_SAFE = "/:,;@!$*()~'"


@dataclass(frozen=True, slots=True)
class Wiki:
    """What a dump says of its wiki; "" and an empty map where it says nothing.

    `address` is that of its main page, `namespaces` the names by number, `version` that of the dump's format;
    `any_case` tells that titles may begin with a small letter, as those of dictionaries do.
    """

    name: str = ""
    address: str = ""
    language: str = ""
    namespaces: Mapping[int, str] = field(default_factory=dict)
    version: str = ""
    any_case: bool = False

    def page_address(self, title: str) -> str:
        """The address of the page `title`, made as that of the main page is; "" where that is not known."""
        for mark in _BEFORE_TITLE:
            before, found, _ = self.address.partition(mark)
            if found:
                return safe_url(f"{before}{mark}{quote(title.replace(' ', '_'), safe=_TITLE_SAFE)}")
        return ""

    def namespace_of(self, title: str) -> int:
        """The number of the namespace that a title names; 0 where it names none."""
        prefix, colon, _ = title.partition(":")
        return next((number for number, name in self.namespaces.items() if colon and name == prefix), 0)

    def title(self, words: str) -> str:
        """The title that a person means: as the wiki writes its namespace and its first letter."""
        words = " ".join(words.replace("_", " ").split())
        prefix, colon, rest = words.partition(":")
        named = prefix.strip().casefold()
        for name in self.namespaces.values():
            if colon and name and name.casefold() == named:
                return f"{name}:{self._first_letter(rest.strip())}"
        return self._first_letter(words)

    def _first_letter(self, words: str) -> str:
        return words if self.any_case else words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class DumpPage:
    """A page with its latest revision.

    `redirect` is the title that it leads to, "" where it is no redirect; `model` what its text is written in, "" where
    an old dump does not say; `text` None where the dump holds none; `contributors` who wrote the revisions that the
    dump holds, each once; `is_whole` whether the first revision is among them.
    """

    title: str
    namespace: int
    redirect: str = ""
    model: str = ""
    text: str | None = None
    revision: str = ""
    timestamp: str = ""
    contributors: tuple[str, ...] = ()
    is_whole: bool = False


def is_dump(head: bytes) -> bool:
    """Whether a file whose decompressed content begins with `head` is an export of MediaWiki."""
    return _ROOT.match(head.replace(b"\0", b"").lstrip(b"\xff\xfe")) is not None


class DumpReader:
    """Reads one dump; `wiki` is what has been read of its site information.

    `name` is what errors call the dump.
    """

    def __init__(self, name: str) -> None:
        self.wiki = Wiki()
        self._name = name
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.buffer_size = 2**16
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._document_type
        self._own = ""  # what the names of the format's elements begin with: its namespace and a blank
        self._path: list[str] = []
        self._attributes: dict[str, str] = {}
        self._words: list[str] = []
        self._length = 0
        self._namespaces: dict[int, str] = {}
        self._site: dict[str, str] = {}
        self._page: dict[str, str] = {}
        self._revision: dict[str, str] = {}
        self._latest: dict[str, str] = {}
        self._contributors: dict[str, None] = {}
        self._has_first = False
        self._done: list[DumpPage] = []
        self._last = ""

    def pages(self, pieces: Iterable[bytes], *, whole: bool = True) -> Iterator[DumpPage]:
        """The pages of the dump that `pieces` are; `whole` tells whether they are all of it.

        Raises DumpError, which names the place, after all pages that stand before the damage.
        """
        fed = 0
        try:
            for piece in pieces:
                fed += len(piece)
                yield from self._fed(piece)
                if fed - self._parser.CurrentByteIndex > MAX_TOKEN:
                    self._fail(f"a tag or comment is over {MAX_TOKEN} bytes long")
        except CompressionError as error:
            self._fail(str(error))
        if whole:
            yield from self._fed(b"", last=True)

    def _fed(self, piece: bytes, *, last: bool = False) -> Iterator[DumpPage]:
        """The pages that end within `piece`."""
        damage: DumpError | None = None
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            cause = expat.ErrorString(error.code)
            damage = self._error("it ends too soon: the file was cut" if last else f"it is no well-formed XML: {cause}")
        except (LookupError, ValueError) as error:  # of an encoding that Python does not know, or expat cannot read
            damage = self._error(f"it cannot be decoded: {error}")
        except DumpError as error:
            damage = error
        yield from self._done
        self._done.clear()
        if damage:
            raise damage

    def _error(self, what: str) -> DumpError:
        after = f"after the page “{self._last}”" if self._last else "before its first page"
        place = f"line {self._parser.CurrentLineNumber}, byte {self._parser.CurrentByteIndex}, {after}"
        return DumpError(f"{self._name}: {place}: {what}; what stands before is read; get a whole copy for the rest")

    def _fail(self, what: str) -> NoReturn:
        raise self._error(what)

    # --- What expat calls ---

    def _document_type(self, *_: object) -> None:
        self._fail("it declares a document type, which no export of MediaWiki does; entities of one's own are not read")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path:
            self._own = name.removesuffix("mediawiki")
            language = attributes.get(_LANGUAGE, "")
            self._site["language"] = language if is_language_tag(language) else ""
            self._site["version"] = attributes.get("version", "")
        elif len(self._path) > _DEEPEST:
            self._fail(f"its elements are nested over {_DEEPEST} deep")
        name = name.removeprefix(self._own) if name.startswith(self._own) else ""
        self._path.append(name)
        self._words.clear()
        self._length = 0
        self._attributes = attributes
        if name == "page":
            self._page = {}
            self._latest = {}
            self._contributors = {}
            self._has_first = False
        elif name == "revision":
            self._revision = {}

    def _characters(self, words: str) -> None:
        self._words.append(words)
        self._length += len(words)
        if self._length > MAX_TEXT:
            self._fail(f"a text is over {MAX_TEXT} characters long")

    def _end(self, _: str) -> None:
        name = self._path.pop()
        match self._path[-2:], name:
            case [*_, "page"], "redirect":
                self._page[name] = self._attributes.get("title", "")
            case [*_, "page"], "revision":
                self._has_first |= "parentid" not in self._revision and self._site["version"] not in _WITHOUT_PARENTS
                if _order(self._revision) >= _order(self._latest):
                    self._latest = self._revision
            case [*_, "page"], "title" | "ns":
                self._page[name] = "".join(self._words)
            case [*_, "revision"], "text":
                if "deleted" not in self._attributes:
                    self._revision[name] = "".join(self._words)
            case [*_, "revision"], "id" | "parentid" | "timestamp" | "model":
                self._revision[name] = "".join(self._words)
            case ["revision", "contributor"], "username" | "ip":
                if len(self._contributors) < _MOST_CONTRIBUTORS:
                    self._contributors["".join(self._words)] = None
            case [*_, "siteinfo"], "sitename" | "base" | "case":
                self._site[name] = "".join(self._words).strip()
            case [*_, "namespaces"], "namespace":
                if len(self._namespaces) < _MOST_NAMESPACES:
                    self._namespaces[_number(self._attributes.get("key", ""))] = "".join(self._words)
            case ["mediawiki"], "siteinfo":
                site = self._site
                self.wiki = Wiki(
                    site.get("sitename", ""),
                    site.get("base", ""),
                    site["language"],
                    self._namespaces,
                    site["version"],
                    site.get("case") == "case-sensitive",
                )
            case ["mediawiki"], "page":
                self._done.append(self._whole_page())
        self._words.clear()
        self._length = 0

    def _whole_page(self) -> DumpPage:
        page, latest = self._page, self._latest
        title = " ".join(page.get("title", "").replace("_", " ").split())
        self._last = title
        text = latest.get("text")
        redirect = page.get("redirect", "")
        if not redirect and text is not None and (found := redirect_in(text)):
            redirect = found[2]
        return DumpPage(
            title,
            _number(page["ns"]) if "ns" in page else self.wiki.namespace_of(title),
            redirect,
            latest.get("model", ""),
            text,
            latest.get("id", ""),
            latest.get("timestamp", ""),
            tuple(name for name in self._contributors if name),
            self._has_first,
        )


def _order(revision: dict[str, str]) -> tuple[str, int]:
    """What tells the later of two revisions: the moment, as ISO 8601 writes it in UTC, then the number."""
    return revision.get("timestamp", ""), _number(revision.get("id", ""))


def _number(words: str) -> int:
    """A number as the format writes it; 0 where there is none."""
    words = words.strip()
    return int(words) if words.removeprefix("-").isdecimal() and len(words) < 20 else 0
