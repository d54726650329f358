"""Text that is not UTF-8: no letter of it is lost, and a guess is never silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wikipub.safe import UNFIT, first_unfit
from wikipub.sources.encodings import decode

PAGE = (
    "The lighthouse was built by masons and their pupils, who had come from the mainland for three summers. "
    "It stands on a rock at the end of the sound, and its lamp is lit by the keeper's family each night. "
) * 20
"""About four thousand characters of ASCII."""

GERMAN = (
    "Der Leuchtturm steht auf einem Felsen vor der Küste. Über eine schmale Brücke gelangen Besucher während des "
    "Sommers täglich zum Turm; früher mußten sie rudern. Größere Schiffe führen zwölf Wärter und ihre Töchter. "
)
FRENCH = (
    "Le phare a été bâti par des maçons et leurs élèves, venus de la côte à l’été. Il s’élève à l’extrémité du "
    "détroit; où la mer est très forte, il faut être prêt à tout. Le cœur de l’œuvre, naïve peut-être, brûle là-haut. "
)
SPANISH = (
    "El faro se construyó en una peña de la bahía. ¿Quién lo cuidó? Según el señor Núñez, su compañía pagó más de "
    "mil pesos al año. ¡Qué país! La niña pequeña leyó allí la última página del guión de su tío. "
)
PORTUGUESE = (
    "O farol fica numa ilha da região. Não há população além dos guardiões; as condições são difíceis e três "
    "crianças já não voltarão. A construção começou em março, após a invenção da lâmpada. Você é português? "
)
DANISH = "Fyret står på en ø i det smalle sund. Fårene græsser på øen, og søen er rå året rundt. Æblerne modner sent. "
ICELANDIC = (
    "Vitinn stendur á kletti við sundið. Það var reistur þegar maður og kona hans komu þangað á skútu, og hún "
    "fæddi þar dóttur. Ævi þeirra var góð. "
)
POLISH = (
    "Latarnia morska stoi na skale u ujścia cieśniny. Została zbudowana przez murarzy i ich uczniów, którzy "
    "przybyli z lądu. Każdej nocy światło zapala się o zmierzchu. Dziś mieszka tam źródło całej opowieści, żółw. "
)
CZECH = (
    "Maják stojí na skále na konci úžiny. Postavili jej zedníci a jejich žáci, kteří přišli z pevniny. Každou noc "
    "se světlo rozsvítí při soumraku. Příliš žluťoučký kůň úpěl ďábelské ódy u věže. "
)
HUNGARIAN = (
    "A világítótorony egy sziklán áll a szoros végén. Kőművesek és tanítványaik építették, akik három nyáron át "
    "jöttek a szárazföldről. A fényt minden este az őr gyújtja meg, aki büszke a művére és a tűzre. "
)
ROMANIAN = (
    "Farul se înalţă pe o stâncă la capătul strâmtorii şi a fost construit de zidari veniţi în trei veri. În "
    "fiecare noapte lumina este aprinsă de paznic, care trăieşte aici. "
)
TURKISH = (
    "Deniz feneri boğazın ucunda bir kayanın üzerinde durur. Duvarcılar ve öğrencileri tarafından üç yazda inşa "
    "edildi. İstanbul'dan gelen ışık her gece bekçi tarafından yakılır; çocukları da ona yardım eder. Şimdi boş. "
)
LATVIAN = (
    "Bāka atrodas uz klints šauruma galā. To uzcēla mūrnieki un viņu mācekļi, kas ieradās no cietzemes trīs "
    "vasarās. Gaismu katru nakti iededz sargs. "
)
RUSSIAN = (
    "Маяк стоит на скале в конце пролива. Его построили каменщики и их ученики, приходившие с материка три лета "
    "подряд. Каждую ночь огонь зажигает семья смотрителя. Объём работ был велик, но Юрий Щукин всё успел. "
)
UKRAINIAN = (
    "Маяк стоїть на скелі в кінці протоки. Його збудували муляри та їхні учні, які приїздили з материка три літа. "
    "Щоночі вогонь запалює родина доглядача. Її історія є відомою, і всі її знають. Ґанок невеликий. "
)
GREEK = (
    "Ο φάρος στέκεται σε έναν βράχο στην άκρη του πορθμού. Τον έχτισαν χτίστες και οι μαθητές τους, που ήρθαν από "
    "τη στεριά για τρία καλοκαίρια. Κάθε νύχτα το φως ανάβει η οικογένεια του φύλακα. Ήταν ωραία εποχή. "
)
HEBREW = (
    "המגדלור עומד על סלע בקצה המצר. הוא נבנה על ידי בנאים ותלמידיהם, שבאו מן היבשה במשך שלושה קיצים. כל לילה "
    "מדליקה משפחת השומר את האור. "
)
ARABIC = (
    "تقف المنارة على صخرة في نهاية المضيق. وقد بناها البناؤون وتلاميذهم الذين جاؤوا من البر خلال ثلاثة فصول "
    "صيف. وفي كل ليلة تضيء أسرة الحارس النور، وهي تعيش هناك منذ زمن. "
)
JAPANESE = (
    "灯台は海峡の端にある岩の上に立っている。石工とその弟子たちが三回の夏をかけて建てたものである。毎晩、守り人の"
    "家族が明かりをともす。ランプはフランスから運ばれ、「島の星」と呼ばれた。"
)
SIMPLIFIED = (
    "灯塔位于海峡尽头的一块岩石上，是由石匠和他们的学生用三个夏天建成的。每天晚上，看守人的家人都会点亮灯火。"
    "这个地区的人说，从山上可以看到它的光，也能看到远方的城市和水面。"
)
TRADITIONAL = (
    "燈塔位於海峽盡頭的一塊岩石上，是由石匠和他們的學生用三個夏天建成的。每天晚上，看守人的家人都會點亮燈火。"
    "這個地區的人說，從山上可以看到它的光，也能看到遠方的城市和水面。"
)
KOREAN = (
    "등대는 해협 끝에 있는 바위 위에 서 있다. 석공들과 그 제자들이 세 번의 여름 동안 지었다. 매일 밤 등대지기의 "
    "가족이 불을 켠다. 이 지역의 사람들은 산에서도 그 빛을 볼 수 있다고 한다. "
)

LANGUAGES = {
    "German in cp1252": (GERMAN, "cp1252"),
    "German in Mac Roman": (GERMAN, "mac_roman"),
    "French in cp1252": (FRENCH, "cp1252"),
    "French in Mac Roman": (FRENCH, "mac_roman"),
    "Spanish in cp1252": (SPANISH, "cp1252"),
    "Spanish in Latin-1": (SPANISH, "latin-1"),
    "Portuguese in cp1252": (PORTUGUESE, "cp1252"),
    "Danish in cp1252": (DANISH, "cp1252"),
    "Icelandic in cp1252": (ICELANDIC, "cp1252"),
    "Polish in cp1250": (POLISH, "cp1250"),
    "Polish in Latin-2": (POLISH, "iso8859_2"),
    "Czech in cp1250": (CZECH, "cp1250"),
    "Hungarian in cp1250": (HUNGARIAN, "cp1250"),
    "Romanian in cp1250": (ROMANIAN, "cp1250"),
    "Turkish in cp1254": (TURKISH, "cp1254"),
    "Latvian in cp1257": (LATVIAN, "cp1257"),
    "Russian in cp1251": (RUSSIAN, "cp1251"),
    "Russian in KOI8-R": (RUSSIAN, "koi8_r"),
    "Russian in ISO 8859-5": (RUSSIAN, "iso8859_5"),
    "Ukrainian in cp1251": (UKRAINIAN, "cp1251"),
    "Ukrainian in KOI8-U": (UKRAINIAN, "koi8_u"),
    "Greek in cp1253": (GREEK, "cp1253"),
    "Greek in ISO 8859-7": (GREEK, "iso8859_7"),
    "Hebrew in cp1255": (HEBREW, "cp1255"),
    "Arabic in cp1256": (ARABIC, "cp1256"),
    "Japanese in Shift-JIS": (JAPANESE, "shift_jis"),
    "Japanese in EUC-JP": (JAPANESE, "euc_jp"),
    "Chinese in GB 18030": (SIMPLIFIED, "gb18030"),
    "Chinese in Big5": (TRADITIONAL, "big5"),
    "Korean in EUC-KR": (KOREAN, "euc_kr"),
}

SURROUNDINGS = {
    "alone": "{}",
    "repeated": "{0}\n{0}\n{0}{0}\n",
    "with English before it": "Article\n\n" + PAGE + "\n\n{}",
    "one line of a page of English": PAGE + "\n{}\n" + PAGE,
}


@pytest.mark.parametrize("place", SURROUNDINGS)
@pytest.mark.parametrize("name", LANGUAGES)
def test_text_in_a_legacy_encoding_is_read_whole_and_the_guess_is_reported(name: str, place: str) -> None:
    text, codec = LANGUAGES[name]
    page = SURROUNDINGS[place].format(text)

    found, encoding, repairs = decode(page.encode(codec), "page.txt")

    assert found == page
    (repair,) = repairs
    assert repair.code == "encoding-guessed"
    assert repair.severity == "warning"
    assert encoding in repair.message


@pytest.mark.parametrize("name", ["Polish in cp1250", "Russian in cp1251", "Russian in KOI8-R", "Turkish in cp1254"])
def test_capitals_are_read_as_well(name: str) -> None:
    text, codec = LANGUAGES[name]
    page = text.upper()

    assert decode(page.encode(codec), "page.txt")[0] == page


def test_text_without_blanks_is_read() -> None:
    text = "灯塔位于海峡尽头的一块岩石上的" * 5_000

    assert decode(text.encode("gb18030"), "page.txt")[0] == text


FEW = {
    "one accent": "He was naïve.",
    "one accent, first letter of the word": "The pupils were élite.",
    "an accent alone": "Served à la carte.",
    "two accents": "It was built by maçons from Besançon.",
    "three accents": "It was built by maçons élèves from the mainland.",
    "names of several languages": "Dvorak met Müller, Núñez, Besançon's Élise, Åsa Öberg and Søren Bjørnson.",
    "typographer's marks": "It’s “light” – the keeper’s own – and … so on.",
    "a dash and nothing else": "From 1890 – 1901.",
    "signs": "At 48°N, 12 m³ of oil cost £5 or ½ a day; the area is 3 km². © Smith",
    "one word many times": "The café " * 300 + "of Señor Nuñez.",
    "capitals": "ÉCOLE DES BEAUX-ARTS, GRÖSSE, ESPAÑA",
    "an euro and a trade mark": "It costs €5 at Lamp™.",
    "Portuguese words": "São Paulo and Guimarães.",
    "a Danish name": "Søren Kierkegård",
    "the cubic metre": "About 30 m³ a day.",
}


@pytest.mark.parametrize("before", ["", PAGE], ids=["alone", "in a page of ASCII"])
@pytest.mark.parametrize("name", FEW)
def test_a_few_letters_beyond_ascii_are_western(name: str, before: str) -> None:
    page = before + FEW[name] + "\n" + before

    text, encoding, repairs = decode(page.encode("cp1252"), "page.txt")

    assert text == page
    assert encoding == "cp1252"
    assert [repair.code for repair in repairs] == ["encoding-guessed"]


def test_the_guess_names_the_line_that_is_no_utf_8() -> None:
    _, _, (repair,) = decode(b"one\ntwo\r\nna\xefve\n", "page.txt")

    assert repair.line == 3


@pytest.mark.parametrize("bad", [b"na\xefve", b"\xff", b"\x81\x8d"])
def test_a_bad_byte_after_a_long_stretch_of_ascii_does_not_make_the_text_ascii(bad: bytes) -> None:
    text, encoding, repairs = decode(b"plain words\n" * 60_000 + bad + b"\n", "page.txt")

    assert encoding == "cp1252"
    assert text.count("plain words") == 60_000
    assert repairs[0].code == "encoding-guessed"
    assert repairs[0].line == 60_001


def test_one_bad_byte_far_into_utf_8_leaves_it_utf_8() -> None:
    text, encoding, repairs = decode("Fähre\n".encode() * 60_000 + b"\xff\n", "page.txt")

    assert encoding == "utf-8"
    assert text.count("Fähre") == 60_000
    assert [repair.code for repair in repairs] == ["undecodable"]


def test_a_replacement_character_that_the_file_holds_is_not_counted_as_damage() -> None:
    assert decode("Fähre \ufffd\n".encode(), "page.txt")[2] == ()

    _, _, (repair,) = decode("Fähre \ufffd über \ufffd ".encode() + b"\xff\n", "page.txt")

    assert repair.message.endswith("in 1 place")


def test_signs_around_each_line_from_right_to_left_say_nothing() -> None:
    """So pdftotext writes them; within a line of a wiki they may part what would run together."""
    printed = "\u202bהסכר\u202a .\u202c\u202c\n    \u202bהמים\u202c\n"
    assert decode(printed.encode(), "page.txt")[0] == "הסכר .\n    המים\n"
    own = "The dam (\u202bהסכר\u202c) is old.\n"
    assert decode(own.encode(), "page.txt")[0] == own


def test_a_hyphen_of_pdfium_is_one() -> None:
    """PDFium writes U+FFFE for the hyphen at a line's end, and the two halves side by side."""
    text, _, repairs = decode("the tomato\ufffeand broth-based".encode("utf-8"), "page.txt")
    assert (text, repairs) == ("the tomato-and broth-based", ())


def test_a_long_text_is_read_in_a_time_that_grows_with_its_length() -> None:
    """A word without an end, with a byte beyond ASCII in many places, is looked at once."""
    text, encoding, _ = decode((b"x" * 999 + b"\xe9") * 5_000, "page.txt")

    assert encoding == "cp1252"
    assert text.count("é") == 5_000


@given(
    st.text(
        alphabet=st.characters(exclude_categories=()) | st.sampled_from("a\n\x00\x85\ufffe\U0001fffe\U00010000"),
        max_size=20,
    )
)
def test_the_quick_search_for_unfit_characters_finds_the_same(text: str) -> None:
    quick, plain = first_unfit(text), UNFIT.search(text)
    assert (quick and quick.span()) == (plain and plain.span())
