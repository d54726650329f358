"""MathML with alternative texts, for readers that cannot say mathematics."""

from __future__ import annotations

import re

_FORMULA = re.compile(
    r'<math\b(?P<about>[^>]*)>(?=(?:(?!</math>).)*?encoding="application/x-tex">(?P<tex>[^<]*)<)', re.DOTALL
)


def with_alternative_texts(page: str) -> str:
    """An XHTML or HTML page of pandoc's whose formulas have their TeX, which pandoc keeps within them, as `alttext`."""
    return _FORMULA.sub(_told, page) if "<math" in page else page


def _told(formula: re.Match[str]) -> str:
    tex = " ".join(formula["tex"].split()).replace('"', "&quot;")
    return f'<math{formula["about"]} alttext="{tex}">'
