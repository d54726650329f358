"""Question: which elements does the page have? As HTML5 reads it, with nesting bounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

DEEPEST = 90
"""Elements within elements; what is deeper stands side by side. Real pages reach 40."""
_MOST_OPEN = 2_000
"""How many tags may be open when the parser begins: its time grows with their square."""
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
    order: list[tuple[Element, Element]] = []
    stack: list[tuple[LexborNode, Element, int]] = [(root, page, 0)]
    while stack:
        node, parent, depth = stack.pop()
        children = []
        child = node.first_child
        while child is not None:
            children.append(child)
            child = child.next
        if not children:
            continue
        deeper = []
        for child in children:
            if child.is_text_node:
                parent.children.append(child.text_content or "")
            elif child.is_element_node:
                element = _element(child)
                parent.children.append(element)
                order.append((parent, element))
                # Beyond the bound a child's children stand behind it.
                deeper.append((child, element if depth < DEEPEST else parent, min(depth + 1, DEEPEST)))
        stack.extend(reversed(deeper))
    for parent, element in reversed(order):
        if element.block:
            parent.block = True
    return page


def _element(node: LexborNode) -> Element:
    tag = node.tag or ""
    attributes = node.attributes
    element = Element(tag, attributes, block=tag in BLOCKS)
    if names := attributes.get("class"):
        element.classes = tuple(names.split())
    return element


def _bounded(text: str) -> str:
    """`text` without the tags that would nest too deep."""
    if text.count("<") < _MOST_OPEN:
        return text
    depth, at, parts = 0, 0, []
    for found in _TAG.finditer(text):
        if found[2].lower() in _CLOSE_THEMSELVES:
            continue
        if found[1]:
            depth = max(0, depth - 1)
            continue
        depth += 1
        if depth > _MOST_OPEN:
            parts.append(text[at : found.start()])
            parts.append("<p")  # with its attributes; it closes itself
            at = found.end()
    return "".join(parts) + text[at:] if parts else text
