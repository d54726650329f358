"""Pages of a language without a table: the tables are hidden, and the shape alone has to tell the headings."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from wikipub.data.interface import Interface
from wikipub.pipeline import read
from wikipub.source import Format, Origin, ReadOptions, Source
from wikipub.walk import headings, plain

LEAST = 0.99
"""Least F-measure of the headings found; measured: 0.997."""


def test_headings_are_found_by_marks_of_hidden_languages(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    monkeypatch.setattr(Interface, "edit_languages", lambda self, words: ())
    found = wanted = right = 0
    for path in sorted((shared / "eval" / "scraped-lang").glob("*/*.truth.json")):
        truth = json.loads(path.read_text("utf-8"))
        if truth["headings_marked"]:
            text = path.with_name(path.name.replace(".truth.json", ".txt")).read_text("utf-8")
            document = read(Source(Origin(path.name, path.stem), text), ReadOptions(Format.TEXT))
            got = [score.norm(plain(heading.inlines)) for heading in headings(document)]
            want = [score.norm(title) for _, title, _ in truth["headings"]]
            found, wanted, right = found + len(got), wanted + len(want), right + len(score.lcs_pairs(want, got))

    assert 2 * right / (found + wanted) >= LEAST
