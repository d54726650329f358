"""Which legacy encoding a text is in that is not Unicode, told from the letters that its bytes would be.

Two questions, in order. Are pairs of bytes the everyday characters of Chinese, Japanese or Korean? If not, in which
encoding of one byte a character do the letters look most like those of a language that is written in it? Windows-1252
is taken unless another is clearly likelier. The orders of letters are rough and from general knowledge of the
languages; only large differences matter here.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

DEFAULT = "cp1252"
"""What text is in where nothing speaks for another encoding; also what browsers take for Latin-1."""

_SAMPLE = 2**16
"""Bytes that are looked at: words with a byte beyond ASCII, from the text's beginning."""

_WORD = 2**12
"""Most bytes of one word; text without blanks is one word."""

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_ASCII_LETTER = re.compile(rb"[A-Za-z]")
_HIGH_LETTER = re.compile(rb"[\x80-\x84\x86-\x90\x98-\x9f\xa1-\xaa\xac-\xaf\xb1-\xb6\xb8-\xba\xbc-\xff]")
"""Bytes that are letters in one encoding or another, without those that are dashes, quotes and blanks in Windows'."""

_BLANK = re.compile(rb"[\x00-\x20]")

_DENSE = 0.45
"""Share of bytes beyond ASCII among the letters of words with such bytes, over which they are no accented Latin words,
which have up to 0.3; katakana in Shift-JIS has 0.5 at least."""

# --- Two bytes a character ---------------------------------------------------------------------------------------

_KANA = "".join(map(chr, (*range(0x3041, 0x3094), *range(0x30A1, 0x30F7)))) + "ー、。「」・"
_HANGUL = (
    "이다는의에을를가은하고한로지도사기리어인대자나시라정스서아일으해부과그수주제있들전동만여된성원보장상조구"
    "면비국었미유와공신년소관학되방중연람안오경남였문물위세선계했치화생적양행우분모며개진진간명산마"
)
_SIMPLIFIED = (
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小心多天"
    "而能好都然没日于起还发成事只作当想看文开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但"
    "些与高进法此实二理月明其种全工部正名定最间新位因重被第相次海市城岛建省县由至世纪区北南东西水山"
)
_TRADITIONAL = (
    "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後小心多天"
    "而能好都然沒日於起還發成事只作當想看文開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但"
    "些與高進法此實二理月明其種全工部正名定最間新位因重被第相次海市城島建省縣由至世紀區北南東西水山"
)

_PAIRED = {
    "cp932": frozenset(_KANA),
    "euc_jp": frozenset(_KANA),
    "gb18030": frozenset(_SIMPLIFIED + "，。、"),
    "cp950": frozenset(_TRADITIONAL + "，。、"),
    "cp949": frozenset(_HANGUL),
}
"""Codecs of two bytes a character, each with what its texts are full of. cp932, cp950 and cp949 are Windows' forms of
Shift-JIS, Big5 and EUC-KR, and read those too."""

_EVERYDAY = 0.2
"""Least share of everyday characters; right codecs have 0.3 and more, wrong ones less than 0.1."""

_FEWEST = 4
"""Fewest everyday characters that tell anything."""

# --- One byte a character ----------------------------------------------------------------------------------------


_SHORTEST = 10
"""Letters that a language is taken to have at least, lest one with few of them wins by two."""


@dataclass(frozen=True, slots=True)
class _Language:
    """The letters beyond ASCII that a language is written with, most frequent first, and where they may stand."""

    letters: str
    latin: bool = True

    def cost(self, letter: str) -> float:
        """Minus the logarithm of the letter's likelihood, which falls with its rank (Zipf)."""
        rank = self.letters.find(letter) + 1
        return math.log(rank * _harmonic(max(len(self.letters), _SHORTEST))) if rank else _MISS


