"""Lines are put in order by their signs once: what is found so is what looking at each line finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wikipub.readers.text.signs import Signs

LINES = st.lists(st.text("[]*a", max_size=3))
SIGNS = st.text("[]*a", max_size=3)


@given(LINES, SIGNS, SIGNS)
def test_lines_around_signs_are_those_that_begin_or_end_with_one(texts: list[str], begins: str, ends: str) -> None:
    lines = [index for index, text in enumerate(texts) if text and (text[0] in begins or text[-1] in ends)]
    assert Signs(texts).around(begins, ends) == lines


@given(LINES, SIGNS)
def test_lines_that_begin_with_a_sign_or_hold_it(texts: list[str], signs: str) -> None:
    found = Signs(texts)
    assert found.beginning(signs) == [index for index, text in enumerate(texts) if text and text[0] in signs]
    assert found.holding("a") == [index for index, text in enumerate(texts) if "a" in text]
