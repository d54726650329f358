"""Overlong paragraphs cut, for publishing only: reading systems, Word and typst's line breaking suffer from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Block, Blocks, Document, Inline, Inlines, Paragraph, Text
from wikipub.walk import map_block, plain

MAX_PARAGRAPH = 50_000
"""Bytes of UTF-8 of the longest paragraph that is published as it is."""

_SENTENCE = re.compile(
    r".*?(?:[.!?…][\"'”’»)\]]*\s+|[。！？।۔]+\s*)"  # up to an end: a stop and a blank, or a stop that needs none
    r"|.+",
    re.DOTALL,
)


def split_long_paragraphs(document: Document, warn: Warn) -> Document:
    """`document` without a paragraph over MAX_PARAGRAPH bytes, as far as its text can be cut.

    A paragraph is cut at ends of sentences; a sentence that is too long itself between its inlines or at a blank; a
    word that is too long anywhere. A link or emphasis stays whole. Each paragraph cut is reported (`long-paragraph`).
    """

    def blocks(run: Blocks) -> Blocks:
        return tuple(part for block in run for part in split(block))

    def split(block: Block) -> Blocks:
        if not isinstance(block, Paragraph):
            return (map_block(block, lambda inlines: inlines, blocks),)
        size = _size(block.inlines)
        if size <= MAX_PARAGRAPH:
            return (block,)
        parts = tuple(replace(block, inlines=inlines) for inlines in _cut(block.inlines))
        if len(parts) > 1:
            message = f"a paragraph of {size:,} bytes is published as {len(parts)} paragraphs"
            line = block.spans[0].line if block.spans else None
            warn(Diagnostic("long-paragraph", Severity.WARNING, message, document.origin.name, line))
        return parts

    notes = {key: replace(note, blocks=blocks(note.blocks)) for key, note in document.notes.items()}
    return replace(document, blocks=blocks(document.blocks), notes=notes)


def _size(inlines: Inlines) -> int:
    return len(plain(inlines).encode("utf-8", "replace"))


def _cut(inlines: Inlines) -> Iterator[Inlines]:
    """`inlines` in runs of at most MAX_PARAGRAPH bytes, whole sentences as long as these fit."""
    for run in _filled(_sentences(inlines)):
        if _size(run) <= MAX_PARAGRAPH:
            yield _joined(run)
        else:
            yield from map(_joined, _filled((piece,) for inline in run for piece in _pieces(inline)))


def _sentences(inlines: Inlines) -> Iterator[Inlines]:
    """`inlines` sentence by sentence; a sentence ends within a Text, never within another inline."""
    sentence: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, Text):
            sentence.append(inline)
            continue
        parts = _SENTENCE.findall(inline.text)
        for index, part in enumerate(parts):
            sentence.append(Text(part))
            if index < len(parts) - 1:
                yield tuple(sentence)
                sentence = []
    yield tuple(sentence)


def _pieces(inline: Inline) -> Iterator[Inline]:
    """A Text in pieces that surely fit, cut after blanks where there are any; another inline whole."""
    if not isinstance(inline, Text):
        yield inline
        return
    text, start, most = inline.text, 0, MAX_PARAGRAPH // 4  # a character takes at most four bytes
    while start < len(text):
        end = min(start + most, len(text))
        if end < len(text):
            end = text.rfind(" ", start, end) + 1 or end
            while end - start > 1 and unicodedata.combining(text[end]):
                end -= 1
        yield Text(text[start:end])
        start = end


def _filled(parts: Iterable[Inlines]) -> Iterator[Inlines]:
    """Parts put together to runs of at most MAX_PARAGRAPH bytes; a larger part is a run of its own."""
    run: list[Inline] = []
    taken = 0
    for part in parts:
        size = _size(part)
        if run and taken + size > MAX_PARAGRAPH:
            yield tuple(run)
            run, taken = [], 0
        run += part
        taken += size
    if run:
        yield tuple(run)


def _joined(run: Inlines) -> Inlines:
    """`run` as a paragraph's inlines: no two Text neighbours, no blanks at its ends."""
    out: list[Inline] = []
    texts: list[str] = []
    for inline in run:
        if isinstance(inline, Text):
            texts.append(inline.text)
            continue
        out += [Text("".join(texts))] if texts else []
        texts = []
        out.append(inline)
    out += [Text("".join(texts))] if texts else []
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if out and isinstance(inline := out[end], Text):
            out[end] = Text(strip(inline.text))
    return tuple(inline for inline in out if inline != Text(""))
