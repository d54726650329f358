"""Tie note marks to the entries of the article's lists of notes, by their labels."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import chain

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.document import Document, Inline, Inlines, NoteList, NoteRef, Text
from wikipub.walk import iter_blocks, map_document_inlines, map_inlines, note_refs

_LABEL = re.compile(r"(\D*?)\.?\s*(\d+)")

_MOST = 0.8
"""Share of a group's marks that a list must have entries for, if not for the highest: marks of tables get lost."""
_FEWEST = 3
"""Fewest marks that tell a list whose numbers were shifted."""
_TORN_OFF = 3
"""How many entries may be missing, or out of order, where a list was torn apart."""
_NAMED = 5
"""How many marks a diagnostic names."""


def link_notes(document: Document, warn: Warn) -> Document:
    """The document with each unresolved mark tied to the entry of its label; marks without an entry are reported.

    Marks are grouped by what stands before their number ("" in [12], "note" in [note 1]), letters are a group. A group
    belongs to the list that has an entry for its highest number, or for most of them; where several have, to the one
    of exactly that length, else to none. No two groups belong to one list. A list that begins with another number than
    1, and has an entry for each mark, was shifted.
    """
    marks = [*note_refs(document.blocks)]
    within = (mark for note in document.notes.values() for mark in note_refs(note.blocks))
    if all(mark.note is not None for mark in chain(marks, within)):
        return document
    keys, shifted = _keys_of_labels(document, {mark.label for mark in marks})
    for label, number in shifted:
        message = (
            f"a list of notes begins with {number}, its marks with [{label}]; it has as many, so they are tied in order"
        )
        warn(Diagnostic("notes-realigned", Severity.NOTE, message, document.origin.name))
    dangling = [mark.label for mark in marks if mark.note is None and mark.label not in keys]
    if dangling:
        some = ", ".join(f"[{label}]" for label in dangling[:_NAMED]) + (", …" if len(dangling) > _NAMED else "")
        message = f"note marks without an entry, kept as plain superscripts: {len(dangling)} ({some})"
        warn(Diagnostic("dangling-notes", Severity.WARNING, message, document.origin.name))
    if not keys:
        return document

    def tie(inline: Inline) -> Inlines:
        if isinstance(inline, NoteRef) and inline.note is None:
            return (NoteRef(inline.label, keys.get(inline.label)),)
        return (inline,)

    return map_document_inlines(document, lambda run: run if _is_text(run) else map_inlines(run, tie))


def _is_text(run: Inlines) -> bool:
    """Whether a run is nothing but text, as most are."""
    return len(run) == 1 and isinstance(run[0], Text)


def _keys_of_labels(document: Document, labels: set[str]) -> tuple[dict[str, str], list[tuple[str, int]]]:
    """The key of the note that each label means; and for each list whose numbers were shifted, its first two."""
    numbers: dict[str, dict[int, str]] = defaultdict(dict)
    for label in labels:
        if parts := _LABEL.fullmatch(label):
            numbers[parts[1]][int(parts[2])] = label
        elif len(label) == 1 and label.isascii() and label.islower():
            numbers["letters"][ord(label) - ord("a") + 1] = label
    lists = _numbered_lists(document)
    keys: dict[str, str] = {}
    shifted: list[tuple[str, int]] = []
    taken: list[dict[int, str]] = []
    for _, marks in sorted(numbers.items(), key=lambda item: (-len(item[1]), item[0])):
        free = [entries for entries in lists if not any(entries is other for other in taken)]
        fitting = _fitting(marks, free)
        if not fitting and (moved := _shifted(marks, free)):
            shifted.append((marks[1], min(moved)))
            taken.append(moved)
            fitting = dict(enumerate(moved.values(), 1))
        elif fitting:
            taken.append(fitting)
        keys.update({label: fitting[number] for number, label in marks.items() if number in fitting})
    return keys, shifted


def _goes_on(one: dict[int, str], other: dict[int, str]) -> bool:
    """Whether the numbers of the list `other` go on near where those of `one` end; columns may have changed places."""
    if not one or not other or min(other) == 1 or one.keys() & other.keys():
        return False
    return abs(min(other) - max(one) - 1) <= _TORN_OFF


def _fitting(marks: dict[int, str], lists: list[dict[int, str]]) -> dict[int, str]:
    """The one of `lists` that a group's `marks`, by number, belong to; {} for none."""
    fitting = [entries for entries in lists if max(marks) in entries] or [
        entries for entries in lists if len(marks.keys() & entries.keys()) >= _MOST * len(marks)
    ]
    if len(fitting) > 1:
        fitting = [entries for entries in fitting if max(entries) == max(marks)]
    return fitting[0] if len(fitting) == 1 else {}


def _shifted(marks: dict[int, str], lists: list[dict[int, str]]) -> dict[int, str]:
    """The one of `lists` that counts on from another number than 1, with as many entries as there are marks."""
    if sorted(marks) != list(range(1, len(marks) + 1)) or len(marks) < _FEWEST:
        return {}
    fitting = [
        entries
        for entries in lists
        if len(entries) == len(marks) and min(entries) != 1 and max(entries) - min(entries) == len(entries) - 1
    ]
    return fitting[0] if len(fitting) == 1 else {}


def _numbered_lists(document: Document) -> list[dict[int, str]]:
    """For each list of notes the keys of its entries by number; an entry without a label counts on.

    A list whose numbers go on near where those of the one before end, and has none of them, is the same list.
    """
    lists: list[dict[int, str]] = []
    for block in iter_blocks(document.blocks):
        if isinstance(block, NoteList):
            entries: dict[int, str] = {}
            number = 0
            for key in block.notes:
                label = document.notes[key].label
                number = int(label) if label.isdecimal() else number + 1
                entries.setdefault(number, key)
            if lists and _goes_on(lists[-1], entries):
                lists[-1] |= entries  # one list, torn apart by lines that are not entries
            else:
                lists.append(entries)
    return lists
