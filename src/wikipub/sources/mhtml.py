"""Pages that a browser saved as one file, MHTML (https://www.rfc-editor.org/rfc/rfc2557)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from wikipub.errors import SourceError

if TYPE_CHECKING:
    from email.message import EmailMessage

_HEAD = re.compile(
    rb"(?:[A-Za-z-]{1,40}:[^\n]{0,4000}\n(?:[ \t][^\n]{0,4000}\n){0,20}){0,20}?MIME-Version:", re.IGNORECASE
)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_START = 8192
"""Bytes in which the head of such a file ends."""


class SavedPage(NamedTuple):
    """The page in a file, and the address that it was saved from, "" where the file does not say it.

    `pictures` are those that the file holds, as `data:` addresses, by what the page calls them.
    """

    html: str
    address: str
    pictures: Mapping[str, str]


def is_mhtml(data: bytes) -> bool:
    """Whether a file that begins with `data` is a page in MHTML."""
    head = data[:_START]
    return _HEAD.match(head) is not None and b"multipart/related" in head.lower()


def saved_page(data: bytes, name: str) -> SavedPage:
    """The page that the file `name` holds; raises SourceError where it holds none."""
    import email.policy  # slow to import, and such files are few
    from email.message import EmailMessage

    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        for part in message.walk():
            if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
                html = part.get_content(errors="replace")
                address = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
                return SavedPage(html, address if _WEB.match(address) else "", dict(_pictures(message)))
    except (LookupError, ValueError, RecursionError) as error:
        raise SourceError(f"{name}: this is a damaged MHTML file: {error}; save the page again, as HTML") from error
    raise SourceError(f"{name}: this MHTML file holds no page; save the page again, as HTML")


def _pictures(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """The pictures of a message, each by its address and by its number, where it has them."""
    for part in message.walk():
        content = part.get_payload(decode=True)
        if part.get_content_maintype() != "image" or not isinstance(content, bytes):
            continue
        picture = f"data:{part.get_content_type()};base64,{b64encode(content).decode()}"
        if address := str(part.get("Content-Location") or "").strip():
            yield address, picture
        if number := str(part.get("Content-ID") or "").strip(" <>"):
            yield f"cid:{number}", picture
