"""Question: which notes does the page have, and which mark means which?"""

from __future__ import annotations

import re
from urllib.parse import unquote

from wikipub.data.html import html_table
from wikipub.document import NoteRef
from wikipub.readers.html.dom import Element

_BRACKETS = "[]［］〔〕 \u200b\u00a0"
_BACK = re.compile(r"#_?(?:cite_)?_?ref-")
_ARROWS = "^↑⇑ \t\n\u00a0,"


class NoteEntries:
    """The entries of a page's lists of notes, by the ids that its marks point to."""

    def __init__(self, content: Element) -> None:
        self.keys: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        mean = html_table().mean
        marks: list[Element] = []
        for element in content.descendants():
            meaning = mean.match(element.tag, element.attributes, element.classes)
            if meaning == "notes":
                number = 0
                for child in element.children:
                    if isinstance(child, Element) and child.tag == "li":
                        number += 1
                        identity = child.get("id") or f" {len(self.keys)}"
                        child.attributes["id"] = identity
                        key = self.keys.setdefault(identity, f"n{len(self.keys) + 1}")
                        self._numbers.setdefault(key, str(number))
            elif meaning == "mark":
                marks.append(element)
        for mark in marks:
            for reference in self.marks(mark):
                if reference.note:
                    self._labels.setdefault(reference.note, reference.label)

    def label(self, key: str) -> str:
        """What the marks of a note say, else its number in its list."""
        return self._labels.get(key) or self._numbers.get(key, "")

    def marks(self, element: Element) -> list[NoteRef]:
        """The marks that a raised element holds; none where it is something else."""
        found = []
        for link in element.descendants():
            fragment = link.get("href").partition("#")[2] if link.tag == "a" else ""
            if fragment:
                label = " ".join(link.text().split()).strip(_BRACKETS)
                key = self.keys.get(fragment) or self.keys.get(unquote(fragment))
                if label or key:
                    found.append(NoteRef(label, key))
        return found


def without_back_links(entry: Element) -> list[Element | str]:
    """A note's content without the links that lead back to its marks."""
    children = list(entry.children)
    while children:
        first = children[0]
        if isinstance(first, str):
            if rest := first.lstrip(_ARROWS):
                children[0] = rest
                if rest == first or first.strip():
                    break
            else:
                del children[0]
        elif _is_back(first):
            del children[0]
        else:
            break
    return children


def _is_back(element: Element) -> bool:
    links = [e for e in element.descendants() if e.tag == "a"]
    if not links or element.block:
        return False
    return all(_BACK.search(link.get("href")) for link in links) and len(element.text()) < 10 * len(links)
