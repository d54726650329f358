"""Publishing side by side: one thread works at a time, but while engines do; what takes longest begins first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from trees import book
from wikipub import pipeline
from wikipub.batch.article import write_all
from wikipub.engines.turns import turn, turn_of_others
from wikipub.publishers.options import PublishOptions

PATIENCE = 20.0


def test_another_works_while_an_engine_does_and_only_then() -> None:
    told: list[str] = []
    began, worked = Event(), Event()

    def one() -> None:
        with turn():
            began.set()
            told.append("one works")
            with turn_of_others():
                assert worked.wait(PATIENCE)
            told.append("one goes on")

    def two() -> None:
        assert began.wait(PATIENCE)
        with turn():
            told.append("two works")
        worked.set()

    with ThreadPoolExecutor() as pool:
        for call in [pool.submit(one), pool.submit(two)]:
            call.result()
    assert told == ["one works", "two works", "one goes on"]


def test_who_has_no_turn_gives_none_away() -> None:
    with turn_of_others(), turn():
        pass


def test_a_turn_that_failed_is_the_next_one_s() -> None:
    with pytest.raises(ZeroDivisionError), turn(), turn_of_others():
        _ = 1 / 0
    with turn():
        pass


def test_what_pages_are_set_for_begins_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    real = pipeline.publish

    def publish(work: Any, output: str, *rest: Any) -> Any:
        begun.append(output)
        return real(work, output, *rest)

    monkeypatch.setattr(pipeline, "publish", publish)
    files = {output: tmp_path / output for output in ("epub", "docx", "pdf")}
    made = write_all(book(), files, PublishOptions(), 3)
    assert begun[0] == "pdf"
    assert [path.exists() for path in files.values()] == [True] * 3
    assert [answer[0].format for answer in made if isinstance(answer, tuple)] == ["epub", "docx", "pdf"]
