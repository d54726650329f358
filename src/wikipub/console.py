"""What a person sees: an inspection and the formats as tables, the outcomes of a build as lines, its progress.

Tables are drawn by rich on a terminal and are plain lines elsewhere. Words of a source are shown with the characters
that a terminal would act upon escaped.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wikipub import engines
from wikipub.batch.outcome import Outcome
from wikipub.batch.tally import Tally, counted
from wikipub.batch.task import Task
from wikipub.diagnostics import Diagnostic, Severity
from wikipub.document import Document, LedgerEntry
from wikipub.errors import WikipubError
from wikipub.inspection import inspection, json_line, notes, place_of, repeat_answer
from wikipub.publishers import PUBLISHERS
from wikipub.source import Format
from wikipub.sources import Overview
from wikipub.transforms.repeats import find_repeats
from wikipub.tree_json import to_json
from wikipub.tree_print import show, text_of
from wikipub.walk import headings, plain

_SAMPLE = 60
"""Characters that are shown of a piece that was left out."""

_NOW_AND_THEN = 30.0
"""Seconds between two lines of progress where there is no terminal."""

_SAME = 3
"""How many diagnostics of one kind a build prints for an input; `inspect` shows them all."""

_READABLE = {
    Format.TEXT: "the text that a scraper left of a wiki page",
    Format.HTML: "a page saved from the browser",
    Format.WIKITEXT: "the source of a wiki article, with its templates by display rules; many of them in an XML dump",
    Format.TREE: "a document tree in JSON, as `wikipub inspect --tree=json` prints it",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table; with no rows the title says all."""

    title: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


# --- What is shown -----------------------------------------------------------------------------------------------


def document_view(
    *, as_json: bool, with_text: bool, tree: str | None, seen: list[Document] | None = None
) -> Callable[[Document], str]:
    """What turns a document into the text that `wikipub inspect` prints of it, ending in a line end.

    Each document is added to `seen`, where that is given.
    """
    if seen is not None:
        view = document_view(as_json=as_json, with_text=with_text, tree=tree)

        def remembered(document: Document) -> str:
            seen.append(document)
            return view(document)

        return remembered
    if as_json:
        return lambda document: json_line(inspection(document, text=with_text)) + "\n"
    if tree:
        return to_json if tree == "json" else show
    if with_text:
        return text_of
    return lambda document: rendered(inspection_sections(document)) + "\n"


def repeats_view(documents: Sequence[Document], *, as_json: bool) -> str:
    """The passages that one of `documents` says again after another, as a table or as one line of JSON."""
    found = find_repeats(documents)
    if as_json:
        return json_line({"repeats": [repeat_answer(repeat, documents) for repeat in found]}) + "\n"
    rows = tuple(
        (
            f"{repeat.likeness:.2f}",
            _one_line(place_of(repeat.later, documents)),
            _one_line(place_of(repeat.first, documents)),
            _one_line(" ".join(repeat.later.words), _SAMPLE),
        )
        for repeat in found
    )
    title = f"Passages said again: {len(rows)}; build --dedupe prints them once"
    return rendered([Section(title, ("likeness", "passage", "first said in", "words"), rows)]) + "\n"


def dump_view(found: Overview) -> str:
    """What a dump holds, for people: its wiki, and how many pages of each namespace."""
    wiki = found.wiki
    facts = (_one_line(wiki.name) or "(no name)", _one_line(wiki.address), wiki.language or "language unknown")
    names = {0: "(articles)"} | {number: name for number, name in wiki.namespaces.items() if name}
    rows = tuple(
        (
            str(number),
            _one_line(names.get(number, "")),
            str(found.pages.get((number, False), 0)),
            str(found.pages.get((number, True), 0)),
        )
        for number in sorted({number for number, _ in found.pages})
    )
    total = counted(sum(found.pages.values()), "page")
    sections = [
        Section(f"{found.name}: an XML dump of {', '.join(filter(None, facts))}"),
        Section(f"Holds: {total}", ("namespace", "name", "pages", "redirects"), rows),
        Section("To see what is made of some, say --limit N, --pages TITLE or --namespace WHICH"),
    ]
    return rendered(sections) + "\n"


