"""Question: in which language is a word that a template sets apart, and how is it set?

https://en.wikipedia.org/wiki/Module:Lang: words in Latin letters are italic.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikipub.data.language_names import languages_as_called

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Arguments

_OTHER_LETTER = re.compile(r"[^\W\d_a-zA-Z\u00aa-\u024f\u1e00-\u1eff]")
_ICON = " icon"


def set_language(name: str, arguments: Arguments, wiki: str) -> None:
    """Give a call the arguments `language`, its name on a wiki in the language `wiki`, `called`, what stands before its
    words, `said`, these as they are set, and `languages`.

    The tag is in the template's name (`lang-fr`, `fr icon`) or the first argument; `languages` are those of all.
    """
    folded = name.replace("_", " ").casefold()
    items = arguments.items()
    if folded.startswith("lang-"):
        tag, text = folded.removeprefix("lang-"), arguments.text("1", "text")
    else:
        tag, text = items[0] if items else "", arguments.text("text", "2")
    tags = [folded.removesuffix(_ICON)] if folded.endswith(_ICON) and not items else items
    called = languages_as_called(wiki)
    names = [called.names.get(tag.casefold(), tag) for tag in tags]
    language = called.names.get(tag.casefold(), "")
    arguments.set("language", language)
    arguments.set("called", called.label.replace("{}", language) if language else "")
    arguments.set("languages", " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part))
    upright = arguments.text("italic", "italics").casefold() in ("no", "n", "unset")
    plain = not text or upright or "''" in text or tag.casefold() in ("en", "") or _OTHER_LETTER.search(text)
    arguments.set("said", text if plain else f"''{text}''")
