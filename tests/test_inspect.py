"""The data of `wikipub inspect --json`, as programs rely on it."""

from __future__ import annotations

import json

from wikipub.diagnostics import Diagnostic, Severity
from wikipub.document import (
    BlockQuote,
    BulletList,
    Document,
    Emphasis,
    Heading,
    LedgerEntry,
    Note,
    NoteList,
    NoteRef,
    Paragraph,
    Span,
    Text,
)
from wikipub.errors import SourceError
from wikipub.inspection import failure, inspection, json_line, notes
from wikipub.source import Origin


def p(*inlines: Text | NoteRef | Emphasis) -> Paragraph:
    return Paragraph(inlines)


ARTICLE = Document(
    "Title",
    (
        p(Text("Lead."), NoteRef("1", "n1"), Emphasis((NoteRef("2", "n2"), NoteRef("9")))),
        Heading(
            (Text("History"), NoteRef("1", "n1")),
            None,
            "history",
            ("edit-mark",),
            ("figures",),
            0.9,
            (Span(4, 0, 9), Span(5, 0, 2)),
        ),
        BulletList(((p(Text("한"), NoteRef("x")),),)),
        Heading((Text("See also"),), 2),
        NoteList(("n2", "n1")),
    ),
    Origin("a/page.txt", "page", "text", bytes=100, lines=7),
    "en",
    {
        "n1": Note("1", (p(Text("First "), NoteRef("2", "n2")),)),
        "n2": Note("2", (p(Text("Second")), BlockQuote((p(Text("quoted")),)))),
        "n3": Note("", (p(Text("Third")),)),
    },
    ("People",),
    (
        LedgerEntry("navbox", "edit-box", "a box", "a\nb", (Span(2, 0, 1), Span(3, 0, 1))),
        LedgerEntry("media", "no-image", "why", "x.png"),
    ),
    (Diagnostic("dangling-notes", Severity.WARNING, "message", "a/page.txt", 4),),
    roles=("title", "", "paragraph"),
)


def test_an_answer_holds_what_the_contract_names_and_nothing_else() -> None:
    assert inspection(ARTICLE) == {
        "file": "a/page.txt",
        "title": "Title",
        "source": {"format": "text", "language": "en", "bytes": 100, "lines": 7},
        "outline": [
            {
                "depth": None,
                "title": "History",
                "line": 4,
                "confidence": 0.9,
                "evidence": ["edit-mark"],
                "doubts": ["figures"],
            },
            {"depth": 2, "title": "See also", "line": None, "confidence": 1.0, "evidence": [], "doubts": []},
        ],
        "lines": ["title", "", "paragraph"],
        "dropped": [
            {"line": 2, "end": 3, "role": "navbox", "rule": "edit-box", "text": "a\nb"},
            {"line": None, "end": None, "role": "media", "rule": "no-image", "text": "x.png"},
        ],
        "notes": {"entries": ["Second\nquoted", "First ", "Third"], "marks": 6, "linked": 4},
        "categories": ["People"],
        "diagnostics": [{"code": "dangling-notes", "severity": "warning", "message": "message", "line": 4}],
    }


def test_text_is_added_on_request() -> None:
    assert inspection(ARTICLE, text=True)["text"].startswith("Lead.[1][2][9]\n\nHistory[1]\n\n한[x]\n")


def test_roles_of_lines_are_told_of_scraped_text_alone() -> None:
    tree = Document("", (), Origin("page.json", "page", "tree"), roles=("title",))

    assert "lines" not in inspection(tree)
    assert inspection(tree)["title"] is None
    assert inspection(tree)["source"]["language"] is None


def test_an_answer_is_one_line_of_ascii() -> None:
    line = json_line(inspection(ARTICLE, text=True))

    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line) == inspection(ARTICLE, text=True)


def test_a_file_that_cannot_be_read_gives_its_name_and_the_error() -> None:
    error = SourceError("x.txt: no such file")

    assert failure("x.txt", error) == {"file": "x.txt", "error": {"code": "source", "message": "x.txt: no such file"}}


def test_marks_in_notes_count_and_dangling_keys_are_not_linked() -> None:
    dangling = Document("T", (p(NoteRef("1", "gone")), NoteList(("gone",))), Origin("x", "x"))

    assert notes(dangling) == {"entries": [], "marks": 1, "linked": 0}
