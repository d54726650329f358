"""Question: which elements does the page have? As HTML5 reads it, with nesting bounded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

DEEPEST = 90
"""Elements within elements; what is deeper stands side by side. Real pages reach 40."""
_MOST_OPEN = 2_000
"""How many tags may be open at a time: the parser's time grows with their square."""
_FEW = 10_000
"""Tags of a page whose nesting is not looked at: the parser takes a tenth of a second at worst."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSE_THEMSELVES = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "html", "head", "body",
))  # fmt: skip
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "details", "div", "dl", "dt", "dd", "fieldset",
    "figure", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "summary", "table", "caption", "tbody", "thead", "tfoot", "tr", "td", "th",
    "ul",
))  # fmt: skip


@dataclass(slots=True, eq=False)
class Element:
    """An element; `block` tells whether it is one that stands apart from a line, or holds one."""

    tag: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)
    block: bool = False
    classes: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """An attribute's value, "" where there is none."""
        return self.attributes.get(name) or ""

    def descendants(self) -> Iterator[Element]:
        """The element and all within it, in the page's order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend([child for child in reversed(element.children) if isinstance(child, Element)])

    def code(self) -> str:
        """All text within it as it stands, line breaks as line ends."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                parts.append(item)
            else:
                stack.extend(["\n"] if item.tag == "br" else reversed(item.children))
        return "".join(parts)

    def text(self) -> str:
        """All text within it, blocks parted by blanks."""
        parts: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                parts.append(item)
                continue
            if item.tag in BLOCKS or item.tag == "br":
                parts.append(" ")
                stack.append(" ")
            stack.extend(reversed(item.children))
        return "".join(parts)


def parse(text: str) -> Element:
    """The page's elements, without comments."""
    root = LexborHTMLParser(_bounded(text)).root
    if root is None:
        return Element("html", {})
    page = _element(root)
    # What an element stands in, of those that hold no block so far; the way up ends at one that does.
    within = {id(page): Element("", {}, block=True)}
    stack: list[tuple[LexborNode, Element, int]] = [(root, page, 0)]
    while stack:
        node, parent, depth = stack.pop()
        add = parent.children.append
        first = len(stack)
        child = node.first_child
        while child is not None:
            if child.is_text_node:
                add(child.text_content or "")
            elif child.is_element_node:
                element = _element(child)
                add(element)
                if element.block:
                    holder = parent
                    while not holder.block:
                        holder.block = True
                        holder = within[id(holder)]
                else:
                    within[id(element)] = parent
                # Beyond the bound a child's children stand behind it.
                stack.append((child, element, depth + 1) if depth < DEEPEST else (child, parent, depth))
            child = child.next
        stack[first:] = reversed(stack[first:])
    return page


def _element(node: LexborNode) -> Element:
    tag = node.tag or ""
    attributes = node.attributes
    names = attributes.get("class")
    return Element(tag, attributes, [], tag in BLOCKS, tuple(names.split()) if names else ())


def _bounded(text: str) -> str:
    """`text` without the tags that would nest too deep."""
    if text.count("<") < _FEW:
        return text
    opened: Counter[str] = Counter()
    depth, at, parts = 0, 0, []
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if name in _CLOSE_THEMSELVES:
            continue
        if not found[1]:
            depth += 1
            opened[name] += 1
            if depth > _MOST_OPEN:
                parts.append(text[at : found.start()])
                parts.append("<p")  # with its attributes; it closes itself
                at = found.end()
        elif opened[name]:  # one that closes nothing leaves all open that is
            depth -= 1
            opened[name] -= 1
    return "".join(parts) + text[at:] if parts else text
