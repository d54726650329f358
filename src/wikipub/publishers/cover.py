"""A picture as an EPUB's cover: the first page, and what libraries show (EPUB 3.3, and OPF 2 for old readers)."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from wikipub.errors import PublishError

# How a picture begins, how it ends, how its file ends, and its media type.
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", "png", "image/png"),
    (b"\xff\xd8\xff", b"\xff\xd9", "jpg", "image/jpeg"),
)

_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head>
  <meta charset="utf-8" />
  <title>{title}</title>
  <style>body {{ margin: 0; text-align: center; }} img {{ max-width: 100%; max-height: 100%; }}</style>
</head>
<body epub:type="cover">
<img src="../{image}" alt="{title}" role="doc-cover" />
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture, its kind as an ending and as a media type, and the words that stand for it."""

    picture: bytes
    ending: str
    media_type: str
    words: str

    @classmethod
    def load(cls, path: str, words: str) -> Cover:
        """The picture in the file at `path`; raises PublishError where there is none that EPUB takes."""
        try:
            picture = Path(path).read_bytes()
        except OSError as error:
            raise PublishError(f"cover: {path}: cannot be read: {error.strerror}; check the name") from error
        for start, end, ending, media_type in _KINDS:
            if picture.startswith(start):
                if end not in picture:
                    raise PublishError(f"cover: {path}: the picture breaks off; copy or save it anew")
                return cls(picture, ending, media_type, words)
        raise PublishError(f"cover: {path} is no PNG or JPEG picture; save it as one")

    def added_to(self, package: str) -> str:
        """The package document with the cover in metadata, manifest and spine."""
        items = (
            f'<item id="cover-image" href="{self._image}" media-type="{self.media_type}" properties="cover-image" />'
            '<item id="cover_xhtml" href="text/cover.xhtml" media-type="application/xhtml+xml" />'
        )
        for before, insertion in (
            ("</metadata>", '<meta name="cover" content="cover-image" />'),
            ("</manifest>", items),
        ):
            package = package.replace(before, f"{insertion}{before}", 1)
        start = package.index(">", package.index("<spine")) + 1
        return f'{package[:start]}<itemref idref="cover_xhtml" />{package[start:]}'

    def files(self) -> dict[str, bytes]:
        """The files of the archive that are the cover."""
        page = _PAGE.format(title=escape(self.words), image=self._image)
        return {f"EPUB/{self._image}": self.picture, "EPUB/text/cover.xhtml": page.encode("utf-8")}

    @property
    def _image(self) -> str:
        return f"media/cover.{self.ending}"
