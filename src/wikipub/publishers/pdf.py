"""PDF: pandoc writes typst's markup, our template gives it its look, typst sets it.

The file keeps PDF/UA-1 (ISO 14289-1), so that a screen reader can read it, and PDF/A where that is asked for. Where a
glyph is missing, or another thing that only the standard asks for, the PDF is built tagged but without the standard,
and a warning says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from wikipub.data.language import labels
from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Document, Imprint, Math, Paragraph
from wikipub.engines import Refusal, run_typst
from wikipub.errors import EngineError
from wikipub.fonts import Coverage, by_script, coverage, is_of_system, preferred_fonts, unshown_characters
from wikipub.option_table import Layout, Notes, PdfStandard
from wikipub.output_file import write_file
from wikipub.pandoc import picture_files, typst_dictionary, typst_string
from wikipub.publishers.convert import converted, formulas, report_formulas, with_formulas_as_code
from wikipub.publishers.cover import cover_code, cover_files, has_cover
from wikipub.publishers.look import NAME_LINE, page
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.prepare import MAX_PDF_SIZE, is_book, language, prepared, title
from wikipub.publishers.typst_template import template
from wikipub.safe import safe_text
from wikipub.source import Origin
from wikipub.transforms.footnotes import with_footnotes

_WISHES = 5
"""How often an article or a handout may ask to be set again."""

_LARGE = 1_000_000
"""Bytes of a source that is too large to be set more than once."""

_NAMED = 10
"""Characters that a message names; of more it tells the number."""


def publish(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write `document` as a PDF to `path`.

    Reports `missing-glyph` where no font shows a character, `no-pdf-ua` where the standard fails for another reason,
    `formula-as-code` where pandoc or typst does not take a formula, `notes-as-lists` where typst fails at footnotes.
    """
    document = prepared(document, warn, MAX_PDF_SIZE)
    told: list[Diagnostic] = []
    pdf = _set(_noted(document, options), options, told.append)
    if isinstance(pdf, Refusal) and (refused := _refused_formulas(formulas(document), options)):
        told.clear()
        report_formulas(document, refused, "typst", warn)
        document = with_formulas_as_code(document, refused)
        pdf = _set(_noted(document, options), options, told.append)
    if isinstance(pdf, Refusal):
        told.clear()
        pdf = _set_otherwise(document, pdf, options, told.append)
    for diagnostic in told:
        warn(diagnostic)
    write_file(path, pdf)


def publish_source(document: Document, path: Path, options: PublishOptions, warn: Warn) -> None:
    """Write the typst source that the PDF is made of, template and all, to `path`."""
    write_file(path, _source(_noted(prepared(document, warn), options), options, warn))


def _noted(document: Document, options: PublishOptions) -> Document:
    """`document` with its notes where the options want them; typst knows no endnotes, so lists stay what they are."""
    return with_footnotes(document) if options.notes is Notes.FOOT else document


def _source(document: Document, options: PublishOptions, warn: Warn) -> bytes:
    """The whole typst source: template, its settings for this document, text."""
    sheet = page(options.look, book=is_book(document))
    arguments = ["--wrap=none", "--syntax-highlighting=none"]
    body = converted(document, "typst", "typst", warn, arguments, room=sheet.room)
    tag, *subtags = (language(document) or "und").split("-")
    region = next((part.upper() for part in subtags if len(part) == 2), "")
    imprint = document.imprint or Imprint()
    words = labels(document.language)
    settings = {
        "title": typst_string(title(document)),
        "lang": typst_string(tag.lower()),
        "region": typst_string(region) if region else "none",
        "words": typst_dictionary({name: typst_string(words[name]) for name in NAME_LINE}),
        "subtitle": typst_string(safe_text(imprint.subtitle)),
        "editor": typst_string(safe_text(imprint.editor)),
    }
    if sheet.layout is Layout.BOOK and has_cover(document):
        settings["cover"] = cover_code(document)
    fonts = preferred_fonts(body.decode("utf-8"), sheet.font, document.language)
    return template(sheet, settings, options.theme, fonts) + body


