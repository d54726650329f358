"""Fonts: what none shows is named by script, what languages share has the look of its own, and a wrong name is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

import wikipub
from judges import members
from trees import article, paragraph
from wikipub.cli import cli
from wikipub.data.scripts import SYMBOLS, script_of
from wikipub.document import Document, Foreign, Paragraph, Text
from wikipub.errors import PublishError
from wikipub.fonts import Coverage, by_script, coverage, is_of_system, preferred_fonts
from wikipub.publishers import pdf

PRIVATE = "\U000f1234"


@pytest.fixture
def font_path(tmp_path: Path) -> Path:
    """A folder with the font "Tern Private", which shows U+F1234."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((500, 0))
    pen.lineTo((250, 700))
    pen.closePath()
    glyph = pen.glyph()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "tern"])
    builder.setupCharacterMap({ord(PRIVATE): "tern"})
    builder.setupGlyf({".notdef": glyph, "tern": glyph})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "tern": (600, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    names = {"familyName": "Tern Private", "styleName": "Regular", "psName": "TernPrivate-Regular"}
    builder.setupNameTable(names)
    builder.setupOS2()
    builder.setupPost()
    folder = tmp_path / "fonts" / "deeper"
    folder.mkdir(parents=True)
    builder.save(folder / "tern.ttf")
    return folder.parent


def test_a_font_in_a_folder_shows_what_no_other_does(font_path: Path, tmp_path: Path) -> None:
    document = article(paragraph(f"A sign: {PRIVATE}."))
    without = wikipub.publish(document, "pdf", tmp_path / "without.pdf")
    assert [found.code for found in without.diagnostics] == ["missing-glyph"]
    beside = wikipub.publish(document, "pdf", tmp_path / "with.pdf", font_path=[str(font_path)])
    assert beside.diagnostics == ()
    assert coverage(PRIVATE, [str(font_path)]) == Coverage(needs_system_fonts=False, unshown=frozenset())


def test_a_font_that_is_not_there_is_an_error_that_names_the_near_one(font_path: Path, tmp_path: Path) -> None:
    document = article(paragraph("Text."))
    with pytest.raises(PublishError, match="no font 'Libertinus Serff' here; did you mean Libertinus Serif"):
        wikipub.publish(document, "pdf", tmp_path / "x.pdf", font="Libertinus Serff")
    with pytest.raises(PublishError, match="--font-path FOLDER"):
        wikipub.publish(document, "pdf", tmp_path / "x.pdf", font="Tern Private")
    assert not any(tmp_path.glob("x.*"))
    wikipub.publish(document, "pdf", tmp_path / "x.pdf", font="tern private", font_path=[str(font_path)])


def test_a_run_with_a_font_that_is_not_there_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Tern Rock\n\nTern Rock is bare.\n", encoding="utf-8")
    words = ["build", str(tmp_path / "page.txt"), "--output", str(tmp_path / "out"), "--font", "No Such Font"]
    done = CliRunner().invoke(cli, [*words, "--format", "epub,pdf"])
    assert done.exit_code == PublishError.exit_code
    assert "No Such Font" in done.stderr
    assert not (tmp_path / "out").exists()
    # In DOCX a program elsewhere shows it.
    assert CliRunner().invoke(cli, [*words, "--format", "docx"]).exit_code == 0


def test_a_font_that_typst_brings_needs_not_the_systems() -> None:
    assert not is_of_system("Libertinus Serif")


def test_what_no_font_shows_is_listed_by_script_with_a_font_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Coverage(needs_system_fonts=False, unshown=frozenset("\u0e17\u0e40\u1215\uac00\N{SNOWMAN}"))
    monkeypatch.setattr(pdf, "coverage", lambda *_: shown)
    report = wikipub.publish(article(paragraph("Text.")), "pdf", tmp_path / "x.pdf")
    assert {found.code for found in report.diagnostics} == {"missing-glyph"}
    said = [found.message for found in report.diagnostics]
    for script, font, character in (
        ("Thai", "Noto Serif Thai", "U+0E40"),
        ("Ethiopic", "Noto Serif Ethiopic", "U+1215"),
        ("Hangul", "Noto Serif CJK KR", "U+AC00"),
        (SYMBOLS, "Noto Sans Symbols", "U+2603"),
    ):
        message = next(message for message in said if f"shows {script}: " in message)
        assert font in message
        assert character in message
        assert "--font-path" in message
    assert len(said) == 4


@pytest.mark.parametrize(
    ("characters", "script"),
    [
        ("aéßŋʃǃ", "Latin"),
        ("ωΏ", "Greek"),
        ("жЁ", "Cyrillic"),
        ("海直𠀀⼀", "Han"),
        ("、。", "Han"),
        ("はカｶー", "kana"),
        ("바ᄀㄱ", "Hangul"),
        ("بـ،", "Arabic"),
        ("הּ", "Hebrew"),
        ("सि।", "Devanagari"),
        ("ทะ", "Thai"),
        ("☃€→", SYMBOLS),
        (PRIVATE, SYMBOLS),
    ],
)
def test_the_script_of_a_character(characters: str, script: str) -> None:
    assert [found.name for found in by_script(characters)] == [script]
    assert all(script_of(character).fonts for character in characters)


@pytest.mark.parametrize(
    ("language", "text", "font"),
    [
        ("ja", "海", "Noto Serif CJK JP"),
        ("ko", "海", "Noto Serif CJK KR"),
        ("zh-Hant", "海", "Noto Serif CJK TC"),
        ("zh-TW", "海", "Noto Serif CJK TC"),
        ("zh", "海", "Noto Serif CJK SC"),
        ("en", "海", "Noto Serif CJK SC"),
        ("en", "海は", "Noto Serif CJK JP"),
        ("en", "ب", "Noto Naskh Arabic"),
    ],
)
def test_the_first_font_of_a_script_is_that_of_the_articles_language(language: str, text: str, font: str) -> None:
    assert preferred_fonts(text, "Own", language)[""][:2] == ("Own", font)


def test_words_of_a_language_have_its_fonts(tmp_path: Path) -> None:
    words = (Text("The sea: "), Foreign((Text("海"),), "ja"), Text(", "), Foreign((Text("海"),), "zh-Hant"))
    document: Document = article(Paragraph(words))
    wikipub.publish(document, "typst", tmp_path / "x.typ")
    source = (tmp_path / "x.typ").read_text(encoding="utf-8")
    assert '#foreign("ja")[海]' in source
    assert '#foreign("zh-hant")[海]' in source
    assert '"ja": ("Libertinus Serif", "Noto Serif CJK JP",' in source


def test_words_in_word_have_their_language_for_the_kind_of_their_characters(tmp_path: Path) -> None:
    words = (
        Foreign((Text("海"),), "ja"),
        Text(", "),
        Foreign((Text("ים"),), "he"),
        Text(", "),
        Foreign((Text("mer"),), "fr"),
    )
    wikipub.publish(article(Paragraph(words)), "docx", tmp_path / "x.docx")
    page = members((tmp_path / "x.docx").read_bytes())["word/document.xml"].decode()
    assert '<w:lang w:val="ja" w:eastAsia="ja"/>' in page
    assert '<w:lang w:val="he" w:bidi="he"/>' in page
    assert '<w:lang w:val="fr" />' in page


def test_an_article_in_latin_letters_asks_for_no_other_font() -> None:
    assert preferred_fonts("Plain words, é ß Ωμ Жи.", "Own", "en") == {"": ("Own",)}
