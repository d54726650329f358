"""Scraped text: what a tool left of a wiki page becomes an article again.

One question a module; `read_text` asks them in order. Each finds out something about the page's lines, the next relies
on it; what no question claims is a paragraph of the article.

Most lines are prose that no question has anything to say to, and a page has many lines; so a question must not look at
each with a call. It takes those that begin or end with a sign (`signs.py`), or those that `site/candidates.py` sifted
for all tables of words, or picks its own in a comprehension, and asks of these alone what takes time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from wikipub.data.furniture import FurnitureRules
from wikipub.data.furniture import furniture as furniture_rules
from wikipub.data.interface import interface
from wikipub.data.language import Language
from wikipub.diagnostics import Warn
from wikipub.document import Document
from wikipub.readers.text.blocks.assemble import assemble
from wikipub.readers.text.blocks.listings import with_listings
from wikipub.readers.text.blocks.parsers import Parsers
from wikipub.readers.text.blocks.quotes import release_quotations
from wikipub.readers.text.correction import Overruling
from wikipub.readers.text.headings.bare import find_bare_headings
from wikipub.readers.text.headings.contents import ContentsEntry, claim_contents
from wikipub.readers.text.headings.marked import (
    confirm_by_contents,
    find_marked_headings,
    tell_depths,
    tell_depths_by_numbers,
    weigh_surroundings,
)
from wikipub.readers.text.language import editorial_tags, tell_language
from wikipub.readers.text.ledger import ledger
from wikipub.readers.text.lines import lines_of
from wikipub.readers.text.one_line.parts import split_page
from wikipub.readers.text.page import Page
from wikipub.readers.text.report import Findings, report
from wikipub.readers.text.scraper.link_list import claim_link_lists
from wikipub.readers.text.scraper.markdown_pictures import with_markdown_pictures
from wikipub.readers.text.site.boxed_tables import claim_boxed_tables
from wikipub.readers.text.site.boxes import claim_boxes
from wikipub.readers.text.site.candidates import candidates
from wikipub.readers.text.site.frame import Frame
from wikipub.readers.text.site.furniture import claim_edit_links, claim_furniture
from wikipub.readers.text.site.navboxes import claim_box_labels, claim_navboxes
from wikipub.readers.text.site.parser_report import claim_parser_report
from wikipub.readers.text.site.pictures import claim_pictures
from wikipub.readers.text.site.subject import subject
from wikipub.readers.text.site.title import find_title, title_words
from wikipub.readers.text.whole import claim_copy
from wikipub.source import Correction, Format, Keep, ReadOptions, Source

__all__ = ["read_marks", "read_text"]


def read_text(source: Source, options: ReadOptions, warn: Warn) -> Document:
    """The article in `source`, with a ledger of what in it is not the article's. Any text is a document."""
    # The page's own lines, without what the tool did to them.
    correction = source.correction or Correction("")
    page, _ = lines_of(source.text, correction)
    rules = furniture_rules(options.rules)
    split_page(page, rules)
    # What each of them is: by a person's word, by marks, by the lines around it; a person's word is the last, too.
    overruling = Overruling(page, correction)
    overruling.begin()
    copy = claim_copy(page)
    frame, language, entries = read_marks(page, rules, overruling.title())
    weigh_surroundings(page, language)
    find_bare_headings(page, language)
    tell_depths_by_numbers(page)
    claim_box_labels(page, frame.foot)
    quotations = release_quotations(page) if Keep.QUOTES in options.keep else []
    quotations = [found for found in quotations if not overruling.is_about(found.start, found.end)]
    overruling.finish()
    # The document that they make, and what is odd about it.
    parsers = Parsers(page, language, editorial_tags(), quotations)
    blocks = with_markdown_pictures(with_listings(assemble(page, parsers)), page.pieces, source.text)
    start, end = title_words(page)
    code = options.language or (language.code if language else "")
    title = correction.title if page.title is None else page.texts[page.title][start:end]
    told = "" if title or frame.address_title else subject(page, language, source.origin.title)
    report(Findings(page, frame, entries, title, told, code, copy), source, warn)
    return Document(
        title=title or frame.address_title or told or source.origin.title,
        blocks=blocks,
        origin=replace(source.origin, format=Format.TEXT, site=page.site, url=source.origin.url or frame.address),
        language=code,
        notes=parsers.notes,
        categories=tuple(dict.fromkeys(frame.categories)),
        ledger=ledger(page),
        redirects=tuple(dict.fromkeys(frame.redirects)),
        title_spans=() if page.title is None else page.spans(page.title, start, end),
        roles=_source_roles(page)[: source.origin.lines or None],
    )


def read_marks(
    page: Page, rules: FurnitureRules, title: int | None = None
) -> tuple[Frame, Language | None, list[ContentsEntry]]:
    """Find what marks, the contents block and the site's own words tell.

    Return the page's frame, its language, and the entries of its contents block; `title` is the title's line where it
    is known.
    """
    told: Counter[str] = Counter()
    sifted = candidates(page, rules)
    page.phrases = sifted.phrases
    claim_link_lists(page)
    claim_parser_report(page)
    claim_boxed_tables(page, rules)
    claim_furniture(page, told, rules, sifted.furniture)
    claim_pictures(page)
    find_marked_headings(page, told)
    frame = Frame(page, told)
    frame.claim_taglines()
    frame.find_foot()
    claim_navboxes(page, frame.foot)
    claim_boxes(page, frame.foot, rules)
    page.title = frame.find_title() if title is None else title
    entries = claim_contents(page, interface().contents, sifted.titles)
    if page.title is not None:
        page.headings.pop(page.title, None)
        frame.claim_head(page.title)
    else:
        frame.claim_site()
        if not frame.address_title:
            page.title = find_title(page)
    tell_depths(page)
    claim_edit_links(page, interface().edit_words, sifted.edits)
    confirm_by_contents(page, entries)
    return frame, tell_language(page, told), entries


def _source_roles(page: Page) -> tuple[str, ...]:
    """The role of each source line: that of the first line that has a piece of it, else of the ledger's entry."""
    if page.origins == list(range(len(page.source))):
        roles = page.roles.copy()
    else:
        roles = [""] * len(page.source)
        for role, origin in zip(page.roles, page.origins, strict=True):
            for line in (origin,) if isinstance(origin, int) else (piece.line for piece in origin):
                roles[line] = roles[line] or role
    for entry in page.pieces:
        for span in entry.spans:
            roles[span.line - 1] = roles[span.line - 1] or entry.role
    return tuple(roles)
