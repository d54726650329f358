"""What a publication says of its sources: whose text it is, which revision, under which licence, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import parse_qs, quote, urlsplit

from wikipub.data.language import labels
from wikipub.document import Block, Blocks, Document, Heading, Inlines, LineBreak, Link, SourceNote, Strong, Text
from wikipub.source import Origin

LeftOut: TypeAlias = Counter[str]
"""How many pieces of a source are not in the publication, by kind; each kind has its words in the language tables."""

_KINDS = {
    "markup": "tool",
    "link-target": "tool",
    "picture": "tool",
    "style": "tool",
    "level-mark": "tool",
    "mirror": "mirror",
    "section": "dropped",
}
"""Kinds of the ledger's roles (docs/ledger.md); all others are the site's, but _ELSEWHERE, which is not left out."""

_ELSEWHERE = "repeat"
"""The role of what the publication prints in another place."""


def left_out_of_source(article: Document) -> LeftOut:
    """What reading and the book file left out of an article, by kind."""
    return Counter(_KINDS.get(entry.role, "site") for entry in article.ledger if entry.role != _ELSEWHERE)


def foot_line(article: Document, left: LeftOut, language: str) -> SourceNote:
    """The line that ends a single article."""
    facts = _facts(article, left, labels(language))
    return SourceNote(_joined(facts, (Text(" \N{MIDDLE DOT} "),)))


def colophon(sources: Iterable[tuple[Document, LeftOut]], language: str, id: str) -> Blocks:
    """The chapter, its heading called `id`, that ends a book: for each article what is known, each fact on a line."""
    words = labels(language)
    notes: list[Block] = [
        SourceNote(_joined(_facts(article, left, words), (LineBreak(),))) for article, left in sources
    ]
    return (Heading((Text(words["sources"]),), 1, id), *notes)


def _facts(article: Document, left: LeftOut, words: dict[str, str]) -> list[Inlines]:
    """Title, then address, revision, date, authors and licence as far as they are known, then what was left out.

    What is not known comes last but one, and is called unknown.
    """
    origin = article.origin
    history = _history(origin)
    authors: Inlines = (Text(origin.authors),) if origin.authors else ()
    if not origin.authors and history:
        authors = (Text(f"{words['history']} "), Link((Text(history),), history))
    facts: dict[str, Inlines] = {
        "address": (Link((Text(origin.url),), origin.url),) if origin.url else (),
        "revision": (Text(_revision(origin)),) if _revision(origin) else (),
        "retrieved": (Text(origin.date),) if origin.date else (),
        "authors": authors,
        "license": (Text(_licence(origin, words)),) if _licence(origin, words) else (),
    }
    site: Inlines = (Text(f", {origin.site}"),) if origin.site else ()
    lines = [(Text(f"{words['source_article']}: "), Strong((Text(article.title),)), *site)]
    lines += [(Text(f"{words[name]}: "), *value) for name, value in facts.items() if value]
    if unknown := ", ".join(words[name] for name, value in facts.items() if not value):
        lines.append((Text(f"{unknown}: {words['unknown']}"),))
    pieces = ", ".join(f"{words[f'left_{kind}']} ({count})" for kind, count in sorted(left.items()) if count)
    return [*lines, (Text(f"{words['left_out']}: {pieces or words['left_nothing']}"),)]


def _joined(facts: list[Inlines], separator: Inlines) -> Inlines:
    return tuple(inline for number, fact in enumerate(facts) for inline in (separator if number else ()) + fact)


def _revision(origin: Origin) -> str:
    """The number of the page's revision, as it is given or as the page's address names it."""
    return origin.revision or parse_qs(urlsplit(origin.url).query).get("oldid", [""])[0]


def _history(origin: Origin) -> str:
    """The address of the list of all who wrote the page, on a wiki of MediaWiki; "" where it is not known."""
    parts = urlsplit(origin.url)
    _, wiki, title = parts.path.partition("/wiki/")
    title = title if wiki else quote(parse_qs(parts.query).get("title", [""])[0])
    if not title or parts.scheme not in ("http", "https"):
        return ""
    script = "/w/index.php" if wiki else parts.path
    return f"{parts.scheme}://{parts.netloc}{script}?title={title}&action=history"


def _licence(origin: Origin, words: dict[str, str]) -> str:
    """The licence as it is given; that of Wikipedia for what is from there; "" where it is not known."""
    wikipedia = origin.site == "Wikipedia" or (urlsplit(origin.url).hostname or "").endswith(".wikipedia.org")
    return origin.license or (words["license_wikipedia"] if wikipedia else "")
