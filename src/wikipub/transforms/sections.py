"""Sections: which of them are empty, and what levels they are published at."""

from __future__ import annotations

from dataclasses import replace

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Block, Blocks, Document, Heading, NoteList
from wikipub.walk import iter_blocks, plain

DEEPEST = 6
"""Deepest level of a published heading: HTML has no other, and so has no EPUB."""


def report_empty_sections(document: Document, warn: Warn) -> Document:
    """The document as it is; each section that publications leave out is reported."""
    for heading in empty_sections(document.blocks):
        report_empty(heading, document, warn)
    return document


def report_empty(heading: Heading, document: Document, warn: Warn) -> None:
    """Say that publications leave out the section of `heading`."""
    line = heading.spans[0].line if heading.spans else None
    message = f"the section “{plain(heading.inlines)}” is empty; publications leave it out (--keep sections)"
    warn(Diagnostic("empty-section", Severity.NOTE, message, document.origin.name, line))


def empty_sections(blocks: Blocks) -> list[Heading]:
    """The headings that nothing can belong to, in order.

    Such a heading is the last block, or what follows it, empty sections of known depth left out, is known not to be
    deeper. A heading that is followed by one of unknown depth may be its parent and is none of these.
    """
    found: list[Heading] = []
    after: Block | None = None
    remaining: Block | None = None
    for block in reversed(blocks):
        if isinstance(block, Heading) and _is_over(block, after, remaining):
            found.append(block)
        else:
            remaining = block
        after = block
    return found[::-1]


def _is_over(heading: Heading, after: Block | None, remaining: Block | None) -> bool:
    """Whether the section of `heading` is over before the block `after` it, or the next that `remaining` is."""
    if not isinstance(after, Heading):
        return after is None
    if heading.depth is None or after.depth is None:
        return False
    if not isinstance(remaining, Heading):
        return remaining is None
    return remaining.depth is not None and remaining.depth <= heading.depth


def without_empty_sections(blocks: Blocks) -> Blocks:
    """`blocks` without the headings that nothing can belong to."""
    empty = {id(heading) for heading in empty_sections(blocks)}
    return tuple(block for block in blocks if id(block) not in empty)


def without_sections(blocks: Blocks, titles: frozenset[str]) -> tuple[Blocks, list[tuple[str, Blocks]]]:
    """`blocks` without the sections of these titles, and what is gone, each with its title; case does not count.

    A section ends at the next heading that is not known to be deeper. One that holds a list of notes stays.
    """
    kept: list[Block] = []
    gone: list[tuple[str, Blocks]] = []
    title = ""
    section: list[Block] = []  # the one that may go, with its heading

    def end() -> None:
        if any(isinstance(block, NoteList) for block in iter_blocks(tuple(section))):
            kept.extend(section)
        elif section:
            gone.append((title, tuple(section)))
        section.clear()

    for block in blocks:
        if isinstance(block, Heading) and not (section and _is_deeper(block, section[0])):
            end()
            title = plain(block.inlines).strip()
            if title.casefold() in titles:
                section.append(block)
                continue
        (section or kept).append(block)
    end()
    return tuple(kept), gone


def _is_deeper(heading: Heading, than: Block) -> bool:
    """Whether `heading` is known to be deeper than the heading `than`."""
    known = isinstance(than, Heading) and than.depth is not None and heading.depth is not None
    return known and heading.depth > than.depth  # type: ignore[union-attr, operator]


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
