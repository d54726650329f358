"""The JSON form of the tree: exact both ways, strict in reading, named places for what is wrong."""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wikipub.document import (
    Block,
    Cell,
    Document,
    Emphasis,
    Heading,
    Note,
    NoteList,
    NoteRef,
    Paragraph,
    Span,
    Table,
    Text,
)
from wikipub.errors import TreeFormatError
from wikipub.language_tag import is_language_tag
from wikipub.readers.tree import read_tree
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.tree_json import PATTERNS, RANGES, TAGGED, alternatives, field_forms, from_json, to_json

DOCS = Path(__file__).resolve().parent.parent / "docs"

NOTE_KEYS = ("n1", "n2")

words = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), st.sampled_from("\n\t")
    ),
    max_size=8,
)
numbers = st.integers(0, 2**53)
spans = st.tuples(st.integers(1, 10**6), numbers, numbers).map(lambda t: Span(t[0], min(t[1:]), max(t[1:])))


@cache
def values(hint: Any, depth: int) -> st.SearchStrategy[Any]:
    """Any value of a type of the tree, nested at most `depth` nodes deep."""
    kinds = alternatives(hint)
    if type(None) in kinds:
        return st.none() | values(kinds[0], depth)
    if set(kinds) <= TAGGED:
        usual = [kind for kind in kinds if kind not in (Heading, NoteList)]
        return st.one_of([objects(kind, depth) for kind in (usual if depth > 0 else usual[:1])])
    if hint is Span:
        return spans
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0], depth), max_size=2 if depth > 0 else 0).map(tuple)
    if issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    plain = {str: words, int: numbers, float: st.floats(0, 1), bool: st.booleans()}
    return plain[hint] if hint in plain else objects(hint, depth)


@cache
def objects(cls: Any, depth: int) -> st.SearchStrategy[Any]:
    """Any object of a class of the tree."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for form in field_forms(cls):
        place = f"{cls.__name__}.{form.name}"
        fields[form.name] = st.deferred(lambda form=form: values(form.hint, depth - 1))  # type: ignore[misc]
        if place in RANGES:
            kind = alternatives(form.hint)[0]
            low, high = RANGES[place]
            fields[form.name] = st.integers(low, high) if kind is int else st.floats(low, high)
        if place in PATTERNS and form.hint is str:
            fields[form.name] = st.from_regex(PATTERNS[place][0], fullmatch=True).filter(_is_short)
    if cls is NoteRef:
        fields["note"] = st.none() | st.sampled_from(NOTE_KEYS)
    if cls is Table:
        fields["header_rows"] = st.just(0)
    return st.builds(cls, **fields)


def _is_short(text: str) -> bool:
    return len(text) < 40


def documents() -> st.SearchStrategy[Document]:
    """Any document that keeps the tree's invariants, as far as its JSON form knows them."""
    top = st.one_of(
        values(Block, 3),
        objects(Heading, 3),
        st.builds(NoteList, st.lists(st.sampled_from(NOTE_KEYS)).map(tuple)),
    )
    fields = {form.name: values(form.hint, 2) for form in field_forms(Document) if form.name not in ("blocks", "notes")}
    fields["language"] = st.sampled_from(["", "en", "pt-BR"])
    fields["blocks"] = st.lists(top, max_size=4).map(tuple)
    fields["notes"] = st.fixed_dictionaries({key: objects(Note, 3) for key in NOTE_KEYS})
    return st.builds(Document, **fields)


def document(*blocks: Any, notes: Mapping[str, Note] | None = None, title: str = "T") -> Document:
    return Document(title, blocks, Origin("page.txt", "page"), notes=notes or {})


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


# --- Both ways ---------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(documents())
def test_reading_what_was_written_gives_the_same_document(document: Document) -> None:
    text = to_json(document)

    assert from_json(text, "x") == document
    assert to_json(from_json(text, "x")) == text
    assert text.encode("utf-8").decode("utf-8") == text


