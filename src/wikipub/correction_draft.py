"""The places of a document that wikipub is not sure of, as the draft of a correction (docs/corrections.md).

All entries are comments: what nobody has looked at is no correction. A person takes the `# ` away in front of what is
right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wikipub.data.table import toml_string
from wikipub.document import Document, Span
from wikipub.source import Source, Verdict
from wikipub.sources import ELLIPSIS
from wikipub.walk import headings

SURE = 0.9
"""A heading of less confidence is doubtful."""

BY_PLACE = frozenset(
    (
        "before-title",
        "contents-empty",
        "edit-box",
        "foot-wrapped",
        "language-among",
        "navbox",
        "navbox-labels",
        "page-foot",
        "sidebar",
    )
)
"""Rules of the ledger that know lines by where they stand, not by what they say."""

_QUOTED = 60
"""How many characters of a longer line are quoted."""
_WIDTH = 110


def draft(source: Source, document: Document) -> str:
    """The text of a correction of `source`, of which `document` was made: a valid one that says nothing yet."""
    lines = source.text.split("\n")
    parts = [
        *_head(source.origin.name),
        *_title(document),
        *_headings(document, lines),
        *_furniture(document, lines),
    ]
    if len(parts) == 1:
        parts.append(_comment("wikipub is sure of all it found here; correct what it got wrong all the same."))
    return "\n".join(parts)


def _head(name: str) -> Iterator[str]:
    yield _comment(
        f"A correction of {name}: the places that wikipub is not sure of. Nothing here counts as long as it stands "
        'behind a "#": take the "# " away in front of an entry that is right, and change what is not. A heading that '
        "is none goes under [[not-heading]], without a level; [[heading]], [[not-heading]], [[paragraph]], "
        "[[caption]], [[furniture]] and [title] may name any other line, too."
    )


def _title(document: Document) -> Iterator[str]:
    codes = {found.code for found in document.diagnostics}
    if not codes.isdisjoint(("title-from-name", "title-from-address", "title-from-lead")):
        about = "No line is a title: say it in words, or name its line with the keys line and text."
        yield _comment(about) + _entry("[title]", [f"words = {toml_string(document.title)}"])


def _headings(document: Document, lines: list[str]) -> Iterator[str]:
    doubtful = [found for found in headings(document) if found.confidence < SURE or found.depth is None]
    if doubtful := [found for found in doubtful if found.spans]:
        yield _comment(
            "Headings. Of these few witnesses say that they are headings, or none says of what level; 1 is that of a "
            "top section."
        )
    for heading in doubtful:
        level = "level = 1  ## not known" if heading.depth is None else f"level = {heading.depth}"
        why = f"confidence {heading.confidence:.2f}, by {', '.join(heading.evidence)}"
        yield _comment(why) + _entry(f"[[{Verdict.HEADING}]]", [*_place(heading.spans, lines), level])


def _furniture(document: Document, lines: list[str]) -> Iterator[str]:
    doubtful = [entry for entry in document.ledger if entry.rule in BY_PLACE and entry.spans]
    if doubtful:
        yield _comment(
            "Left out for where it stands, not for what it says. What is the article's is a paragraph of it."
        )
    for entry in doubtful:
        why = f"{entry.rule}: {entry.reason}"
        yield _comment(why) + _entry(f"[[{Verdict.PARAGRAPH}]]", _place(entry.spans, lines))


def _place(spans: tuple[Span, ...], lines: list[str]) -> list[str]:
    """The keys that name the lines of `spans`, from the first to the last of them."""
    first, last = spans[0].line, spans[-1].line
    place = [f"line = {first}", f"text = {_quote(lines[first - 1])}"]
    if last > first:
        place += [f"through = {last}", f"through-text = {_quote(lines[last - 1])}"]
    return place


def _quote(line: str) -> str:
    text = line.strip()
    return toml_string(text if len(text) <= _QUOTED else text[:_QUOTED].rstrip() + ELLIPSIS)


def _entry(table: str, fields: Iterable[str]) -> str:
    return "".join(f"# {line}\n" for line in (table, *fields))


def _comment(text: str) -> str:
    """`text` as lines of a comment, two hashes before each: what stays one when the entries' hashes are taken away."""
    rows = [""]
    for word in text.split():
        if len(rows[-1]) + len(word) >= _WIDTH:
            rows.append("")
        rows[-1] += f" {word}"
    return "".join(f"##{row}\n" for row in rows)
