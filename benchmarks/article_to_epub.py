"""From the command to the EPUB: `wikipub build` on one article, beside bare pandoc on the same pandoc tree.

    .venv/bin/python benchmarks/article_to_epub.py [ARTICLE] [--runs N]

Both are timed as whole processes and with the same pandoc binary. What wikipub takes longer is Python's start, reading
the article, binding it, and mending the EPUB that pandoc wrote.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import wikipub
from timing import WIKIPUB, medians, table
from wikipub.engines import pandoc_path
from wikipub.pandoc import to_pandoc
from wikipub.transforms import FINISH
from wikipub.transforms.bind import bind

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "input" / "kestrel-rock-lighthouse.txt"


def pandoc_tree(article: Path) -> bytes:
    """The article as the pandoc tree that the EPUB is made of, in JSON."""

    def ignore(_: wikipub.Diagnostic) -> None:
        """What is odd about the article does not matter here."""

    document = bind(wikipub.read(article), frozenset(), ignore)
    for transform in FINISH:
        document = transform(document, ignore)
    return json.dumps(to_pandoc(document, "epub", {"title": document.title})).encode("utf-8")


def main() -> None:
    """Print both medians in milliseconds, and the ratio of the first to the second."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "article", type=Path, nargs="?", default=ARTICLE, help="a page (default: a sample under input/)"
    )
    parser.add_argument("--runs", type=int, default=11, help="how often each command is timed (default: 11)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        tree, bare = Path(name, "tree.json"), Path(name, "bare.epub")
        tree.write_bytes(pandoc_tree(options.article))
        pandoc = [str(pandoc_path()), "--from=json", "--to=epub3", "--mathml", "--sandbox"]
        commands = {
            "bare pandoc": [*pandoc, f"--output={bare}", str(tree)],
            "wikipub build": [WIKIPUB, "build", str(options.article), "--format", "epub", "--output", name],
        }
        print(table(medians(commands, options.runs), "bare pandoc"))


if __name__ == "__main__":
    main()
