"""What all tests share: sample articles, data beside the repository, and a loud word at the end on what was skipped."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# A loaded machine is no reason to fail an example, and `.ci/run` has to give the same answer twice.
settings.register_profile("wikipub", deadline=None, derandomize=os.environ.get("WIKIPUB_REQUIRE_JUDGES") == "1")
settings.register_profile("thorough", deadline=None, max_examples=8_000)
settings.load_profile("wikipub")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    """The sample articles under input/, by name."""
    return sorted((ROOT / "input").glob("*.txt"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared with seeds and texts with known truth; skips the test where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip("SHARED DATA ABSENT: no folder ../shared beside the repository")
    return folder


def skip_reasons(reports: Iterable[pytest.TestReport]) -> Counter[str]:
    """How many tests were skipped for each reason."""
    reasons: Counter[str] = Counter()
    for report in reports:
        text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[text.removeprefix("Skipped: ")] += 1
    return reasons


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end, in red, what was not tested and why."""
    reasons = skip_reasons(terminalreporter.getreports("skipped"))
    if not reasons:
        return
    terminalreporter.section("NOT TESTED HERE", sep="!", red=True, bold=True)
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count} test{'s'[: count > 1]} skipped: {reason}", red=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept`: write what came out of a case into its file (tests/test_cases.py)."""
    parser.addoption("--accept", action="store_true", help="write the trees that cases become into their files")
