"""Question: which sections are lists whose bullets the scraper left out?

A wiki's "See also" is a list of titles and its "External links" a list of links, whatever the article: a title that is
known tells so.
"""

from __future__ import annotations

from wikipub.document import Block, Blocks, BulletList, Heading, Paragraph
from wikipub.readers.text.language import listing_titles
from wikipub.walk import plain

_FEWEST = 2
"""Fewest items: one line may be a sentence."""
_LONGEST = 300
"""Longest item, in characters; what is longer is an editor's prose."""


def with_listings(blocks: Blocks) -> Blocks:
    """`blocks` with the lines of sections that do nothing but list as a list's items."""
    titles = listing_titles()
    out = list(blocks)
    end = len(out)
    for place in range(len(out) - 1, -1, -1):
        block = out[place]
        if type(block) is Heading:
            if plain(block.inlines).casefold() in titles:
                out[place + 1 : end] = _listed(out[place + 1 : end])
            end = place
    return tuple(out)


def _listed(section: list[Block]) -> list[Block]:
    """A section's blocks as one list, where each is a line of the source, and no long one."""
    if len(section) < _FEWEST or not all(map(_may_be_item, section)):
        return section
    return [BulletList(tuple((item,) for item in section), tuple(span for item in section for span in item.spans))]


def _may_be_item(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(block.spans) == 1 and len(plain(block.inlines)) <= _LONGEST
