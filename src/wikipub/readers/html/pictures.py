"""Question: which pictures does a run show, and what are they called?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from wikipub.data.html import html_table
from wikipub.document import Figure
from wikipub.readers.html.dom import Element

_ICON = 60
"""Pixels of the longer side of a picture that only decorates."""

_NUMBER = re.compile(r"\d{1,5}")
_MARK = re.compile(r"\[\d{1,3}\]")  # MediaWiki makes the text of a caption, note marks and all
_SIDES = ("width", "height")


def pictures(run: Iterable[Element | str], held: Mapping[str, str]) -> list[Figure]:
    """The pictures in a run, without captions; formulas and small signs are none.

    One that the page's own file holds is called by what `held` says for its address.
    """
    found: list[Figure] = []
    stack = [child for child in run if isinstance(child, Element)][::-1]
    while stack:
        element = stack.pop()
        if html_table().mean.match(element.tag, element.attributes, element.classes) == "mathematics":
            continue
        if element.tag == "img" and (name := _name(element)) and not _is_icon(element):
            found.append(Figure((), held.get(name, name), _alt(element, name)))
        stack.extend(child for child in reversed(element.children) if isinstance(child, Element))
    return found


def _name(image: Element) -> str:
    """The path or address of a picture; what stands for it until a program of the page fetches it is none."""
    return (image.get("data-src") or image.get("src")).strip()


def _is_icon(image: Element) -> bool:
    sides = [int(number[0]) for side in _SIDES if (number := _NUMBER.match(image.get(side)))]
    return bool(sides) and max(sides) < _ICON


def _alt(image: Element, name: str) -> str:
    """What a picture's alternative text says; MediaWiki gives the file's name where there is none."""
    alt = _MARK.sub("", " ".join(image.get("alt").split()))
    return "" if alt and unquote(name).replace("_", " ").endswith(alt) else alt
