"""A first book file for a folder of related articles, in an order that a person can defend (docs/books.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from wikipub.data.table import toml_string
from wikipub.document import Document
from wikipub.errors import WikipubError
from wikipub.transforms.reading_order import Place, reading_order
from wikipub.transforms.topic import common_topic

_HEAD = """\
# A book of these articles. `wikipub build` in this folder makes it; docs/books.md tells all that can stand here.
"""

_ORDER = """\

# The chapters, in this order: first the article that most others speak of, after it those that it speaks of, and so on;
# those that no other speaks of come last, by title. Change the order, or take chapters out, as you like. A chapter may
# have a title of its own, begin a part, and leave sections out:
#   title = "Another title"
#   part = "Part one"
#   drop = ["Gallery"]
"""


_GENERAL = """
    article articles book books data desktop doc docs documents download downloads file files home in input inputs page
    pages sample samples seed seeds source sources temp test text texts tmp txt wiki wikipedia wikis
"""
"""Names of folders that say nothing of what is in them."""


def draft_book(
    articles: Sequence[tuple[PurePath, Document]], failed: Iterable[tuple[PurePath, WikipubError]], folder: str
) -> str:
    """The text of a book file: a chapter for each article, in reading order, named as seen from the file's folder.

    The book is called what the articles' titles have in common, else as the `folder`, else as its first chapter. What
    failed to be read is in it as a comment that says why. There is one article at least.
    """
    documents = [document for _, document in articles]
    places = reading_order(documents)
    title = common_topic([document.title for document in documents]) or _speaking(folder)
    title = title or documents[places[0].article].title
    languages = list(dict.fromkeys(document.language for document in documents if document.language))
    parts = [_HEAD, f"title = {toml_string(title)}\n"]
    if len(languages) == 1:
        parts.append(f"language = {toml_string(languages[0])}\n")
    parts += ('formats = ["epub"]\n', _ORDER)
    parts += (_chapter(articles, place) for place in places)
    for path, error in failed:
        parts.append(f"\n# Not read: {_comment(str(error))}\n# source = {toml_string(path.as_posix())}\n")
    return "".join(parts)


def _speaking(folder: str) -> str:
    """A folder's name in words; "" where it says nothing."""
    words = _comment(folder.replace("-", " ").replace("_", " "))
    telling = set(words.casefold().split()).difference(_GENERAL.split())
    return words[:1].upper() + words[1:] if any(sign.isalpha() for word in telling for sign in word) else ""


def _chapter(articles: Sequence[tuple[PurePath, Document]], place: Place) -> str:
    path, document = articles[place.article]
    why = [_comment(document.title)]
    if place.after is not None:
        why.append(f"spoken of in {_comment(articles[place.after][1].title)}")
    elif place.spoken_of:
        why.append(f"{place.spoken_of} of the others speak{'s' if place.spoken_of == 1 else ''} of it")
    return f"\n# {'; '.join(why)}\n[[chapter]]\nsource = {toml_string(path.as_posix())}\n"


def _comment(text: str) -> str:
    """`text` as it may stand in a comment of TOML: on one line, without controls."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
