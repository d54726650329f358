"""What a source is written in, told from its content."""

from __future__ import annotations

import re

from wikipub.source import Format, Source
from wikipub.sources import is_tree

_HEAD = 1024
"""Characters that are looked at for a tree's first key."""

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)?(?:<!doctype html|<html[\s>]"
    r"|<div [^>]{0,200}\bmw-parser-output\b|<section [^>]{0,200}\bdata-mw-section-id=)",
    re.IGNORECASE,
)
"""How a saved page begins, or the part of one that MediaWiki's API and `action=render` give."""

_SAMPLE = 200_000
"""Characters that are looked at for wikitext."""
_WIKITEXT_NAMES = (".wiki", ".wikitext", ".mediawiki")
_REDIRECT = re.compile(r"\s*#\w+\s*:?\s*\[\[[^\[\]\n]+\]\]")
_MARK = re.compile(
    r"(?P<link>\[\[[^\[\]{}<>\n]{1,200}\]\])"
    r"|(?P<template>\{\{[^\W\d_][^{}|\n<>\\]{0,80}(?:\||\}\}|$))"
    r"|(?P<bold>'''[^'\n]{1,200}''')"
    r"|(?P<reference><ref(?:\s[^<>]{0,200})?>|<references\b)"
    r"|(?P<address>\[https?://[^\s\[\]]{1,300} [^\[\]\n]{1,200}\])"
    r"|(?P<table>^\{\|(?: ?(?:class|style|border|align|width|cellpadding)=|\s*$)|^\|[-}]\s*$)"
    r"|(?P<extension><(?:gallery|tabber|poem|timeline|imagemap|mapframe|templatestyles|noinclude|onlyinclude)\b)",
    re.IGNORECASE,
)
"""Marks that only wikitext has; a page about wikitext quotes some, but in few of its lines."""
_ONE_CALL = re.compile(r"\{\{[^\W\d_][^{}|<>]{0,80}\n\s*\|.*\}\}", re.DOTALL)
"""A page that is one call over several lines, as a box alone is."""
_SHOWN_MARK = re.compile(r"(?<!\[)\[[^\[\]\n:/=]{1,40}\](?!\])")
"""What a page shows in brackets: edit links, note marks; where these outnumber wikitext's marks, it quotes them."""
_HEADING = re.compile(r"^(={2,6}) [^=\n]{1,200} \1$", re.MULTILINE)
_DOKUWIKI = 5
"""Fewest signs of the first heading of DokuWiki's pages, which count levels from six signs down."""
_LEAST_MARKS = 3
_LONG_LINE = 60
_MARKED_SHARE = 0.4
"""Least share of an article's long lines that hold a mark; in wikitext most do."""


def detect(source: Source) -> Format:
    """The format of `source`."""
    if is_tree(source.text[:_HEAD].encode("utf-8", "replace")):
        return Format.TREE
    if _HTML.match(source.text):
        return Format.HTML
    return Format.WIKITEXT if is_wikitext(source) else Format.TEXT


def is_wikitext(source: Source) -> bool:
    """Whether a source is wikitext: by its name's ending, else by marks of several kinds all over the text."""
    if source.origin.name.lower().endswith(_WIKITEXT_NAMES):
        return True
    text = source.text[:_SAMPLE]
    if _REDIRECT.match(text):
        return True
    if not any(sign in text for sign in ("[[", "{{", "{|", "'''")):
        return False
    if (heading := _HEADING.search(text)) and len(heading[1]) >= _DOKUWIKI:
        return False
    marks = marked = long = 0
    kinds: set[str | None] = set()
    for line in text.split("\n"):
        found = [match.lastgroup for match in _MARK.finditer(line)]
        marks += len(found)
        kinds.update(found)
        if len(line) >= _LONG_LINE:
            long += 1
            marked += bool(found)
    if marks < _LEAST_MARKS:
        return kinds == {"template"} and _ONE_CALL.fullmatch(text.strip()) is not None
    several = len(kinds) > 1 or text.lstrip().startswith(("{{", "{|"))
    return several and marked >= _MARKED_SHARE * long and sum(1 for _ in _SHOWN_MARK.finditer(text)) <= marks
