"""Question: which sections are lists whose bullets the scraper left out?

A wiki's "See also" is a list of titles and its "External links" a list of links, whatever the article: a title that is
known tells so.
"""

from __future__ import annotations

from itertools import groupby

from wikipub.document import Block, Blocks, BulletList, Heading, Paragraph
from wikipub.readers.text.language import listing_titles
from wikipub.walk import plain

_FEWEST = 2
"""Fewest items: one line may be a sentence."""
_LONGEST = 300
"""Longest item, in characters; what is longer is an editor's prose."""


def with_listings(blocks: Blocks) -> Blocks:
    """`blocks` with the lines of sections that do nothing but list as a list's items."""
    out: list[Block] = []
    lists = False
    for is_heading, run in groupby(blocks, lambda block: isinstance(block, Heading)):
        section = tuple(run)
        if is_heading:
            heading = section[-1]
            lists = isinstance(heading, Heading) and plain(heading.inlines).casefold() in listing_titles()
        elif lists and len(section) >= _FEWEST and all(map(_may_be_item, section)):
            spans = tuple(span for block in section for span in block.spans)
            section = (BulletList(tuple((block,) for block in section), spans),)
        out += section
    return tuple(out)


def _may_be_item(block: Block) -> bool:
    """Whether a block is one line of the source, and no long one."""
    return isinstance(block, Paragraph) and len(block.spans) == 1 and len(plain(block.inlines)) <= _LONGEST
