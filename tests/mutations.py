"""What happens to scrapes on their way: lines lost, doubled, joined, torn, shuffled, cut; encodings mixed; stray bytes.

Each mutation makes another text of a text, with places from a source of chance that hypothesis or a seed stands behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType

ENCODINGS = ("cp1252", "latin-1", "utf-8", "utf-16-le", "cp1251", "shift_jis", "cp437")
CONTROLS = "\x00\x01\x07\x08\x0b\x0c\x1a\x1b\x7f\x85\x9f\u200b\u200f\u202e\u2028\u2029\ufeff\ufffe\uffff"
MARKS = (
    "[edit]",
    "[ edit ]",
    "== ",
    " ==",
    "^ ",
    "[1]",
    "\t",
    "|",
    "|---|---|",
    "1 ",
    "• ",
    "* ",
    "   ",
    "](/wiki/",
    "v t e",
)


def _some(chance: Random, count: int, share: float) -> set[int]:
    """At most about `share` of the numbers below `count`, one at least where there is any."""
    return {chance.randrange(count) for _ in range(1 + int(share * count))} if count else set()


def drop(text: str, chance: Random) -> str:
    """Lose some lines."""
    lines = text.split("\n")
    gone = _some(chance, len(lines), chance.random())
    return "\n".join(line for index, line in enumerate(lines) if index not in gone)


def double(text: str, chance: Random) -> str:
    """Say some lines twice."""
    lines = text.split("\n")
    twice = _some(chance, len(lines), chance.random())
    return "\n".join(line for index, line in enumerate(lines) for _ in range(1 + (index in twice)))


def join(text: str, chance: Random) -> str:
    """Lose some line ends."""
    lines = text.split("\n")
    joined = _some(chance, len(lines), chance.random())
    return "".join(line + ("" if index in joined else "\n") for index, line in enumerate(lines))


def tear(text: str, chance: Random) -> str:
    """Break lines at some blanks."""
    words = text.split(" ")
    ends = _some(chance, len(words), 0.3 * chance.random())
    return "".join(word + ("\n" if index in ends else " ") for index, word in enumerate(words))


def shuffle(text: str, chance: Random) -> str:
    """Put a run of lines into any order."""
    lines = text.split("\n")
    start, end = sorted((chance.randrange(len(lines) + 1), chance.randrange(len(lines) + 1)))
    part = lines[start:end]
    chance.shuffle(part)
    return "\n".join(lines[:start] + part + lines[end:])


def cut(text: str, chance: Random) -> str:
    """Keep a piece from anywhere to anywhere."""
    start, end = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
    return text[start if chance.random() < 0.5 else 0 : end]


def blank(text: str, chance: Random) -> str:
    """Put blank lines between some lines, or take all of them out."""
    lines = text.split("\n")
    if chance.random() < 0.5:
        return "\n".join(line for line in lines if line.strip())
    apart = _some(chance, len(lines), chance.random())
    return "\n".join(
        line + "\n" * chance.randrange(1, 4) if index in apart else line for index, line in enumerate(lines)
    )


def indent(text: str, chance: Random) -> str:
    """Put blanks or a TAB before some lines."""
    lines = text.split("\n")
    moved = _some(chance, len(lines), chance.random())
    return "\n".join(
        chance.choice((" ", "   ", "\t", "    ")) + line if i in moved else line for i, line in enumerate(lines)
    )


def sprinkle(text: str, chance: Random) -> str:
    """Put signs that mean something to a reader anywhere."""
    return _inserted(text, chance, MARKS)


def control(text: str, chance: Random) -> str:
    """Put characters that print nothing anywhere."""
    return _inserted(text, chance, CONTROLS)


def recode(text: str, chance: Random) -> str:
    """Read what was written in one encoding in another."""
    written, read = chance.choice(ENCODINGS), chance.choice(ENCODINGS)
    return text.encode(written, "replace").decode(read, "replace")


def twice(text: str, chance: Random) -> str:
    """Say all of it twice, and lose the end."""
    return (text + chance.choice(("", "\n", "\n\n")) + text)[: chance.randrange(len(text), 2 * len(text) + 1)]


MUTATIONS: Mapping[str, Callable[[str, Random], str]] = MappingProxyType(
    {
        made.__name__: made
        for made in (drop, double, join, tear, shuffle, cut, blank, indent, sprinkle, control, recode, twice)
    }
)


def _inserted(text: str, chance: Random, signs: str | tuple[str, ...]) -> str:
    places = sorted(chance.randrange(len(text) + 1) for _ in range(chance.randrange(1, 60)))
    parts = [text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True)]
    return parts[0] + "".join(chance.choice(signs) + part for part in parts[1:])
