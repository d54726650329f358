"""The pictures of a document: found where its source may name them, and brought to what publications take.

`shelf` tells which bytes a name stands for, `svg` what of a drawing may be published; Pillow does the rest in a process
of its own (`engines.run_pillow`), and typst draws SVG for formats that take none.
"""

from __future__ import annotations

from dataclasses import replace

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Document, Figure, Picture
from wikipub.engines import Raster, Refusal, run_pillow, run_typst
from wikipub.errors import EngineError
from wikipub.media.shelf import RefusedError, Shelf, digests
from wikipub.media.svg import drawing, is_svg
from wikipub.safe import safe_text
from wikipub.walk import iter_blocks

__all__ = ["MAX_TOTAL", "RASTER_SCALE", "RASTER_SIDE", "digests", "picture_names", "with_pictures"]

RASTER_SIDE = 1600
"""Pixels of the longer side of an SVG that is drawn as a PNG."""

RASTER_SCALE = 4
"""How much larger than it says an SVG is drawn at most."""

MAX_TOTAL = 200 * 2**20
"""Bytes of all pictures of an article."""

_BATCH = 32 * 2**20
"""Bytes of files that one process gets to decode, but for a single larger one."""

_NAMED = 5
"""Missing pictures that a message names; of more it tells the number."""

_LONGEST_NAME = 80


def with_pictures(document: Document, warn: Warn) -> Document:
    """`document` with the pictures that its figures name, as far as they are to be had.

    Reports `picture-missing` where some are not there, `picture-unusable` for each that cannot be published, and
    `picture-cleaned` for each that something was taken out of. A document that has its pictures stays as it is.
    """
    if document.pictures is not None:
        return document
    names = picture_names(document)
    found = _Gathering(document, warn)
    shelf = Shelf(document.media)
    missing: list[str] = []
    for name in names:
        try:
            data = shelf.find(name)
            if data is None:
                missing.append(name)
            elif is_svg(data):
                found.add_drawing(name, data)
            else:
                found.add_raster(name, data)
        except RefusedError as refused:
            found.refuse(name, str(refused))
    found.decode()
    if missing:
        _report_missing(document, missing, len(names), warn)
    return replace(document, pictures=found.pictures)


def picture_names(document: Document) -> list[str]:
    """What the document's figures call their pictures, each name once."""
    parts = (document.blocks, *(note.blocks for note in document.notes.values()))
    figures = (block for part in parts for block in iter_blocks(part) if isinstance(block, Figure))
    return list(dict.fromkeys(figure.image for figure in figures if figure.image))


class _Gathering:
    """The pictures of a document, as they come in; rasters wait until some can be decoded together."""

    def __init__(self, document: Document, warn: Warn) -> None:
        self.pictures: dict[str, Picture] = {}
        self._source = document.origin.name
        self._warn = warn
        self._waiting: dict[str, bytes] = {}
        self._total = 0

    def refuse(self, name: str, reason: str) -> None:
        """Report that a picture cannot be published."""
        message = f"the picture {_shown(name)} is left out: {reason}"
        self._warn(Diagnostic("picture-unusable", Severity.WARNING, message, self._source))

    def add_raster(self, name: str, data: bytes) -> None:
        """Take a PNG, JPEG, GIF or WebP file."""
        self._waiting[name] = data
        if sum(map(len, self._waiting.values())) > _BATCH:
            self.decode()

    def add_drawing(self, name: str, data: bytes) -> None:
        """Take an SVG file. Raises RefusedError where it cannot be drawn."""
        drawn = drawing(data)
        scale = min(RASTER_SCALE, RASTER_SIDE / max(drawn.width, drawn.height))
        width, height = (max(1, round(side * scale)) for side in (drawn.width, drawn.height))
        source = (
            f"#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)\n"
            '#image("drawing.svg", width: 100%, height: 100%)\n'
        )
        try:
            raster = run_typst(source.encode(), system_fonts=True, files={"drawing.svg": drawn.data}, to="png")
        except EngineError as error:
            raise RefusedError(f"it is an SVG that cannot be drawn ({error}); save it as a PNG") from error
        if isinstance(raster, Refusal):
            raise RefusedError(f"it is an SVG that cannot be drawn ({raster}); save it as a PNG")
        if drawn.removed:
            message = f"of the picture {_shown(name)} is left out what does not draw: {', '.join(drawn.removed)}"
            self._warn(Diagnostic("picture-cleaned", Severity.NOTE, message, self._source))
        self._keep(name, Picture(drawn.data, "svg", max(1, round(drawn.width)), max(1, round(drawn.height)), raster))

    def decode(self) -> None:
        """Let Pillow make pictures of the rasters that wait: together, or one by one where one of them is its end."""
        waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        answers: list[Raster | str] = []
        try:
            answers = run_pillow([*waiting.values()])
        except EngineError as error:
            answers = [_alone(data) for data in waiting.values()] if len(waiting) > 1 else [_undecodable(error)]
        for name, made in zip(waiting, answers, strict=True):
            if isinstance(made, str):
                self.refuse(name, made)
            else:
                self._keep(name, Picture(made.data, made.ending, made.width, made.height))

    def _keep(self, name: str, picture: Picture) -> None:
        self._total += len(picture.data) + len(picture.raster)
        if self._total > MAX_TOTAL:
            self.refuse(name, f"the article's pictures are over {MAX_TOTAL // 2**20} MiB together; save some smaller")
        else:
            self.pictures[name] = picture


def _alone(data: bytes) -> Raster | str:
    try:
        return run_pillow([data])[0]
    except EngineError as error:
        return _undecodable(error)


def _undecodable(error: EngineError) -> str:
    return f"it cannot be decoded ({error}); save it anew"


def _report_missing(document: Document, missing: list[str], of: int, warn: Warn) -> None:
    named = ", ".join(map(_shown, missing[:_NAMED]))
    more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
    message = (
        f"{len(missing)} of {of} pictures are not here: {named}{more}; put them into a folder media beside the source, "
        "or say where they are with --media"
    )
    warn(Diagnostic("picture-missing", Severity.NOTE, message, document.origin.name))


def _shown(name: str) -> str:
    """What a source calls a picture, for a message."""
    if name[:5].lower() == "data:":
        return "in a data: address"
    name = safe_text(name.replace("\\", "/").rpartition("/")[2] or name)
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
