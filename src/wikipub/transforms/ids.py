"""Give every heading an id of its own, the same from build to build."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from wikipub.diagnostics import Warn
from wikipub.document import Block, Document, Heading
from wikipub.walk import plain

_LONGEST = 60


def give_ids(document: Document, warn: Warn) -> Document:
    """The document with an id for each heading: its title in ASCII, with a number where that is taken or empty."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            base = heading_id(plain(block.inlines)) or "section"
            found = base
            while found in taken:
                counts[base] = counts.get(base, 1) + 1
                found = f"{base}-{counts[base]}"
            taken.add(found)
            block = _named(block, found)
        blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _named(heading: Heading, name: str) -> Heading:
    """`heading` with an id; `dataclasses.replace` would take longer than all the rest."""
    inlines, depth, evidence, doubts = heading.inlines, heading.depth, heading.evidence, heading.doubts
    return Heading(inlines, depth, name, evidence, doubts, heading.confidence, heading.spans, heading.language)


def heading_id(title: str) -> str:
    """`title` as [a-z][a-z0-9-]*, at most 60 characters; "" where it has no letter of the Latin alphabet."""
    ascii_only = unicodedata.normalize("NFKD", title[:200].casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only)[:_LONGEST].lstrip("-0123456789").rstrip("-")
