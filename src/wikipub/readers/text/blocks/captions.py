"""Question: which lines are captions of pictures that the scraper left behind?"""

from __future__ import annotations

import re

from wikipub.readers.text.page import Claim, Page
from wikipub.readers.text.shape import ends_sentence, is_prose

CAPTION_MARK = "CAPTION:"
"""What lynx prints before a table's caption."""
CAPTION = Claim("caption-mark", "markup", "what the tool printed before a table's caption")
_SHORTEST, _LONGEST = 12, 300
_WORD = re.compile(r"[^\W\d_]{2,}")


def is_caption(page: Page, index: int) -> bool:
    """Whether line `index` has the shape of a caption: words without a final stop, alone, followed by a paragraph.

    What is shorter than three words may be a small heading; what ends with a colon leads to what follows.
    """
    text = page.texts[index]
    if not _SHORTEST <= len(text) <= _LONGEST or text[-1] in ":;," or "\t" in text or ends_sentence(text):
        return False
    if page.free(index - 1) or (index + 1 < len(page) and page.texts[index + 1]):
        return False
    if text[0].islower() or len(words := _WORD.findall(text)) < 3 or sum(map(len, words)) < 0.6 * len(text):
        return False
    following = page.next_filled(index + 1)
    return page.free(following) and is_prose(page.texts[following])
