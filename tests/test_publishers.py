"""Publications: outside judges accept them, they say all the words, and two builds are the same bytes."""

from __future__ import annotations

import re
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import wikipub
from judges import (
    converted,
    docx,
    docx_text,
    epub_text,
    epubcheck,
    links,
    members,
    pdf_facts,
    pdf_pages,
    pdf_structure,
    pdf_text,
    squeezed,
)
from trees import HOSTILE, article, book, everything, paragraph
from wikipub.diagnostics import Diagnostic, Severity
from wikipub.document import (
    Document,
    Emphasis,
    Heading,
    Infobox,
    Inlines,
    Link,
    Math,
    MathBlock,
    Note,
    NoteList,
    Paragraph,
    SourceNote,
    Text,
)
from wikipub.engines import run_pandoc
from wikipub.errors import PublishError, TooLargeError, UnknownOutputError
from wikipub.option_table import Paper
from wikipub.pandoc import to_pandoc
from wikipub.publishers import PUBLISHERS, epub, output_format
from wikipub.publishers.epub import MAX_CHAPTERS
from wikipub.publishers.look import Look
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.prepare import MAX_PDF_SIZE, MAX_SIZE, contents_title, is_book, prepared, style
from wikipub.source import Origin
from wikipub.transforms.long_paragraphs import MAX_PARAGRAPH, split_long_paragraphs
from wikipub.walk import plain

EPOCH = 1_700_000_000
MOMENT = "2023-11-14T22:13:20Z"


def build(
    document: Document, name: str, folder: Path, options: PublishOptions | None = None
) -> tuple[Path, list[Diagnostic]]:
    """The file of a publication, and what was reported."""
    found: list[Diagnostic] = []
    path = folder / f"out{output_format(name).suffix}"
    output_format(name)(document, path, options or PublishOptions(epoch=EPOCH), found.append)
    return path, found


# --- The table ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PUBLISHERS)
@pytest.mark.parametrize("document", [everything(), book()], ids=["article", "book"])
def test_two_builds_are_the_same_bytes_and_without_warning(name: str, document: Document, tmp_path: Path) -> None:
    one, found = build(document, name, tmp_path / "one")
    two, _ = build(document, name, tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()
    assert one.stat().st_size > 100
    assert found == []


def test_a_near_miss_is_suggested() -> None:
    with pytest.raises(UnknownOutputError, match=r'"ebup"; did you mean epub\?.*pdf, docx'):
        output_format("ebup")


MEANT = {
    "word": "docx", "doc": "docx", ".docx": "docx", "txt": "plain", "text": "plain", "md": "markdown",
    ".md": "markdown", "tex": "latex", "typ": "typst", "web": "html", "HTML": "html", "ebup": "epub", "pfd": "pdf",
}  # fmt: skip


@pytest.mark.parametrize(("name", "format"), MEANT.items())
def test_what_people_call_a_format_is_suggested(name: str, format: str) -> None:
    with pytest.raises(UnknownOutputError, match=f"did you mean {format}[?]"):
        output_format(name)


@pytest.mark.parametrize("depth", [1, 2])
def test_a_document_with_a_chapter_on_its_sources_is_a_book_and_no_other_of_one_chapter(depth: int) -> None:
    blocks = (Heading((Text("Sources"),), depth, "sources"), paragraph("Here."))
    assert is_book(article(*blocks, title="The same title")) == (depth == 1)


@pytest.mark.parametrize("document", [article(paragraph("x")), book()], ids=["article", "book"])
def test_markdown_tells_the_language(document: Document, tmp_path: Path) -> None:
    path, _ = build(document, "markdown", tmp_path)
    assert "lang: en\n" in path.read_text("utf-8").split("---")[1]


REFUSED = "\\unknowncmd{x} + \\frac{1}"


@pytest.mark.parametrize("name", ["epub", "html", "docx", "odt", "pdf", "typst"])
def test_a_formula_that_pandoc_refuses_is_reported_and_printed_as_tex(name: str, tmp_path: Path) -> None:
    formulas = (Math(REFUSED), Math("x^2"), Math(REFUSED))
    path, found = build(article(Paragraph(formulas), MathBlock("\\none\n such")), name, tmp_path)
    assert [(d.code, d.severity) for d in found] == [("formula-as-code", Severity.WARNING)] * 2
    assert [REFUSED in d.message for d in found] == [False, True]
    if name in ("html", "typst"):
        assert "$\\unknowncmd" not in path.read_text("utf-8")


def test_an_epub_of_very_many_sections_has_few_files(tmp_path: Path) -> None:
    sections = [Heading((Text(f"Section {i}"),), 2, f"s{i}") for i in range(600)]
    document = article(*(block for section in sections for block in (section, paragraph("word " * 120))))
    path, _ = build(document, "epub", tmp_path)
    assert len([name for name in members(path.read_bytes()) if "/text/" in name]) < 10


def test_an_epub_of_too_many_chapters_is_refused(tmp_path: Path) -> None:
    chapters = tuple(Heading((Text("x"),), 1, f"c{i}") for i in range(MAX_CHAPTERS + 1))
    with pytest.raises(TooLargeError, match=r"4,000.*bind several books"):
        build(replace(book(), blocks=chapters), "epub", tmp_path)


def test_a_far_miss_lists_what_there_is() -> None:
    with pytest.raises(UnknownOutputError) as caught:
        output_format("xyzzy")
    assert "did you mean" not in str(caught.value)
    assert all(format.name in str(caught.value) for format in PUBLISHERS.values())


def test_nothing_is_written_where_the_folder_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PublishError, match=re.escape(str(tmp_path / "file"))):
        build(book(), "markdown", tmp_path / "file")


