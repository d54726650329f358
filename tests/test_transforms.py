"""Transforms make their invariants true, whatever the tree."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wikipub.diagnostics import Diagnostic
from wikipub.document import (
    MAX_NESTING,
    Block,
    BlockQuote,
    Book,
    BulletList,
    Cell,
    Document,
    Emphasis,
    Figure,
    Hatnote,
    Heading,
    Inline,
    LedgerEntry,
    LineBlock,
    Link,
    Note,
    NoteList,
    NoteRef,
    Paragraph,
    SourceNote,
    Table,
    Text,
    WikiLink,
)
from wikipub.option_table import Links
from wikipub.source import Keep, Origin
from wikipub.transforms.bind import bind
from wikipub.transforms.footnotes import with_footnotes
from wikipub.transforms.ids import give_ids, heading_id
from wikipub.transforms.normalize import normalize
from wikipub.transforms.notes import link_notes
from wikipub.transforms.sections import empty_sections, with_levels
from wikipub.walk import headings, iter_blocks, plain

ORIGIN = Origin("page.txt", "page")


def document(
    *blocks: Block, title: str = "Ferry", notes: dict[str, Note] | None = None, language: str = "en"
) -> Document:
    return Document(title, blocks, ORIGIN, language, notes or {})


def paragraph(*inlines: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(inline) if isinstance(inline, str) else inline for inline in inlines))


def heading(title: str, depth: int | None = None) -> Heading:
    return Heading((Text(title),), depth)


def ignore(_: Diagnostic) -> None:
    """Where the test is not about diagnostics."""


texts = st.builds(Text, st.text(max_size=12))
inline_runs = st.lists(
    st.recursive(
        texts | st.builds(NoteRef, st.text(max_size=3)),
        lambda inner: st.builds(Emphasis, st.lists(inner, max_size=3).map(tuple)),
        max_leaves=6,
    ),
    max_size=4,
).map(tuple)
cells = st.builds(
    Cell,
    st.lists(st.builds(Paragraph, inline_runs), max_size=2).map(tuple),
    rowspan=st.integers(-1, 5),
    colspan=st.integers(-1, 5),
)
blocks = st.recursive(
    st.builds(Paragraph, inline_runs)
    | st.builds(Table, st.lists(st.lists(cells, max_size=4).map(tuple), max_size=5).map(tuple), st.integers(-1, 9)),
    lambda inner: (
        st.builds(BulletList, st.lists(st.lists(inner, max_size=2).map(tuple), max_size=3).map(tuple))
        | st.builds(BlockQuote, st.lists(inner, max_size=2).map(tuple), inline_runs)
    ),
    max_leaves=8,
)


@given(st.lists(blocks | st.builds(Heading, inline_runs, st.none() | st.integers(1, 6)), max_size=5).map(tuple))
def test_normalize_is_idempotent(found: tuple[Block, ...]) -> None:
    once = normalize(document(*found), ignore)
    assert normalize(once, ignore) == once


@given(st.lists(st.lists(cells, min_size=1, max_size=5).map(tuple), min_size=1, max_size=5).map(tuple))
def test_rows_of_a_normal_table_are_equally_wide(rows: tuple[tuple[Cell, ...], ...]) -> None:
    (table,) = normalize(document(Table(rows)), ignore).blocks
    assert isinstance(table, Table)
    covered = [0] * len(table.rows)
    for number, row in enumerate(table.rows):
        for cell in row:
            for below in range(number, number + cell.rowspan):
                covered[below] += cell.colspan
    assert len(set(covered)) == 1


def test_deep_nesting_is_flattened_and_reported() -> None:
    nested: Block = paragraph("deep")
    for _ in range(500):
        nested = BlockQuote((nested,))
    inline: Inline = Text("in")
    for _ in range(500):
        inline = Emphasis((inline,))
    found: list[Diagnostic] = []
    normal = normalize(document(nested, paragraph(inline)), found.append)
    assert [d.code for d in found] == ["deep-nesting"]
    assert len(list(iter_blocks(normal.blocks))) <= 2 * (MAX_NESTING + 2)
    assert "deep" in str(normal.blocks[0])
    assert plain(normal.blocks[1].inlines) == "in"  # type: ignore[union-attr]


def test_a_table_whose_grid_is_mostly_empty_stands_as_lines() -> None:
    rows = (tuple(Cell((paragraph(str(n)),)) for n in range(300)), *(((Cell((paragraph("x"),)),),) * 300))
    (block,) = normalize(document(Table(rows)), ignore).blocks
    assert isinstance(block, LineBlock)
    assert len(block.lines) == 301


def test_a_title_of_blanks_is_replaced_by_the_files_name() -> None:
    assert normalize(document(title=" \u200b\n"), ignore).title == "page"


def test_ids_are_unique_and_stable() -> None:
    found = give_ids(
        document(heading("Boats"), heading("Boats"), heading("Boats 2"), heading("船"), heading("船")), ignore
    )
    assert [h.id for h in headings(found)] == ["boats", "boats-2", "boats-2-2", "section", "section-2"]


@given(st.text())
def test_heading_ids_are_of_the_form_that_every_format_takes(title: str) -> None:
    found = heading_id(title)
    assert found == "" or (
        found[0].isalpha() and found.isascii() and set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    )


def test_levels_close_gaps_and_unknown_depths_are_top_sections() -> None:
    found = with_levels(
        (heading("a", 1), heading("b", 4), heading("c", 5), heading("d", 2), heading("e"), heading("f", 1)), 2
    )
    assert [h.depth for h in found if isinstance(h, Heading)] == [2, 3, 4, 3, 2, 2]


def test_a_heading_is_empty_if_it_is_last_or_followed_by_one_known_not_to_be_deeper() -> None:
    unknown = (heading("a"), heading("b"), heading("c"))
    known = (heading("a", 1), heading("b", 2), heading("c", 2), paragraph("text"), heading("d", 1))
    parents = (heading("a", 1), heading("b", 2), heading("c", 3), heading("d", 1), heading("e", 2), paragraph("text"))
    assert [plain(h.inlines) for h in empty_sections(unknown)] == ["c"]
    assert [plain(h.inlines) for h in empty_sections(parents)] == ["a", "b", "c"]
    assert [plain(h.inlines) for h in empty_sections(known)] == ["b", "d"]


def notes_of(*entries: str) -> dict[str, Note]:
    return {f"n{n}": Note(label, (paragraph(f"entry {label}"),)) for n, label in enumerate(entries, 1)}


def test_marks_are_tied_to_the_list_of_their_group() -> None:
    body = paragraph("a", NoteRef("1"), NoteRef("2"), NoteRef("3"), NoteRef("note 1"))
    page = document(body, NoteList(("n1",)), NoteList(("n2", "n3", "n4")), notes=notes_of("1", "1", "2", "3"))
    found: list[Diagnostic] = []
    (linked, *_) = link_notes(page, found.append).blocks
    assert isinstance(linked, Paragraph)
    assert [i.note for i in linked.inlines if isinstance(i, NoteRef)] == ["n2", "n3", "n4", "n1"]
    assert found == []


def test_a_mark_beyond_the_list_dangles_and_is_reported() -> None:
    page = document(paragraph(NoteRef("7")), NoteList(("n1",)), notes=notes_of("1"))
    found: list[Diagnostic] = []
    assert link_notes(page, found.append) == page
    assert [d.code for d in found] == ["dangling-notes"]


def test_no_two_groups_belong_to_one_list() -> None:
    page = document(
        paragraph(NoteRef("1"), NoteRef("2"), NoteRef("note 1")), NoteList(("n1", "n2")), notes=notes_of("1", "2")
    )
    found: list[Diagnostic] = []
    assert tied(link_notes(page, found.append)) == ["n1", "n2", None]
    assert [d.code for d in found] == ["dangling-notes"]


def test_a_list_whose_numbers_were_shifted_is_tied_in_order_and_told() -> None:
    body = paragraph(*(NoteRef(str(number)) for number in (1, 2, 3, 4)))
    page = document(body, NoteList(("n1", "n2", "n3", "n4")), notes=notes_of("11", "12", "13", "14"))
    found: list[Diagnostic] = []
    assert tied(link_notes(page, found.append)) == ["n1", "n2", "n3", "n4"]
    assert [d.code for d in found] == ["notes-realigned"]


def test_a_shifted_list_with_another_number_of_entries_than_marks_is_not_guessed_at() -> None:
    body = paragraph(*(NoteRef(str(number)) for number in (1, 2, 3, 4)))
    page = document(body, NoteList(("n1", "n2", "n3")), notes=notes_of("11", "12", "13"))
    found: list[Diagnostic] = []
    assert tied(link_notes(page, found.append)) == [None] * 4
    assert [d.code for d in found] == ["dangling-notes"]


def tied(page: Document) -> list[str | None]:
    """The notes that the first paragraph's marks lead to."""
    first = page.blocks[0]
    assert isinstance(first, Paragraph)
    return [inline.note for inline in first.inlines if isinstance(inline, NoteRef)]


