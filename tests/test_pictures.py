"""Pictures: the right files and no others, whole in each format, and nothing of what is wrong with them gets on."""

from __future__ import annotations

import os
import struct
import sys
import zlib
from base64 import b64encode
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from docx.table import Table
from PIL import Image

import wikipub
from judges import docx, epubcheck, members, pdf_facts, pdf_structure
from wikipub import pipeline
from wikipub.diagnostics import Diagnostic
from wikipub.document import Document, Figure, Paragraph, Text
from wikipub.engines import pillow
from wikipub.media import with_pictures
from wikipub.media.shelf import RefusedError, Shelf
from wikipub.media.svg import drawing, is_svg
from wikipub.option_table import Layout, Paper
from wikipub.picture_worker import MAX_SIDE
from wikipub.publishers.look import Look
from wikipub.publishers.options import PublishOptions
from wikipub.source import Origin


def picture(kind: str = "PNG", width: int = 40, height: int = 30, mode: str = "RGB", **options: object) -> bytes:
    """A picture with a slope from one corner to the other."""
    image = Image.linear_gradient("L").resize((width, height)).convert(mode)
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><rect width="60" height="40" fill="#a00"/></svg>'
ARTICLE = """'''Tern Rock''' is a rock.<ref>Chart 12.</ref>

[[File:Tern rock.png|thumb|alt=A rock in the sea|The rock at ''low tide''<ref name=a>Album, p. 3.</ref>]]

It is bare.

<gallery>
Tern rock light.jpg|The light
Tern rock chart.svg|The chart
</gallery>
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article of wikitext with three pictures beside it."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "Tern_rock.png").write_bytes(picture())
    (tmp_path / "media" / "Tern_rock_light.jpg").write_bytes(picture("JPEG"))
    (tmp_path / "media" / "Tern_rock_chart.svg").write_bytes(SVG)
    path = tmp_path / "Tern Rock.wiki"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def figures(*names: str, media: Path | None = None) -> Document:
    blocks = tuple(Figure((Text(f"The caption of {number}."),), name) for number, name in enumerate(names, 1))
    document = Document("Tern Rock", (Paragraph((Text("A rock."),)), *blocks), Origin("x", "x"))
    return Document(document.title, document.blocks, document.origin, "en", media=(str(media),) if media else ())


def gathered(document: Document) -> tuple[Document, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return with_pictures(document, found.append), found


# --- In publications ---------------------------------------------------------------------------------------------


def test_an_epub_has_the_pictures_with_caption_and_alternative_text(article: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.epub"
    report = wikipub.publish(wikipub.read(article), "epub", path)
    assert report.diagnostics == ()
    assert epubcheck(path) == []
    inside = members(path.read_bytes())
    page = inside["EPUB/text/ch001.xhtml"].decode()
    assert page.count("<figure>") == 3
    assert 'alt="A rock in the sea"' in page
    assert 'alt="The light"' in page
    assert sorted(name.rpartition(".")[2] for name in inside if "/media/" in name) == ["jpg", "png", "svg"]
    package = inside["EPUB/content.opf"].decode()
    assert "alternativeText" in package
    assert ">visual<" in package
    assert "no images" not in package


def test_a_pdf_has_the_pictures_with_alternative_text_and_keeps_the_standard(article: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    assert wikipub.publish(wikipub.read(article), "pdf", path).diagnostics == ()
    assert pdf_structure(path).count("Figure") == 3
    assert pdf_facts(path)["Tagged"] == "yes"


def test_a_docx_has_the_pictures_with_alternative_text_and_an_svg_as_png(article: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    assert wikipub.publish(wikipub.read(article), "docx", path).diagnostics == ()
    document = docx(path)
    said = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert said == ["A rock in the sea", "The light", "The chart"]
    media = [name for name in members(path.read_bytes()) if "/media/" in name]
    assert sorted(name.rpartition(".")[2] for name in media) == ["jpg", "png", "png"]


@pytest.mark.parametrize("name", ["epub", "pdf", "docx", "odt", "html"])
def test_two_builds_with_pictures_are_the_same_bytes(name: str, article: Path, tmp_path: Path) -> None:
    for build in ("one", "two"):
        wikipub.publish(wikipub.read(article), name, tmp_path / build)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_web_page_is_one_file_with_its_pictures(article: Path, tmp_path: Path) -> None:
    wikipub.publish(wikipub.read(article), "html", tmp_path / "x.html")
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert page.count("<figure>") == 3
    assert 'src="pictures' not in page


@pytest.mark.parametrize("name", ["plain", "markdown", "latex", "typst"])
def test_a_format_without_pictures_says_so_and_leaves_captions_out(name: str, article: Path, tmp_path: Path) -> None:
    report = wikipub.publish(wikipub.read(article), name, tmp_path / "x")
    assert [found.code for found in report.diagnostics] == ["captions-left-out"]
    assert "The light" not in (tmp_path / "x").read_text(encoding="utf-8")
    wikipub.publish(wikipub.read(article), name, tmp_path / "x", keep="captions")
    assert "The light" in (tmp_path / "x").read_text(encoding="utf-8")


def test_the_tree_keeps_the_names_of_pictures_and_finds_them_again(article: Path, tmp_path: Path) -> None:
    wikipub.publish(wikipub.read(article), "json", article.with_name("tree.json"))
    document, found = gathered(wikipub.read(article.with_name("tree.json")))
    assert (len(document.pictures or ()), found) == (3, [])


def test_a_missing_picture_takes_its_caption_with_it_and_is_reported(article: Path, tmp_path: Path) -> None:
    (article.parent / "media" / "Tern_rock_light.jpg").unlink()
    report = wikipub.publish(wikipub.read(article), "html", tmp_path / "x.html")
    assert [found.code for found in report.diagnostics] == ["picture-missing", "captions-left-out"]
    assert "Tern rock light.jpg" in report.diagnostics[0].message
    assert "The light" not in (tmp_path / "x.html").read_text(encoding="utf-8")


# --- Which file --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Reef_at_noon.png",
        "Reef at noon.png",
        "reef at noon.png",
        "sub/Reef_at_noon.png",
        "./sub/../Reef_at_noon.png",
        "Reef%20at%20noon.png",
        "220px-Reef_at_noon.png",
        "https://wiki.example/images/thumb/a/ab/Reef_at_noon.png/220px-Reef_at_noon.png",
        "//wiki.example/images/a/ab/Reef_at_noon.png?20240101",
        "/images/a/ab/Reef_at_noon.png",
        "Other_files/220px-Reef_at_noon.png",
    ],
)
def test_a_picture_is_found_by_path_title_or_address(name: str, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "Reef_at_noon.png").write_bytes(b"1")
    (tmp_path / "Reef_at_noon.png").write_bytes(b"1")
    assert Shelf((str(tmp_path),)).find(name) == b"1"


def test_the_picture_itself_is_taken_before_a_shrunk_copy_and_the_widest_of_those(tmp_path: Path) -> None:
    (tmp_path / "120px-Reef.svg.png").write_bytes(b"120")
    (tmp_path / "960px-Reef.svg.png").write_bytes(b"960")
    shelf = Shelf((str(tmp_path),))
    assert shelf.find("Reef.svg") == b"960"
    (tmp_path / "Reef.svg").write_bytes(b"whole")
    assert shelf.find("Reef.svg") == b"whole"


def test_mediawikis_own_folder_is_known(tmp_path: Path) -> None:
    folder = tmp_path / "3" / "3e"  # what the MD5 of the name begins with
    folder.mkdir(parents=True)
    (folder / "Gull.jpg").write_bytes(b"gull")
    assert Shelf((str(tmp_path),)).find("Gull.jpg") == b"gull"


@pytest.mark.parametrize(
    "name",
    ["../secret.png", "/etc/passwd", "file:///etc/passwd", "sub/../../secret.png", "..\\secret.png", "C:\\x.png"],
)
def test_nothing_outside_the_folders_is_opened(name: str, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "media" / "sub").mkdir(parents=True)
    shelf = Shelf((str(tmp_path / "media"),))
    with suppress(RefusedError):
        assert shelf.find(name) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows wants a right for links, and has no pipes of this kind")
@pytest.mark.parametrize("kind", ["link", "pipe", "hidden", "device"])
def test_no_link_out_no_pipe_no_device_and_nothing_hidden_is_opened(kind: str, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    media = tmp_path / "media"
    media.mkdir()
    name = "x.png"
    if kind == "link":
        (media / name).symlink_to(tmp_path / "secret.png")
    elif kind == "pipe":
        os.mkfifo(media / name)
    elif kind == "device":
        (media / name).symlink_to("/dev/zero")
    else:
        name = ".x.png"
        (media / name).write_bytes(b"secret")
    with pytest.raises(RefusedError):
        Shelf((str(media),)).find(name)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("data:image/png;base64," + b64encode(b"abc").decode(), b"abc"),
        ("data:image/svg+xml,%3Csvg/%3E", b"<svg/>"),
        ("DATA:image/svg+xml;charset=utf-8,%3Csvg/%3E", b"<svg/>"),
    ],
)
def test_a_data_address_holds_its_picture(address: str, data: bytes) -> None:
    assert Shelf(()).find(address) == data


@pytest.mark.parametrize("address", ["data:text/html,x", "data:image/png;base64,%%%", "data:", "data:image/png"])
def test_a_data_address_of_something_else_is_refused(address: str) -> None:
    with pytest.raises(RefusedError):
        Shelf(()).find(address)


# --- What comes in -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (picture("PNG"), "png"),
        (picture("JPEG"), "jpg"),
        (picture("GIF", mode="P"), "png"),
        (picture("WEBP"), "jpg"),
        (picture("WEBP", mode="RGBA"), "jpg"),  # nothing of it is transparent
        (picture("PNG", mode="I;16"), "png"),
        (picture("PNG", mode="1"), "png"),
        (picture("PNG", mode="LA"), "png"),
        (picture("JPEG", mode="CMYK"), "jpg"),
        (picture("JPEG", mode="L"), "jpg"),
    ],
)
def test_any_raster_becomes_a_png_or_jpeg(data: bytes, ending: str, tmp_path: Path) -> None:
    (tmp_path / "wrong ending.bmp").write_bytes(data)
    document, found = gathered(figures("wrong ending.bmp", media=tmp_path))
    assert found == []
    made = (document.pictures or {})["wrong ending.bmp"]
    assert (made.ending, made.width, made.height) == (ending, 40, 30)
    with Image.open(BytesIO(made.data)) as image:
        assert image.format == {"png": "PNG", "jpg": "JPEG"}[ending]
        assert image.mode in ("L", "RGB")


def test_a_large_picture_is_shrunk_and_a_turned_one_set_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "taken at home"
    (tmp_path / "large.jpg").write_bytes(picture("JPEG", 4000, 2000))
    (tmp_path / "turned.jpg").write_bytes(picture("JPEG", exif=exif.tobytes()))
    document, found = gathered(figures("large.jpg", "turned.jpg", media=tmp_path))
    assert found == []
    made = document.pictures or {}
    assert (made["large.jpg"].width, made["large.jpg"].height) == (MAX_SIDE, MAX_SIDE // 2)
    assert (made["turned.jpg"].width, made["turned.jpg"].height) == (30, 40)
    assert b"taken at home" not in made["turned.jpg"].data


def test_a_picture_of_40_megapixels_is_built(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(picture("PNG", 8000, 5000, mode="L"))
    document, found = gathered(figures("x.png", media=tmp_path))
    assert (found, (document.pictures or {})["x.png"].width) == ([], MAX_SIDE)


def bomb() -> bytes:
    """A PNG of 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (picture("JPEG")[:200], "damaged"),
        (picture("PNG")[:-40], "damaged"),
        (b"<html><body>404</body></html>", "no PNG, JPEG"),
        (b"", "no PNG, JPEG"),
        (b"%PDF-1.4", "no PNG, JPEG"),
        (bomb(), "pixels"),
        (b"<svg", "damaged"),
        (b"<?xml version='1.0'?><html>svg</html>", "no SVG"),
        (
            b'<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
            "entities",
        ),
        (b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 200 + b"</g>" * 200 + b"</svg>", "levels"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="9999"/>', "size"),
    ],
    ids=range(11),
)
def test_a_bad_picture_is_left_out_and_named_and_the_others_stay(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(data)
    (tmp_path / "good.png").write_bytes(picture())
    document, found = gathered(figures("bad.png", "good.png", media=tmp_path))
    assert [*(document.pictures or {})] == ["good.png"]
    assert [report.code for report in found] == ["picture-unusable"]
    assert "bad.png" in found[0].message
    assert reason in found[0].message


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for the worker")
def test_a_picture_that_ends_its_decoder_is_left_out_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pillow._WORKER.read_text(encoding="utf-8")
    fake = tmp_path / "worker.py"
    fake.write_text(
        real.replace(
            "    from PIL import Image, Unid", "    assert b'CRASH' not in file\n    from PIL import Image, Unid"
        )
    )
    monkeypatch.setattr(pillow, "_WORKER", fake)
    (tmp_path / "bad.png").write_bytes(b"CRASH")
    (tmp_path / "good.png").write_bytes(picture())
    document, found = gathered(figures("bad.png", "good.png", media=tmp_path))
    assert [*(document.pictures or {})] == ["good.png"]
    assert [report.code for report in found] == ["picture-unusable"]


def test_whatever_is_published_of_damaged_pictures_all_formats_take(tmp_path: Path) -> None:
    chance = Random(7)
    whole = [picture("PNG"), picture("PNG", mode="P"), picture("JPEG"), picture("GIF", mode="P"), picture("WEBP"), SVG]
    for number in range(40):
        data = bytearray(chance.choice(whole))
        data[chance.randrange(len(data))] = chance.randrange(256)
        (tmp_path / f"{number}.png").write_bytes(data)
    document, found = gathered(figures(*(f"{number}.png" for number in range(40)), media=tmp_path))
    assert {report.code for report in found} <= {"picture-unusable", "picture-cleaned"}
    assert len(document.pictures or {}) > 5
    for name in ("epub", "pdf", "docx"):
        codes = {report.code for report in wikipub.publish(document, name, tmp_path / f"x.{name}").diagnostics}
        assert codes == {"captions-left-out"}
    assert epubcheck(tmp_path / "x.epub") == []


# --- SVG ---------------------------------------------------------------------------------------------------------

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="60" height="40">'


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<script xlink:href='http://example.org/x.js'/>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>1</script></body></foreignObject>",
        "<rect onclick='alert(1)' width='9' height='9'/>",
        "<image href='http://example.org/bad.png'/>",
        "<image xlink:href='../bad.png'/>",
        "<image xlink:href='data:image/svg+xml;base64,bad='/>",
        "<use href='http://example.org/bad.svg#x'/>",
        "<a href='javascript:bad()'><rect width='9' height='9'/></a>",
        "<rect width='9' height='9' fill='url(http://example.org/bad)'/>",
        "<rect width='9' height='9' style='fill: url(&quot;http://example.org/bad&quot;)'/>",
        "<style>@import url(http://example.org/bad.css);</style>",
        "<style>rect { fill: u\\72l(http://example.org/bad) }</style>",
        "<style>@font-face { src: url(bad.woff) }</style>",
        "<set attributeName='href' to='bad'/>",
        "<animate attributeName='href' values='bad'/>",
        "<image><animate xlink:href='#x' attributeName='href' values='bad'/></image>",
        "<metadata><x xmlns='urn:x' bad='1'/></metadata>",
        "<?xml-stylesheet href='bad.css'?>",
        "<handler xmlns='http://www.w3.org/2001/xml-events'>bad</handler>",
    ],
)
def test_of_an_svg_only_what_draws_is_left(bad: str) -> None:
    made = drawing(f"{HEAD}{bad}<circle id='c' r='5'/></svg>".encode())
    text = made.data.decode()
    for sign in (
        "script",
        "bad",
        "alert",
        "onclick",
        "example.org",
        "foreignObject",
        "import",
        "animate",
        "<set",
        "<?",
    ):
        assert sign not in text, sign
    assert "<circle" in text
    assert (made.width, made.height) == (60, 40)


