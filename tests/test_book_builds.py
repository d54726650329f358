"""A book file's book, in the formats that people get."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from click.testing import CliRunner, Result

from judges import docx, docx_text, epub_text, epubcheck, members, pdf, pdf_places, pdf_text
from trees import PNG
from wikipub import Book, publish
from wikipub.cli import cli
from wikipub.document import Document, Paragraph, Text
from wikipub.source import Origin

PASSAGE = (
    "The ferry between Kestrel Rock and the mainland has run since 1902, when the harbour board bought the steamer "
    "Petrel for 4,000 pounds, and it carries about 300 passengers a day in summer."
)
ARTICLES = {
    "rock.txt": f"Kestrel Rock\n\n[edit] Transport\n\n{PASSAGE}\n\n[edit] Gallery\n\nMany pictures of it are known.\n",
    "keeper.txt": "Hanna Rook\n\nMain article: Kestrel Rock\n\nShe kept the light for nine nights.\n\n[edit] Travel\n\n"
    f"{PASSAGE}\n",
}
BOOK = """
title = "Lights"
subtitle = "& other <things>"
editor = "Alma Reed"
cover = "cover.png"
formats = ["epub", "pdf", "docx"]
dedupe = true

[[chapter]]
source = "rock.txt"
part = "Places"
title = "The rock"
drop = ["gallery", "Histori"]

[[chapter]]
source = "keeper.txt"
part = "People"
"""

PAGES = 13
"""Pages of the book without a cover: title, contents, parts, chapters and sources, seven right-hand pages."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "cover.png").write_bytes(PNG)
    (tmp_path / "wikipub.toml").write_text(BOOK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*words: str) -> Result:
    return CliRunner().invoke(cli, ["build", *words])


def test_all_formats_have_its_parts_titles_and_imprint(folder: Path) -> None:
    result = build()
    assert result.exit_code == 0, result.stderr
    assert "no section “Histori” to drop" in result.stderr
    archive = (folder / "output/lights.epub").read_bytes()
    assert epubcheck(folder / "output/lights.epub") == []
    texts = (
        epub_text(archive),
        pdf_text(folder / "output/lights.pdf"),
        docx_text((folder / "output/lights.docx").read_bytes()),
    )
    for text in texts:
        flat = " ".join(text.split())
        places = [flat.find(words) for words in ("Places", "The rock", "People", "Hanna Rook")]
        assert -1 not in places
        assert "& other <things>" in flat
        assert "Alma Reed" in flat
        assert "pictures of it" not in flat
        assert flat.count("harbour board bought") == 1
        assert "The same is said in: The rock, Transport" in flat


def test_the_colophon_names_an_article_by_its_own_title(folder: Path) -> None:
    assert build("--format", "plain").exit_code == 0
    text = (folder / "output/lights.txt").read_text(encoding="utf-8")
    assert "Article: Kestrel Rock" in text
    assert "Article: The rock" not in text


def test_links_by_an_article_s_own_title_lead_to_the_chapter(folder: Path) -> None:
    assert build("--format", "epub").exit_code == 0
    page = members((folder / "output/lights.epub").read_bytes())["EPUB/text/ch004.xhtml"].decode()
    assert re.search(r'<a href="ch002\.xhtml#c1">Kestrel Rock</a>', page)
    assert re.search(r'<a href="ch002\.xhtml#c1-transport">The rock, Transport</a>', page)


def test_its_cover_is_the_first_page_of_epub_and_pdf(folder: Path) -> None:
    assert build("--format", "epub,pdf").exit_code == 0
    files = members((folder / "output/lights.epub").read_bytes())
    assert files["EPUB/media/cover.png"].startswith(PNG[:8])
    package = files["EPUB/content.opf"].decode()
    assert re.search(r'<spine[^>]*>\s*<itemref idref="cover_xhtml"', package)
    assert 'href="media/cover.png" media-type="image/png" properties="cover-image"' in package
    (picture,) = pdf(folder / "output/lights.pdf").pages[0].images
    assert picture.image.size == (1, 1)


def test_its_pictures_come_from_the_folders_that_it_names(folder: Path) -> None:
    (folder / "pictures").mkdir()
    (folder / "pictures" / "light.png").write_bytes(PNG)
    (folder / "rock.wiki").write_text("== History ==\nIt is old.\n\n[[File:Light.png|thumb|The light]]\n", "utf-8")
    (folder / "shelf").mkdir()
    book = 'title = "Lights"\ncover = "none"\nmedia = ["../pictures"]\n[[chapter]]\nsource = "../rock.wiki"\n'
    (folder / "shelf" / "lights.toml").write_text(book, "utf-8")
    result = build("shelf/lights.toml")
    assert result.exit_code == 0, result.stderr
    pictures = [name for name in members((folder / "output/lights.epub").read_bytes()) if name.endswith(".png")]
    assert len(pictures) == 1, result.stderr


