"""The typst code that comes before a document's text: the page in numbers, what all layouts share, the layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from wikipub.option_table import Layout
from wikipub.pandoc import typst_dictionary, typst_string
from wikipub.publishers.look import Page
from wikipub.publishers.prepare import style
from wikipub.typst_worker import NOTHING_GRANTED

SETTINGS: Final[Mapping[str, str]] = MappingProxyType(
    {"title": '"x"', "words": '(name: "Name", class: "Class", date: "Date")'},
)
"""Settings that every layout takes, for a document that is only tried."""


def template(
    sheet: Page,
    settings: Mapping[str, str],
    theme: Mapping[str, bytes] = MappingProxyType({}),
    fonts: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> bytes:
    """The template for a page; `settings` are the arguments of its function `publication`, as typst's code.

    The page's numbers are its first line; files of a `theme` take the place of our own. `fonts` are those to be tried,
    in order, by language; those of the document's own, if they are more than the page's one, under "".
    """
    call = ", ".join(f"{name}: {value}" for name, value in settings.items())
    look = f"{NOTHING_GRANTED}; #let page-look = {_page_look(sheet, {'': (sheet.font,), **fonts})}\n".encode()
    code = b"\n".join(style(name, theme) for name in template_files(sheet.layout))
    return look + code + f"\n#show: publication.with({call})\n\n".encode()


def template_files(layout: Layout) -> tuple[str, ...]:
    """The files that make a layout's template, in order."""
    return ("elements.typ", *(["cover.typ"] if layout is Layout.BOOK else []), f"{layout}.typ")


def _page_look(sheet: Page, fonts: Mapping[str, Sequence[str]]) -> str:
    """A page as the templates know it."""
    margin = {name: _length(getattr(sheet, name)) for name in ("left", "right", "top", "bottom")}
    return typst_dictionary(
        {
            "width": _length(sheet.width),
            "height": _length(sheet.height),
            "margin": typst_dictionary(margin),
            "columns": str(sheet.columns),
            "gutter": _length(sheet.gutter),
            "overhang": _length(sheet.overhang),
            "fonts": typst_dictionary({typst_string(language): _array(names) for language, names in fonts.items()}),
            "size": f"{sheet.size:g}pt",
            "line-numbers": "true" if sheet.line_numbers else "false",
            "key-facts": "true" if sheet.key_facts else "false",
        }
    )


def _array(words: Sequence[str]) -> str:
    return f"({', '.join(map(typst_string, words))},)"


def _length(millimetres: float) -> str:
    return f"{millimetres:.2f}mm"