def test_what_draws_within_an_svg_stays() -> None:
    good = (
        "<defs><linearGradient id='g'><stop offset='0' stop-color='red'/></linearGradient></defs>"
        "<style>/* a */ .a { fill: url(#g) }</style><rect class='a' style='stroke: url(#g)' width='9' height='9'/>"
        f"<use xlink:href='#g'/><image href='data:image/png;base64,{b64encode(picture()).decode()}'/><text>Bay</text>"
    )
    made = drawing(f"{HEAD}{good}</svg>".encode())
    text = made.data.decode()
    assert made.removed == ()
    for sign in ("url(#g)", 'xlink:href="#g"', "data:image/png", "Bay", "<stop"):
        assert sign in text


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('width="30" height="20"', (30, 20)),
        ('width="3in" height="2in"', (288, 192)),
        ('viewBox="0 0 30 20"', (30, 20)),
        ('viewBox="0,0,30,20" width="60"', (60, 40)),
        ('viewBox="0 0 30 20" height="10px" width="100%"', (15, 10)),
        ("", (300, 150)),
    ],
)
def test_the_size_of_an_svg_is_what_it_says_or_its_view_box(head: str, size: tuple[int, int]) -> None:
    made = drawing(f'<svg xmlns="http://www.w3.org/2000/svg" {head}/>'.encode())
    assert (made.width, made.height) == size


