"""Figures of structure recovery on texts with known truth, under ../shared: floors, which only rise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FLOORS = {
    "scraped": (
        "title>=.99,headF>=.993,markedF>=.998,bareF>=.96,depth>=.998,honest>=.999,line>=.997,keep>=.999,more>=.998,"
        "leak<=.007,refs>=.997,linked>=.993,failed<=0"
    ),
    "scraped-mw": (
        "title>=.999,headF>=.994,markedF>=.999,bareF>=.95,depth>=.999,honest>=.999,line>=.999,keep>=.999,more>=.983,"
        "leak<=.002,refs>=.99,linked>=.993,failed<=0"
    ),
    "scraped-lang": (
        "title>=.999,headF>=.99,markedF>=.999,bareF>=.61,depth>=.999,honest>=.999,line>=.999,keep>=.999,more>=.998,"
        "leak<=.002,refs>=.99,linked>=.992,failed<=0"
    ),
    "html": "title>=1,headF>=.999,depth>=.999,keep>=.999,more>=.97,leak<=.005,refs>=.99,linked>=.99,failed<=0",
    "wikitext": "headF>=.999,depth>=.999,line>=.999,keep>=.999,more>=.997,residue<=.03,failed<=0",
}
"""The least (or for `leak` the most) that each set of texts must reach; score.py's docstring defines the figures."""


@pytest.mark.parametrize("texts", FLOORS)
def test_recovery_reaches_its_floors(texts: str, shared: Path) -> None:
    score = shared / "eval" / "score.py"
    run = f"{sys.executable} -m wikipub inspect --json --text"
    command = [sys.executable, str(score), str(shared / "eval" / texts), "--run", run, "--floors", FLOORS[texts]]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=280, check=False)

    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
    assert "floors reached" in done.stdout
