"""Names of output files: safe everywhere, unlike each other, the same again from run to run."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wikipub.names import MAX_BYTES, name_key, output_name, slug

STEMS = {
    "000_f95712c9250f6690": "000_f95712c9250f6690",
    "Åland – history": "Åland – history",
    "../../etc/passwd": "etc-passwd",
    "..\\..\\boot.ini": "boot.ini",
    "C:\\a": "C-a",
    "a<b>c:d|e?f*g": "a-b-c-d-e-f-g",
    ".hidden": "hidden",
    "-rf": "rf",
    "con": "_con",
    "CON": "_CON",
    "Nul.txt": "_Nul.txt",
    "com1": "_com1",
    "LPT9.a": "_LPT9.a",
    "lpt¹": "_lpt¹",
    "conin$": "_conin$",
    "console": "console",
    "com10": "com10",
    "???": "untitled",
    "…": "untitled",
    "": "untitled",
    " . ": "untitled",
    "a. ": "a",
    "a\nb\tc\x00d": "a b cd",
    "a\u202eb\ufeffc": "abc",
    "می\u200cخواهم": "می\u200cخواهم",
    "e\N{COMBINING ACUTE ACCENT}": "é",
    "한국의 역사": "한국의 역사",
    "a\ud800b": "ab",
    "👨\u200d👩\u200d👧 x": "👨\u200d👩\u200d👧 x",
}


@pytest.mark.parametrize("stem", STEMS)
def test_a_stem_becomes_a_safe_name(stem: str) -> None:
    assert output_name(stem, ()) == STEMS[stem]


@given(st.text())
def test_any_name_stays_in_its_folder_on_any_system(text: str) -> None:
    name = output_name(text, ())

    assert name.isprintable() or "\u200c" in name or "\u200d" in name
    assert PurePosixPath("out", name).parent == PurePosixPath("out")
    assert PureWindowsPath("out", name + ".epub").parent == PureWindowsPath("out")
    assert not set(name) & set('<>:"/\\|?*')
    assert name[0] not in " .-"
    assert name[-1] not in " ."
    assert len(name.encode("utf-8")) <= MAX_BYTES + 1
    assert unicodedata.is_normalized("NFC", name)


@given(
    st.lists(st.text(max_size=4) | st.sampled_from(["a", "A", "a-2", "ß", "SS", "é", "e\u0301", "ﬁ", "fi", "x" * 300]))
)
def test_names_of_one_run_differ_whatever_the_file_system_and_are_the_same_in_the_next(stems: list[str]) -> None:
    def run() -> list[str]:
        taken: set[str] = set()
        names = []
        for stem in stems:
            names.append(output_name(stem, taken))
            taken.add(name_key(names[-1]))
        return names

    names = run()

    assert len({name_key(name) for name in names}) == len(names)
    assert len({unicodedata.normalize("NFD", name).upper() for name in names}) == len(names)
    assert run() == names


def test_a_name_already_given_gets_a_number() -> None:
    assert output_name("Page", {"page"}) == "Page-2"
    assert output_name("Page", {"page", "page-2"}) == "Page-3"
    assert output_name("x" * 300, {"x" * MAX_BYTES}) == "x" * (MAX_BYTES - 2) + "-2"


@pytest.mark.parametrize("letter", ["x", "é", "한", "x😀", "e\N{COMBINING DIAERESIS}\N{COMBINING CEDILLA}", "ก\u0e33"])
def test_a_long_name_is_cut_between_characters(letter: str, tmp_path: Path) -> None:
    name = output_name(letter * 300, ())

    assert MAX_BYTES - 12 < len(name.encode("utf-8")) <= MAX_BYTES
    assert unicodedata.normalize("NFC", letter * 300).startswith(name)
    assert not unicodedata.combining(unicodedata.normalize("NFC", letter * 300)[len(name)])
    (tmp_path / f"{name}.epub").touch()


SLUGS = {
    "Russia and South Korea": "russia-and-south-korea",
    "../../etc/passwd": "etc-passwd",
    "L'été à  Paris": "lété-à-paris",
    "CON": "con",
    "한국의 역사": "한국의-역사",
    "snake_case": "snake-case",
    "?!": "untitled",
    "": "untitled",
}


@pytest.mark.parametrize("title", SLUGS)
def test_a_title_becomes_a_slug(title: str) -> None:
    assert slug(title) == SLUGS[title]


def test_a_slug_that_windows_reserves_is_made_safe_as_a_name() -> None:
    assert output_name(slug("CON"), ()) == "_con"
