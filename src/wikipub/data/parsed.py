"""The tables of this package as they are parsed, kept beside them as JSON, which is read twenty times faster than TOML.

It works as Python's own bytecode does: what was parsed stands in `__pycache__`, under a name that tells from which
content, is used for no other, and is not written where Python writes no bytecode. To delete it does no harm.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from hashlib import blake2b
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


def parsed(file: Traversable) -> dict[str, Any]:
    """What a table of this package holds; raises tomllib.TOMLDecodeError or UnicodeDecodeError where it is no TOML."""
    data = file.read_bytes()
    kept = _kept(file, data) if isinstance(file, Path) else None
    if kept is None:
        return tomllib.loads(data.decode("utf-8"))
    try:
        entries: dict[str, Any] = json.loads(kept.read_bytes())
    except (OSError, ValueError):
        entries = tomllib.loads(data.decode("utf-8"))
        _keep(entries, kept, file.name)
    return entries


def _kept(file: Path, data: bytes) -> Path | None:
    """Where the parsed form of `data`, the content of `file`, stands; None where bytecode stands elsewhere, too."""
    if sys.pycache_prefix is not None:
        return None
    return file.parent / "__pycache__" / f"{file.name}.{blake2b(data, digest_size=12).hexdigest()}.json"


def _keep(entries: dict[str, Any], kept: Path, name: str) -> None:
    """Write what was parsed, whole or not at all, in place of what was parsed of the table before."""
    if sys.dont_write_bytecode:
        return
    part = kept.with_suffix(f".{os.getpid()}.part")
    try:
        kept.parent.mkdir(exist_ok=True)
        part.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
        for old in kept.parent.glob(f"{name}.*.json"):
            old.unlink(missing_ok=True)
        part.replace(kept)
    except (OSError, TypeError):  # nobody may write there, or a table holds what JSON has not: it is parsed each time
        part.unlink(missing_ok=True)
