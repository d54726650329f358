"""From a bound document to pandoc's output, with the formulas that pandoc does not take as code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Block, Blocks, Code, CodeBlock, Document, Inline, Inlines, Math, MathBlock, Paragraph
from wikipub.engines import run_pandoc
from wikipub.pandoc import Json, MetaValue, Room, picture_files, to_pandoc
from wikipub.publishers.prepare import characters
from wikipub.safe import safe_text
from wikipub.walk import inline_runs, iter_blocks, iter_inlines, map_block, map_inlines

_LARGE = 200_000
"""Characters of a document of which the formulas are asked for alone: to convert it twice would take longer."""

_REFUSED = re.compile(r"Could not convert TeX math (.*?), rendering as TeX:\n", re.DOTALL)


def converted(
    document: Document,
    target: str,
    writer: str,
    warn: Warn,
    arguments: Sequence[str] = (),
    metadata: Mapping[str, MetaValue] | None = None,
    files: Mapping[str, bytes] | None = None,
    front: Sequence[Json] = (),
    room: Room | None = None,
) -> bytes:
    """What pandoc's `writer` makes of `document` as it is written for `target`, `front` before its first block,
    tables made to fit into the `room` of a page.

    A formula that pandoc does not take is reported as `formula-as-code` and printed so. Plain text is no exception to
    the latter: what its lines cannot show is TeX there, and nothing is wrong with it. Raises as `run_pandoc` does.
    """

    def run(document: Document, warned: Callable[[str], object] | None = None) -> bytes:
        ast = to_pandoc(document, target, metadata, room)
        ast["blocks"][:0] = front
        with_pictures = {**(files or {}), **picture_files(document.pictures or {}, target)}
        return run_pandoc(ast, writer, arguments, with_pictures, warned=warned)

    found = formulas(document) if target != "plain" else ()
    if not found:
        return run(document)
    warnings: list[str] = []
    whole: bytes | None = None
    if characters(document) < _LARGE:
        whole = run(document, warnings.append)
    else:
        sample = Document("x", tuple(Paragraph((Math(tex),)) for tex in found), document.origin)
        math = [argument for argument in arguments if argument == "--mathml"]
        run_pandoc(to_pandoc(sample, target), writer, math, warned=warnings.append)
    named = {_blankless(match[1]) for match in map(_REFUSED.match, warnings) if match}
    refused = [tex for tex in found if _blankless(tex) in named]
    if whole and not refused:
        return whole
    report_formulas(document, refused, "pandoc", warn)
    return run(with_formulas_as_code(document, frozenset(refused)))


def formulas(document: Document) -> tuple[str, ...]:
    """The document's formulas in TeX, each once."""
    found: dict[str, None] = {}
    for blocks in (document.blocks, *(note.blocks for note in document.notes.values())):
        for block in iter_blocks(blocks):
            if isinstance(block, MathBlock):
                found[block.tex] = None
            for run in inline_runs(block):
                found |= {inline.tex: None for inline in iter_inlines(run) if isinstance(inline, Math)}
    return tuple(found)


def report_formulas(document: Document, refused: Iterable[str], engine: str, warn: Warn) -> None:
    """Report each of `refused`, formulas that `engine` does not take, in the order of their TeX."""
    for tex in sorted(refused):
        message = f"{engine} does not take the formula {safe_text(tex)}; it is printed as TeX"
        warn(Diagnostic("formula-as-code", Severity.WARNING, message, document.origin.name))


def with_formulas_as_code(document: Document, refused: frozenset[str]) -> Document:
    """`document` with each of the formulas `refused` as code."""

    def inline(found: Inline) -> Inlines:
        return (Code(found.tex) if isinstance(found, Math) and found.tex in refused else found,)

    def block(found: Block) -> Block:
        if isinstance(found, MathBlock) and found.tex in refused:
            return CodeBlock(found.tex, spans=found.spans)
        return map_block(found, lambda inlines: map_inlines(inlines, inline), blocks)

    def blocks(run: Blocks) -> Blocks:
        return tuple(map(block, run))

    notes = {key: replace(note, blocks=blocks(note.blocks)) for key, note in document.notes.items()}
    return replace(document, blocks=blocks(document.blocks), notes=notes)


def _blankless(tex: str) -> str:
    """`tex` as it can be compared with what pandoc prints of it."""
    return "".join(safe_text(tex).split())
