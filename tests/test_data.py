"""Tables are strict, each of their rules is of use, and none of them takes long or takes what is the article's."""

from __future__ import annotations

import re
import time
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from tools.make_interface import language_of, pattern, printed
from wikipub.data.furniture import furniture
from wikipub.data.interface import PATTERNS, PHRASES, Phrase, folded, interface
from wikipub.data.language import LABELS, labels, languages, shares
from wikipub.data.table import Table, compiled
from wikipub.errors import DataError
from wikipub.readers.text.site.phrases import ROLES

CASES = Path(__file__).parent / "cases"

WRONG = {
    "no TOML": ("code = ", "not valid TOML"),
    "a missing key": ("", "code: expected a string that is not empty, but it is missing"),
    "an empty string": ("code = ' '", "code: expected a string that is not empty"),
    "a wrong type": ("code = 1", "found 1"),
    "an unknown key": ("code = 'en'\ncolour = 'red'", "colour: unknown key"),
    "a list with an empty string": ("code = 'en'\nwords = ['']", "words: expected a list of strings"),
    "a list where a text is due": ("code = 'en'\nmany = ['a']", "many: expected a string"),
    "no table": ("code = 'en'\nrules = 1", "rules: expected an array of tables"),
}

LONG = 20_000
"""Length of a line made to keep a pattern busy, in characters."""
LONGEST_MATCH = 0.1
"""Most time that a pattern may take over such a line, in seconds; measured: below 0.01."""

SPOKEN = {
    "ar": "العبارة هي قارب صغير يعبر المضيق أربع مرات في اليوم وقد كان من قبل على الجزيرة",
    "cs": "Přívoz je malá loď, která překonává úžinu čtyřikrát denně a byla postavena v roce 1904.",
    "de": "Die Fähre ist ein kleines Boot, das den Sund viermal am Tag quert.",
    "en": "The ferry is a small boat that crosses the sound four times a day in every season.",
    "es": "El transbordador es un barco pequeño que cruza el estrecho cuatro veces al día en todas las estaciones.",
    "fi": "Lautta on pieni vene, joka ylittää salmen neljä kertaa päivässä ja se on myös vanha.",
    "fr": "Le bac est un petit bateau qui traverse le détroit quatre fois par jour en toute saison.",
    "he": "המעבורת היא סירה קטנה שחוצה את המצר ארבע פעמים ביום וגם על ידי אנשים",
    "it": "Il traghetto è una piccola barca che attraversa lo stretto quattro volte al giorno in ogni stagione.",
    "ja": "渡し船は、一日に四回海峡を渡る小さな船である。島の人はみなこれに乗る。",
    "ko": "이 배는 하루에 네 번 해협을 건너는 작은 배이다. 사람들은 그것을 좋아한다.",
    "nb": "Fergen er en liten båt som krysser sundet fire ganger om dagen i hver årstid.",
    "nl": "De veerboot is een kleine boot die de zee-engte vier keer per dag in elk seizoen oversteekt.",
    "pl": "Prom jest małą łodzią, która przepływa przez cieśninę cztery razy na dzień i nie tylko w lecie.",
    "pt": "A balsa é um pequeno barco que atravessa o estreito quatro vezes por dia em todas as estações.",
    "ru": "Паром — это небольшое судно, которое пересекает пролив четыре раза в день и в каждый сезон.",
    "sv": "Färjan är en liten båt som korsar sundet fyra gånger om dagen under varje årstid.",
    "tr": "Feribot, her mevsimde boğazı günde dört kez geçen küçük bir teknedir ve bu çok eski olarak bilinir.",
    "uk": "Пором — це невелике судно, яке перетинає протоку чотири рази на день і в кожну пору року.",
    "zh": "渡轮是一种在海峡两岸之间运送人和货物的小船，它在每个季节都运行。",
}

LINES = {
    "Jump to navigation": ("jump", "en", ""),
    "Jump to: navigation, search": ("jump", "en", ""),
    "Jump_to_navigation Jump_to_search": ("jump", "en", ""),
    "Zur Navigation springenZur Suche springen": ("jump", "de", ""),
    "Перейти к навигации Перейти к поиску": ("jump", "ru", ""),
    'Retrieved from "https://wiki.example/a_b"\t\tCategories: Boats': ("retrieved", "en", "https://wiki.example/a_b"),
    "Retrieved from": ("retrieved", "en", ""),
    "Récupérée de « http://wiki.example/Bac »": ("retrieved", "fr", "http://wiki.example/Bac"),
    "取自“http://wiki.example/渡船”": ("retrieved", "zh", "http://wiki.example/渡船"),
    "(Redirected from Sound Ferry)": ("redirected", "en", "Sound Ferry"),
    "(перенаправлено с «Паромы»)": ("redirected", "ru", "Паромы"),
    "Categories: Boats | Sounds": ("categories", "en", "Boats | Sounds"),
    "Versteckte Kategorien:": ("categories", "de", ""),
    "Toggle History subsection": ("toggle", "en", "History"),
    "What links here": ("menu", "en", ""),
    "Main pageCurrent eventsRandom articleAbout Wikipedia": ("menu", "en", ""),
    "Nicht angemeldetDiskussionsseiteBeiträgeAnmelden": ("menu", "de", ""),
    "[Unknown INPUT type] [Search][Go]": ("menu", "en", ""),
    "This page was last edited on 3 May 2020, at 11:03.": ("footer", "en", "3 May 2020"),
    "最終更新 2020年5月3日 (日) 11:03": ("footer", "ja", "2020年5月3日 (日) 11:03"),
    "aus Wikipedia, der freien Enzyklopädie": ("tagline", "de", ""),
    "Boat Ferry (page does not exist)": ("redlink", "en", "Boat Ferry"),
    "日本語한국어": ("language", "ja", ""),
    "v · t · e": ("navbox", "en", ""),
    "vteBoats of the sound": ("navbox", "en", "Boats of the sound"),
    "V – D – B": ("navbox", "de", ""),
}