def _set(document: Document, options: PublishOptions, warn: Warn) -> bytes | Refusal:
    """The PDF of `document`: with the standard if that can be, else without it and reported."""
    source = _source(document, options, warn)
    shown = coverage(source.decode("utf-8"), options.look.font_path)
    typeset = _typesetter(source, document, options, shown)
    standards = tuple(dict.fromkeys((options.pdf_standard, PdfStandard.UA_1)))
    name = " and ".join(f"PDF/{standard.upper()}" for standard in standards)
    reason = Refusal(())
    if not shown.unshown:
        result = typeset(standards=standards)
        if not isinstance(result, Refusal):
            return result
        reason = result
    unstandard = typeset()
    if isinstance(unstandard, Refusal):
        return unstandard
    if unshown := shown.unshown or unshown_characters(reason):
        for script, lacking in by_script(unshown).items():
            message = (
                f"no font here shows {script.name}: {_named(lacking)}, so the PDF is not {name}; install a font that "
                f"does, such as {script.fonts[0]}, or say with --font-path where one is"
            )
            _report(document, warn, "missing-glyph", message)
    else:
        _report(document, warn, "no-pdf-ua", f"the PDF is not {name}: {reason}")
    return unstandard


def _typesetter(
    source: bytes, document: Document, options: PublishOptions, shown: Coverage
) -> Callable[..., bytes | Refusal]:
    """`run_typst` for `source`, a document with these files and fonts."""
    paths, font = options.look.font_path, options.look.font
    is_alone = page(options.look, book=is_book(document)).layout is not Layout.BOOK
    return partial(
        run_typst,
        source,
        system_fonts=shown.needs_system_fonts or (bool(font) and is_of_system(font, paths)),
        font_paths=paths,
        timestamp=options.epoch,
        wishes=_WISHES if is_alone and len(source) < _LARGE else 0,
        files=picture_files(document.pictures or {}, "typst") | cover_files(document),
    )


def _set_otherwise(document: Document, refused: Refusal, options: PublishOptions, warn: Warn) -> bytes:
    """The PDF of a document that typst refuses: with the notes in lists, else without tags; either is reported.

    typst 0.15 can fail at the tags of footnotes (its issue 8487). As it has then lost words beside them, which it does
    not notice without tags, lists come first. Raises EngineError.
    """
    if options.notes is Notes.FOOT:
        found: list[Diagnostic] = []
        with_lists = _set(document, options, found.append)
        if not isinstance(with_lists, Refusal):
            message = f"the notes stand in the article's lists, as typst fails at them on their pages: {refused}"
            _report(document, warn, "notes-as-lists", message)
            for diagnostic in found:
                warn(diagnostic)
            return with_lists
    source = _source(document, options, warn)
    shown = coverage(source.decode("utf-8"), options.look.font_path)
    untagged = _typesetter(source, document, options, shown)(tagged=False)
    if isinstance(untagged, Refusal):
        raise EngineError(f"typst failed: {refused}")
    _report(document, warn, "no-pdf-ua", f"the PDF has no tags, and its notes stand in the article's lists: {refused}")
    return untagged


def _report(document: Document, warn: Warn, code: str, message: str) -> None:
    warn(Diagnostic(code, Severity.WARNING, message, document.origin.name))


def _named(characters: Sequence[str]) -> str:
    """Characters for a message: themselves and their code points."""
    names = [f"{char} (U+{ord(char[0]):04X})" for char in characters]
    rest = f" and {len(names) - _NAMED} characters more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + rest


def _refused_formulas(found: Sequence[str], options: PublishOptions) -> frozenset[str]:
    """Those of `found` that typst refuses in pandoc's translation, found by halving."""
    if not found:
        return frozenset()
    sample = Document("x", tuple(Paragraph((Math(tex),)) for tex in found), Origin("", ""))
    if not isinstance(run_typst(_source(sample, options, _ignore), timestamp=options.epoch), Refusal):
        return frozenset()
    if len(found) == 1:
        return frozenset(found)
    half = len(found) // 2
    return _refused_formulas(found[:half], options) | _refused_formulas(found[half:], options)


def _ignore(_: Diagnostic) -> None:
    """What is odd about a sample is not reported."""
