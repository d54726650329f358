"""Names of the files that wikipub writes: from a source's stem or a book's title, safe on every system.

Rules: Windows' file names (https://learn.microsoft.com/windows/win32/fileio/naming-a-file) are the strictest and hold
for all; no name begins with a dot (hidden on Unix) or a hyphen (an option to most programs).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MAX_BYTES = 120
"""Longest name in bytes of UTF-8, without its ending; file systems allow 143 to 255 with it, paths on Windows 260."""

NAMELESS = "untitled"
"""The name of what has no letter or digit in its own."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
_KEPT_FORMATS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Characters that are not seen and yet part of words, in Persian and in many scripts of India."""


def output_name(stem_or_title: str, taken: Container[str]) -> str:
    """A file name, without ending, for a source's stem or a title: safe, and unlike all those in `taken`.

    `taken` holds the `name_key` of each name already given; the caller adds that of the new one. The same names asked
    for in the same order are the same again.
    """
    name = _safe(stem_or_title)
    unique, number = name, 1
    while name_key(unique) in taken:
        number += 1
        ending = f"-{number}"
        unique = _cut(name, MAX_BYTES - len(ending)) + ending
    return unique


def name_key(name: str) -> str:
    """What two names have in common that some file system takes for one: without case, in one Unicode form."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def slug(title: str) -> str:
    """A title as a file name: its words in small letters, joined by hyphens. Letters of every script stay."""
    words = re.findall(r"[^\W_]+", re.sub(r"['’]", "", _combined(title).lower()))
    return "-".join(words) or NAMELESS


def _safe(text: str) -> str:
    text = " ".join("".join(c for c in _combined(text) if _is_kept(c)).split())
    name = _cut(_FORBIDDEN.sub("-", text).lstrip(" .-"), MAX_BYTES)
    if not any(c.isalnum() for c in name):
        return NAMELESS
    return f"_{name}" if _RESERVED.match(name) else name


def _combined(text: str) -> str:
    """`text` in Unicode's composed form (NFC); halves of surrogate pairs are gone."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))


def _is_kept(character: str) -> bool:
    """Whether a character may stand in a name: no control, no direction mark, nothing that Unicode has not assigned."""
    return character in _KEPT_FORMATS or character.isspace() or unicodedata.category(character)[0] != "C"


def _cut(name: str, size: int) -> str:
    """`name` in at most `size` bytes, cut between characters; it ends in no dot or blank, which Windows would drop."""
    if len(name.encode()) > size:
        cut = name.encode()[:size].decode("utf-8", "ignore")
        following = name[len(cut)]
        while cut and unicodedata.combining(following):  # a letter does not lose its accents
            cut, following = cut[:-1], cut[-1]
        name = cut
    return name.rstrip(" .")
