"""The book file is read strictly: what is wrong in it is an error that names file, key and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from trees import PNG
from wikipub.bookfile import load_book
from wikipub.document import Imprint
from wikipub.errors import BookError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three articles, a cover and other files."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("harbour.txt", "lighthouse.txt", "seals.txt"):
        (articles / name).write_text(f"{name}\n\nIt stands by the sea.\n", encoding="utf-8")
    (articles / "harbour.txt.fix.toml").write_text("", encoding="utf-8")
    (articles / "README.md").write_text("About this folder.", encoding="utf-8")
    (tmp_path / "cover.png").write_bytes(PNG)
    (tmp_path / "half.png").write_bytes(PNG[:45])
    (tmp_path / "cover.txt").write_text("no picture", encoding="utf-8")
    return tmp_path


def write(folder: Path, text: str) -> Path:
    path = folder / "wikipub.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_book_file_tells_a_book(folder: Path) -> None:
    book = load_book(
        write(
            folder,
            """
            title = "Kestrel Rock"
            subtitle = "Its light and its seals"
            editor = "Alma Reed"
            language = "en"
            cover = "cover.png"
            formats = ["epub", "pdf"]
            paper = "letter"
            layout = "handout"
            size = 11.5
            line_numbers = true
            keep = ["captions"]
            media = ["articles", "."]
            font_path = ["articles"]
            dedupe = true

            [[chapter]]
            source = "articles/lighthouse.txt"
            title = "The light"
            part = "On the rock"
            drop = ["See also"]

            [[chapter]]
            source = "articles/*"
            part = "Around it"
            keep = ["External links"]
            """,
        )
    )
    assert (book.title, book.language) == ("Kestrel Rock", "en")
    assert book.imprint == Imprint("Its light and its seals", "Alma Reed", str(folder / "cover.png"))
    assert book.formats == ("epub", "pdf")
    assert book.options == {
        "layout": "handout",
        "paper": "letter",
        "size": "11.5",
        "line_numbers": True,
        "keep": ("captions",),
        "media": (str(folder / "articles"), str(folder)),
        "font_path": (str(folder / "articles"),),
        "dedupe": True,
    }
    assert [(c.source.name, c.title, c.part, c.drop, c.keep) for c in book.chapters] == [
        ("lighthouse.txt", "The light", "On the rock", ("See also",), ()),
        ("harbour.txt", "", "Around it", (), ("External links",)),
        ("seals.txt", "", "", (), ("External links",)),
    ]


LIGHT = '[[chapter]]\nsource = "articles/lighthouse.txt"\n'
WRONG = {
    "no title": (LIGHT, "title: expected a string"),
    "an unknown key": ('title = "A"\nsubtitel = "B"\n' + LIGHT, "did you mean subtitle"),
    "an unknown key of a chapter": (f'title = "A"\n{LIGHT}tilte = "B"\n', "did you mean title"),
    "another word for chapters": (f'title = "A"\n{LIGHT.replace("chapter", "chapters")}', "did you mean chapter"),
    "no chapter": ('title = "A"', "the book has none"),
    "a chapter without a source": ('title = "A"\n[[chapter]]\ntitle = "B"', "chapter 1: source: expected"),
    "a missing source": (
        'title = "A"\n[[chapter]]\nsource = "articles/lighthose.txt"',
        "did you mean articles/lighthouse.txt",
    ),
    "a missing folder": ('title = "A"\n[[chapter]]\nsource = "artikles/a.txt"', "no such file; check the name"),
    "a folder": ('title = "A"\n[[chapter]]\nsource = "articles"', 'say "articles/\\*"'),
    "a source listed twice": (f'title = "A"\n{LIGHT}{LIGHT}', "chapter 2: source: .* is in chapter 1, too"),
    "a source listed twice by other names": (
        f'title = "A"\n{LIGHT}[[chapter]]\nsource = "articles/../articles/lighthouse.txt"',
        "is in chapter 1, too",
    ),
    "a pattern that matches nothing": (
        'title = "A"\n[[chapter]]\nsource = "articles/*.html"',
        "no other source matches",
    ),
    "a pattern with nothing left": (
        'title = "A"\n[[chapter]]\nsource = "articles/*"\n[[chapter]]\nsource = "articles/s*"',
        "chapter 2: source: articles/s\\*: no other source matches",
    ),
    "a title for many": ('title = "A"\n[[chapter]]\nsource = "articles/*"\ntitle = "B"', "may be many articles"),
    "a cover that is no picture": (
        f'title = "A"\ncover = "cover.txt"\n{LIGHT}',
        "cover: .*cover.txt: it is no PNG, JPEG",
    ),
    "a cover that breaks off": (
        f'title = "A"\ncover = "half.png"\n{LIGHT}',
        "cover: .*half.png: it is damaged .*copy or save it anew",
    ),
    "a cover that is not there": (f'title = "A"\ncover = "c.png"\n{LIGHT}', "cover: .*c.png: cannot be read"),
    "an unknown format": (f'title = "A"\nformats = ["epbu"]\n{LIGHT}', "formats: .*epub"),
    "a format for one article": (
        f'title = "A"\nformats = ["epub, json"]\n{LIGHT}',
        "formats: json holds one article, not a book; leave it out",
    ),
    "an odd language": (f'title = "A"\nlanguage = "en_US!"\n{LIGHT}', "toml: language: 'en_US!' is no language tag"),
    "an unknown word to keep": (f'title = "A"\nkeep = ["everything"]\n{LIGHT}', "keep: .*none of quotes"),
    "a word for yes or no": (f'title = "A"\ndedupe = "yes"\n{LIGHT}', "dedupe: expected true or false"),
    "an unknown paper": (f'title = "A"\npaper = "a3"\n{LIGHT}', "paper: 'a3' is none of a4, a5, b5, letter"),
    "a margin without a unit": (
        f'title = "A"\nmargin = 20\n{LIGHT}',
        "margin: '20' is no length; say for example 20mm",
    ),
    "a folder of pictures that is not there": (
        f'title = "A"\nmedia = ["pictures"]\n{LIGHT}',
        "media: .*pictures' is no folder",
    ),
    "a folder of fonts that is a file": (
        f'title = "A"\nfont_path = ["cover.png"]\n{LIGHT}',
        "font_path: .*cover.png' is no folder",
    ),
    "too many columns": (f'title = "A"\ncolumns = 3\n{LIGHT}', "columns: '3' is none of 1, 2"),
    "no TOML": ("title = ", "not valid TOML"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_with_its_remedy(folder: Path, name: str) -> None:
    text, message = WRONG[name]
    path = write(folder, text)
    with pytest.raises(BookError, match=message) as raised:
        load_book(path)
    assert str(path) in str(raised.value)


def test_bytes_that_are_no_utf_8_are_named(folder: Path) -> None:
    path = folder / "wikipub.toml"
    path.write_bytes(b'title = "\xff"')
    with pytest.raises(BookError, match="not UTF-8 \\(byte 10\\)"):
        load_book(path)


def test_a_missing_book_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"wikipub\.toml: cannot be read: .*wikipub init"):
        load_book(tmp_path / "wikipub.toml")
