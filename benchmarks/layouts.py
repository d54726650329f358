"""What a layout costs: a PDF in each layout against pandoc and typst alone, with pandoc's own template.

    python benchmarks/layouts.py FOLDER [--count 20] [--runs 3]

Both set the same bound trees: what is compared are templates, tables made to fit, and the settings that a handout asks
for to even its columns. The checks of glyphs are in neither. Bare are pandoc and typst in processes of their own; a
layout's stay for the next article, as in `wikipub build` of several, and for the second figure they do not.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import wikipub
from wikipub import pipeline
from wikipub.document import Document
from wikipub.engines import Refusal, kept_engines, run_pandoc, run_typst
from wikipub.option_table import Layout
from wikipub.pandoc import Json, to_pandoc
from wikipub.publishers.look import Look, page
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.typst_template import SETTINGS, template
from wikipub.transforms.footnotes import with_footnotes

LIMIT = 1.3
"""How many times as long a layout may take."""

ARGUMENTS = ["--wrap=none", "--syntax-highlighting=none"]
FUNCTIONS = """
#let plain(..arguments) = arguments.pos().last()
#let (hatnote, caption, attribution, source, notes, noted, lead, mark, once, infobox) = (plain,) * 10
#let (foot-line, verse, labelled, formula, fitted, before-table, illustration, gallery) = (plain,) * 8
#let (part, foreign) = (plain,) * 2
#let horizontalrule = []
"""


def main() -> None:
    """Measure each layout and print its cost as a ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    files = sorted(path for path in given.folder.rglob("*") if path.suffix in (".txt", ".wiki"))
    chosen = files[:: max(1, len(files) // given.count)][: given.count]
    bound = [bind(wikipub.read(path)) for path in chosen]
    seconds(bare, bound[:1])  # so that neither is the first
    print(f"{len(bound)} articles, median of {given.runs} runs")
    over = False
    for layout in Layout:
        set_in_layout = partial(laid_out, layout=layout)
        ratios: list[float] = []
        alone: list[float] = []
        for _ in range(given.runs):
            beside = seconds(bare, bound)
            with kept_engines():
                ratios.append(seconds(set_in_layout, bound) / beside)
            alone.append(seconds(set_in_layout, bound) / beside)
        print(f"{layout:8} {median(ratios):.2f} times bare, limit {LIMIT}; each by itself {median(alone):.2f}")
        over = over or median(ratios) > LIMIT
    raise SystemExit(int(over))


def bind(document: Document) -> Document:
    """The bound tree, its notes as footnotes."""
    return with_footnotes(pipeline.bound(document, PublishOptions()).document)


def laid_out(document: Document, layout: Layout) -> None:
    """pandoc, then typst with a layout's template, as publishers/pdf.py runs them."""
    sheet = page(Look(layout), book=False)
    body = run_pandoc(to_pandoc(document, "typst", room=sheet.room), "typst", ARGUMENTS)
    source = template(sheet, SETTINGS) + body
    made(run_typst(source, standards=["ua-1"], wishes=0 if layout is Layout.BOOK else 5))


def bare(document: Document) -> None:
    """Pandoc with its own template, then typst; the elements' functions do nothing."""
    tree: Json = to_pandoc(document, "typst", {"title": "x"})
    arguments = [*ARGUMENTS, "--standalone", "--include-in-header=functions.typ"]
    made(run_typst(run_pandoc(tree, "typst", arguments, {"functions.typ": FUNCTIONS.encode()})))


def made(answer: bytes | Refusal) -> None:
    """The PDF has to be there."""
    if isinstance(answer, Refusal):
        raise SystemExit(f"typst: {answer}")


def seconds(work: Callable[[Document], None], documents: list[Document]) -> float:
    """How long `work` takes for all `documents`, by the clock."""
    start = time.perf_counter()
    for document in documents:
        work(document)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
