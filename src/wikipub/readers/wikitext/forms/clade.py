"""Question: how do the branches of a tree of life nest?

https://en.wikipedia.org/wiki/Template:Clade: `1`, `2` … are the branches, each a name or such a call
again; `label1` names one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_MOST = 50


def clade(arguments: Arguments) -> str:
    """A list of the branches, with lists of theirs."""
    lines: list[str] = []
    for number in range(1, _MOST):
        label, branch = arguments.text(f"label{number}"), arguments.text(str(number))
        own = [line for line in branch.split("\n") if line.strip()]
        if own and all(line.startswith("*") for line in own):
            lines += [f"* {label}"] if label else []
            lines += [f"*{line}" if label else line for line in own]
        elif label or branch:
            lines.append("* " + ": ".join(part for part in (label, " ".join(own)) if part))
    return "\n" + "\n".join(lines) + "\n" if lines else ""
