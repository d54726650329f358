"""Question: which table of a league do results make?

https://en.wikipedia.org/wiki/Module:Sports_table: `team1` is a team's code, `name_CODE` its name,
`win_CODE` its victories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_MOST = 100
_POINTS = {"win": 3, "draw": 1, "loss": 0}
"""What a match brings, where the call does not say it by `win_points` and so on."""


def standings(arguments: Arguments) -> str:
    """A table of the teams in the order given, with matches, goals and points."""
    lines = ["\n{|", "! Pos !! Team !! Pld !! W !! D !! L !! GF !! GA !! GD !! Pts"]
    for place in range(1, _MOST):
        code = arguments.text(f"team{place}")
        if not code:
            break
        results = {kind: _whole(arguments.text(f"{kind}_{code}")) for kind in _POINTS}
        scored, conceded = (_whole(arguments.text(f"{kind}_{code}")) for kind in ("gf", "ga"))
        worth = {kind: _whole(arguments.text(f"{kind}_points") or str(most)) for kind, most in _POINTS.items()}
        points = sum(results[kind] * worth[kind] for kind in _POINTS) + _whole(arguments.text(f"adjust_points_{code}"))
        name = arguments.text(f"name_{code}") or code
        goals = f"{scored} || {conceded} || {scored - conceded:+d}".replace("-", "\N{MINUS SIGN}")
        matches = " || ".join(str(results[kind]) for kind in _POINTS)
        lines += ["|-", f"| {place} || {name} || {sum(results.values())} || {matches} || {goals} || {points}"]
    return "\n".join([*lines, "|}\n"]) if len(lines) > 2 else ""


def _whole(text: str) -> int:
    digits = text.replace("\N{MINUS SIGN}", "-")
    return int(digits) if digits.lstrip("-").isascii() and digits.lstrip("-").isdigit() and len(digits) < 10 else 0