def inspection_sections(document: Document) -> list[Section]:
    """A document for people: its outline, what was left out and why, its notes, what was odd."""
    origin, counts = document.origin, notes(document)
    facts = (origin.format, document.language or "language unknown", f"{origin.lines} lines", f"{origin.bytes} bytes")
    marks, entries = counted(counts["marks"], "mark"), counted(len(counts["entries"]), "entry", "entries")
    return [
        Section(f"{origin.name}: {_one_line(document.title) or '(no title)'} ({', '.join(filter(None, facts))})"),
        _outline(document),
        _left_out(document.ledger),
        Section(f"Notes: {marks}, {entries}; marks tied to an entry: {counts['linked']}"),
        _diagnostics(document.diagnostics),
    ]


def _outline(document: Document) -> Section:
    rows = tuple(
        (
            "?" if heading.depth is None else str(heading.depth),
            "  " * ((heading.depth or 1) - 1) + _one_line(plain(heading.inlines)),
            str(heading.spans[0].line) if heading.spans else "-",
            f"{heading.confidence:.3f}",
            ", ".join(heading.evidence) + (f"; against it: {', '.join(heading.doubts)}" if heading.doubts else ""),
        )
        for heading in headings(document)
    )
    title = f"Outline: {counted(len(rows), 'heading')}"
    return Section(title, ("depth", "heading", "line", "confidence", "evidence"), rows)


def _left_out(ledger: tuple[LedgerEntry, ...]) -> Section:
    groups: dict[tuple[str, str, str], list[LedgerEntry]] = defaultdict(list)
    for entry in ledger:
        groups[entry.role, entry.rule, entry.reason].append(entry)
    rows = tuple(
        (role, str(len(entries)), _places(entries), _one_line(entries[0].text, _SAMPLE), reason, rule)
        for (role, rule, reason), entries in groups.items()
    )
    title = f"Left out: {counted(len(ledger), 'piece')}"
    return Section(title, ("role", "count", "lines", "text", "why", "rule"), rows)


def _diagnostics(diagnostics: tuple[Diagnostic, ...]) -> Section:
    rows = tuple((str(d.severity), str(d.line or "-"), _one_line(d.message), d.code) for d in diagnostics)
    warnings = sum(d.severity is Severity.WARNING for d in diagnostics)
    title = f"Diagnostics: {counted(warnings, 'warning')}, {counted(len(rows) - warnings, 'remark')}"
    return Section(title, ("severity", "line", "message", "code"), rows)


def format_sections() -> list[Section]:
    """What can be read and written here, and with which tools and fonts."""
    tools = (("pandoc", _version(engines.pandoc_version)), ("typst", _version(engines.typst_version)))
    return [
        Section("Reads", ("format", "what"), tuple((str(name), what) for name, what in _READABLE.items())),
        Section(
            "Writes",
            ("format", "file name", "what"),
            tuple((f.name, f"*{f.suffix}", f.about) for f in PUBLISHERS.values()),
        ),
        Section("Tools", ("tool", "version"), tools),
        _fonts(),
    ]


def _version(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except WikipubError as error:
        return f"missing: {error}"


def _fonts() -> Section:
    from wikipub.fonts import fonts_found  # it imports what writes documents

    try:
        found = fonts_found()
    except WikipubError as error:
        return Section(f"Fonts: not known: {error}")
    return Section(f"Fonts for PDF: {len(found)} families", ("family",), tuple((family,) for family in found))


def outcome_lines(outcome: Outcome, *, quiet: bool = False) -> Iterator[str]:
    """The errors and warnings of a build's outcome, one line each; of many warnings of one kind the first few.

    Of a quiet run only the errors.
    """
    for error in outcome.errors:
        yield error_line(error, outcome.name)
    if quiet:
        return
    seen: Counter[str] = Counter()
    for diagnostic in outcome.diagnostics:
        if diagnostic.severity is Severity.WARNING:
            seen[diagnostic.code] += 1
            if seen[diagnostic.code] <= _SAME:
                yield _one_line(str(diagnostic))
    for code, count in seen.items():
        if count > _SAME:
            yield f"{outcome.name}: {count - _SAME} more of this kind [{code}]; wikipub inspect shows them all"


def preview_lines(step: Task | Path) -> Iterator[str]:
    """What a build would do in this step: the files that it would build, and why, or the one that it would remove."""
    if isinstance(step, Path):
        yield _one_line(f"would remove {step}: its source is gone")
        return
    for format, why in () if step.faults else step.stale.items():
        yield _one_line(f"would build {step.files[format]}: {why}")


def error_line(error: WikipubError, name: str) -> str:
    """An error as a line for standard error; `name` is what it is about, where the error itself does not say so."""
    message = _one_line(str(error))
    return f"error: {message if message.startswith(name) else f'{name}: {message}'} [{error.code}]"


def _places(entries: list[LedgerEntry]) -> str:
    """The source lines of entries, each once, such as "3, 17-24, …"."""
    places = list(dict.fromkeys((entry.spans[0].line, entry.spans[-1].line) for entry in entries if entry.spans))
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in places[:6]]
    return ", ".join(shown + ["…"] * (len(places) > 6)) or "-"


