"""A book of 100 articles as EPUB, PDF and DOCX together, beside bare pandoc and typst on the same trees.

    .venv/bin/python benchmarks/book.py [FOLDER] [--articles N] [--runs N]

FOLDER holds scraped texts; where there are fewer than N, they come again under new titles. Each publication is made in
a process of its own, which tells how long it took and how much memory it and the engines that it started had at most;
then all three are made together, side by side, as `wikipub build` does. Bare are the engines alone, on pandoc's JSON
tree of each format and, for typst, the template that belongs to it, together side by side as well. What wikipub does
besides is to bind the articles, to make that tree, and to mend what pandoc wrote. Reading is not counted.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import wikipub
from wikipub.batch.article import write_all
from wikipub.engines import pandoc_path, run_typst
from wikipub.errors import WikipubError
from wikipub.pandoc import to_pandoc
from wikipub.publishers.convert import formulas, with_formulas_as_code
from wikipub.publishers.look import Look, page
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.typst_template import template
from wikipub.transforms import FINISH
from wikipub.transforms.bind import bind
from wikipub.transforms.footnotes import with_footnotes

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT.parent / "shared" / "eval" / "scraped"
WRITERS = {"epub": "epub3", "pdf": "typst", "docx": "docx"}
MEGABYTE = 1024
"""Kilobytes, in which Linux tells memory, of a megabyte."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a publication costs: seconds by the wall clock and of all processors; megabytes at most of its own process
    and of those it started.
    """

    seconds: float
    processors: float
    own: float
    engine: float


def book(folder: Path, articles: int) -> wikipub.Book:
    """A book of that many of the folder's texts, each under a title of its own.

    Formulas stand as code: typst refuses some, which wikipub finds out before it sets the book, and bare typst cannot.
    """
    texts = sorted(folder.rglob("*.txt"))
    if not texts:
        raise SystemExit(f"{folder}: no *.txt here; name a folder of scraped texts")
    found = [wikipub.read(text) for text in texts[:: max(1, len(texts) // articles)][:articles]]
    read = [with_formulas_as_code(article, frozenset(formulas(article))) for article in found]
    chapters = [read[number % len(read)] for number in range(articles)]
    titled = [replace(chapter, title=f"{chapter.title} {number}") for number, chapter in enumerate(chapters, 1)]
    return wikipub.Book("A hundred articles", tuple(titled))


def publish(work: wikipub.Book, outputs: tuple[str, ...], folder: Path) -> None:
    """What `wikipub build` does with articles that are read."""
    files = {output: folder / f"book.{output}" for output in outputs}
    for answer in write_all(work, files, PublishOptions(), len(files)):
        if isinstance(answer, WikipubError):
            raise SystemExit(str(answer))


def tree(work: wikipub.Book, output: str) -> bytes:
    """The JSON tree that pandoc gets for a format."""
    document = bind(work, frozenset(), lambda _: None)
    for transform in FINISH:
        document = transform(document, lambda _: None)
    if output != "epub":
        document = with_footnotes(document)
    target = "typst" if output == "pdf" else output
    metadata = {"title": document.title, "lang": document.language or "und"}
    return json.dumps(to_pandoc(document, target, metadata), ensure_ascii=False).encode()


def bare(trees: dict[str, bytes], folder: Path) -> None:
    """The engines alone, on the trees of the formats."""
    with ThreadPoolExecutor() as pool:
        for output in [pool.submit(convert, tree, output, folder) for output, tree in trees.items()]:
            output.result()


def convert(tree: bytes, output: str, folder: Path) -> None:
    """One file by the engines alone."""
    file = folder / f"bare.{output}"
    command = [pandoc_path(), "--from=json", f"--to={WRITERS[output]}", "--sandbox"]
    command += ["--mathml", "--toc"] if output == "epub" else ["--toc"] if output == "docx" else []
    if output != "pdf":
        subprocess.run([*command, f"--output={file}"], input=tree, check=True, capture_output=True)
        return
    body = subprocess.run([*command, "--wrap=none"], input=tree, check=True, capture_output=True).stdout
    head = template(page(Look(), book=True), {"title": '"A hundred articles"'})
    pdf = run_typst(head + body, timestamp=PublishOptions().epoch)
    if not isinstance(pdf, bytes):
        raise SystemExit(f"typst: {pdf}")
    file.write_bytes(pdf)


def measured(work: Callable[..., None], *arguments: Any) -> Cost:
    """What `work` costs, done in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measure, args=(theirs, work, arguments))
    process.start()
    cost: Cost = ours.recv()
    process.join()
    return cost


def _measure(answer: Any, work: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    start, before = time.perf_counter(), processor_seconds()
    work(*arguments)
    seconds, processors = time.perf_counter() - start, processor_seconds() - before
    own, engines = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    answer.send(Cost(seconds, processors, own / MEGABYTE, engines / MEGABYTE))


def processor_seconds() -> float:
    """Seconds of all processors that this process and those that it started and that ended have taken."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def main() -> None:
    """Print a line a format, and one of all together, whose ratio counts; the exit status is 1 over `--at-most`."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=TEXTS, help="scraped texts (default: ../shared)")
    parser.add_argument("--articles", type=int, default=100, help="how many chapters (default: 100)")
    parser.add_argument("--runs", type=int, default=3, help="how often each is timed (default: 3)")
    parser.add_argument("--at-most", type=float, default=1.3, help="greatest ratio that is good (default: 1.3)")
    options = parser.parse_args()
    work = book(options.folder, options.articles)
    trees = {output: tree(work, output) for output in WRITERS}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("          seconds            of all processors  megabytes")
        print("          wikipub     bare   wikipub     bare   wikipub's own, its engines; bare engines")
        for outputs in (*((output,) for output in WRITERS), tuple(WRITERS)):
            pairs = [
                (
                    measured(publish, work, outputs, folder),
                    measured(bare, {output: trees[output] for output in outputs}, folder),
                )
                for _ in range(options.runs)
            ]
            times = [median(pair[side].seconds for pair in pairs) for side in (0, 1)]
            times += [median(pair[side].processors for pair in pairs) for side in (0, 1)]
            own = max(pair[0].own for pair in pairs)
            engine, alone = (max(pair[side].engine for pair in pairs) for side in (0, 1))
            row = outputs[0] if len(outputs) == 1 else "together"
            print(f"{row:8} {columns(times)}   {own:5.0f}, {engine:5.0f}; {alone:5.0f}")
    ratio = times[0] / times[1]
    print(f"together {ratio:.2f} times as long; {times[2] / times[3]:.2f} times the processors' seconds")
    sys.exit(ratio > options.at_most)


def columns(times: list[float]) -> str:
    """Four times side by side."""
    return " ".join(f"{time:8.2f}" for time in times)


if __name__ == "__main__":
    main()
