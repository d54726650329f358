"""Question: where on the page is the article, and what does the page say of it?"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from wikipub.data.html import html_table
from wikipub.document import Translation
from wikipub.language_tag import is_language_tag
from wikipub.readers.html.dom import Element
from wikipub.safe import safe_text, safe_url

_REVISION = re.compile(r'"wgRevisionId":\s?(\d{1,12})|[?&]oldid=(\d{1,12})|/revision/(\d{1,12})')
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(\S{1,2000}) -->|<!-- Mirrored from (\S{1,2000}) by HTTrack")
_LANGUAGE = re.compile(r'"wgPageContentLanguage":\s?"([a-zA-Z-]{2,35})"')
_CATEGORIES = re.compile(r'"wgCategories":\s?\[((?:"(?:[^"\\\n]|\\.){1,300}",?){1,200})\]')
_SITE = re.compile(r"\s+[-–—|]\s+[^-–—|]+$")
_LONGEST_TITLE = 300
"""Characters; MediaWiki allows 255 bytes. A heading that is never closed holds the rest of its page."""
_HEAD = 20_000
"""Characters in which a saved page names its address in a comment."""


class Page:
    """A parsed page."""

    def __init__(self, root: Element, source: str) -> None:
        self.root = root
        self._source = source
        self._order = list(root.descendants())
        self._tagged: dict[str, list[Element]] = {}
        for element in self._order:
            self._tagged.setdefault(element.tag, []).append(element)
        self._place = self._places()
        self.is_mediawiki = self._place.get("mediawiki") is not None or any(
            "mediawiki" in element.get("content").casefold()
            for element in self._all("meta")
            if element.get("name") == "generator"
        )
        self.content = self._place.get("content") or root
        self.address = self._address()
        self.title, self.heading = self._title()
        self.language = self._language()
        self.revision = self._revision()
        self.date = self._meta("dc:modified")
        self.license = self._linked("license", "copyright")

    def _all(self, tag: str) -> Sequence[Element]:
        """All elements of a tag, in order."""
        return self._tagged.get(tag, ())

    def _places(self) -> dict[str, Element]:
        """The element of each place: of those that the best selector means the first; none is empty but a mere sign."""
        best: dict[str, tuple[int, Element]] = {}
        matches = html_table().page.matches
        for element in self._order:
            for place, rank in matches(element.tag, element.attributes, element.classes):
                if (place not in best or rank < best[place][0]) and (element.children or place == "mediawiki"):
                    best[place] = rank, element
        return {place: element for place, (_, element) in best.items()}

    def _title(self) -> tuple[str, Element | None]:
        """The page's title, and the heading that says it, if one does."""
        heading = self._place.get("title")
        own = next((" ".join(e.text().split()) for e in self._all("title")), "")
        if heading is not None and (self.is_mediawiki or heading.tag == "h1"):
            text = " ".join(_without_marks(heading).split())
            is_first = not self.is_mediawiki or "firstHeading" in heading.get("id")
            is_section = not is_first and heading in self._in_article([heading])
            is_around = any(element is self.content for element in heading.descendants())
            if text and len(text) <= _LONGEST_TITLE and not is_section and not is_around:
                return text, heading
        title = own if self.is_mediawiki and "mw:" in self.root.get("prefix") else _SITE.sub("", own)
        return title, next(iter(self._in_article([e for e in self._all("h1") if _says(e, title)])), None)

    def _in_article(self, elements: Sequence[Element]) -> list[Element]:
        """Those of `elements` that are within the article."""
        inside = set(map(id, self.content.descendants())) if elements else set()
        return [element for element in elements if id(element) in inside]

    def take_title(self) -> None:
        """Take the heading that says the title out of the page; its edit link stays."""
        if self.heading is None:
            return
        for element in self._order:
            for number, child in enumerate(element.children):
                if child is self.heading:
                    element.children[number : number + 1] = _marks(child)
                    return

    def _language(self) -> str:
        inner = next((e for e in self.content.children if isinstance(e, Element) and e.tag == "div"), None)
        html = next(iter(self._all("html")), self.root)
        named = _LANGUAGE.search(self._source)
        candidates = [self.content.get("lang"), named[1] if named else "", html.get("lang")]
        if inner is not None:
            candidates.insert(1, inner.get("lang"))
        return next((tag for tag in candidates if tag and is_language_tag(tag)), "")

    def _revision(self) -> str:
        found = _REVISION.search(self._source)
        return next((group for group in found.groups() if group), "") if found else ""

    def _linked(self, *relations: str) -> str:
        for link in self._all("link"):
            if link.get("rel") in relations and (url := _absolute(link.get("href"))):
                return url
        return ""

    def _meta(self, name: str) -> str:
        """What an element `meta` of the page says of a property, "" where it says nothing."""
        found = (meta.get("content") for meta in self._all("meta") if meta.get("property") == name)
        return next(found, "")

    def _address(self) -> str:
        if url := self._linked("canonical", "dc:isVersionOf"):
            return url
        if found := _SAVED.search(self._source[:_HEAD]):
            return safe_url(found[1] or f"http://{found[2]}")
        if url := self._meta("og:url"):
            return _absolute(url)
        foot = self._place.get("address")
        links = [e for e in foot.descendants() if e.tag == "a"] if foot else []
        return _absolute(links[0].get("href")) if links else ""

    def categories(self) -> tuple[str, ...]:
        """The categories that the page shows, without those of maintenance that it hides."""
        box = self._place.get("categories")
        links = [e for e in box.descendants() if e.tag == "a"] if box else []
        names = [
            " ".join(link.text().split()) for link in links if ":" in unquote(link.get("href") + link.get("title"))
        ]
        if box is None and (listed := _CATEGORIES.search(self._source)):
            with suppress(ValueError):
                names += json.loads(f"[{listed[1]}]")
        for link in self._all("link"):
            if link.get("rel") == "mw:PageProp/Category":
                names.append(unquote(link.get("href").partition("#")[0]).partition(":")[2].replace("_", " "))
        if names and box and names[0].casefold() in ("categories", "category"):
            names = names[1:]
        return tuple(dict.fromkeys(safe_text(name) for name in names if name))

    def translations(self) -> tuple[Translation, ...]:
        """The article's pages in other languages."""
        found = []
        for link in self._all("link"):
            if link.get("rel") == "mw:PageProp/Language":
                address = link.get("href")
                found.append((host(address).partition(".")[0], address))
        for element in self._order:
            if "interlanguage-link" in element.classes:
                links = [inner for inner in element.descendants() if inner.tag == "a"]
                found += [(link.get("hreflang") or link.get("lang"), link.get("href")) for link in links]
        titled = [(code, unquote(address).rpartition("/wiki/")[2].replace("_", " ")) for code, address in found]
        translations = [Translation(code, title) for code, title in titled if title and is_language_tag(code)]
        return tuple(dict.fromkeys(translations))


def _absolute(url: str) -> str:
    return safe_url(f"https:{url}" if url.startswith("//") else url)


def host(address: str) -> str:
    """The host of an address, "" where it has none."""
    return (urlsplit(address).hostname or "") if address else ""


def _is_mark(element: Element) -> bool:
    return html_table().drop.match(element.tag, element.attributes, element.classes) is not None


def _without_marks(heading: Element) -> str:
    """A heading's text without its edit link."""
    return " ".join(
        child if isinstance(child, str) else _without_marks(child)
        for child in heading.children
        if isinstance(child, str) or not _is_mark(child)
    )


def _marks(heading: Element) -> list[Element]:
    """The elements of a heading that are not its text."""
    children = [child for child in heading.children if isinstance(child, Element)]
    return [mark for child in children for mark in ([child] if _is_mark(child) else _marks(child))]


def _says(heading: Element, title: str) -> bool:
    return title != "" and " ".join(_without_marks(heading).split()) == title
