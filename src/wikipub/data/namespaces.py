"""Words by which wikitext names its namespaces, redirects and picture options (`namespaces.toml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from wikipub.data.table import Table

_REDIRECT = re.compile(r"\s*+#\s*+(\w++)\s*+:?\s*+\[\[\s*+([^\[\]|#\n]+)(?:#([^\[\]|\n]*))?(?:\|[^\[\]\n]*)?\]\]")
_TWO_LETTERS = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Namespaces:
    """Names in all languages, casefolded.

    `medium` are those of `file` whose links lead to a file and show no picture. `thumb` are the options that set a
    picture apart with its caption, `inline` those that set it in its line, `placement` those that say where and how
    large, `alt` and `named` the ones before an equals sign. `wikis` are the words for categories that one large wiki
    has, and its language.
    """

    file: frozenset[str]
    medium: frozenset[str]
    category: frozenset[str]
    template: frozenset[str]
    redirect: frozenset[str]
    switches: frozenset[str]
    thumb: frozenset[str]
    inline: frozenset[str]
    placement: frozenset[str]
    alt: frozenset[str]
    named: frozenset[str]
    languages: frozenset[str]
    wikis: Mapping[str, str]

    def is_language(self, prefix: str) -> bool:
        """Whether a link's prefix is the code of a Wikipedia."""
        return prefix in self.languages or _TWO_LETTERS.fullmatch(prefix) is not None


@cache
def namespaces() -> Namespaces:
    """The table; raises DataError where it is wrong."""
    table = Table.load(files("wikipub.data").joinpath("namespaces.toml"))
    table.text("source")

    def words(key: str) -> frozenset[str]:
        return frozenset(word.casefold() for word in table.words(key))

    found = Namespaces(
        file=words("file") | words("medium"),
        medium=words("medium"),
        category=words("category"),
        template=words("template"),
        redirect=words("redirect"),
        switches=words("switches"),
        thumb=words("thumb"),
        inline=words("inline"),
        placement=words("placement"),
        alt=words("alt"),
        named=words("named"),
        languages=words("languages"),
        wikis={word.casefold(): code for word, code in map(str.split, table.words("wikis"))},
    )
    table.close()
    return found


def redirect_in(text: str) -> re.Match[str] | None:
    """The redirect that a page consists of, `#REDIRECT [[title#section]]`: group 2 is its title, 3 its section."""
    found = _REDIRECT.match(text)
    return found if found and found[1].casefold() in namespaces().redirect else None
