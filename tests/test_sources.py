"""From a path to decoded text: which files are sources, encodings, damage."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wikipub.detect import detect
from wikipub.errors import SourceError, TooLargeError, UnknownFormatError
from wikipub.pipeline import read
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.sources import inputs, load
from wikipub.sources import load as load_function
from wikipub.sources.encodings import decode
from wikipub.sources.opened import MAX_BYTES

ENCODINGS = {
    "ASCII": (b"Ferry\n", "Ferry\n", []),
    "UTF-8 with a byte order mark": (b"\xef\xbb\xbfF\xc3\xa4hre", "Fähre", []),
    "UTF-16 with a byte order mark": ("Fähre\n".encode("utf-16"), "Fähre\n", []),
    "UTF-16 without one": ("Ferry on the sound\n".encode("utf-16-le"), "Ferry on the sound\n", []),
    "UTF-16 big-endian without one": ("Ferry on the sound\n".encode("utf-16-be"), "Ferry on the sound\n", []),
    "UTF-32": ("Ferry".encode("utf-32"), "Ferry", []),
    "CRLF and CR are one line end each": (b"a\r\nb\rc\n\r\n", "a\nb\nc\n\n", []),
    "other breaks end no line": ("a\u2028b\x0bc\x85d".encode(), "a\u2028b c d", []),
    "one broken byte in UTF-8": (
        "Fähre über den Sund ".encode() + b"\xff.",
        "Fähre über den Sund \ufffd.",
        ["undecodable"],
    ),
    "NUL bytes": (b"Fer\x00ry", "Fer\ufffdry", ["control-characters"]),
    "control characters": (b"a\x01b\x1bc\x7f", "a\ufffdb\ufffdc\ufffd", ["control-characters"]),
    "a lone surrogate": (b"F\xc3\xa4hre \xed\xa0\x80.", "Fähre \ufffd.", ["undecodable"]),
    "a pair of surrogates": (b"\xed\xa0\xbd\xed\xb8\x80 F\xc3\xa4hre", "😀 Fähre", []),
    "UTF-8 read as Latin-1": ("Fähre, Brücke".encode().decode("latin-1").encode(), "Fähre, Brücke", ["mojibake"]),
    "UTF-8 read as Windows-1252": (
        "the boat’s – own".encode().decode("cp1252").encode(),
        "the boat’s – own",
        ["mojibake"],
    ),
    "accents that are meant": ("Ã is a letter, and so is Â".encode(), "Ã is a letter, and so is Â", []),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_bytes_become_text_and_repairs_are_reported(name: str) -> None:
    data, expected, codes = ENCODINGS[name]
    text, _, repairs = decode(data, "page.txt")
    assert text == expected
    assert [repair.code for repair in repairs] == codes


def test_text_in_an_eight_bit_encoding_is_read() -> None:
    german = "Die Fähre fährt über den Sund. Größe und Tiefe prüft man täglich. " * 5
    text, _, _ = decode(german.encode("cp1252"), "page.txt")
    assert text == german


@given(st.binary(max_size=400))
def test_any_bytes_become_text_that_formats_can_hold(data: bytes) -> None:
    text, _, _ = decode(data, "page.txt")
    text.encode("utf-8")
    assert not set(text) & {"\0", "\r", "\x0b", "\x1b", "\ufffe", "\uffff"}


def test_mojibake_in_one_long_line_is_mended() -> None:
    line = "Fähre über den Sund, " * 5_000
    text, _, repairs = decode(line.encode().decode("latin-1").encode(), "page.txt")
    assert text == line
    assert [repair.code for repair in repairs] == ["mojibake"]


def test_a_folders_sources_are_its_text_files_and_trees_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "A.TXT", "c.md", "notes.json", ".hidden.txt", "picture.png", "README.md", "license.txt"):
        (tmp_path / name).write_text("{}", "utf-8")
    (tmp_path / "tree.json").write_text('{"wikipub-tree": 1}', "utf-8")
    (tmp_path / "folder.txt").mkdir()
    assert [Path(path).name for path in inputs(tmp_path)] == ["A.TXT", "b.txt", "c.md", "tree.json"]


def test_standard_input_is_a_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"Ferry\n")))
    (source,) = load_function("-", ReadOptions(url="https://wiki.example/Ferry"))
    assert source.text == "Ferry\n"
    assert (source.origin.name, source.origin.stem, source.origin.url) == ("-", "stdin", "https://wiki.example/Ferry")


UNREADABLE = {
    "missing.txt": (None, SourceError, "no such file"),
    "empty.txt": (b"", SourceError, "empty"),
    "blank.txt": (b" \n\t\n\xef\xbb\xbf\r\n", SourceError, "empty"),
    "unseen.txt": ("\u00a0\n\u200b\u3000\n".encode(), SourceError, "empty"),
    "paper.txt": (b"%PDF-1.7\n", UnknownFormatError, "a PDF"),
    "book.epub": (b"PK\x03\x04", UnknownFormatError, "a ZIP archive"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_named_with_a_remedy(name: str, tmp_path: Path) -> None:
    data, kind, words = UNREADABLE[name]
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(kind, match=words) as caught:
        list(load(path, ReadOptions()))
    assert str(path) in str(caught.value)


def test_a_folder_without_sources_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no source"):
        list(load(tmp_path, ReadOptions()))


def test_a_name_that_no_system_allows_is_an_error() -> None:
    with pytest.raises(SourceError):
        list(load("a\0b", ReadOptions()))


def test_a_source_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(TooLargeError, match="64 MiB"):
        list(load(path, ReadOptions()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"wikipub-tree": 1}', Format.TREE),
        ('\n { "wikipub-tree":', Format.TREE),
        ("{}", Format.TEXT),
        ("a < b", Format.TEXT),
    ],
)
def test_the_content_tells_the_format(text: str, expected: Format) -> None:
    assert detect(Source(Origin("page", "page"), text)) is expected


@pytest.mark.parametrize("text", ["<!DOCTYPE html>\n<title>", "<html lang=en>", "<?xml version='1.0'?>\n<HTML>"])
def test_a_web_page_is_known(text: str) -> None:
    assert detect(Source(Origin("page", "page"), text)) is Format.HTML


@pytest.mark.parametrize("format", [Format.TEXT, Format.WIKITEXT, Format.HTML])
def test_the_name_of_a_file_is_the_title_that_nothing_else_tells(format: Format) -> None:
    text = "The ferry crosses the sound four times a day, and in summer it crosses it once more."
    source = Source(Origin("Quill_&_Sons.txt", "Quill_&_Sons"), text)
    assert read(source, ReadOptions(format=format)).title == "Quill & Sons"


def test_a_link_that_leads_nowhere_fails_for_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ferry\n", "utf-8")
    try:
        (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    except OSError:
        pytest.skip("no symbolic links here")
    assert [Path(path).name for path in inputs(tmp_path)] == ["a.txt", "b.txt"]
    with pytest.raises(SourceError, match="no such file"):
        list(load(tmp_path / "b.txt", ReadOptions()))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_folders_pipe_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ferry\n", "utf-8")
    os.mkfifo(tmp_path / "b.txt")
    assert [Path(path).name for path in inputs(tmp_path)] == ["a.txt"]


def test_a_folders_file_that_cannot_be_looked_into_fails_for_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Ferry\n", "utf-8")
    (tmp_path / "b.json").write_text("{}", "utf-8")
    opened = Path.open

    def refuses(path: Path, *rest: Any, **more: Any) -> Any:
        if path.suffix == ".json":
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest, **more)

    monkeypatch.setattr(Path, "open", refuses)

    assert [Path(path).name for path in inputs(tmp_path)] == ["a.txt", "b.json"]
    with pytest.raises(SourceError, match=r"b\.json: cannot be read: Permission denied; give yourself the right"):
        list(load(tmp_path / "b.json", ReadOptions()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_folders_tree_is_known_in_whatever_unicode_it_is_saved(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "tree.json").write_text('\n{ "wikipub-tree": 1}', encoding)
    (tmp_path / "about.json").write_text('{"of": "wikipub-tree"}', encoding)
    assert [Path(path).name for path in inputs(tmp_path)] == ["tree.json"]