def _one_line(text: str, longest: int = 10_000) -> str:
    """`text` without line ends, in at most `longest` characters, what is not printable escaped."""
    words = " ".join(text[: 2 * longest].split())
    words = words if len(words) <= longest else words[: longest - 1] + "…"
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


# --- How it is shown ---------------------------------------------------------------------------------------------


def rendered(sections: Iterable[Section]) -> str:
    """Sections as text for standard output: tables where it is a terminal, plain lines where it is not."""
    if sys.stdout.isatty():
        return _tables(sections)
    return "".join(f"{line}\n" for section in sections for line in plain_lines(section))


def plain_lines(section: Section) -> Iterator[str]:
    """A section as lines without any decoration, its columns parted by two blanks."""
    yield section.title
    table = [section.columns, *section.rows] if section.rows else []
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _tables(sections: Iterable[Section]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    with console.capture() as capture:
        for section in sections:
            console.print(Text(section.title, style="bold"))
            if section.rows:
                table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
                for column in section.columns:
                    table.add_column(column, overflow="fold")
                for row in section.rows:
                    table.add_row(*map(Text, row))  # as Text, for the words of a source may hold rich's markup
                console.print(table)
    return capture.get()


def summary_lines(tally: Tally, *, strict: bool) -> Iterator[str]:
    """The sums of a run; on a terminal those of several articles as a table, too."""
    counts = (tally.built, tally.up_to_date, tally.failed, tally.warned)
    if sys.stderr.isatty() and tally.built + tally.up_to_date + tally.failed > 1:
        columns = ("built", "up to date", "failed", "with warnings")
        yield _tables([Section("Articles", columns, (tuple(map(str, counts)),))]).rstrip()
    yield _one_line(tally.summary(strict=strict))


def with_progress(outcomes: Iterator[Outcome], total: int | None) -> Iterator[Outcome]:
    """`outcomes` as they are; while one is waited for, a terminal shows how far `total` is done, at which rate, and how
    many failed. Elsewhere a line says so now and then. None as `total` means that it is not known.
    """
    yield from _with_bar(outcomes, total) if sys.stderr.isatty() else _with_lines(outcomes, total)


def _with_bar(outcomes: Iterator[Outcome], total: int | None) -> Iterator[Outcome]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("[red]{task.fields[failed]}"),
    )
    progress = Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
    )
    task = progress.add_task("building", total=total, rate="", failed="")
    count = failed = 0
    start = time.monotonic()
    try:
        progress.start()
        for outcome in outcomes:
            progress.stop()  # so that what is printed now does not run into the bar
            yield outcome
            count, failed = count + 1, failed + bool(outcome.errors)
            rate = f"{count / (time.monotonic() - start):.1f}/s"
            progress.update(task, advance=1, rate=rate, failed=f"{failed} failed" if failed else "")
            progress.start()
    finally:
        progress.stop()


def _with_lines(outcomes: Iterator[Outcome], total: int | None) -> Iterator[Outcome]:
    count = failed = 0
    start = said = time.monotonic()
    for outcome in outcomes:
        yield outcome
        count, failed = count + 1, failed + bool(outcome.errors)
        now = time.monotonic()
        if now - said >= _NOW_AND_THEN:
            said = now
            print(_progress_line(count, total, failed, now - start), file=sys.stderr, flush=True)


def _progress_line(count: int, total: int | None, failed: int, seconds: float) -> str:
    """How far a run is after `seconds`, such as "120 of 1000 articles, 3 failed, 4.0 a second, 4 minutes left"."""
    parts = [f"{count} of {total} articles" if total else counted(count, "article")]
    if failed:
        parts.append(f"{failed} failed")
    parts.append(f"{count / seconds:.1f} a second")
    if total:
        minutes = round((total - count) * seconds / count / 60)
        parts.append(counted(minutes, "minute") + " left" if minutes else "less than a minute left")
    return ", ".join(parts)
