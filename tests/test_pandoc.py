"""Document -> pandoc's AST: every tree is accepted, every word arrives, nothing of a source becomes code."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from judges import docx_text, epub_text, squeezed, xml_text
from trees import HOSTILE, article, cell, documents, everything, paragraph, text
from wikipub.document import (
    Block,
    BlockQuote,
    BulletList,
    Cell,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Document,
    EditorialTag,
    Emphasis,
    Figure,
    Heading,
    Inlines,
    LineBreak,
    Link,
    Math,
    NoteList,
    NoteRef,
    Paragraph,
    Strong,
    Table,
    Text,
)
from wikipub.document import Note as Entry
from wikipub.engines import Refusal, pandoc_path, run_pandoc, run_typst
from wikipub.option_table import Layout
from wikipub.pandoc import TARGETS, to_pandoc
from wikipub.publishers.look import Look, page
from wikipub.publishers.prepare import style
from wikipub.publishers.typst_template import template
from wikipub.safe import safe_latex, safe_tex, safe_text, safe_url
from wikipub.walk import inline_runs, iter_blocks, plain

OWN = ("#block[", "]")  # raw typst of our own, as far as hostile text is given to it here
PHASES = (Phase.explicit, Phase.generate)  # an example starts programs; to shrink one would take minutes

WRITERS = {"epub": "epub3", "html": "html5", "docx": "docx", "typst": "typst"}


def published(document: Document, target: str) -> bytes:
    """What pandoc makes of `document` for a target, as a whole file where it is an archive."""
    metadata = {"title": document.title, "identifier": "x"} if target == "epub" else {}
    return run_pandoc(to_pandoc(document, target, metadata), WRITERS.get(target, target), ["--wrap=none"])


def printed(document: Document) -> Iterator[str]:
    """The runs of text that a publication of `document` has to hold, without blanks."""
    notes = (note.blocks for note in document.notes.values())
    for blocks in (document.blocks, *notes):
        for block in iter_blocks(blocks):
            runs = [block.text] if isinstance(block, CodeBlock) else [plain(r, marks=True) for r in inline_runs(block)]
            yield from (squeezed(safe_text(run)) for run in runs)


def elements(ast: Any, name: str) -> Iterator[Any]:
    """The contents of all elements of one type, however deep."""
    if isinstance(ast, dict):
        if ast.get("t") == name:
            yield ast.get("c")
        for value in ast.values():
            yield from elements(value, name)
    elif isinstance(ast, list):
        for value in ast:
            yield from elements(value, name)


# --- Any tree ----------------------------------------------------------------------------------------------------


@settings(max_examples=15, phases=PHASES)
@given(documents())
def test_any_tree_is_accepted_and_every_word_comes_out(document: Document) -> None:
    outputs = {
        "epub": epub_text(published(document, "epub")),
        "docx": docx_text(published(document, "docx")),
        "html": xml_text(b"<body>" + published(document, "html").replace(b"&nbsp;", b" ") + b"</body>"),
    }
    for target, output in outputs.items():
        whole = squeezed(output)
        missing = [run for run in printed(document) if run not in whole]
        assert not missing, target


def typst_source(body: bytes) -> bytes:
    """A whole source of typst, in the layout whose show rules are the most."""
    return template(page(Look(Layout.HANDOUT), book=False), {"title": '"x"', "words": WORDS}) + body


WORDS = '(name: "Name", class: "Class", date: "Date")'


@settings(max_examples=15, phases=PHASES)
@given(documents())
def test_typst_compiles_any_tree(document: Document) -> None:
    assert not isinstance(run_typst(typst_source(published(document, "typst"))), Refusal)


@settings(max_examples=6, phases=PHASES)
@given(documents())
def test_every_target_accepts_any_tree(document: Document) -> None:
    for target in ("odt", "markdown", "latex", "plain"):
        assert published(document, target)


# --- Hostile text ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_hostile_text_is_never_raw(target: str) -> None:
    blocks: list[Block] = [paragraph(words) for words in HOSTILE]
    blocks += [BulletList(tuple((paragraph(words),) for words in HOSTILE)), CodeBlock("\n".join(HOSTILE), HOSTILE[0])]
    ast = to_pandoc(article(*blocks), target)
    raw = [*elements(ast, "RawInline"), *elements(ast, "RawBlock")]
    assert {format for format, _ in raw} <= ({target} if target in ("typst", "markdown") else set())
    for _, code in raw:
        assert code in OWN or re.fullmatch(r"(?:[^\x00-\x7f]|\w|\s|\\[!-/:-@\[-`{-~])*", code), code
    assert not [c for c in elements(ast, "CodeBlock") if c[0] != ["", [], []]]


def test_latex_source_holds_hostile_text_as_text() -> None:
    source = published(article(*(paragraph(words) for words in HOSTILE)), "latex").decode()
    assert "\\input" not in source.replace("\\textbackslash input", "")


def read_back(*blocks: Block) -> list[Any]:
    """The AST that pandoc reads from the Markdown that it writes of `blocks`."""
    markdown = run_pandoc(to_pandoc(article(*blocks), "markdown"), "markdown-smart", ["--wrap=none"])
    command = [pandoc_path(), "--from=markdown-smart", "--to=json"]
    answer = json.loads(subprocess.run(command, input=markdown, capture_output=True, check=True).stdout)
    return list(answer["blocks"][1:])


def words_of(ast: Any) -> str:
    """The text of a part of pandoc's AST, without blanks; what is not text, emphasis or a link shows by its name."""
    match ast:
        case {"t": "Str" | "Code" | "Math" as kind, "c": content}:
            return squeezed(content if kind == "Str" else content[1])
        case {"t": "Space" | "SoftBreak" | "LineBreak"} | {"t": "RawInline", "c": ["html", "<!-- -->"]}:
            return ""
        case {"t": "Para" | "Plain" | "Emph" | "Strong" | "Superscript" | "Subscript", "c": content}:
            return words_of(content)
        case {"t": "Link", "c": [_, content, _]}:
            return words_of(content)
        case {"t": kind}:
            return f"<<{kind}>>"
        case _:
            return "".join(map(words_of, ast))


