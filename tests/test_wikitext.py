"""Wikitext against outside judges: MediaWiki's own cases and pages, and the same article from scraped text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import mwparserfromhell
import pytest

from tools.template_coverage import calls, coverage, template_name
from truth import blocks_text, cells, from_wikitext, words
from wikipub.data.table import Table as DataTable
from wikipub.data.table import package_tables
from wikipub.data.templates import template_rules
from wikipub.document import BulletList, DefinitionList, Document, OrderedList, Table
from wikipub.inspection import notes
from wikipub.pipeline import read
from wikipub.readers.wikitext.syntax import parse
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.sources import load
from wikipub.tree_print import text_of
from wikipub.walk import headings, plain

PASSING = Path(__file__).parent / "passing-parser-tests.txt"
LEAST_SHARE = 0.94
"""Least share of MediaWiki's parser tests that come out right."""
LEAST_COVERAGE = 0.97
"""Least share of template uses that a rule knows."""

ARTICLES = (
    "Binary_search_in_sorted_arrays",
    "Glass_Meridian_(album)",
    "Halvorsen_(disambiguation)",
    "List_of_lighthouses_of_the_Vesper_Islands",
    "Port_Halvorsen",
    "Quillfish",
)
SCRAPES = ("bs4-content.vector", "inscriptis.vector", "chromium.vector", "lynx.vector", "w3m.vector")


# --- MediaWiki's parser tests ---


def test_parser_tests_that_passed_still_pass(shared: Path) -> None:
    lines = (shared / "eval" / "parsertests.jsonl").read_text("utf-8").splitlines()
    cases: list[dict[str, Any]] = [json.loads(line) for line in lines]
    right = (case for case in cases if words(text_of(from_wikitext(case["wikitext"]))) == case["words"])
    passing = {" ".join(case["name"].split()) for case in right}
    pinned = set(PASSING.read_text("utf-8").splitlines())

    assert pinned - passing == set()
    assert len(passing) >= LEAST_SHARE * len(cases)


# --- MediaWiki's own pages ---


@pytest.fixture(scope="module", params=ARTICLES)
def article(request: pytest.FixtureRequest, shared: Path) -> tuple[Document, dict[str, Any]]:
    """An article read from its wikitext, and what MediaWiki's parser says of it."""
    folder = shared / "mediawiki" / "truth"
    source = (folder / f"{request.param}.wiki").read_text("utf-8")
    return from_wikitext(source, request.param), json.loads((folder / f"{request.param}.json").read_text("utf-8"))


def test_outline_is_mediawikis(article: tuple[Document, dict[str, Any]]) -> None:
    document, truth = article
    outline = [(heading.depth, plain(heading.inlines)) for heading in headings(document)]
    assert outline == [(section["level"] - 1, section["title"]) for section in truth["sections"]]


def test_notes_are_mediawikis(article: tuple[Document, dict[str, Any]]) -> None:
    document, truth = article
    entries = [(note.label, words(blocks_text(note.blocks))) for note in document.notes.values()]
    assert sorted(entries) == sorted((ref["label"], words(ref["text"])) for ref in truth["refs"])
    assert notes(document)["linked"] == sum(ref["uses"] for ref in truth["refs"])


def test_tables_are_mediawikis(article: tuple[Document, dict[str, Any]]) -> None:
    document, truth = article
    tables = [cells(block) for block in document.blocks if isinstance(block, Table)]
    assert tables == [
        [(words(c["text"]), c["rowspan"], c["colspan"], c["header"]) for c in table["table"]["cells"]]
        for table in truth["blocks"]
        if table["type"] == "table"
    ]


def test_lists_are_mediawikis(article: tuple[Document, dict[str, Any]]) -> None:
    document, truth = article
    lists = [sorted(words(blocks_text((block,)))) for block in document.blocks if isinstance(block, ListBlock)]
    assert lists == [sorted(words(_list_text(block["list"]))) for block in truth["blocks"] if block["type"] == "list"]


