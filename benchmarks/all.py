"""All that wikipub costs, in one table: each work beside its floor or peer, on the same files in the same run.

    .venv/bin/python benchmarks/all.py [--quick] [--runs N] [--jobs N] [--only ROW ...]

A row has medians over its rounds, in which both sides take turns; `times` is by the clock, `of processors` compares the
seconds of all processors, which other work on the machine changes less; `at most` is what the row is to reach. Rows
and what stands beside them:

- `readers`: scraped text beside a bare pass of regular expressions, wikitext beside mwparserfromhell's bare parse,
  saved pages beside pandoc's reader, a dump beside the same texts in files
- `one`: an article to each format, after a worker's start, beside bare pandoc (for PDF with typst) on a ready-made tree
- `epub`, `pdf`, `all`: 500 scraped texts, beside the bare engines with as many processes at a time
- `wikitext`: 500 articles' wikitext to EPUB, beside `xargs -P N pandoc -f mediawiki`
- `jobs`: two jobs, and as many as processors, beside one
- `nothing`: a second run of 1,000 articles, of which nothing or one has changed, beside the first; one of 500 articles
  in three formats
- `dask`: a Dask cluster of two workers on this machine, beside two jobs
- `book`: a book of 100 articles in three formats, beside the bare engines
- `memory`: the parent's peak of memory at 10,000 small articles, beside that at 100

`--quick` takes a tenth of the articles and one round: it tells whether all rows work, and little more. The texts are
those of ../shared.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import batch
import formats
import readers
from table import Table

Row = Callable[[batch.Bench, Table, int], None]


def reading(bench: batch.Bench, table: Table, share: int) -> None:
    """Each reader."""
    texts = 200 // share
    for row in (readers.text, readers.wikitext, readers.html):
        row(batch.SHARED, table, texts)
    readers.dump(batch.SHARED, table, texts // 2, bench.folder)


ROWS: dict[str, Row] = {
    "readers": reading,
    "one": lambda bench, table, share: formats.one_article(bench, table, max(2, 16 // share)),
    "epub": lambda bench, table, share: batch.each_format(bench, table, "epub", 500 // share),
    "pdf": lambda bench, table, share: batch.each_format(bench, table, "pdf", 500 // share),
    "all": lambda bench, table, share: batch.all_three(bench, table, 500 // share),
    "wikitext": lambda bench, table, share: batch.wikitext(bench, table, 500 // share),
    "jobs": lambda bench, table, share: batch.jobs(bench, table, 360 // share),
    "nothing": lambda bench, table, share: batch.nothing(bench, table, 1000 // share),
    "dask": lambda bench, table, share: batch.dask(bench, table, 200 // share),
    "book": lambda bench, table, share: formats.hundred(batch.SHARED, table, bench.folder, 100 // share),
    "memory": lambda bench, table, share: batch.memory(bench, table, 10_000 // share),
}
"""The rows by their names; each takes what is timed, where to print it, and of which share of the articles it is."""


def main() -> None:
    """Print the table, and what does not fit into it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the articles, one round")
    parser.add_argument("--runs", type=int, default=3, help="rounds of a row (default: 3; of long ones two)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="(default: the number of processors)")
    parser.add_argument("--only", nargs="+", choices=[*ROWS], default=[*ROWS], metavar="ROW", help=", ".join(ROWS))
    options = parser.parse_args()
    start = time.perf_counter()
    print(f"{options.jobs} jobs; load of the machine {os.getloadavg()[0]:.1f}\n")
    table = Table(1 if options.quick else options.runs)
    with tempfile.TemporaryDirectory() as name:
        bench = batch.Bench(Path(name), options.jobs)
        for row in options.only:
            ROWS[row](bench, table, 10 if options.quick else 1)
    print()
    print(*table.notes, f"It took {(time.perf_counter() - start) / 60:.0f} minutes.", sep="\n\n")


if __name__ == "__main__":
    main()
