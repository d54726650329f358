"""Templates as a real MediaWiki renders them: a rule shows the same words, or the record says why it does not.

The record is tests/rendered.test; `python -m tools.render_templates --check` asks the MediaWiki of ../shared for it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.render_templates import Rendering, renderings
from truth import from_wikitext, words
from wikipub.tree_print import text_of


@pytest.mark.parametrize("rendering", renderings(), ids=lambda rendering: rendering.title)
def test_a_rule_shows_what_mediawiki_shows(rendering: Rendering) -> None:
    shown = words(text_of(from_wikitext(rendering.wikitext, "Case")))
    if rendering.reason:
        assert words(rendering.shown) != words(rendering.ours), "there is no difference to give a reason for"
    assert shown == words(rendering.ours if rendering.reason else rendering.shown)


def test_each_template_of_the_wiki_is_in_the_record(shared: Path) -> None:
    calls = " ".join(rendering.wikitext.casefold() for rendering in renderings())
    pages = (shared / "mediawiki" / "articles").glob("Template:*.wiki")
    names = {page.stem.partition(":")[2].casefold() for page in pages if "%2F" not in page.name}
    assert [name for name in sorted(names) if "{{" + name not in calls] == []
