"""What it costs to start wikipub and do nothing: `wikipub --help` beside an empty Python.

.venv/bin/python benchmarks/cold_start.py [--runs N]
"""

from __future__ import annotations

import argparse
import sys

from timing import WIKIPUB, medians, table


def main() -> None:
    """Print medians in milliseconds and ratios to an empty Python."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=15, help="how often each command is timed (default: 15)")
    runs = parser.parse_args().runs
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import wikipub'": [sys.executable, "-c", "import wikipub"],
        "wikipub --help": [WIKIPUB, "--help"],
        "wikipub --version": [WIKIPUB, "--version"],
    }
    print(table(medians(commands, runs), "python -c pass"))


if __name__ == "__main__":
    main()
