"""`import wikipub`: what it offers, what it costs, and that words become options."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

import wikipub
from wikipub import settings
from wikipub.cli import cli
from wikipub.option_table import BOOK_KEYS, KEEP, LOOK, PUBLISHING, Layout, Option, Paper, PublishWords
from wikipub.publishers.look import Look
from wikipub.publishers.options import PublishOptions
from wikipub.source import Format, Keep, ReadOptions

ARTICLE = (
    "Aikido\n\nFrom Wikipedia, the free encyclopedia\n\nAikido is a martial art.\n\n[edit] History\n\nIt is young.\n"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def imported(code: str) -> set[str]:
    """The top modules that are imported after `code` has run in a new Python."""
    listing = "; print('\\n'.join(sys.modules), file=sys.stderr)"
    command = [sys.executable, "-c", f"import sys; {code}{listing}"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in run.stderr.split()}


def packages(code: str) -> set[str]:
    """The packages outside the standard library that `code` imports."""
    return imported(code) - imported("pass") - sys.stdlib_module_names


def test_exported_names_are_sorted_and_all_there() -> None:
    assert wikipub.__all__ == sorted(wikipub.__all__)
    assert [name for name in wikipub.__all__ if not hasattr(wikipub, name)] == []
    assert all(getattr(wikipub, name).__doc__ for name in wikipub.__all__)


def test_every_error_is_exported() -> None:
    def kinds(cls: type[Exception]) -> set[str]:
        return {cls.__name__}.union(*map(kinds, cls.__subclasses__()))

    assert kinds(wikipub.WikipubError) <= set(wikipub.__all__)


def test_no_module_has_the_name_of_what_is_exported() -> None:
    """Its import would put the module in the name's place."""
    modules = {module.name for module in pkgutil.iter_modules(wikipub.__path__)}
    assert modules.isdisjoint(wikipub.__all__)