OURS = (
    "",
    "The ferry is a small boat that crosses the sound four times a day in every season.",
    "History",
    "See also",
    "From the sound to the harbour",
    "Vtes",
    "VEDAS",
    "Read the main page of the book of boats before you go",
    "Jump to the boat",
)


def ask(path: Path) -> None:
    table = Table.load(path)
    table.text("code")
    table.texts("words")
    table.words("many")
    list(table.tables("rules"))
    table.close()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_table_is_an_error_that_names_file_and_key(name: str, tmp_path: Path) -> None:
    content, words = WRONG[name]
    path = tmp_path / "rules.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(DataError) as caught:
        ask(path)
    assert "rules.toml" in str(caught.value)
    assert words in str(caught.value)


def test_a_wrong_expression_is_an_error_that_shows_it() -> None:
    with pytest.raises(DataError, match=r"no regular expression .*: \(boat"):
        compiled("(boat")


def test_a_long_list_stands_between_semicolons_or_lines(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text("many = '''\nsea boat; ferry;\nsound\n'''\nlines = '''\na; b\n\nc\n'''\n", "utf-8")
    table = Table.load(path)
    assert table.words("many") == ("sea boat", "ferry", "sound")
    assert table.lines("lines") == ("a; b", "c")
    assert table.words("none") == table.lines("none") == ()


# --- languages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(languages()))
def test_a_language_has_all_that_the_readers_and_publications_ask_of_it(code: str) -> None:
    language = languages()[code]
    assert language.edit
    assert language.contents
    assert language.taglines
    assert len(language.sections) >= 60
    assert len(language.menu) >= 40
    assert language.footer
    assert language.tags
    assert language.notes
    assert len(language.corners) >= 3
    assert len(language.common) >= 20
    assert language.hatnotes
    assert set(language.labels) == set(LABELS)


@pytest.mark.parametrize("code", sorted(languages()))
def test_a_sentence_is_in_the_language_whose_common_words_it_has(code: str) -> None:
    found = shares(SPOKEN[code])
    assert max(found, key=lambda code: found[code]) == code
    assert found[code] >= 0.15


def test_a_text_without_words_is_in_no_language() -> None:
    assert set(shares("12 — 34").values()) == {0.0}


def test_labels_of_an_unknown_language_are_english() -> None:
    assert labels("xx") == labels("en") != labels("de-AT") == labels("de")


def test_no_hatnote_rule_begins_all_too_early() -> None:
    starts = [start for language in languages().values() for rule in language.hatnotes for start in rule.starts]
    quotes = ('"', "“", "”", "„", "«", "「", "'", "‘", "→")
    assert [start for start in starts if len(start) < 2 and start not in quotes] == []


# --- furniture ---------------------------------------------------------------------------------------------------


def test_the_reader_has_a_reason_for_each_role_of_the_interface() -> None:
    roles = {role for role, _ in (*PHRASES.values(), *PATTERNS.values())} | {"navbox"}
    assert roles <= set(ROLES)


def test_every_furniture_rule_is_hit_by_a_case() -> None:
    expected = "\n".join(path.read_text("utf-8") for path in CASES.rglob("*.test"))
    missed = [rule.id for rule in furniture().rules if f"[{rule.id}]" not in expected]
    assert missed == []


def test_furniture_is_in_languages_that_have_a_table() -> None:
    assert {rule.language for rule in furniture().rules} - {""} <= set(languages())


@pytest.mark.parametrize("line", OURS)
def test_no_rule_takes_a_line_of_ours(line: str) -> None:
    assert furniture().match(line) is None


def test_every_table_names_its_source() -> None:
    for folder in ("languages", "furniture"):
        tables = [file for file in files("wikipub.data").joinpath(folder).iterdir() if file.name.endswith(".toml")]
        for file in tables:
            assert 'source = "' in file.read_text("utf-8"), file.name


def expressions() -> list[tuple[str, str]]:
    """Each regular expression of the tables, with a beginning of the lines that it is tried on."""
    rules = [(start, rule.expression) for rule in furniture().rules for start in (rule.starts or rule.ends)[:3]]
    hats = [
        (start, rule.expression)
        for language in languages().values()
        for rule in language.hatnotes
        for start in rule.starts[:3]
    ]
    return [(start, expression) for start, expression in rules + hats if expression]


@pytest.mark.parametrize("filling", ["a", " a", "{start}", "{start}a, ", "{", "}{", '"', "« ", "「あ」、", ".", "1°N "])
def test_a_pattern_takes_time_in_step_with_its_line(filling: str) -> None:
    """No line, however long and whatever it repeats, keeps a pattern of the tables busy."""
    slow = {}
    for start, expression in expressions():
        pattern = compiled(expression)
        line = (start + filling.replace("{start}", start) * LONG)[:LONG] + "\x00"
        before = time.perf_counter()
        pattern.fullmatch(line)
        if (took := time.perf_counter() - before) > LONGEST_MATCH:
            slow[expression] = took
    assert slow == {}


# --- interface ---------------------------------------------------------------------------------------------------


def test_the_interface_file_is_folded_sorted_and_names_its_source() -> None:
    table = tomllib.loads(files("wikipub.data").joinpath("interface.toml").read_text("utf-8"))
    assert "Debian package mediawiki" in table["source"]
    codes: set[str] = set()
    for section in ("phrases", "patterns"):
        for role, text in table[section].items():
            rows = [row.split("\t") for row in text.splitlines()]
            assert all(len(row) == 2 for row in rows), role
            phrases = [phrase for phrase, _ in rows]
            assert phrases == sorted(set(phrases)), role
            assert role == "letters" or phrases == [folded(phrase) for phrase in phrases], role
            assert all("$" in phrase for phrase in phrases) == (section == "patterns"), role
            codes.update(code for _, row in rows for code in row.split())
    assert len(codes) > 400


def test_the_interface_knows_edit_marks_and_contents_of_all_languages_with_a_table() -> None:
    words, contents = interface().edit, interface().contents
    for code in languages():
        assert any(code in codes for codes in words.values()), code
        assert any(code in codes for codes in contents.values()), code
    assert len({code for codes in words.values() for code in codes}) > 350


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_interface_says_what_it_is(line: str) -> None:
    role, code, value = LINES[line]
    found = interface().match(line)
    assert found is not None
    assert (found.role, found.value) == (role, value)
    assert code in found.languages


@pytest.mark.parametrize("line", OURS)
def test_a_line_of_ours_is_at_most_uncertain(line: str) -> None:
    found = interface().match(line)
    assert found is None or not found.certain


@pytest.mark.parametrize("code", sorted(languages()))
def test_a_wikipedias_tagline_is_certain(code: str) -> None:
    for line in languages()[code].taglines:
        found = interface().match(line)
        assert found is not None
        assert found.role == "tagline"
        assert found.certain
        assert code in found.languages


@pytest.mark.parametrize(
    ("words", "code"),
    [("edit", "en"), ("Edit | edit source", "en"), ("править · править код", "ru"), ("編集", "ja"), ("modifica", "it")],
)
def test_words_of_an_edit_mark_tell_their_languages(words: str, code: str) -> None:
    assert code in interface().edit_languages(words)


def test_other_words_make_no_edit_mark() -> None:
    assert interface().edit_languages("note 1") == ()
    assert interface().edit_languages("edit | boat") == ()


def test_letters_of_back_links_are_known_where_they_are_not_latin() -> None:
    assert interface().letters["ko"][:3] == ("가", "나", "다")
    assert "et" in interface().joints


def test_a_long_line_costs_no_more_than_its_length() -> None:
    """Runs of phrases, the dearest question, stay fast over a line that almost is one."""
    before = time.perf_counter()
    for line in ("help" * 240, "a b " * 240, "編集" * 490 + "x", "日本語" * 333):
        interface().match(line)
    assert time.perf_counter() - before < 2


# --- the file's maker --------------------------------------------------------------------------------------------


def test_a_message_is_printed_in_all_its_forms() -> None:
    assert list(printed("{{PLURAL:$1|one boat|$1 boats}}")) == ["$1 boats", "one boat"]
    assert list(printed("[[Boats|The ''boats'']] of {{SITENAME}}<br />&amp; sea")) == ["The boats of Wikipedia & sea"]
    assert list(printed("{{GRAMMAR:genitive|{{SITENAME}}}} boats", "$1")) == ["$1 boats"]
    assert list(printed("{{#if:a|b}}")) == []


def test_a_pattern_gives_enough_to_be_known_by() -> None:
    assert pattern("seen $1 $2 times", 4) == "seen $1 times"
    assert pattern("“$1”", 1) == ""
    assert pattern("by $1", 4) == ""


def test_a_variant_belongs_to_its_language() -> None:
    assert [language_of(code) for code in ("pt-br", "zh-hans", "be-tarask", "en")] == ["pt", "zh", "be-tarask", "en"]


def test_a_phrase_without_a_value_has_an_empty_one() -> None:
    assert Phrase("menu", ("en",), False).value == ""


def test_folding_makes_one_of_quotes_and_blanks() -> None:
    assert folded("\u200e„Die\u00a0 FÄHRE“") == '"die fähre"'
    assert re.fullmatch(r"[a-z ]+", folded("The  Ferry"))