def test_every_line_is_short_unless_a_string_makes_it_long() -> None:
    text = to_json(
        document(Heading((Text("History"),), None, "history", spans=(Span(3, 0, 7),) * 40), paragraph("x" * 300))
    )

    long = [line for line in text.splitlines() if len(line) > 112]

    assert len(long) == 1
    assert "x" * 300 in long[0]


def test_what_has_its_usual_value_is_left_out() -> None:
    data = json.loads(to_json(document(Heading((Text("History"),), None))))

    assert data["blocks"] == [{"type": "Heading", "depth": None, "inlines": [{"type": "Text", "text": "History"}]}]
    assert list(data) == ["wikipub-tree", "title", "blocks", "origin"]


def test_characters_that_no_editor_shows_are_escaped() -> None:
    text = to_json(document(paragraph("a\u2028b\ufeffc\x85d")))

    assert "a\\u2028b\\ufeffc\\u0085d" in text


def test_an_article_of_a_megabyte_takes_well_under_a_second_each_way() -> None:
    run = (Text("word " * 20), Emphasis((Text("more"),)), NoteRef("1", "n1"), Text("words " * 10))
    big = document(*(Paragraph(run, (Span(n, 0, 200),)) for n in range(1, 3000)), notes={"n1": Note("1", ())})

    begin = time.process_time()
    text = to_json(big)
    same = from_json(text, "x") == big
    seconds = time.process_time() - begin

    assert len(text) > 1_000_000
    assert same
    assert seconds < 2  # about 0.3 on a slow machine; the rest is for a loaded one


# --- What is wrong is named --------------------------------------------------------------------------------------


def tree(blocks: str = "[]", more: str = "") -> str:
    return f'{{"wikipub-tree": 1, "title": "T", "origin": {{"name": "x", "stem": "x"}}, "blocks": {blocks}{more}}}'


