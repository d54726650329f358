"""From saved pages to the tree: reading beside mwparserfromhtml's plain text and pandoc's reader of the same pages.

    .venv/bin/python benchmarks/html_to_tree.py FOLDER... [--runs N]

mwparserfromhtml (`pip install mwparserfromhtml`) takes the plain text out of a page, and is left out where it is not
installed; it reads Parsoid's HTML alone. pandoc is one process for all pages of a run, so that its start counts once;
it makes its own tree in JSON. `raw tree` is `read_html`, `clean tree` what `wikipub.read` gives for a source. All is
processor time on one core.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from wikipub.engines import pandoc_path
from wikipub.pipeline import read
from wikipub.readers.html import read_html
from wikipub.source import Format, Origin, ReadOptions, Source

OPTIONS = ReadOptions(format=Format.HTML)

LEAST = 3_000_000
"""Characters of a run; fewer pages are read again and again, as the clock counts hundredths of a second."""

Work = Callable[[Sequence[Source]], None]


def raw(pages: Sequence[Source]) -> None:
    """The trees as the reader makes them."""
    for page in pages:
        read_html(page, OPTIONS, lambda diagnostic: None)


def clean(pages: Sequence[Source]) -> None:
    """The trees that `wikipub.read` gives."""
    for page in pages:
        read(page, OPTIONS)


def by_library(pages: Sequence[Source]) -> None:
    """The plain text that mwparserfromhtml takes out of each page."""
    article = importlib.import_module("mwparserfromhtml").Article
    for page in pages:
        list(article(page.text).get_plaintext())


def by_pandoc(pages: Sequence[Source]) -> None:
    """The trees of pandoc's reader."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{number}.html") for number in range(len(pages))]
        for file, page in zip(files, pages, strict=True):
            file.write_text(page.text, "utf-8")
        command = [pandoc_path(), "-f", "html", "-t", "json", "--file-scope", "-o", os.devnull, *map(str, files)]
        subprocess.run(command, check=True, capture_output=True)


def seconds(work: Work, pages: Sequence[Source]) -> float:
    """Processor seconds of `work`, those of the programs that it runs among them."""
    before = os.times()
    work(pages)
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def main() -> None:
    """Print the rates and how many times as fast as each peer the clean tree is; each time is the best of its runs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+", help="folders of .html files")
    parser.add_argument("--runs", type=int, default=3, help="how often all is timed (default: 3)")
    options = parser.parse_args()
    files = sorted(file for folder in options.folders for file in folder.rglob("*.html"))
    pages = [Source(Origin(file.name, file.stem), file.read_text("utf-8", "replace")) for file in files]
    pages *= LEAST // sum(len(page.text) for page in pages) + 1
    size = sum(len(page.text) for page in pages)
    print(f"{len(pages)} pages, {size / 1e6:.1f} million characters\n")
    work: dict[str, Work] = {"raw tree": raw, "clean tree": clean, "pandoc": by_pandoc}
    if importlib.util.find_spec("mwparserfromhtml"):
        work["mwparserfromhtml"] = by_library
    else:
        print("mwparserfromhtml is not installed, and left out\n")
    for function in work.values():
        seconds(function, pages[:2])
    rounds = [{name: seconds(function, pages) for name, function in work.items()} for _ in range(options.runs)]
    best = {name: min(times[name] for times in rounds) for name in work}
    for name, taken in best.items():
        print(
            f"{name:<16}  {size / taken / 1e6:6.2f} M/s  {taken / best['clean tree']:6.2f} x the time of the clean tree"
        )


if __name__ == "__main__":
    main()
