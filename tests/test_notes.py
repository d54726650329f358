"""Notes as a reader expects them: printed once, every mark leads to them, each format's own kind, by chapter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from judges import converted, docx, links, members, pdf_pages, pdf_text
from test_publishers import EPOCH, build
from trees import paragraph, text
from wikipub.document import (
    Block,
    BlockQuote,
    Book,
    BulletList,
    Cell,
    DefinitionItem,
    DefinitionList,
    Document,
    Heading,
    Infobox,
    InfoboxRow,
    LineBlock,
    Link,
    Note,
    NoteList,
    NoteRef,
    OrderedList,
    Paragraph,
    Table,
    Text,
)
from wikipub.option_table import Layout, Notes, Paper
from wikipub.publishers.look import Look
from wikipub.publishers.options import PublishOptions
from wikipub.source import Origin
from wikipub.transforms.bind import bind
from wikipub.transforms.footnotes import with_footnotes
from wikipub.transforms.ids import give_ids
from wikipub.walk import iter_blocks

XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
FOOT, END = (PublishOptions(epoch=EPOCH, notes=notes) for notes in Notes)
FORMATS = [("epub", FOOT), ("pdf", FOOT), ("pdf", END), ("docx", FOOT), ("docx", END)]
IDS = [f"{name} {options.notes}" for name, options in FORMATS]


def mark(label: str) -> NoteRef:
    return NoteRef(label, f"n{label}".replace(" ", "-"))


def article(title: str = "Ferry") -> Document:
    """Marks in text, heading, link, box, table's head, caption and body; groups; a note that marks another."""
    labels = ("1", "2", "3", "4", "5", "note 1", "a")
    notes = {mark(label).note or "": Note(label, (paragraph(f"Entry {label} of {title}."),)) for label in labels}
    notes["nnote-1"] = Note("note 1", (Paragraph((Text("An explanation"), mark("5"), mark("1"), Text("."))),))
    notes["n2"] = Note("2", (paragraph("First half."), paragraph("Second half.")))
    table = Table(
        (
            (Cell((Paragraph((Text("Year"), mark("2"))),), True), Cell((paragraph("Sum"),), True)),
            (Cell((paragraph("1990"),)), Cell((Paragraph((Text("12"), mark("1"))),))),
        ),
        1,
        (Text("A table"), mark("4")),
    )
    box = Infobox((InfoboxRow(text("Length"), (Paragraph((Text("9 m"), mark("1"))),)),))
    link = Link((Text("far"), mark("3"), Text(" away")), "https://example.org/")
    blocks = (
        box,
        Paragraph((Text("Words"), mark("1"), mark("2"), Text(", words"), mark("note 1"), mark("1"), Text("."))),
        Heading((Text("History"), mark("2")), 1),
        Paragraph((link, Text("; and"), mark("a"), NoteRef("77"), Text("."))),
        table,
        Heading(text("Notes"), 1),
        NoteList(("nnote-1", "na")),
        Heading(text("References"), 1),
        NoteList(("n1", "n2", "n3", "n4", "n5")),
    )
    return give_ids(Document(title, blocks, Origin("f", "f"), "en", notes), lambda _: None)


def book(titles: tuple[str, ...] = ("Ferry", "Sound")) -> Document:
    return bind(Book("Boats", tuple(article(title) for title in titles)), frozenset(), lambda _: None)


def article_of(block: Block, notes: dict[str, Note]) -> Document:
    """A bound article of one block, whose notes no list of its own holds."""
    return bind(Document("T", (block,), Origin("", ""), "en", notes), frozenset(), lambda _: None)


@pytest.mark.parametrize(("name", "options"), FORMATS, ids=IDS)
def test_every_link_leads_to_one_place(name: str, options: PublishOptions, tmp_path: Path) -> None:
    path, found = build(book(), name, tmp_path, options)
    walked = links(path)
    assert walked.broken == ()
    assert len(walked.internal) > 2 * 12  # the marks of two chapters
    assert found == []


def printed(path: Path) -> str:
    """All text of a publication."""
    if path.suffix == ".pdf":
        return pdf_text(path)
    files = members(path.read_bytes())
    parts = [files[name].decode() for name in files if re.search(r"/text/ch|word/(?:document|\w+notes)", name)]
    return re.sub("<[^>]*>", "", "\n".join(parts))


@pytest.mark.parametrize(("name", "options"), FORMATS, ids=IDS)
def test_a_note_is_printed_once_however_many_marks_it_has(name: str, options: PublishOptions, tmp_path: Path) -> None:
    path, _ = build(book(), name, tmp_path, options)
    words = printed(path)
    for entry in ("Entry 1 of Ferry", "Entry 1 of Sound", "Entry 3 of Ferry", "Entry a of Sound"):
        assert words.count(entry) == 1, entry
    assert words.count("First half.") == words.count("Second half.") == words.count("An explanation") == 2


