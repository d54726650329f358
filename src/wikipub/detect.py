"""What a source is written in, told from its content."""

from __future__ import annotations

import re

from wikipub.errors import UnknownFormatError
from wikipub.source import Format, Source
from wikipub.sources import is_tree

_HEAD = 1024
"""Characters that are looked at for a tree's first key."""

_HTML = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!doctype html|<html[\s>])", re.IGNORECASE)


def detect(source: Source) -> Format:
    """The format of `source`; raises UnknownFormatError for what is known but not read."""
    if is_tree(source.text[:_HEAD].encode("utf-8", "replace")):
        return Format.TREE
    if _HTML.match(source.text):
        raise UnknownFormatError(
            f"{source.origin.name}: this is a page's HTML, which this version does not read; "
            "copy the page's text from the browser into a .txt file, or say --from text to take it as it stands"
        )
    return Format.TEXT
