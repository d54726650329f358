"""Digests: SHA-256 in hex of what is read, never of a time.

So a clock that jumps, a copy or a checkout change nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Any

ABSENT = "absent"
"""What stands for the digest of a file that is missing or cannot be read."""


def digest(value: Any) -> str:
    """The digest of what JSON can tell, and of dataclasses, sets, paths and iterables of it."""
    return hashlib.sha256(_JSON.encode(value).encode("ascii")).hexdigest()


def digest_of(path: str | Path) -> str:
    """The digest of a file's content; raises OSError where it cannot be read."""
    with open(path, "rb", buffering=0) as stream:
        return digest_of_open(stream)


def digest_of_open(stream: FileIO | BufferedReader) -> str:
    """The digest of what an open file holds."""
    return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_or_absent(path: str | Path) -> str:
    """The digest of a file's content, or ABSENT."""
    try:
        return digest_of(path)
    except (OSError, ValueError):
        return ABSENT


def size_or_absent(path: Path) -> int | str:
    """The size of a file in bytes, or ABSENT."""
    try:
        return path.stat().st_size
    except OSError:
        return ABSENT


def _plain(value: Any) -> Any:
    """`value` as JSON has it, the same in each process: sets in order."""
    if isinstance(value, Path):
        return str(value)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"no digest of {value!r}")


_JSON = json.JSONEncoder(sort_keys=True, default=_plain)
