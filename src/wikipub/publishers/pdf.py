"""PDF: pandoc writes typst's markup, our template gives it its look, typst sets it.

The file keeps PDF/UA-1 (ISO 14289-1), so that a screen reader can read it. Where a glyph is missing, or another
thing that only the standard asks for, the PDF is built tagged but without the standard, and a warning says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Block, Blocks, Code, CodeBlock, Document, Inline, Inlines, Math, MathBlock, Paragraph
from wikipub.engines import Refusal, run_pandoc, run_typst, write_file
from wikipub.errors import EngineError
from wikipub.fonts import coverage, unshown_characters
from wikipub.pandoc import to_pandoc, typst_string
from wikipub.publishers.options import Paper, PublishOptions
from wikipub.publishers.prepare import MAX_PDF_SIZE, is_book, language, prepared, style, title
from wikipub.source import Origin
from wikipub.walk import inline_runs, iter_blocks, iter_inlines, map_block, map_inlines

_STANDARD = "ua-1"
_STANDARD_NAME = "PDF/UA-1"

_NAMED = 20
"""Characters that a message names; of more it tells the number."""


def publish(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write `document` as a PDF to `path`.

    Reports `missing-glyph` where no font shows a character, `no-pdf-ua` where the standard fails for another reason,
    `formula-as-code` where typst does not take a formula.
    """
    document = prepared(document, warn, MAX_PDF_SIZE)
    source = _source(document, options)
    pdf = _set(source, document, options, warn)
    if isinstance(pdf, Refusal):
        refused = _refused_formulas(_formulas(document), options)
        if not refused:
            raise EngineError(f"typst failed: {pdf}")
        for tex in refused:
            _report(document, warn, "formula-as-code", f"typst does not take the formula {tex}; it is printed as TeX")
        document = _with_formulas_as_code(document, refused)
        pdf = _set(_source(document, options), document, options, warn)
        if isinstance(pdf, Refusal):
            raise EngineError(f"typst failed: {pdf}")
    write_file(path, pdf)


def publish_source(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write the typst source that the PDF is made of, template and all, to `path`."""
    write_file(path, _source(prepared(document, warn), options))


def _source(document: Document, options: PublishOptions) -> bytes:
    """The whole typst source: template, its settings for this document, text."""
    body = run_pandoc(to_pandoc(document, "typst"), "typst", ["--wrap=none", "--syntax-highlighting=none"])
    tag, *subtags = (language(document) or "und").split("-")
    region = next((part.upper() for part in subtags if len(part) == 2), "")
    settings = {
        "title": typst_string(title(document)),
        "lang": typst_string(tag.lower()),
        "region": typst_string(region) if region else "none",
        "paper": typst_string("us-letter" if options.paper is Paper.LETTER else "a4"),
        "book": "true" if is_book(document) else "false",
    }
    call = ", ".join(f"{name}: {value}" for name, value in settings.items())
    return style("publication.typ") + f"\n#show: publication.with({call})\n\n".encode() + body


def _set(source: bytes, document: Document, options: PublishOptions, warn: Warn) -> bytes | Refusal:
    """The PDF of `source`: with the standard if that can be, else without it and reported."""
    shown = coverage(source.decode("utf-8"))
    fonts = shown.needs_system_fonts
    reason = Refusal(())
    if not shown.unshown:
        result = run_typst(source, standard=_STANDARD, system_fonts=fonts, timestamp=options.epoch)
        if not isinstance(result, Refusal):
            return result
        reason = result
    unstandard = run_typst(source, system_fonts=fonts, timestamp=options.epoch)
    if isinstance(unstandard, Refusal):
        return unstandard
    if unshown := shown.unshown or unshown_characters(reason):
        message = f"no font here shows {_named(unshown)}, so the PDF is not {_STANDARD_NAME}; install a font that does"
        _report(document, warn, "missing-glyph", message)
    else:
        _report(document, warn, "no-pdf-ua", f"the PDF is not {_STANDARD_NAME}: {reason}")
    return unstandard


def _report(document: Document, warn: Warn, code: str, message: str) -> None:
    warn(Diagnostic(code, Severity.WARNING, message, document.origin.name))


def _named(characters: frozenset[str]) -> str:
    """Characters for a message: themselves and their code points."""
    names = [f"{char} (U+{ord(char[0]):04X})" for char in sorted(characters)]
    rest = f" and {len(names) - _NAMED} characters more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + rest


# --- Formulas ----------------------------------------------------------------------------------------------------


def _formulas(document: Document) -> tuple[str, ...]:
    """The document's formulas in TeX, each once."""
    found: dict[str, None] = {}
    for blocks in (document.blocks, *(note.blocks for note in document.notes.values())):
        for block in iter_blocks(blocks):
            if isinstance(block, MathBlock):
                found[block.tex] = None
            for run in inline_runs(block):
                found |= {inline.tex: None for inline in iter_inlines(run) if isinstance(inline, Math)}
    return tuple(found)


def _refused_formulas(formulas: Sequence[str], options: PublishOptions) -> frozenset[str]:
    """Those of `formulas` that typst refuses in pandoc's translation, found by halving."""
    if not formulas:
        return frozenset()
    sample = Document("x", tuple(Paragraph((Math(tex),)) for tex in formulas), Origin("", ""))
    if not isinstance(run_typst(_source(sample, options), timestamp=options.epoch), Refusal):
        return frozenset()
    if len(formulas) == 1:
        return frozenset(formulas)
    half = len(formulas) // 2
    return _refused_formulas(formulas[:half], options) | _refused_formulas(formulas[half:], options)


def _with_formulas_as_code(document: Document, formulas: frozenset[str]) -> Document:
    """`document` with each of `formulas` as code."""

    def inline(found: Inline) -> Inlines:
        return (Code(found.tex) if isinstance(found, Math) and found.tex in formulas else found,)

    def block(found: Block) -> Block:
        if isinstance(found, MathBlock) and found.tex in formulas:
            return CodeBlock(found.tex, spans=found.spans)
        return map_block(found, lambda inlines: map_inlines(inlines, inline), blocks)

    def blocks(run: Blocks) -> Blocks:
        return tuple(map(block, run))

    notes = {key: replace(note, blocks=blocks(note.blocks)) for key, note in document.notes.items()}
    return replace(document, blocks=blocks(document.blocks), notes=notes)
