"""HTML: a page saved from the browser becomes its tree. docs/html.md tells more.

One question a module: `dom` which elements there are, `page` where the article is and what the page says of it, `prune`
what is not the article's, `notes` which notes there are, `inlines` and `blocks` what the rest becomes.
"""

from __future__ import annotations

from dataclasses import replace

from wikipub.data.html import html_table
from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Document
from wikipub.readers.html.blocks import BlockReader
from wikipub.readers.html.dom import parse
from wikipub.readers.html.notes import NoteEntries
from wikipub.readers.html.page import Page
from wikipub.readers.html.prune import Pruner
from wikipub.readers.prose_language import prose_language
from wikipub.source import Format, ReadOptions, Source

__all__ = ["read_html"]


def read_html(source: Source, options: ReadOptions, warn: Warn) -> Document:
    """The article of a saved page, with a ledger of what is not in it. Any text is a document."""
    page = Page(parse(source.text), source.text)
    content = page.content
    title = page.title or source.origin.title
    page.take_title()
    pruner = Pruner(html_table())
    pruner.around(page.root, content)
    pruner.within(content)
    entries = NoteEntries(content, pruner.enter_back_links)
    reader = BlockReader(entries, page.address or source.origin.url, title, options.language or page.language, source)
    blocks = reader.article(content)
    language = options.language or page.language or prose_language(blocks)
    name = source.origin.name
    if not page.is_mediawiki:
        message = "this is no page of a MediaWiki; what looks like its main text was read"
        warn(Diagnostic("no-mediawiki", Severity.NOTE, message, name))
    if not language:
        message = "the language is not known; say it with --lang"
        warn(Diagnostic("language-unknown", Severity.NOTE, message, name))
    origin = source.origin
    return Document(
        title=title,
        blocks=blocks,
        origin=replace(
            origin,
            format=Format.HTML,
            url=origin.url or page.address,
            revision=origin.revision or page.revision,
            date=origin.date or page.date,
            license=origin.license or page.license,
        ),
        language=language,
        notes=reader.notes,
        categories=page.categories(),
        translations=page.translations(),
        ledger=tuple(pruner.ledger),
    )