WRONG = {
    "no JSON": ("{", "page.json: line 1 column 2: not JSON"),
    "a comma too much": (tree("[1,\n]"), "page.json: line 2 column 1: not JSON"),
    "nothing": ("", "line 1 column 1: not JSON"),
    "an array": ("[]", "page.json: expected an object, found an array"),
    "another object": ('{"a": 1}', 'not a document tree: the key "wikipub-tree" is missing'),
    "a later version": ('{"wikipub-tree": 2}', "wikipub-tree: expected version 1, found 2; read it with the wikipub"),
    "a version that is no number": ('{"wikipub-tree": true}', "wikipub-tree: expected version 1, found true"),
    "no title": ('{"wikipub-tree": 1, "blocks": []}', 'page.json: the key "title" is missing'),
    "a number for a string": (
        tree('[{"type": "Paragraph", "inlines": [{"type": "Text", "text": 5}]}]'),
        "page.json: blocks[0].inlines[0].text: expected a string, found 5; correct it there",
    ),
    "an unknown node": (
        tree('[{"type": "Paragaph"}]'),
        'blocks[0].type: unknown node "Paragaph"; did you mean "Paragraph"?',
    ),
    "an inline for a block": (tree('[{"type": "Text", "text": "x"}]'), 'blocks[0].type: unknown node "Text"'),
    "a node without type": (tree('[{"inlines": []}]'), 'blocks[0]: the key "type" is missing'),
    "a type that is an object": (tree('[{"type": {}}]'), "blocks[0].type: unknown node an object"),
    "an unknown key": (
        tree('[{"type": "Paragraph", "inlines": [], "span": []}]'),
        'blocks[0]: unknown key "span"; did you mean "spans"?',
    ),
    "a type where the place tells it": (
        tree(more=', "notes": {"a": {"type": "Note"}}'),
        'notes["a"]: unknown key "type"',
    ),
    "a missing key": (tree('[{"type": "Heading", "inlines": []}]'), 'blocks[0]: the key "depth" is missing'),
    "a depth of 0": (
        tree('[{"type": "Heading", "inlines": [], "depth": 0}]'),
        "blocks[0].depth: expected a number from 1",
    ),
    "a depth of 1.5": (
        tree('[{"type": "Heading", "inlines": [], "depth": 1.5}]'),
        "depth: expected a whole number, found 1.5",
    ),
    "a depth of true": (tree('[{"type": "Heading", "inlines": [], "depth": true}]'), "depth: expected a whole number"),
    "confidence that is no number": (
        tree('[{"type": "Heading", "inlines": [], "depth": 1, "confidence": NaN}]'),
        "blocks[0].confidence: expected a number, found NaN",
    ),
    "an infinite number": (
        tree('[{"type": "Heading", "inlines": [], "depth": 1, "confidence": 1e999}]'),
        "blocks[0].confidence: expected a number, found Infinity",
    ),
    "a number of 5000 digits": (tree("[" + "9" * 5000 + "]"), "page.json: not JSON that can be read"),
    "an id that is none": (
        tree('[{"type": "Heading", "inlines": [], "depth": 1, "id": "A b"}]'),
        "blocks[0].id: expected small",
    ),
    "a span too short": (
        tree('[{"type": "Paragraph", "inlines": [], "spans": [[1, 2]]}]'),
        "blocks[0].spans[0]: expected three whole numbers",
    ),
    "a span that runs backwards": (
        tree('[{"type": "Paragraph", "inlines": [], "spans": [[1, 3, 2]]}]'),
        "blocks[0].spans[0]: expected line >= 1 and 0 <= start <= end, found [1, 3, 2]",
    ),
    "a header that is no boolean": (
        tree('[{"type": "Table", "rows": [[{"blocks": [], "header": 1}]]}]'),
        "blocks[0].rows[0][0].header: expected true or false, found 1",
    ),
    "a cell over a million columns": (
        tree('[{"type": "Table", "rows": [[{"blocks": [], "colspan": 1000000}]]}]'),
        "blocks[0].rows[0][0].colspan: expected a number from 1 to 1000",
    ),
    "more head than table": (
        tree('[{"type": "Table", "rows": [], "header_rows": 1}]'),
        "blocks[0].header_rows: a table of 0 rows has no 1 header rows",
    ),
    "a list of notes that are not there": (
        tree('[{"type": "NoteList", "notes": ["n1", "n3"]}]', ', "notes": {"n1": {"label": "", "blocks": []}}'),
        'blocks[0].notes[1]: no note "n3" in "notes"',
    ),
    "a mark of a note that is not there": (
        tree('[{"type": "Paragraph", "inlines": [{"type": "NoteRef", "label": "1", "note": "x"}]}]'),
        'blocks[0].inlines[0].note: no note "x" in "notes"',
    ),
    "a note that lists itself": (
        tree(more=', "notes": {"a": {"label": "", "blocks": [{"type": "NoteList", "notes": ["a"]}]}}'),
        'notes["a"].blocks[0]: a note cannot hold a list of notes',
    ),
    "a key of a note that is none": (
        tree(more=', "notes": {"A b": {"label": "", "blocks": []}}'),
        'page.json: notes: expected keys of small letters a to z, digits and hyphens, a letter first, found "A b"',
    ),
    "a heading within a list": (
        tree('[{"type": "BulletList", "items": [[{"type": "Heading", "inlines": [], "depth": 1}]]}]'),
        "blocks[0].items[0][0]: a heading stands among the document's own blocks",
    ),
    "a key that stands twice": (tree(more=', "title": "U"'), 'page.json: the key "title" stands twice'),
    "half a character": (
        tree('[{"type": "Code", "text": "a"}]').replace('"T"', '"a\\ud800"'),
        "title: holds \\ud800 at character 2",
    ),
    "a NUL": (tree().replace('"T"', '"\\u0000"'), "title: holds \\u0000 at character 1"),
    "a severity of its own": (
        tree(more=', "diagnostics": [{"code": "x", "severity": "fatal", "message": ""}]'),
        'diagnostics[0].severity: expected one of note, warning; found "fatal"',
    ),
    "a language that is none": (tree(more=', "language": "English"'), "language: expected a language tag such as en"),
    "a hundred thousand brackets": ("[" * 100_000, "page.json: nested too deep"),
    "quotes in quotes in quotes": (
        tree('[{"type": "BlockQuote", "blocks": ' * 150 + "[]" + "}]" * 150),
        "nested too deep; wikipub keeps at most 24 levels",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named_with_its_place(case: str) -> None:
    text, message = WRONG[case]

    with pytest.raises(TreeFormatError) as caught:
        from_json(text, "page.json")

    assert message in str(caught.value)
    assert len(str(caught.value)) < 500


scalars = st.none() | st.booleans() | st.integers() | st.floats() | words
keys = words | st.sampled_from(["type", "inlines", "blocks", "items", "text", "depth"])
anything = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner))


