"""Tables that fit: nothing of one is lost, cut or off the page, however wide it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from judges import converted, docx, members, pdf, pdf_text, squeezed, words
from test_layouts import built, outside, sheets
from test_publishers import build
from trees import article, cell, paragraph, text
from wikipub.document import Block, Cell, Heading, Note, NoteRef, Paragraph, Table
from wikipub.option_table import Layout, Notes
from wikipub.pandoc.fit import POINT, Room, TablePlace, fit, parts
from wikipub.pandoc.grid import Grid
from wikipub.publishers.look import Look
from wikipub.publishers.options import PublishOptions

ROOM = Room(column=84.0, text=176.0, turned=263.0, height=260.0, size=10.0)
LINE = "The keeper wrote a line in the log every three hours, on the wind and the lamp. "


def table(rows: int, columns: int, words: Callable[[int, int], str]) -> Table:
    return Table(tuple(tuple(cell(words(row, column)) for column in range(columns)) for row in range(rows)), 1)


WIDE: dict[str, Table] = {
    "of a few words": table(5, 4, lambda row, column: f"v{row * column}"),
    "of eight columns": table(9, 8, lambda row, column: f"{1800 + row * column} m" if column else f"Cape light {row}"),
    "of 14 columns": table(12, 14, lambda row, column: f"{row * column * 137}"),
    "of 60 columns": table(8, 60, lambda row, column: f"c{column}r{row}"),
    "of 90 rows": table(90, 6, lambda row, column: LINE if column == 2 else f"item {row}"),
    "with a cell of three pages": table(3, 3, lambda row, column: LINE * (150 if row == column == 1 else 1)),
    "with a word of 2000 letters": table(3, 3, lambda row, column: "x" * 2000 if row == column == 1 else "short"),
    "with names that are long": table(4, 9, lambda row, column: f"Donaudampfschifffahrtsgesellschaft{row}"),
}


def grid(work: Table) -> Grid:
    return Grid(work.rows, work.header_rows)


@pytest.mark.parametrize("name", WIDE)
@pytest.mark.parametrize("look", [Look(Layout.HANDOUT), Look(Layout.HANDOUT, columns=1, size=18), Look(Layout.ARTICLE)])
def test_a_table_stays_on_its_page_with_all_its_words(name: str, look: Look, tmp_path: Path) -> None:
    path, found = built(article(paragraph(LINE), WIDE[name], paragraph(LINE)), "pdf", tmp_path, look)
    assert outside(path) == []
    assert [diagnostic.code for diagnostic in found] == []
    printed = squeezed(pdf_text(path))
    words = {word for row in WIDE[name].rows for cell in row for b in cell.blocks for word in b.inlines[0].text.split()}  # type: ignore[union-attr]
    long = {word for word in words if len(word) < 12}
    assert {word for word in long if word not in printed} == set()


def test_a_word_too_long_for_its_line_is_broken_without_a_sign(tmp_path: Path) -> None:
    path, _ = built(article(paragraph("z" * 2000)), "pdf", tmp_path, Look(Layout.HANDOUT))
    assert outside(path) == []
    assert squeezed(pdf_text(path)).count("z") == 2000


@pytest.mark.parametrize("name", WIDE)
def test_columns_share_the_width_and_each_has_some(name: str) -> None:
    fitting = fit(grid(WIDE[name]), ROOM)
    if fitting.widths:
        assert sum(fitting.widths) == pytest.approx(1, abs=0.01)
        assert min(fitting.widths) > 0


def test_a_wide_table_leaves_its_column_then_the_page_is_turned() -> None:
    places = [fit(grid(table(4, count, lambda row, column: "seven")), ROOM).place for count in (3, 14, 26)]
    assert places == [TablePlace.COLUMN, TablePlace.TEXT, TablePlace.TURNED]


def test_names_stay_on_their_lines_where_prose_can_give_way() -> None:
    def words(row: int, column: int) -> str:
        return LINE if column == 1 else "Old Dunmaree light"

    fitting = fit(grid(table(4, 3, words)), ROOM)
    assert fitting.widths
    needed = len("Old Dunmaree light") * 0.5 * fitting.size * POINT
    assert fitting.widths[0] * ROOM.column > needed
    assert fitting.widths[2] * ROOM.column > needed


def test_heads_give_way_to_prose() -> None:
    def words(row: int, column: int) -> str:
        head = ("Season", *("Spring tide, high", "Neap tide, low") * 2, "Remarks")[column]
        return head if row == 0 else LINE if column == 5 else "4.6"

    room = Room(column=108.0, text=108.0, turned=170.0, height=170.0, size=11.0)
    widths = fit(grid(table(5, 6, words)), room).widths
    assert widths
    assert widths[5] > 2 * max(widths[1:5])


def test_a_table_hangs_into_the_margins_of_a_single_column_before_its_type_is_small(tmp_path: Path) -> None:
    wide = table(5, 9, lambda row, column: f"{1800 + row * column} metres" if column else f"Cape {row}")
    path, _ = built(article(paragraph(LINE), wide, paragraph(LINE)), "pdf", tmp_path, Look(Layout.ARTICLE))
    assert outside(path) == []
    (sheet,) = sheets(path)
    text_begins = next(word.left for word in sheet.words if word.text == "keeper") - 30
    table_begins = min(word.left for word in sheet.words if word.text == "Cape")
    assert 50 < table_begins < text_begins - 20
    path, _ = built(article(wide), "pdf", tmp_path, Look(Layout.ARTICLE, margin=40))
    assert min(word.left for sheet in sheets(path) for word in sheet.words) > 100, "margins asked for are kept"


def test_figures_stand_under_each_other_also_in_a_row_of_sums() -> None:
    rows = ("Season High Rain", "Winter 7.1 452", "Spring 10.3 \N{EN DASH}", "Year 11.3 1,300")
    cells = [[cell(words) for words in row.split()] for row in rows]
    cells[3] = [replace(found, header=True) for found in cells[3]]
    assert grid(Table(tuple(map(tuple, cells)), 1)).alignments == ("AlignDefault", "AlignRight", "AlignRight")


def test_prose_gets_more_width_than_figures() -> None:
    widths = fit(grid(table(4, 3, lambda row, column: LINE if column == 1 else "17")), ROOM).widths
    assert widths
    assert widths[1] > 3 * widths[0]


def test_a_table_of_too_many_columns_is_cut_between_cells_and_repeats_its_first_column() -> None:
    wide = table(3, 60, lambda row, column: f"cell{column}")
    spanning = replace(wide.rows[0][20], colspan=8)
    wide = replace(wide, rows=((*wide.rows[0][:20], spanning, *wide.rows[0][28:]), *wide.rows[1:]))
    ranges = parts(grid(wide), ROOM)
    assert len(ranges) > 1
    assert [first for first, _ in ranges[1:]] == [end for _, end in ranges[:-1]]
    assert (ranges[0][0], ranges[-1][1]) == (0, 60)
    assert not any(20 < end < 28 for _, end in ranges)
    second = grid(wide).part(*ranges[1])
    assert [row[0].cell for row in second.rows] == [row[0] for row in wide.rows]
    assert second.columns == ranges[1][1] - ranges[1][0] + 1


def test_the_head_of_a_table_is_on_each_of_its_pages(tmp_path: Path) -> None:
    path, _ = built(article(WIDE["of 90 rows"]), "pdf", tmp_path, Look(Layout.ARTICLE))
    pages = sheets(path)
    assert len(pages) > 1
    assert all(any(word.text == "0" for word in page.words) for page in pages)


def test_text_has_no_box_of_its_own(tmp_path: Path) -> None:
    """Only words that are too long are cut; all else reaches typst as it is."""
    words = paragraph("Ordinary words of text, and https://example.org/page")
    path, _ = built(article(words), "typst", tmp_path, Look())
    assert "#box[" not in path.read_text(encoding="utf-8").split("#show: publication")[1]


def test_rows_of_docx_tables_stay_whole_and_short_tables_too(tmp_path: Path) -> None:
    long_cell = table(3, 2, lambda row, column: LINE * (30 if row == column == 1 else 1))
    path, _ = built(article(table(4, 3, lambda row, column: "few words"), long_cell), "docx", tmp_path, Look())
    short, long = docx(path).tables
    for found, whole in ((short, [True] * 4), (long, [True, False, True])):
        assert [bool(row._tr.xpath("w:trPr/w:cantSplit")) for row in found.rows] == whole
    kept = [[bool(cell._tc.xpath(".//w:keepNext")) for cell in row.cells] for row in short.rows]
    assert kept == [[True] * 3] * 3 + [[False] * 3]
    assert not long._tbl.xpath(".//w:keepNext")


def test_a_short_table_stands_on_one_page_of_a_docx(tmp_path: Path) -> None:
    short = table(6, 3, lambda row, column: f"Cape{row}")
    for lines in (27, 29, 31, 33):
        path, _ = built(
            article(*[paragraph("The keeper wrote.")] * lines, short), "docx", tmp_path, Look(Layout.ARTICLE)
        )
        on_pages = [page.count("Cape") for page in pdf_text(converted(path, "pdf")).split("\f")]
        assert set(on_pages) <= {0, 18}, lines


VERY_WIDE = table(4, 24, lambda row, column: f"v{row}c{column}")
HEADED = (Heading(text("Tides"), 2, "tides"), VERY_WIDE)
UPRIGHT, LANDSCAPE = 0, 1
NEW_PAGE = 2
TURNED: dict[str, tuple[tuple[Block, ...], list[int]]] = {
    "in the text": ((paragraph(LINE), VERY_WIDE, paragraph(LINE)), [UPRIGHT, LANDSCAPE, UPRIGHT]),
    "two in a row": ((paragraph(LINE), VERY_WIDE, VERY_WIDE, paragraph(LINE)), [UPRIGHT, LANDSCAPE, UPRIGHT]),
    "two apart": ((VERY_WIDE, paragraph(LINE), *HEADED, paragraph(LINE)), [UPRIGHT, LANDSCAPE] * 2 + [UPRIGHT]),
    "at the end": ((paragraph(LINE), VERY_WIDE), [UPRIGHT, LANDSCAPE]),
    "within a cell": ((Table(((Cell((VERY_WIDE,)), cell("x")),)),), [UPRIGHT]),
    "no wide one": ((table(3, 3, lambda row, column: "x"),), [UPRIGHT]),
}


@pytest.mark.parametrize("name", TURNED)
def test_a_docx_page_is_turned_for_a_table_that_no_type_makes_fit(name: str, tmp_path: Path) -> None:
    blocks, orientations = TURNED[name]
    document = article(*blocks)
    path, _ = build(document, "docx", tmp_path)
    assert [section.orientation for section in docx(path).sections] == orientations
    assert words(path, document).wrong == ()


def test_turned_pages_of_a_book_belong_to_their_chapters(tmp_path: Path) -> None:
    """Chapters begin on the right, notes count on over a turned page, and its heading is on it."""
    notes = {"n": Note("1", (paragraph("first"),)), "m": Note("2", (paragraph("second"),))}
    marked = (Paragraph((*text("One"), NoteRef("1", "n"))), *HEADED, Paragraph((*text("two"), NoteRef("2", "m"))))
    chapter = (*marked, Paragraph((*text("and two again"), NoteRef("2", "m"))))
    document = article(*chapter, Heading(text("Next"), 1, "next"), paragraph(LINE), notes=notes)
    path, _ = build(document, "docx", tmp_path)
    sections = docx(path).sections
    assert [section.orientation for section in sections] == [UPRIGHT, UPRIGHT, LANDSCAPE, UPRIGHT, UPRIGHT]
    assert [section.start_type for section in sections][2:4] == [NEW_PAGE, NEW_PAGE]
    pages = pdf(converted(path, "pdf")).pages
    (turned,) = (page.extract_text() for page in pages if page.mediabox.width > page.mediabox.height)
    assert "Tides" in turned
    assert words(path, document).wrong == ()
    body = members(path.read_bytes())["word/document.xml"].decode()
    assert re.findall(r"NOTEREF.*?<w:t>(\d+)</w:t>", body, re.DOTALL) == ["2"]
    assert [bool("continuous" in section) for section in re.findall("<w:sectPr.*?</w:sectPr>", body, re.DOTALL)] == [
        *(False, False, True, True, False),
    ]


@pytest.mark.parametrize("notes", Notes)
def test_each_section_of_a_docx_says_once_how_its_notes_are_numbered(notes: Notes, tmp_path: Path) -> None:
    """Word takes no section that says it twice."""
    entry = {"n": Note("1", (paragraph("first"),))}
    marked = Paragraph((*text("One"), NoteRef("1", "n")))
    document = article(marked, *HEADED, paragraph(LINE), Heading(text("Next"), 1, "next"), paragraph(LINE), notes=entry)
    path, _ = build(document, "docx", tmp_path, PublishOptions(notes=notes))
    body = members(path.read_bytes())["word/document.xml"].decode()
    for section in re.findall("<w:sectPr.*?</w:sectPr>", body, re.DOTALL):
        assert max(section.count("<w:footnotePr>"), section.count("<w:endnotePr>")) <= 1
