"""The parsed forms of the package's tables: the same as the tables, made again when these change."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from wikipub.data.parsed import parsed

TABLES = sorted(Path(__file__).parent.parent.joinpath("src", "wikipub", "data").rglob("*.toml"))


@pytest.fixture(autouse=True)
def _bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("sys.pycache_prefix", None)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.joinpath("__pycache__").iterdir())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_every_table_is_the_same_when_it_was_kept(table: Path, tmp_path: Path) -> None:
    copy = tmp_path / table.name
    copy.write_bytes(table.read_bytes())
    entries = tomllib.loads(table.read_text(encoding="utf-8"))

    assert [parsed(copy), parsed(copy)] == [entries, entries]
    assert len(kept(tmp_path)) == 1


def test_a_changed_table_is_parsed_anew_and_replaces_the_old_form(tmp_path: Path) -> None:
    table = tmp_path / "a.toml"
    for word in ("boat", "raft"):
        table.write_text(f'word = "{word}"', encoding="utf-8")
        assert parsed(table) == {"word": word}
    assert len(kept(tmp_path)) == 1


def test_a_damaged_form_is_not_used(tmp_path: Path) -> None:
    table = tmp_path / "a.toml"
    table.write_text('word = "boat"', encoding="utf-8")
    parsed(table)
    (form,) = kept(tmp_path)
    form.write_bytes(form.read_bytes()[:5])
    assert parsed(table) == {"word": "boat"}


@pytest.mark.parametrize(("name", "value"), [("dont_write_bytecode", True), ("pycache_prefix", "elsewhere")])
def test_nothing_is_written_where_python_writes_no_bytecode(
    name: str, value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"sys.{name}", value)
    table = tmp_path / "a.toml"
    table.write_text('word = "boat"', encoding="utf-8")
    assert parsed(table) == {"word": "boat"}
    assert list(tmp_path.iterdir()) == [table]


def test_a_table_that_json_cannot_hold_is_parsed_each_time(tmp_path: Path) -> None:
    table = tmp_path / "a.toml"
    table.write_text("day = 2026-11-22", encoding="utf-8")
    assert parsed(table) == parsed(table)
    assert kept(tmp_path) == []
