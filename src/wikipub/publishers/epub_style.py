"""The style sheet of an EPUB: what all have, what its layout adds, and what was asked for."""

from __future__ import annotations

from wikipub.data.language import labels
from wikipub.document import Document
from wikipub.option_table import Layout
from wikipub.publishers.look import LARGE_PRINT, NAME_LINE
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.prepare import style

_USUAL = 12.0
"""The size of type, in points, that readers take for the usual one; what is asked for is in proportion to it."""


def stylesheet(options: PublishOptions, document: Document) -> bytes:
    """The style sheet of `document`; sizes are in proportion to the reader's own."""
    look = options.look
    sheet = style("epub.css", options.theme)
    if look.layout is Layout.HANDOUT:
        words = labels(document.language)
        handout = style("handout.css", options.theme).decode("utf-8")
        for name in NAME_LINE:
            handout = handout.replace(f"${name}$", _string(words[name]))
        sheet += b"\n" + handout.encode()
    rules = []
    if look.font:
        rules.append(f'font-family: "{_string(look.font)}", serif;')
    if size := look.size or (LARGE_PRINT if look.large_print else 0.0):
        rules.append(f"font-size: {size / _USUAL:.3g}em;")
    if rules:
        sheet += f"\nbody {{ {' '.join(rules)} }}\n".encode()
    if look.note_margin:
        sheet += b"\n@media print { body { margin-right: 30%; } }\n"
    return sheet


def _string(text: str) -> str:
    """`text` as it may stand in a string of CSS: signs that would end it, and control characters, by their numbers."""
    return "".join(f"\\{ord(sign):x} " if sign in '"\\<>' or sign < " " else sign for sign in text)
