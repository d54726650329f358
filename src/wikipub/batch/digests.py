"""Digests: SHA-256 in hex of what is read, never of a time or a size.

So a clock that jumps, a copy or a checkout change nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

ABSENT = "absent"
"""What stands for the digest of a file that is missing or cannot be read."""


def digest(value: Any) -> str:
    """The digest of what JSON can tell, and of dataclasses, sets, paths and enumerations of it."""
    return hashlib.sha256(json.dumps(_plain(value), sort_keys=True).encode("ascii")).hexdigest()


def digest_of(path: Path) -> str:
    """The digest of a file's content; raises OSError where it cannot be read."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_or_absent(path: Path) -> str:
    """The digest of a file's content, or ABSENT."""
    try:
        return digest_of(path)
    except (OSError, ValueError):
        return ABSENT


def _plain(value: Any) -> Any:
    """`value` as JSON has it, the same in each process: sets in order, enumerations by value."""
    if value is None or isinstance(value, bool | int | float | str):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Path):
        return str(value)
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(_plain, value))
    if isinstance(value, Iterable):
        return [_plain(entry) for entry in value]
    raise TypeError(f"no digest of {value!r}")
