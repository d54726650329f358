"""Question: which notes does an article have, in which groups, and which mark means which?

As MediaWiki's Cite does (https://www.mediawiki.org/wiki/Help:Cite): notes are counted by group in the order of their
first marks; a name has one note; a list prints the notes up to it and begins the count anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wikipub.document import NoteRef

_ALPHABETS = {
    "lower-alpha": "abcdefghijklmnopqrstuvwxyz",
    "upper-alpha": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lower-greek": "αβγδεζηθικλμνξοπρστυφχψω",
}
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True, eq=False)
class Entry:
    """A note: its key in the document, its label, and its text in expanded wikitext, "" until it is known."""

    key: str
    label: str
    text: str = ""
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A mark of a note."""

    entry: Entry

    def mark(self) -> NoteRef:
        """The mark, tied to its note if that has a text."""
        return NoteRef(self.entry.label, self.entry.key if self.entry.text else None)


@dataclass(slots=True)
class _Group:
    entries: list[Entry] = field(default_factory=list)
    names: dict[str, Entry] = field(default_factory=dict)


class Notes:
    """The notes of an article while it is read."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._groups: dict[str, _Group] = {}

    def use(self, group: str, name: str, text: str, offset: int | None) -> Use:
        """A mark; `text` is the note's own if the mark brings it, `offset` where in the source it stands."""
        entries = self._groups.setdefault(group, _Group())
        entry = entries.names.get(name) if name else None
        if entry is None:
            entry = Entry(f"n{len(self.entries) + 1}", label(group, len(entries.entries) + 1))
            self.entries.append(entry)
            entries.entries.append(entry)
            if name:
                entries.names[name] = entry
        self._fill(entry, text, offset)
        return Use(entry)

    def define(self, group: str, name: str, text: str, offset: int | None) -> bool:
        """Give a note its text where the list is printed; False where no mark has its name, and it is not printed."""
        entry = self._groups.get(group, _Group()).names.get(name)
        if entry is None:
            return False
        self._fill(entry, text, offset)
        return True

    def follow(self, group: str, name: str, text: str) -> bool:
        """Add to the note of that name; whether there is one."""
        found = self._groups.get(group, _Group()).names.get(name)
        if found is None:
            return False
        found.text = f"{found.text} {text}".strip()
        return True

    def close(self, group: str) -> tuple[Entry, ...]:
        """The notes of a group up to here, which are printed here."""
        return tuple(self._groups.pop(group, _Group()).entries)

    def rest(self) -> tuple[Entry, ...]:
        """The notes that no list has printed, group by group."""
        return tuple(entry for group in list(self._groups) for entry in self.close(group))

    @staticmethod
    def _fill(entry: Entry, text: str, offset: int | None) -> None:
        if text.strip() and not entry.text:
            entry.text, entry.offset = text.strip(), offset


def label(group: str, number: int) -> str:
    """What a note's mark says: a number, a letter, or the group's name and a number."""
    if not group:
        return str(number)
    if alphabet := _ALPHABETS.get(group):
        letters = ""
        while number:
            number, digit = divmod(number - 1, len(alphabet))
            letters = alphabet[digit] + letters
        return letters
    if group in ("lower-roman", "upper-roman"):
        roman = _roman(number)
        return roman.upper() if group == "upper-roman" else roman
    return f"{group} {number}"


def _roman(number: int) -> str:
    digits = ""
    for value, sign in _ROMAN:
        digits += sign * (number // value)
        number %= value
    return digits
