"""`wikipub init` writes a book file that `wikipub build` takes as it is."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePath

import pytest
from click.testing import CliRunner

from wikipub.book_draft import draft_book
from wikipub.bookfile import load_book
from wikipub.cli import cli
from wikipub.document import Document
from wikipub.source import Origin

ARTICLES = {
    "arkwell.txt": "Tobias Arkwell\n\nTobias Arkwell was an engineer. He built the Kestrel Rock Lighthouse in 1851.\n",
    "light.txt": "Kestrel Rock Lighthouse\n\nThe light stands off the harbour. Tobias Arkwell built it.\n",
    'odd \u200f"name".txt': "Seals of Ossel\n\nSeals come ashore near the Kestrel Rock Lighthouse in autumn.\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "input").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / "input" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_its_chapters_are_the_inputs_in_reading_order(folder: Path) -> None:
    result = CliRunner().invoke(cli, ["init"])
    assert (result.exit_code, result.stdout) == (0, "wikipub.toml\n")
    book = load_book(folder / "wikipub.toml")
    assert book.title == "Kestrel Rock Lighthouse"
    assert [chapter.source.name for chapter in book.chapters] == ["light.txt", "arkwell.txt", 'odd \u200f"name".txt']


def draft(*titles: str, folder: str = "input") -> str:
    """The title of the book that is proposed for articles of these titles in a folder."""
    articles = [(PurePath(f"{title}.txt"), Document(title, (), Origin(title, ""))) for title in titles]
    return str(tomllib.loads(draft_book(articles, (), folder))["title"])


@pytest.mark.parametrize(
    ("titles", "title"),
    [
        (("Russia-South Korea relations", "Foreign Relations of South Korea - Russia"), "South Korea"),
        (("History of the Ossel Isles", "Ossel Isles", "Ossel Isles in winter", "Tobias Arkwell"), "Ossel Isles"),
        (("List of lights", "List of boats"), "List of boats"),
        (("東京の歴史", "大阪"), "大阪"),
        (("Kestrel Rock",), "Kestrel Rock"),
    ],
)
def test_the_book_is_called_what_its_titles_have_in_common(titles: tuple[str, ...], title: str) -> None:
    assert draft(*titles) == title


@pytest.mark.parametrize(
    ("folder", "title"),
    [("ossel-isles", "Ossel isles"), ("Wiki_pages", "Seals"), ("2024", "Seals"), ('a"b\u200f', 'A"b'), ("", "Seals")],
)
def test_else_it_is_called_as_the_folder_if_that_says_anything(folder: str, title: str) -> None:
    assert draft("Seals", "Voles", folder=folder) == title


def test_what_cannot_be_read_is_a_comment_in_it(folder: Path) -> None:
    (folder / "input" / "broken.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = CliRunner().invoke(cli, ["init"])
    assert result.exit_code == 1
    assert "broken.txt" in result.stderr
    text = (folder / "wikipub.toml").read_text(encoding="utf-8")
    assert '# source = "input/broken.txt"' in text
    assert len(load_book(folder / "wikipub.toml").chapters) == 3


def test_an_existing_book_file_is_left_as_it_is(folder: Path) -> None:
    (folder / "wikipub.toml").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(cli, ["init"])
    assert result.exit_code == 30
    assert "there already" in result.stderr
    assert (folder / "wikipub.toml").read_text(encoding="utf-8") == "mine"


def test_without_articles_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["init"])
    assert result.exit_code == 30
    assert "input: no such file or folder" in result.stderr
    assert not (tmp_path / "wikipub.toml").exists()
