"""Makes docs/pages.png, the picture in the README: pages of the sample articles bound as a book.

`python -m tools.render_pages` builds the book's PDF as a user would and lays some of its pages out side by side.
"""

from __future__ import annotations

import subprocess
import sysconfig
import tempfile
from pathlib import Path

import typst

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "pages.png"
TITLE = "The lights of the Ossel Isles"
PAGES = (1, 5, 9, 10)
DOTS_PER_INCH = 150

SHEET = """
#set page(width: auto, height: auto, margin: 5mm, fill: luma(228))
#grid(columns: 4, gutter: 4mm, ..{pages}.map(number =>
  box(fill: white, stroke: 0.3pt + luma(170), image("book.pdf", page: number, width: 60mm))
))
"""


def main() -> None:
    """Build the book in a temporary folder and write the picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wikipub = str(Path(sysconfig.get_path("scripts"), "wikipub"))
        options = ["--book", TITLE, "--format", "pdf", "--output", name]
        subprocess.run([wikipub, "build", str(ROOT / "input"), *options], stdout=subprocess.DEVNULL, check=True)
        (built,) = folder.glob("*.pdf")
        built.rename(folder / "book.pdf")
        sheet = folder / "sheet.typ"
        sheet.write_text(SHEET.replace("{pages}", repr(PAGES)), encoding="utf-8", newline="\n")
        typst.compile(sheet, output=PICTURE, root=folder, format="png", ppi=DOTS_PER_INCH)


if __name__ == "__main__":
    main()
