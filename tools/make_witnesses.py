"""Make src/wikipub/data/witnesses.toml: what each witness of a heading is worth, fitted to texts with known headings.

Run it as `python -m tools.make_witnesses` with ../shared/eval beside the repository. It always makes the same file of
the same texts. `--check` writes nothing, and ends with 1 if the file is not what it would write; `--calibration` prints
how many lines of each confidence are headings, each set of texts judged by what the two others taught.

The lines that are learnt from: all lines that marks or the contents block make headings, each also as if one kind of
marks were not there, and as if a single mark were all that is known of it; and all lines of the shape of a heading, in
each text as if it had no marks at all.

The weights are those of a logistic regression with a ridge penalty. A witness never counts less than LEAST, so that
confidence falls with each that is taken away, nor does a doubt count for a heading. A mark that no text has counts as
the weakest of its kind.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import NamedTuple

from wikipub.data.furniture import furniture
from wikipub.data.language import Language
from wikipub.data.witnesses import Weights
from wikipub.readers.text import read_marks
from wikipub.readers.text.headings.bare import LAYOUT, statements
from wikipub.readers.text.headings.evidence import confidence
from wikipub.readers.text.headings.marked import weigh_surroundings
from wikipub.readers.text.headings.surroundings import Statement
from wikipub.readers.text.lines import lines_of
from wikipub.readers.text.page import Page
from wikipub.source import Correction, ReadOptions
from wikipub.sources import load

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "wikipub" / "data" / "witnesses.toml"
TEXTS = ROOT.parent / "shared" / "eval"
SETS = ("scraped", "scraped-mw", "scraped-lang")

MARKS = (
    ("edit-mark-before", "edit-mark-after", "edit-mark-above", "edit-mark-below", "edit-mark-by-shape"),
    ("equals-signs", "hashes", "stars", "rule-below", "rubric", "level-in-words"),
    ("in-contents",),
)
"""The kinds of marks that a text may have or not."""

RIDGE = 1.0
LEAST = 0.2
STEPS, TOLERANCE = 300, 1e-5
ROUNDS = 3
"""The layout is told by headings that are sure, and these by weights: so the fit is made again with its own weights."""
DIGITS = 2
BANDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0)


class Text(NamedTuple):
    """A text with known headings: `marked` as it was read, `bare` as if no line carried a mark."""

    group: str
    marked: Page
    bare: Page
    language: Language | None
    truth: frozenset[tuple[str, int]]


class Sample(NamedTuple):
    """A line, what is said of it, and whether it is a heading."""

    statement: Statement
    is_heading: bool


# --- the texts ---------------------------------------------------------------------------------------------------


def read_texts(folder: Path) -> list[Text]:
    """The texts of all sets, in order."""
    return [
        text for name in SETS for path in sorted((folder / name).glob("*/*.truth.json")) for text in _read(name, path)
    ]


def _read(group: str, path: Path) -> Iterator[Text]:
    truth = json.loads(path.read_text("utf-8"))
    known = frozenset((_norm(title), line) for _, title, line in truth["headings"] if line)
    for source in load(path.with_name(path.name.removesuffix(".truth.json") + ".txt"), ReadOptions()):
        page, _ = lines_of(source.text, Correction(""))
        _, language, _ = read_marks(page, furniture())
        bare = _without_marks(page)
        weigh_surroundings(page, language)
        yield Text(group, page, bare, language, known)


def _without_marks(page: Page) -> Page:
    """A copy of the page without marks and contents block, as a tool that drops them would have left it."""
    bare = deepcopy(page)
    for index, found in page.headings.items():
        bare.texts[index] = page.texts[index][found.start : found.end]
    bare.headings.clear()
    for index, claim in page.claims.items():
        if claim.role in ("edit-mark", "contents"):
            bare.texts[index] = ""
            del bare.claims[index]
    return bare


def _norm(title: str) -> str:
    return "".join(filter(str.isalnum, title.casefold()))


def _is_heading(text: Text, page: Page, index: int, title: str) -> bool:
    spans = page.spans(index, 0, len(page.texts[index]))
    lines = range(spans[0].line - 1, spans[-1].line + 2)
    return any((_norm(title), line) in text.truth for line in lines)


# --- the samples -------------------------------------------------------------------------------------------------


def samples(text: Text, table: Weights) -> Iterator[Sample]:
    """All lines of a text that are learnt from; `table` tells which bare headings are sure."""
    page = text.marked
    for index, found in page.headings.items():
        is_heading = _is_heading(text, page, index, page.texts[index][found.start : found.end])
        marks = {witness for kind in MARKS for witness in kind}
        for kind in ((), *MARKS):
            evidence = tuple(witness for witness in found.evidence if witness not in kind)
            if marks & {*evidence} and (not kind or evidence != found.evidence):
                yield Sample(Statement(evidence, found.doubts), is_heading)
        for mark in marks & {*found.evidence}:
            yield Sample(Statement((mark,), ()), is_heading)
    for index, statement in statements(text.bare, text.language, table).items():
        yield Sample(statement, _is_heading(text, text.bare, index, text.bare.texts[index]))


# --- the fit -----------------------------------------------------------------------------------------------------


def fit(texts: Sequence[Text]) -> Weights:
    """The weights that the texts teach."""
    table = Weights(0.0, defaultdict(float), defaultdict(float))
    for round_ in range(ROUNDS + 1):
        known = [sample for text in texts for sample in samples(text, table)]
        table = regression(known if round_ else [_without_layout(sample) for sample in known])
    return table


def _without_layout(sample: Sample) -> Sample:
    witnesses, doubts = sample.statement
    kept = Statement(
        tuple(witness for witness in witnesses if witness not in LAYOUT),
        tuple(doubt for doubt in doubts if doubt not in LAYOUT),
    )
    return sample._replace(statement=kept)


def regression(known: Iterable[Sample]) -> Weights:
    """Coordinate by coordinate, each by a bounded step of Newton's method, until none moves any more."""
    counts: dict[Statement, list[int]] = defaultdict(lambda: [0, 0])
    for sample in known:
        counts[sample.statement][sample.is_heading] += 1
    rows = sorted(counts.items())
    odds = [0.0] * len(rows)
    names = {
        name: sign
        for (witnesses, doubts), _ in rows
        for name, sign in (*((w, 1) for w in witnesses), *((d, -1) for d in doubts))
    }
    members = {"": range(len(rows))} | {
        name: [i for i, ((witnesses, doubts), _) in enumerate(rows) if name in witnesses or name in doubts]
        for name in sorted(names)
    }
    found = dict.fromkeys(members, 0.0)
    for _ in range(STEPS):
        moved = 0.0
        for name, indices in members.items():
            penalty = RIDGE if name else 0.0
            slope, curve = -penalty * found[name], penalty + 1e-9
            for i in indices:
                none, all_ = rows[i][1]
                chance = 1.0 / (1.0 + exp(-odds[i]))
                slope += all_ - (none + all_) * chance
                curve += (none + all_) * chance * (1.0 - chance)
            value = found[name] + max(-1.0, min(1.0, slope / curve))
            if name:
                value = max(value, LEAST) if names[name] > 0 else min(value, -LEAST)
            for i in indices:
                odds[i] += value - found[name]
            moved = max(moved, abs(value - found[name]))
            found[name] = value
        if moved < TOLERANCE:
            break
    for kind in MARKS:
        weakest = min((found[mark] for mark in kind if mark in found), default=LEAST)
        found.update((mark, weakest) for mark in kind if mark not in found)
    names.update((mark, 1) for kind in MARKS for mark in kind)
    rounded = {name: round(value, DIGITS) for name, value in found.items()}
    return Weights(
        rounded.pop(""),
        {name: value for name, value in rounded.items() if names[name] > 0},
        {name: value for name, value in rounded.items() if names[name] < 0},
    )


