"""Question: what are a tag's attributes, and what do entities say?"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

_ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]++)\s*+=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def attributes(text: str) -> dict[str, str]:
    """A tag's attributes by name in small letters, entities in their values resolved."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((value for value in match.groups()[1:] if value is not None), "")
        found.setdefault(match[1].lower(), entities(value).strip())
    return found


def entities(text: str) -> str:
    """`text` with the characters that its entities mean; MediaWiki knows none without a semicolon."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    known = entity[0].startswith("&#") or entity[0][1:] in html5
    return unescape(entity[0]) if known else entity[0]
