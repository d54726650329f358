"""Tables are strict, and each of their rules is of use."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from wikipub.data.furniture import furniture
from wikipub.data.language import LABELS, labels, languages
from wikipub.data.table import Table
from wikipub.errors import DataError

CASES = Path(__file__).parent / "cases"

WRONG = {
    "no TOML": ("code = ", "not valid TOML"),
    "a missing key": ("", "code: expected a string that is not empty, but it is missing"),
    "an empty string": ("code = ' '", "code: expected a string that is not empty"),
    "a wrong type": ("code = 1", "found 1"),
    "an unknown key": ("code = 'en'\ncolour = 'red'", "colour: unknown key"),
    "a list with an empty string": ("code = 'en'\nwords = ['']", "words: expected a list of strings"),
    "a wrong regular expression": ("code = 'en'\npattern = '('", "pattern: expected a regular expression"),
    "no table": ("code = 'en'\nrules = 1", "rules: expected an array of tables"),
}


def ask(path: Path) -> None:
    table = Table.load(path)
    table.text("code")
    table.texts("words")
    table.pattern("pattern")
    list(table.tables("rules"))
    table.close()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_table_is_an_error_that_names_file_and_key(name: str, tmp_path: Path) -> None:
    content, words = WRONG[name]
    path = tmp_path / "rules.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(DataError) as caught:
        ask(path)
    assert "rules.toml" in str(caught.value)
    assert words in str(caught.value)


def test_all_languages_have_words_and_labels() -> None:
    for code, language in languages().items():
        assert language.edit, code
        assert language.contents, code
        assert language.common, code
        assert set(language.labels) == set(LABELS)


def test_labels_of_an_unknown_language_are_english() -> None:
    assert labels("xx") == labels("en") != labels("de-AT") == labels("de")


def test_every_furniture_rule_is_hit_by_a_case() -> None:
    expected = "\n".join(path.read_text("utf-8") for path in CASES.rglob("*.test"))
    missed = [rule.id for rule in furniture().rules if f"[{rule.id}]" not in expected]
    assert missed == []


def test_every_table_names_its_source() -> None:
    for folder in ("languages", "furniture"):
        for file in files("wikipub.data").joinpath(folder).iterdir():
            assert 'source = "' in file.read_text("utf-8"), file.name
