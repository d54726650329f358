"""A person's correction: it wins over every witness, is held against the source, and can be drafted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import wikipub
from balance import assert_balanced
from wikipub.cli import cli
from wikipub.data.witnesses import weights
from wikipub.document import Document, Figure, Heading, Paragraph
from wikipub.errors import CorrectionError, SourceError, WikipubError
from wikipub.pipeline import read
from wikipub.readers.text.headings.evidence import confidence
from wikipub.source import Format, Keep, ReadOptions
from wikipub.sources import inputs, load
from wikipub.sources.correction import read_correction
from wikipub.tree_print import text_of
from wikipub.walk import headings, plain

PAGE = """\
Harbour ferry

From Wikipedia, the free encyclopedia

The harbour ferry crosses the sound four times a day in every season of the year, and once at night.

[edit] History

It was built in the yard at the river and launched in the spring before the bridge was closed to carts.

The crew at work in the harbour

Boats[edit]

A sentence about the boats that cross the sound and of the crew that lives on board of them all year.

Read our other pages
Ask a boatman

Categories: Boats | Ferries
A last word
"""


def entry(table: str, line: int, text: str, **more: object) -> str:
    rows = [f"[{table}]" if table == "title" else f"[[{table}]]", f"line = {line}", f'text = "{text}"']
    rows += [f"{key.replace('_', '-')} = {value!r}" for key, value in more.items()]
    return "\n".join(rows) + "\n"


def page(folder: Path, fix: str, text: str = PAGE) -> Path:
    path = folder / "page.txt"
    path.write_text(text, "utf-8")
    (folder / "page.txt.fix.toml").write_text(fix, "utf-8")
    return path


@pytest.fixture
def corrected(tmp_path: Path) -> Callable[..., Document]:
    def document(fix: str, text: str = PAGE, **options: object) -> Document:
        (source,) = load(page(tmp_path, fix, text), ReadOptions())
        found = read(source, ReadOptions(format=Format.TEXT, **options))  # type: ignore[arg-type]
        assert_balanced(source, found)
        return found

    return document


def outline(document: Document) -> list[tuple[int | None, str]]:
    return [(heading.depth, plain(heading.inlines)) for heading in headings(document)]


def test_a_heading_is_one_by_the_persons_word(corrected: Callable[..., Document]) -> None:
    document = corrected(entry("heading", 11, "The crew at work in the harbour", level=2))
    assert outline(document) == [(None, "History"), (2, "The crew at work in the harbour"), (None, "Boats")]
    heading = next(found for found in headings(document) if found.depth == 2)
    assert (heading.evidence, heading.confidence) == (("correction",), 1.0)


def test_a_heading_that_is_known_keeps_its_witnesses_and_loses_its_marks(corrected: Callable[..., Document]) -> None:
    document = corrected(entry("heading", 13, "Boats[edit]", level=3))
    assert outline(document)[-1] == (3, "Boats")
    evidence = [found.evidence for found in headings(document)][-1]
    assert (evidence[0], evidence[-1]) == ("edit-mark-after", "correction")


def test_what_is_no_heading_is_what_it_would_be_else(corrected: Callable[..., Document]) -> None:
    document = corrected(entry("not-heading", 13, "Boats[edit]"))
    assert outline(document) == [(None, "History")]
    assert "Boats[edit]" in [plain(block.inlines) for block in document.blocks if isinstance(block, Paragraph)]


def test_furniture_goes_to_the_ledger_under_the_corrections_name(corrected: Callable[..., Document]) -> None:
    fix = entry("furniture", 17, "Read our other pages", through=18, through_text="Ask a boatman")
    (dropped,) = [found for found in corrected(fix).ledger if found.rule == "correction"]
    assert (dropped.role, dropped.text) == ("furniture", "Read our other pages\nAsk a boatman")


def test_paragraphs_and_captions_come_back_from_the_pages_foot(corrected: Callable[..., Document]) -> None:
    fix = entry("caption", 20, "Categories: Boats | Ferries") + entry("paragraph", 21, "A last word")
    document = corrected(fix)
    assert [type(block) for block in document.blocks[-2:]] == [Figure, Paragraph]
    assert text_of(document).endswith("Categories: Boats | Ferries\n\nA last word\n")


def test_the_title_is_a_line_or_words(corrected: Callable[..., Document]) -> None:
    assert corrected(entry("title", 11, "The crew at work in the harbour")).title == "The crew at work in the harbour"
    document = corrected('[title]\nwords = "The ferry"\n')
    assert document.title == "The ferry"
    assert ("correction", "Harbour ferry") in [(found.rule, found.text) for found in document.ledger]


def test_a_correction_is_told_once(corrected: Callable[..., Document]) -> None:
    said = [found for found in corrected('[title]\nwords = "The ferry"\n').diagnostics if found.code == "corrected"]
    assert [found.message.split(" of it")[0] for found in said] == ["a person corrected 1 place"]
    assert not [found for found in corrected("# nothing yet\n").diagnostics if found.code == "corrected"]


WRAPPED = (
    "Harbour ferry\n\n"
    + "The harbour ferry crosses the sound four times a day in every season of the\n" * 8
    + "The crew of the ferry that lives on board and at the\nfoot of the mole\n"
    + "and it crosses the sound again in the evening of each day of the year.\n"
)


def test_lines_are_joined_as_the_person_says(corrected: Callable[..., Document]) -> None:
    fix = entry("heading", 11, "The crew of the ferry…", through=12, through_text="foot of the mole")
    document = corrected(fix, WRAPPED)
    assert outline(document) == [(None, "The crew of the ferry that lives on board and at the foot of the mole")]
    last = document.blocks[-1]
    assert isinstance(last, Paragraph)
    assert plain(last.inlines).startswith("and it crosses")


def test_a_correction_within_a_mirrors_quotations_counts(corrected: Callable[..., Document]) -> None:
    text = PAGE + "\nFamous quotes containing the word boat:\n\n    A boat is patient.\n    A boatman\n"
    fix = entry("heading", 26, "A boatman", level=1)
    assert outline(corrected(fix, text, keep=frozenset({Keep.QUOTES})))[-1] == (1, "A boatman")


def test_every_kind_of_line_can_be_corrected_to_every_verdict(corrected: Callable[..., Document]) -> None:
    for number, line in enumerate(PAGE.split("\n"), 1):
        for table in ("title", "heading", "not-heading", "paragraph", "caption", "furniture") if line else ():
            document = corrected(entry(table, number, line))
            known = {"not-heading": {document.roles[number - 1]} - {"heading"}}.get(table, {table})
            assert document.roles[number - 1] in known, (table, line)


def test_no_witness_outweighs_a_person() -> None:
    assert confidence(tuple(weights().witnesses)) < 0.9998 < confidence(("correction",), tuple(weights().doubts)) == 1.0


WRONG = {
    "no TOML": ("[[heading]\n", r"not valid TOML: .*line 1.*; mend that place"),
    "deep nesting": ("a = " + "[" * 5000, "not valid TOML"),
    "an unknown table": ("[[headings]]\nline = 1\n", "headings: unknown key; did you mean heading?"),
    "an unknown key": (
        entry("heading", 7, "[edit] History", levl=1),
        "heading 1: levl: unknown key; did you mean level?",
    ),
    "a level of no heading": (entry("caption", 7, "[edit] History", level=1), "caption 1: level: unknown key"),
    "a level too deep": (entry("heading", 7, "[edit] History", level=7), "level: expected a whole number from 1 to 6"),
    "a line that is no number": ('[[heading]]\nline = "7"\ntext = "x"\n', "heading 1: line: expected a whole number"),
    "no text": ("[[heading]]\nline = 7\n", "heading 1: text: expected a string that is not empty, but it is missing"),
    "a line beyond the end": (
        entry("heading", 99, "x"),
        r"heading 1: text: the source has no line 99, only 22; correct",
    ),
    "a blank line": (entry("heading", 2, "x"), "line 2 is blank, not “x”; the source has changed: correct the entry"),
    "a text that moved": (
        entry("heading", 9, "Boats[edit]"),
        "line 9 reads “It was built .*…”, not “Boats.edit.”, which stands on line 13; correct the number",
    ),
    "a text of an ellipsis alone": (entry("heading", 7, "…"), "line 7 reads “.edit. History”, not “…”"),
    "an end before the start": (entry("furniture", 7, "[edit] History", through=5), "through: expected a whole number"),
    "an end without its text": (entry("furniture", 7, "[edit] History", through=9), "through-text: expected a string"),
    "two entries of a line": (
        entry("heading", 7, "[edit] History") + entry("furniture", 7, "[edit] History"),
        "furniture 1: line 7 is in the entry heading 1, too; take one out",
    ),
    "two titles": ("[[title]]\nline = 1\n", "title: expected a table"),
    "a title of words and of a line": ('[title]\nwords = "x"\nline = 1\n', "title: line: unknown key"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_with_file_key_and_remedy(name: str) -> None:
    fix, message = WRONG[name]
    with pytest.raises(CorrectionError, match=r"^page\.txt\.fix\.toml: .*" + message.replace("?", r"\?")) as caught:
        read_correction(fix.encode(), "page.txt.fix.toml", PAGE)
    assert caught.value.exit_code == 14


def test_a_file_in_another_encoding_is_named() -> None:
    with pytest.raises(CorrectionError, match="save it in UTF-8"):
        read_correction('[title]\nwords = "Fähre"'.encode("latin-1"), "page.txt.fix.toml", PAGE)
    assert read_correction('[title]\nwords = "Fähre"'.encode("utf-8-sig"), "f", PAGE).title == "Fähre"


def test_characters_that_print_nothing_do_not_make_a_text_differ() -> None:
    fix = entry("heading", 1, "The  ferry")
    assert read_correction(fix.encode(), "f", " The\u00a0fer\u00adry\u200b ").rulings


def test_a_folders_correction_is_found_and_is_no_source(tmp_path: Path) -> None:
    path = page(tmp_path, '[title]\nwords = "The ferry"\n')
    assert inputs(tmp_path) == (path,)
    assert [document.title for document in wikipub.read_all(tmp_path)] == ["The ferry"]
    with pytest.raises(SourceError, match=r"this is a correction.*name page\.txt instead"):
        inputs(tmp_path / "page.txt.fix.toml")


def test_a_correction_from_elsewhere_is_for_one_source(tmp_path: Path) -> None:
    page(tmp_path, '[title]\nwords = "The ferry"\n').rename(tmp_path / "other.txt")
    fix = tmp_path / "page.txt.fix.toml"
    assert wikipub.read(tmp_path / "other.txt", fix=fix).title == "The ferry"
    (tmp_path / "second.txt").write_text(PAGE, "utf-8")
    with pytest.raises(CorrectionError, match=r"a correction is of one source, but .* holds 2"):
        list(wikipub.read_all(tmp_path, fix=fix))
    with pytest.raises(WikipubError, match="cannot be read"):
        wikipub.read(tmp_path / "other.txt", fix=tmp_path / "gone.toml")


def test_a_tree_is_not_corrected_from_beside(tmp_path: Path) -> None:
    (tmp_path / "page.json").write_text('{"wikipub-tree": 1}', "utf-8")
    (tmp_path / "page.json.fix.toml").write_text("", "utf-8")
    with pytest.raises(CorrectionError, match="corrections are for scraped text"):
        wikipub.read(tmp_path / "page.json")


# --- drafts ------------------------------------------------------------------------------------------------------


def draft(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["inspect", "--fix", *words])
    return done.exit_code, done.output


def taken(text: str) -> str:
    """A draft in which a person has taken every entry."""
    return re.sub("^# ", "", text, flags=re.MULTILINE)


def test_a_draft_says_nothing_until_its_entries_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    before = wikipub.read(path)
    fix = tmp_path / "page.txt.fix.toml"
    assert draft(str(path)) == (0, f"{fix}\n")
    assert wikipub.read(path) == before
    fix.write_text(taken(fix.read_text("utf-8")), "utf-8")
    assert outline(wikipub.read(path)) == [(1, "History"), (1, "Boats")]


def test_a_draft_is_never_written_over_a_correction(tmp_path: Path) -> None:
    path = page(tmp_path, "# mine\n")
    status, said = draft(str(path))
    assert (status, "is there already" in said) == (1, True)
    assert (tmp_path / "page.txt.fix.toml").read_text("utf-8") == "# mine\n"


def test_a_draft_asks_for_the_title_that_no_line_says(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("A sentence that is the whole of the page and ends as sentences do.\n", "utf-8")
    draft(str(path))
    assert '# [title]\n# words = "page"\n' in (tmp_path / "page.txt.fix.toml").read_text("utf-8")


def test_standard_input_has_no_place_for_a_draft() -> None:
    status, said = draft("-")
    assert (status, "no file can stand beside standard input" in said) == (1, True)


def test_a_drafts_entries_hold_for_every_sample(samples: list[Path], shared: Path, tmp_path: Path) -> None:
    for number, path in enumerate([*samples, *sorted(shared.glob("eval/scraped*/*/*.txt"))[::9]]):
        copy = tmp_path / f"{number}.txt"
        copy.write_bytes(path.read_bytes())
        assert draft(str(copy))[0] == 0
        fix = Path(f"{copy}.fix.toml")
        fix.write_text(taken(fix.read_text("utf-8")), "utf-8")
        (source,) = load(copy, ReadOptions())
        document = read(source, ReadOptions(format=Format.TEXT))
        assert_balanced(source, document)
        assert all(found.depth is not None for found in headings(document) if isinstance(found, Heading))