def test_an_office_program_opens_the_docx_and_prints_all_of_it(tmp_path: Path) -> None:
    path, _ = build(book(), "docx", tmp_path)
    printed = squeezed(pdf_text(converted(path, "pdf")))
    words = [word for paragraph in docx(path).paragraphs for word in paragraph.text.split()]
    assert {"First", "chapter"} <= set(words)
    assert [word for word in words if word not in printed] == []


# --- EPUB --------------------------------------------------------------------------------------------------------

EPUBS = {
    "everything": everything(),
    "a book from right to left": replace(book(), language="he"),
    "hostile, in no language": article(
        *map(paragraph, HOSTILE), title=HOSTILE[0] + "<b>&amp;</b> ]]>", language="simple english"
    ),
}


@pytest.mark.parametrize("name", EPUBS)
def test_epubcheck_finds_no_error_and_no_warning(name: str, tmp_path: Path) -> None:
    path, _ = build(EPUBS[name], "epub", tmp_path)
    assert epubcheck(path) == []


def test_an_epub_tells_what_it_is(tmp_path: Path) -> None:
    path, _ = build(everything(), "epub", tmp_path)
    files = members(path.read_bytes())
    package = files["EPUB/content.opf"].decode()
    assert next(iter(files)) == "mimetype"
    assert re.search(r"<dc:identifier[^>]*>urn:uuid:[0-9a-f-]{36}<", package)
    assert f'"dcterms:modified">{MOMENT}<' in package
    assert "<dc:date" not in package
    assert "<dc:language>en<" in package
    assert "accessibilitySummary" in package
    assert "https://example.org/wiki/Page" in package
    assert files["EPUB/styles/stylesheet1.css"] == style("epub.css")


def test_pages_have_their_first_headings_as_titles(tmp_path: Path) -> None:
    path, _ = build(book(), "epub", tmp_path)
    pages = {n: c.decode() for n, c in members(path.read_bytes()).items() if "/text/" in n}
    titles = [re.findall("<title>(.*?)</title>", page)[0] for _, page in sorted(pages.items())]
    assert titles == ["First chapter", "Second chapter", "The book"]


def test_the_navigation_holds_all_sections(tmp_path: Path) -> None:
    sections = [Heading((Text(f"Level {depth}"),), depth, f"s{depth}") for depth in range(2, 7)]
    path, _ = build(article(*sections), "epub", tmp_path)
    navigation = members(path.read_bytes())["EPUB/nav.xhtml"].decode()
    assert [n for n in range(2, 7) if f">Level {n}<" in navigation] == [2, 3, 4, 5, 6]


def pages(document: Document, folder: Path) -> dict[str, str]:
    """The pages of a document's EPUB by their names without folder and ending."""
    path, _ = build(document, "epub", folder)
    files = members(path.read_bytes())
    return {Path(name).stem: content.decode() for name, content in files.items() if name.endswith((".xhtml", ".ncx"))}


