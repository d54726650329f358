"""The program as a person and as a script meet it: commands, streams, exit statuses, bad input."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

import wikipub
from wikipub.batch import run as batch_run
from wikipub.batch.outcome import Outcome
from wikipub.cli import OTHER_NAMES, cli, main
from wikipub.publishers import PUBLISHERS
from wikipub.source import Format, Keep

DOCS = Path(__file__).resolve().parent.parent / "docs"

ARTICLE = """Aikido

From Wikipedia, the free encyclopedia

Aikido is a martial art of Japan, made by one teacher.

[edit] History

It was made in the years between two wars.

[edit] Technique

Whoever attacks is led past and thrown.
"""

DANGLING = ARTICLE.replace("wars.", "wars.[1] It spread.[2]")


def run(
    *words: str | Path, folder: Path, given: bytes = b"", under: Sequence[str] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the real program in `folder`; `under` is the command of a program that is to run it."""
    done = subprocess.run(
        [*under, sys.executable, "-m", "wikipub", *map(str, words)],
        cwd=folder,
        input=given,
        capture_output=True,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )
    out, err = (stream.decode("utf-8").replace("\r\n", "\n") for stream in (done.stdout, done.stderr))
    assert "Traceback" not in err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def outputs(folder: Path) -> list[Path]:
    """What a user finds in the folder of outputs."""
    return [path for path in folder.iterdir() if not path.name.startswith(".")]


