"""From a dump to trees: a dump streamed and read, beside the same wikitexts read from files, on one core.

    .venv/bin/python benchmarks/dump_to_tree.py DUMP [--pages N] [--runs N]

The articles of DUMP are repeated under other titles until there are N of them (default: 1,000); the dump of these, as
it is and compressed, and a folder of as many files are written to a temporary folder first. `peak` is the most memory
that the stage's process took. Exit status 1 where the dump takes over 1.15 times as long as the files.
"""

from __future__ import annotations

import argparse
import bz2
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

from wikipub.pipeline import read_all
from wikipub.source import Format, ReadOptions
from wikipub.sources import load

MOST = 1.15
"""How many times as long as from files reading from a dump may take."""

_PAGE = re.compile(r"  <page>.*?</page>\n", re.DOTALL)


def write(dump: Path, folder: Path, pages: int) -> None:
    """Write the dump, its compressed copy and the files that are compared."""
    text = dump.read_text("utf-8")
    found = _PAGE.findall(text)
    articles = [page for page in found if "<ns>0</ns>" in page and "<redirect" not in page]
    others = [page for page in found if page not in articles]
    made = []
    for number in range(pages):
        page = articles[number % len(articles)]
        made.append(re.sub("<title>(.*?)</title>", rf"<title>\1 {number}</title>", page, count=1))
    whole = text[: text.index("  <page>")] + "".join(others + made) + "</mediawiki>\n"
    (folder / "dump.xml").write_text(whole, "utf-8")
    (folder / "dump.xml.bz2").write_bytes(bz2.compress(whole.encode()))
    files = folder / "files"
    files.mkdir()
    for number, source in enumerate(load(folder / "dump.xml", ReadOptions())):
        (files / f"{number:06}.wiki").write_text(source.text, "utf-8")


def stage(path: Path) -> None:
    """Read all articles at `path`; print the seconds of the processor and the peak of memory in MB."""
    start = process_time()
    count = sum(1 for _ in read_all(path, ReadOptions(format=Format.WIKITEXT, language="en")))
    taken = process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(count, taken, peak)


def measured(path: Path) -> tuple[float, float]:
    """Seconds and peak memory of a stage, in a process of its own."""
    command = [sys.executable, __file__, "--stage", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    _, taken, peak = done.stdout.split()
    return float(taken), float(peak)


def main() -> None:
    """Print the best of the runs of each way, and its ratio to the files."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("dump", type=Path, help="an XML dump, not compressed")
    parser.add_argument("--pages", type=int, default=1000, help="how many articles are read (default: 1000)")
    parser.add_argument("--runs", type=int, default=3, help="how often all is timed (default: 3)")
    parser.add_argument("--stage", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        stage(options.dump)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(options.dump, folder, options.pages)
        ways = {"files": folder / "files", "dump": folder / "dump.xml", "dump, bzip2": folder / "dump.xml.bz2"}
        rounds = [{way: measured(path) for way, path in ways.items()} for _ in range(options.runs)]
    best = {way: min(times[way] for times in rounds) for way in ways}
    for way, (taken, peak) in best.items():
        ratio = taken / best["files"][0]
        print(f"{way:<12}  {options.pages / taken:7.0f} articles/s  {ratio:5.2f} x  peak {peak:4.0f} MB")
    sys.exit(best["dump"][0] > MOST * best["files"][0])


if __name__ == "__main__":
    main()
