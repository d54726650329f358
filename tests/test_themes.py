"""A theme takes the place of our templates; a slip in it is told with file and line before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from judges import docx, members, pdf_text
from test_layouts import LIGHTHOUSES, read
from wikipub import pipeline
from wikipub.errors import ThemeError
from wikipub.option_table import Layout
from wikipub.publishers.look import Look
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.prepare import TEMPLATES, style
from wikipub.publishers.theme import load_theme, write_templates


def themed(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_our_own_templates_are_a_theme(tmp_path: Path) -> None:
    assert load_theme(themed(tmp_path, {name: style(name) for name in TEMPLATES})).keys() == set(TEMPLATES)


@pytest.mark.parametrize("output", ["pdf", "epub", "docx", "html"])
def test_a_themes_files_take_the_place_of_ours(output: str, tmp_path: Path) -> None:
    files = {
        "handout.typ": style("handout.typ").replace(b"  body\n  context", b"  [From our school]\n  body\n  context"),
        "epub.css": style("epub.css") + b"\np { color: #123456; }\n",
        "handout.docx": style("handout.docx"),
    }
    theme = load_theme(themed(tmp_path / "theme", files))
    path = tmp_path / f"out.{output}"
    options = PublishOptions(look=Look(Layout.HANDOUT), theme=theme)
    pipeline.publish(read(LIGHTHOUSES), output, path, options)
    match output:
        case "pdf":
            assert "From our school" in pdf_text(path)
        case "epub":
            assert any(b"#123456" in content for content in members(path.read_bytes()).values())
        case "docx":
            assert docx(path).paragraphs
        case "html":
            assert b"#123456" in path.read_bytes()


def line_of(name: str, words: bytes) -> int:
    """The line of our template `name` in which `words` stand first."""
    return style(name).partition(words)[0].count(b"\n") + 1


WRONG: dict[str, tuple[dict[str, bytes], str]] = {
    "typst that does not parse": (
        {"handout.typ": style("handout.typ").replace(b"#let order = (", b"#let order = ((")},
        rf"handout\.typ: line {line_of('handout.typ', b'#let order')}: unclosed delimiter",
    ),
    "an unknown name in what all layouts share": (
        {"elements.typ": style("elements.typ").replace(b"#let ink = black", b"#let ink = blak")},
        rf"elements\.typ: line {line_of('elements.typ', b'#let ink')}: unknown variable: blak",
    ),
    "a layout without its function": ({"book.typ": b"// nothing\n"}, "the layout book cannot be set with book.typ"),
    "CSS that is never closed": ({"epub.css": b"p { margin: 0;\n\nh1 { color: red; }\n"}, r"epub\.css: line 1: this {"),
    "CSS that is closed twice": ({"epub.css": b"p { margin: 0; }\n}\n"}, r"epub\.css: line 2: this } closes nothing"),
    "a comment without an end": ({"page.css": b"p {}\n/* so\n"}, r"page\.css: line 2: this comment never ends"),
    "a string without an end": ({"page.css": b'p::before { content: "a\n; }'}, r"page\.css: line 1: this string"),
    "CSS that calls a file": ({"epub.css": b"\n@font-face { src: url(a.woff) }"}, r"epub\.css: line 2: a publication"),
    "a page without a text": ({"page.html": b"<html></html>"}, r"page\.html: \$body\$ is missing"),
    "no Word document": ({"reference.docx": b"PK"}, r"reference\.docx: this is no Word document"),
    "an unknown name": (
        {"hand-out.typ": b""},
        r"hand-out\.typ: there is no template of this name; did you mean",
    ),
    "another encoding": ({"epub.css": b"/* a */\n/* \xe9 */"}, r"epub\.css: line 2: this is not UTF-8"),
    "nothing": ({}, "the folder has no template"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_slip_in_a_theme_is_told_with_file_and_line(case: str, tmp_path: Path) -> None:
    files, message = WRONG[case]
    with pytest.raises(ThemeError, match=message):
        load_theme(themed(tmp_path / "theme", files))


def test_a_theme_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match="no folder with a theme"):
        load_theme(tmp_path / "absent")


def test_the_templates_to_begin_with_are_all_and_leave_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "epub.css").write_bytes(b"p { margin: 0; }")
    written = write_templates(tmp_path)
    assert {path.name for path in written} == {*TEMPLATES} - {"epub.css"}
    assert load_theme(tmp_path)["epub.css"] == b"p { margin: 0; }"
