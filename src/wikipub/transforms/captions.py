"""Figures and their pictures; a caption says nothing without its picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from itertools import groupby
from urllib.parse import unquote

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Block, Blocks, BulletList, Document, Figure, OrderedList, Picture
from wikipub.source import Keep
from wikipub.walk import iter_blocks, map_block, plain, same_or_new

_WIDTH = re.compile(r"\d{2,4}px[-_ ]")
_NAMELESS = "\N{FRAME WITH PICTURE}"
"""Stands for a picture of which nothing is known; PDF/UA wants a text."""

_ENDING = re.compile(r"(?:\.[A-Za-z0-9]{2,5}){1,2}$")


def with_named_pictures(blocks: Blocks, pictures: Mapping[str, Picture]) -> Blocks:
    """`blocks` whose figures call their pictures by the `pictures`' own names; these stand under what they were called.

    Each has an alternative text: where the source gives none the caption's words, else those of the file's name. A
    figure whose picture is not among them stays as it is.
    """

    def named(figure: Figure) -> Figure:
        picture = pictures.get(figure.image or "")
        if picture is None:
            return figure
        alt = figure.alt.strip() or plain(figure.caption).strip() or _words(figure.image or "")
        return replace(figure, image=picture.name, alt=alt)

    return _with_figures(blocks, lambda run: [named(figure) for figure in run]) if pictures else blocks


def without_captions(blocks: Blocks, pictures: Container[str]) -> tuple[Blocks, int]:
    """`blocks` without the figures whose picture is not one of `pictures`, and how many of these have words.

    Words that stand with pictures and name none of their own, such as a gallery's title, stay with them.
    """
    gone = 0

    def kept(run: list[Figure]) -> list[Figure]:
        nonlocal gone
        is_illustrated = any(figure.image in pictures for figure in run)
        stay = [figure for figure in run if figure.image in pictures or (is_illustrated and not figure.image)]
        gone += sum(bool(figure.caption or figure.alt) for figure in run if figure not in stay)
        return stay

    return _with_figures(blocks, kept), gone


def without_pictures(document: Document, keep: frozenset[Keep], warn: Warn) -> Document:
    """A bound document for a format that shows no pictures.

    Captions stay if `keep` holds them; else it is reported that they go.
    """
    if Keep.CAPTIONS in keep:
        return replace(document, pictures={})
    blocks, count = without_captions(document.blocks, ())
    if count:
        message = (
            f"{count} captions are not published, as this format shows no pictures; --keep captions publishes them"
        )
        warn(Diagnostic("captions-left-out", Severity.NOTE, message, document.origin.name))
    return replace(document, blocks=blocks, pictures={})


def _words(name: str) -> str:
    """What a picture's file is called, as words."""
    if name[:5].lower() == "data:":
        return _NAMELESS
    title = unquote(name.replace("\\", "/").rpartition("/")[2])
    return _ENDING.sub("", _WIDTH.sub("", title)).replace("_", " ").strip() or _NAMELESS


def _with_figures(blocks: Blocks, change: Callable[[list[Figure]], list[Figure]]) -> Blocks:
    """`blocks` with each run of figures, however deep, as `change` gives it."""
    if not any(isinstance(block, Figure) for block in iter_blocks(blocks)):
        return blocks
    kept: list[Block] = []
    for is_figure, run in groupby(blocks, lambda block: isinstance(block, Figure)):
        if is_figure:
            kept += change([block for block in run if isinstance(block, Figure)])
            continue
        for block in run:
            block = map_block(block, lambda inlines: inlines, lambda inner: _with_figures(inner, change))
            if isinstance(block, BulletList | OrderedList):
                block = replace(block, items=tuple(item for item in block.items if item))
            kept.append(block)
    return same_or_new(blocks, kept)