ListBlock = BulletList | OrderedList | DefinitionList


_BESIDES = ("text", "text_with_refs", "links", "bold", "italic", "ref_marks", "math")
"""What the truth says of an item besides its words."""


def _list_text(found: Any) -> str:
    """The words of a list as the truth's JSON nests them."""
    if isinstance(found, list):
        return " ".join(map(_list_text, found))
    if not isinstance(found, dict):
        return ""
    text = str(found.get("text", ""))
    return " ".join([text, *(_list_text(found[key]) for key in found if key not in _BESIDES)])


# --- The same article, scraped ---


@pytest.mark.parametrize("style", SCRAPES)
@pytest.mark.parametrize("name", ARTICLES)
def test_scraped_text_has_the_same_outline_and_notes(style: str, name: str, shared: Path) -> None:
    scrape = shared / "eval" / "scraped-mw" / style / f"{name}.txt"
    if not scrape.exists():
        pytest.skip(f"{style} has no scrape of this article")
    [source] = load(scrape, ReadOptions())
    scraped = read(source, ReadOptions(format=Format.TEXT))
    document = from_wikitext((shared / "mediawiki" / "truth" / f"{name}.wiki").read_text("utf-8"), name)

    assert [words(plain(h.inlines)) for h in headings(scraped)] == [words(plain(h.inlines)) for h in headings(document)]
    assert [words(entry) for entry in notes(scraped)["entries"]] == [
        words(entry) for entry in notes(document)["entries"]
    ]


# --- Templates ---


def test_rules_know_the_templates_of_articles(shared: Path) -> None:
    uses, unknown = coverage([shared / "eval" / "wikitext"], template_rules())
    assert 1 - unknown.total() / uses >= LEAST_COVERAGE


ARGUMENTS = (
    "",
    "|alpha beta",
    "|1|2|3",
    "|1901|5|4",
    "|name=Al Roe|title=T|url=https://a.example|year=2001",
    "|1=a=b|2=c",
)
MARKS = re.compile(r"\{\{|\}\}|\[\[|\]\]|^\{\||^\|[-}]|Expression error|[\x02\x7f]|</?[a-z]+[ >]", re.MULTILINE)
NAMES_MARKS = {"((", "))", "(", ")", "tl", "((("}
"""Names of templates that show marks of wikitext."""


@pytest.mark.parametrize("arguments", ARGUMENTS)
@pytest.mark.parametrize("table", package_tables("templates"), ids=lambda table: table.place)
def test_no_rule_leaves_marks_of_wikitext(table: DataTable, arguments: str) -> None:
    """Whatever a call gives to a rule, what the rule shows is text."""
    language = table.text("language", "en")
    first = [next(iter(rule.words("names")), "") for rule in table.tables("template")]
    calls = "\n\n".join(
        f"Before {{{{{name}{arguments}}}}} after." for name in first if name and name not in NAMES_MARKS
    )
    source = Source(Origin("rules.wiki", "rules"), calls)
    shown = text_of(read(source, ReadOptions(format=Format.WIKITEXT, language=language)))
    assert [line for line in shown.split("\n") if MARKS.search(line)] == []


def test_templates_are_those_that_another_parser_finds(shared: Path) -> None:
    """Mwparserfromhell finds the same names, but for templates in tags that it does not look into."""
    ours: set[str] = set()
    theirs: set[str] = set()
    for file in sorted((shared / "eval" / "wikitext").rglob("*.wiki")):
        text = re.sub("<!--.*?-->", "", file.read_text("utf-8"), flags=re.DOTALL)
        ours |= {template_name(text, call) for call in calls(text, parse(text)[0])}
        for template in mwparserfromhell.parse(text, skip_style_tags=True).filter_templates():
            name = re.sub(r"[\s_]+", " ", str(template.name)).strip()
            if re.match(r"[^\W\d_]", name) and not re.match("[A-Za-z]+:", name):
                theirs.add(name)
    assert theirs - ours == set()
