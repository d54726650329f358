"""Saved pages: no word is lost, and one article is one tree whatever the skin, the parser and the file's form."""

from __future__ import annotations

import json
import os
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import unescape
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance import letters
from judges import require
from wikipub.data.html import html_table
from wikipub.detect import detect
from wikipub.document import (
    Block,
    Code,
    CodeBlock,
    Document,
    EditorialTag,
    Figure,
    Infobox,
    MathBlock,
    NoteRef,
    Table,
    Text,
)
from wikipub.errors import SourceError
from wikipub.media.shelf import Shelf
from wikipub.pipeline import read_all
from wikipub.readers.html import read_html
from wikipub.readers.html.dom import Element, parse
from wikipub.readers.html.page import Page
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.sources import load
from wikipub.tree_print import show
from wikipub.walk import headings, inline_runs, iter_blocks, iter_inlines, plain

# --- No word is lost ---

TAGS = """
p /p div /div table /table tr td th /td caption /caption tbody ul /ul li ol /ol dl dt dd /dl b /b i /i /a blockquote
section h1 /h1 h2 /h2 pre /pre code /code /span br hr q figure figcaption /figure script /script noscript select option
details summary ruby rt sup /sup template textarea title /title svg footer form aside center font
"""
PIECES = [
    *(f"<{tag}>" for tag in TAGS.split()),
    '<ol class="references">',
    '<li id="cite_note-1">',
    '<sup class="reference"><a href="#cite_note-1">[1]</a></sup>',
    '<a href="#cite_ref-1">8.0</a>',
    '<span class="mw-cite-backlink">',
    '<a href="/wiki/Quay">',
    '<div class="thumb"><div class="thumbcaption">',
    '<div class="poem">',
    '<table class="infobox">',
    '<aside class="portable-infobox">',
    '<h3 class="pi-data-label">',
    '<h2 class="pi-title">',
    '<blockquote class="templatequote">',
    '<div class="templatequotecite">',
    '<span style="display:none">',
    '<ul class="gallery">',
    '<div class="gallerytext">',
    '<table class="navbox">',
    '<table class="multicol">',
    '<div class="hatnote">',
    '<div id="mw-content-text">',
    '<h1 id="firstHeading">',
    '<sup class="Template-Fact">',
    '<div class="toc">',
    '<span class="mw-editsection">',
    '<img src="x.png">',
    "<table><tr><td>",
]
WORDS = st.integers(0, 400).map(lambda number: f" w{number} ")


