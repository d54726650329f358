"""What is up to date is not built again; the record is never ahead of the files, and a bad one is set aside."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import dumps
from batches import build, in_its_place, page, plan
from wikipub import engines, pipeline
from wikipub.batch import recipe, run
from wikipub.batch.inputs import expand
from wikipub.batch.outcome import Outcome
from wikipub.batch.plan import Plan, Work
from wikipub.batch.record import STATE, empty_record, record_of
from wikipub.batch.seen import Seen
from wikipub.bookfile import BookPlan
from wikipub.errors import FolderInUseError
from wikipub.option_table import Notes
from wikipub.publishers.options import PublishOptions
from wikipub.source import Keep, Selection

OTHER = "Title\n\nA paragraph of quite other words.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles in `in`, built to `out`."""
    for name in ("a.txt", "b.txt", "c.txt"):
        page(tmp_path / "in", name)
    assert built(tmp_path) == ["a.json", "b.json", "c.json"]
    return tmp_path


def again(folder: Path, of: Plan | None = None, *, force: bool = False) -> list[Outcome]:
    """The outcomes of another run."""
    return list(build(expand([str(folder / "in")]), of or plan(folder), force=force))


def built(folder: Path, of: Plan | None = None, *, force: bool = False) -> list[str]:
    """The names of the files that another run builds."""
    return [made.path.name for outcome in again(folder, of, force=force) for made in outcome.made]


# --- What is built again -----------------------------------------------------------------------------------------


def test_what_is_up_to_date_is_not_built_again(folder: Path) -> None:
    outcomes = again(folder)

    assert [outcome.up_to_date for outcome in outcomes] == [True] * 3
    assert [made.path.name for outcome in outcomes for made in outcome.kept] == ["a.json", "b.json", "c.json"]


def test_what_is_asked_for_with_force_is_built_again(folder: Path) -> None:
    assert built(folder, force=True) == ["a.json", "b.json", "c.json"]


def test_only_what_has_changed_is_built(folder: Path) -> None:
    page(folder / "in", "b.txt", OTHER)
    page(folder / "in", "d.txt")

    assert built(folder) == ["b.json", "d.json"]
    assert built(folder) == []


def test_a_correction_that_comes_changes_or_goes_has_its_source_built(folder: Path) -> None:
    fix = folder / "in" / "a.txt.fix.toml"
    changes: list[Callable[[], object]] = [
        lambda: fix.write_text('[title]\nwords = "One"\n'),
        lambda: fix.write_text('[title]\nwords = "Two"\n'),
        fix.unlink,
    ]
    for change in changes:
        change()
        assert built(folder) == ["a.json"]
        assert built(folder) == []


def test_other_options_have_all_built(folder: Path) -> None:
    usual = plan(folder)

    assert built(folder, replace(usual, read=replace(usual.read, keep=frozenset(Keep)))) != []
    assert built(folder, usual) != []
    assert built(folder, replace(usual, publish=replace(usual.publish, notes=Notes.END))) != []


def test_rules_of_the_user_that_change_have_all_built(folder: Path) -> None:
    rules = page(folder / "rules", "templates/x.toml", "")
    ruled = replace(plan(folder), read=replace(plan(folder).read, rules=folder / "rules"))
    assert len(built(folder, ruled)) == 3
    assert built(folder, ruled) == []

    rules.write_text("# other rules\n")

    assert len(built(folder, ruled)) == 3


