"""What is said of a run while it goes on and when it has ended: `--report`, `--quiet`, progress, the sums."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from batches import page
from wikipub.batch.outcome import Outcome
from wikipub.batch.tally import Tally
from wikipub.cli import cli
from wikipub.console import builds
from wikipub.errors import EngineError

DANGLING = "Title\n\nWords of it.[1] And more.[2]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    page(tmp_path / "in", "a.txt", DANGLING)
    page(tmp_path / "in", "b.txt", " ")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(*words: str) -> dict[str, Any]:
    CliRunner().invoke(cli, ["build", *words, "--format", "json", "--report", "report.json"])
    answer: dict[str, Any] = json.loads(Path("report.json").read_bytes())
    return answer


def test_a_report_tells_what_came_of_each_article(folder: Path) -> None:
    answer = report("in/a.txt", "in/b.txt")
    built, failed = answer["articles"]
    (output,) = built["outputs"]
    made = Path(output["file"]).read_bytes()

    assert (built["source"], built["state"], failed["state"]) == (str(Path("in", "a.txt")), "built", "failed")
    assert (output["format"], output["bytes"]) == ("json", len(made))
    assert output["sha256"] == hashlib.sha256(made).hexdigest()
    assert [d["code"] for d in built["diagnostics"] if d["severity"] == "warning"] == ["dangling-notes"]
    assert built["seconds"] > 0
    assert [error["code"] for error in failed["errors"]] == ["source"]
    assert answer["sums"]["failed"] == answer["sums"]["built"] == answer["sums"]["with_warnings"] == 1
    assert answer["complete"] is True


def test_a_report_tells_what_is_up_to_date(folder: Path) -> None:
    first, second = report("in/a.txt"), report("in/a.txt")

    assert second["articles"][0]["state"] == second["articles"][0]["outputs"][0]["state"] == "up to date"
    assert second["articles"][0]["diagnostics"] == first["articles"][0]["diagnostics"]
    assert second["articles"][0]["outputs"][0]["sha256"] == first["articles"][0]["outputs"][0]["sha256"]


def test_a_run_that_ends_early_is_reported_as_not_complete(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Iterator[Outcome]:
        yield Outcome("in/a.txt")
        raise KeyboardInterrupt

    monkeypatch.setattr("wikipub.batch.run.build", interrupted)
    answer = report("in/a.txt")

    assert (len(answer["articles"]), answer["complete"]) == (1, False)


def test_a_report_that_cannot_be_written_is_an_error_before_anything_is_built(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["build", "in/a.txt", "--format", "json", "--report", "gone/report.json"])

    assert done.exit_code == 40
    assert "--report" in done.output
    assert not Path("output", "a.json").exists()


def test_a_quiet_run_says_errors_only(folder: Path) -> None:
    done = CliRunner().invoke(cli, ["build", "in", "--format", "json", "--quiet"])

    assert done.stdout == f"{Path('output', 'a.json')}\n"
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["error:"]


def outcomes(count: int) -> Iterator[Outcome]:
    for number in range(count):
        yield Outcome(str(number), errors=(EngineError("x"),) if number == 1 else ())


def test_without_a_terminal_a_line_tells_now_and_then_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter(range(0, 10_000, 10))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))

    assert len(list(builds.with_progress(outcomes(12), 12))) == 12

    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "3 of 12 articles, 1 failed, 0.1 a second, 2 minutes left"
    assert len(lines) == 4


class Terminal(io.StringIO):
    """A standard error that says it is a terminal."""

    def isatty(self) -> bool:
        """It does."""
        return True


def test_on_a_terminal_a_bar_shows_how_far_it_is_and_how_many_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")

    list(builds.with_progress(outcomes(3), 3))

    assert "2/3" in screen.getvalue()
    assert "1 failed" in screen.getvalue()


def test_a_terminal_gets_the_sums_as_a_table_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", Terminal())
    tally = Tally()
    for name in ("a.txt", "b.txt"):
        tally.add(Outcome(name, errors=(EngineError("x"),)))

    *table, line = builds.summary_lines(tally, strict=False)

    assert "up to date" in "\n".join(table)
    assert line == "0 files written; 2 errors"
