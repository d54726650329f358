"""The document tree as JSON, for people who correct a tree by hand and for programs that make one (docs/tree.md).

The form is read off the dataclasses of document.py: there is one rule for each kind of type, none for each class.

    dataclass            object, without what has its default value; a Block or Inline has its class's name under "type"
    tuple[T, ...]        array
    Mapping[str, T]      object
    Span                 array of three numbers: line, start, end
    str, int, float, bool, StrEnum, None      as JSON has them

The object of a Document has one key more, "wikipub-tree", which holds the version of the form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeAlias, cast, get_args, get_origin, get_type_hints

from wikipub.document import BESIDE_TREE, MAX_NESTING, Block, Document, Inline, Span
from wikipub.errors import TreeFormatError
from wikipub.language_tag import PATTERN as LANGUAGE_TAG

VERSION = 1
"""Version of the form; it rises when an older wikipub could not read what a newer one writes."""

VERSION_KEY = "wikipub-tree"

RANGES: Mapping[str, tuple[int, int]] = {
    "Heading.depth": (1, 99),
    "Heading.confidence": (0, 1),
    "OrderedList.start": (0, 999_999_999),
    "Cell.rowspan": (1, 1000),
    "Cell.colspan": (1, 1000),
    "Table.header_rows": (0, 999_999_999),
    "Origin.bytes": (0, 2**53),
    "Origin.lines": (0, 2**53),
    "Diagnostic.line": (1, 2**53),
}
"""Smallest and greatest value of each number, by class and field. 1000 is HTML's limit of a cell's columns; 2**53 is
the greatest whole number that every JSON reader holds exactly."""

PATTERNS: Mapping[str, tuple[str, str]] = {
    "Document.language": (f"(?:{LANGUAGE_TAG})?", "a language tag such as en or pt-BR"),
    "Foreign.language": (LANGUAGE_TAG, "a language tag such as en or pt-BR"),
    "Heading.id": ("(?:[a-z][a-z0-9-]*)?", "small letters a to z, digits and hyphens, a letter first"),
    "Heading.language": (f"(?:{LANGUAGE_TAG})?", "a language tag such as en or pt-BR"),
    "Document.notes": ("[a-z][a-z0-9-]*", "keys of small letters a to z, digits and hyphens, a letter first"),
}
"""Regular expression of the whole of a string, or of an object's keys, and what it asks for in words, by class and
field."""

TAGGED: frozenset[type] = frozenset(get_args(Block)) | frozenset(get_args(Inline))
"""The classes whose objects tell their class under "type"; of all others the place tells it."""

_MAX_OBJECTS = 3 * MAX_NESTING + 8
"""Deepest nesting of objects: a table and its cell are two for each of MAX_NESTING blocks, then come the inlines."""

_WIDTH = 110
"""Columns that a line is laid out in, as far as its strings allow."""

_REMEDY = "correct it there; docs/tree.md describes the form"

_Encode: TypeAlias = Callable[[Any], Any]
_Decode: TypeAlias = Callable[[Any, int], Any]


def to_json(document: Document) -> str:
    r"""`document` as JSON text: indented, ending in "\n", the same text for the same tree.

    `from_json` gives an equal document, as long as the tree keeps the invariants of document.py.
    """
    return _layout({VERSION_KEY: VERSION, **_encoder(Document)(document)}, 0, 0) + "\n"


def from_json(text: str, name: str) -> Document:
    """The document that the JSON `text` describes; `name` is what messages call it.

    Raises TreeFormatError, naming the place, for whatever `to_json` could not have written.
    """
    try:
        return _read(_parse(text))
    except _WrongError as wrong:
        place = "".join(reversed(wrong.path)).removeprefix(".")
        place = place if len(place) <= 200 else place[:100] + " … " + place[-100:]
        raise TreeFormatError(f"{name}: {place + ': ' if place else ''}{wrong.message}; {wrong.remedy}") from None


class _WrongError(Exception):
    """What is wrong; each level that it passes on its way out appends its own part of the place to `path`."""

    def __init__(self, message: str, place: str = "", remedy: str = _REMEDY) -> None:
        super().__init__(message)
        self.message = message
        self.path: list[str] = [place] if place else []
        self.remedy = remedy


# --- What a type looks like --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldForm:
    """A field of a dataclass as JSON sees it; `default` is MISSING where the key must be there."""

    name: str
    hint: Any
    default: Any


@cache
def field_forms(cls: type) -> tuple[FieldForm, ...]:
    """The fields of a dataclass as they are written: plain values first, so that a person finds them."""
    hints = get_type_hints(cls)
    forms = [FieldForm(f.name, hints[f.name], _default(f)) for f in fields(cls) if BESIDE_TREE not in f.metadata]
    return tuple(sorted(forms, key=lambda form: not is_plain(form.hint)))


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def is_plain(hint: Any) -> bool:
    """Whether values of a type are neither objects nor arrays."""
    return all(isinstance(t, type) and issubclass(t, str | int | float | None) for t in alternatives(hint))


def alternatives(hint: Any) -> tuple[Any, ...]:
    """The types of a union, or the one type that `hint` is."""
    return get_args(hint) if isinstance(hint, UnionType) else (hint,)


# --- Writing -----------------------------------------------------------------------------------------------------


@cache
def _encoder(hint: Any) -> _Encode:
    """What turns values of a type into JSON data."""
    if is_plain(hint):
        return lambda value: value
    if hint is Span:
        return list
    if get_origin(hint) is tuple:
        item = _encoder(get_args(hint)[0])
        return lambda value: [item(part) for part in value]
    if get_origin(hint) is Mapping:
        item = _encoder(get_args(hint)[1])
        return lambda value: {key: item(part) for key, part in value.items()}
    # Classes refer to one another, so the table of a class is looked up only when a value of it comes by.
    return lambda value: _encode_object(value)


def _encode_object(value: Any) -> dict[str, Any]:
    cls: Any = type(value)
    data: dict[str, Any] = {"type": cls.__name__} if cls in TAGGED else {}
    for name, default, encode in _encoders(cls):
        part = getattr(value, name)
        if default is MISSING or part != default:
            data[name] = encode(part)
    return data


@cache
def _encoders(cls: type) -> tuple[tuple[str, Any, _Encode], ...]:
    return tuple((form.name, form.default, _encoder(form.hint)) for form in field_forms(cls))


_SCALAR = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_UNSEEN = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def _scalar(value: Any) -> str:
    """A string, number, boolean or null; what no editor shows, or no UTF-8 file holds, is escaped."""
    return _UNSEEN.sub(lambda m: f"\\u{ord(m[0]):04x}", _SCALAR.encode(value))


def _layout(value: Any, indent: int, column: int) -> str:
    """JSON data as text that starts in `column` of a line indented by `indent`; on one line if it fits there.

    A part is laid out before it is known whether the whole fits on a line; where the whole fits, so did the part.
    """
    if isinstance(value, dict) and value:
        keys = [f"{_scalar(key)}: " for key in value]
        items = [
            key + _layout(part, indent + 1, indent + 1 + len(key))
            for key, part in zip(keys, value.values(), strict=True)
        ]
        # A long string does not break the object that it stands in: no other line end would make it shorter.
        spare = max(map(len, items)) if not any(isinstance(part, dict | list) for part in value.values()) else 0
        return _enclose("{", items, "}", indent, column - spare)
    if isinstance(value, list) and value:
        items = [_layout(part, indent + 1, indent + 1) for part in value]
        if all(not isinstance(part, dict) and "\n" not in item for part, item in zip(value, items, strict=True)):
            items = _fill(items, _WIDTH - indent - 2)
        return _enclose("[", items, "]", indent, column)
    return _scalar(value)


def _enclose(opening: str, items: list[str], closing: str, indent: int, column: int) -> str:
    flat = sum(map(len, items)) + 2 * len(items)
    if column + flat < _WIDTH and not any("\n" in item for item in items):
        return opening + ", ".join(items) + closing
    margin = "\n" + " " * indent
    return f"{opening}{margin} " + f",{margin} ".join(items) + margin + closing


def _fill(items: list[str], width: int) -> list[str]:
    """Items without structure gathered into lines: a list of numbers need not be as tall as it is long."""
    lines = [items[0]]
    for item in items[1:]:
        if len(lines[-1]) + len(item) + 2 <= width:
            lines[-1] += ", " + item
        else:
            lines.append(item)
    return lines


# --- Reading -----------------------------------------------------------------------------------------------------


class _Repeating(dict[str, Any]):
    """An object one of whose keys stood in it twice: `repeated`."""

    repeated = ""


def _parse(text: str) -> Any:
    """`text` as JSON data."""
    try:
        return json.loads(text, object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        message = f"line {error.lineno} column {error.colno}: not JSON: {error.msg}"
        raise _WrongError(message, remedy="mend it there, or write the tree anew") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:  # a number of thousands of digits
        raise _WrongError(f"not JSON that can be read: {error}") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    repeating, seen = _Repeating(found), set[str]()
    for key, _ in pairs:
        if key in seen:
            repeating.repeated = key
        seen.add(key)
    return repeating


def _read(data: Any) -> Document:
    data = dict(_object(data))
    if VERSION_KEY not in data:
        raise _WrongError(f'not a document tree: the key "{VERSION_KEY}" is missing')
    version = data.pop(VERSION_KEY)
    if type(version) is not int or version != VERSION:
        remedy = "read it with the wikipub that wrote it, or write the tree anew with this one"
        raise _WrongError(f"expected version {VERSION}, found {_shown(version)}", f".{VERSION_KEY}", remedy)
    document = cast(Document, _decoder(Document)(data, 0))
    for place, node in _nodes(data):
        _check_node(node, place, document)
    return document


@cache
def _decoder(hint: Any) -> _Decode:
    """What turns JSON data into values of a type; its second argument counts the objects around the value."""
    kinds = tuple(t for t in alternatives(hint) if t is not type(None))
    if len(kinds) < len(alternatives(hint)):
        return _decode_nullable(_decoder(*kinds))
    if len(kinds) > 1:
        return _decode_tagged({kind.__name__: _decoder(kind) for kind in kinds})
    if hint is Span:
        return _decode_span
    if get_origin(hint) is tuple:
        return _decode_array(_decoder(get_args(hint)[0]))
    if get_origin(hint) is Mapping:
        return _decode_mapping(_decoder(get_args(hint)[1]))
    if is_dataclass(hint):
        return lambda value, depth: _decode_object(hint, _object(value), depth)
    if issubclass(hint, StrEnum):
        return _decode_enum(hint)
    return {str: _decode_string, int: _decode_integer, float: _decode_float, bool: _decode_boolean}[hint]


def _decode_nullable(decode: _Decode) -> _Decode:
    return lambda value, depth: None if value is None else decode(value, depth)


def _decode_tagged(decoders: Mapping[str, _Decode]) -> _Decode:
    def decode(value: Any, depth: int) -> Any:
        node = _object(value)
        if "type" not in node:
            raise _WrongError(f'the key "type" is missing; it is one of {", ".join(decoders)}')
        name = node["type"]
        if not isinstance(name, str) or name not in decoders:
            raise _WrongError(f"unknown node {_shown(name)}{_near(name, decoders)}", ".type")
        return decoders[name](node, depth)

    return decode


def _decode_object(cls: Any, data: dict[str, Any], depth: int) -> Any:
    if depth > _MAX_OBJECTS:
        raise _too_deep()
    decoders = _decoders(cls)
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key in decoders:
            try:
                values[key] = decoders[key](value, depth + 1)
            except _WrongError as wrong:
                wrong.path.append(f".{key}")
                raise
        elif key != "type" or cls not in TAGGED:
            raise _WrongError(f"unknown key {_shown(key)}{_near(key, decoders)}")
    for form in field_forms(cls):
        if form.default is MISSING and form.name not in values:
            raise _WrongError(f'the key "{form.name}" is missing')
    return cls(**values)


@cache
def _decoders(cls: type) -> dict[str, _Decode]:
    table = {}
    for form in field_forms(cls):
        decode, place = _decoder(form.hint), f"{cls.__name__}.{form.name}"
        if place in RANGES:
            decode = _decode_within(decode, *RANGES[place])
        if place in PATTERNS:
            decode = _decode_matching(decode, *PATTERNS[place])
        table[form.name] = decode
    return table


def _decode_within(decode: _Decode, least: int, most: int) -> _Decode:
    def decode_within(value: Any, depth: int) -> Any:
        number = decode(value, depth)
        if number is not None and not least <= number <= most:
            raise _WrongError(f"expected a number from {least} to {most}, found {_shown(value)}")
        return number

    return decode_within


def _decode_matching(decode: _Decode, pattern: str, words: str) -> _Decode:
    whole = re.compile(pattern)

    def decode_matching(value: Any, depth: int) -> Any:
        found = decode(value, depth)
        for text in (found,) if isinstance(found, str) else found:
            if not whole.fullmatch(text):
                raise _WrongError(f"expected {words}, found {_shown(text)}")
        return found

    return decode_matching


def _decode_array(decode: _Decode) -> _Decode:
    def decode_array(value: Any, depth: int) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _WrongError(f"expected an array, found {_shown(value)}")
        done: list[Any] = []
        try:
            for part in value:
                done.append(decode(part, depth))
        except _WrongError as wrong:
            wrong.path.append(f"[{len(done)}]")
            raise
        return tuple(done)

    return decode_array


def _decode_mapping(decode: _Decode) -> _Decode:
    def decode_mapping(value: Any, depth: int) -> dict[str, Any]:
        done: dict[str, Any] = {}
        for key, part in _object(value).items():
            try:
                done[_decode_string(key, depth)] = decode(part, depth)
            except _WrongError as wrong:
                wrong.path.append(f"[{_shown(key)}]")
                raise
        return done

    return decode_mapping


def _decode_span(value: Any, depth: int) -> Span:
    if type(value) is not list or len(value) != 3 or not all(type(part) is int for part in value):
        raise _WrongError(f"expected three whole numbers [line, start, end], found {_shown(value)}")
    line, start, end = value
    if line < 1 or not 0 <= start <= end:
        raise _WrongError(f"expected line >= 1 and 0 <= start <= end, found [{line}, {start}, {end}]")
    return Span(line, start, end)


def _decode_enum(cls: type[StrEnum]) -> _Decode:
    names = {member.value: member for member in cls}

    def decode(value: Any, depth: int) -> StrEnum:
        if not isinstance(value, str) or value not in names:
            raise _WrongError(f"expected one of {', '.join(names)}; found {_shown(value)}")
        return names[value]

    return decode


_UNHOLDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
"""What no source's text holds (`wikipub.sources`), as no publication could: controls, halves of characters."""


