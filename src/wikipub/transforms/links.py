"""Where the links of bound articles lead: to a chapter, to one of its sections, to the wiki, or nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, quote, unquote, urlsplit

from wikipub.data.language import languages
from wikipub.document import Blocks, Document, Heading, Inlines, Link, WikiLink
from wikipub.option_table import Links
from wikipub.source import Origin
from wikipub.walk import plain

_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212_", "------ ")
# What MediaWiki allows in no title (https://www.mediawiki.org/wiki/Manual:Page_title).
_NO_TITLE = re.compile(r"[\[\]{}|<>\x00-\x1f]|^$")
_TITLE_SAFE = "/:,;@!$*()~'"


@dataclass(frozen=True, slots=True)
class Chapter:
    """An article as it is bound: the id of its title's heading, and the blocks that are published of it."""

    id: str
    article: Document
    blocks: Blocks


class Places:
    """The chapters and sections that links can lead to, by what articles call them.

    Titles go before redirects, and the first of two chapters of one title before the second. A section is found by its
    heading's words, and the second of the same words by `words_2`, as MediaWiki numbers them.
    """

    def __init__(self, chapters: Sequence[Chapter]) -> None:
        self._chapters: dict[str, str] = {}
        self._sections: dict[tuple[str, str], str] = {}
        self._ids = {f"{c.id}-{b.id}" for c in chapters for b in c.blocks if isinstance(b, Heading)}
        for names in ([(c.id, (c.article.title,)) for c in chapters], [(c.id, c.article.redirects) for c in chapters]):
            for id, titles in names:
                for title in titles:
                    self._chapters.setdefault(folded(title), id)
        for chapter in chapters:
            self._add_sections(chapter)
        self._bases = dict.fromkeys(base for chapter in chapters if (base := _base(chapter.article.origin)))
        self._addresses = {_page(chapter.article.origin.url): chapter.id for chapter in reversed(chapters)}
        self._addresses.pop("", None)

    def _add_sections(self, chapter: Chapter) -> None:
        counts: dict[str, int] = {}
        for heading in (block for block in chapter.blocks if isinstance(block, Heading)):
            words = folded(plain(heading.inlines))
            counts[words] = counts.get(words, 0) + 1
            name = words if counts[words] == 1 else f"{words} {counts[words]}"
            self._sections.setdefault((chapter.id, name), f"{chapter.id}-{heading.id}")

    def of_title(self, title: str, section: str, own: Chapter) -> str:
        """The id of what `own` calls `title` and `section`; the chapter's where it has no such section; "" outside."""
        name = folded(title)
        chapter = own.id if name in ("", folded(own.article.title)) else self._chapters.get(name, "")
        return self._sections.get((chapter, folded(section)), chapter)

    def of_address(self, url: str, own: Chapter) -> str:
        """The id of the place that an address means; "" where it is not in the publication."""
        page, _, fragment = url.partition("#")
        if not page:
            id = f"{own.id}-{fragment}"
            return id if id in self._ids else self._sections.get((own.id, folded(unquote(fragment))), "")
        chapter = self._addresses.get(_page(page), "")
        for base in () if chapter else self._bases:
            if page.startswith(base):
                chapter = self._chapters.get(folded(unquote(page.removeprefix(base))), "")
        return self._sections.get((chapter, folded(unquote(fragment))), chapter)


def resolved(link: Link | WikiLink, places: Places, own: Chapter, links: Links) -> Inlines:
    """A link of the chapter `own` to its place in the publication; else as `links` says, or as it was."""
    if isinstance(link, Link):
        place = places.of_address(link.url, own)
        if not place and link.url.startswith("#"):
            return link.inlines
        return (replace(link, url=f"#{place}") if place else link,)
    title, _, section = link.title.partition("#")
    section = link.section or section
    place = places.of_title(title, section, own)
    url = f"#{place}" if place else wiki_address(own.article, title, section) if links is Links.WIKI else ""
    return (Link(link.inlines, url),) if url else link.inlines


def wiki_address(article: Document, title: str, section: str = "") -> str:
    """The address of the page `title` of the wiki that `article` is from; "" where that is not known."""
    base = _base(article.origin)
    if not base and article.origin.site == "Wikipedia" and article.language:
        code = article.language.split("-")[0].lower()
        table = languages().get(code)
        base = f"https://{table.wikipedia if table else code}.wikipedia.org/wiki/"
    name = title.strip()
    if not base or _NO_TITLE.search(name):
        return ""
    fragment = f"#{quote(section.strip().replace(' ', '_'), safe=_TITLE_SAFE)}" if section.strip() else ""
    return base + quote(name.replace(" ", "_"), safe=_TITLE_SAFE) + fragment


def folded(title: str) -> str:
    """`title` as it is compared: case, underscores, runs of blanks and the kind of dash do not count."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", title).translate(_DASHES)).strip().casefold()


def _base(origin: Origin) -> str:
    """What stands before the title in the addresses of the wiki's pages, as the address of one shows; "" if unknown."""
    before, mark, _ = origin.url.partition("/wiki/")
    if mark:
        return before + mark
    before, mark, _ = origin.url.partition("/index.php/")
    if mark:
        return before + mark
    before, mark, query = origin.url.partition("/index.php?")
    return f"{before}{mark}title=" if mark and "title" in parse_qs(query) else ""


def _page(url: str) -> str:
    """The address of a page as it is compared: the scheme, the kind of escapes and a fragment do not count."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host = parts.netloc.lower().replace(".m.wikipedia.org", ".wikipedia.org")
    title = parse_qs(parts.query).get("title", [""])[0]
    return f"{host}{unquote(parts.path)}{f'?{title}' if title else ''}".replace(" ", "_") if host else ""