def bound(*chapters: Document, keep: frozenset[Keep] = frozenset()) -> Document:
    return bind(Book("Boats", chapters), keep, ignore, Links.TEXT)


def links(page: Document) -> list[tuple[str, str]]:
    runs = [block.inlines for block in page.blocks if isinstance(block, Paragraph | Hatnote)]
    return [(plain(i.inlines), i.url) for run in runs for i in run if isinstance(i, Link)]


def test_links_between_chapters_are_resolved_and_others_are_text() -> None:
    first = give_ids(document(heading("History", 1), paragraph("old"), title="Sound–ferry"), ignore)
    target = WikiLink((Text("the ferry"),), "sound-Ferry")
    part = WikiLink((Text("its history"),), "Sound_ferry", "history")
    section = WikiLink((Text("history"),), "Sound-ferry", "History")
    second = document(Hatnote((target, part, section)), title="Sound")
    assert links(bound(first, second)) == [("the ferry", "#c1"), ("history", "#c1-history")]


WIKI = "https://wiki.example/wiki/"
LINKS: dict[str, tuple[Inline, str]] = {
    "a title": (WikiLink((Text("x"),), "ferry"), "#c1"),
    "a redirect": (WikiLink((Text("x"),), "Ferry boat"), "#c1"),
    "a section": (WikiLink((Text("x"),), "Ferry", "Crew"), "#c1-crew"),
    "a section in the title": (WikiLink((Text("x"),), "Ferry#Crew"), "#c1-crew"),
    "the second section of a name": (WikiLink((Text("x"),), "Ferry", "Crew 2"), "#c1-crew-2"),
    "a section that is gone": (WikiLink((Text("x"),), "Ferry", "Prices"), "#c1"),
    "an empty section that is left out": (WikiLink((Text("x"),), "Ferry", "See also"), "#c1"),
    "a section of its own": (WikiLink((Text("x"),), "", "Tides"), "#c2-tides"),
    "its own title, which another has too": (WikiLink((Text("x"),), "Sound"), "#c2"),
    "a page of the wiki": (WikiLink((Text("x"),), "Ærø ferry?", "The crew"), WIKI + "%C3%86r%C3%B8_ferry%3F#The_crew"),
    "no title": (WikiLink((Text("x"),), "A|b"), ""),
    "the address of a chapter": (Link((Text("x"),), WIKI.replace("https", "http") + "Sound#Tides"), "#c2-tides"),
    "the address of another chapter": (Link((Text("x"),), WIKI + "Ferry_boat"), "#c1"),
    "an address elsewhere": (
        Link((Text("x"),), "https://other.example/wiki/Ferry"),
        "https://other.example/wiki/Ferry",
    ),
    "an id that only the book has": (Link((Text("x"),), "#sources"), ""),
    "an id of its own": (Link((Text("x"),), "#tides"), "#c2-tides"),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_leads_to_a_chapter_or_its_section_or_to_the_wiki(name: str) -> None:
    link, url = LINKS[name]
    sections = (*(heading("Crew", 1), paragraph("a")), *(heading("Crew", 1), paragraph("b")), heading("See also", 1))
    ferry = give_ids(replace(document(*sections), redirects=("Ferry boat",)), ignore)
    origin = replace(ORIGIN, url=WIKI + "Sound")
    sound = replace(document(heading("Tides", 1), Paragraph((link,)), title="Sound"), origin=origin)
    other = document(paragraph("x"), title="Sound")
    book = bind(Book("Boats", (ferry, give_ids(sound, ignore), other)), frozenset(), ignore)
    assert links(book) == ([("x", url)] if url else [])


def test_a_link_out_of_an_article_of_wikipedia_needs_no_address() -> None:
    page = document(paragraph(WikiLink((Text("x"),), "Båt")), title="Ferje", language="nb")
    page = replace(page, origin=replace(ORIGIN, site="Wikipedia"))
    assert links(bind(page, frozenset(), ignore)) == [("x", "https://no.wikipedia.org/wiki/B%C3%A5t")]
    assert links(bind(page, frozenset(), ignore, Links.TEXT)) == []


def test_chapters_that_link_to_each_other_are_bound() -> None:
    pages = [document(paragraph(WikiLink((Text(to),), to)), title=title) for title, to in (("A", "B"), ("B", "A"))]
    assert links(bound(*pages)) == [("B", "#c2"), ("A", "#c1")]


def test_a_chapter_in_another_language_says_so() -> None:
    book = bound(document(), document(language="ar"), document(language=""))
    assert [h.language for h in headings(book)] == ["", "ar", "", ""]


# --- Notes of the format's own ------------------------------------------------------------------------------------


def noted(*blocks: Block, labels: tuple[str, ...] = ("1", "2")) -> Document:
    """A bound article whose note `n1` has the first of `labels`, and so on."""
    page = give_ids(document(*blocks, notes=notes_of(*labels)), ignore)
    return bind(page, frozenset(), ignore)


def outline(page: Document) -> list[str]:
    """Titles of sections, and keys of the entries that lists of notes hold."""
    found: list[str] = []
    for block in page.blocks:
        found += [plain(block.inlines)] if isinstance(block, Heading) else []
        found += block.notes if isinstance(block, NoteList) else ()
    return found


MARK1, MARK2 = NoteRef("1", "n1"), NoteRef("2", "n2")
REFERENCES = (heading("References", 1), heading("Citations", 2), NoteList(("n1", "n2")))


def test_a_section_that_held_only_notes_is_gone_with_them() -> None:
    assert outline(with_footnotes(noted(paragraph(MARK1, MARK2, MARK1), *REFERENCES))) == ["Ferry"]


def test_what_has_no_mark_stays_under_its_heading() -> None:
    rest = ["Ferry", "References", "Citations", "c1-n2"]
    assert outline(with_footnotes(noted(paragraph(MARK1), *REFERENCES))) == rest
    sources = (heading("Sources", 2), paragraph("A book."))
    found = outline(with_footnotes(noted(paragraph(MARK1, MARK2), *REFERENCES, *sources)))
    assert found == ["Ferry", "References", "Sources"]


def test_a_note_that_only_another_note_marks_stays_in_its_list() -> None:
    page = noted(paragraph(MARK1), *REFERENCES)
    page = replace(page, notes={**page.notes, "c1-n1": Note("1", (paragraph(NoteRef("2", "c1-n2")),))})
    assert outline(with_footnotes(page))[-1] == "c1-n2"


def test_notes_of_all_groups_are_taken() -> None:
    body = paragraph(NoteRef("a", "n1"), NoteRef("2", "n2"), NoteRef("3", "n3"), NoteRef("note 1", "n4"))
    page = noted(body, NoteList(("n1", "n2", "n3", "n4")), labels=("a", "2", "3", "note 1"))
    assert outline(with_footnotes(page)) == ["Ferry"]


def test_a_link_to_a_section_that_is_gone_with_its_notes_leads_to_the_chapter() -> None:
    page = with_footnotes(noted(paragraph(MARK1, MARK2, Link((Text("x"),), "#references")), *REFERENCES))
    assert links(page) == [("x", "#c1")]


def test_an_article_without_marks_keeps_its_lists() -> None:
    page = noted(paragraph("text"), *REFERENCES)
    assert with_footnotes(page) is page


def test_each_chapter_has_its_own_notes_and_ids() -> None:
    page = give_ids(
        document(heading("Notes", 1), paragraph(NoteRef("1", "n1")), NoteList(("n1",)), notes=notes_of("1")), ignore
    )
    found = bound(page, page)
    assert list(found.notes) == ["c1-n1", "c2-n1"]
    ids = [h.id for h in headings(found)]
    assert ids == ["c1", "c1-notes", "c2", "c2-notes", "sources"]
    assert [h.depth for h in headings(found)] == [1, 2, 1, 2, 1]


def test_notes_that_no_list_holds_are_listed_at_the_chapters_end() -> None:
    found = bound(document(paragraph(NoteRef("1", "n1")), notes=notes_of("1")))
    assert [block.notes for block in found.blocks if isinstance(block, NoteList)] == [("c1-n1",)]


def test_captions_without_pictures_are_left_out_unless_kept() -> None:
    page = document(Figure((Text("The green ferry"),)), paragraph("text"))
    assert not any(isinstance(block, Figure) for block in bound(page).blocks)
    assert any(isinstance(block, Figure) for block in bound(page, keep=frozenset({Keep.CAPTIONS})).blocks)


FIGURE = Figure((Text("The green ferry"),), "Ferry.jpg", "A ferry")
"""A picture that the source names, but that no publication shows."""

HOLDING_FIGURES: dict[str, Block] = {
    "the page": FIGURE,
    "a list": BulletList(((FIGURE,), (paragraph("item"),))),
    "a quotation": BlockQuote((FIGURE, paragraph("item"))),
    "a table": Table(((Cell((paragraph("item"),)), Cell((FIGURE,))),)),
}


@pytest.mark.parametrize("name", HOLDING_FIGURES)
def test_captions_are_left_out_wherever_they_stand(name: str) -> None:
    page = document(paragraph("text"), HOLDING_FIGURES[name])
    found: list[Diagnostic] = []
    blocks = bind(page, frozenset(), found.append).blocks
    assert not any(isinstance(block, Figure) for block in iter_blocks(blocks))
    assert not any(block.items for block in blocks if isinstance(block, BulletList) if () in block.items)
    assert [d.code for d in found] == ["captions-left-out"]
    kept = bind(page, frozenset({Keep.CAPTIONS}), ignore).blocks
    assert any(isinstance(block, Figure) for block in iter_blocks(kept))


def test_a_picture_without_words_is_no_caption() -> None:
    found: list[Diagnostic] = []
    bind(document(paragraph("text"), Figure((), "Ferry.jpg")), frozenset(), found.append)
    assert found == []


def test_what_a_book_leaves_out_is_not_called_the_site_s() -> None:
    ledger = tuple(
        LedgerEntry(role, "rule", "reason", "words") for role in ("section", "section", "repeat", "edit-mark")
    )
    page = replace(document(paragraph("text"), language="en"), ledger=ledger)
    (line,) = source_notes(bind(page, frozenset(), ignore))
    assert line.endswith("Left out: sections, by the editor's choice (2), parts of the website (1)")


def test_empty_sections_are_left_out_unless_kept() -> None:
    page = give_ids(document(paragraph("text"), heading("See also")), ignore)
    assert [h.depth for h in headings(bound(page))] == [1, 1]
    assert [h.depth for h in headings(bind(page, frozenset(), ignore))] == [1]
    assert [h.id for h in headings(bound(page))] == ["c1", "sources"]
    assert [h.id for h in headings(bound(page, keep=frozenset({Keep.SECTIONS})))] == ["c1", "c1-see-also", "sources"]


def sections_of(page: Document, *keep: Keep) -> tuple[list[str], list[str]]:
    """The headings that are published of an article below its title, and the codes of what is reported."""
    found: list[Diagnostic] = []
    published = bind(page, frozenset(keep), found.append)
    return [plain(h.inlines) for h in headings(published)[1:]], [d.code for d in found]


def test_sections_of_links_to_elsewhere_are_left_out_with_what_is_below_them_unless_kept() -> None:
    page = document(
        *(heading("History", 1), paragraph("old")),
        *(heading("External Links", 1), paragraph("a link"), heading("Pictures", 2), paragraph("a link")),
        *(heading("Notes", 1), paragraph("text")),
    )
    assert sections_of(page) == (["History", "Notes"], ["external-left-out"])
    assert sections_of(page, Keep.EXTERNAL) == (["History", "External Links", "Pictures", "Notes"], [])
    assert sections_of(replace(page, language="de"))[1] == []


def test_a_section_of_links_that_holds_the_notes_stays() -> None:
    page = document(heading("External links"), NoteList(("n1",)), heading("End"), paragraph("x"), notes=notes_of("1"))
    assert sections_of(page) == (["External links", "End"], [])


def test_an_article_of_which_nothing_is_left_is_a_chapter_and_reported() -> None:
    page = document(heading("External links", 1), paragraph("a link"))
    found: list[Diagnostic] = []
    book = bind(Book("Boats", (page, page)), frozenset(), found.append)
    assert [h.id for h in headings(book)] == ["c1", "c2", "sources"]
    assert [d.code for d in found] == ["external-left-out", "empty-chapter"] * 2


def source_notes(page: Document) -> list[str]:
    return [plain(block.inlines) for block in page.blocks if isinstance(block, SourceNote)]


def test_the_colophon_says_of_each_source_what_is_known_and_what_is_not() -> None:
    address = "https://en.wikipedia.org/w/index.php?title=Ferry&oldid=12"
    told = Document("Ferry", (), Origin("f", "f", url=address, date="2013-05-01"))
    ledger = (LedgerEntry("tagline", "r", "why", "x"), LedgerEntry("mirror", "r", "why", "x")) * 2
    untold = Document("Boat", (), Origin("b", "b", site="Wikipedia"), ledger=ledger)
    given = Document("Sound", (), Origin("s", "s", revision="7", authors="Ann, Bob", license="CC0"))
    wikipedia = "Text from Wikipedia is available under Creative Commons Attribution-ShareAlike (CC BY-SA)."
    assert source_notes(bound(told, untold, given)) == [
        f"Article: Ferry\nAddress: {address}\nRevision: 12\nDate: 2013-05-01\nAuthors: named in the page's history: "
        "https://en.wikipedia.org/w/index.php?title=Ferry&action=history\n"
        f"Licence: {wikipedia}\nLeft out: nothing",
        f"Article: Boat, Wikipedia\nLicence: {wikipedia}\nAddress, Revision, Date, Authors: unknown\n"
        "Left out: additions of another website (2), parts of the website (2)",
        "Article: Sound\nRevision: 7\nAuthors: Ann, Bob\nLicence: CC0\nAddress, Date: unknown\nLeft out: nothing",
    ]


def test_an_article_ends_with_a_line_on_its_source_that_counts_what_publishing_left_out() -> None:
    page = document(paragraph("text"), Figure((Text("A boat"),)), heading("See also"), language="de")
    (line,) = source_notes(bind(page, frozenset(), ignore))
    assert line.startswith("Artikel: Ferry · Adresse, Version, Datum, Autoren, Lizenz: unbekannt · ")
    assert line.endswith("Weggelassen: Unterschriften fehlender Bilder (1), Abschnitte ohne Text (1)")


def test_tying_notes_again_changes_nothing() -> None:
    """A tree that was printed and read again goes through the same transforms."""
    body = paragraph(NoteRef("1"), NoteRef("2"), NoteRef("9"))
    once = link_notes(document(body, NoteList(("n1", "n2")), notes=notes_of("1", "2")), ignore)
    assert link_notes(once, ignore) == once


def test_a_section_that_held_only_a_caption_is_reported_when_it_is_left_out() -> None:
    page = give_ids(document(paragraph("text"), heading("Views"), Figure((Text("The green ferry"),))), ignore)
    found: list[Diagnostic] = []
    bind(page, frozenset(), found.append)
    assert [d.code for d in found] == ["captions-left-out", "empty-section"]


def test_a_list_of_notes_that_was_torn_apart_is_one() -> None:
    body = paragraph(*map(NoteRef, ("1", "2", "3")))
    page = document(body, NoteList(("n1", "n2")), paragraph("stray"), NoteList(("n3",)), notes=notes_of("1", "2", "3"))
    (linked, *_) = link_notes(page, ignore).blocks
    assert isinstance(linked, Paragraph)
    assert [i.note for i in linked.inlines if isinstance(i, NoteRef)] == ["n1", "n2", "n3"]
