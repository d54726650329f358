"""Makes the pictures of docs/gallery: pages in each layout, as PDF, EPUB and DOCX show them.

`python -m tools.render_gallery` builds the article and the book in docs/gallery as a user would. pdftoppm shows the
pages, Chromium an EPUB, LibreOffice a DOCX; where a program is not there its picture is left as it is, and said so.
"""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from zipfile import ZipFile

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "gallery"
ARTICLE = GALLERY / "Tides at Port Merrin.wiki"
BOOK = GALLERY / "ossel-isles.toml"
READER = ROOT / "input" / "kestrel-rock-lighthouse.txt"
DOTS_PER_INCH = 72
COLOURS = 32
MARGIN = 12
BACKGROUND = (228, 228, 228)

PAGES: dict[str, tuple[Path, tuple[str, ...], tuple[int, ...]]] = {
    "handout-two-columns": (ARTICLE, ("--layout", "handout", "--key-facts", "--glossary"), (1,)),
    "handout-one-column": (READER, ("--layout", "handout", "--line-numbers", "--note-margin"), (1, 2)),
    "handout-large-print": (ARTICLE, ("--layout", "handout", "--large-print"), (1, 2)),
    "article": (ARTICLE, (), (1, 2)),
    "book-front": (BOOK, (), (1, 5, 7)),
    "book-chapter": (BOOK, (), (13, 14)),
}
"""Each picture's article or book, options and pages."""


def main() -> None:
    """Build each publication in a folder of its own and write its picture."""
    for name, (source, options, pages) in PAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            shown = built(source, "pdf", Path(folder), options)
            write_sheet(name, shown, pages)
    with tempfile.TemporaryDirectory() as folder:
        if shutil.which("soffice"):
            document = built(ARTICLE, "docx", Path(folder), ("--layout", "handout"))
            run("soffice", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless",
                "--convert-to", "pdf", "--outdir", folder, str(document))  # fmt: skip
            write_sheet("docx", document.with_suffix(".pdf"), (1,))
        else:
            print("docx.png is left as it is: soffice is not there")
        if shutil.which("chromium"):
            write_epub(built(ARTICLE, "epub", Path(folder), ("--layout", "handout")), Path(folder))
        else:
            print("epub.png is left as it is: chromium is not there")


def built(source: Path, output: str, folder: Path, options: tuple[str, ...]) -> Path:
    """The publication that `wikipub build` makes."""
    wikipub = str(Path(sysconfig.get_path("scripts"), "wikipub"))
    run(wikipub, "build", str(source), "--format", output, "--output", str(folder), *options)
    (path,) = folder.glob(f"*.{output}")
    return path


def write_sheet(name: str, pdf: Path, pages: tuple[int, ...]) -> None:
    """A picture of some pages of a PDF, side by side."""
    shown = []
    for page in pages:
        at = pdf.with_name(f"page-{page}")
        run("pdftoppm", "-r", str(DOTS_PER_INCH), "-f", str(page), "-singlefile", "-png", str(pdf), str(at))
        with Image.open(at.with_suffix(".png")) as image:
            shown.append(image.convert("RGB"))
    width = sum(image.width + MARGIN for image in shown) + MARGIN
    sheet = Image.new("RGB", (width, max(image.height for image in shown) + 2 * MARGIN), BACKGROUND)
    left = MARGIN
    for page_shown in shown:
        sheet.paste(page_shown, (left, MARGIN))
        left += page_shown.width + MARGIN
    picture = GALLERY / f"{name}.png"
    sheet.save(picture)
    shrink(picture)


def write_epub(book: Path, folder: Path) -> None:
    """A picture of an EPUB's first page of text, in a window as large as a small tablet's."""
    with ZipFile(book) as archive:
        archive.extractall(folder / "book")
    (page, *_) = sorted((folder / "book").rglob("ch001.xhtml"))
    picture = GALLERY / "epub.png"
    run("chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu", "--window-size=620,860",
        f"--screenshot={picture}", page.as_uri())  # fmt: skip
    shrink(picture)


def shrink(picture: Path) -> None:
    """Text is grey: few colours will do."""
    with Image.open(picture) as image:
        small = image.convert("RGB").quantize(COLOURS)
    small.save(picture, optimize=True)


def run(*command: str) -> None:
    """Run a program; it must succeed."""
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    main()