_WESTERN = (
    _Language("éüöäáóíñçèàåøúêâãæôßîëïûùòìõýœðþÿšž"),  # names from everywhere, in English text
    _Language("éèàêçôùâîûœëïü"),
    _Language("äüöß"),
    _Language("óíáéñúü¿¡"),
    _Language("ãçéáíóêõúâàôü"),
    _Language("èàùòìé"),
    _Language("àóéíèòçïúü"),
    _Language("äöåéü"),
    _Language("ëéïèöüáóê"),
    _Language("øåæéöäü"),
    _Language("ðáíþóæéöúý"),
    _Language("õäüöšž"),
)
_CENTRAL = (
    _Language("łąężśóćńź"),
    _Language("íáéěřčžšýůúňťďó"),
    _Language("áíýéčžšľúťňôóäďĺŕ"),
    _Language("éáöóőüíúű"),
    _Language("ăîâşţ"),
    _Language("čšžćđ"),
    _Language("ëç"),
)
_TURKISH = (_Language("ıüşğöçİâîû"),)
_BALTIC = (_Language("ėšųįžąčūę"), _Language("āīēšņūļžķģč"))
_RUSSIAN = _Language("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", latin=False)
_CYRILLIC = (
    _RUSSIAN,
    _Language("оаинвіетрсклудмпяьзгбйчхцжїюєшщфґ", latin=False),
    _Language("аиоентрсвлкдпмъузябгчщцжшюхфй", latin=False),
    _Language("аоиенсрјутдквлпмгзбшчцњљжхћфђџ", latin=False),
    _Language("аоеінтрысклядумпўьзгбчйцжхэёшюф", latin=False),
)
_GREEK = (_Language("αοιτεσνηυςρπκλμίόωάγέδήχθύφβξώζψϊ", latin=False),)
_HEBREW = (_Language("יוהלאבתרמשנםדקעחפגכטזסןךצףץ", latin=False),)
_ARABIC = (
    _Language("اليمنروتبةعدسفهكقحجأشصطخىإءذزضغثئظؤآ،", latin=False),
    _Language("ایرندهمتسبوشکگلزفخقعجپحصآءطئچذغضژثظ،", latin=False),
)

_SINGLE = {
    "cp1252": _WESTERN,
    "mac_roman": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1254": _TURKISH,
    "cp1257": _BALTIC,
    "cp1251": _CYRILLIC,
    "koi8_r": (_RUSSIAN,),
    "koi8_u": _CYRILLIC,
    "iso8859_5": _CYRILLIC,
    "cp1253": _GREEK,
    "iso8859_7": _GREEK,
    "cp1255": _HEBREW,
    "cp1256": _ARABIC,
}
"""Codecs of one byte a character with the languages that are written in them; of equals the first is taken."""

_LEAD = 6.0
"""By how much another codec has to be better than DEFAULT: a likelihood of 400 to 1."""

_DISTINCT = 3
"""Fewest different bytes beyond ASCII that speak for another codec than DEFAULT."""

_MISS = 7.0
"""Cost of a letter that the language has not, or that stands where none can."""

_DAMAGE = 9.0
"""Cost of a byte that the codec has not."""

_CAPITAL, _CLUSTER = 2.0, 2.0
"""What it costs more to be a capital among small letters, and, in Latin words, to follow a letter beyond ASCII."""

_PUNCTUATION, _SYMBOL = 3.0, 5.0
"""Costs of punctuation that prose is full of, and of other signs."""

_COMMON = frozenset("\xa0\xad“”„‘’‚«»‹›–—…•·°§©®™±×÷€£¢¹²³ªº½¼¾¡¿¶†‡µ·־׳״،؛؟№")
_WITHIN_WORDS = frozenset("\xa0\xad’‘–—…•·־׳״،\u200c\u200d")


def guess(data: bytes) -> str:
    """The name of the codec that `data`, which holds bytes beyond ASCII and is not Unicode, is most likely in."""
    sample = words_beyond_ascii(data)
    return (_dense(sample, _BEYOND_ASCII) and _paired(sample)) or _single(sample, _dense(sample, _HIGH_LETTER))


def words_beyond_ascii(data: bytes) -> bytes:
    """The first words of `data` with a byte beyond ASCII, parted by blanks: what tells its encoding."""
    return b" ".join(_words(data))


def _dense(sample: bytes, high: re.Pattern[bytes]) -> bool:
    """Whether the bytes that `high` finds are many, beside the letters of ASCII in the same words."""
    found = len(high.findall(sample))
    return found > _DENSE * (found + len(_ASCII_LETTER.findall(sample)))


