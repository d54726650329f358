"""From wikitext to the tree: reading beside mwparserfromhell's bare parse of the same files, on one core.

    .venv/bin/python benchmarks/wikitext_to_tree.py FOLDER... [--runs N] [--pandoc]

The bare parse makes nodes, no blocks, and leaves templates as they are. `raw tree` is `read_wikitext`, `clean tree`
what `wikipub.read` gives for a source; `one page` is the same of all articles as one text, repeated up to 5 million
characters, with its seconds; `--pandoc` adds `pandoc -f mediawiki -t json`, a process a file.
"""

from __future__ import annotations

import argparse
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import mwparserfromhell

from wikipub.engines import pandoc_path
from wikipub.pipeline import read
from wikipub.readers.wikitext import read_wikitext
from wikipub.source import Format, Origin, ReadOptions, Source

LONG_PAGE = 5_000_000
"""Characters of the page that all articles make together."""

OPTIONS = ReadOptions(format=Format.WIKITEXT)


def by_library(source: Source) -> None:
    """The bare parse of mwparserfromhell."""
    mwparserfromhell.parse(source.text)


def raw(source: Source) -> None:
    """The tree as the reader makes it."""
    read_wikitext(source, OPTIONS, lambda diagnostic: None)


def clean(source: Source) -> None:
    """The tree that `wikipub.read` gives."""
    read(source, OPTIONS)


def by_pandoc(source: Source) -> None:
    """The reader of pandoc; of some articles it makes nothing, after a time that counts."""
    command = [pandoc_path(), "-f", "mediawiki", "-t", "json"]
    subprocess.run(command, input=source.text.encode(), capture_output=True, check=False)


def seconds(function: Callable[[Source], None], sources: Sequence[Source], clock: Callable[[], float]) -> float:
    """How long `function` takes for all `sources`."""
    start = clock()
    for source in sources:
        function(source)
    return clock() - start


def main() -> None:
    """Print the rates and their ratios to the bare parse, each the best of its runs in turn."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+", help="folders of .wiki files")
    parser.add_argument("--runs", type=int, default=5, help="how often all is timed (default: 5)")
    parser.add_argument("--pandoc", action="store_true", help="time pandoc's reader, too, by the wall clock")
    options = parser.parse_args()
    files = sorted(file for folder in options.folders for file in folder.rglob("*.wiki"))
    sources = [Source(Origin(file.name, file.stem), file.read_text("utf-8")) for file in files]
    size = sum(len(source.text) for source in sources)
    print(f"{len(sources)} articles, {size / 1e6:.1f} million characters\n")
    work = {"bare parse": by_library, "raw tree": raw, "clean tree": clean}
    for function in work.values():
        seconds(function, sources[:3], time.process_time)
    rounds = [{name: seconds(f, sources, time.process_time) for name, f in work.items()} for _ in range(options.runs)]
    best = {name: min(times[name] for times in rounds) for name in work}
    whole = "\n\n".join(source.text for source in sources)
    page = Source(Origin("page.wiki", "page"), (whole * (LONG_PAGE // len(whole) + 1))[:LONG_PAGE])
    long_page = min(seconds(clean, [page], time.process_time) for _ in range(options.runs))
    best["one page"] = long_page * size / LONG_PAGE
    if options.pandoc:
        best["pandoc"] = seconds(by_pandoc, sources, time.perf_counter)
    for name, taken in best.items():
        print(f"{name:<10}  {size / taken / 1e6:6.2f} M/s  {taken / best['bare parse']:6.2f} x")
    print(f"\na page of 5 million characters: {long_page:.2f} s")


if __name__ == "__main__":
    main()