def test_what_is_taken_out_of_an_svg_is_reported_and_the_rest_published(tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text(f"{HEAD}<script>1</script><rect width='60' height='40'/></svg>")
    document, found = gathered(figures("x.svg", media=tmp_path))
    assert [report.code for report in found] == ["picture-cleaned"]
    assert "<script>" in found[0].message
    made = (document.pictures or {})["x.svg"]
    with Image.open(BytesIO(made.raster)) as image:
        assert image.size == (240, 160)
        assert image.convert("RGB").getpixel((120, 80)) == (0, 0, 0)


@pytest.mark.parametrize("start", [b"<svg ", b"<?xml version='1.0'?>\n<svg ", b"\xef\xbb\xbf<!-- x --><svg:svg "])
def test_an_svg_is_known_by_its_beginning(start: bytes) -> None:
    assert is_svg(start)
    assert not is_svg(b"\x89PNG svg")


# --- Formulas ----------------------------------------------------------------------------------------------------


def test_formulas_have_their_tex_as_alternative_text(tmp_path: Path) -> None:
    path = tmp_path / "Sums.wiki"
    path.write_text('One <math>a < \\text{"c"}</math>, two <math>x^2</math>.', encoding="utf-8")
    wikipub.publish(wikipub.read(path, format="wikitext"), "epub", tmp_path / "x.epub")
    page = members((tmp_path / "x.epub").read_bytes())["EPUB/text/ch001.xhtml"].decode()
    assert 'alttext="a &lt; \\text{&quot;c&quot;}"' in page
    assert 'alttext="x^2"' in page
    assert epubcheck(tmp_path / "x.epub") == []
    wikipub.publish(wikipub.read(path, format="wikitext"), "html", tmp_path / "x.html")
    assert (tmp_path / "x.html").read_text(encoding="utf-8").count("alttext=") == 2


# --- On the page -------------------------------------------------------------------------------------------------


def test_pictures_that_follow_each_other_stand_side_by_side(article: Path, tmp_path: Path) -> None:
    wikipub.publish(wikipub.read(article), "html", tmp_path / "x.html")
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    gallery = page[page.index('<div class="gallery">') :]
    assert gallery[: gallery.index("</div>")].count("<figure>") == 2


def widths_of_pictures(table: Table) -> list[tuple[int, int]]:
    """The width of each picture in a table, and that of its column."""
    found = []
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            found += [(int(extent.get("cx")), column.width) for extent in cell._tc.xpath(".//wp:extent")]
    return found


@pytest.mark.parametrize("look", [Look(), Look(Layout.HANDOUT, columns=2), Look(paper=Paper.A5)])
def test_they_do_so_in_docx_no_wider_than_their_cells(look: Look, article: Path, tmp_path: Path) -> None:
    pipeline.publish(wikipub.read(article), "docx", tmp_path / "x.docx", PublishOptions(look=look))
    gallery = docx(tmp_path / "x.docx").tables[-1]
    assert gallery.style.name == "Gallery"
    assert (len(gallery.rows), len(gallery.columns)) == (1, 2)
    assert [picture < column for picture, column in widths_of_pictures(gallery)] == [True, True]


def test_a_picture_in_a_table_is_no_wider_than_its_column_in_docx(article: Path, tmp_path: Path) -> None:
    words = "the reef as it was seen from the light on the day of the storm and ever after"
    row = f"|-\n| {words} || [[File:Tern rock.png]] || {words} || {words} || {words} || {words}\n"
    article.write_text('{| class="wikitable"\n' + row * 2 + "|}\n", encoding="utf-8")
    (article.parent / "media" / "Tern_rock.png").write_bytes(picture(width=1200, height=900))
    wikipub.publish(wikipub.read(article), "docx", tmp_path / "x.docx", paper="a5")
    (table,) = docx(tmp_path / "x.docx").tables
    assert [picture <= column for picture, column in widths_of_pictures(table)] == [True, True]


def test_a_gallerys_title_stays_as_long_as_one_of_its_pictures(article: Path, tmp_path: Path) -> None:
    article.write_text(ARTICLE.replace("<gallery>", '<gallery caption="Views">'), encoding="utf-8")
    for number, left in enumerate(("Tern_rock_light.jpg", "Tern_rock_chart.svg")):
        wikipub.publish(wikipub.read(article), "html", tmp_path / "x.html")
        assert "Views" in (tmp_path / "x.html").read_text(encoding="utf-8"), number
        (article.parent / "media" / left).unlink()
    report = wikipub.publish(wikipub.read(article), "html", tmp_path / "x.html")
    assert "Views" not in (tmp_path / "x.html").read_text(encoding="utf-8")
    assert report.diagnostics[-1].message.startswith("3 captions")
