"""Question: what in a run is text, emphasised, linked?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from wikipub.data.html import html_table
from wikipub.data.namespaces import namespaces
from wikipub.document import (
    Code,
    EditorialTag,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    Strong,
    Subscript,
    Superscript,
    Text,
    WikiLink,
)
from wikipub.language_tag import is_language_tag
from wikipub.readers.html.dom import Element
from wikipub.readers.html.notes import NoteEntries
from wikipub.readers.html.page import host
from wikipub.safe import safe_url

_STYLES: Mapping[str, Callable[[Inlines], Inline]] = {
    "i": Emphasis, "em": Emphasis, "dfn": Emphasis, "var": Emphasis, "b": Strong, "strong": Strong, "sup": Superscript,
    "sub": Subscript,
}  # fmt: skip
_CODE = frozenset(("code", "kbd", "samp", "tt"))
_RED = "redlink=1"
"""In the address of a page that the wiki has not; it leads to the form to write it."""
_PAGE = re.compile(r"/wiki/([^?#]+)|^\./([^?#]+)$|^/?([^/?#:]+?)(?:\.html?)?$")
"""Where a path names a page: as wikis serve it, as Parsoid writes it, and the file of a copy in a folder."""


class InlineReader:
    """Reads runs of a page; `address` and `title` are the page's own."""

    def __init__(self, notes: NoteEntries, address: str, title: str, language: str) -> None:
        self._notes = notes
        self._host = host(address)
        self._title = title
        self._language = language

    def inlines(self, children: Iterable[Element | str]) -> Inlines:
        """What a run becomes."""
        found: list[Inline] = []
        for child in children:
            if isinstance(child, str):
                if child:
                    found.append(Text(child))
            else:
                found.extend(self._inline(child))
        return tuple(found)

    def _inline(self, element: Element) -> Inlines:
        match html_table().mean.match(element.tag, element.attributes, element.classes):
            case "mathematics":
                tex = formula(element)
                return (Math(tex),) if tex else (Text(element.text()),)
            case "mark":
                if marks := self._notes.marks(element):
                    return tuple(marks)
            case "tag":
                text = " ".join(element.text().split()).strip("[]")
                return (EditorialTag(text),) if text else ()
        tag = element.tag
        if tag == "br":
            return (LineBreak(),)
        if tag == "img":
            return ()
        if tag in _CODE:
            text = element.text()
            return (Code(text.strip()),) if text.strip() else ()
        inner = self.inlines(element.children)
        if not inner:
            return ()
        if tag == "q":
            return (Text("“"), *inner, Text("”"))
        if tag == "a":
            return self._link(element, inner)
        if style := _STYLES.get(tag):
            inner = (style(inner),)
        language = element.get("lang")
        if language and language != self._language and not language.startswith("und") and is_language_tag(language):
            return (Foreign(inner, language),)
        return inner

    def _link(self, element: Element, inner: Inlines) -> Inlines:
        href = element.get("href").strip()
        if not href or href.startswith("#"):
            section = unquote(href[1:]).replace("_", " ")
            return (WikiLink(inner, "", section),) if section else inner
        try:
            parts = urlsplit(href)
        except ValueError:
            return inner
        external = "external" in element.classes or "extiw" in element.classes
        if (
            not external
            and (not parts.netloc or parts.hostname == self._host or _RED in parts.query)
            and parts.scheme in ("", "http", "https")
        ):
            title = _title(parts.path, parts.query)
            if title:
                prefix = title.partition(":")[0].casefold() if ":" in title else ""
                if prefix and prefix in namespaces().file:
                    return inner
                section = unquote(parts.fragment).replace("_", " ")
                return (WikiLink(inner, "" if section and title == self._title else title, section),)
        url = safe_url(f"https:{href}" if href.startswith("//") else href)
        return (Link(inner, url),) if url else inner


def _title(path: str, query: str) -> str:
    """The title of the page that a wiki's address names; "" where it names none."""
    if query:
        named = parse_qs(query).get("title", [""])[0]
        if named:
            return named.replace("_", " ")
    found = _PAGE.search(path)
    if not found:
        return ""
    name = found[1] or found[2] or found[3]
    return unquote(name.removesuffix(".html")).replace("_", " ").strip()


def formula(element: Element) -> str:
    """The TeX of a formula; "" where the page does not tell."""
    for inner in element.descendants():
        if inner.tag == "annotation" and "tex" in inner.get("encoding"):
            return _bare(inner.text())
    for inner in element.descendants():
        if tex := inner.get("alttext") or (inner.get("alt") if inner.tag == "img" else ""):
            return _bare(tex)
    return ""


def _bare(tex: str) -> str:
    """A formula without the style that MediaWiki puts around it."""
    tex = tex.strip()
    for style in (r"{\displaystyle", r"{\textstyle"):
        if tex.startswith(style) and tex.endswith("}"):
            return tex[len(style) : -1].strip()
    return tex.strip("$").strip()