@pytest.fixture
def bound(folder: Path) -> Sequence[str]:
    """The command to run the program under, so that file modes bind it: for root one that gives up its privilege."""
    if not hasattr(os, "geteuid"):
        pytest.skip("file modes are those of POSIX")
    if os.geteuid() != 0:
        return ()
    command = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    if not shutil.which(command[0]) or run("--version", folder=folder, under=command).returncode:
        pytest.skip("needs a user whom file modes bind, or setpriv of util-linux")
    return command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the article as page.txt, to run the program in."""
    (tmp_path / "page.txt").write_text(ARTICLE, "utf-8")
    return tmp_path


# --- build -------------------------------------------------------------------------------------------------------


def test_build_makes_an_epub_of_all_of_input_by_default(folder: Path) -> None:
    (folder / "input").mkdir()
    (folder / "page.txt").rename(folder / "input" / "page.txt")

    done = run("build", folder=folder)

    assert done.returncode == 0
    assert done.stdout == f"{Path('output', 'page.epub')}\n"
    assert done.stderr.startswith("1 file written; ")
    assert (folder / "output" / "page.epub").read_bytes().startswith(b"PK")


def test_what_is_said_most_has_a_letter(folder: Path) -> None:
    done = run("build", "page.txt", "--format", "plain", "-o", "o", "-j", "1", "-q", folder=folder)

    assert (done.returncode, done.stdout, done.stderr) == (0, f"{Path('o', 'page.txt')}\n", "")


def test_formats_may_be_repeated_or_joined_by_commas(folder: Path) -> None:
    done = run("build", "page.txt", "--format", "json,plain", "--format", "JSON", "--output", "o/p", folder=folder)

    assert done.stdout.splitlines() == [str(Path("o", "p", "page.json")), str(Path("o", "p", "page.txt"))]
    assert done.returncode == 0


def test_standard_input_is_an_input(folder: Path) -> None:
    done = run("build", "-", "--format", "json", folder=folder, given=ARTICLE.encode())

    assert done.stdout == f"{Path('output', 'stdin.json')}\n"


def test_a_book_is_named_after_its_title(folder: Path) -> None:
    done = run("build", "page.txt", "page.txt", "--book", "Two: One & Same", "--format", "html", folder=folder)

    assert done.stdout == f"{Path('output', 'two-one-same.html')}\n"
    assert "<title>Two: One &amp; Same</title>" in (folder / "output" / "two-one-same.html").read_text("utf-8")


@pytest.mark.parametrize("title", ["../../etc/passwd", "x" * 300, "?!", "CON", "a\nb"])
def test_whatever_the_title_the_file_is_in_the_output_folder(title: str, folder: Path) -> None:
    done = run("build", "page.txt", "--book", title, "--format", "plain", folder=folder)

    (made,) = outputs(folder / "output")
    assert done.returncode == 0
    assert made.suffix == ".txt"
    assert sorted(path.name for path in folder.iterdir()) == ["output", "page.txt"]


def test_what_the_user_knows_of_the_source_is_in_the_publication(folder: Path) -> None:
    words = (
        "--source-url",
        "https://e.org/a",
        "--source-date",
        "2013-05-01",
        "--license",
        "Free for all",
        "--lang",
        "de",
    )
    run("build", "page.txt", "--format", "markdown", *words, folder=folder)

    made = (folder / "output" / "page.md").read_text("utf-8")

    assert "https://e.org/a" in made
    assert "2013-05-01" in made
    assert "Free for all" in made


BAD_INPUTS: dict[str, tuple[str | None, int, str]] = {
    "missing.txt": (None, 10, "no such file"),
    "empty.txt": ("", 10, "empty"),
    "blank.txt": (" \n\t\n\n", 10, "empty"),
    "folder": (None, 10, "no source"),
    "wrong.json": ('{"wikipub-tree": 1, "title": 5}', 13, "title: expected a string, found 5"),
    "other.json": ('{"wikipub-tree": 99}', 13, "expected version 1, found 99"),
}


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_a_bad_input_is_named_with_the_remedy_and_the_others_are_built(name: str, folder: Path) -> None:
    content, status, message = BAD_INPUTS[name]
    if content is not None:
        (folder / name).write_text(content, "utf-8")
    (folder / "folder").mkdir()

    alone = run("build", name, "--format", "json", folder=folder)
    beside = run("build", name, "page.txt", "--format", "json", folder=folder)

    assert (alone.returncode, beside.returncode) == (status, 1)
    assert alone.stdout == ""
    assert beside.stdout == f"{Path('output', 'page.json')}\n"
    for done in (alone, beside):
        assert done.stderr.startswith(f"error: {name}: ")
        assert message in done.stderr


def test_an_input_of_bad_bytes_is_built_and_its_repair_is_reported(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(
        b"\xef\xbb\xbf" + ARTICLE.encode().replace(b"\n", b"\r\n").replace(b"art", b"a\x00r\x01t")
    )

    done = run("build", "bad.txt", "--format", "json,epub", folder=folder)

    assert done.returncode == 0
    assert "bad.txt:5: warning: " in done.stderr


def test_an_output_folder_that_is_a_file_is_an_error(folder: Path) -> None:
    done = run("build", "page.txt", "--output", "page.txt", folder=folder)

    assert done.returncode == 40
    assert "page.txt" in done.stderr
    assert "--output" in done.stderr


def test_an_output_folder_that_may_not_be_written_to_is_an_error(folder: Path, bound: Sequence[str]) -> None:
    (folder / "o").mkdir(mode=0o555)

    done = run("build", "page.txt", "--output", "o", "--format", "json,plain", folder=folder, under=bound)

    assert (done.returncode, done.stdout) == (40, "")
    assert outputs(folder / "o") == []


def test_a_build_never_writes_over_its_input(folder: Path) -> None:
    done = run("build", "page.txt", "--format", "plain", "--output", ".", folder=folder)

    assert done.returncode == 40
    assert "one of the inputs" in done.stderr
    assert (folder / "page.txt").read_text("utf-8") == ARTICLE


def test_strict_lets_a_tagline_pass_and_a_warning_not(folder: Path) -> None:
    (folder / "dangling.txt").write_text(DANGLING, "utf-8")

    assert run("build", "page.txt", "--strict", "--format", "json", folder=folder).returncode == 0
    assert run("build", "dangling.txt", "--format", "json", folder=folder).returncode == 0
    done = run("build", "dangling.txt", "--strict", "--format", "json", folder=folder)
    assert done.returncode == 3
    assert "[dangling-notes]" in done.stderr  # although it is up to date
    assert "--strict" in done.stderr


def test_of_many_warnings_of_a_kind_a_build_prints_a_few(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = wikipub.Diagnostic("odd", wikipub.Severity.WARNING, "something", "page.txt")
    outcome = Outcome("page.txt", diagnostics=(odd,) * 10)
    monkeypatch.setattr(batch_run, "build", lambda *_: iter([outcome]))
    monkeypatch.chdir(folder)

    done = CliRunner().invoke(cli, ["build", "page.txt"])

    assert done.output.count("something") == 3
    assert "7 more of this kind [odd]; wikipub inspect shows them all" in done.output


def test_source_date_epoch_must_be_a_moment(folder: Path) -> None:
    done = run("build", "page.txt", folder=folder, SOURCE_DATE_EPOCH="yesterday")

    assert done.returncode == 40
    assert "SOURCE_DATE_EPOCH is 'yesterday'" in done.stderr
    assert not (folder / "output").exists()


def test_an_interrupt_ends_the_program_with_a_word(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch_run, "build", interrupted)
    monkeypatch.chdir(folder)

    done = CliRunner().invoke(cli, ["build", "page.txt"])

    assert done.exit_code == 130
    assert "interrupted" in done.output


# --- Wrong usage -------------------------------------------------------------------------------------------------

WRONG_USAGE = {
    "an unknown format": (["build", "--format", "ebup"], "did you mean epub"),
    "an unknown format among known ones": (["build", "--format", "epub,dcox"], "did you mean docx"),
    "a language by its name": (["build", "--lang", "english"], "'english' is no language tag; say for example en"),
    "an unknown thing to keep": (["build", "--keep", "quotes,all"], "'all' is none of quotes, captions, sections"),
    "an unknown paper": (["build", "--paper", "a0"], "a4"),
    "an unknown layout": (["build", "--layout", "poster"], "handout"),
    "a margin without a unit": (["build", "--margin", "20"], "'20' is no length; say for example 20mm"),
    "type too large": (["build", "--size", "100"], "from 6 to 36 points"),
    "no jobs": (["build", "--jobs", "0"], "--jobs"),
    "a book without a title": (["build", "--book", " "], "a book needs a title"),
    "an unknown source format": (["build", "--from", "wiki"], "text"),
    "an unknown option": (["build", "--formt", "epub"], "--format"),
    "an unknown command": (["biuld"], "biuld"),
    "nothing to inspect": (["inspect"], "FILE"),
    "a tree and JSON": (["inspect", "--tree", "--json", "x"], "--tree goes neither with --json"),
    "an unknown kind of tree": (["inspect", "--tree=xml", "x"], "json"),
    "trees of two files": (["inspect", "--tree=json", "x", "y"], "name one file"),
}


@pytest.mark.parametrize("case", WRONG_USAGE)
def test_wrong_usage_exits_with_2_and_says_what_is_right(case: str) -> None:
    words, message = WRONG_USAGE[case]

    done = CliRunner().invoke(cli, words)

    assert done.exit_code == 2
    assert message in done.output


ELSEWHERE = [(meant, other) for meant, others in OTHER_NAMES.items() for other in others.split()]


@pytest.mark.parametrize(("meant", "other"), ELSEWHERE, ids=[other for _, other in ELSEWHERE])
def test_an_option_by_its_name_elsewhere_is_told_by_its_own(meant: str, other: str) -> None:
    done = CliRunner().invoke(cli, ["build", other, "x", "page.txt"])
    assert done.exit_code == 2
    assert f"No such option '{other}'. Did you mean '{meant}'?" in done.output


def test_an_option_that_a_command_has_not_is_not_suggested() -> None:
    done = CliRunner().invoke(cli, ["inspect", "--to", "epub", "page.txt"])
    assert done.exit_code == 2
    assert "--format" not in done.output


# --- inspect -----------------------------------------------------------------------------------------------------


def test_inspect_tells_people_the_outline_and_what_was_left_out_and_why(folder: Path) -> None:
    done = run("inspect", "page.txt", folder=folder)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]

    assert done.returncode == 0
    assert done.stderr == ""
    assert lines[0] == f"page.txt: Aikido (text, en, 13 lines, {len(ARTICLE)} bytes)"
    assert any(line.startswith("? History 7 0.") for line in lines)
    assert any(line.startswith("tagline 1 3 From Wikipedia, the free encyclopedia ") for line in lines)
    assert "\x1b" not in done.stdout


def test_inspect_names_a_line_once_that_several_pieces_were_left_out_of(folder: Path) -> None:
    (folder / "levels.txt").write_text("== Art ==\n\nA martial art.\n\n== Name ==\n\nIts name.\n", "utf-8")

    done = run("inspect", "--from", "text", "levels.txt", folder=folder)

    assert any(line.split()[:4] == ["level-mark", "4", "1,", "5"] for line in done.stdout.splitlines())


def test_inspect_json_gives_a_line_of_ascii_for_each_file_in_their_order(folder: Path) -> None:
    (folder / "좋아.txt").write_text(ARTICLE.replace("Aikido", "합기도"), "utf-8")
    (folder / "empty.txt").touch()

    done = run("inspect", "--json", "gone.txt", "좋아.txt", "empty.txt", "page.txt", folder=folder)
    answers = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.stdout.isascii()
    assert done.returncode == 1
    assert [answer["file"] for answer in answers] == ["gone.txt", "좋아.txt", "empty.txt", "page.txt"]
    assert [answer.get("error", {}).get("code") for answer in answers] == ["source", None, "source", None]
    assert answers[1]["title"] == "합기도"
    assert "text" not in answers[1]


def test_inspect_json_with_text_holds_all_that_the_article_keeps(folder: Path) -> None:
    (answer,) = map(json.loads, run("inspect", "--json", "--text", "page.txt", folder=folder).stdout.splitlines())

    assert answer["text"].split("\n\n")[1:3] == ["History", "It was made in the years between two wars."]
    assert answer["outline"][0]["depth"] is None
    assert len(answer["lines"]) == answer["source"]["lines"] == 13
    assert {"role": "tagline", "line": 3, "end": 3}.items() <= answer["dropped"][0].items()


@pytest.mark.parametrize("words", [["--tree", "page.txt"], ["page.txt", "--tree"], ["--tree=text", "--", "page.txt"]])
def test_a_bare_tree_does_not_take_the_file_for_its_value(words: list[str], folder: Path) -> None:
    done = run("inspect", *words, folder=folder)

    assert done.stdout == wikipub.show(wikipub.read(folder / "page.txt"))


def test_inspect_text_prints_the_text(folder: Path) -> None:
    assert run("inspect", "--text", "page.txt", folder=folder).stdout.startswith("Aikido is a martial art of Japan")


def test_a_person_can_correct_a_heading_in_the_tree_and_build_it(folder: Path) -> None:
    tree = run("inspect", "--tree=json", "page.txt", folder=folder).stdout
    corrected = tree.replace('"depth": null', '"depth": 2').replace('"History"', '"How it began"')
    (folder / "mended.json").write_text(corrected, "utf-8")

    done = run("build", "mended.json", "--format", "epub,markdown", folder=folder)
    shown = run("inspect", "--tree", "mended.json", folder=folder).stdout

    assert done.returncode == 0
    assert "How it began" in (folder / "output" / "mended.md").read_text("utf-8")
    assert '  Heading 2 "How it began"\n' in shown


def test_a_file_that_cannot_be_read_is_told_on_standard_error(folder: Path) -> None:
    done = run("inspect", "gone.txt", folder=folder)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: gone.txt: ")


def test_the_words_of_a_source_cannot_act_upon_the_terminal(folder: Path) -> None:
    (folder / "page.txt").write_text(ARTICLE.replace("History", "[bold]His\u202etory\u2028[/]"), "utf-8")

    done = run("inspect", "page.txt", folder=folder)

    assert "[bold]His\\u202etory" in done.stdout
    assert "\u202e" not in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_reader_that_goes_away_is_no_reason_for_words(folder: Path) -> None:
    many = ["page.txt"] * 300
    command = [sys.executable, "-m", "wikipub", "inspect", "--json", "--text", *many]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()

    assert said == b""


def test_output_is_utf_8_whatever_the_locale(folder: Path) -> None:
    (folder / "page.txt").write_text(ARTICLE.replace("Japan", "日本"), "utf-8")

    done = run("inspect", "--text", "page.txt", folder=folder, PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")

    assert "日本" in done.stdout


# --- The rest ----------------------------------------------------------------------------------------------------


def test_formats_lists_what_is_read_and_written_the_tools_and_the_fonts(folder: Path) -> None:
    done = run("formats", folder=folder)
    words = done.stdout.split()

    assert done.returncode == 0
    assert set(PUBLISHERS) | {"text", "tree", "pandoc", "typst"} <= set(words)
    assert "Fonts for PDF: " in done.stdout


def test_the_version_is_that_of_the_package(folder: Path) -> None:
    from importlib.metadata import version

    assert run("--version", folder=folder).stdout == f"wikipub, version {version('wikipub')}\n"


@pytest.mark.parametrize("words", [[], ["build"], ["inspect"]])
def test_help_has_examples(words: list[str]) -> None:
    done = CliRunner().invoke(cli, [*words, "--help"])

    assert done.exit_code == 0
    assert "Examples:\n    wikipub " in done.output


def test_help_names_all_that_there_is() -> None:
    text = CliRunner().invoke(cli, ["build", "--help"]).output

    assert [word for word in [*PUBLISHERS, *Format, *Keep, "a4", "letter"] if word not in text] == []


def test_completion_is_that_of_click(folder: Path) -> None:
    done = run(folder=folder, _WIKIPUB_COMPLETE="bash_complete", COMP_WORDS="wikipub bu", COMP_CWORD="1")

    assert "build" in done.stdout


def test_the_reference_in_the_docs_is_the_help_of_the_program() -> None:
    """If this fails, run docs/make_cli_reference.py."""
    page = (DOCS / "cli.md").read_text("utf-8")

    assert page == _script("make_cli_reference").page(page)


def test_the_docs_tell_every_exit_status() -> None:
    page = (DOCS / "cli.md").read_text("utf-8")

    def kinds(cls: type[wikipub.WikipubError]) -> list[type[wikipub.WikipubError]]:
        return [cls, *(kind for below in cls.__subclasses__() for kind in kinds(below))]

    assert [kind for kind in kinds(wikipub.WikipubError) if f"| {kind.exit_code} |" not in page] == []


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("words", [["--format", ""], ["--format", ","], ["--keep", " "]])
def test_an_option_without_a_word_is_wrong_usage(words: list[str], folder: Path) -> None:
    done = run("build", "page.txt", *words, folder=folder)

    assert done.returncode == 2
    assert "a word is missing" in done.stderr


def test_one_cause_for_all_formats_of_the_only_input_ends_with_its_own_status(folder: Path) -> None:
    (folder / "taken").write_text("a file", "utf-8")

    assert run("build", "page.txt", "--output", "taken", "--format", "json,plain", folder=folder).returncode == 40


def test_a_file_that_may_not_be_read_fails_for_itself(folder: Path, bound: Sequence[str]) -> None:
    for name in ("secret.txt", "secret.json"):
        (folder / name).write_text("Secret\n", "utf-8")
        (folder / name).chmod(0)

    shown = run("inspect", "--json", "secret.txt", "page.txt", folder=folder, under=bound)
    built = run("build", ".", "--format", "json", "--output", "o", folder=folder, under=bound)
    alone = run("build", "secret.txt", folder=folder, under=bound)

    assert shown.returncode == 1
    answers = [json.loads(line) for line in shown.stdout.splitlines()]
    assert answers[0]["error"]["code"] == "source"
    assert answers[1]["title"] == "Aikido"
    assert built.returncode == 1
    assert built.stdout == f"{Path('o', 'page.json')}\n"
    assert "secret.json: cannot be read: Permission denied; give yourself the right" in built.stderr
    assert "secret.txt: cannot be read: Permission denied; give yourself the right" in built.stderr
    assert alone.returncode == 10


def test_a_folder_that_may_not_be_looked_into_is_an_error_with_a_remedy(folder: Path, bound: Sequence[str]) -> None:
    (folder / "shut").mkdir(mode=0)

    done = run("build", "shut", "page.txt", "--format", "json", folder=folder, under=bound)

    assert done.returncode == 1
    assert done.stdout == f"{Path('output', 'page.json')}\n"
    assert "shut: cannot be looked into: Permission denied; give yourself the right" in done.stderr


def test_a_book_in_a_format_that_holds_one_article_is_wrong_before_anything_is_built(folder: Path) -> None:
    done = run("build", "page.txt", "--book", "B", "--format", "json,plain", folder=folder)

    assert done.returncode == 2
    assert "--format: json holds one article" in done.stderr
    assert not (folder / "output").exists()


def test_lines_end_alike_on_every_system(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, newline="\r\n"))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.setattr(sys, "argv", ["wikipub", "inspect", "--tree=json", str(folder / "page.txt")])

    with pytest.raises(SystemExit):
        main()

    sys.stdout.flush()
    assert written.getvalue().startswith(b"{")
    assert b"\r" not in written.getvalue()
