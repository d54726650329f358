"""Question: which lines are the report that MediaWiki's parser leaves in a comment below each page?

Tools that print all that a page's tree holds print comments, too (https://www.mediawiki.org/wiki/NewPP_parser_report).
"""

from __future__ import annotations

import re

from wikipub.readers.text.page import Claim, Page

_FIRST = "NewPP limit report"
_LINE = re.compile(
    r"(?:Parsed by|[A-Z][\w ‐-]*\b(?:time|count|size|depth|expiry|usage|content|loaded))\s?:"
    r"|Complications:|Transclusion expansion time report|\d{1,3}\.\d\d%\s|Saved in (?:parser cache|RevisionOutputCache)"
    r"|Rendering was triggered"
)
_REPORT = Claim("parser-report", "comment", "what MediaWiki's parser says of its work, in a comment of the page")


def claim_parser_report(page: Page) -> None:
    """Claim the report, from its first line to the last that is one of its figures."""
    for index in page.signs.beginning(_FIRST[0]):
        if page.texts[index].startswith(_FIRST):
            while index < len(page) and index not in page.claims:
                page.claims[index] = _REPORT
                below = page.next_filled(index + 1)
                index = below if below < len(page) and _LINE.match(page.texts[below]) else len(page)
