"""Layouts: what a page holds, where it stands, and that nothing of it is lost or lonely."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from judges import converted, docx, epubcheck, members, pdf_facts, pdf_failures, pdf_text, require
from trees import article, cell, everything, paragraph, text
from wikipub import pipeline
from wikipub.diagnostics import Diagnostic
from wikipub.document import (
    Block,
    Book,
    BulletList,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Document,
    Heading,
    Infobox,
    InfoboxRow,
    Note,
    NoteList,
    NoteRef,
    Paragraph,
    Strong,
    Table,
)
from wikipub.engines import Refusal, run_typst
from wikipub.option_table import Layout, Paper, PdfStandard
from wikipub.publishers.look import Look
from wikipub.publishers.options import PublishOptions
from wikipub.source import ReadOptions

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
LIGHTHOUSES = ROOT / "input" / "lighthouses-of-the-ossel-isles.txt"


def read(path: Path) -> Document:
    return next(pipeline.read_all(path, ReadOptions()))


def built(work: Document | Book, output: str, folder: Path, look: Look) -> tuple[Path, tuple[Diagnostic, ...]]:
    """A publication and what was reported."""
    path = folder / f"out.{output}"
    return path, pipeline.publish(work, output, path, PublishOptions(look=look)).diagnostics


@dataclass(frozen=True)
class Word:
    """A word of a page and the box that it fills, in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Sheet:
    """A page as pdftotext sees it."""

    width: float
    height: float
    words: tuple[Word, ...]


def sheets(path: Path) -> list[Sheet]:
    """The pages of a PDF, with the place of each word."""
    require("pdftotext")
    text = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True).stdout.decode()
    pages = []
    for page in text.split("<page ")[1:]:
        width, height = re.match(r'width="([\d.]+)" height="([\d.]+)"', page).groups()  # type: ignore[union-attr]
        found = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>', page)
        words = tuple(Word(word, *map(float, box)) for *box, word in found)
        pages.append(Sheet(float(width), float(height), words))
    return pages


def outside(path: Path) -> list[str]:
    """Words that reach over the edge of their page."""
    return [
        f"page {number}: {word.text}"
        for number, sheet in enumerate(sheets(path), 1)
        for word in sheet.words
        if word.left < 0 or word.top < 0 or word.right > sheet.width or word.bottom > sheet.height
    ]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not there")
@pytest.mark.parametrize(("seed", "most"), [("000", 3), ("001", 1)])
@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
def test_a_seed_fits_on_few_pages_as_a_handout(seed: str, most: int, paper: Paper, tmp_path: Path) -> None:
    (source,) = SEEDS.glob(f"{seed}*.txt")
    path, _ = built(read(source), "pdf", tmp_path, Look(Layout.HANDOUT, paper, columns=2))
    assert int(pdf_facts(path)["Pages"]) <= most
    assert outside(path) == []


@pytest.mark.parametrize("columns", [1, 2])
def test_a_handout_has_room_for_a_name_and_says_whose_text_it_is(columns: int, tmp_path: Path) -> None:
    path, found = built(read(LIGHTHOUSES), "pdf", tmp_path, Look(Layout.HANDOUT, columns=columns))
    pages = sheets(path)
    first, last = pages[0], pages[-1]
    assert {word.text for word in first.words if word.top < 60} == {"Name", "Class", "Date"}
    at_foot = " ".join(word.text for word in last.words if word.top > last.height - 110)
    assert "Lighthouses of the Ossel Isles" in at_foot
    assert "Licence" in at_foot
    assert found == ()


def lines(sheet: Sheet, left: float, right: float) -> list[float]:
    """Where the lines of running text between `left` and `right` stand: no name line, source or page number."""
    places = {round(w.bottom) for w in sheet.words if left <= w.left < right and 60 < w.top < sheet.height - 110}
    return sorted(places)


def test_the_columns_of_a_handouts_last_page_are_equally_long(tmp_path: Path) -> None:
    path, _ = built(read(LIGHTHOUSES), "pdf", tmp_path, Look(Layout.HANDOUT, columns=2))
    *_, last = sheets(path)
    middle = last.width / 2
    assert abs(lines(last, 0, middle)[-1] - lines(last, middle, last.width)[-1]) < 40