def test_an_epub_s_notes_pop_up_and_lead_back_to_each_mark(tmp_path: Path) -> None:
    path, _ = build(book(), "epub", tmp_path)
    page = members(path.read_bytes())["EPUB/text/ch001.xhtml"].decode()
    assert page.count('epub:type="noteref"') == page.count('role="doc-noteref"') == 13
    assert page.count('epub:type="footnote"') == page.count('role="doc-footnote"') == 7
    assert page.count('role="doc-backlink"') == 12  # the mark in a heading has none
    assert 'role="doc-backlink" aria-label="Back to the text a"' in page
    entry = page[page.index('id="note_c1-n1"') :].split("</div>")[0]
    assert re.findall(r'href="(?:ch001\.xhtml)?#(mark_c1-n1_\d)"', entry) == [f"mark_c1-n1_{n}" for n in range(1, 6)]


def test_a_pdf_s_notes_stand_below_the_text_under_the_labels_of_the_article(tmp_path: Path) -> None:
    path, _ = build(book(), "pdf", tmp_path)
    _, _, _, *pages = pdf_pages(path)  # cover, title, contents
    for title, page in zip(("Ferry", "Sound"), pages[:2], strict=True):
        assert page.index("Sum") < page.index(f"Entry 1 of {title}")
        assert "note 1" in page[page.index("Entry 1 of") :]
    assert [page.count("References") for page in pages[:2]] == [1, 1]  # entry 5 has no mark in the text


def test_a_pdf_s_notes_stand_after_their_chapter_if_they_are_wanted_there(tmp_path: Path) -> None:
    path, _ = build(book(), "pdf", tmp_path, END)
    page = pdf_pages(path)[3]  # after cover, title, contents
    places = [page.index(words) for words in ("Sum", "\nNotes", "An explanation", "\nReferences", "Entry 1 of")]
    assert places == sorted(places)


@pytest.mark.parametrize(("options", "kind"), [(FOOT, "footnote"), (END, "endnote")])
def test_a_docx_s_notes_are_word_s_own_and_further_marks_show_their_numbers(
    options: PublishOptions, kind: str, tmp_path: Path
) -> None:
    path, _ = build(book(), "docx", tmp_path, options)
    files = {name: content.decode() for name, content in members(path.read_bytes()).items() if name.endswith("l")}
    body, notes = files["word/document.xml"], files[f"word/{kind}s.xml"]
    assert body.count(f"<w:{kind}Reference ") == len(re.findall(f'<w:{kind} w:id="\\d', notes)) == 12
    assert f'PartName="/word/{kind}s.xml"' in files["[Content_Types].xml"]
    assert ("footnote" in "".join(n for n in files if n != "word/document.xml")) == (kind == "footnote")
    numbers = re.findall(r"NOTEREF (footnote_\d+).*?<w:t>(\d+)</w:t>", body + notes, re.DOTALL)
    assert len(numbers) == 2 * 6
    assert {number for bookmark, number in numbers if bookmark == "footnote_1"} == {"1"}
    assert len(set(numbers)) == len({bookmark for bookmark, _ in numbers})


@pytest.mark.parametrize("options", [FOOT, END])
def test_what_an_author_says_of_footnotes_stays_in_a_docx(options: PublishOptions, tmp_path: Path) -> None:
    said = "A footnote, its FootnoteRef and footnotes.xml in w:footnote"
    address = "https://wiki.example/2006/relationships/footnotes.html"
    inlines = (Link((Text(said),), address), NoteRef("1", "n1"))
    note = Note("1", (Paragraph((Text(said),)),))
    blocks = (Paragraph(inlines), NoteList(("n1",)))
    document = Document("Ferry", blocks, Origin("ferry.txt", "ferry"), notes={"n1": note})
    path, _ = build(document, "docx", tmp_path, options)
    files = members(path.read_bytes())
    assert files["word/document.xml"].count(said.encode()) == 1
    assert files[f"word/{'footnotes' if options is FOOT else 'endnotes'}.xml"].count(said.encode()) == 1
    assert files["word/_rels/document.xml.rels"].count(address.encode()) == 1


def test_a_docx_counts_the_notes_of_each_chapter_from_1(tmp_path: Path) -> None:
    path, _ = build(book(("A", "B", "C")), "docx", tmp_path)
    opened = docx(path)
    assert len(opened.sections) == 5  # with those of the front matter and the colophon
    assert {(s.page_width, s.left_margin, s.footer.paragraphs[0].text) for s in opened.sections} == {
        (opened.sections[0].page_width, opened.sections[0].left_margin, opened.sections[0].footer.paragraphs[0].text)
    }
    settings = members(path.read_bytes())["word/settings.xml"].decode()
    assert '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>' in settings


