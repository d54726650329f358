"""Passages that related articles share: which they are, and how the later one becomes a reference to the first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby
from zlib import crc32

from wikipub.data.language import external_titles, labels
from wikipub.document import Block, Book, Document, Hatnote, Heading, LedgerEntry, Paragraph, Text, WikiLink
from wikipub.transforms.sections import without_sections
from wikipub.walk import plain

ALIKE = 0.8
"""How many of the later passage's words the first has to have, in their order."""

_FEWEST_WORDS = 24
"""Shorter passages are left alone: a reference is no shorter, and chance makes two of them alike."""

_SHINGLE = 3
_SHARED_SHINGLES = 0.3
_COMMON = 64
_SAME_NAME = 50.0
_PASSAGE_BITS = 28

# Scripts without blanks between words are compared character by character.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: the `block`-th block of the `article`-th document, in the section of the title `section`.

    `section` is "" in the lead. `around` are its words and those of the paragraphs beside it, as one article may join
    what another has in two paragraphs.
    """

    article: int
    block: int
    section: str
    words: tuple[str, ...]
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A passage that says again what an earlier article's passage says; `likeness` is in ALIKE..1."""

    later: Passage
    first: Passage
    likeness: float


def find_repeats(documents: Sequence[Document]) -> tuple[Repeat, ...]:
    """The passages of later documents that say what an earlier one's passage says, in order.

    The first may say more than the later one, but not less: the later one's figures and names are all in it. Nothing
    refers to a passage that is itself a repeat. Time and memory grow with the text, not with the pairs of passages.
    """
    passages = [passage for number, document in enumerate(documents) for passage in _passages(number, document)]
    found: dict[int, Repeat] = {}
    for later, firsts in _candidates(passages).items():
        passage = passages[later]
        title = frozenset(word.casefold() for word in _WORD.findall(documents[passage.article].title))
        for first in firsts:
            if first not in found and (likeness := _likeness(passages[first].around, passage.words, title)):
                found[later] = Repeat(passage, passages[first], likeness)
                break
    return tuple(found.values())


def _passages(number: int, document: Document) -> Iterator[Passage]:
    """The passages of a document but those of sections that publications leave out: nothing could refer to them."""
    section, words, before = "", (), ()
    waiting: Passage | None = None
    _, unpublished = without_sections(document.blocks, external_titles(document.language))
    apart = {id(block) for _, blocks in unpublished for block in blocks if isinstance(block, Paragraph)}
    for index, block in enumerate(document.blocks):
        if id(block) in apart:
            continue
        if isinstance(block, Heading):
            section, before, words = plain(block.inlines), (), ()
        elif isinstance(block, Paragraph):
            before, words = words, tuple(_WORD.findall(plain(block.inlines)))
        else:
            continue
        if waiting:
            yield replace(waiting, around=waiting.around + words)
        waiting = Passage(number, index, section, words, before + words) if _is_prose(words) else None
    if waiting:
        yield waiting


def _is_prose(words: Sequence[str]) -> bool:
    """Whether these are sentences of some length; a book's or a paper's entry is mostly names."""
    return len(words) >= _FEWEST_WORDS and 2 * sum(word[0].isupper() for word in words) <= len(words)


def _candidates(passages: Sequence[Passage]) -> dict[int, list[int]]:
    """For each passage, in order, those of earlier articles that share enough runs of words, the likest first.

    Runs that many passages have tell nothing; leaving them out keeps the number of pairs in bounds.
    """
    runs = sorted(run << _PASSAGE_BITS | number for number, p in enumerate(passages) for run in _runs(p.words))
    shared: Counter[tuple[int, int]] = Counter()
    for _, group in groupby(runs, lambda run: run >> _PASSAGE_BITS):
        having = [run & ((1 << _PASSAGE_BITS) - 1) for run in group]
        if 1 < len(having) <= _COMMON:
            shared.update(
                (later, first)
                for first, later in combinations(having, 2)
                if passages[first].article != passages[later].article
            )
    found: dict[int, list[int]] = {}
    for (later, first), count in sorted(shared.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1])):
        if count >= _SHARED_SHINGLES * len(_runs(passages[later].words)):
            found.setdefault(later, []).append(first)
    return found


