"""Sections: which of them are empty, and what levels they are published at."""

from __future__ import annotations

from dataclasses import replace

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Block, Blocks, Document, Heading
from wikipub.walk import plain

DEEPEST = 6
"""Deepest level of a published heading: HTML has no other, and so has no EPUB."""


def report_empty_sections(document: Document, warn: Warn) -> Document:
    """The document as it is; each section that a publication leaves out is reported."""
    for heading in empty_sections(document.blocks):
        line = heading.spans[0].line if heading.spans else None
        message = f"the section “{plain(heading.inlines)}” is empty and not published"
        warn(Diagnostic("empty-section", Severity.NOTE, message, document.origin.name, line))
    return document


def empty_sections(blocks: Blocks) -> list[Heading]:
    """The headings that nothing can belong to: the last block, or followed by a heading that is known not to be deeper.

    A heading that is followed by another of unknown depth may be its parent and is none of these.
    """
    afters = (*blocks[1:], None)
    pairs = zip(blocks, afters, strict=False)  # of no blocks there is still one after
    return [block for block, after in pairs if isinstance(block, Heading) and _ends(block, after)]


def _ends(heading: Heading, after: Block | None) -> bool:
    """Whether the section of `heading` is over before `after`, which follows it, has begun."""
    if not isinstance(after, Heading):
        return after is None
    return heading.depth is not None and after.depth is not None and after.depth <= heading.depth


def without_empty_sections(blocks: Blocks) -> Blocks:
    """`blocks` without the headings that nothing can belong to."""
    empty = {id(heading) for heading in empty_sections(blocks)}
    return tuple(block for block in blocks if id(block) not in empty)


def with_levels(blocks: Blocks, top: int) -> Blocks:
    """`blocks` with each heading's depth as published: sections of depth 1 or unknown get `top`, gaps are closed."""
    levels: list[int] = []  # real depths of the sections that are open
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            depth = block.depth or 1
            while levels and levels[-1] >= depth:
                levels.pop()
            levels.append(depth)
            block = replace(block, depth=min(top + len(levels) - 1, DEEPEST))
        found.append(block)
    return tuple(found)
