"""Which characters can be shown, and with which fonts.

typst tells: under PDF/UA-1 it names every character of a document that no font shows. One compilation of a text's
distinct characters takes some milliseconds, so nobody here reads font files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain

from wikipub.data.scripts import Script, script_of, script_table
from wikipub.engines import Refusal, font_families, known_of_fonts, run_typst
from wikipub.errors import PublishError
from wikipub.pandoc import typst_language

_LIMIT = 20_000
_OWN_SCRIPTS = "\u052f"
"""The last character of the scripts that typst's own fonts have: Latin, Greek, Cyrillic and their marks."""
_SHARED = frozenset(("Han", "kana", "Hangul", "Bopomofo"))
_UNSHOWN = re.compile(r'the text `"(.*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What fonts show of a text: whether the system's are needed beside typst's own, and what none of them shows."""

    needs_system_fonts: bool
    unshown: frozenset[str]


def coverage(text: str, font_paths: Sequence[str] = ()) -> Coverage:
    """What fonts show of `text`'s characters: typst's own and those in `font_paths`; the system's, what these lack."""
    lacking = _unshown({char for char in text if char > "~"}, font_paths, system_fonts=False)
    unshown = _unshown(lacking, font_paths, system_fonts=True)
    return Coverage(needs_system_fonts=unshown != lacking, unshown=frozenset(unshown))


def is_of_system(font: str, font_paths: Sequence[str] = ()) -> bool:
    """Whether a font is neither typst's own nor in `font_paths`, so that the system's have to be looked through.

    Raises PublishError where the system has it not either.
    """
    if _is_among(font, font_families(system_fonts=False, font_paths=font_paths)):
        return False
    families = font_families(font_paths=font_paths)
    if _is_among(font, families):
        return True
    near = get_close_matches(font, families, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    raise PublishError(
        f"there is no font {font!r} here; {meant}wikipub formats lists those that are found, and --font-path FOLDER "
        "adds those in a folder"
    )


def _is_among(font: str, families: Iterable[str]) -> bool:
    return font.casefold() in map(str.casefold, families)


def preferred_fonts(text: str, font: str, language: str) -> dict[str, tuple[str, ...]]:
    """Fonts in the order in which they are to be tried for `text`, by language; those of its own language under "".

    `font` comes first. Of scripts that languages share the language tells the font: Chinese, Japanese and Korean have
    characters of one code and of another look. A font that is not there is passed over, so more are named than are.
    """
    scripts = {script_of(char) for char in set(text) if char > _OWN_SCRIPTS}
    by_script = list(chain.from_iterable(script.fonts for script in sorted(scripts, key=lambda script: script.name)))
    languages = script_table().languages
    shared = {script.name for script in scripts} & _SHARED
    found = {key: _once(font, *fonts, *by_script) for key, fonts in languages.items()} if shared else {}
    own = typst_language(language)
    own = own if own in languages else ("ja" if "kana" in shared else "zh")
    return {"": found.get(own, _once(font, *by_script)), **found}


def _once(*fonts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fonts))


def by_script(characters: Iterable[str]) -> Mapping[Script, list[str]]:
    """Characters in order, by their scripts."""
    found: dict[Script, list[str]] = {}
    for char in sorted(characters):
        found.setdefault(script_of(char[0]), []).append(char)
    return found


def fonts_found() -> tuple[str, ...]:
    """The families of fonts that a PDF can use on this machine, typst's own among them."""
    return font_families()


def unshown_characters(refusal: Refusal) -> frozenset[str] | None:
    """The characters that a refusal of typst's names as not shown; None if it has another reason as well."""
    found = [_UNSHOWN.search(error) for error in refusal.errors]
    return frozenset(_unescaped(match[1]) for match in found if match) if all(found) else None


def _unshown(characters: set[str], font_paths: Sequence[str], *, system_fonts: bool) -> set[str]:
    """Those of `characters` that no font shows; typst is asked for those alone of which it is not known yet."""
    known: tuple[set[str], set[str]] = known_of_fonts().setdefault((system_fonts, *font_paths), (set(), set()))
    shown, unshown = known
    if asked := set(sorted(characters - shown - unshown)[:_LIMIT]):
        lacking = _asked_for(asked, font_paths, system_fonts=system_fonts)
        shown |= asked - lacking
        unshown |= lacking
    return characters & unshown


def _asked_for(characters: set[str], font_paths: Sequence[str], *, system_fonts: bool) -> set[str]:
    """Those of `characters` that no font shows, as typst tells."""
    # A paragraph for each, so that none is shaped together with its neighbour.
    marks = "\n\n".join(rf"\u{{{ord(char):x}}}" for char in sorted(characters))
    source = f'#set document(title: "x", date: none)\n#set page(height: auto)\n= x\n{marks}\n'
    answer = run_typst(source.encode(), standards=("ua-1",), system_fonts=system_fonts, font_paths=font_paths)
    if not isinstance(answer, Refusal):
        return set()
    return {match_char for error in answer.errors for match_char in _named(error)} & characters


def _named(error: str) -> str:
    match = _UNSHOWN.search(error)
    return _unescaped(match[1]) if match else ""


def _unescaped(text: str) -> str:
    r"""The text that Rust's debug form `text` stands for: `\u{80}` for U+0080, `\\` for a backslash."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPED.get(m[2], m[2]), text)
