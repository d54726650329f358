"""Wikitext: an article's source becomes its tree.

One question a module, in MediaWiki's own order: `syntax` finds calls, tags and comments, `expand` turns them into plain
wikitext by display rules, `blocks` reads its lines, `inlines` their runs, `references` ties the notes.
docs/wikitext.md tells more.
"""

from __future__ import annotations

import re
from dataclasses import replace

from wikipub.data.namespaces import redirect_in
from wikipub.data.templates import template_rules
from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Document, Paragraph, Text, WikiLink
from wikipub.readers.prose_language import prose_language
from wikipub.readers.wikitext.assemble import Assembly
from wikipub.readers.wikitext.expand import Expander, language_of_categories
from wikipub.readers.wikitext.record import Record
from wikipub.source import Format, ReadOptions, Source

__all__ = ["read_wikitext"]

_SIGNS = re.compile("[\x02\x7f]")


def read_wikitext(source: Source, options: ReadOptions, warn: Warn) -> Document:
    """The article that `source` is the wikitext of, with a ledger of what is not in it. Any text is a document."""
    text = _SIGNS.sub(" ", source.text)
    if redirect := redirect_in(text):
        return _redirecting(source, options, redirect, text, warn)
    record = Record(text)
    name = source.origin.title
    told = options.language or source.language
    expander = Expander(record, template_rules(options.rules), name, told, source.origin.site, source.templates)
    expanded, places = expander.page()
    assembly = Assembly(expander, expanded, places)
    blocks = assembly.blocks()
    language = told or prose_language(blocks) or language_of_categories(text)
    _report(source, record, assembly.unclosed_tables, language, warn)
    return Document(
        title=assembly.title() or name,
        blocks=blocks,
        origin=replace(source.origin, format=Format.WIKITEXT),
        language=language,
        notes=assembly.notes,
        categories=tuple(dict.fromkeys(record.categories)),
        translations=tuple(dict.fromkeys(record.translations)),
        redirects=source.redirects,
        ledger=record.entries(),
    )


def _redirecting(source: Source, options: ReadOptions, found: re.Match[str], text: str, warn: Warn) -> Document:
    """The document of a page that only leads to another."""
    title = " ".join(found[2].replace("_", " ").split())
    message = f"this is a redirect to “{title}”; fetch the page that it leads to"
    warn(Diagnostic("not-an-article", Severity.NOTE, message, source.origin.name))
    record = Record(text)
    record.drop("redirected", "redirect", "leads to another page", 0, found.start(2))
    section = (found[3] or "").replace("_", " ").strip()
    link = WikiLink((Text(title),), title, section)
    spans = record.lines.spans(found.start(2), found.end(2))
    return Document(
        title=source.origin.title,
        blocks=(Paragraph((link,), spans),),
        origin=replace(source.origin, format=Format.WIKITEXT),
        language=options.language,
        ledger=record.entries(),
    )


def _report(source: Source, record: Record, unclosed_tables: int, language: str, warn: Warn) -> None:
    """Say what was odd, and what the text did not tell."""
    name = source.origin.name

    def note(code: str, message: str, severity: Severity = Severity.NOTE) -> None:
        warn(Diagnostic(code, severity, message, name))

    if not language:
        note("language-unknown", "the language is not known; say it with --lang")
    if record.unknown:
        most = ", ".join(f"{title} ({count})" for title, count in record.unknown.most_common(5))
        more = ", …" if len(record.unknown) > 5 else ""
        note("unknown-templates", f"templates that no rule knows: {record.unknown.total()} uses, {most}{more}")
    if record.too_deep:
        message = f"{record.too_deep} brackets nested too deep, or never closed, stand as text"
        note("brackets-as-text", message, Severity.WARNING)
    if unclosed_tables:
        note("unclosed-tables", f"tables that are never closed: {unclosed_tables}", Severity.WARNING)
    if record.over_budget:
        message = f"the templates become too long or too deep; {record.over_budget} were left out"
        note("expansion-limit", message, Severity.WARNING)