def _words(data: bytes) -> Iterator[bytes]:
    end = taken = 0
    while taken < _SAMPLE and (found := _BEYOND_ASCII.search(data, end)):
        # No codec here has a blank for the second byte of a pair, so a cut at blanks cuts no character.
        before = max(data.rfind(blank, max(end, found.start() - 64), found.start()) for blank in (b" ", b"\n"))
        start = before + 1 if before >= 0 else max(end, found.start() - 64)
        after = _BLANK.search(data, found.start(), found.start() + _WORD)
        end = after.start() if after else min(found.start() + _WORD, len(data))
        taken += end - start
        yield data[start:end]


def _paired(sample: bytes) -> str | None:
    """The codec of two bytes a character that makes everyday text of the sample, if any does."""
    shares = {}
    for codec, everyday in _PAIRED.items():
        characters = [c for c in sample.decode(codec, "replace") if c > "\x7f"]
        hits = sum(c in everyday for c in characters)
        shares[codec] = hits / len(characters) if hits >= _FEWEST else 0.0
    best = max(shares, key=lambda codec: shares[codec])
    return best if shares[best] >= _EVERYDAY else None


def _single(sample: bytes, dense: bool) -> str:
    """The codec of one byte a character in which the sample looks most like a language."""
    if len(set(_BEYOND_ASCII.findall(sample))) < _DISTINCT:
        return DEFAULT
    costs = {}
    for codec, languages in _SINGLE.items():
        latin = languages[0].latin
        if latin or dense:
            signs = _counted(sample.decode(codec, "replace"), latin)
            costs[codec] = min(_cost(signs, language, dense) for language in languages)
    costs[DEFAULT] -= _LEAD
    return min(costs, key=lambda codec: costs[codec])


@dataclass(frozen=True, slots=True)
class _Sign:
    """A character beyond ASCII as it stands in a text: whether it can stand there, and two things that are rarer.

    `follows` is said of a letter after another beyond ASCII in a Latin word, `capital` of one without others beside it.
    """

    character: str
    odd: bool = False
    follows: bool = False
    capital: bool = False


def _counted(text: str, latin: bool) -> Counter[_Sign]:
    signs: Counter[_Sign] = Counter()
    for before, character, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if character > "\x7f":
            signs[_sign(before, character, after, latin)] += 1
    return signs


def _sign(before: str, character: str, after: str, latin: bool) -> _Sign:
    if not _is_letter(character):
        odd = _is_letter(before) and _is_letter(after) and character not in _WITHIN_WORDS
        return _Sign(character, odd)
    odd = before.islower() and character.isupper() and _is_letter(before)
    if not latin:
        odd = odd or (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    capital = character.isupper() and not before.isupper() and not after.isupper()
    return _Sign(character, odd, latin and before > "\x7f" and _is_letter(before), capital)


def _cost(signs: Counter[_Sign], language: _Language, dense: bool) -> float:
    """How unlikely it is that text of `language` has these signs.

    In an accented Latin text a letter's second and further times count less: what is rare decides there, and not a
    letter that stands there a thousand times and that several codecs have.
    """
    times: Counter[str] = Counter()
    sums: defaultdict[str, float] = defaultdict(float)
    for sign, count in signs.items():
        letter = sign.character.lower()
        times[letter] += count
        sums[letter] += count * _sign_cost(sign, language)
    if dense:
        return sum(sums.values())
    return sum((1 + math.log(count)) * sums[letter] / count for letter, count in times.items())


def _sign_cost(sign: _Sign, language: _Language) -> float:
    character = sign.character
    if character == "\N{REPLACEMENT CHARACTER}":
        return _DAMAGE
    if sign.odd:
        return _MISS
    if character in language.letters:
        return language.cost(character) + _CLUSTER * sign.follows
    if _is_letter(character):
        return language.cost(character.lower()) + _CAPITAL * sign.capital + _CLUSTER * sign.follows
    return _PUNCTUATION if character in _COMMON else _SYMBOL


def _is_letter(character: str) -> bool:
    return character not in "ªºµ" and (character.isalpha() or unicodedata.category(character) == "Mn")


@cache
def _harmonic(number: int) -> float:
    return sum(1 / rank for rank in range(1, number + 1))