@settings(max_examples=60)
@given(anything)
def test_no_json_makes_reading_raise_anything_else(data: Any) -> None:
    """Nor does a tree with anything at all in the place of its blocks, its notes or its title."""
    for text in (
        json.dumps(data),
        tree(json.dumps(data)),
        tree(f"[{json.dumps(data)}]"),
        tree(more=f', "notes": {json.dumps(data)}'),
        tree().replace('"T"', json.dumps(data)),
    ):
        try:
            found = from_json(text, "x")
        except TreeFormatError:
            continue
        assert isinstance(found, Document)


def test_a_tree_nested_as_deep_as_any_that_is_kept_is_read() -> None:
    inner: Any = paragraph("x")
    for _ in range(24):
        inner = Table(((Cell((inner,)),),))
    deep = document(inner)

    assert from_json(to_json(deep), "x") == deep


# --- As a source -------------------------------------------------------------------------------------------------


def test_a_tree_is_read_with_the_origin_of_its_article_and_the_name_of_its_file() -> None:
    text = to_json(Document("T", (paragraph("x"),), Origin("a.txt", "a", url="https://e.org", date="2013"), "en"))
    source = Source(Origin("page.json", "page", date="2020", bytes=9, lines=1), text)

    found = read_tree(source, ReadOptions(), lambda diagnostic: None)

    assert found.origin == Origin("page.json", "page", Format.TREE, url="https://e.org", date="2020", bytes=9, lines=1)
    assert found.language == "en"
    assert read_tree(source, ReadOptions(language="de"), lambda diagnostic: None).language == "de"


# --- The schema --------------------------------------------------------------------------------------------------


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_schema_in_the_docs_is_that_of_the_classes() -> None:
    """If this fails, run docs/make_tree_schema.py."""
    assert (DOCS / "tree.schema.json").read_text("utf-8") == _script("make_tree_schema").schema()


def test_the_docs_name_every_node() -> None:
    page = (DOCS / "tree.md").read_text("utf-8")

    assert [kind.__name__ for kind in TAGGED if f"`{kind.__name__}`" not in page] == []


@pytest.mark.parametrize("example", (DOCS / "tree.md").read_text("utf-8").split("```json\n")[1:])
def test_the_examples_in_the_docs_are_read(example: str) -> None:
    block = example.split("```")[0]

    assert from_json(tree(f"[{block}]"), "x").blocks


# --- Language tags -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag", ["en", "EN", "pt-BR", "zh-Hant-TW", "es-419", "de-1996", "sl-rozaj-biske", "en-x-mine", "zh-yue"]
)
def test_a_language_tag_is_known_by_its_shape(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize(
    "text", ["", "e", "english", "en_US", "en-", "-en", "en us", 'en"', "en\n", "deutsch", "e" * 200]
)
def test_what_has_another_shape_is_no_language_tag(text: str) -> None:
    assert not is_language_tag(text)
