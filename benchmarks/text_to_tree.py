"""From scraped text to the tree: reading beside a bare pass of regular expressions over the same lines.

    .venv/bin/python benchmarks/text_to_tree.py [PATH ...] [--runs N] [--sizes MB ...]

The bare pass is what a script for these texts does at least: five compiled expressions tried on each line, one more
looked for in each text. It knows five shapes, in English, and keeps nothing. `raw tree` is `read_text`, `clean tree`
what `wikipub.read` gives for a source. The text that takes most for its size is told as it is among the others, each
after another one, and as it is by itself.

Then come shapes of text in growing sizes, each read in a process of its own: seconds for a million characters and the
process's peak of memory. Sizes over five million characters are for the first two shapes only: the others are lines of
a few characters, and of them 50 million would be a tree of millions of blocks.

All times are of the processor, so that other work on the machine matters less.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from wikipub.diagnostics import Diagnostic
from wikipub.pipeline import read
from wikipub.readers.text import read_text
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.sources import load

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "input"

LINE = (
    re.compile(r"^\s*\[\s*edit\s*\]\s*(\S.*)$", re.IGNORECASE),
    re.compile(r"^(.+?)\s*\[\s*edit[^\]]*\]\s*$", re.IGNORECASE),
    re.compile(r"^(={1,6})\s*(.+?)\s*\1\s*$"),
    re.compile(r"^\s*\d+(?:\.\d+)*\.?\s+\S.*$"),
    re.compile(r"^\s*(?:\d+\.\s*)?[\^↑]\s"),
)
"""An edit mark in front, one behind, equals signs, a row of the contents, a note after its caret."""
MARK = re.compile(r"\[(?:\w+ )?\w{1,4}\]")

WORST = 5.0
"""Most million characters of the shapes that are the worst of their kind."""
PROSE = ("the texts", "one line")
LEAST = 1_000_000
"""The texts are taken as often as makes this many characters at least: few short ones measure nothing."""

ROW = 20_000
"""Characters that are read in a row at least to time a text by itself."""

SHAPES: dict[str, Callable[[str, int], str]] = {
    "the texts": lambda text, size: (text * (size // len(text) + 1))[:size],
    "one line": lambda text, size: (text.replace("\n", " ") * (size // len(text) + 1))[:size],
    "short lines": lambda _, size: "Ossel 12\n" * (size // 9),
    "blank lines": lambda _, size: "Ossel" + "\n" * (size - 6) + ".",
    "note marks": lambda _, size: "a[1] b[2] " * (size // 10),
    "edit marks": lambda _, size: "Ossel[edit]\n" * (size // 12),
    "brackets": lambda _, size: "[" * size,
    "notes": lambda _, size: "^ a b Ossel\n" * (size // 12),
    "rows": lambda _, size: "Ossel\t12\n" * (size // 9),
    "items": lambda _, size: "* Ossel\n" * (size // 8),
    "contents": lambda _, size: "Contents\n" + "1 Ossel\n" * (size // 8),
}
"""Texts of a size, made of the texts that are read; all but the first two are the worst of their kind."""


def bare(source: Source) -> None:
    """The bare pass."""
    for line in source.text.split("\n"):
        for pattern in LINE:
            pattern.match(line)
    for _ in MARK.finditer(source.text):
        pass


def ignore(_: Diagnostic) -> None:
    """What is odd about a text does not matter here."""


def raw(source: Source) -> None:
    """The tree as the reader makes it."""
    read_text(source, ReadOptions(), ignore)


def clean(source: Source) -> None:
    """The tree that `wikipub.read` gives."""
    read(source, ReadOptions(format=Format.TEXT))


def seconds(function: Callable[[Source], None], sources: Sequence[Source]) -> list[float]:
    """How long `function` takes for each of `sources`; nothing looks for cycles meanwhile, as in `wikipub.read`."""
    found = []
    gc.disable()
    for source in sources:
        start = time.process_time()
        function(source)
        found.append(time.process_time() - start)
    gc.enable()
    return found


def compare(sources: Sequence[Source], runs: int) -> None:
    """Print the rates of the bare pass and of reading, each the best of `runs` in turn, and the dearest text."""
    size = sum(len(source.text) for source in sources)
    lines = sum(source.text.count("\n") + 1 for source in sources)
    print(f"{len(sources)} texts, {size / 1e6:.1f} million characters, {lines} lines\n")
    work = {"bare pass": bare, "raw tree": raw, "clean tree": clean}
    for function in work.values():
        seconds(function, sources[:10])
    rounds = [{name: seconds(function, sources) for name, function in work.items()} for _ in range(runs)]
    best = {name: [min(times) for times in zip(*(times[name] for times in rounds), strict=True)] for name in work}
    for name, times in best.items():
        whole = sum(times)
        ratio = whole / sum(best["bare pass"])
        print(f"{name:<10}  {size / whole / 1e6:6.1f} M/s  {whole / lines * 1e6:6.1f} µs a line  {ratio:6.2f} x")
    print("\nThe dearest text takes")
    alone = [in_a_row(source, runs) for source in sources]
    for how, times in (("in a row", alone), ("among others", best["clean tree"])):
        share, name = dearest(times, sources)
        print(f"{share:6.1f} times its size's share, read {how}: {name}")


def in_a_row(source: Source, runs: int) -> float:
    """How long a text takes that is read so often in a row that the time is no longer that of the machine's caches.

    A text of two thousand characters takes a millisecond or two, after another one half as much again.
    """
    times = max(1, ROW // len(source.text))
    return min(sum(seconds(clean, [source] * times)) for _ in range(runs)) / times


def dearest(times: Sequence[float], sources: Sequence[Source]) -> tuple[float, str]:
    """The most times its size's share of all time that a text takes, and the text's name."""
    rate = sum(times) / sum(len(source.text) for source in sources)
    return max(
        (taken / len(source.text) / rate, source.origin.name) for taken, source in zip(times, sources, strict=True)
    )


def sample(paths: Sequence[Path]) -> list[Source]:
    """The texts under `paths`, often enough to be measured."""
    files = sorted(file for path in paths for file in ([path] if path.is_file() else path.rglob("*.txt")))
    sources = [source for file in files for source in load(file, ReadOptions())]
    size = sum(len(source.text) for source in sources)
    return sources * (LEAST // size + 1 if size < LEAST else 1)


def grow(paths: Sequence[Path], sizes: Sequence[float]) -> None:
    """Print a row for each shape: seconds a million characters and peak memory at each size."""
    head = "".join(f"{f'{size:g} MB':>18}" for size in sizes)
    print(f"\n{'':<12}{head}")
    for shape in SHAPES:
        cells = []
        for size in (size for size in sizes if size <= WORST or shape in PROSE):
            command = [sys.executable, __file__, *map(str, paths), "--one", shape, str(int(size * 1e6))]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            answer = json.loads(done.stdout)
            cells.append(f"{answer['seconds'] / size:9.2f} s {answer['peak'] / 1024:4.0f} MB")
        print(f"{shape:<12}" + "".join(f"{cell:>18}" for cell in cells), flush=True)
    print("\nSeconds are for each million characters, memory is the process's peak.")


def one(paths: Sequence[Path], shape: str, size: int) -> None:
    """Read one text of a shape, print what it took as JSON."""
    text = SHAPES[shape]("\n".join(dict.fromkeys(source.text for source in sample(paths))), size)
    clean(Source(Origin(name=shape, stem=shape), "a"))  # the tables are read once
    start = time.process_time()
    clean(Source(Origin(name=shape, stem=shape), text))
    taken = time.process_time() - start
    print(json.dumps({"seconds": taken, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


def main() -> None:
    """Print the comparison and the growth."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", type=Path, nargs="*", help="files or folders of scraped texts (default: input/)")
    parser.add_argument("--runs", type=int, default=5, help="how often all is timed (default: 5)")
    parser.add_argument("--sizes", type=float, nargs="*", default=[1, 5, 50], help="in million characters")
    parser.add_argument("--one", nargs=2, metavar=("SHAPE", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    paths = options.paths or [SAMPLES]
    if options.one:
        one(paths, options.one[0], int(options.one[1]))
        return
    compare(sample(paths), options.runs)
    if options.sizes:
        grow(paths, options.sizes)


if __name__ == "__main__":
    main()
