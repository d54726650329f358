"""All that an article can do to a page in one article: built in each layout and format, and each loss is told."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import wikipub
from judges import epubcheck, pdf_text, squeezed
from test_layouts import outside
from wikipub import pipeline
from wikipub.document import Document
from wikipub.option_table import Layout
from wikipub.publishers.look import Look
from wikipub.publishers.options import PublishOptions

LINE = "The keeper wrote a line in the log every three hours, on the wind and the lamp. "
LONG = "y" * 2000
ROW = "|-\n| " + " || ".join(f"c{column}" for column in range(60))
ARTICLE = f"""
== Pictures ==
[[File:Large.png|thumb|Forty megapixels]]

[[File:Broken.jpg|thumb|Half a picture]]

[[File:Mislabelled.png|thumb|A web page]]

[[File:Other.png|thumb|A JPEG by another name]]

[[File:Active.svg|thumb|A drawing that runs]]

== Tables ==
{{| class="wikitable"
{ROW}
{ROW}
|}}

{{| class="wikitable"
! Head !! Words
|-
| short || {LINE * 150}
|-
| {LONG} || short
|}}

== Words ==
{LONG}

<math>\\frac{{a}}{{b}} \\undefinedmacro{{b}}</math> ends it.
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="60" height="40">'
    "<script>alert(1)</script><image xlink:href='http://example.org/x.png'/><rect width='60' height='40'/></svg>"
)
TOLD = {"picture-unusable", "picture-cleaned", "captions-left-out"}
"""What is reported of each layout and format."""


@pytest.fixture(scope="module")
def worst(tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder = tmp_path_factory.mktemp("worst")
    jpeg = BytesIO()
    Image.linear_gradient("L").save(jpeg, "JPEG")
    Image.linear_gradient("L").resize((8000, 5000)).save(folder / "Large.png")
    (folder / "Broken.jpg").write_bytes(jpeg.getvalue()[:300])
    (folder / "Mislabelled.png").write_bytes(b"<html><body>404</body></html>")
    (folder / "Other.png").write_bytes(jpeg.getvalue())
    (folder / "Active.svg").write_text(SVG, encoding="utf-8")
    path = folder / "Worst.wiki"
    path.write_text(ARTICLE, encoding="utf-8")
    document = wikipub.read(path)
    return replace(document, title="The worst")


@pytest.mark.parametrize("layout", Layout)
def test_the_worst_article_is_built_in_each_format_and_what_is_lost_is_told(
    layout: Layout, worst: Document, tmp_path: Path
) -> None:
    options = PublishOptions(look=Look(layout))
    bound = pipeline.bound(worst, options)
    for output in ("epub", "pdf", "docx"):
        report = pipeline.publish(bound, output, tmp_path / f"out.{output}", options)
        codes = {diagnostic.code for diagnostic in report.diagnostics}
        assert codes >= TOLD | {"formula-as-code"}
        assert codes <= TOLD | {"formula-as-code", "long-paragraph-split"}
    assert epubcheck(tmp_path / "out.epub") == []
    assert outside(tmp_path / "out.pdf") == []
    printed = squeezed(pdf_text(tmp_path / "out.pdf"))
    assert printed.count("y") > 4000
    assert all(f"c{column}" in printed for column in range(60))
    assert printed.count(squeezed(LINE)[:40]) >= 140
    assert "Forty megapixels".replace(" ", "") in printed
    assert "undefinedmacro" in printed
