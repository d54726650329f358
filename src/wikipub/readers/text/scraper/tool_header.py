"""Question: what did the tool write about the page above it?

Crawlers put the page's title, address and date before its text, a line each, some of them between rules as YAML;
extractors of dumps put each page into an element of its own. The title stays; the rest goes to the ledger.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from wikipub.readers.text.page import Claim
from wikipub.readers.text.scraper.markup import Cut

_HEADER = Claim("tool-header", "metadata", "what a tool wrote about the page above its text")
_ELEMENT = Claim("page-element", "markup", "the element that a tool put the page into")
_FIELD = re.compile(r"([A-Za-z][A-Za-z _-]{0,24}?)\s?:(?:\s+(.*))?")
_TITLE = "title"
_ADDRESS = ("url", "url source", "source", "source url", "canonical", "link")
_ENDS = ("content", "markdown content", "text")
"""The last field, whose value is the page's text."""
_OTHERS = (
    *("author", "authors", "byline", "categories", "comments", "created", "date", "description", "domain", "excerpt"),
    *("fetched", "fingerprint", "hostname", "id", "image", "keywords", "lang", "language", "license", "modified"),
    *("published", "published time", "publisher", "retrieved", "site", "site name", "sitename", "summary", "tags"),
    *("updated", "warning"),
)
_KNOWN = frozenset((_TITLE, *_ADDRESS, *_ENDS, *_OTHERS))
_FENCES = ("---", "+++")
_LONGEST = 60
"""Most lines of a header."""
_FEWEST = 2
"""Fewest fields of one that no fence encloses."""
_OPENED = re.compile(r"<doc(?:\s[^<>]{0,2000})?>")
_CLOSED = "</doc>"


class ToolHeader(NamedTuple):
    """The header's lines as cuts by source line, whether a title stays in them, the page's address or "" for none."""

    cuts: dict[int, list[Cut]]
    titled: bool = False
    address: str = ""


def tool_header(source: list[str], texts: list[str]) -> ToolHeader | None:
    """The header of a text; None where it has none."""
    filled = list(islice((index for index, text in enumerate(texts) if text), _LONGEST))
    if not filled:
        return None
    if _OPENED.fullmatch(texts[filled[0]]):
        ends = [index for index, text in enumerate(texts) if text == _CLOSED]
        cuts = {index: [Cut(0, len(source[index]), _ELEMENT)] for index in (filled[0], *ends)}
        return ToolHeader(cuts)
    if texts[filled[0]] in _FENCES:
        end = next((place for place, index in enumerate(filled[1:], 1) if texts[index] == texts[filled[0]]), 0)
        fields = {index: _FIELD.fullmatch(texts[index]) for index in filled[1:end]}
        if not any(field and field[1].casefold() in (_TITLE, *_ADDRESS) for field in fields.values()):
            return None
        return _header(source, {filled[0]: None, **fields, filled[end]: None})
    fields = {}
    for index in filled:
        field = _FIELD.fullmatch(texts[index])
        if not field or _key(field) not in _KNOWN:
            break
        fields[index] = field
        if _key(field) in _ENDS:
            break
    keys = [_key(field) for field in fields.values() if field]
    if len(keys) < _FEWEST or _TITLE not in keys or keys[0] not in (_TITLE, *_ADDRESS):
        return None
    return _header(source, fields)


def _key(field: re.Match[str]) -> str:
    return field[1].replace("_", " ").replace("-", " ").casefold()


def _header(source: list[str], fields: dict[int, re.Match[str] | None]) -> ToolHeader:
    cuts: dict[int, list[Cut]] = {}
    address = ""
    titled = False
    for index, field in fields.items():
        end = len(source[index])
        cuts[index] = [Cut(0, end, _HEADER)]
        value = (field[2] or "").strip("\"' ") if field else ""
        if not field or not value:
            continue
        if _key(field) == _TITLE and not titled:
            titled = True
            start = source[index].index(value, source[index].index(":"))
            cuts[index] = [Cut(0, start, _HEADER), Cut(start + len(value), end, _HEADER)]
        elif _key(field) in _ADDRESS:
            address = address or value
    return ToolHeader(cuts, titled, address)
