"""Question: which lines stand for pictures, by the names of their files?

A text browser prints a picture without a text by its file's name, which it cuts: `[220px-Ferry_in_the_]`, as MediaWiki
names pictures by the width that it shrank them to. Of the button that enlarges the picture a bullet alone is left.
"""

from __future__ import annotations

import re

from wikipub.readers.text.page import Claim, Page

_NAME = re.compile(r"\[\d{2,4}px-[^\[\]]{1,80}\]")
_LONGEST = 90
_BUTTON = "●"
_PICTURE = Claim("picture-name", "picture", "what a text browser prints for a picture; the picture is not here")


def claim_pictures(page: Page) -> None:
    """Claim the lines that are a picture's name, and the bullet on the next line."""
    texts = page.texts
    for index, text in enumerate(texts):
        if text[:1] == "[" and len(text) <= _LONGEST and page.free(index) and _NAME.fullmatch(text):
            page.claims[index] = _PICTURE
            if texts[index + 1 : index + 2] == [_BUTTON]:
                page.claims[index + 1] = _PICTURE
