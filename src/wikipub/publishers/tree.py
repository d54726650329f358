"""The document tree as a publication: what `--tree=json` shows, for the document as it is bound."""

from __future__ import annotations

from pathlib import Path

from wikipub.diagnostics import Warn
from wikipub.document import Document
from wikipub.output_file import write_file
from wikipub.publishers.options import PublishOptions
from wikipub.tree_json import to_json


def publish(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write the tree of `document` as JSON to `path`."""
    write_file(path, to_json(document).encode("utf-8"))