def test_another_wikipub_has_all_built(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = page(folder / "wikipub", "rules.toml", "# a rule\n")
    monkeypatch.setattr(recipe, "_ROOT", str(own.parent))
    assert [len(built(folder)), len(built(folder))] == [3, 0]

    in_its_place(own, "# b rule\n")

    assert [len(built(folder)), len(built(folder))] == [3, 0]


def test_another_format_is_built_beside(folder: Path) -> None:
    assert built(folder, plan(folder, "json", "plain")) == ["a.txt", "b.txt", "c.txt"]
    assert built(folder, plan(folder, "plain")) == []


def test_an_output_that_is_gone_or_was_changed_is_built_again(folder: Path) -> None:
    (folder / "out" / "a.json").unlink()
    (folder / "out" / "b.json").write_text("{}")
    os.truncate(folder / "out" / "c.json", 10)

    assert built(folder) == ["a.json", "b.json", "c.json"]


def test_a_clock_that_jumps_changes_nothing(folder: Path) -> None:
    for file in [*(folder / "in").iterdir(), *(folder / "out").glob("*.json")]:
        os.utime(file, (0, 0) if file.stem == "a" else (4e9, 4e9))

    assert built(folder) == []


def test_a_picture_that_comes_or_changes_has_its_article_built(folder: Path) -> None:
    page(folder / "in", "p.wiki", "'''Title''' of words.\n\n[[File:Ferry.svg|thumb|A ferry.]]\n\nMore words.\n")
    assert built(folder) == ["p.json"]
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="9"><path d="M0 0h9v9z"/></svg>'
    for width in (9, 8):
        page(folder / "in" / "media", "Ferry.svg", drawing.format(width))
        assert built(folder) == ["p.json"]
        assert built(folder) == []


def test_what_failed_is_tried_again(folder: Path) -> None:
    page(folder / "in", "b.txt", " ")

    assert [len(outcome.errors) for outcome in again(folder)] == [0, 1, 0]
    assert [len(outcome.errors) for outcome in again(folder)] == [0, 1, 0]


def test_what_was_said_of_an_article_is_told_again(folder: Path) -> None:
    page(folder / "in", "b.txt", "Title\n\nWords of it.[1] And more.[2]\n")
    first, second = (again(folder)[1] for _ in range(2))

    assert second.up_to_date
    assert "dangling-notes" in {d.code for d in first.diagnostics}
    assert (second.diagnostics, second.left_out) == (first.diagnostics, first.left_out)


def test_a_source_that_changes_while_it_is_built_is_reported_and_built_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = page(folder / "in", "b.txt", OTHER)
    publish = pipeline.publish

    def changing(*arguments: object) -> object:
        source.write_text("Title\n\nWords of a third kind.\n")
        return publish(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "publish", changing)
        (outcome,) = (outcome for outcome in again(folder) if outcome.made)

    assert "source-changed" in {d.code for d in outcome.diagnostics}
    assert built(folder) == ["b.json"]


def test_a_book_is_built_again_only_when_something_of_it_has_changed(folder: Path) -> None:
    book = replace(plan(folder, "html"), book=BookPlan("Words"))
    assert built(folder, book) == ["words.html"]
    assert built(folder, book) == []

    page(folder / "in", "b.txt", OTHER)

    assert built(folder, book) == ["words.html"]


def test_a_book_that_lacks_a_chapter_is_built_again(folder: Path) -> None:
    page(folder / "in", "b.txt", " ")
    book = replace(plan(folder, "html"), book=BookPlan("Words"))

    assert [built(folder, book), built(folder, book)] == [["words.html"]] * 2


# --- Names -------------------------------------------------------------------------------------------------------


def test_sources_of_one_name_have_two_names_and_keep_them(tmp_path: Path) -> None:
    texts = [page(tmp_path / "x", "page.txt"), page(tmp_path / "y", "page.txt")]
    first = list(build(expand(map(str, texts)), plan(tmp_path)))
    texts[0].write_text(OTHER)

    later = list(build(expand(map(str, reversed(texts))), plan(tmp_path)))

    assert [outcome.made[0].path.name for outcome in first] == ["page.json", "page-2.json"]
    assert "name-taken" in {d.code for d in first[1].diagnostics}
    names = [made.path.name for outcome in later for made in (*outcome.made, *outcome.kept)]
    assert names == ["page-2.json", "page.json"]


def test_another_run_does_not_write_over_the_output_of_a_source_that_is_still_there(tmp_path: Path) -> None:
    texts = [page(tmp_path / "x", "page.txt"), page(tmp_path / "y", "page.txt")]
    names = [made.path.name for text in texts for o in build(expand([str(text)]), plan(tmp_path)) for made in o.made]
    texts[0].unlink()
    third = page(tmp_path / "z", "page.txt")

    assert names == ["page.json", "page-2.json"]
    assert [o.made[0].path.name for o in build(expand([str(third)]), plan(tmp_path))] == ["page.json"]


def test_a_source_that_is_named_twice_is_built_once(tmp_path: Path) -> None:
    source = str(page(tmp_path / "in", "a.txt"))

    assert len(list(build(expand([source, str(tmp_path / "in"), source]), plan(tmp_path)))) == 1


def test_the_record_moves_with_its_folders(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = folder / "elsewhere"
    moved.mkdir()
    monkeypatch.chdir(folder)
    list(build(expand(["in"]), plan(Path())))
    for name in ("in", "out"):
        (folder / name).rename(moved / name)
    monkeypatch.chdir(moved)

    assert all(outcome.up_to_date for outcome in build(expand(["in"]), plan(Path())))


@pytest.fixture
def unseen(tmp_path: Path) -> Iterator[Seen]:
    """A record that tells of no file yet."""
    with empty_record(tmp_path / "out") as record:
        yield record.seen


def test_a_font_that_has_changed_is_another_recipe_for_pdf_alone(
    tmp_path: Path, unseen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, others = tmp_path / "fonts" / "own.ttf", tmp_path / "system" / "other.ttf"
    for font in (own, others):
        page(font.parent, font.name, "a font")
    monkeypatch.setattr(engines, "font_files", lambda _: (str(own), str(others)))
    look = replace(PublishOptions().look, font_path=(str(own.parent),))
    of = replace(plan(tmp_path, "pdf", "epub"), publish=PublishOptions(look=look))
    found = [recipe.recipes(of, unseen)]
    own.write_text("A font")
    found.append(recipe.recipes(of, unseen))
    others.write_text("a larger font")
    found.append(recipe.recipes(of, unseen))

    assert len({of["pdf"] for of in found}) == 3
    assert len({of["epub"] for of in found}) == 1


def test_the_fonts_of_this_machine_are_part_of_a_pdf_and_stay_the_same(tmp_path: Path, unseen: Seen) -> None:
    assert recipe.recipes(plan(tmp_path, "pdf"), unseen) == recipe.recipes(plan(tmp_path, "pdf"), unseen)


def test_to_find_that_nothing_has_changed_imports_little(folder: Path) -> None:
    reading = {"wikipub.document", "wikipub.readers", "wikipub.sources.dump", "wikipub.sources.reading"}
    working = {"concurrent.futures", "subprocess", "tempfile", "wikipub.bookfile", "wikipub.pandoc", "wikipub.pipeline"}
    heavy = {"email", "rich", "ssl", *reading, *working}
    code = (
        "import sys; from wikipub.cli import cli\n"
        "cli(['build', 'in', '--format', 'json', '--output', 'out', '--quiet'], standalone_mode=False)\n"
        f"print(*sorted({heavy} & sys.modules.keys()))"
    )
    done = [
        subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]

    assert done[0].stdout.count(".json") == 3
    assert done[1].stdout == "\n"


# --- Removing and looking only -----------------------------------------------------------------------------------


def test_pruning_removes_outputs_whose_source_is_gone_and_nothing_else(folder: Path) -> None:
    (folder / "out" / "foreign.json").write_text("{}")
    page(folder / "elsewhere", "z.txt")
    list(build(expand([str(folder / "elsewhere")]), plan(folder)))
    (folder / "in" / "a.txt").unlink()
    (folder / "in" / "b.txt").unlink()
    (folder / "out" / "b.json").write_text("changed by hand")
    said: list[str] = []

    list(build(expand([str(folder / "in")]), plan(folder), say=said.append, prune=True))

    left = sorted(file.name for file in (folder / "out").glob("*.json"))
    assert left == ["b.json", "c.json", "foreign.json", "z.json"]
    assert "a.json: removed, as its source is gone" in said[0]
    assert "b.json: its source is gone, but someone has changed it" in said[1]


def test_a_book_is_pruned_with_the_last_of_its_articles(folder: Path) -> None:
    book = plan(folder, "plain", book="Three")
    assert built(folder, book) == ["three.txt"]
    page(folder / "elsewhere", "z.txt")
    left = []
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / "in" / name).unlink()
        list(build(expand([str(folder / "elsewhere")]), plan(folder), prune=True))
        left.append((folder / "out" / "three.txt").exists())

    assert left == [True, True, False]


def of_dump(folder: Path, *titles: str, damaged: bool = False, **selection: Any) -> list[str]:
    """The outputs that stand after a build with pruning of a dump with these pages."""
    pages = [dumps.page(title, dumps.revision(dumps.QUAY), id=n) for n, title in enumerate(titles, 1)]
    whole = dumps.dump(*pages)
    page(folder, "dump.xml", whole[:-40] if damaged else whole)
    reading = replace(plan(folder).read, select=Selection(**selection))
    items = expand([str(folder / "dump.xml")])
    wanted = replace(plan(folder), read=reading)
    told = [step for step in run.preview(items, wanted, Work(prune=True), print) if isinstance(step, Path)]
    before = set((folder / "out").glob("*.json"))
    list(build(items, wanted, prune=True))
    after = set((folder / "out").glob("*.json"))
    assert set(told) == before - after  # what a preview tells is what is done
    return sorted(file.stem for file in after)


def test_pages_that_a_dump_has_no_more_are_pruned(tmp_path: Path) -> None:
    assert of_dump(tmp_path, "Quay", "Ferry", "Inn") == ["Ferry", "Inn", "Quay"]
    assert of_dump(tmp_path, "Quay", "Inn") == ["Inn", "Quay"]


@pytest.mark.parametrize(
    "otherwise", [{"limit": 1}, {"pattern": "Q.*"}, {"titles": frozenset(["Quay"])}, {"damaged": True}]
)
def test_pages_of_a_dump_that_are_not_looked_at_are_not_pruned(otherwise: dict[str, Any], tmp_path: Path) -> None:
    of_dump(tmp_path, "Quay", "Ferry", "Inn")
    assert of_dump(tmp_path, "Quay", "Ferry", "Inn", **otherwise) == ["Ferry", "Inn", "Quay"]


def test_a_preview_tells_what_would_be_done_and_does_nothing(folder: Path) -> None:
    page(folder / "in", "b.txt", OTHER)
    (folder / "in" / "c.txt").unlink()
    before = {file.name: file.stat().st_mtime_ns for file in (folder / "out").glob("*.json")}

    steps = list(run.preview(expand([str(folder / "in")]), plan(folder), Work(prune=True), print))

    assert steps[0] == folder / "out" / "c.json"
    stale = [dict(step.stale) for step in steps[1:] if not isinstance(step, Path)]
    assert stale == [{}, {"json": "the source or its pictures have changed"}]
    assert {file.name: file.stat().st_mtime_ns for file in (folder / "out").glob("*.json")} == before
    assert built(folder) == ["b.json"]


def test_a_preview_makes_no_folder(tmp_path: Path) -> None:
    page(tmp_path / "in", "a.txt")

    (task,) = run.preview(expand([str(tmp_path / "in")]), plan(tmp_path), Work(), print)

    assert not isinstance(task, Path)
    assert task.stale == {"json": "not built yet"}
    assert not (tmp_path / "out").exists()


# --- Two runs, bad records ---------------------------------------------------------------------------------------


def test_of_two_runs_in_one_folder_the_second_says_so_and_changes_nothing(folder: Path) -> None:
    page(folder / "in", "b.txt", OTHER)
    code = (
        "import sys\nfrom pathlib import Path\nfrom wikipub.batch.record import record_of\n"
        f"with record_of(Path({str(folder / 'out')!r}), print):\n    print('there', flush=True)\n    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "there\n"
        with pytest.raises(FolderInUseError, match=rf"process {other.pid}\b.*--output"):
            again(folder)
        other.kill()

    assert built(folder) == ["b.json"]


def foreign(file: Path) -> None:
    file.unlink()
    database = sqlite3.connect(file)
    database.execute("create table album (title text)")
    database.close()


def of_version(number: int) -> Callable[[Path], None]:
    def made(file: Path) -> None:
        database = sqlite3.connect(file)
        database.execute(f"pragma user_version = {number}")
        database.close()

    return made


BAD: dict[str, Callable[[Path], object]] = {
    "no database": lambda file: file.write_bytes(b"words " * 1000),
    "cut": lambda file: os.truncate(file, 5000),
    "overwritten within": lambda file: file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 8192),
    "of another program": foreign,
    "of an older version": of_version(1),
    "of a newer version": of_version(99),
}


@pytest.mark.parametrize("way", BAD)
def test_a_bad_record_is_set_aside_and_all_is_built(way: str, folder: Path) -> None:
    file = folder / "out" / STATE / "record.sqlite3"
    BAD[way](file)
    said: list[str] = []

    outcomes = list(build(expand([str(folder / "in")]), plan(folder), say=said.append))

    assert len([made for outcome in outcomes for made in outcome.made]) == 3
    assert len(said) == 1
    assert "set aside as record.sqlite3.aside-1" in said[0]
    assert (file.parent / "record.sqlite3.aside-1").exists()
    assert built(folder) == []


def test_what_a_killed_run_left_half_written_is_removed(folder: Path) -> None:
    (folder / "out" / ".wikipub-0123456789ab.part").write_text("half")

    with record_of(folder / "out", print):
        assert list((folder / "out").glob("*.part")) == []


# --- Killed at any moment ----------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("after", [1, 17, 31])
def test_a_run_that_is_killed_is_gone_on_with(after: int, tmp_path: Path) -> None:
    for number in range(40):
        page(tmp_path / "in", f"{number:02}.txt", f"Title {number}\n\nWords of it.\n")
    command = [sys.executable, "-m", "wikipub", "build", "in", "--format", "json", "--jobs", "2", "--output"]
    with subprocess.Popen([*command, "out"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as killed:
        assert killed.stdout is not None
        for _ in range(after):
            killed.stdout.readline()
        killed.send_signal(signal.SIGKILL)
    time.sleep(0.2)  # a worker may still put its file in place
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").glob("[!.]*")}

    done = subprocess.run([*command, "out"], cwd=tmp_path, check=True, capture_output=True, text=True)
    subprocess.run([*command, "fresh"], cwd=tmp_path, check=True, capture_output=True)

    whole = {file.name: file.read_bytes() for file in (tmp_path / "fresh").glob("[!.]*")}
    assert {name: whole[name] for name in before} == before
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").glob("[!.]*")} == whole
    assert len(done.stdout.splitlines()) <= 40 - after
