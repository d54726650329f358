"""The shape of language tags (BCP 47, RFC 5646 §2.1): `en`, `pt-BR`, `zh-Hant-TW`."""

from __future__ import annotations

import re

PATTERN = (
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}"  # language, extended language
    r"(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"  # script, region
    r"(?:-(?:[0-9A-Za-z]{5,8}|[0-9][0-9A-Za-z]{3}))*"  # variants
    r"(?:-[0-9A-WYZa-wyz](?:-[0-9A-Za-z]{2,8})+)*"  # extensions
    r"(?:-[xX](?:-[0-9A-Za-z]{1,8})+)?"  # private use
)
"""A regular expression of the tags; no registered language has four letters or more, so a name such as "english"
is none. It reads the same in Python and in a JSON schema."""

_TAG = re.compile(PATTERN)


def is_language_tag(text: str) -> bool:
    """Whether `text` has the shape of a tag; not whether such a language is registered."""
    return len(text) <= 99 and _TAG.fullmatch(text) is not None