def test_the_tree_is_imported_when_it_is_asked_for() -> None:
    def has_tree(code: str) -> bool:
        command = [sys.executable, "-c", f"import sys, wikipub; {code}; print('wikipub.document' in sys.modules)"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True\n"

    assert not has_tree("wikipub.read")
    assert has_tree("wikipub.Document")


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    assert "show" in dir(wikipub)
    with pytest.raises(AttributeError, match="'wikipub' has no attribute 'show_all'"):
        wikipub.show_all  # type: ignore[attr-defined]  # noqa: B018


def test_importing_wikipub_imports_no_other_package() -> None:
    assert packages("import wikipub") == {"wikipub"}


@pytest.mark.parametrize("words", [[], ["build"], ["inspect"], ["formats"]])
def test_help_imports_no_other_package_but_click(words: list[str]) -> None:
    code = f"import wikipub.cli; wikipub.cli.cli({[*words, '--help']}, standalone_mode=False)"

    assert packages(code) <= {"wikipub", "click", "colorama"}  # click needs colorama on Windows


def test_reading_and_building_a_tree_takes_three_lines(page: Path, tmp_path: Path) -> None:
    document = wikipub.read(page)
    report = wikipub.publish(document, "json", tmp_path / "out" / "page.json")

    assert wikipub.show(document).startswith('Document "Aikido" language=en\n  Paragraph "Aikido is a martial art."')
    assert report.path == tmp_path / "out" / "page.json"
    assert report.path.read_text("utf-8").startswith('{\n "wikipub-tree": 1')


def test_paths_may_be_strings(page: Path, tmp_path: Path) -> None:
    wikipub.publish(wikipub.read(str(page)), "json", str(tmp_path / "x.json"))

    assert (tmp_path / "x.json").exists()


def test_all_articles_of_a_folder_are_read_in_the_order_of_their_names(page: Path) -> None:
    page.with_name("a.txt").write_text(ARTICLE.replace("Aikido", "Judo"), "utf-8")

    assert [document.title for document in wikipub.read_all(page.parent)] == ["Judo", "Aikido"]
    with pytest.raises(wikipub.SourceError, match="read_all"):
        wikipub.read(page.parent)


def test_options_are_words(page: Path) -> None:
    document = wikipub.read(
        page, format="text", language="de", keep=["quotes"], url="https://e.org", date="2013", license="free"
    )

    assert document.language == "de"
    assert (document.origin.url, document.origin.date, document.origin.license) == ("https://e.org", "2013", "free")


WRONG: dict[str, tuple[Callable[[], object], str]] = {
    "format": (lambda: settings.read_options(format="wiki"), "format: 'wiki' is none of text, wikitext, html, tree"),
    "language": (lambda: settings.read_options(language="english"), "language: 'english' is no language tag"),
    "keep": (lambda: settings.read_options(keep="quotes,quote"), "keep: 'quote' is none of quotes, captions, sections"),
    "paper": (lambda: settings.publish_options({}, paper="a0"), "paper: 'a0' is none of a4, a5, b5, letter, legal"),
    "layout": (lambda: settings.look(layout="poster"), "layout: 'poster' is none of article, book, handout"),
    "margin": (lambda: settings.look(margin="wide"), "margin: 'wide' is no length; say for example 20mm"),
    "size": (lambda: settings.look(size="60"), "size: '60' is no size of type from 6 to 36 points"),
    "columns": (lambda: settings.look(columns=3), "columns: '3' is none of 1, 2"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_word_is_a_value_error_that_names_the_right_ones(case: str) -> None:
    call, message = WRONG[case]

    with pytest.raises(ValueError, match="^" + message):
        call()


def test_words_become_options() -> None:
    assert settings.read_options() == ReadOptions()
    tree = settings.read_options(format="tree", keep=["quotes", "captions,sections,external"], language="pt-BR")
    assert tree == ReadOptions(Format.TREE, "pt-BR", frozenset(Keep))
    assert settings.publish_options({}) == PublishOptions()
    assert settings.publish_options({"SOURCE_DATE_EPOCH": "86400"}, paper="letter", keep="captions") == PublishOptions(
        Look(paper=Paper.LETTER), frozenset({Keep.CAPTIONS}), 86400
    )
    look = settings.look(layout="handout", margin="0.5 in", size="11pt", columns=2, line_numbers=True)
    assert look == Look(Layout.HANDOUT, margin=12.7, size=11, columns=2, line_numbers=True)


def test_an_option_is_told_once_and_all_know_it() -> None:
    """The table, the types that the library takes, what these become, the command line: the same names."""
    publishing = {option.name for option in (KEEP, *PUBLISHING)}
    assert set(PublishWords.__annotations__) == publishing
    assert {field.name for field in fields(Look)} == {option.name for option in LOOK}
    assert {field.name for field in fields(PublishOptions)} - {"look", "epoch"} == publishing - {o.name for o in LOOK}
    parameters = {parameter.name: parameter for parameter in cli.commands["build"].params}
    assert {option.name for option in BOOK_KEYS} <= set(parameters)


@pytest.mark.parametrize("option", [option for option in PUBLISHING if option.choices], ids=lambda option: option.name)
def test_what_the_table_calls_the_default_is_what_the_library_does_without(option: Option) -> None:
    words: PublishWords = {option.name: option.default}  # type: ignore[misc]
    assert settings.publish_options({}, **words) == PublishOptions()


def test_an_option_that_there_is_not_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="no option 'papier'"):
        settings.publish_options({}, papier="a4")  # type: ignore[call-arg]


def test_an_empty_source_date_epoch_is_as_none() -> None:
    assert settings.publish_options({"SOURCE_DATE_EPOCH": ""}) == PublishOptions()


@pytest.mark.parametrize("epoch", ["now", "-1", "1.5", "²", "9" * 20, "99999999999", " 1", "0x10"])
def test_a_source_date_epoch_that_is_no_moment_is_an_error(epoch: str) -> None:
    with pytest.raises(wikipub.PublishError, match="SOURCE_DATE_EPOCH"):
        settings.publish_options({"SOURCE_DATE_EPOCH": epoch})


def test_publishing_looks_at_the_environment(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")

    with pytest.raises(wikipub.PublishError, match="yesterday"):
        wikipub.publish(wikipub.read(page), "json", tmp_path / "x.json")


def test_an_unknown_output_is_an_error_that_suggests_the_near_miss(page: Path, tmp_path: Path) -> None:
    with pytest.raises(wikipub.UnknownOutputError, match="epub"):
        wikipub.publish(wikipub.read(page), "ebup", tmp_path / "x")
