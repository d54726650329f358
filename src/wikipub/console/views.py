"""What was found in a source, what a dump holds, what can be read and written here: as tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from wikipub import engines
from wikipub.batch.tally import counted
from wikipub.console.tables import Section, one_line, rendered
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

_READABLE = {
    Format.TEXT: "the text that a scraper left of a wiki page",
    Format.HTML: "a page saved from the browser",
    Format.WIKITEXT: "the source of a wiki article, with its templates by display rules; many of them in an XML dump",
    Format.TREE: "a document tree in JSON, as `wikipub inspect --tree=json` prints it",
}


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
            one_line(place_of(repeat.later, documents)),
            one_line(place_of(repeat.first, documents)),
            one_line(" ".join(repeat.later.words), _SAMPLE),
        )
        for repeat in found
    )
    title = f"Passages said again: {len(rows)}; build --dedupe prints them once"
    return rendered([Section(title, ("likeness", "passage", "first said in", "words"), rows)]) + "\n"


def dump_view(found: Overview) -> str:
    """What a dump holds, for people: its wiki, and how many pages of each namespace."""
    wiki = found.wiki
    facts = (one_line(wiki.name) or "(no name)", one_line(wiki.address), wiki.language or "language unknown")
    names = {0: "(articles)"} | {number: name for number, name in wiki.namespaces.items() if name}
    rows = tuple(
        (
            str(number),
            one_line(names.get(number, "")),
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
        Section(f"{origin.name}: {one_line(document.title) or '(no title)'} ({', '.join(filter(None, facts))})"),
        _outline(document),
        _left_out(document.ledger),
        Section(f"Notes: {marks}, {entries}; marks tied to an entry: {counts['linked']}"),
        _diagnostics(document.diagnostics),
    ]


def _outline(document: Document) -> Section:
    rows = tuple(
        (
            "?" if heading.depth is None else str(heading.depth),
            "  " * ((heading.depth or 1) - 1) + one_line(plain(heading.inlines)),
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
        (role, str(len(entries)), _places(entries), one_line(entries[0].text, _SAMPLE), reason, rule)
        for (role, rule, reason), entries in groups.items()
    )
    title = f"Left out: {counted(len(ledger), 'piece')}"
    return Section(title, ("role", "count", "lines", "text", "why", "rule"), rows)


def _diagnostics(diagnostics: tuple[Diagnostic, ...]) -> Section:
    rows = tuple((str(d.severity), str(d.line or "-"), one_line(d.message), d.code) for d in diagnostics)
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


def _places(entries: list[LedgerEntry]) -> str:
    """The source lines of entries, each once, such as "3, 17-24, …"."""
    places = list(dict.fromkeys((entry.spans[0].line, entry.spans[-1].line) for entry in entries if entry.spans))
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in places[:6]]
    return ", ".join(shown + ["…"] * (len(places) > 6)) or "-"