@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_a_note_is_printed_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    notes = {"Odd key <1>": Note("1", (paragraph("The note."),))}
    page = article_of(Paragraph((Text("a"), NoteRef('"#1', "Odd key <1>"))), notes)
    path, found = build(page, name, tmp_path)
    assert "The note." in printed(path)
    assert found == []


def test_marks_that_stand_together_are_kept_apart(tmp_path: Path) -> None:
    notes = {key: Note(key, (paragraph("x"),)) for key in ("n1", "n2")}
    page = article_of(Paragraph((Text("a"), NoteRef("1", "n1"), NoteRef("2", "n2"))), notes)
    for name in ("pdf", "docx"):
        path, _ = build(page, name, tmp_path)
        words = pdf_text(path) if name == "pdf" else docx(path).paragraphs[1].text
        assert ("a1,2" if name == "pdf" else "a,") in words


def noted(number: int) -> Paragraph:
    """Two lines of words, each with a number, and three notes of some lines in the first one."""
    notes = (NoteRef(letter, f"n{number}{letter}") for letter in "abc")
    return Paragraph((Text(f"begins{number}"), *notes, Text(f" {'middle ' * 15} ends{number}.")))


HOLDERS: dict[str, Callable[[tuple[Paragraph, ...]], Block]] = {
    "list": lambda found: BulletList(tuple((one,) for one in found)),
    "numbered list": lambda found: OrderedList(tuple((one,) for one in found)),
    "definitions": lambda found: DefinitionList(tuple(DefinitionItem(text("Term"), ((one,),)) for one in found)),
    "quotation": BlockQuote,
    "verse": lambda found: LineBlock(tuple(one.inlines for one in found)),
    "table": lambda found: Table(tuple((Cell((paragraph("Row"),)), Cell((one,))) for one in found)),
    "key facts": lambda found: Infobox(tuple(InfoboxRow(text("Fact"), (one,)) for one in found)),
}


@pytest.mark.parametrize("kind", HOLDERS)
def test_a_pdf_loses_no_line_beside_notes_that_reach_over_pages(kind: str, tmp_path: Path) -> None:
    """Typst 0.15 forgets lines of a block that goes on over the page while its footnotes do, too (its issue 8487)."""
    numbers = range(24)
    notes = {f"n{number}{letter}": Note(letter, (paragraph("note " * 60),)) for number in numbers for letter in "abc"}
    page = article_of(HOLDERS[kind](tuple(map(noted, numbers))), notes)
    path, found = build(page, "pdf", tmp_path, PublishOptions(epoch=EPOCH, look=Look(Layout.ARTICLE, Paper.A5)))
    words = Counter(re.findall(r"begins\d+(?=a,b,c)|ends\d+", pdf_text(path)))
    assert words == {f"{word}{number}": 1 for number in numbers for word in ("begins", "ends")}
    assert found == []


def counts(document: Document) -> dict[str, int]:
    """How much of each kind an office program has to find in a DOCX of `document`."""
    placed = with_footnotes(document)
    listed = {key for block in placed.blocks if isinstance(block, NoteList) for key in block.notes}
    blocks = [*iter_blocks(placed.blocks)]
    return {
        "headings": sum(isinstance(block, Heading) for block in blocks),
        "tables": sum(isinstance(block, Table | Infobox) for block in blocks),
        "notes": len(placed.notes.keys() - listed),
    }


@pytest.mark.parametrize(("options", "kind"), [(FOOT, "footnote"), (END, "endnote")])
def test_office_programs_find_in_a_docx_what_the_tree_holds(options: PublishOptions, kind: str, tmp_path: Path) -> None:
    path, _ = build(book(), "docx", tmp_path, options)
    opened = docx(path)
    found = {
        "headings": sum(paragraph.style.name.startswith("Heading") for paragraph in opened.paragraphs),
        "tables": len(opened.tables),
        "notes": len(opened.element.body.xpath(f".//w:{kind}Reference")),
    }
    assert found == counts(book())
    assert {"Foot Line", "Source", "Hatnote", "Endnote Text"} <= {style.name.title() for style in opened.styles}

    content = ElementTree.fromstring(members(converted(path, "odt").read_bytes())["content.xml"])
    names = [element.tag.rpartition("}")[2] for element in content.iter()]
    assert {"headings": names.count("h"), "tables": names.count("table"), "notes": names.count("note")} == found
    addresses = Counter(element.get(XLINK_HREF) for element in content.iter() if element.tag.endswith("}a"))
    assert addresses["https://example.org/"] == 2 * 2  # in each chapter one, which a note mark parts
    marks = Counter(f"#{target}" for target in links(path).internal if target.startswith(f"{kind}_"))
    assert {mark: addresses[mark] * 2 for mark in marks} == marks  # a field within a link leads there twice