def test_markdown_read_back_gives_the_same_text() -> None:
    blocks = read_back(*(paragraph(words) for words in HOSTILE))
    assert [words_of(block) for block in blocks] == [squeezed(words) for words in HOSTILE]


_MARKDOWN_WORDS = st.lists(
    st.one_of(st.sampled_from(HOSTILE), st.text("ab.-*_#$[]{}()<>\\/'\"`~@=+1:;,!?%&|^é", min_size=1, max_size=8)),
    min_size=1,
    max_size=4,
).map(" ".join)
_MARKDOWN_INLINES = st.one_of(
    _MARKDOWN_WORDS.map(Text),
    _MARKDOWN_WORDS.map(lambda words: Emphasis(text(words))),
    _MARKDOWN_WORDS.map(lambda words: Strong(text(words))),
    _MARKDOWN_WORDS.map(lambda words: Link(text(words), "https://example.org/")),
    st.just(NoteRef("1")),
    st.just(LineBreak()),
)


@settings(max_examples=5, phases=PHASES)
@given(st.lists(st.lists(_MARKDOWN_INLINES, min_size=1, max_size=4).map(tuple), min_size=40, max_size=40))
def test_markdown_read_back_gives_the_same_text_whatever_it_is(runs: list[Inlines]) -> None:
    runs = [(Text("q"), *run, Text("q")) if isinstance(run[0], LineBreak) else (*run, Text("q")) for run in runs]
    blocks = read_back(*map(Paragraph, runs))
    assert [words_of(block) for block in blocks] == [squeezed(plain(run, marks=True)) for run in runs]


def test_markdown_keeps_a_title_as_it_is() -> None:
    ast = to_pandoc(article(), "markdown", {"title": "A &amp; B"})
    markdown = run_pandoc(ast, "markdown-smart", ["--standalone"])
    command = [pandoc_path(), "--from=markdown-smart", "--to=json"]
    answer = json.loads(subprocess.run(command, input=markdown, capture_output=True, check=True).stdout)
    assert words_of(answer["meta"]["title"]["c"]) == "A&amp;B"


def test_plain_text_has_marks_and_tags_on_the_line() -> None:
    document = article(Paragraph((Text("Words. "), NoteRef("1"), EditorialTag("citation needed"))))
    assert published(document, "plain").decode().splitlines()[-1] == "Words.[1][citation needed]"


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_no_blank_parts_a_note_mark_from_its_word(target: str) -> None:
    document = article(Paragraph((Text("dollars. "), NoteRef("1"), Text(" "), NoteRef("2"), Text(" More."))))
    ast = to_pandoc(document, target)["blocks"][1]["c"]
    spoken = "".join(
        part.replace("\\", "") if isinstance(part, str) else part[1].replace("\\", "")
        for name in ("Str", "RawInline")
        for part in elements(ast, name)
    )
    assert "dollars." in spoken
    assert "dollars. " not in spoken
    assert {"t": "Space"} not in ast[
        : next(i for i, e in enumerate(ast) if "Superscript" in json.dumps(e) or e == ast[-1])
    ]


