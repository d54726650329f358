"""The examples in the docs, run: what a page shows after `$ wikipub …` is what wikipub prints.

`python -m tools.examples` rewrites them in README.md and docs/; tests/test_readme.py fails where they are not current.
An example is a fenced block of language `console` whose commands begin with `$ wikipub `. The commands of a block run
one after the other in a new folder that holds a copy of input/; what each prints on stdout stands below it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
PROMPT = "$ wikipub "


def pages() -> list[Path]:
    """The Markdown pages for users that hold at least one example."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [page for page in found if PROMPT in page.read_text(encoding="utf-8")]


def printed(arguments: str, folder: Path) -> str:
    """What `wikipub ARGUMENTS` prints on stdout in `folder`; raises RuntimeError where it does not end well."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    settings = {"HOME": str(home), "USERPROFILE": str(home), "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    result = subprocess.run(
        [Path(sysconfig.get_path("scripts"), "wikipub"), *shlex.split(arguments)],
        cwd=folder,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"wikipub {arguments}: exit {result.returncode}\n{result.stderr}")
    return result.stdout


def refreshed(markdown: str) -> str:
    """A page with the output of each example as it is now."""

    def block(match: re.Match[str]) -> str:
        commands = [line for line in match[1].split("\n") if line.startswith(PROMPT)]
        if not commands:
            return match[0]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            shutil.copytree(ROOT / "input", folder / "input")
            shown = "".join(f"{line}\n{printed(line.removeprefix(PROMPT), folder)}" for line in commands)
        return f"```console\n{shown}```"

    return BLOCK.sub(block, markdown)


def main() -> None:
    """Rewrite the pages whose examples are not current, and name them."""
    for page in pages():
        old = page.read_text(encoding="utf-8")
        new = refreshed(old)
        if new != old:
            page.write_text(new, encoding="utf-8", newline="\n")
            print(page.relative_to(ROOT).as_posix())


if __name__ == "__main__":
    main()
