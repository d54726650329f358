"""In what order related articles are best read, told by which of them speak of which."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wikipub.document import Document, Hatnote, WikiLink
from wikipub.walk import inline_runs, iter_blocks, iter_inlines, plain

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Place:
    """An article's place in the order: its number among those given, and why it stands there.

    `after` is the number of the article that led to it, None where none did; `spoken_of` counts the others that speak
    of it.
    """

    article: int
    after: int | None
    spoken_of: int


def reading_order(documents: Sequence[Document]) -> tuple[Place, ...]:
    """All of `documents`, each once, in an order that can be defended.

    First comes the article that most others speak of, after it those that it speaks of, in its own order, then those
    that these speak of, and so on; what nothing leads to begins anew in the same way. Articles that none speaks of and
    that speak of none come last, by title. To speak of an article is to link to it or to say its title.
    """
    spoken_of = _mentions(documents)
    speakers = [0] * len(documents)
    for mentioned in spoken_of:
        for number in mentioned:
            speakers[number] += 1
    starts = sorted(
        range(len(documents)),
        key=lambda n: (not speakers[n] and not spoken_of[n], -speakers[n], documents[n].title.casefold(), n),
    )
    order: list[Place] = []
    reached: set[int] = set()
    for start in starts:
        waiting: deque[tuple[int, int | None]] = deque([(start, None)] if start not in reached else [])
        reached.add(start)
        while waiting:
            number, after = waiting.popleft()
            order.append(Place(number, after, speakers[number]))
            fresh = [mentioned for mentioned in spoken_of[number] if mentioned not in reached]
            reached.update(fresh)
            waiting.extend((mentioned, number) for mentioned in fresh)
    return tuple(order)


def _mentions(documents: Sequence[Document]) -> list[list[int]]:
    """For each article the numbers of the others that it speaks of, in the order in which it first does."""
    titles: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, document in enumerate(documents):
        if words := _words(document.title):
            titles.setdefault(words[0], []).append((words, number))
    found: list[list[int]] = []
    for number, document in enumerate(documents):
        mentioned: dict[int, None] = {}
        for text in _texts(document):
            words = _words(text)
            for at, word in enumerate(words):
                for title, other in titles.get(word, ()):
                    if other != number and words[at : at + len(title)] == title:
                        mentioned[other] = None
        found.append(list(mentioned))
    return found


def _texts(document: Document) -> Iterator[str]:
    """What the article says, run by run, with the titles that its links lead to.

    Hatnotes come last: those at an article's head tell it apart from others.
    """
    hatnotes: list[str] = []
    for block in iter_blocks(document.blocks):
        for run in inline_runs(block):
            texts = [plain(run), *(inline.title for inline in iter_inlines(run) if isinstance(inline, WikiLink))]
            if isinstance(block, Hatnote):
                hatnotes += texts
            else:
                yield from texts
    yield from hatnotes


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))
