"""Question: which notes does the page have, and which mark means which?"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from wikipub.data.html import html_table
from wikipub.document import NoteRef
from wikipub.readers.html.dom import Element
from wikipub.readers.wikitext.references import label

_BRACKETS = "[]［］〔〕 \u200b\u00a0"
_BACK = re.compile(r"#_?(?:cite_)?_?ref-")
_COUNTED = re.compile(r"counter-reset:\s?mw-Ref\s(\d{1,4})")
_ARROWS = "^↑⇑ \t\n\u00a0,"


class NoteEntries:
    """The entries of a page's lists of notes, by the ids that its marks point to.

    The links from each back to its marks are taken out; `taken` is told what they say.
    """

    def __init__(self, content: Element, taken: Callable[[str], None]) -> None:
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
                        key = f"n{len(self.keys) + 1}"
                        identity = child.get("id")
                        if not identity or identity in self.keys:
                            identity = child.attributes["id"] = f" {key}"  # which no mark points to
                        self.keys[identity] = key
                        self._numbers[key] = str(number)
                        if links := _take_back_links(child):
                            taken(links)
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
                label = _label(link)
                key = self.keys.get(fragment) or self.keys.get(unquote(fragment))
                if label or key:
                    found.append(NoteRef(label, key))
        return found


def _label(link: Element) -> str:
    """What a mark says; of Parsoid's, which a style sheet counts, what the style sheet shows."""
    words = " ".join(link.text().split()).strip(_BRACKETS)
    group, counted = link.get("data-mw-group"), _COUNTED.search(link.get("style"))
    return label(group, int(counted[1])) if group and counted else words


def _take_back_links(entry: Element) -> str:
    """Take the links that lead back to its marks out of a note, with the signs among them; gives what they say."""
    taken: list[str] = []
    children = entry.children
    while children:
        first = children[0]
        if isinstance(first, str):
            rest = first.lstrip(_ARROWS)
            taken.append(first[: len(first) - len(rest)])
            if rest:
                children[0] = rest
                break
        elif _is_back(first):
            taken.append(first.text())
        else:
            break
        del children[0]
    return " ".join("".join(taken).split())


def _is_back(element: Element) -> bool:
    links = [e for e in element.descendants() if e.tag == "a"]
    if not links or element.block:
        return False
    return all(_BACK.search(link.get("href")) for link in links) and len(element.text()) < 10 * len(links)
