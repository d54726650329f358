"""Question: what is this page, if it is no article?

Wikis have pages of other kinds, scrapers fetch errors and login forms, and people pass texts that are no wiki page at
all. Each of them becomes a document as far as it goes; what it looks like is said beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from http import HTTPStatus
from itertools import islice
from typing import NamedTuple

from wikipub.data.pages import pages
from wikipub.readers.text.page import Page
from wikipub.readers.text.shape import ends_sentence, is_prose
from wikipub.readers.text.site.title import begins_lead

_LEAVE_OUT = "leave it out, or name the article's own page"
KINDS = {
    "category": ("a category page", _LEAVE_OUT),
    "disambiguation": ("a page that lists the meanings of a word", "leave it out, or name the article that is meant"),
    "draft": ("a draft", "publish it only if that is what you want"),
    "error": ("an error page, which says that there is no such article", "fetch the page again, under its right name"),
    "file": ("the page of a picture or another file", _LEAVE_OUT),
    "help": ("a help page of the wiki", _LEAVE_OUT),
    "login": ("a page that asks for a login", "fetch the article where it can be read freely"),
    "main": ("a wiki's main page", "name the article's own page"),
    "message": ("a message of the wiki's software", _LEAVE_OUT),
    "module": ("a program of the wiki", _LEAVE_OUT),
    "portal": ("a portal", "leave it out, or name one of its articles"),
    "project": ("a page about the wiki itself", _LEAVE_OUT),
    "redirect": ("a redirect", "fetch the page that it leads to"),
    "search": ("the results of a search", "fetch the article itself"),
    "special": ("a special page of the wiki", _LEAVE_OUT),
    "talk": ("a talk page", "leave it out, or name the article that it is about"),
    "template": ("a template", _LEAVE_OUT),
    "user": ("a user's page", _LEAVE_OUT),
    "frame": ("only what a site has around an article", "fetch the page again; its text is missing"),
    "csv": ("a table in CSV", "convert it with a spreadsheet program"),
    "json": ("JSON", "take the article's text out of it"),
    "html": ("HTML", "save it as it came from the site, with its <html>, or copy the text from the browser"),
    "code": ("the source code of a program", _LEAVE_OUT),
    "story": ("a book or a story, not a wiki page", "its chapters stay paragraphs; mark them in a correction"),
}
"""What each kind is called, and what a person can do about it."""

_INSTEAD = ("error", "login", "redirect", "search")
"""Kinds that stand in for something else, and say so in few paragraphs."""
_CERTAIN = ("category", "special")
"""Kinds that no article's line speaks of in such words."""
_HEAD = 8
"""Within how many lines from the title on a page says what it is."""
_SHORT = 200
_FEW = 3
"""Most paragraphs of a page that stands in for something else; fewest chapters of a book."""
_PARAGRAPH = 150
_SAMPLE = 150
"""How many lines tell the shape of a text."""
_LEAST = 6
"""Fewest lines that have a shape."""
_STATUS = re.compile(r"(?:HTTP |Error:? ?)?([45]\d\d)(?:[ :–—-]+(?:Error:? ?)?(.*?)[.!]?)?", re.IGNORECASE)
_REDIRECT = re.compile(r"#[^\W\d_]+:?\s*\[\[[^\[\]]+\]\]")
_JSON = re.compile(r'\s*(?:\{\s*"[^"\n]{0,200}"\s*:|\[\s*(?:\{\s*"|\[|"[^"\n]{0,200}"\s*,|-?\d))')
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(?:\s[^<>]{0,300})?/?>")
_FEWEST_TAGS = 3
"""An element around the whole page is no HTML yet."""
_TAG_SAMPLE, _TAG_SHARE = 20_000, 150
"""Characters that are looked at for tags, and how many of them there may be to a tag."""
_CODE = re.compile(
    r"[)\]}]+[,;]?$|//|#!|/\*|\*/"
    r"|(?:async|class|const|def|export|fn|func|function|let|namespace|package|private|protected|public|static|var) "
    r".*[:({;,]$"
    r"|(?:from|import|require|use|using|#define|#if|#ifdef|#ifndef|#include) ?[\w.<\"'{*(:/]+|#endif$|return\b"
    r"|(?:assert|elif|else|except|for|if|raise|try|while|with)\b.*[:;{)\]]$"
    r"|[\w.\[\]]+(?:: [\w\[\], .|]+)? [-+*/|]?= \S|@?[\w.]+\(.*\)[:,]?$|[\w.\[\]]+\($"
)
_CODE_ENDS = (";", "{", "}")
"""How lines of programs begin or end."""
_CODE_SHARE = 0.4
"""Least share of such lines in a program; articles about programs have up to 0.35."""
_CLAIMED_SHARE = 0.02
"""Most of the lines that furniture and edit marks may seem to be in a text that is no wiki page."""
_SPEECH = ("“", "„", "«", "»", '"', "—", "–", "「", "『", "‘")
_STORY = 20
"""Fewest paragraphs of a story."""


class Finding(NamedTuple):
    """The kind of a page: what it is called, by what it was told, what can be done."""

    kind: str
    sign: str

    @property
    def message(self) -> str:
        """What is said of it to a person."""
        name, remedy = KINDS[self.kind]
        return f"this looks like {name} ({self.sign}); {remedy}"


def tell_kind(page: Page, title: str, address_title: str) -> Finding | None:
    """What the page is if it is no article, by its title, by what it says, or by its shape; None for an article.

    `title` is the title as it was found, `address_title` the one in the page's address.
    """
    return _by_title(page, title, address_title) or _by_words(page) or _by_shape(page)


