"""Which characters can be shown, and with which fonts.

typst tells: under PDF/UA-1 it names every character of a document that no font shows. One compilation of a text's
distinct characters takes some milliseconds, so nobody here reads font files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wikipub.engines import Refusal, font_families, run_typst

_LIMIT = 20_000
_UNSHOWN = re.compile(r'the text `"(.*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What fonts show of a text: whether the system's are needed beside typst's own, and what none of them shows."""

    needs_system_fonts: bool
    unshown: frozenset[str]


def coverage(text: str) -> Coverage:
    """What fonts show of `text`'s characters: typst's own fonts are asked first, the system's for what these lack."""
    lacking = _unshown({char for char in text if char > "~"}, system_fonts=False)
    unshown = _unshown(lacking, system_fonts=True)
    return Coverage(needs_system_fonts=unshown != lacking, unshown=frozenset(unshown))


def fonts_found() -> tuple[str, ...]:
    """The families of fonts that a PDF can use on this machine, typst's own among them."""
    return font_families()


def unshown_characters(refusal: Refusal) -> frozenset[str] | None:
    """The characters that a refusal of typst's names as not shown; None if it has another reason as well."""
    found = [_UNSHOWN.search(error) for error in refusal.errors]
    return frozenset(_unescaped(match[1]) for match in found if match) if all(found) else None


def _unshown(characters: set[str], system_fonts: bool) -> set[str]:
    """Those of `characters` that no font shows."""
    if not characters:
        return set()
    # A paragraph for each, so that none is shaped together with its neighbour.
    marks = "\n\n".join(rf"\u{{{ord(char):x}}}" for char in sorted(characters)[:_LIMIT])
    source = f'#set document(title: "x", date: none)\n#set page(height: auto)\n= x\n{marks}\n'
    answer = run_typst(source.encode(), standards=("ua-1",), system_fonts=system_fonts)
    if not isinstance(answer, Refusal):
        return set()
    return {match_char for error in answer.errors for match_char in _named(error)} & characters


def _named(error: str) -> str:
    match = _UNSHOWN.search(error)
    return _unescaped(match[1]) if match else ""


def _unescaped(text: str) -> str:
    r"""The text that Rust's debug form `text` stands for: `\u{80}` for U+0080, `\\` for a backslash."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPED.get(m[2], m[2]), text)
