"""What pandoc's Markdown writer leaves as it is and its reader would read, escaped."""

from __future__ import annotations

import re

from wikipub.pandoc.ast import Json, node

# What pandoc's Markdown writer leaves and its reader reads: entities, citations and attributes; a word that may be a
# rule, a table's edge, a fence or a definition, and the name of a table's caption; "!" before a bracket or a link.
_MARKDOWN_SIGN = re.compile(r"[&@{]|!(?=\[|$)|^(?:(?=[-=+|:]+$)|(?=:::))[-=+|:]|(?<=^[Tt]able):$")

_MARKDOWN_NUMBER = re.compile(r"[A-Z]+[.)]", re.ASCII)  # a list's item, where it stands alone

_MARKDOWN_DELIMITED = ("Emph", "Strong", "Superscript", "Subscript", "Code", "Math")

_MARKDOWN_COMMENT = "<!-- -->"


def markdown_words(text: str) -> list[Json]:
    """`text` as Str and Space, with a backslash before what pandoc's Markdown writer does not escape."""
    if _MARKDOWN_NUMBER.fullmatch(text):
        return [node("Str", text[:-1]), node("RawInline", "markdown", f"\\{text[-1]}")]
    out: list[Json] = []
    for word in text.split(" "):
        out.append({"t": "Space"})
        end = 0
        for sign in _MARKDOWN_SIGN.finditer(word):
            out += [node("Str", word[end : sign.start()])] if sign.start() > end else []
            out.append(node("RawInline", "markdown", f"\\{sign[0]}"))
            end = sign.end()
        out += [node("Str", word[end:])] if word[end:] else []
    return out[1:]


def markdown_apart(elements: list[Json]) -> list[Json]:
    """`elements` whose delimiters cannot be taken for each other: of one kind as one, else with a comment between."""
    out: list[Json] = []
    for element in elements:
        before = out[-1] if out and out[-1]["t"] in _MARKDOWN_DELIMITED else None
        if before and before["t"] == element["t"] and element["t"] not in ("Code", "Math"):
            out[-1] = node(element["t"], before["c"] + element["c"])
            continue
        if before and (before["t"] == element["t"] or {before["t"], element["t"]} == {"Emph", "Strong"}):
            out.append(node("RawInline", "markdown", _MARKDOWN_COMMENT))
        out.append(element)
    return out
