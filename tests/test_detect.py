"""What a source is written in is told from its content."""

from __future__ import annotations

import pytest

from wikipub.detect import detect
from wikipub.source import Format, Origin, Source

LINES = {
    "wikitext": "The '''pier''' is a [[harbour|place]] for [[boat]]s.{{sfn|Ames}}\n\n== Use ==\n\nIt is [[old]].\n",
    "a redirect": "#REDIRECT [[Pier]]\n",
    "nothing but templates": "{{cite web|title=Piers|url=https://a.example/}}\n" * 5,
    "a box alone": "{{Infobox pier\n| name = Old Pier\n| built = 1801\n}}\n",
    "a table alone": '{| class="wikitable"\n|-\n| Old Pier || 1801\n|}\n',
    "pictures and a template": "<gallery>\nFile:Pier.jpg|The pier\n</gallery>\n{{Commons}}\n{{Piers}}\n",
}
SCRAPED = {
    "an extract with equals signs": "Pier\n\nA pier is a place for boats.\n\n\n== History ==\n\nIt is old, and long.\n",
    "a page about wikitext": (
        "Markup\n\nWith '''three apostrophes''' a word is bold, with [[brackets]] it is a link, {{braces}} call.\n"
        + "Editors of a wiki write such marks into the page, and the software turns them into what the reader sees.\n"
        * 4
    ),
    "a page about wikitext, on one line": (
        "Markup With '''three apostrophes''' a word is bold, with [[brackets]] it is a link, {{braces}} call. "
        + "Use [ edit ] Editors write such marks,[1] and the software turns them into what is read.[2] " * 4
    ),
    "code with brackets": "Arrays\n\nThe value a[[1]] is read with x = {{1, 2}, {3, 4}} in the language here.\n",
    "a letter with fields": "Dear {{name}},\n\nyour boat {{boat}} lies at {{place}}.\n",
    "formulas": "Wave\n\nThe function {\\displaystyle {{f}|{x}}} is a wave [[citation needed]].\n",
}


@pytest.mark.parametrize("name", LINES)
def test_wikitext_in_a_text_file_is_wikitext(name: str) -> None:
    assert detect(Source(Origin("page.txt", "page"), LINES[name])) is Format.WIKITEXT


@pytest.mark.parametrize("name", SCRAPED)
def test_scraped_text_stays_scraped_text(name: str) -> None:
    assert detect(Source(Origin("page.txt", "page"), SCRAPED[name])) is Format.TEXT


@pytest.mark.parametrize("name", ["page.wiki", "PAGE.WIKITEXT", "a/page.mediawiki"])
def test_a_name_can_tell(name: str) -> None:
    assert detect(Source(Origin(name, "page"), "Plain words.")) is Format.WIKITEXT