def _runs(words: Sequence[str]) -> set[int]:
    """A number for each run of _SHINGLE words, case aside; the same in every process."""
    folded = [word.casefold() for word in words]
    return {crc32("\0".join(folded[at : at + _SHINGLE]).encode()) for at in range(len(folded) - _SHINGLE + 1)}


def _likeness(first: Sequence[str], later: Sequence[str], title: frozenset[str]) -> float:
    """The share of `later`'s words that stand in `first`, in order; 0.0 where it says something of its own.

    That is a figure or a name that the first has not in that place, or a word of its own article's title: articles
    made by one pattern differ in nothing else. A name may be spelt differently.
    """
    from rapidfuzz.distance import LCSseq  # here, so that nobody waits for it who compares nothing

    ops = LCSseq.opcodes([word.casefold() for word in first], [word.casefold() for word in later])
    common = {word for word in later if word.islower()}
    names = frozenset(word.casefold() for word in later if word[0].isupper()) - common
    same = 0
    gap_first: list[str] = []
    gap_later: list[str] = []
    for op in ops:
        if op.tag == "equal":
            same += op.dest_end - op.dest_start
            if _says_more(gap_first, gap_later, title, names):
                return 0.0
            gap_first, gap_later = [], []
        else:
            gap_first += first[op.src_start : op.src_end]
            gap_later += later[op.dest_start : op.dest_end]
    if _says_more(gap_first, gap_later, title, names):
        return 0.0
    likeness = same / len(later)
    return round(likeness, 3) if likeness >= ALIKE else 0.0


def _says_more(first: Sequence[str], later: Sequence[str], title: frozenset[str], names: frozenset[str]) -> bool:
    """Whether the words `later`, which stand where the other passage has `first`, say something of their own."""
    if _digits(later) not in _digits(first) or any(word.casefold() in title for word in later):
        return True
    if names.isdisjoint(word.casefold() for word in later):
        return False
    from rapidfuzz.fuzz import ratio

    near = len(later) + 1
    spelt = "".join(later).casefold()
    return max(ratio(spelt, "".join(words).casefold()) for words in (first[:near], first[-near:])) < _SAME_NAME


def _digits(words: Sequence[str]) -> str:
    return "".join(character for word in words for character in word if character.isdecimal())


# --- Printing a repeat as a reference ----------------------------------------------------------------------------


def dedupe(book: Book) -> Book:
    """The book with each repeat as a reference to its first passage; the ledgers of its chapters name both.

    Repeats one after the other that refer to one place are one reference.
    """
    chapters = list(book.chapters)
    by_article = groupby(find_repeats(book.chapters), lambda repeat: repeat.later.article)
    for number, repeats in by_article:
        blocks: dict[int, Block] = dict(enumerate(chapters[number].blocks))
        ledger = list(chapters[number].ledger)
        before, after = labels(book.language or chapters[number].language)["same_passage"].split("$1")
        last, last_place, reference = -1, "", Hatnote(())
        for repeat in repeats:
            at = repeat.later.block
            passage = blocks[at]
            assert isinstance(passage, Paragraph)
            title, section = chapters[repeat.first.article].title, repeat.first.section
            printed = book.titles.get(repeat.first.article, title)
            place = f"{printed}, {section}" if section else printed
            link = WikiLink((Text(place),), title, section)
            spans = passage.spans
            if (at - 1, place) == (last, last_place):
                spans = reference.spans + spans
                del blocks[last]
            blocks[at] = reference = Hatnote((Text(before), link, Text(after)), spans)
            last, last_place = at, place
            reason = f"says what “{place}” says; the book prints it there"
            text = plain(passage.inlines, marks=True)
            ledger.append(LedgerEntry("repeat", "repeated-passage", reason, text, passage.spans))
        chapters[number] = replace(chapters[number], blocks=tuple(blocks.values()), ledger=tuple(ledger))
    return replace(book, chapters=tuple(chapters))