NUMBERS = {
    ("1", "22,000", "3.5 %"): "AlignRight",
    ("-1", "", "\N{MINUS SIGN}7"): "AlignRight",
    ("1", "two", "3"): "AlignDefault",
    ("", "", ""): "AlignDefault",
}


@pytest.mark.parametrize("header_rows", [0, 1])
@pytest.mark.parametrize(("column", "alignment"), NUMBERS.items())
def test_a_column_of_numbers_stands_at_the_right(column: tuple[str, ...], alignment: str, header_rows: int) -> None:
    rows = ((cell("Name"), cell("Sum")), *((cell("x"), cell(words)) for words in column))
    (table,) = elements(to_pandoc(article(Table(rows, header_rows)), "html"), "Table")
    assert [spec[0]["t"] for spec in table[2]] == ["AlignDefault", alignment]


def test_characters_that_xml_cannot_hold_become_replacement_characters() -> None:
    document = article(paragraph("a\x00b\x1bc\ud800d\uffffe\x85f\u2028g"), CodeBlock("\x00\n\tx"))
    whole = docx_text(published(document, "docx"))
    assert "a\ufffdb\ufffdc\ufffdd\ufffde f g" in whole


# --- Addresses ---------------------------------------------------------------------------------------------------

URLS = {
    "https://example.org/a b": "https://example.org/a%20b",
    "HTTP://Example.ORG/Ü?x=[1]|2#ä": "http://example.org/%C3%9C?x=%5B1%5D%7C2#%C3%A4",
    "https://ko.wikipedia.org/wiki/한국": "https://ko.wikipedia.org/wiki/%ED%95%9C%EA%B5%AD",
    "https://bücher.example/": "https://xn--bcher-kva.example/",
    "https://example.org/100%": "https://example.org/100%25",
    "https://example.org/a%20b": "https://example.org/a%20b",
    "https://example.org:8080/": "https://example.org:8080/",
    "ftp://example.org/x": "ftp://example.org/x",
    "mailto:someone@example.org": "mailto:someone@example.org",
    "mailto:someone": "",
    "file:///etc/passwd": "",
    "javascript:alert(1)": "",
    "data:text/html,x": "",
    "//example.org/x": "",
    "/wiki/Page": "",
    "page.html": "",
    "https://": "",
    "https:///etc": "",
    "https://exa mple.org/": "",
    "https://user:secret@example.org/": "",
    "https://example.org:port/": "",
    "https://[::1/": "",
    "https://example..org/": "",
    "https://example.org/\x00": "",
    "https://example.org/" + "x" * 3000: "",
    "": "",
}


@pytest.mark.parametrize(("url", "safe"), URLS.items())
def test_an_address_is_made_sound_or_refused(url: str, safe: str) -> None:
    assert safe_url(url) == safe


def test_a_link_without_sound_address_keeps_its_words() -> None:
    ast = to_pandoc(article(Paragraph((Link(text("secret"), "file:///etc/passwd"),))), "html")
    assert not [*elements(ast, "Link")]
    assert "secret" in json.dumps(ast)


def test_a_link_within_a_link_is_its_words_and_a_note_mark_parts_it() -> None:
    inner = Link((Text("in"), NoteRef("1", "n1"), Text("side")), "https://example.org/b")
    document = article(
        Paragraph((Link((Text("out "), Emphasis((inner,))), "https://example.org/a"),)),
        NoteList(("n1",)),
        notes={"n1": Entry("1", (paragraph("x"),))},
    )
    links = [(words_of(words), target) for _, words, (target, _) in elements(to_pandoc(document, "html"), "Link")]
    assert links == [
        ("outin", "https://example.org/a"),
        ("[1]", "#note_n1"),
        ("side", "https://example.org/a"),
        ("\N{UPWARDS ARROW}", "#mark_n1_1"),
    ]


def test_no_picture_is_ever_opened() -> None:
    for target in TARGETS:
        ast = to_pandoc(article(Figure(text("A caption"), "/etc/passwd", "alt")), target)
        assert not [*elements(ast, "Image")]
        assert "passwd" not in json.dumps(ast)


# --- Notes -------------------------------------------------------------------------------------------------------