def _by_title(page: Page, title: str, address_title: str) -> Finding | None:
    # What reads like a line of the site, as "Portal:Boats" and "Main Page" do, is not taken for a title.
    opening = [page.texts[index] for index in (page.next_filled(0), _above_tagline(page)) if index < len(page)]
    for name in (title, address_title, *opening):
        if pages().is_main(name) and not _leads(page, name):
            return Finding("main", f"by its title, {name}")
        if kind := pages().namespace(name):
            return Finding(kind, f"by its title, {name}")
        if pages().is_disambiguation(name):
            return Finding("disambiguation", f"by its title, {name}")
    return None


def _by_words(page: Page) -> Finding | None:
    """By a line at the page's head; of a category also by a heading."""
    lines = _head(page)
    begun = False
    for index in lines:
        text = page.texts[index]
        kind = pages().kind(text) or _status(text) if len(text) <= _SHORT else ""
        if index == lines[0] and _REDIRECT.fullmatch(text):
            kind = "redirect"
        if (
            kind in _CERTAIN
            or (kind == "disambiguation" and not begun)
            or (kind in _INSTEAD and _has_few_paragraphs(page))
        ):
            return Finding(kind, f"line {page.number(index)} says: {text}")
        begun = begun or is_prose(text)
    for index, heading in page.headings.items():
        if pages().kind(text := page.texts[index][heading.start : heading.end]) == "category":
            return Finding("category", f"line {page.number(index)} says: {text}")
    return None


def _head(page: Page) -> list[int]:
    """The first lines of the text, and the first from the title on that are not the site's."""
    start = 0 if page.title is None else page.title
    first = (index for index, text in enumerate(page.texts) if text)
    said = (index for index in range(start, len(page)) if page.texts[index] and index not in page.claims)
    return sorted({*islice(first, _HEAD), *islice(said, _HEAD)})


def _above_tagline(page: Page) -> int:
    """The filled line above the first tagline; the first filled line where there is none."""
    first = page.next_filled(0)
    tagline = min((index for index, claim in page.claims.items() if claim.role == "tagline"), default=first)
    return max((index for index in range(first, tagline) if page.texts[index]), default=first)


def _leads(page: Page, title: str) -> bool:
    """Whether the line that says `title` is followed by a paragraph that begins with it, as an article's lead does."""
    line = next((index for index, text in enumerate(page.texts) if text == title), None)
    return line is not None and begins_lead(page, line)


def _status(text: str) -> str:
    """The word "error" where a line is a status of HTTP: a number with its phrase, or with the word for an error."""
    if not (found := _STATUS.fullmatch(text)):
        return ""
    named = {status.phrase.casefold() for status in HTTPStatus if status.value == int(found[1])}
    says_error = text.casefold().startswith(("http", "error"))
    return "error" if named and (says_error or (found[2] or "").casefold() in named) else ""


def _has_few_paragraphs(page: Page) -> bool:
    free = (text for index, text in enumerate(page.texts) if index not in page.claims)
    long = (text for text in free if len(text) > _PARAGRAPH and is_prose(text))
    return len(list(islice(long, _FEW + 1))) <= _FEW


def _by_shape(page: Page) -> Finding | None:
    """By what most of its lines look like; only where hardly a line is a site's."""
    if page.claims and not _has_text(page):
        return Finding("frame", "no line is an article's")
    edited = sum(1 for found in page.headings.values() if found.has_edit_mark)
    if len(page.claims) + edited > _CLAIMED_SHARE * len(page):
        return None
    lines = [text for text in islice(page.source, 4 * _SAMPLE) if text.strip()][:_SAMPLE]
    sample = "\n".join(lines)[:_TAG_SAMPLE]
    if _JSON.match(sample) and 100 * sample.count('"') > len(sample):
        return Finding("json", "it begins so, and has so many quotation marks")
    tags = len(_TAG.findall(sample))
    if tags >= _FEWEST_TAGS and tags * _TAG_SHARE > len(sample):
        return Finding("html", "it has so many tags")
    if sign := _same_separator(lines):
        return Finding("csv", f"lines have the same number of {sign}")
    bare = map(str.strip, lines)
    code = sum(1 for line in bare if line.endswith(_CODE_ENDS) or _CODE.match(line))
    if len(lines) >= _LEAST and code >= _CODE_SHARE * len(lines):
        return Finding("code", "by how its lines begin and end")
    return None if page.claims or page.pieces else _story(page)


def _has_text(page: Page) -> bool:
    return any(index not in page.claims and index != page.title for index in page.filled)


def _same_separator(lines: list[str]) -> str:
    """The separator that nearly all lines hold equally often; "" where they hold none so."""
    for sign, name in ((",", "commas"), (";", "semicolons"), ("\t", "TABs")):
        counts = Counter(line.count(sign) for line in lines)
        often, number = counts.most_common(1)[0] if counts else (0, 0)
        if len(lines) >= _LEAST and often >= 2 and 10 * number >= 9 * len(lines):
            sentences = sum(1 for line in lines if ends_sentence(line))
            if 4 * sentences < len(lines):
                return name
    return ""


def _story(page: Page) -> Finding | None:
    """Whether the text has chapters, or people in it who speak, and nothing that articles have."""
    if any(found.has_edit_mark for found in page.headings.values()):
        return None
    short = [text for text in page.texts if 0 < len(text) <= 80]
    chapters = [text for text in islice(short, 20 * _SAMPLE) if pages().is_chapter(text)]
    if len(chapters) >= _FEW:
        return Finding("story", f"it has chapters: {chapters[0]}")
    prose = list(islice((text for text in page.texts if is_prose(text)), _SAMPLE))
    speech = sum(1 for text in prose if text.startswith(_SPEECH))
    if len(prose) >= _STORY and 4 * speech > len(prose):
        return Finding("story", "so many of its paragraphs are speech")
    return None
