"""Question: who met whom in a knockout tournament?

https://en.wikipedia.org/wiki/Template:4TeamBracket: `RD1` names a round, `RD1-team1` a team,
`RD1-score1` its score; a match is between a team of an odd number and the next.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_TEAM = re.compile(r"RD(\d{1,2})-team(\d{1,3})")


def bracket(arguments: Arguments) -> str:
    """A table with a row for each match: the round, both teams, and the score."""
    given = {(int(found[1]), int(found[2])): found for name in arguments.names() if (found := _TEAM.fullmatch(name))}
    lines = []
    for place, seat in sorted(given):
        if seat % 2 == 0 and (place, seat - 1) in given:
            continue
        first, second = given[place, seat][2], given.get((place, seat + 1))
        teams = [arguments.text(f"RD{place}-team{number}") for number in (first, second[2] if second else "")]
        scores = [_score(arguments, f"RD{place}-score{number}") for number in (first, second[2] if second else "")]
        if any(teams):
            score = "–".join(filter(None, scores))
            lines += ["|-", f"| {arguments.text(f'RD{place}')} || {teams[0]} || {score} || {teams[1]}"]
    return "\n".join(["\n{|", "! Round !! !! Score !!", *lines, "|}\n"]) if lines else ""


def _score(arguments: Arguments, name: str) -> str:
    """A score, or those of several legs or sets, `RD1-score1-1` and so on."""
    return arguments.text(name) or ", ".join(filter(None, (arguments.text(f"{name}-{leg}") for leg in range(1, 6))))
