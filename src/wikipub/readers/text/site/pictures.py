"""Question: which lines stand for pictures, by the names of their files?

A text browser prints a picture without a text by its file's name, which it cuts: `[220px-Ferry_in_the_]`, as MediaWiki
names pictures by the width that it shrank them to, or whole and without brackets; pandoc prints `[]`. Of the button
that enlarges the picture a bullet alone is left. In a gallery a picture's text is often that of its caption, which
stands below it.
"""

from __future__ import annotations

import re

from wikipub.data.interface import interface
from wikipub.readers.text.language import editorial_tags
from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.site.phrases import BULLET

_NAME = re.compile(r"\[(?:\d{2,4}px-[^\[\]]{1,80})?\]")
_WHOLE_NAME = re.compile(r'\w[^\s:/\\=<>"|]{0,60}(?: [^\s:/\\=<>"|]{1,40}){0,9}\.[A-Za-z]{3,4}')
_ENDINGS = frozenset((".jpg", "jpeg", ".png", ".gif", ".svg", ".tif", "tiff", "webp"))
_LAST = "fgpFGP"
"""What these end with."""
_WORDS = re.compile(r"\[[^\W\d_][^\[\]]* [^\[\]]*\]")
_STARRED = "=*"
"""The level marks of GNU html2text, without the hash, which is a bullet there."""
_LONGEST = 90
_BUTTON = "●"
_BEGINS = frozenset("•*-[")
_PICTURE = Claim("picture-name", "picture", "what a text browser prints for a picture; the picture is not here")
_TEXT = Claim("picture-repeated", "picture", "a picture's alternative text, which its caption below says, too")


def claim_pictures(page: Page) -> None:
    """Claim the lines that are a picture's name, and the bullet on the next line; and items that a caption repeats."""
    texts = page.texts
    for index in page.signs.around(_BEGINS, _LAST):
        text = texts[index]
        if text[0] not in _BEGINS and text[-4:].lower() not in _ENDINGS:
            continue
        if len(text) <= _LONGEST and page.free(index) and _WHOLE_NAME.fullmatch(text):
            page.claims[index] = _PICTURE
        if text[0] != "[" and text[1:2] == " " and _is_said_below(page, index):
            page.claims[index] = _TEXT
        is_name = text[0] == "[" and len(text) <= _LONGEST and (_NAME.fullmatch(text) or _is_alternative(page, text))
        if is_name and page.free(index):
            page.claims[index] = _PICTURE
            if texts[index + 1 : index + 2] == [_BUTTON]:
                page.claims[index + 1] = _PICTURE


def _is_alternative(page: Page, text: str) -> bool:
    """Whether a line in brackets is a picture's text, as GNU html2text prints it: words, no edit link and no remark."""
    words = text[1:-1].strip()
    return (
        page.level_marks == _STARRED
        and _WORDS.fullmatch(text) is not None
        and not interface().edit_languages(words)
        and words.casefold() not in editorial_tags()
    )


def _is_said_below(page: Page, index: int) -> bool:
    """Whether the next line, which is no item, says what the item at line `index` says; its marks may be raised."""
    below = page.next_filled(index + 1)
    item, text = page.texts[index], page.texts[below] if below < len(page) else ""
    if item[-1:] != text[-1:] and "^" not in (item[-1:], text[-1:]):
        return False  # as most are
    if below == len(page) or not page.free(index) or not (bullet := BULLET.match(item)):
        return False
    return text.replace("^", "") == item[bullet.end() :].replace("^", "")
