"""The table of publishers: each writes a bound document to a file in one format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from wikipub.errors import UnknownOutputError

if TYPE_CHECKING:
    from wikipub.diagnostics import Warn
    from wikipub.document import Document
    from wikipub.publishers.options import PublishOptions

Publisher: TypeAlias = "Callable[[Document, Path, PublishOptions, Warn], None]"
"""Writes a bound document to a path; nothing stands there before it is whole.

Raises TooLargeError, MissingToolError, EngineError or PublishError.
"""


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """An output format: its name, how its files end, what it is, and where in this package its publisher is.

    `binds` tells whether it is written from a bound document, as a publication is, or from an article as it was read;
    `pictures` whether its one file can hold pictures; `typeset` whether pages are set for it, which takes longest.

    Called, it is that publisher: the module is imported then, not when wikipub starts.
    """

    name: str
    suffix: str
    about: str
    module: str
    function: str = "publish"
    binds: bool = True
    pictures: bool = False
    typeset: bool = False

    def __call__(self, document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
        """Write `document` to `path`; see Publisher."""
        publisher: Publisher = getattr(import_module(f"wikipub.publishers.{self.module}"), self.function)
        publisher(document, path, options, warn)


_FORMATS: Final = (
    OutputFormat("epub", ".epub", "EPUB 3 e-book", "epub", pictures=True),
    OutputFormat("pdf", ".pdf", "PDF/UA-1 for print and screen, through typst", "pdf", pictures=True, typeset=True),
    OutputFormat("docx", ".docx", "Word document", "docx", pictures=True),
    OutputFormat("html", ".html", "web page in one file", "others", "publish_html", pictures=True),
    OutputFormat("odt", ".odt", "OpenDocument text", "others", "publish_odt", pictures=True),
    OutputFormat("markdown", ".md", "Markdown as pandoc reads it", "others", "publish_markdown"),
    OutputFormat("latex", ".tex", "LaTeX source", "others", "publish_latex"),
    OutputFormat("typst", ".typ", "typst source, which the PDF is made of", "pdf", "publish_source"),
    OutputFormat("plain", ".txt", "plain text", "others", "publish_plain"),
    OutputFormat("json", ".json", "an article's document tree, to be corrected and read again", "tree", binds=False),
)

PUBLISHERS: Final[Mapping[str, OutputFormat]] = MappingProxyType({format.name: format for format in _FORMATS})
"""The output formats by their names, the three main ones first."""


_OTHER_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"word": "docx", "doc": "docx", "text": "plain", "web": "html", "htm": "html", "ebook": "epub", "tree": "json"}
)
"""What people call formats, where it is neither their name here nor how their files end."""


def _meant(name: str) -> str:
    """The format that `name` may stand for: by how its files end, what people call it, what it looks like; or ""."""
    by_suffix = {format.suffix.removeprefix("."): format.name for format in _FORMATS}
    from difflib import get_close_matches  # only for a wrong word

    if known := by_suffix.get(name) or _OTHER_NAMES.get(name):
        return known
    near = get_close_matches(name, PUBLISHERS, n=1, cutoff=0.5)  # "ebup" is nearer to nothing than 0.5
    return near[0] if near else ""


def output_format(name: str) -> OutputFormat:
    """The format named `name`. Raises UnknownOutputError, which suggests the near miss."""
    if format := PUBLISHERS.get(name):
        return format
    meant = _meant(name.casefold().removeprefix("."))
    hint = f"did you mean {meant}? " if meant else ""
    raise UnknownOutputError(f'there is no output format "{name}"; {hint}Known are {", ".join(PUBLISHERS)}')
