"""Captions, which say nothing without their picture; publications have no pictures today."""

from __future__ import annotations

from dataclasses import replace

from wikipub.document import Blocks, BulletList, Figure, OrderedList
from wikipub.walk import iter_blocks, map_block, same_or_new


def without_captions(blocks: Blocks) -> tuple[Blocks, int]:
    """`blocks` without the figures in them, however deep, and how many of these have words."""
    figures = [block for block in iter_blocks(blocks) if isinstance(block, Figure)]
    return (_without_figures(blocks) if figures else blocks), sum(bool(f.caption or f.alt) for f in figures)


def _without_figures(blocks: Blocks) -> Blocks:
    kept = []
    for block in blocks:
        if isinstance(block, Figure):
            continue
        block = map_block(block, lambda inlines: inlines, _without_figures)
        if isinstance(block, BulletList | OrderedList):
            block = replace(block, items=tuple(item for item in block.items if item))
        kept.append(block)
    return same_or_new(blocks, kept)
