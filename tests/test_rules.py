"""A user's own rules: layered on top, and wrong ones named."""

from __future__ import annotations

from pathlib import Path

import pytest

from wikipub import DataError, read
from wikipub.document import EditorialTag, Hatnote, Paragraph
from wikipub.tree_print import text_of

WIKITEXT = "The '''pier''' is {{harbour depth|5}}.{{nowrap|old}}\n\n{{zork box|x}}\n\n[[Category:Piers]]\n"


def source(folder: Path, text: str = WIKITEXT, name: str = "pier.wiki") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def rules(folder: Path, kind: str, text: str) -> Path:
    (folder / "rules" / kind).mkdir(parents=True)
    (folder / "rules" / kind / "own.toml").write_text(text, "utf-8")
    return folder / "rules"


def test_own_templates_come_before_wikipubs(tmp_path: Path) -> None:
    own = """
        [[template]]
        names = "harbour depth; nowrap"
        wikitext = "{{{1}}}&nbsp;m deep"

        [[template]]
        starts = ["zork "]
        role = "navbox"
        reason = "a box of ours"
    """
    document = read(source(tmp_path), rules=rules(tmp_path, "templates", own))

    assert "5\u00a0m deep.old\u00a0m deep" in text_of(document)
    assert [entry.reason for entry in document.ledger if entry.role == "navbox"] == ["a box of ours"]
    assert "harbour depth" not in str(document.diagnostics)


@pytest.mark.parametrize(("form", "kind"), [("hatnote", Hatnote), ("editorial", Paragraph)])
def test_a_form_makes_its_own_kind(form: str, kind: type, tmp_path: Path) -> None:
    own = f'[[template]]\nnames = "mark"\nform = "{form}"\nwikitext = "See {{{{{{1}}}}}}"\n'
    document = read(source(tmp_path, "{{mark|there}}\n"), rules=rules(tmp_path, "templates", own))

    [block] = document.blocks
    assert isinstance(block, kind)
    if isinstance(block, Paragraph):
        assert block.inlines == (EditorialTag("See there"),)


def test_each_argument_has_its_line(tmp_path: Path) -> None:
    own = '[[template]]\nnames = "piers"\neach = "\\n* {{{item}}}"\nwikitext = "Piers:{{{items}}}"\n'
    document = read(source(tmp_path, "{{piers|east|west}}\n"), rules=rules(tmp_path, "templates", own))
    assert text_of(document).split() == ["Piers:", "east", "west"]


def test_own_furniture_is_known_in_scraped_text(tmp_path: Path) -> None:
    own = 'source = "mine"\n[[rule]]\nid = "own-line"\nrole = "mirror"\nreason = "ours"\nequals = ["Buy our lamps"]\n'
    text = "Pier\n\nA pier is a long thing in the sea, where boats come to rest.\n\nBuy our lamps\n"
    document = read(source(tmp_path, text, "pier.txt"), rules=rules(tmp_path, "furniture", own))
    assert "own-line" in [entry.rule for entry in document.ledger]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[template]]\nnames =", "not valid TOML"),
        ("[[template]]\nwikitext = 'x'", "give it `names`"),
        ("[[template]]\nnames = 'a'\ncolour = 'x'", "colour: unknown key"),
        ("[[template]]\nnames = 'a'\nform = 'zork'", "form: expected one of"),
        ("[[template]]\nnames = 'a'\nrole = 'navbox'", "`role` and `reason`"),
        ("[[template]]\nnames = 'a'\nwikitext = 3", "wikitext: expected a string"),
    ],
)
def test_what_is_wrong_in_rules_is_named(text: str, named: str, tmp_path: Path) -> None:
    folder = rules(tmp_path, "templates", text)
    with pytest.raises(DataError, match=named) as error:
        read(source(tmp_path), rules=folder)
    assert "own.toml" in str(error.value)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such folder of rules"):
        read(source(tmp_path), rules=tmp_path / "nowhere")
