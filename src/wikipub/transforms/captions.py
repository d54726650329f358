"""Figures and their pictures; a caption says nothing without its picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import unquote

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Block, Blocks, BulletList, Document, Figure, OrderedList, Picture
from wikipub.source import Keep
from wikipub.walk import iter_blocks, map_block, plain, same_or_new

_WIDTH = re.compile(r"\d{2,4}px[-_ ]")
_NAMELESS = "\N{FRAME WITH PICTURE}"
"""Stands for a picture of which nothing is known; PDF/UA wants a text."""

_ENDING = re.compile(r"(?:\.[A-Za-z0-9]{2,5}){1,2}$")


def without_captions(blocks: Blocks) -> tuple[Blocks, int]:
    """`blocks` without the figures that have no picture, however deep, and how many of these have words."""
    bare = [block for block in iter_blocks(blocks) if isinstance(block, Figure) and block.image is None]
    gone = sum(bool(figure.caption or figure.alt) for figure in bare)
    return (_with_figures(blocks, lambda figure: figure if figure.image else None) if bare else blocks), gone


def with_named_pictures(blocks: Blocks, pictures: Mapping[str, Picture]) -> Blocks:
    """`blocks` whose figures call their pictures by the `pictures`' own names; these stand under what they were called.

    Each has an alternative text: where the source gives none the caption's words, else those of the file's name. A
    figure whose picture is not among them has none; one that then has neither caption nor alternative text is gone.
    """

    def named(figure: Figure) -> Figure | None:
        picture = pictures.get(figure.image or "")
        if picture is None:
            return replace(figure, image=None) if figure.caption or figure.alt else None
        alt = figure.alt.strip() or plain(figure.caption).strip() or _words(figure.image or "")
        return replace(figure, image=picture.name, alt=alt)

    is_illustrated = any(isinstance(block, Figure) and block.image for block in iter_blocks(blocks))
    return _with_figures(blocks, named) if is_illustrated else blocks


def without_pictures(document: Document, keep: frozenset[Keep], warn: Warn) -> Document:
    """A bound document for a format that shows no pictures.

    Captions stay if `keep` holds them; else it is reported that they go.
    """

    def bare(figure: Figure) -> Figure:
        return replace(figure, image=None)

    notes = {key: replace(note, blocks=_with_figures(note.blocks, bare)) for key, note in document.notes.items()}
    blocks = _with_figures(document.blocks, bare)
    if Keep.CAPTIONS not in keep:
        blocks, count = without_captions(blocks)
        message = (
            f"{count} captions are not published, as this format shows no pictures; --keep captions publishes them"
        )
        warn(Diagnostic("captions-left-out", Severity.NOTE, message, document.origin.name))
    return replace(document, blocks=blocks, notes=notes, pictures={})


def _words(name: str) -> str:
    """What a picture's file is called, as words."""
    if name[:5].lower() == "data:":
        return _NAMELESS
    title = unquote(name.replace("\\", "/").rpartition("/")[2])
    return _ENDING.sub("", _WIDTH.sub("", title)).replace("_", " ").strip() or _NAMELESS


def _with_figures(blocks: Blocks, change: Callable[[Figure], Figure | None]) -> Blocks:
    """`blocks` with each figure as `change` gives it, or without it where that is None."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Figure):
            if (changed := change(block)) is not None:
                kept.append(changed)
            continue
        block = map_block(block, lambda inlines: inlines, lambda inner: _with_figures(inner, change))
        if isinstance(block, BulletList | OrderedList):
            block = replace(block, items=tuple(item for item in block.items if item))
        kept.append(block)
    return same_or_new(blocks, kept)
