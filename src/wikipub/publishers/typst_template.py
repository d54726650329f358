"""The typst code that comes before a document's text: the page in numbers, what all layouts share, the layout."""

from __future__ import annotations

from collections.abc import Mapping

from wikipub.pandoc import typst_dictionary, typst_string
from wikipub.publishers.look import Layout, Page
from wikipub.publishers.prepare import style


def template(sheet: Page, settings: Mapping[str, str]) -> bytes:
    """The template for a page; `settings` are the arguments of its function `publication`, as typst's code."""
    call = ", ".join(f"{name}: {value}" for name, value in settings.items())
    look = f"#let page-look = {_page_look(sheet)}\n\n".encode()
    names = ("elements.typ", *(["cover.typ"] if sheet.layout is Layout.BOOK else []), f"{sheet.layout}.typ")
    return look + b"\n".join(map(style, names)) + f"\n#show: publication.with({call})\n\n".encode()


def _page_look(sheet: Page) -> str:
    """A page as the templates know it."""
    margin = {name: _length(getattr(sheet, name)) for name in ("left", "right", "top", "bottom")}
    return typst_dictionary(
        {
            "width": _length(sheet.width),
            "height": _length(sheet.height),
            "margin": typst_dictionary(margin),
            "columns": str(sheet.columns),
            "gutter": _length(sheet.gutter),
            "font": typst_string(sheet.font),
            "size": f"{sheet.size:g}pt",
            "line-numbers": "true" if sheet.line_numbers else "false",
            "key-facts": "true" if sheet.key_facts else "false",
        }
    )


def _length(millimetres: float) -> str:
    return f"{millimetres:.2f}mm"
