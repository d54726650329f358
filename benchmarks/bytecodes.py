"""How many of Python's bytecodes the reader of scraped text runs for a line, and in which functions.

    .venv/bin/python benchmarks/bytecodes.py [PATH ...] [--each N] [--top N]

A count does not depend on how busy the machine is, and shows what a clock cannot: that a new question asks each line
where a few would do. It is no measure of time: a bytecode that calls a regular expression counts as one, and loops in C
as none. Counts of different versions of Python are not comparable.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, FrameType

from wikipub.readers.text import read_text
from wikipub.source import ReadOptions, Source
from wikipub.sources import load

SAMPLES = Path(__file__).resolve().parent.parent / "input"
Trace = Callable[[FrameType, str, object], "Trace | None"]


def bytecodes(sources: Sequence[Source]) -> Counter[CodeType]:
    """The bytecodes that reading `sources` a second time runs, by the code that they are of."""
    found: Counter[CodeType] = Counter()

    def count(frame: FrameType, event: str, _: object) -> Trace:
        if event == "call":
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        found[frame.f_code] += event == "opcode"
        return count

    for source in sources:
        read_text(source, ReadOptions(), lambda _: None)
    sys.settrace(count)
    for source in sources:
        read_text(source, ReadOptions(), lambda _: None)
    sys.settrace(None)
    return found


def main() -> None:
    """Print the count for a line, and the functions that have most of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", type=Path, nargs="*", help="files or folders of scraped texts (default: input/)")
    parser.add_argument("--each", type=int, default=1, help="take one text of so many (default: 1)")
    parser.add_argument("--top", type=int, default=30, help="how many functions to print (default: 30)")
    options = parser.parse_args()
    paths = options.paths or [SAMPLES]
    files = sorted(file for path in paths for file in ([path] if path.is_file() else path.rglob("*.txt")))
    sources = [source for file in files[:: options.each] for source in load(file, ReadOptions())]
    lines = sum(source.text.count("\n") + 1 for source in sources)
    found = bytecodes(sources)
    whole = found.total()
    print(f"{len(sources)} texts, {lines} lines, {whole} bytecodes: {whole / lines:.0f} a line\n")
    for code, number in found.most_common(options.top):
        print(f"{number / whole:6.1%}  {number / lines:6.1f} a line  {Path(code.co_filename).name} {code.co_qualname}")


if __name__ == "__main__":
    main()
