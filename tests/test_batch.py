"""Many inputs at once: each for itself, in order, several at a time, and what came of them all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from batches import build, page, plan
from wikipub import pipeline
from wikipub.batch import pool, run
from wikipub.batch.build import AHEAD
from wikipub.batch.inputs import Item, expand
from wikipub.batch.outcome import LeftOut, Made, Outcome
from wikipub.batch.plan import Work
from wikipub.batch.reading import each, read
from wikipub.batch.tally import Tally
from wikipub.diagnostics import Diagnostic, Severity
from wikipub.document import Book, Document, LedgerEntry
from wikipub.errors import EngineError, InternalError, PublishError, SourceError, TreeFormatError, WikipubError
from wikipub.publishers.options import PublishOptions
from wikipub.source import Origin, ReadOptions

Publish = Callable[[Document | Book | pipeline.Bound, str, Path, PublishOptions], pipeline.Report]


def written(path: Path, *odd: Diagnostic) -> pipeline.Report:
    """What publishing to `path` gives, where somehow a file came to be there."""
    path.touch()
    return pipeline.Report(path, odd)


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Callable[[Publish], None]:
    """Puts another function in the place of pipeline.publish."""

    def put(function: Publish) -> None:
        monkeypatch.setattr(pipeline, "publish", function)

    return put


# --- Inputs ------------------------------------------------------------------------------------------------------


def test_a_folder_is_its_files_and_a_path_that_leads_nowhere_an_error(tmp_path: Path) -> None:
    page(tmp_path, "b.txt")
    page(tmp_path, "a.txt")
    (tmp_path / "empty").mkdir()

    items = expand([str(tmp_path), "gone.txt", "-", str(tmp_path / "empty")])

    assert [(item.stem, item.error is None) for item in items] == [
        ("a", True),
        ("b", True),
        ("stdin", False),
        ("stdin", True),
        ("stdin", False),
    ]
    assert "gone.txt" in str(items[2].error)


def test_each_input_gives_its_document_or_its_error(tmp_path: Path) -> None:
    items = expand([str(page(tmp_path, "a.txt")), "gone.txt", str(page(tmp_path, "b.txt", "Other\n\nWords of it.\n"))])

    found = [answer for _, answer in each(items, ReadOptions(), lambda document: document.title)]

    assert found[::2] == ["Title", "Other"]
    assert isinstance(found[1], SourceError)


def test_a_fault_of_ours_becomes_an_error_that_names_the_file(tmp_path: Path) -> None:
    def fails(document: Document) -> str:
        raise ZeroDivisionError("x")

    ((_, answer),) = each(expand([str(page(tmp_path, "a.txt"))]), ReadOptions(), fails)

    assert isinstance(answer, InternalError)
    assert "a.txt" in str(answer)


def test_running_out_of_memory_is_told_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_all(path: str | Path, options: ReadOptions) -> Any:
        raise MemoryError

    monkeypatch.setattr(pipeline, "read_all", read_all)

    with pytest.raises(PublishError, match=r"a\.txt: the memory ran out"):
        read(Item("a.txt", str(tmp_path / "a.txt")), ReadOptions())


# --- Building ----------------------------------------------------------------------------------------------------


def test_one_input_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    paths = [page(tmp_path, "a.txt"), page(tmp_path, "b.txt", "\n\n"), tmp_path / "gone.txt", page(tmp_path, "c.txt")]

    outcomes = list(build(expand(map(str, paths)), plan(tmp_path), 2))

    assert [outcome.name for outcome in outcomes] == list(map(str, paths))
    assert [len(outcome.made) for outcome in outcomes] == [1, 0, 0, 1]
    assert [len(outcome.errors) for outcome in outcomes] == [0, 1, 1, 0]


def test_one_format_that_fails_does_not_stop_the_others(tmp_path: Path, publish: Callable[[Publish], None]) -> None:
    def fails(work: object, output: str, path: Path, options: PublishOptions) -> pipeline.Report:
        if output == "pdf":
            raise EngineError("typst failed")
        return written(path, Diagnostic("odd", Severity.WARNING, "the same for each"))

    publish(fails)
    (outcome,) = build(expand([str(page(tmp_path, "a.txt"))]), plan(tmp_path, "epub", "pdf", "docx"), 4)

    assert [file.path.name for file in outcome.made] == ["a.epub", "a.docx"]
    assert [str(error) for error in outcome.errors] == ["typst failed"]
    assert [d.code for d in outcome.diagnostics].count("odd") == 1


def test_outcomes_come_in_the_order_of_the_inputs_and_no_more_than_jobs_run_at_a_time(
    tmp_path: Path, publish: Callable[[Publish], None]
) -> None:
    running, most, lock = 0, 0, threading.Lock()

    def slow(work: object, output: str, path: Path, options: PublishOptions) -> pipeline.Report:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.05 if path.stem == "a0" else 0.005)
        with lock:
            running -= 1
        return written(path)

    publish(slow)
    paths = [str(page(tmp_path, f"a{n}.txt")) for n in range(12)]

    outcomes = list(build(expand(paths), plan(tmp_path), 3))

    assert [outcome.name for outcome in outcomes] == paths
    assert 1 < most <= 3


def test_one_job_at_a_time_is_enough_for_any_number_of_formats(tmp_path: Path) -> None:
    items = expand([str(page(tmp_path, f"a{n}.txt")) for n in range(5)])

    assert all(len(outcome.made) == 1 for outcome in build(items, plan(tmp_path), 1))


def test_leaving_early_gives_up_what_has_not_begun(tmp_path: Path, publish: Callable[[Publish], None]) -> None:
    done: list[str] = []

    def slow(work: object, output: str, path: Path, options: PublishOptions) -> pipeline.Report:
        time.sleep(0.02)
        done.append(path.stem)
        return written(path)

    publish(slow)
    outcomes = build(expand([str(page(tmp_path, f"a{n}.txt")) for n in range(40)]), plan(tmp_path), 2)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]

    assert len(done) < 40


def test_jobs_are_handed_out_only_some_ahead(tmp_path: Path) -> None:
    given: list[Future[Any]] = []
    most = 0

    class Counting(ThreadPoolExecutor):
        def submit(self, *call: Any, **more: Any) -> Any:
            nonlocal most
            given.append(super().submit(*call, **more))
            most = max(most, sum(not future.done() for future in given))
            return given[-1]

    items = expand([str(page(tmp_path, f"a{n:03}.txt")) for n in range(100)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pool, "WorkerPool", lambda jobs, _: Counting(jobs))
        done = len(list(run.build(items, plan(tmp_path), Work(2), print)))

    assert len(given) == done == 100
    assert most <= 2 * AHEAD


def test_two_inputs_of_one_name_give_two_files(tmp_path: Path) -> None:
    paths = [page(tmp_path / "x", "Page.txt"), page(tmp_path / "y", "page.txt"), page(tmp_path, "page-2.txt")]

    files = [outcome.made[0].path.name for outcome in build(expand(map(str, paths)), plan(tmp_path), 4)]

    assert files == ["Page.json", "page-2.json", "page-2-2.json"]


def test_the_names_do_not_depend_on_which_inputs_fail(tmp_path: Path) -> None:
    paths = [page(tmp_path / "x", "page.txt", " "), page(tmp_path / "y", "page.txt")]

    outcomes = list(build(expand(map(str, paths)), plan(tmp_path), 4))

    assert [file.path.name for outcome in outcomes for file in outcome.made] == ["page-2.json"]


def test_no_input_is_written_over(tmp_path: Path) -> None:
    source = page(tmp_path / "out", "page.txt")
    before = source.read_bytes()

    (outcome,) = build(expand([str(source)]), plan(tmp_path, "plain"), 1)

    assert "one of the inputs" in str(outcome.errors[0])
    assert source.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    with pytest.raises(PublishError, match="--output"):
        list(build(expand([str(page(tmp_path, "a.txt"))]), plan(tmp_path), 1))


# --- A book ------------------------------------------------------------------------------------------------------


def test_a_book_is_bound_once_of_what_could_be_read_in_order(
    tmp_path: Path, publish: Callable[[Publish], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bound: list[Document | Book] = []
    binding = pipeline.bound

    def bind(work: Document | Book, options: PublishOptions) -> pipeline.Bound:
        bound.append(work)
        return binding(work, options)

    monkeypatch.setattr(pipeline, "bound", bind)
    publish(lambda _work, _output, path, _options: written(path))
    texts = {"a.txt": "Two\n\nWords of it.\n", "b.txt": "", "c.txt": "One\n\nOther words.\n"}
    items = expand([str(page(tmp_path, name, text)) for name, text in texts.items()])
    outcomes = list(build(items, plan(tmp_path, "epub", "pdf", "docx", book="Of Two & One"), 4))

    (book,) = bound
    assert isinstance(book, Book)
    assert [chapter.title for chapter in book.chapters] == ["Two", "One"]
    assert [len(outcome.errors) for outcome in outcomes] == [0, 1, 0, 0]
    assert [file.path.name for file in outcomes[-1].made] == ["of-two-one.epub", "of-two-one.pdf", "of-two-one.docx"]


def test_a_book_without_any_chapter_is_not_built(tmp_path: Path) -> None:
    outcomes = list(build(expand(["gone.txt"]), plan(tmp_path, book="T"), 1))

    assert [(outcome.made, len(outcome.errors)) for outcome in outcomes] == [((), 1)]


# --- The sums ----------------------------------------------------------------------------------------------------


def made(name: str) -> Made:
    return Made("epub", Path(name), "", 0, "")


ORIGIN = Origin("x", "x")
BUILT = Outcome("a", (made("a.epub"),))
FAILED = Outcome("b", errors=(TreeFormatError("x"),))
FAILED_TWICE = Outcome("b", errors=(EngineError("x"), EngineError("y")))
FAILED_VARIOUSLY = Outcome("b", errors=(EngineError("x"), PublishError("y")))
READ = Outcome("a")
HALF = Outcome("c", (made("c.epub"),), (EngineError("x"),))
WARNED = Outcome("d", (made("d.epub"),), diagnostics=(Diagnostic("x", Severity.WARNING, "x"),))
NOTED = Outcome("e", (made("e.epub"),), diagnostics=(Diagnostic("x", Severity.NOTE, "x"),))
TAGLINE = Outcome("f", (made("f.epub"),), left_out=LeftOut.of([LedgerEntry("tagline", "tagline-en", "why", "x")]))
UNCLAIMED = Outcome("g", (made("g.epub"),), left_out=LeftOut.of([LedgerEntry("other", "unclaimed", "why", "x")]))

RUNS: dict[str, tuple[list[Outcome], int, int]] = {
    "all built": ([BUILT, BUILT], 0, 0),
    "the only one failed": ([FAILED], 13, 13),
    "the only one failed in two formats for one cause": ([FAILED_TWICE], 42, 42),
    "the only one failed for two causes": ([FAILED_VARIOUSLY], 1, 1),
    "all chapters were read and the book failed": ([READ, READ, FAILED_TWICE], 42, 42),
    "a chapter and the book failed": ([READ, FAILED, FAILED_TWICE], 1, 1),
    "one of two failed": ([BUILT, FAILED], 1, 1),
    "both failed": ([FAILED, FAILED], 1, 1),
    "one format of two failed": ([HALF], 1, 1),
    "a warning": ([BUILT, WARNED], 0, 3),
    "a remark": ([NOTED], 0, 0),
    "a tagline left out": ([TAGLINE], 0, 0),
    "something left out by no specific rule": ([UNCLAIMED], 0, 3),
    "a failure and a warning": ([FAILED, WARNED], 1, 1),
}


@pytest.mark.parametrize("run", RUNS)
def test_the_exit_status_tells_how_a_run_ended(run: str) -> None:
    outcomes, usual, strict = RUNS[run]
    tally = Tally()
    for outcome in outcomes:
        tally.add(outcome)

    assert tally.exit_status(strict=False) == usual
    assert tally.exit_status(strict=True) == strict


def test_the_summary_counts_what_a_person_wants_to_know() -> None:
    tally = Tally()
    for outcome in (BUILT, HALF, WARNED, TAGLINE, TAGLINE, UNCLAIMED):
        tally.add(outcome)

    assert tally.summary(strict=True) == (
        "6 files written; 1 error; 1 warning; 3 pieces left out (tagline 2, other 1); "
        "1 piece left out by no specific rule; failed: c"
    )


def test_the_summary_says_when_strictness_is_why_a_run_failed() -> None:
    tally = Tally()
    tally.add(WARNED)

    assert tally.summary(strict=True) == "1 file written; 1 warning; --strict does not let that pass"
    assert tally.summary(strict=False) == "1 file written; 1 warning"


def test_all_errors_have_a_status_of_their_own() -> None:
    def kinds(cls: type[WikipubError]) -> list[type[WikipubError]]:
        return [cls, *(kind for below in cls.__subclasses__() for kind in kinds(below))]

    statuses = [kind.exit_code for kind in kinds(WikipubError)]

    assert len(set(statuses)) == len(statuses)