def _decode_string(value: Any, depth: int) -> str:
    if type(value) is not str:
        raise _WrongError(f"expected a string, found {_shown(value)}")
    if bad := _UNHOLDABLE.search(value):
        raise _WrongError(f"holds \\u{ord(bad[0]):04x} at character {bad.start() + 1}, which is no character of a text")
    return value


def _decode_integer(value: Any, depth: int) -> int:
    if type(value) is not int:
        raise _WrongError(f"expected a whole number, found {_shown(value)}")
    return value


def _decode_float(value: Any, depth: int) -> float:
    if type(value) not in (int, float) or not abs(value) <= 2**53:  # no NaN is
        raise _WrongError(f"expected a number, found {_shown(value)}")
    return float(value)


def _decode_boolean(value: Any, depth: int) -> bool:
    if type(value) is not bool:
        raise _WrongError(f"expected true or false, found {_shown(value)}")
    return value


# --- What holds between nodes ------------------------------------------------------------------------------------


def _nodes(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """All objects that tell their type, each with its place."""
    notes = data.get("notes", {})
    waiting: list[tuple[str, Any]] = [("", {key: part for key, part in data.items() if key != "notes"})]
    waiting += ((f".notes[{_shown(key)}]", note) for key, note in notes.items())
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            if "type" in value:
                yield place, value
            waiting.extend((f"{place}.{key}", part) for key, part in value.items() if isinstance(part, dict | list))
        else:
            waiting.extend((f"{place}[{n}]", part) for n, part in enumerate(value) if isinstance(part, dict | list))


_TOP_BLOCK = re.compile(r"\.blocks\[[0-9]+\]")


def _check_node(node: dict[str, Any], place: str, document: Document) -> None:
    """What the types alone do not tell: where headings and note lists stand, that notes are there, a table's head."""
    match node:
        case {"type": "Heading"} if not _TOP_BLOCK.fullmatch(place):
            raise _WrongError("a heading stands among the document's own blocks, not within another", place)
        case {"type": "NoteList"} if place.startswith(".notes"):
            raise _WrongError("a note cannot hold a list of notes", place)
        case {"type": "NoteRef", "note": str(key)} if key not in document.notes:
            raise _no_note(key, f"{place}.note")
        case {"type": "NoteList", "notes": keys}:
            for number, key in enumerate(keys):
                if key not in document.notes:
                    raise _no_note(key, f"{place}.notes[{number}]")
        case {"type": "Table", "header_rows": count, "rows": rows} if count > len(rows):
            raise _WrongError(f"a table of {len(rows)} rows has no {count} header rows", f"{place}.header_rows")
        case _:
            pass


def _no_note(key: str, place: str) -> _WrongError:
    return _WrongError(f'no note {_shown(key)} in "notes"', place)


# --- Words of messages -------------------------------------------------------------------------------------------


def _object(value: Any) -> dict[str, Any]:
    """`value`, if it is an object."""
    if isinstance(value, _Repeating):
        raise _WrongError(f"the key {_shown(value.repeated)} stands twice in this object")
    if not isinstance(value, dict):
        raise _WrongError(f"expected an object, found {_shown(value)}")
    return value


def _too_deep() -> _WrongError:
    return _WrongError("nested too deep", remedy=f"wikipub keeps at most {MAX_NESTING} levels of lists or styles")


def _shown(value: Any) -> str:
    """A value as a message quotes it, in at most about 40 characters."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "an array"
    if isinstance(value, str):
        return json.dumps(value if len(value) <= 40 else value[:39] + "…", ensure_ascii=not value.isprintable())
    return json.dumps(value)[:40]


def _near(name: Any, known: Mapping[str, Any]) -> str:
    """A suggestion, where a known name is near."""
    close = get_close_matches(name[:40], known, 1) if isinstance(name, str) else []
    return f'; did you mean "{close[0]}"?' if close else ""
