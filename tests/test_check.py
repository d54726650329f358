"""The check command's own checks find what they are for, and leave the rest alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import check


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("[a](README.md)", 0),
        ("[a](nowhere.md)", 1),
        ("[a](README.md#no-such-heading-at-all)", 1),
        ("[a](#no-such-heading-at-all)", 1),
        ("[a](https://example.org/nowhere.md)", 0),
        ("`[a](nowhere.md)`", 0),
        ("```\n[a](nowhere.md)\n```", 0),
        ("![a](docs/nowhere.png)", 1),
    ],
)
def test_a_link_that_leads_nowhere_is_found(markdown: str, found: int, root: Path) -> None:
    """The link check sees missing files and headings, and leaves code and other sites alone."""
    assert len(list(check.broken_links(root / "README.md", markdown))) == found


def test_headings_get_the_ids_that_code_hosts_give_them() -> None:
    """Lower case, hyphens for blanks, no other signs; a second one of a name is numbered; code is no heading."""
    page = "# The way, of `a` page\n## Notes\n```\n# no heading\n```\n## Notes\n"
    assert check.anchors(page) == {"the-way-of-a-page", "notes", "notes-1"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("open('../shared/seeds')", 0),
        ("see /" + "home/ann/notes", 1),
        ("see /" + "root/notes", 1),
        ("see C:\\" + "Users\\ann", 1),
        ("get https://pypi" + ".org/simple", 1),
        ("../../etc/passwd", 0),
        ("https://example.org/work/1", 0),
    ],
)
def test_a_path_of_one_machine_is_found(line: str, found: int) -> None:
    """The check of places sees home folders and registries, not relative paths or other sites."""
    assert len(list(check.machine_places("page", line))) == found


def test_a_check_that_cannot_run_has_failed() -> None:
    """A missing file is a finding with its name, not a traceback."""

    def run() -> check.Problems:
        return [Path("no-such-file").read_text(encoding="utf-8")]

    _, problems, _ = check.timed(check.Check("missing", run))
    assert "no-such-file" in problems[0]