def test_a_cover_is_made_of_the_title_where_none_is_named(folder: Path) -> None:
    (folder / "wikipub.toml").write_text(BOOK.replace('cover = "cover.png"', ""), encoding="utf-8")
    assert build("--format", "epub,pdf").exit_code == 0
    assert epubcheck(folder / "output/lights.epub") == []
    files = members((folder / "output/lights.epub").read_bytes())
    assert files["EPUB/media/cover.png"].startswith(PNG[:8])
    width, height = (int.from_bytes(files["EPUB/media/cover.png"][at : at + 4]) for at in (16, 20))
    assert (width, height) == (1200, 1920)
    assert b"but the cover is text" in files["EPUB/content.opf"]
    assert b'<reference type="cover" title="Lights" href="text/cover.xhtml" />' in files["EPUB/content.opf"]
    landmarks = re.findall(rb'epub:type="(\w+)">', files["EPUB/nav.xhtml"].partition(b"landmarks")[2])
    assert landmarks == [b"cover", b"titlepage", b"toc", b"bodymatter"]
    assert b' lang="en" xml:lang="en"' in files["EPUB/text/cover.xhtml"]
    before = [(folder / f"output/lights.{output}").read_bytes() for output in ("epub", "pdf")]
    assert build("--format", "epub,pdf").exit_code == 0
    assert [(folder / f"output/lights.{output}").read_bytes() for output in ("epub", "pdf")] == before
    first, second = pdf(folder / "output/lights.pdf").pages[:2]
    assert first.extract_text().split() == ["Lights", "&", "other", "<things>", "Alma", "Reed"]
    assert second.extract_text() == ""


def test_a_book_that_wants_no_cover_has_none(folder: Path) -> None:
    (folder / "wikipub.toml").write_text(BOOK.replace("cover.png", "none"), encoding="utf-8")
    assert build("--format", "epub,pdf").exit_code == 0
    assert not [name for name in members((folder / "output/lights.epub").read_bytes()) if "cover" in name]
    assert len(pdf(folder / "output/lights.pdf").pages) == PAGES


def test_a_title_that_no_font_shows_makes_no_cover(tmp_path: Path) -> None:
    article = Document("Kestrel Rock", (Paragraph((Text("A rock."),)),), Origin("rock", "rock"))
    report = publish(Book("Lights \U000f0000", (article,)), "epub", tmp_path / "lights.epub")
    assert [found.code for found in report.diagnostics] == ["no-cover"]
    assert epubcheck(tmp_path / "lights.epub") == []


def test_the_command_line_wins_over_the_book_file(folder: Path) -> None:
    result = build("--format", "markdown")
    assert result.stdout == "output/lights.md\n"


