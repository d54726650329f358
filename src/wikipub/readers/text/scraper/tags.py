"""Question: which tags of HTML did a tool leave in the text?

Converters to Markdown keep the tags that Markdown has no sign for, and a tool that takes out some leaves the others.
"""

from __future__ import annotations

import re
from collections import defaultdict

from wikipub.readers.text.page import Claim
from wikipub.readers.text.scraper.flat import Flat
from wikipub.readers.text.scraper.markup import Cut, occurs

TAG = Claim("html-tag", "markup", "a tag of HTML that the tool left in the text; what it encloses stays")
_NAMES = (
    "a|abbr|article|aside|b|bdi|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|details|dfn|div|dl"
    "|dt|em|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|i|img|input|kbd|label|li|link|main|meta|nav|ol"
    "|option|p|picture|pre|q|s|samp|section|select|small|source|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead"
    "|time|tr|tt|u|ul|var|wbr"
)
"""The elements of HTML that pages of a wiki are made of."""
_TRACE = re.compile(rf"<(?:{_NAMES})\s+[a-z-]{{1,30}}=\"", re.IGNORECASE)
_FEWEST = 8
"""Fewest tags with attributes that tell a text with tags; an article about HTML names some, without."""
_ANY = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]{{0,3000}})?/?>|<!--[^<>]{{0,300}}-->", re.IGNORECASE)


def has_tags(sample: str) -> bool:
    """Whether tags of HTML stand in `sample`, the beginning of a text."""
    return sample.count("</") >= _FEWEST and occurs(_TRACE, sample, _FEWEST)


def tag_cuts(source: list[str]) -> dict[int, list[Cut]]:
    """The tags by source line; one may be wrapped over several lines."""
    cuts: defaultdict[int, list[Cut]] = defaultdict(list)
    flat = Flat(source, 0, len(source))
    for tag in _ANY.finditer(flat.text):
        flat.cut(cuts, *tag.span(), TAG)
    return cuts