def marked(*labels: str) -> Document:
    """An article with a note of each label, and one mark for each."""
    notes = {f"n{i}": Entry(label, (paragraph(f"Entry {i}."),)) for i, label in enumerate(labels)}
    marks = tuple(NoteRef(label, key) for key, label in zip(notes, labels, strict=True))
    return article(Paragraph(marks), NoteList(tuple(notes)), notes=notes)


LABELS = {
    ("1", "2", "3"): ([(1, 3)], []),
    ("3", "4", "7", "8"): ([(3, 2), (7, 2)], []),
    ("1", "", "", "4"): ([(1, 4)], []),
    ("", "5", ""): ([(1, 1), (5, 2)], []),
    ("note 1", "1", "a", ""): ([(1, 1), (2, 1)], ["[note 1] ", "[a] "]),
}


@pytest.mark.parametrize(("labels", "expected"), LABELS.items())
def test_entries_keep_their_printed_labels(labels: tuple[str, ...], expected: tuple[Any, list[str]]) -> None:
    ast = to_pandoc(marked(*labels), "html")
    lists = [(content[0][0], len(content[1])) for content in elements(ast, "OrderedList")]
    fronts = [s for s in elements(ast, "Str") if re.fullmatch(r"\[.*\] ", s)]
    assert (lists, fronts) == expected


def test_lists_that_follow_each_other_stay_apart_in_typst() -> None:
    source = published(marked("1", "2", "1", "2"), "typst").decode()
    assert re.search(r"#block\[\n\+ [^\n]*Entry 2", source)


def test_every_mark_leads_to_its_entry_and_back() -> None:
    page = published(everything(), "html").decode()
    ids = set(re.findall(r' id="([^"]+)"', page))
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(ids) == len(re.findall(r' id="', page))
    assert set(targets) <= ids
    assert [t for t in targets if t.startswith("mark_n1")] == ["mark_n1_1", "mark_n1_2", "mark_n1_3"]
    assert "↑a" in page
    assert page.count('role="doc-noteref"') == 7


def test_a_dangling_mark_is_raised_and_linked_nowhere() -> None:
    ast = to_pandoc(article(Paragraph((Text("Words."), NoteRef("12"), NoteRef("3", "gone")))), "epub")
    assert not [*elements(ast, "Link")]
    assert [c[0]["c"] for c in elements(ast, "Superscript")] == ["[12]", "[3]"]


# --- Tables and nesting ------------------------------------------------------------------------------------------


def grid(table: Table) -> tuple[int, list[list[tuple[int, int]]]]:
    """Columns and, row by row, the spans of the cells of the AST that a table becomes."""
    content = next(elements(to_pandoc(article(table), "html"), "Table"))
    rows = content[3][1] + [row for body in content[4] for row in body[3]]
    return len(content[2]), [[(c[2], c[3]) for c in row[1]] for row in rows]


