"""Write docs/tree.schema.json, the JSON schema of the document tree, from the classes of wikipub.document.

usage: python docs/make_tree_schema.py
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from dataclasses import MISSING, is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

from wikipub.document import Block, Document, Inline, Span
from wikipub.tree_json import PATTERNS, RANGES, TAGGED, VERSION, VERSION_KEY, alternatives, field_forms

TARGET = Path(__file__).with_name("tree.schema.json")

_SCALARS = {str: "string", bool: "boolean", int: "integer", float: "number"}
_UNIONS = {Block: "Block", Inline: "Inline"}


def schema() -> str:
    """The schema (JSON Schema 2020-12) as text."""
    definitions: dict[str, Any] = {}
    root = _object(Document, definitions)
    for union, name in _UNIONS.items():
        definitions[name] = {"anyOf": [{"$ref": f"#/$defs/{member.__name__}"} for member in get_args(union)]}
    root["properties"] = {VERSION_KEY: {"const": VERSION}, **root["properties"]}
    root["required"] = [VERSION_KEY, *root["required"]]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "wikipub document tree"}
    data = {**head, **root, "$defs": dict(sorted(definitions.items()))}
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _object(cls: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a class's objects; those of the classes that its fields hold are added to `definitions`."""
    properties: dict[str, Any] = {"type": {"const": cls.__name__}} if cls in TAGGED else {}
    required = list(properties)
    for form in field_forms(cls):
        properties[form.name] = _value(form.hint, definitions)
        place = f"{cls.__name__}.{form.name}"
        if place in RANGES:
            properties[form.name] |= dict(zip(("minimum", "maximum"), RANGES[place], strict=True))
        if place in PATTERNS:
            pattern = {"pattern": f"^{PATTERNS[place][0]}$"}
            properties[form.name] |= pattern if form.hint is str else {"propertyNames": pattern}
        if form.default is MISSING:
            required.append(form.name)
        else:
            properties[form.name] |= {"default": _plain(form.default)}
    return {
        "description": inspect.getdoc(cls),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _value(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    kinds = alternatives(hint)
    if hint in _UNIONS:
        for kind in kinds:
            _define(kind, definitions)
        return {"$ref": f"#/$defs/{_UNIONS[hint]}"}
    if type(None) in kinds:
        return {"type": [_SCALARS.get(kind, "null") for kind in kinds]}
    if hint is Span:
        description = "line (from 1), start and end: the characters [start, end) of that line of the source"
        return {"description": description, "type": "array", "items": {"type": "integer"}, "minItems": 3, "maxItems": 3}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _value(get_args(hint)[0], definitions)}
    if get_origin(hint) is Mapping:
        return {"type": "object", "additionalProperties": _value(get_args(hint)[1], definitions)}
    if is_dataclass(hint):
        _define(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}  # type: ignore[union-attr]
    if issubclass(hint, StrEnum):
        return {"enum": [member.value for member in hint]}
    return {"type": _SCALARS[hint]}


def _define(cls: Any, definitions: dict[str, Any]) -> None:
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}  # it may hold itself
        definitions[cls.__name__] = _object(cls, definitions)


def _plain(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default


if __name__ == "__main__":
    TARGET.write_text(schema(), "utf-8", newline="\n")
