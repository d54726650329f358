"""Question: what of the page is not the article's?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from wikipub.data.html import Drop, HtmlTable
from wikipub.document import LedgerEntry
from wikipub.readers.html.dom import Element

_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_HIDDEN_TEXT = Drop("markup", "html-hidden", "text that a browser does not show")
_BEFORE = Drop("menu", "html-before", "stands before the article on the page")
_BEHIND = Drop("footer", "html-behind", "stands behind the article on the page")
_BACK_LINK = Drop("backlink", "html-backlink", "links from a note back to its marks; publications make their own")
_KEPT_MEANINGS = frozenset(("mathematics", "mark", "tag", "hatnote", "infobox"))


class Pruner:
    """Takes out of a page what is no article; `ledger` says what it was."""

    def __init__(self, table: HtmlTable) -> None:
        self._table = table
        self.ledger: list[LedgerEntry] = []
        self._behind: list[tuple[Element, Drop]] = []

    def around(self, root: Element, content: Element) -> None:
        """Enter what stands before the article, and remember what stands behind it."""
        way = _way(root, content)
        for parent, child in pairwise(way):
            drop = _BEFORE
            for item in parent.children:
                if item is child:
                    drop = _BEHIND
                elif isinstance(item, Element):
                    why = self._why(item) or drop
                    if drop is _BEFORE:
                        self._enter(item, why)
                    else:
                        self._behind.append((item, why))
                elif item.strip():
                    self._ledger_entry(drop, " ".join(item.split()))

    def within(self, content: Element) -> None:
        """Take out of the article what is not its own."""
        stack = [content]
        while stack:
            element = stack.pop()
            kept: list[Element | str] = []
            inner: list[Element] = []
            for child in element.children:
                if isinstance(child, str):
                    kept.append(child)
                elif (why := self._why(child)) is not None:
                    self._enter(child, why)
                else:
                    kept.append(child)
                    if "mwe-math-element" not in child.classes and child.tag != "math":
                        inner.append(child)
            element.children = kept
            stack.extend(reversed(inner))
        for element, why in self._behind:
            self._enter(element, why)

    def enter_back_links(self, text: str) -> None:
        """Enter the links before a note, which on old pages have no class of their own."""
        self._ledger_entry(_BACK_LINK, text)

    def _why(self, element: Element) -> Drop | None:
        found = self._table.drop.match(element.tag, element.attributes, element.classes)
        if found is None:
            style = element.attributes.get("style")
            if (style and _HIDDEN.search(style)) or "hidden" in element.attributes:
                found = _HIDDEN_TEXT
        if found is None:
            return None
        meaning = self._table.mean.match(element.tag, element.attributes, element.classes)
        return None if meaning in _KEPT_MEANINGS else found

    def _enter(self, element: Element, why: Drop) -> None:
        if text := " ".join(element.text().split()):
            self._ledger_entry(why, text)

    def _ledger_entry(self, why: Drop, text: str) -> None:
        self.ledger.append(LedgerEntry(why.role, why.rule, why.reason, text))


def _way(root: Element, content: Element) -> list[Element]:
    """The elements from `root` down to `content`."""
    way: list[tuple[Element, Iterator[Element | str]]] = [(root, iter(root.children))]
    while way[-1][0] is not content:
        child = next(way[-1][1], None)
        if child is None:
            way.pop()
        elif isinstance(child, Element):
            way.append((child, iter(child.children)))
    return [element for element, _ in way]
