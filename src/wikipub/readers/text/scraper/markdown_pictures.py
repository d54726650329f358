"""Question: which pictures does Markdown show on lines of their own?

The marks are in the ledger (`markup`), as they are no words of the article; the pictures are figures where they stood.
A caption below one is its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from wikipub.document import Block, Blocks, Figure, LedgerEntry

RULE = "picture-text"
"""The rule of the ledger that takes the marks out of the text."""

_ALONE = re.compile(
    r"[ \t]*+(?:\[[ \t]*+)?!\[(?P<alt>[^\[\]\n]{0,500}+)\]"
    r"\((?P<name>[^()\s<>]{1,1000}+(?:\([^()\s]{0,300}\)[^()\s]{0,300}+)?)(?:[ \t]+\"[^\"\n]{0,500}\")?\)"
    r"(?:[ \t]*+\]\([^\s]{0,1000}(?:[ \t]+\"[^\"\n]{0,500}\")?\))?[ \t]*+"
)
_WIDTH = re.compile(r"/(\d{1,4})px-[^/]*$")
_ICON = 60
"""Pixels of the longer side of a picture that only decorates."""

_NEAR = 4
"""Lines below a picture in which its caption begins."""


def with_markdown_pictures(blocks: Blocks, pieces: Sequence[LedgerEntry], source: str) -> Blocks:
    """`blocks` with the pictures of the `source` between them; those before and behind all blocks are the site's.

    `pieces` are what is taken out of lines, the marks of pictures among them.
    """
    at = [entry.spans[0].line for entry in pieces if entry.rule == RULE and len(entry.spans) == 1]
    if not at or not blocks:
        return blocks
    lines = source.split("\n")
    starts: list[int] = []
    for block in blocks:
        starts.append(max(block.spans[0].line if block.spans else 0, starts[-1] if starts else 0))
    found: dict[int, list[Block]] = {}
    for line in dict.fromkeys(at):
        place = bisect_right(starts, line)
        if 0 < place < len(blocks) and (figure := _figure(lines[line - 1])):
            below = blocks[place]
            if isinstance(below, Figure) and not below.image and starts[place] - line <= _NEAR and place not in found:
                found[place] = [replace(figure, caption=below.caption, spans=below.spans)]
            else:
                found.setdefault(place, []).insert(0, figure)
    out: list[Block] = []
    for place, block in enumerate(blocks):
        shown = found.get(place, [])
        out += shown
        if not any(figure.spans for figure in shown):
            out.append(block)
    return tuple(out)


def _figure(line: str) -> Figure | None:
    """The picture that is all a line holds."""
    found = _ALONE.fullmatch(line)
    if found is None:
        return None
    width = _WIDTH.search(found["name"])
    if width and int(width[1]) < _ICON:
        return None
    return Figure((), found["name"], " ".join(found["alt"].split()))