# --- what is printed ---------------------------------------------------------------------------------------------


def toml(table: Weights) -> str:
    """The whole file."""
    parts = [
        "# Made by tools/make_witnesses.py, which tells how; do not edit it here. Log odds.\n",
        'source = "fitted to the texts with known headings under ../shared/eval"\n',
        f"line = {table.line}\n",
    ]
    for section, values in (("witnesses", table.witnesses), ("doubts", table.doubts)):
        rows = sorted(values.items(), key=lambda row: (-abs(row[1]), row[0]))
        parts.append(f"\n[{section}]\n" + "".join(f"{name} = {value}\n" for name, value in rows))
    return "".join(parts)


def calibration(texts: Sequence[Text]) -> str:
    """How many lines of each confidence are headings, as a Markdown table."""
    bands: Counter[tuple[str, float, bool]] = Counter()
    for group in SETS:
        taught = fit([text for text in texts if text.group != group])
        table = Weights(taught.line, defaultdict(float, taught.witnesses), defaultdict(float, taught.doubts))
        for text in texts:
            if text.group != group:
                continue
            for witnesses, doubts, is_heading in ((*s.statement, s.is_heading) for s in samples(text, table)):
                marked = "marked" if any(mark in witnesses for kind in MARKS for mark in kind) else "bare"
                if not taught.witnesses.keys() >= {*witnesses}:
                    continue  # the others could not teach what it is worth
                chance = confidence(witnesses, doubts, table)
                band = max(least for least in BANDS[:-1] if chance >= least)
                bands[marked, band, is_heading] += 1
    rows = ["| confidence | marked lines | are headings | bare lines | are headings |", "|---|---|---|---|---|"]
    for least, most in pairwise(BANDS):
        cells = [f"{least:g}–{most:g}"]
        for kind in ("marked", "bare"):
            good, bad = bands[kind, least, True], bands[kind, least, False]
            cells += [f"{good + bad}", f"{good / (good + bad):.3f}" if good + bad else "–"]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file, or check it; 2 where there are no texts."""
    parser = argparse.ArgumentParser(prog="python -m tools.make_witnesses", description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if the file is another one")
    parser.add_argument("--calibration", action="store_true", help="print the table of docs/headings.md")
    options = parser.parse_args(arguments)
    if not TEXTS.is_dir():
        print("no folder ../shared/eval beside the repository", file=sys.stderr)
        return 2
    texts = read_texts(TEXTS)
    if options.calibration:
        print(calibration(texts))
        return 0
    made = toml(fit(texts))
    if options.check:
        return int(made != TARGET.read_text("utf-8"))
    TARGET.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