@pytest.mark.parametrize("columns", [1, 2])
def test_a_handouts_last_page_holds_no_lonely_lines(columns: int, tmp_path: Path) -> None:
    """Around the length that fills a page, so that some of these would end in a line or two on another."""
    lengths = range(42, 50, 2) if columns == 1 else range(56, 64, 2)
    for length in lengths:
        sentences = paragraph("The keeper wrote a line in the log every three hours, on the wind and the lamp. " * 2)
        look = Look(Layout.HANDOUT, columns=columns)
        path, _ = built(replace(article(*[sentences] * (length // 2)), title="x"), "pdf", tmp_path, look)
        *before, last = sheets(path)
        assert not before or len(lines(last, 0, last.width)) >= 3, length


@pytest.mark.parametrize("columns", [1, 2])
def test_an_articles_last_page_holds_no_lonely_lines(columns: int, tmp_path: Path) -> None:
    for length in range(40, 52, 2) if columns == 1 else range(84, 96, 3):
        sentences = paragraph("The keeper wrote a line in the log every three hours, on the wind and the lamp. " * 2)
        document = replace(article(*[sentences] * (length // 4)), title="x")
        path, _ = built(document, "pdf", tmp_path, Look(Layout.ARTICLE, columns=columns))
        *before, last = sheets(path)
        of_text = [word for word in last.words if word.text in ("keeper", "log", "lamp.")]
        assert not before or len(of_text) >= 3, length


def test_columns_are_evened_over_notes_and_wide_tables(tmp_path: Path) -> None:
    notes = {f"n{n}": Note(str(n), (paragraph(NOTE),)) for n in range(1, 4)}
    line = "The keeper wrote a line in the log every three hours. "
    words: list[Block] = [Paragraph((*text(line * 5), NoteRef(str(n), f"n{n}"))) for n in range(1, 4)]
    words += [paragraph(line * 4)] * 3
    for blocks in (words, [*words, wide_table()]):
        path, _ = built(article(*blocks, NoteList(tuple(notes)), notes=notes), "pdf", tmp_path, Look(Layout.HANDOUT))
        (sheet,) = sheets(path)
        middle = sheet.width / 2
        in_text = [word for word in sheet.words if word.text in ("keeper", "log")]
        left, right = ([w.bottom for w in in_text if (w.left < middle) is first] for first in (True, False))
        assert right, "the second column is not empty"
        assert abs(max(left) - max(right)) < 60


def test_a_mark_stands_on_the_line_of_its_word(tmp_path: Path) -> None:
    marked = Paragraph((*text("It was seen from the boats far out on the reef."), NoteRef("4")))
    for margin in range(60, 80, 2):
        path, _ = built(article(marked), "pdf", tmp_path, Look(Layout.ARTICLE, margin=margin))
        (sheet,) = sheets(path)
        (word,) = (word for word in sheet.words if word.text.startswith("reef."))
        (mark,) = (word for word in sheet.words if "[4]" in word.text)
        assert mark.bottom - word.bottom < 5


@pytest.mark.parametrize(
    "lead",
    [Paragraph((Strong(text("Production")),)), DefinitionList((DefinitionItem(text("Production"), ()),))],
    ids=["bold", "term"],
)
def test_a_line_that_heads_a_list_stays_with_it(lead: Block, tmp_path: Path) -> None:
    """A bold one, or a term that nothing defines: so wikis write headings that shall not be in the contents."""
    items = BulletList(tuple((paragraph(f"name {number}"),) for number in range(4)))
    for lines in range(8, 24):
        before = tuple(paragraph("The keeper wrote a line.") for _ in range(lines))
        path, _ = built(article(*before, lead, items), "pdf", tmp_path, Look(Layout.ARTICLE, paper=Paper.A5, size=11))
        for sheet in sheets(path):
            heads = [word.bottom for word in sheet.words if word.text == "Production"]
            assert not heads or any(word.text == "name" and word.top > heads[0] for word in sheet.words), lines


def printed_lines(path: Path) -> list[list[str]]:
    """The first words of the lines of each page of a PDF, page numbers aside."""
    lines = ([line.split()[0] for line in page.splitlines() if line.strip()] for page in pdf_text(path).split("\f"))
    return [[word for word in page if not word.isdigit()] for page in lines]


def test_a_term_stays_with_its_definition(tmp_path: Path) -> None:
    """In a list of any length; its pages would all end in a term."""
    item = DefinitionItem(text("Term"), ((paragraph("What it means. " * 8),),))
    for count in range(1, 4):
        document = replace(
            article(*(paragraph("Before.") for _ in range(count)), DefinitionList((item,) * 40)), title="x"
        )
        path, _ = built(document, "pdf", tmp_path, Look(Layout.ARTICLE, paper=Paper.A5))
        assert [page[-1] for page in printed_lines(path) if page].count("Term") == 0


def test_a_caption_stays_with_its_table(tmp_path: Path) -> None:
    """Around the length that fills a page, over a table too long to stay whole."""
    table = Table(tuple((cell(f"Cape {row}"), cell("27 m")) for row in range(60)), 0, text("Lights"))
    ends = []
    for lines in range(16, 26):
        before = tuple(paragraph("The keeper wrote a line.") for _ in range(lines))
        path, _ = built(
            replace(article(*before, table), title="x"), "pdf", tmp_path, Look(Layout.ARTICLE, paper=Paper.A5)
        )
        ends.append(printed_lines(path)[0][-1])
    assert "Lights" not in ends
    assert {"The", "Cape"} == set(ends)


def test_code_that_fits_a_page_stays_whole(tmp_path: Path) -> None:
    code = CodeBlock("\n".join(f"row{number}" for number in range(12)))
    for lines in range(8, 26, 3):
        before = tuple(paragraph("The keeper wrote a line.") for _ in range(lines))
        path, _ = built(article(*before, code), "pdf", tmp_path, Look(Layout.ARTICLE, paper=Paper.A5, size=11))
        on_page = [sum(word.text.startswith("row") for word in sheet.words) for sheet in sheets(path)]
        assert set(on_page) <= {0, 12}


def test_bound_handouts_each_begin_a_sheet_and_name_their_source(tmp_path: Path) -> None:
    articles = tuple(read(path) for path in sorted((ROOT / "input").glob("*.txt")))
    path, _ = built(Book("Four", articles), "pdf", tmp_path, Look(Layout.HANDOUT))
    opening = [sheet for sheet in sheets(path) if any(word.text == "Class" and word.top < 60 for word in sheet.words)]
    assert len(opening) == len(articles)
    assert pdf_text(path).count("Licence") == len(articles)


@pytest.mark.parametrize("columns", [1, 2])
def test_the_text_of_a_handout_stands_in_reading_order(columns: int, tmp_path: Path) -> None:
    article = read(LIGHTHOUSES)
    path, _ = built(article, "pdf", tmp_path, Look(Layout.HANDOUT, columns=columns))
    text = " ".join(pdf_text(path).split())
    plain, _ = built(article, "plain", tmp_path, Look())
    sentences = re.findall(r"[A-Z][a-z]+ [a-z]+ [a-z]+ [a-z]+", plain.read_text(encoding="utf-8"))
    places = [text.find(words) for words in dict.fromkeys(sentences) if words in text]
    assert len(places) > 10
    assert places == sorted(places)


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("columns", [1, 2])
def test_a_pdf_of_any_layout_keeps_pdf_ua(layout: Layout, columns: int, tmp_path: Path) -> None:
    options = Look(layout, columns=columns, line_numbers=True, key_facts=True)
    path, found = built(everything(), "pdf", tmp_path, options)
    assert "no-pdf-ua" not in {diagnostic.code for diagnostic in found}
    assert pdf_failures(path, "ua1") == []


def test_a_pdf_at_whose_tags_typst_fails_is_made_without_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_at_tags(source: bytes, *, tagged: bool = True, **options: Any) -> bytes | Refusal:
        return Refusal(("internal error",)) if tagged else run_typst(source, tagged=tagged, **options)

    monkeypatch.setattr("wikipub.publishers.pdf.run_typst", fails_at_tags)
    path, found = built(article(paragraph("It crosses.")), "pdf", tmp_path, Look(Layout.ARTICLE))
    assert "It crosses." in pdf_text(path)
    assert ["internal error" in diagnostic.message for diagnostic in found if diagnostic.code == "no-pdf-ua"] == [True]


def test_a_pdf_at_whose_footnotes_typst_fails_has_its_notes_in_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_at_footnotes(source: bytes, **options: Any) -> bytes | Refusal:
        return Refusal(("internal error",)) if b"#labelled(" in source else run_typst(source, **options)

    monkeypatch.setattr("wikipub.publishers.pdf.run_typst", fails_at_footnotes)
    path, found = built(everything(), "pdf", tmp_path, Look(Layout.ARTICLE))
    assert "notes-as-lists" in {diagnostic.code for diagnostic in found}
    assert pdf_failures(path, "ua1") == []


@pytest.mark.parametrize("standard", PdfStandard)
def test_a_pdf_keeps_the_standard_asked_for_and_pdf_ua(standard: PdfStandard, tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    report = pipeline.publish(read(LIGHTHOUSES), "pdf", path, PublishOptions(pdf_standard=standard))
    assert report.diagnostics == ()
    for kept in {"ua1", standard.replace("a-", "") if standard is not PdfStandard.UA_1 else "ua1"}:
        assert pdf_failures(path, kept) == [], kept


def docx_sections(path: Path) -> list[str]:
    """The properties of a DOCX's sections, in order."""
    body = members(path.read_bytes())["word/document.xml"].decode("utf-8")
    return re.findall("<w:sectPr>.*?</w:sectPr>", body, re.DOTALL)


def test_a_docx_handout_has_its_title_over_two_columns(tmp_path: Path) -> None:
    path, _ = built(read(LIGHTHOUSES), "docx", tmp_path, Look(Layout.HANDOUT, line_numbers=True))
    of_title, of_text = docx_sections(path)
    assert 'w:num="2"' not in of_title
    assert 'w:type w:val="continuous"' in of_text
    assert 'w:num="2"' in of_text
    assert 'w:countBy="5"' in of_text
    first, second, *_ = docx(path).paragraphs
    assert first.text.split() == ["Name", "Class", "Date"]
    assert second.style.name == "Heading 1"


@pytest.mark.parametrize("columns", [1, 2])
def test_bound_docx_handouts_each_begin_a_page(columns: int, tmp_path: Path) -> None:
    articles = tuple(read(path) for path in sorted((ROOT / "input").glob("*.txt")))
    path, _ = built(Book("Four", articles), "docx", tmp_path, Look(Layout.HANDOUT, columns=columns))
    text = pdf_text(converted(path, "pdf"))
    sheets_of_names = [page for page in text.split("\f") if page.lstrip().startswith("Name")]
    assert len(sheets_of_names) == len(articles)


def test_a_docx_has_the_type_and_the_margins_asked_for(tmp_path: Path) -> None:
    look = Look(font="Georgia", size=14, margin=25.4)
    path, _ = built(read(LIGHTHOUSES), "docx", tmp_path, look)
    document = docx(path)
    assert [round(document.sections[0].left_margin.mm, 1), round(document.sections[0].top_margin.mm, 1)] == [25.4, 25.4]
    defaults = members(path.read_bytes())["word/styles.xml"].decode("utf-8").partition("</w:docDefaults>")[0]
    assert 'w:ascii="Georgia"' in defaults
    assert 'w:sz w:val="28"' in defaults


def test_a_wide_table_is_smaller_in_docx_and_its_columns_share_the_width(tmp_path: Path) -> None:
    rows = tuple(tuple(cell(f"column {n}" if n else "a name of some length") for n in range(9)) for _ in range(4))
    path, _ = built(article(Table(rows, 1)), "docx", tmp_path, Look(Layout.HANDOUT))
    (table,) = docx(path).tables
    assert table.style.name in ("TableSmall", "TableTiny")
    widths = [column.width for column in table.columns]
    assert widths[0] >= widths[1]
    assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")


@pytest.mark.parametrize("layout", Layout)
def test_epubcheck_passes_every_layout(layout: Layout, tmp_path: Path) -> None:
    look = Look(layout, font='Gill "Sans"', large_print=True, note_margin=True, key_facts=True)
    path, _ = built(everything(), "epub", tmp_path, look)
    assert epubcheck(path) == []


def test_an_epub_handout_has_a_line_for_a_name_in_its_language(tmp_path: Path) -> None:
    path, _ = built(replace(read(LIGHTHOUSES), language="de"), "epub", tmp_path, Look(Layout.HANDOUT))
    (sheet,) = (content for name, content in members(path.read_bytes()).items() if name.endswith(".css"))
    assert b'content: "Name ____________________  Klasse _________' in sheet


@pytest.mark.parametrize("layout", [Layout.ARTICLE, Layout.HANDOUT])
def test_no_heading_is_left_behind_where_what_follows_has_a_note(layout: Layout, tmp_path: Path) -> None:
    """Around the length that fills a page or a column, so that some of these would end in the heading alone."""
    note = {"n": Note("1", (paragraph("A note of some length, on the keepers of the light and on their log."),))}
    for lines in range(12, 24):
        marked = Paragraph((*text("The lamp was lit at dusk"), NoteRef("1", "n"), *text(". It burnt all night long.")))
        before = tuple(paragraph("The keeper wrote a line in the log.") for _ in range(lines))
        section = (Heading(text("Lamp"), 1, "lamp"), marked)
        document = replace(article(*before, *section, NoteList(("n",)), notes=note), title="x")
        path, _ = built(document, "pdf", tmp_path, Look(layout, columns=1, paper=Paper.A5, size=11))
        for sheet in sheets(path):
            heads = [word.bottom for word in sheet.words if word.text == "Lamp"]
            assert not heads or any(word.text == "dusk" and word.top > heads[0] for word in sheet.words), lines


def wide_table(*, note: str = "") -> Table:
    """A table for all columns of a page; with `note` its head has a mark of that."""
    heights = [[f"{1800 + row * column} m high" for column in range(1, 8)] for row in range(5)]
    rows = [(cell(f"Cape {row}"), *map(cell, words)) for row, words in enumerate(heights)]
    if note:
        marked = Paragraph((*text("Light"), NoteRef("1", note)))
        rows[0] = (replace(rows[0][0], blocks=(marked,)), *rows[0][1:])
    return Table(tuple(rows), 1)


NOTE = "A note on the keepers, who wrote each word of it by hand."


@pytest.mark.parametrize("place", ["table", "key facts"])
def test_a_note_of_what_stands_over_all_columns_is_printed_and_can_be_referred_to(place: str, tmp_path: Path) -> None:
    """Typst prints none of them by itself."""
    notes = {"n": Note("1", (paragraph(NOTE),))}
    again = Paragraph((*text("It is said again"), NoteRef("1", "n"), *text(".")))
    words = paragraph("The keeper wrote a line in the log every three hours, on the wind and the lamp. " * 3)
    blocks: tuple[Block, ...] = (words, wide_table(note="n"), again)
    if place == "key facts":
        marked = Paragraph((*text("27 m"), NoteRef("1", "n")))
        blocks = (Infobox((InfoboxRow(text("Height"), (marked,)),), text("Facts")), words, again)
    document = article(*blocks, NoteList(("n",)), notes=notes)
    path, found = built(document, "pdf", tmp_path, Look(Layout.HANDOUT, key_facts=True))
    assert found == ()
    printed = " ".join(pdf_text(path).split())
    assert printed.count("by hand.") == 1
    assert printed.count(NOTE) == 1


@pytest.mark.parametrize("layout", [Layout.ARTICLE, Layout.HANDOUT])
def test_no_heading_is_left_behind_by_a_table_that_stays_whole(layout: Layout, tmp_path: Path) -> None:
    """With a note, around the length that fills a page."""
    notes = {"n": Note("1", (paragraph(NOTE),))}
    marked = replace(cell("x"), blocks=(Paragraph((*text("Light"), NoteRef("1", "n"))),))
    table = Table(((marked, cell("Height")), *((cell(f"Cape {row}"), cell("27 m")) for row in range(7))), 1)
    for lines in range(8, 26, 2):
        before = tuple(paragraph("The keeper wrote a line in the log.") for _ in range(lines))
        section = Heading(text("Lamp"), 1, "lamp"), table
        document = replace(article(*before, *section, NoteList(("n",)), notes=notes), title="x")
        path, _ = built(document, "pdf", tmp_path, Look(layout, columns=1, paper=Paper.A5, size=11))
        for sheet in sheets(path):
            heads = [word.bottom for word in sheet.words if word.text == "Lamp"]
            assert not heads or any(word.text == "Cape" and word.top > heads[0] for word in sheet.words), lines


@pytest.mark.parametrize("note", ["", "n"])
def test_the_heading_of_a_section_that_is_one_wide_table_goes_where_the_table_goes(note: str, tmp_path: Path) -> None:
    notes = {"n": Note("1", (paragraph(NOTE),))}
    words = (paragraph("The keeper wrote a line in the log every three hours, on the wind. " * 4),) * 6
    section = Heading(text("Lamps"), 1, "lamps"), wide_table(note=note)
    document = article(*words, *section, Heading(text("After"), 1, "after"), *words, NoteList(("n",)), notes=notes)
    path, _ = built(document, "pdf", tmp_path, Look(Layout.HANDOUT))
    (sheet,) = sheets(path)
    (head,) = (word for word in sheet.words if word.text == "Lamps")
    under = min((word for word in sheet.words if word.top > head.bottom), key=lambda word: word.top)
    assert under.text in ("Cape", "Light", "1")
    title = next(word for word in sheet.words if word.text == "title")
    assert all(word.top > title.bottom for word in sheet.words if word.text == "Cape"), "nothing stands above the title"


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("key_facts", [False, True])
def test_key_facts_of_several_pages_are_all_printed(layout: Layout, key_facts: bool, tmp_path: Path) -> None:
    rows = tuple(InfoboxRow(text(f"Label {number}"), (paragraph(f"value{number}"),)) for number in range(120))
    document = article(paragraph("It is high."), Infobox(rows, text("Facts")))
    path, _ = built(document, "pdf", tmp_path, Look(layout, key_facts=key_facts))
    assert outside(path) == []
    printed = pdf_text(path).split()
    assert {f"value{number}" for number in range(120)} <= set(printed)


@pytest.mark.parametrize("layout", Layout)
def test_a_second_box_of_facts_without_a_title_is_printed(layout: Layout, tmp_path: Path) -> None:
    """The first one is called key facts."""
    height, length = (Infobox((InfoboxRow(text(name), (paragraph("27 m"),)),)) for name in ("Height", "Length"))
    path, found = built(
        article(height, paragraph("It is high."), length), "pdf", tmp_path, Look(layout, key_facts=True)
    )
    assert found == ()
    assert "Length 27 m" in " ".join(pdf_text(path).split())


MARKED = Paragraph((*text("Wick"), NoteRef("1", "n"), *text(" is what burns, and was cut at dawn by hand. " * 3)))
EARLY = {"a paragraph": (MARKED,), "a section": (Heading(text("Lamp"), 1, "lamp"), MARKED)}


@pytest.mark.parametrize("kind", EARLY)
@pytest.mark.parametrize("layout", [Layout.ARTICLE, Layout.HANDOUT])
def test_no_note_stands_on_a_page_before_its_mark(layout: Layout, kind: str, tmp_path: Path) -> None:
    """Around the length that fills a page: typst leaves a note behind when the line of its mark moves on."""
    notes = {"n": Note("1", (paragraph(NOTE),))}
    after = paragraph("The keeper wrote a line in the log every three hours. " * 20)
    look = Look(layout, columns=1, paper=Paper.A5, size=11)
    for lines in range(16, 22):
        before = tuple(paragraph("The keeper wrote a line in the log.") for _ in range(lines))
        path, _ = built(article(*before, *EARLY[kind], after, NoteList(("n",)), notes=notes), "pdf", tmp_path, look)
        pages = pdf_text(path).split("\f")
        of_mark, of_note = (
            next(number for number, page in enumerate(pages) if word in page) for word in ("Wick", NOTE[:20])
        )
        assert of_note >= of_mark, lines
