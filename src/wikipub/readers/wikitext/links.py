"""Question: what does a link in double brackets do: point, show a picture, or tell something about the page?"""

from __future__ import annotations

import re
from enum import StrEnum

from wikipub.data.namespaces import namespaces
from wikipub.readers.wikitext.atoms import Picture

_BLANKS = re.compile(r"[\s_]+")
_SIZE = re.compile(
    r"(?:\d++(?:x\d*+)?|x\d++)\s*+(?:px|пкс|pix|peg|ピクセル|픽셀)++"
    r"|(?:upright|hochkant|redresse|verticale)[ =][\d.,]+",
    re.IGNORECASE,
)

_PIXELS = re.compile(r"(\d{1,5})?(?:x(\d{1,5}))?(?=px|пкс|pix|ピクセル|픽셀)(?<=\d)")
_ICON = 60
"""Pixels of the longer side of a picture that only decorates."""


class Kind(StrEnum):
    """What a link does."""

    POINTS = "points"
    PICTURE = "picture"
    CATEGORY = "category"
    LANGUAGE = "language"


def kind(target: str) -> Kind:
    """What a link to `target` does."""
    prefix, colon, rest = target.partition(":")
    if not colon:
        return Kind.POINTS
    prefix = _BLANKS.sub(" ", prefix).strip().casefold()
    if not prefix or not rest.strip():
        return Kind.POINTS
    words = namespaces()
    if prefix in words.file:
        return Kind.PICTURE
    if prefix in words.category:
        return Kind.CATEGORY
    return Kind.LANGUAGE if words.is_language(prefix) else Kind.POINTS


def is_medium(target: str) -> bool:
    """Whether a link leads to a file itself, as `[[Media:…]]` does, and so shows no picture."""
    return target.partition(":")[0].strip().casefold() in namespaces().medium


def title(target: str) -> str:
    """A page's title without its namespace and with blanks."""
    return _BLANKS.sub(" ", target.partition(":")[2]).strip()


def file_target(text: str) -> str:
    """The target of a picture whose namespace may be left out, as in a gallery."""
    return text if kind(text) is Kind.PICTURE else f"File:{text}"


def is_icon(options: list[str]) -> bool:
    """Whether a picture is shown so small that it only decorates."""
    sizes = [found for option in options if (found := _PIXELS.match(option.strip().casefold()))]
    return bool(sizes) and max(int(number) for number in sizes[-1].groups() if number) < _ICON


def picture(target: str, options: list[str]) -> tuple[Picture, bool, bool]:
    """The picture that a link shows, whether it stands apart from the line, and whether words of it are not shown.

    The last option that is none is the caption, as in MediaWiki; one in a line shows no caption.
    """
    words = namespaces()
    caption, alt, apart, lost = "", "", False, False
    for option in options:
        name = option.strip().casefold()
        key, equals, _ = name.partition("=")
        if name in words.thumb or (equals and key in words.thumb):
            apart = True
        elif name in words.inline or name in words.placement or _SIZE.fullmatch(name):
            pass
        elif equals and key.strip() in words.alt:
            alt = option.partition("=")[2].strip()
        elif equals and key.strip() in words.named:
            pass
        else:
            lost = lost or bool(caption)
            caption = option.strip()
    return Picture(title(target), caption, alt), apart, lost
