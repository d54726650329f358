"""From bytes to text: the encoding, damage by an earlier wrong decoding, characters that no format can hold."""

from __future__ import annotations

import codecs
import re
from typing import Protocol

from wikipub.diagnostics import Diagnostic, Severity
from wikipub.safe import REPLACEMENT, UNFIT, first_unfit
from wikipub.sources.guess import guess, words_beyond_ascii


class Repaired(Protocol):
    """Where repairs are reported to: the diagnostic's code and message, and its 1-based line where it has one."""

    def __call__(self, code: str, message: str, line: int | None = None) -> None:
        """Report a repair."""


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SAMPLE = 2**18
"""How many bytes are looked at for the zeros of UTF-16."""

_BLANK_CONTROLS = str.maketrans("\x0b\x0c\x85", "   ")
"""Controls that mean a blank or a page's end within a line."""

_EMBEDDED = re.compile("^ *\u202b.*\u202c *$", re.MULTILINE)
"""A line from right to left as pdftotext writes it, between signs that say no more than its letters do."""
_EMBEDDING = str.maketrans("", "", "\u202a\u202b\u202c")
_HYPHEN = re.compile(r"(?<=[^\W_])\ufffe(?=[^\W_])")
"""How PDFium writes the hyphen at the end of a line, whose two halves it joins (U+FFFE is no character)."""

_MOJIBAKE = re.compile("[\xc2-\xf4][\x80-\xbf\u0152-\u0178\u2013-\u203a\u20ac\u2122\u02c6\u02dc\u0192]")
"""A lead byte of UTF-8 and a byte that continues it, both read as Latin-1 or Windows-1252."""

_MOJIBAKE_LINE = 20_000
"""Longest line, in characters, that is looked at for mojibake as a whole; a longer one is cut at blanks."""


def decode(data: bytes, name: str, *, mend: bool = True) -> tuple[str, str, tuple[Diagnostic, ...]]:
    r"""The text of a file, its encoding, and what had to be repaired.

    Lines end at "\n" alone; the number of lines is that of the file. `name` is for the diagnostics. `mend` tells
    whether damage by an earlier wrong decoding is looked for.
    """
    repairs: list[Diagnostic] = []

    def repaired(code: str, message: str, line: int | None = None) -> None:
        repairs.append(Diagnostic(code, Severity.WARNING, message, name, line))

    encoding, wrong_from = _encoding(data)
    if wrong_from is not None:
        line = len(re.findall(rb"\r\n|\r|\n", data[:wrong_from])) + 1
        repaired(
            "encoding-guessed", f"this is no UTF-8; it was read as {encoding}, a guess; better save it in UTF-8", line
        )
    text, lost = _decoded(data, encoding)
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    if lost:
        repaired("undecodable", f"bytes that are no {encoding} stand as U+FFFD in {lost} place{'s'[: lost != 1]}")
    text = _with_line_ends(text)
    if mend and _MOJIBAKE.search(text):
        text, lines = _mend_mojibake(text)
        if lines:
            message = f"{len(lines)} lines were UTF-8 once read in another encoding; they are mended"
            repairs.append(Diagnostic("mojibake", Severity.NOTE, message, name, lines[0]))
    return clean(text, repaired), encoding, tuple(repairs)


def clean(text: str, repaired: Repaired) -> str:
    """`text` without the controls that a source may not hold, each replaced; `repaired` is told of those that print."""
    text = _with_line_ends(text)
    text = text.translate(_BLANK_CONTROLS) if re.search("[\x0b\x0c\x85]", text) else text
    if "\u202b" in text and _EMBEDDED.search(text):
        text = text.translate(_EMBEDDING)
    text = _HYPHEN.sub("-", text) if "\ufffe" in text else text
    if first := first_unfit(text):
        line = text.count("\n", 0, first.start()) + 1
        text, count = UNFIT.subn(REPLACEMENT, text)
        repaired("control-characters", f"{count} control characters stand as U+FFFD; no format can hold them", line)
    return text


def _with_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _encoding(data: bytes) -> tuple[str, int | None]:
    """The name of the codec to decode `data` with, and where that was guessed, the first byte that is no UTF-8."""
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return codec, None
    sample = data[:_SAMPLE]
    if sample.count(0) > len(sample) // 4:  # text in UTF-16 has a zero byte for each ASCII character
        return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be", None
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        return ("utf-8", None) if _mostly_utf8(words_beyond_ascii(data)) else (guess(data), error.start)
    return "utf-8", None


def _decoded(data: bytes, encoding: str) -> tuple[str, int]:
    """`data` decoded, with U+FFFD for what cannot be, and for how many places it stands so.

    A U+FFFD that the file itself holds is none of these. Surrogates written as UTF-8 (CESU-8) are one character a pair.
    """
    try:
        return data.decode(encoding), 0
    except UnicodeDecodeError:
        own = data.decode(encoding, "ignore").count("\N{REPLACEMENT CHARACTER}")
    text = _without_surrogates(data) if encoding == "utf-8" else data.decode(encoding, "replace")
    return text, text.count("\N{REPLACEMENT CHARACTER}") - own


def _without_surrogates(data: bytes) -> str:
    try:
        pairs = data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")
    return pairs.decode("utf-16-le", "replace")


def _mostly_utf8(sample: bytes) -> bool:
    """Whether the bytes beyond ASCII are UTF-8 but for some damage, rather than another encoding."""
    text, wrong = _decoded(sample, "utf-8")
    return sum(character > "\x7f" for character in text) - wrong > wrong


def _mend_mojibake(text: str) -> tuple[str, list[int]]:
    """`text` with its mojibake mended line by line, and the 1-based numbers of the lines that were."""
    from ftfy import fix_encoding  # only for the rare file that needs it

    lines = text.split("\n")
    mended: list[int] = []
    for index, line in enumerate(lines):
        if _MOJIBAKE.search(line):
            better = "".join(map(fix_encoding, _pieces(line))).replace("\n", " ").replace("\r", " ")
            if better != line:
                lines[index] = better
                mended.append(index + 1)
    return "\n".join(lines), mended


def _pieces(line: str) -> list[str]:
    """`line` in pieces of a bounded length, cut at blanks where there are any."""
    pieces = []
    while len(line) > _MOJIBAKE_LINE:
        cut = line.rfind(" ", 1, _MOJIBAKE_LINE) + 1 or _MOJIBAKE_LINE
        pieces.append(line[:cut])
        line = line[cut:]
    return [*pieces, line]
