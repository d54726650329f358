"""The table's rows of single publications: an article to each format, and a book of a hundred."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import book
from batch import WRITERS, Bench
from table import ENOUGH, Cost, Table
from wikipub.batch.inputs import Item
from wikipub.batch.job import Job, build_article
from wikipub.engines import kept_engines
from wikipub.publishers.options import PublishOptions
from wikipub.source import ReadOptions


def one_article(bench: Bench, table: Table, articles: int) -> None:
    """An article after the other to each format, by a worker that runs, beside the bare engines on their trees."""
    texts = sorted(bench.texts("scraped", articles).iterdir())
    (bench.folder / "bare").mkdir(exist_ok=True)
    for output, (name, _, _) in WRITERS.items():
        trees, command = bench.trees(output, articles), bench.bare(output)
        file = bench.folder / f"one.{output}"

        def build(output: str = output, file: Path = file) -> None:
            with kept_engines():
                for text in texts:
                    build_article(Job(Item(str(text), str(text)), {output: file}, ReadOptions(), PublishOptions()))

        def engines(command: list[str] = command, trees: Path = trees) -> None:
            for text in texts:
                words = [word.replace("{}", text.stem) for word in command]
                subprocess.run(words, cwd=trees, check=False, capture_output=True)

        table.compare(f"a text → {name}, in a worker", build, "bare engines on its tree", engines, None, articles)


def hundred(shared: Path, table: Table, folder: Path, articles: int) -> None:
    """A book in all three formats side by side; reading is not counted."""
    work = book.book(shared / "scraped", articles)
    trees = {output: book.tree(work, output) for output in book.WRITERS}
    mine: list[Cost] = []
    others: list[Cost] = []
    peaks = [0.0, 0.0, 0.0]
    start = time.perf_counter()
    while not mine or (len(mine) < table.runs and time.perf_counter() - start < ENOUGH):
        ours = book.measured(book.publish, work, tuple(book.WRITERS), folder)
        theirs = book.measured(book.bare, trees, folder)
        mine.append(Cost(ours.seconds, ours.processors))
        others.append(Cost(theirs.seconds, theirs.processors))
        peaks = [max(*both) for both in zip(peaks, (ours.own, ours.engine, theirs.engine), strict=True)]
    table.costs(f"a book of {articles} → EPUB, PDF, DOCX", mine, "bare engines on its trees", others, 1.3)
    table.notes.append(
        f"Peaks of memory for the book: {peaks[0]:.0f} MB of wikipub's own process, {peaks[1]:.0f} MB of the largest "
        f"engine; of bare engines {peaks[2]:.0f} MB"
    )