@pytest.mark.parametrize("large", [300_000, 1])
def test_contents_lead_to_the_file_that_a_section_is_in(
    large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(epub, "_LARGE", large)  # a larger chapter is cut at its sections
    depths = (2, 3, 2, 3, 4)
    found = pages(article(*(Heading((Text("x"),), depth, f"s{n}") for n, depth in enumerate(depths))), tmp_path)
    places = [re.findall(r'(?:href|src)="text/(\w+).xhtml#(s\d)"', found[contents]) for contents in ("nav", "toc")]
    assert places[0] == places[1]
    assert [id for _, id in places[0]] == ["s0", "s1", "s2", "s3", "s4"]
    assert all(f'id="{id}"' in found[file] for file, id in places[0])
    assert len({file for file, _ in places[0]}) == (1 if large > 1 else 2)


def test_contents_have_headings_without_their_note_marks(tmp_path: Path) -> None:
    found = pages(everything(), tmp_path)
    assert ">Section</a>" in found["nav"]
    assert "<text>Section</text>" in found["toc"]
    assert "[1]" in found["ch001"]


def test_contents_have_their_title_and_landmarks_lead_to_the_text(tmp_path: Path) -> None:
    found = pages(replace(book(), language="de"), tmp_path)["nav"]
    assert '<h1 id="toc-title">Inhaltsverzeichnis</h1>' in found
    assert re.findall(r'href="(.*?)" epub:type="(\w+)"', found) == [
        ("text/title_page.xhtml", "titlepage"),
        ("#toc", "toc"),
        ("text/ch001.xhtml", "bodymatter"),
    ]


def test_a_page_has_the_language_of_its_chapter(tmp_path: Path) -> None:
    chapters = (Heading((Text("One"),), 1, "c1"), Heading((Text("اثنان"),), 1, "c2", language="ar"))
    colophon = (Heading((Text("Sources"),), 1, "sources"), SourceNote((Text("x"),)))
    document = replace(book(), blocks=(*chapters, *colophon))
    found = pages(document, tmp_path)
    assert [re.findall('<html[^>]* lang="(.*?)" xml:lang="(.*?)"', found[f"ch00{n}"])[0] for n in (1, 2, 3)] == [
        ("en", "en"),
        ("ar", "ar"),
        ("en", "en"),
    ]
    assert 'lang="ar" dir="rtl"' in found["ch002"]
    assert 'epub:type="colophon" role="doc-colophon"' in found["ch003"]
    typst, _ = build(document, "typst", tmp_path)
    assert re.findall(
        r'^#set text\(lang: "(\w+)", font: fonts-of\("\1"\)\)$', typst.read_text("utf-8"), re.MULTILINE
    ) == ["ar", "en"]


def test_key_facts_and_tables_have_heads(tmp_path: Path) -> None:
    found = pages(everything(), tmp_path)["ch001"]
    assert "<th>Capital</th>" in found
    assert '<td colspan="2"><strong>Group</strong></td>' in found
    assert re.search(r"<th[^>]*>Year</th>", found)


def test_the_identifier_is_the_words(tmp_path: Path) -> None:
    def identifier(document: Document, folder: str) -> str:
        package = members(build(document, "epub", tmp_path / folder)[0].read_bytes())["EPUB/content.opf"].decode()
        return str(re.findall(r"urn:uuid:[0-9a-f-]+", package)[0])

    one = article(paragraph("Some words."))
    elsewhere = replace(one, origin=replace(one.origin, name="other.txt", stem="other"))
    assert identifier(one, "a") == identifier(elsewhere, "b")
    assert identifier(one, "a") != identifier(article(paragraph("Other words.")), "c")


def test_a_chapter_links_to_another(tmp_path: Path) -> None:
    path, _ = build(book(), "epub", tmp_path)
    assert b'<a href="ch001.xhtml#c1">First chapter</a>' in members(path.read_bytes())["EPUB/text/ch002.xhtml"]


# --- DOCX --------------------------------------------------------------------------------------------------------


def test_a_docx_has_heading_styles_title_and_language(tmp_path: Path) -> None:
    path, _ = build(everything(), "docx", tmp_path)
    opened = docx(path)
    headings = [(p.style.name, p.text) for p in opened.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:3] == [("Heading 1", "A title"), ("Heading 2", "Section2"), ("Heading 3", "Deeper")]
    assert opened.core_properties.title == "A title"
    assert opened.core_properties.modified.isoformat().startswith(MOMENT[:19])
    assert 'w:lang w:val="en' in members(path.read_bytes())["word/styles.xml"].decode().replace('<w:lang w:bidi="', "")


@pytest.mark.parametrize(("language", "title"), [("en", "Contents"), ("de-AT", "Inhaltsverzeichnis"), ("", "Contents")])
def test_a_list_of_contents_is_called_what_it_is_in_its_language(language: str, title: str) -> None:
    assert contents_title(language) == title


def test_a_docx_s_tables_have_their_place(tmp_path: Path) -> None:
    path, _ = build(everything(), "docx", tmp_path)
    body = members(path.read_bytes())["word/document.xml"].decode()
    assert re.findall(r'<w:tblW w:type="pct" w:w="(\d+)"/><w:jc w:val="(\w+)"', body) == [
        ("4000", "center"),
        ("5000", "center"),
    ]


def test_a_docx_uses_our_styles(tmp_path: Path) -> None:
    unmarked = article(NoteList(("n",)), notes={"n": Note("note 1", (paragraph("No mark leads here."),))})
    rest, _ = build(unmarked, "docx", tmp_path / "unmarked")
    path, _ = build(everything(), "docx", tmp_path)
    styles = {p.style.name for p in (*docx(path).paragraphs, *docx(rest).paragraphs)}
    assert styles >= {"Hatnote", "Loose Caption", "Attribution", "Note", "Foot Line"}
    assert {table.style.name for table in docx(path).tables} == {"Table", "Infobox"}


def test_a_book_has_title_and_contents(tmp_path: Path) -> None:
    path, _ = build(book(), "docx", tmp_path)
    texts = [(p.style.name, p.text) for p in docx(path).paragraphs]
    assert texts[0] == ("Title", "The book")
    assert docx(path).element.body.xpath(".//w:sdtContent/w:p[1]/w:pPr/w:pStyle/@w:val") == ["TOCHeading"]
    assert "<w:t>Contents</w:t>" in members(path.read_bytes())["word/document.xml"].decode()
    body = members(path.read_bytes())["word/document.xml"].decode()
    anchors = re.findall(r'<w:hyperlink w:anchor="([^"]+)"', body)
    assert anchors[:3] == ["c1", "c1-a", "c2"]
    assert {f'w:name="{anchor}"' in body for anchor in anchors} == {True}


@pytest.mark.parametrize(("paper", "inches"), [(Paper.A4, (8.27, 11.69)), (Paper.LETTER, (8.5, 11.0))])
def test_a_docx_has_the_paper_asked_for(paper: Paper, inches: tuple[float, float], tmp_path: Path) -> None:
    path, _ = build(book(), "docx", tmp_path, PublishOptions(look=Look(paper=paper)))
    section, *others = docx(path).sections
    assert {(other.page_width, other.page_height) for other in others} == {(section.page_width, section.page_height)}
    assert (round(section.page_width.inches, 2), round(section.page_height.inches, 2)) == inches


def test_the_reference_document_is_what_its_script_makes() -> None:
    script = Path(__file__).parent.parent / "src/wikipub/data/styles/make_reference.py"
    module: dict[str, Any] = runpy.run_path(str(script))
    assert module["reference"]() == style("reference.docx")
    assert module["reference"](handout=True) == style("handout.docx")


# --- PDF ---------------------------------------------------------------------------------------------------------


def test_a_pdf_is_tagged_and_says_all(tmp_path: Path) -> None:
    path, found = build(everything(), "pdf", tmp_path)
    facts = pdf_facts(path)
    assert found == []
    assert (facts["Title"], facts["Tagged"], facts["Page size"]) == ("A title", "yes", "595.276 x 841.89 pts (A4)")
    assert b"pdfuaid" in path.read_bytes()
    text = pdf_text(path)
    heads = ["A title", "Section", "Deeper", "Notes", "Source: here"]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    structure = pdf_structure(path)
    assert {"H1", "H2", "H3", "Table", "L", "Link", "Formula"} <= set(structure)
    assert structure[structure.index("H1") + 1 :][:2] == ["P", "Link"]  # the hatnote: no paragraph within the heading


def test_hostile_text_is_printed_exactly(tmp_path: Path) -> None:
    path, found = build(article(*(paragraph(words) for words in HOSTILE), language=""), "pdf", tmp_path)
    text = squeezed(pdf_text(path))
    assert [words for words in HOSTILE if squeezed(words) not in text] == []
    assert found == []


MARKUP = "abz.-*_#$[]{}()<>\\/'\"`~@=+1:;,!?%&|^ éЖω"


@settings(max_examples=3, phases=(Phase.explicit, Phase.generate))
@given(
    st.lists(st.text("abz.-*_#$[]{}()<>\\/'\"`~@=+1:;,!?%&|^ éЖω", min_size=1, max_size=30), min_size=80, max_size=80)
)
def test_typst_prints_any_text_exactly(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    texts = [" ".join(f"q{text}q".split()) for text in texts]
    path, _ = build(article(*map(paragraph, texts), language=""), "pdf", tmp_path_factory.mktemp("pdf"))
    output = squeezed(pdf_text(path))
    assert [text for text in texts if squeezed(text) not in output] == []


def test_a_missing_glyph_is_a_warning_and_not_a_failure(tmp_path: Path) -> None:
    path, found = build(article(paragraph("A private \U000f1234 sign")), "pdf", tmp_path)
    assert [(d.code, d.severity) for d in found] == [("missing-glyph", Severity.WARNING)]
    assert "U+F1234" in found[0].message
    assert "private" in pdf_text(path)
    assert pdf_facts(path)["Tagged"] == "yes"


def test_a_korean_word_never_fails_a_pdf(tmp_path: Path) -> None:
    path, found = build(article(paragraph("Seoul (서울)")), "pdf", tmp_path)
    assert {d.code for d in found} <= {"missing-glyph"}
    assert "Seoul" in pdf_text(path)


def test_a_book_has_title_page_contents_and_chapters_on_new_pages(tmp_path: Path) -> None:
    path, _ = build(book(), "pdf", tmp_path)
    assert pdf_structure(path)[:4] == ["Document", "P", "H1", "TOC"]
    pages = pdf_pages(path)
    assert pdf_facts(path)["Pages"] == "7"  # a blank one before each right-hand page
    assert pages[0].strip() == "The book"
    assert "First chapter" in pages[1]
    assert [page.split("\n")[0] for page in pages[2:4]] == ["First chapter", "Second chapter"]


def test_letter_paper(tmp_path: Path) -> None:
    path, _ = build(book(), "pdf", tmp_path, PublishOptions(look=Look(paper=Paper.LETTER)))
    assert "612 x 792" in pdf_facts(path)["Page size"]


def test_a_formula_that_typst_refuses_is_printed_as_tex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = run_pandoc

    def spoiling(*arguments: Any, **more: Any) -> bytes:
        return real(*arguments, **more).replace(b"$y^2$", b"$y^nosuchname$")

    monkeypatch.setattr("wikipub.publishers.convert.run_pandoc", spoiling)
    document = article(Paragraph((Math("x^2"), Text(" and "), Math("y^2"))))
    path, found = build(document, "pdf", tmp_path)
    assert [d.code for d in found] == ["formula-as-code"]
    assert "y^2" in pdf_text(path)


# --- Links -------------------------------------------------------------------------------------------------------


def long_titles() -> Document:
    """A book whose sections have ids that are long, one of them longer than Word's bookmarks may be."""
    ids = [f"c1-{'a-title-of-many-words-' * n}x" for n in (1, 2, 3)]
    sections = [Heading((Text(id),), 2, id) for id in ids]
    links = [Paragraph((Link((Text("there"),), f"#{id}"), Link((Text("nowhere"),), "#none"))) for id in ids]
    colophon = (Heading((Text("Sources"),), 1, "sources"), SourceNote((Text("x"),)))
    return replace(book(), blocks=(Heading((Text("One"),), 1, "c1"), *sections, *links, *colophon))


LINKED = {"everything": everything(), "a book": book(), "long titles": long_titles()}


@pytest.mark.parametrize("output", ["epub", "pdf", "docx"])
@pytest.mark.parametrize("name", LINKED)
def test_every_internal_link_leads_to_one_place(name: str, output: str, tmp_path: Path) -> None:
    path, _ = build(LINKED[name], output, tmp_path)
    found = links(path)
    assert found.internal
    assert found.broken == ()


# --- The others --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["html", "markdown", "latex", "plain", "odt", "typst", "json"])
def test_other_formats_hold_the_words(name: str, tmp_path: Path) -> None:
    path, _ = build(everything(), name, tmp_path)
    content = path.read_bytes()
    text = (members(content)["content.xml"] if name == "odt" else content).decode()
    for words in ("A title", "Section", "Roses are red", "Seoul", "Quoted", "Someone", "Seventh", "Source: here"):
        assert words in text.replace("\\", ""), words


def test_html_is_one_page_without_script_or_outside_parts(tmp_path: Path) -> None:
    path, _ = build(article(*(paragraph(words) for words in HOSTILE), title="<script>"), "html", tmp_path)
    page = path.read_text("utf-8")
    assert "<script" not in page
    assert "<link" not in page
    assert "<title>&lt;script&gt;</title>" in page


@pytest.mark.parametrize("name", ["epub", "docx"])
def test_hostile_text_is_in_the_file(name: str, tmp_path: Path) -> None:
    path, _ = build(article(*(paragraph(words) for words in HOSTILE)), name, tmp_path)
    text = squeezed({"epub": epub_text, "docx": docx_text}[name](path.read_bytes()))
    assert [words for words in HOSTILE if squeezed(words) not in text] == []


# --- Limits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [MAX_PDF_SIZE, MAX_SIZE])
def test_a_document_over_the_limit_is_refused(limit: int) -> None:
    document = article(*[paragraph("word " * 2000)] * (limit // 10_000 + 1))
    with pytest.raises(TooLargeError, match=f"{limit:,}.*split the source"):
        prepared(document, lambda _: None, limit)


def cut(*inlines: Any) -> tuple[list[Inlines], list[str]]:
    """The paragraphs that one of `inlines` becomes, and what is reported."""
    found: list[Diagnostic] = []
    document = split_long_paragraphs(article(Paragraph(inlines)), found.append)
    return [b.inlines for b in document.blocks if isinstance(b, Paragraph)], [d.code for d in found]


LONG = {
    "sentences": "This is a sentence. " * 10_000,
    "no sentence": "word " * 50_000,
    "no blank": "x" * 250_000,
    "no blank, four bytes each": "\U0001d11e" * 60_000,
    "no blank after a stop": "한국은 나라이다。" * 8_000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_paragraph_is_cut_without_loss(name: str) -> None:
    parts, found = cut(Text(LONG[name]))
    texts = [plain(part) for part in parts]
    assert squeezed("".join(texts)) == squeezed(LONG[name])
    assert max(len(text.encode()) for text in texts) <= MAX_PARAGRAPH
    assert len(parts) < 10
    assert found == ["long-paragraph"]


def test_a_long_paragraph_is_cut_at_ends_of_sentences() -> None:
    parts, _ = cut(Text("One of them. " * 3000), Emphasis((Text("Stressed"),)), Text(" goes on. " + "Two. " * 5000))
    assert all(plain(part).endswith(".") for part in parts)


def test_a_link_is_never_cut() -> None:
    link = Link((Text("x" * (MAX_PARAGRAPH + 1)),), "https://example.org/")
    parts, _ = cut(Text("Before "), link, Text(" after."))
    assert (link,) in parts


def test_a_paragraph_at_the_limit_stays_and_is_not_reported() -> None:
    parts, found = cut(Text("x" * MAX_PARAGRAPH))
    assert (len(parts), found) == (1, [])


def test_five_megabytes_in_one_line_are_cut_in_linear_time() -> None:
    parts, _ = cut(Text("x" * 5_000_000))
    assert len(parts) == 100


def test_an_empty_infobox_is_nothing() -> None:
    assert len(to_pandoc(article(Infobox(())), "typst")["blocks"]) == 1


def test_a_tree_that_was_written_and_read_again_publishes_the_same(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Ferry\n\nIt is small.[1]\n\n[edit] History\n\nOld.\n\n[edit] References\n\n  1. ^ A note.\n", "utf-8"
    )
    first = wikipub.read(page)
    wikipub.publish(first, "json", tmp_path / "page.json")
    again = wikipub.read(tmp_path / "page.json")
    wikipub.publish(first, "epub", tmp_path / "one.epub")
    wikipub.publish(again, "epub", tmp_path / "two.epub")
    assert (tmp_path / "one.epub").read_bytes() == (tmp_path / "two.epub").read_bytes()


def test_a_book_has_no_tree_file(tmp_path: Path) -> None:
    article = wikipub.Document("Ferry", (), Origin("f", "f"))
    with pytest.raises(PublishError, match="each of its articles"):
        wikipub.publish(wikipub.Book("Boats", (article,)), "json", tmp_path / "book.json")