TABLES = {
    "plain": (((cell("a"), cell("b")), (cell("c"), cell("d"))), 0, (2, [[(1, 1), (1, 1)], [(1, 1), (1, 1)]])),
    "short row": (((cell("a"), cell("b")), (cell("c"),)), 0, (2, [[(1, 1), (1, 1)], [(1, 1), (1, 1)]])),
    "wide span": (((cell("a"), cell("b")), (cell("c", colspan=99),)), 0, (2, [[(1, 1), (1, 1)], [(1, 2)]])),
    "span out of head": (
        ((cell("a", rowspan=5), cell("b")), (cell("c"),)),
        1,
        (2, [[(1, 1), (1, 1)], [(1, 1), (1, 1)]]),
    ),
    "row span": (((cell("a", rowspan=9), cell("b")), (cell("c"),)), 0, (2, [[(2, 1), (1, 1)], [(1, 1)]])),
    "overlap": (
        ((cell("a"), cell("b", rowspan=2)), (cell("c", colspan=2), cell("d"))),
        0,
        (3, [[(1, 1), (2, 1), (1, 1)], [(1, 1), (1, 1)]]),
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_becomes_an_even_grid(name: str) -> None:
    rows, head, expected = TABLES[name]
    assert grid(Table(rows, head)) == expected


def test_a_table_wider_than_word_can_hold_keeps_its_words() -> None:
    table = Table((tuple(cell(f"c{i}") for i in range(200)),))
    ast = to_pandoc(article(table), "docx")
    assert not [*elements(ast, "Table")]
    assert "c199" in json.dumps(ast)


NESTINGS: dict[str, tuple[Callable[[Block], Block], ...]] = {
    "quote": (lambda block: BlockQuote((block,)),),
    "list": (lambda block: BulletList(((block,),)),),
    "table": (lambda block: Table(((cell("x"), Cell((block,))),)),),
    "definition": (lambda block: DefinitionList((DefinitionItem(text("x"), ((block,),)),)),),
}
NESTINGS["mixed"] = tuple(nest for nests in NESTINGS.values() for nest in nests)


@pytest.mark.parametrize("kind", NESTINGS)
def test_typst_bears_the_deepest_tree(kind: str) -> None:
    block: Block = paragraph("core")
    for _, nest in zip(range(40), cycle(NESTINGS[kind]), strict=False):
        block = nest(block)
    body = published(article(block), "typst")
    assert b"core" in body
    assert not isinstance(run_typst(typst_source(body)), Refusal)


def test_heading_levels_stay_within_what_formats_have() -> None:
    ast = to_pandoc(article(*(Heading(text(f"h{depth}"), depth, f"h{depth}") for depth in range(2, 12))), "html")
    assert [content[0] for content in elements(ast, "Header")] == [1, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6]


def test_two_headings_of_one_id_get_it_once() -> None:
    ast = to_pandoc(
        article(Heading(text("a"), 2, "x"), Heading(text("b"), 2, "x"), Heading(text("c"), 2, "Bad id")), "html"
    )
    assert [content[1][0] for content in elements(ast, "Header")] == ["top", "x", "", ""]


# --- Formulas ----------------------------------------------------------------------------------------------------

FORMULAS = {
    "x^2": (True, True),
    "\\frac{a}{b} + \\sqrt{2} \\, \\text{if } x": (True, True),
    "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}": (True, True),
    "\\input{/etc/passwd}": (True, False),
    "\\begin{input} x \\end{input}": (True, False),
    "x$ \\immediate\\write18{ls} $y": (True, False),
    "a $ b": (True, False),
    "x ^^5cinput": (True, False),
    "{" * 9 + "x" + "}" * 9: (False, False),
    "{x": (False, False),
    "}{": (False, False),
    "\\left(" * 9 + "x" + "\\right)" * 9: (False, False),
    "\\sqrt" * 500 + "{x}": (False, False),
    "x" * 9999: (False, False),
    "": (False, False),
}


@pytest.mark.parametrize(("tex", "safe"), FORMULAS.items())
def test_a_formula_is_taken_or_printed_as_code(tex: str, safe: tuple[bool, bool]) -> None:
    assert (safe_tex(tex), safe_latex(tex)) == safe


def test_an_unsafe_formula_is_code_in_latex() -> None:
    document = article(Paragraph((Math("\\input{/etc/passwd}"),)))
    assert not [*elements(to_pandoc(document, "latex"), "Math")]
    assert [content[1] for content in elements(to_pandoc(document, "latex"), "Code")] == ["\\input{/etc/passwd}"]


def test_lines_that_are_only_indented_become_a_quotation() -> None:
    """A list of definitions without terms would print empty ones."""
    item = DefinitionItem((), ((paragraph("indented"),),))
    blocks = to_pandoc(article(DefinitionList((item, item))), "html")["blocks"]
    assert [block["t"] for block in blocks][-1] == "BlockQuote"


@pytest.mark.parametrize("target", TARGETS)
def test_terms_that_end_a_list_without_a_definition_head_what_follows(target: str) -> None:
    """Two terms may share a definition, which stands after the second one."""
    shared, defined = DefinitionItem(text("one"), ()), DefinitionItem(text("two"), ((paragraph("what both are"),),))
    blocks = DefinitionList((shared, defined, DefinitionItem(text("alone"), ()))), BulletList(((paragraph("x"),),))
    tree = to_pandoc(article(*blocks), target)
    (terms,) = elements(tree, "DefinitionList")
    assert len(terms) == 2
    (bold,) = (part for part in elements(tree, "Strong") if "alone" in str(part))
    assert bold


@pytest.mark.parametrize(("columns", "classes"), [(4, []), (5, ["wide"])])
def test_a_table_of_many_columns_is_one_that_the_style_sheet_squeezes(columns: int, classes: list[str]) -> None:
    """On a narrow screen; table.wide in epub.css."""
    table = Table(((cell("x"),) * columns,), 0)
    (content,) = elements(to_pandoc(article(table), "epub"), "Table")
    assert content[0][1] == classes
    assert "table.wide" in style("epub.css").decode()