def test_a_chapter_that_cannot_be_read_fails_alone_and_its_part_begins_with_the_next(folder: Path) -> None:
    (folder / "rock.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "wikipub.toml").write_text(BOOK.replace('part = "People"', ""), encoding="utf-8")
    result = build("--format", "markdown")
    assert result.exit_code == 1
    assert "rock.txt" in result.stderr
    text = (folder / "output/lights.md").read_text(encoding="utf-8")
    assert text.index("# Places") < text.index("# Hanna Rook")


def test_the_epub_s_title_page_has_one_heading(folder: Path) -> None:
    assert build("--format", "epub").exit_code == 0
    page = members((folder / "output/lights.epub").read_bytes())["EPUB/text/title_page.xhtml"].decode()
    assert re.findall("<h1[^>]*>([^<]*)</h1>", page) == ["Lights"]
    assert '<p class="subtitle" role="doc-subtitle">&amp; other &lt;things&gt;</p>' in page


def test_a_part_is_told_from_a_chapter_in_the_epub(folder: Path) -> None:
    assert build("--format", "epub").exit_code == 0
    pages = members((folder / "output/lights.epub").read_bytes())
    parts = [name for name, page in pages.items() if b'role="doc-part"' in page and b'epub:type="part"' in page]
    assert parts == ["EPUB/text/ch001.xhtml", "EPUB/text/ch003.xhtml"]


Nest = tuple[str, tuple["Nest", ...]]
CONTENTS: tuple[Nest, ...] = (
    ("Places", (("The rock", (("Transport", ()),)),)),
    ("People", (("Hanna Rook", (("Travel", ()),)),)),
    ("About this text", ()),
)


def nest(items: Iterable[Element], words: str, inner: str) -> tuple[Nest, ...]:
    return tuple((item.findtext(words, ""), nest(item.findall(inner), words, inner)) for item in items)


def test_the_epub_s_contents_have_chapters_below_their_parts(folder: Path) -> None:
    assert build("--format", "epub").exit_code == 0
    pages = members((folder / "output/lights.epub").read_bytes())
    html, ncx = "{http://www.w3.org/1999/xhtml}", "{http://www.daisy.org/z3986/2005/ncx/}"
    listed = fromstring(pages["EPUB/nav.xhtml"]).findall(f".//{html}nav[@id='toc']/{html}ol/{html}li")
    assert nest(listed, f"{html}a", f"{html}ol/{html}li") == CONTENTS
    points = fromstring(pages["EPUB/toc.ncx"]).findall(f"{ncx}navMap/{ncx}navPoint")
    title, *rest = nest(points, f"{ncx}navLabel/{ncx}text", f"{ncx}navPoint")
    assert (title, tuple(rest)) == (("Lights", ()), CONTENTS)


def outline(items: list[Any]) -> tuple[Nest, ...]:
    """An outline of pypdf's, a list after the entry that it belongs to, as ours."""
    found: list[Nest] = []
    for item in items:
        if isinstance(item, list):
            found[-1] = (found[-1][0], outline(item))
        else:
            found.append((item.title, ()))
    return tuple(found)


def test_the_pdf_s_outline_has_chapters_below_their_parts(folder: Path) -> None:
    assert build("--format", "pdf").exit_code == 0
    assert outline(pdf(folder / "output/lights.pdf").outline) == CONTENTS


def test_parts_and_chapters_of_the_pdf_begin_on_right_hand_pages_that_are_numbered_from_one(folder: Path) -> None:
    assert build("--format", "pdf").exit_code == 0
    pages = pdf(folder / "output/lights.pdf")
    begin = [(label, page) for label, page in zip(pages.page_labels, pages.pages, strict=True) if page.extract_text()]
    first = {page.extract_text().splitlines()[0]: label for label, page in begin}
    assert {title: first[title] for title in ("Contents", "Places", "The rock", "People", "Hanna Rook")} == {
        "Contents": "v",
        "Places": "1",
        "The rock": "3",
        "People": "5",
        "Hanna Rook": "7",
    }


def test_a_blank_page_of_the_pdf_is_blank(folder: Path) -> None:
    assert build("--format", "pdf").exit_code == 0
    pages = pdf(folder / "output/lights.pdf").pages
    assert [number for number, page in enumerate(pages, 1) if not page.extract_text()] == [1, 2, 4, 6, 8, 10, 12, 14]


def test_the_pdf_s_heads_name_the_book_on_the_left_and_the_chapter_on_the_right(folder: Path) -> None:
    for number in range(80):
        text = f"\n\n[edit] Year {number}\n\n{PASSAGE} It was {number} years ago."
        with (folder / "keeper.txt").open("a", encoding="utf-8") as file:
            file.write(text)
    assert build("--format", "pdf").exit_code == 0
    pages = [page.extract_text().splitlines() for page in pdf(folder / "output/lights.pdf").pages]
    start = next(number for number, lines in enumerate(pages) if lines[:1] == ["Hanna Rook"])
    assert pages[start + 1][0].split() == ["8", "Lights"]
    assert sorted(pages[start + 2][0].split()) == ["9", "Hanna", "Rook"]


def test_a_title_that_runs_the_other_way_does_not_turn_its_line_of_the_pdf_s_contents(folder: Path) -> None:
    title = "\N{ARABIC LETTER SAD}\N{ARABIC LETTER KHAH}\N{ARABIC LETTER REH}"
    (folder / "rock.txt").write_text(f"{title}\n\nThe ferry runs daily.\n", encoding="utf-8")
    (folder / "wikipub.toml").write_text(BOOK.replace('title = "The rock"\ndrop = ["gallery", "Histori"]', ""), "utf-8")
    assert build("--format", "pdf").exit_code == 0
    words = pdf_places(folder / "output/lights.pdf", 5)
    (line,) = {round(y) for word, _, y in words if word == title or word == title[::-1]}
    on_line = [(x, word) for word, x, y in words if round(y) == line and word != "."]
    assert [word in (title, title[::-1]) for _, word in sorted(on_line)] == [True, False]


def test_the_docx_s_headings_are_below_their_parts_and_look_the_same(folder: Path) -> None:
    assert build("--format", "docx").exit_code == 0
    opened = docx(folder / "output/lights.docx")
    heads = [(p.style.name, p.text) for p in opened.paragraphs if "eading" in p.style.name]
    assert heads == [
        ("Part Heading", "Places"),
        ("Heading 2", "The rock"),
        ("Heading 3", "Transport"),
        ("Part Heading", "People"),
        ("Heading 2", "Hanna Rook"),
        ("Heading 3", "Travel"),
        ("Heading 1", "About this text"),
    ]
    assert opened.styles["Heading 2"].font.size == opened.styles["Heading 1"].font.size
    levels = [opened.styles[name].element.xpath("./w:pPr/w:outlineLvl/@w:val") for name, _ in heads]
    assert levels == [["0"], ["1"], ["2"], ["0"], ["1"], ["2"], ["0"]]
    styles = opened.element.body.xpath(".//w:sdtContent/w:p/w:pPr/w:pStyle/@w:val")
    assert styles == ["TOCHeading", "TOC1", "TOC2", "TOC3", "TOC1", "TOC2", "TOC3", "TOC1"]


def test_the_docx_s_chapters_begin_on_right_hand_pages_with_heads_of_their_own(folder: Path) -> None:
    assert build("--format", "docx").exit_code == 0
    opened = docx(folder / "output/lights.docx")
    assert opened.settings.odd_and_even_pages_header_footer
    front, *chapters = opened.sections
    heads = [[section.even_page_header.paragraphs[0].text, section.header.paragraphs[0].text] for section in chapters]
    titles = ("Places", "The rock", "People", "Hanna Rook", "About this text")
    assert heads == [["Lights", title] for title in titles]
    assert {section.first_page_header.paragraphs[0].text for section in (front, *chapters)} == {""}
    assert {str(section.start_type) for section in chapters} == {"ODD_PAGE (4)"}
    for section in (front, *chapters):
        feet = (section.footer, section.even_page_footer, section.first_page_footer)
        assert all("PAGE" in foot._element.xml for foot in feet)


def test_other_formats_have_chapters_below_their_parts(folder: Path) -> None:
    assert build("--format", "latex,markdown").exit_code == 0
    latex = (folder / "output/lights.tex").read_text(encoding="utf-8")
    heads = re.findall(r"^\\(part|chapter|section)\{([^}]*)\}", latex, re.MULTILINE)
    assert heads[:3] == [("part", "Places"), ("chapter", "The rock"), ("section", "Transport")]
    markdown = (folder / "output/lights.md").read_text(encoding="utf-8")
    assert re.findall("^(#+) ([^{]*) {", markdown, re.MULTILINE)[:3] == [
        ("#", "Places"),
        ("##", "The rock"),
        ("###", "Transport"),
    ]


def test_a_wrong_book_file_is_an_error_before_anything_is_written(folder: Path) -> None:
    (folder / "wikipub.toml").write_text(BOOK.replace("keeper.txt", "keper.txt"), encoding="utf-8")
    result = build()
    assert result.exit_code == 30
    assert "did you mean keeper.txt" in result.stderr
    assert not (folder / "output").exists()


@pytest.mark.parametrize(
    "words", [("wikipub.toml", "rock.txt"), ("wikipub.toml", "--book", "T"), ("rock.txt", "--dedupe")]
)
def test_what_contradicts_a_book_file_is_wrong_usage(folder: Path, words: tuple[str, ...]) -> None:
    assert build(*words).exit_code == 2


def test_inspect_lists_what_chapters_share(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["inspect", "--repeats", "rock.txt", "keeper.txt"])
    assert "Passages said again: 1" in result.stdout
    assert "Hanna Rook, Travel" in result.stdout
    answers = [
        json.loads(line)
        for line in CliRunner().invoke(cli, ["inspect", "--repeats", "--json", "."]).stdout.splitlines()
    ]
    (repeat,) = answers[-1]["repeats"]
    assert (repeat["later"]["file"], repeat["first"]["section"]) == ("rock.txt", "Travel")


def test_a_section_that_not_all_articles_of_a_pattern_have_is_no_warning(folder: Path) -> None:
    pattern = '[[chapter]]\nsource = "*.txt"\ndrop = ["Gallery"]\n'
    (folder / "wikipub.toml").write_text(f'title = "Lights"\n{pattern}', encoding="utf-8")
    result = build("--format", "markdown", "--strict")
    assert result.exit_code == 0, result.stderr
    assert "pictures of it" not in (folder / "output/lights.md").read_text(encoding="utf-8")


def test_a_section_to_keep_that_is_not_there_is_named_with_the_near_miss(folder: Path) -> None:
    chapter = '[[chapter]]\nsource = "rock.txt"\nkeep = ["Galery"]\n'
    (folder / "wikipub.toml").write_text(f'title = "Lights"\n{chapter}', encoding="utf-8")
    result = build("--format", "markdown")
    assert "no section “Galery” to keep; did you mean “Gallery”?" in result.stderr