def page_words(root: Element) -> Iterator[str]:
    """The text of a page's elements; formulas count as TeX, which is no text of theirs."""
    stack: list[Element | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif html_table().mean.match(item.tag, item.attributes, item.classes) != "mathematics":
            stack.extend(item.children)


def block_words(block: Block) -> Iterator[str]:
    for inner in iter_blocks((block,)):
        if isinstance(inner, CodeBlock):
            yield inner.text
        for run in () if isinstance(inner, MathBlock) else inline_runs(inner):
            for inline in iter_inlines(run):
                if isinstance(inline, Text | Code | EditorialTag):
                    yield inline.text
                elif isinstance(inline, NoteRef):
                    yield inline.label


def assert_words_balance(source: Source) -> None:
    """Every letter and digit of the page is in the title, the blocks, the notes or the ledger, as often as there."""
    document = read_html(source, ReadOptions(), lambda diagnostic: None)
    page = parse(source.text)
    words = [document.title] if Page(page, source.text).heading else []
    for block in (*document.blocks, *(block for note in document.notes.values() for block in note.blocks)):
        words += block_words(block)
    words += [entry.text for entry in document.ledger]
    assert Counter(letters("".join(words))) == Counter(letters("".join(page_words(page))))


@given(st.lists(st.sampled_from(PIECES) | WORDS, max_size=40).map("".join))
def test_any_mixture_of_elements_balances(body: str) -> None:
    assert_words_balance(Source(Origin("page.html", "x"), f"<!doctype html><html><body>{body}"))


def test_words_of_real_pages_balance(shared: Path) -> None:
    pages = [*sorted(shared.glob("eval/html/*/*.html"))[::4], *sorted(shared.glob("mediawiki/html/*.html"))]
    assert pages
    for path in pages:
        (source,) = load(path, ReadOptions())
        assert_words_balance(source)


def test_each_rule_that_takes_something_out_has_a_case() -> None:
    cases = "".join(path.read_text("utf-8") for path in sorted((Path(__file__).parent / "cases/html").glob("*.test")))
    with files("wikipub.data").joinpath("html.toml").open("rb") as stream:
        rules = [drop["id"] for drop in tomllib.load(stream)["drop"]]
    assert [rule for rule in rules if f"[{rule}] " not in cases] == []


# --- One article, one tree ---

SKINS = ("monobook", "vector", "vector-2022", "vector-2022-modern")
PARSERS = ("vector", "minerva", "timeless", "parsoid")


def read_one(path: Path) -> Document:
    [document] = read_all(path, ReadOptions())
    return document


MISSING = "Missing picture.jpg"
"""What old skins print for a picture that the wiki has not, as a paragraph like any other."""


def tree(document: Document) -> str:
    """The article's tree, without what is known of the page but is not on it in each skin."""
    blocks = tuple(block for block in document.blocks if "".join(block_words(block)) != MISSING)
    return show(replace(document, blocks=blocks, categories=(), translations=(), ledger=(), diagnostics=()))


def articles(shared: Path) -> list[str]:
    return sorted(path.stem for path in (shared / "mediawiki/truth").glob("*.json"))


def test_every_skin_gives_the_same_tree(shared: Path) -> None:
    for name in articles(shared):
        pages = [read_one(shared / f"mediawiki/html/{name}.{skin}.html") for skin in SKINS]
        assert len({tree(page) for page in pages}) == 1, name


def test_headings_notes_and_tables_are_those_that_mediawiki_says(shared: Path) -> None:
    for name in articles(shared):
        truth = json.loads((shared / f"mediawiki/truth/{name}.json").read_text("utf-8"))
        document = read_one(shared / f"mediawiki/html/{name}.vector.html")
        outline = [(heading.depth, plain(heading.inlines)) for heading in headings(document)]
        assert outline == [(section["level"] - 1, section["title"]) for section in truth["sections"]], name
        assert len(document.notes) == len(truth["refs"]), name
        tables = [block for block in document.blocks if isinstance(block, Table)]
        found = [
            [(c.rowspan, c.colspan, c.header, cell_words(c.blocks)) for row in t.rows for c in row] for t in tables
        ]
        told = [
            [(c["rowspan"], c["colspan"], c["header"], "".join(c["text"].split())) for c in table["cells"]]
            for table in truth["tables"]
        ]
        assert found == told, name


def cell_words(blocks: tuple[Block, ...]) -> str:
    runs = (run for block in iter_blocks(blocks) for run in inline_runs(block))
    return "".join("".join(plain(run) for run in runs).split())


@pytest.fixture
def fetch(shared: Path) -> Callable[[str], str]:
    """Fetches pages of the MediaWiki of ../shared/mediawiki, whose address WIKIPUB_MEDIAWIKI says."""
    require("mediawiki")
    address = os.environ["WIKIPUB_MEDIAWIKI"]
    opener = build_opener(ProxyHandler({}))

    def page(path: str) -> str:
        with opener.open(f"{address}{path}", timeout=60) as answer:
            content: bytes = answer.read()
        return content.decode()

    return page


def test_parsoid_and_other_skins_give_the_same_tree(fetch: Callable[[str], str], shared: Path, tmp_path: Path) -> None:
    for name in articles(shared):
        title = quote(name)
        addresses = {skin: f"/w/index.php?title={title}&useskin={skin}" for skin in PARSERS[:-1]}
        addresses["parsoid"] = f"/w/rest.php/v1/page/{title}/html"
        trees = set()
        for parser, address in addresses.items():
            path = tmp_path / f"{parser}.html"
            path.write_text(fetch(address), "utf-8")
            trees.add(tree(read_one(path)))
        assert len(trees) == 1, name


# --- Forms of files ---

ARTICLE = (
    '<html lang="en"><head><title>Pier - Boatwiki</title></head><body class="mediawiki"><h1 id="firstHeading">Pier</h1>'
    '<div id="mw-content-text"><p>A pier is a long <a href="{0}/wiki/Quay">quay</a>.</p></div></body></html>'
)


def mhtml(
    html: str,
    address: str = "https://boats.example/wiki/Pier",
    charset: str = "utf-8",
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """A page as browsers save it in one file, with pictures by their addresses, "" for one that has none."""
    message = MIMEMultipart("related")
    message["From"] = "<Saved by a browser>"
    message["Subject"] = "Pier"
    part = MIMEText(html, "html", charset)
    part["Content-Location"] = address
    message.attach(part)
    for number, (called, content) in enumerate(pictures.items()):
        picture = MIMEImage(content, "png")
        picture["Content-ID"] = f"<picture{number}@boats.example>"
        if called:
            picture["Content-Location"] = called
        message.attach(picture)
    return message.as_bytes()


def test_a_page_in_mhtml_is_the_page(tmp_path: Path) -> None:
    plain_page, one_file = tmp_path / "Pier.html", tmp_path / "Pier.mhtml"
    plain_page.write_text(ARTICLE.format(""), "utf-8")
    one_file.write_bytes(mhtml(ARTICLE.format("https://boats.example")))
    document = read_one(one_file)
    assert document.blocks == read_one(plain_page).blocks
    assert (document.title, document.origin.url) == ("Pier", "https://boats.example/wiki/Pier")


@pytest.mark.parametrize(
    ("address", "called"), [("https://boats.example/a.png?x=1&amp;y=2",) * 2, ("cid:picture0@boats.example", "")]
)
def test_a_page_in_mhtml_brings_its_pictures(tmp_path: Path, address: str, called: str) -> None:
    content = b"\x89PNG and so on"
    page = ARTICLE.replace("A pier", f'<img src="{address}" width=200 alt="Seen from the sea"><p>A pier')
    path = tmp_path / "Pier.mhtml"
    path.write_bytes(mhtml(page, pictures={unescape(called): content}))

    [figure] = [block for block in read_one(path).blocks if isinstance(block, Figure)]

    assert figure.alt == "Seen from the sea"
    assert Shelf(()).find(figure.image or "") == content


def test_a_page_in_mhtml_may_be_in_any_encoding(tmp_path: Path) -> None:
    path = tmp_path / "Pier.mht"
    path.write_bytes(mhtml("<html lang=ru><body><p>Причал.</p></body></html>", charset="koi8-r"))
    assert "Причал." in show(read_one(path))


@pytest.mark.parametrize("address", ["cid:frame@mhtml.blink", "file:///home/a/Pier.html", "javascript:alert(1)"])
def test_only_addresses_of_the_web_are_a_pages_address(tmp_path: Path, address: str) -> None:
    path = tmp_path / "Pier.mhtml"
    path.write_bytes(mhtml(ARTICLE, address))
    assert read_one(path).origin.url == ""


@pytest.mark.parametrize(
    "data",
    [
        mhtml("").replace(b"text/html", b"image/png"),
        b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="a"\n\n',
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n"
        b"--a\nContent-Type: text/html; charset=none\n\nx\n--a--\n",
    ],
)
def test_a_file_of_mhtml_without_a_page_says_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "Pier.mhtml"
    path.write_bytes(data)
    with pytest.raises(SourceError, match="MHTML file"):
        list(load(path, ReadOptions()))


@pytest.mark.parametrize(
    "text",
    [
        '<div class="mw-parser-output"><p>A pier.</p></div>',
        '<div lang="en" dir="ltr" class="mw-content-ltr mw-parser-output"><p>A pier.</p></div>',
        '<section data-mw-section-id="0" id="mwAQ"><p>A pier.</p></section>',
        "<!-- saved from url=(0020)https://a.example/ --><html><p>A pier.</p>",
    ],
)
def test_parts_of_pages_are_known_as_html(text: str) -> None:
    assert detect(Source(Origin("x", "x"), text)) is Format.HTML


def test_a_page_that_says_no_language_is_in_that_of_its_words(tmp_path: Path) -> None:
    path = tmp_path / "Pier.html"
    words = (
        "Der Steg ist aus Holz und wird von der Stadt und den Fischern mit viel Arbeit in gutem Zustand gehalten. " * 3
    )
    path.write_text(f"<html><body><h1>Steg</h1><p>{words}</p></body></html>", "utf-8")
    assert read_one(path).language == "de"


def test_an_infobox_of_fandom_is_an_infobox(tmp_path: Path) -> None:
    path = tmp_path / "Pier.html"
    path.write_text('<html><body><aside class="portable-infobox"><h2 class="pi-title">Pier</h2></aside>', "utf-8")
    [block] = read_one(path).blocks
    assert isinstance(block, Infobox)


def test_what_a_page_says_of_itself_is_in_its_origin(tmp_path: Path) -> None:
    path = tmp_path / "Pier.html"
    head = (
        '<meta property="dc:modified" content="2026-03-01T10:00:00.000Z"/>'
        '<link rel="license" href="//a.example/by-sa"/>'
        '<link rel="dc:isVersionOf" href="https://boats.example/wiki/Pier"/>'
    )
    path.write_text(ARTICLE.format("").replace("<title>", f"{head}<title>"), "utf-8")
    origin = read_one(path).origin
    assert (origin.url, origin.date) == ("https://boats.example/wiki/Pier", "2026-03-01T10:00:00.000Z")
    assert origin.license == "https://a.example/by-sa"
