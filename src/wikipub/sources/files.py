"""Which files a path stands for; what is in them is looked at only where their names do not tell."""

from __future__ import annotations

import os
from pathlib import Path

from wikipub.errors import SourceError

FIX_SUFFIX = ".fix.toml"
"""What the name of a correction adds to that of its source."""

SUFFIXES = (
    ".txt",
    ".text",
    ".md",
    ".wiki",
    ".wikitext",
    ".mediawiki",
    ".html",
    ".htm",
    ".mhtml",
    ".mht",
    ".json",
    ".xml",
)
"""Names that a folder's sources end with, an XML dump's with that of a compression behind it, too; a file named
outright may be called anything."""

_PACKED = (".bz2", ".gz", ".xz", ".zst")
"""How the names of files end that sources.compression unpacks."""

_TOLD_BY_CONTENT = (".json", ".xml", *_PACKED)
"""Endings of files of which a folder may hold many that are no sources."""

_ENDINGS = frozenset((*SUFFIXES, *_PACKED))

_ABOUT = frozenset(("README", "LICENSE", "LICENCE", "COPYING", "CHANGELOG", "CONTRIBUTING", "AUTHORS"))
"""Names of files about a folder; in it they are no sources, named outright they are."""

STDIN = "-"


def inputs(path: str | Path) -> tuple[str | Path, ...]:
    """The sources that `path` stands for: standard input, itself, or a folder's files in the order of their names.

    Raises SourceError where there is no such file, it is a correction of a source, or a folder holds no source.
    """
    return (STDIN,) if path == STDIN else tuple(map(Path, listed(path)))


def listed(path: str | Path) -> tuple[str, ...]:
    """The files that `path` stands for, other than standard input, as text: a folder may hold very many."""
    path = Path(path)
    try:
        if not path.is_dir():
            if not path.exists():
                raise SourceError(f"{path}: no such file or folder; check the name and the folder you are in")
            if path.name.endswith(FIX_SUFFIX):
                source = path.name.removesuffix(FIX_SUFFIX)
                raise SourceError(f"{path}: this is a correction, found when its source is read; name {source} instead")
            return (str(path),)
        with os.scandir(path) as files:
            names = sorted((file.name for file in files if is_source(file)), key=os.path.normcase)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise SourceError(f"{path}: cannot be looked into: {cause(error)}; {remedy(error)}") from error
    if not names:
        endings = ", ".join("*" + suffix for suffix in SUFFIXES)
        raise SourceError(f"{path}: the folder holds no source; put {endings} files into it, or name a file")
    folder = "" if path == Path() else os.path.join(path, "")
    return tuple(folder + name for name in names)


def is_source(file: Path | os.DirEntry[str]) -> bool:
    """Whether a folder's file is to be read; one that cannot be looked into is, and then fails for itself."""
    stem, ending = os.path.splitext(file.name)
    ending = ending.lower()
    if file.name.startswith(".") or ending not in _ENDINGS or stem.upper() in _ABOUT:
        return False
    try:
        if not file.is_file():
            # neither folders nor pipes, but links that lead nowhere
            return file.is_symlink() and not os.path.exists(file)
        if ending not in _TOLD_BY_CONTENT:
            return True
        from wikipub.sources.opened import holds_source  # few folders need to be looked into like that

        return holds_source(Path(file))
    except OSError:
        return True


def cause(error: OSError | ValueError) -> str:
    """Why a path cannot be looked into, in a clause."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


def remedy(error: OSError | ValueError) -> str:
    """What to do about it, in a clause."""
    match error:
        case PermissionError():
            return "give yourself the right to read it, or copy it to where you have that"
        case FileNotFoundError():
            return "if it is a link, mend it; else check the name"
        case _:
            return "check the name and the disk, or leave it out"
