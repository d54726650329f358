"""What a real MediaWiki shows for the calls of templates in tests/rendered.test: `python -m tools.render_templates`.

Starts the MediaWiki of ../shared/mediawiki in a temporary folder (its setup.sh installs what it needs), asks it for
each call, writes its answers into the record and stops it. `--check` writes nothing; exit status 1 if the record says
something else. `--api ADDRESS` asks a wiki that runs already.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

ROOT = Path(__file__).resolve().parent.parent
RECORD = ROOT / "tests" / "rendered.test"
SETUP = ROOT.parent / "shared" / "mediawiki" / "setup.sh"

_HEAD = "\n### "
_UNSEEN = 'style, script, [style*="display:none"], .mw-cite-backlink'
_APART = "p, li, dt, dd, td, th, tr, div, blockquote, br"


class Rendering(NamedTuple):
    """A call, what MediaWiki shows for it, and what wikipub shows instead, if anything, with the reason."""

    title: str
    wikitext: str
    shown: str
    reason: str
    ours: str


def renderings() -> list[Rendering]:
    """The record: calls in the form of tests/cases; where wikipub differs, a line `. ` with the reason and its text."""
    found = []
    for chunk in RECORD.read_text("utf-8").split(_HEAD)[1:]:
        title, _, body = chunk.partition("\n")
        wikitext, _, rest = body.strip("\n").partition("\n.\n")
        shown, _, apart = rest.partition("\n. ")
        reason, _, ours = apart.partition("\n")
        found.append(Rendering(title, wikitext, shown, reason, ours))
    return found


@contextmanager
def running_wiki() -> Iterator[str]:
    """The address of the API of a MediaWiki with the templates of ../shared; raises CalledProcessError."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "MW_HOME": folder, "MW_PORT": str(port)}
        try:
            subprocess.run([SETUP], env=environment, stdout=subprocess.DEVNULL, check=True)
            yield f"http://127.0.0.1:{port}/w/api.php"
        finally:
            subprocess.run([SETUP, "stop"], env=environment, stdout=subprocess.DEVNULL, check=False)


def rendered(api: str, wikitext: str) -> str:
    """The words that a reader sees of what MediaWiki makes of `wikitext`, a line for each block."""
    asked = {
        "action": "parse",
        "text": wikitext,
        "title": "Case",
        "contentmodel": "wikitext",
        "prop": "text",
        "disablelimitreport": "1",
        "disableeditsection": "1",
        "format": "json",
        "formatversion": "2",
    }
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(api, urllib.parse.urlencode(asked).encode(), timeout=60) as answer:
        page = LexborHTMLParser(json.load(answer)["parse"]["text"])
    for unseen in page.css(_UNSEEN):
        unseen.decompose()
    for apart in page.css(_APART):
        apart.insert_after("\n")
    lines = (" ".join(line.split()) for line in page.text().split("\n"))
    return "\n".join(line for line in lines if line)


def main() -> None:
    """Write MediaWiki's answers into the record, or check it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the record differs")
    parser.add_argument("--api", help="the api.php of a wiki that runs already")
    options = parser.parse_args()
    if options.api:
        answers = _answers(options.api)
    else:
        with running_wiki() as api:
            answers = _answers(api)
    text = RECORD.read_text("utf-8")
    for rendering, shown in answers:
        if rendering.shown != shown:
            print(f"{rendering.title}: {rendering.shown!r} is now {shown!r}")
            before = f"{_HEAD}{rendering.title}\n{rendering.wikitext}\n.\n"
            text = text.replace(before + rendering.shown, before + shown)
    if text == RECORD.read_text("utf-8"):
        print(f"{len(answers)} calls as recorded")
    elif options.check:
        sys.exit(1)
    else:
        RECORD.write_text(text, "utf-8", newline="\n")


def _answers(api: str) -> list[tuple[Rendering, str]]:
    return [(rendering, rendered(api, rendering.wikitext)) for rendering in renderings()]


if __name__ == "__main__":
    main()
