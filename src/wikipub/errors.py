"""What wikipub cannot do, as exceptions; what is merely odd is a Diagnostic (see diagnostics.py).

WikipubError
├── SourceError              a source cannot be read: missing, empty, a folder without sources
│   ├── UnknownFormatError   the name or content of a source tells no format we read
│   ├── TooLargeError        a source is over a stated limit (docs/limits.md)
│   ├── TreeFormatError      a tree JSON is wrong or from another version; names the place in it
│   ├── CorrectionError      a correction is wrong, or the source it is about has changed
│   └── DumpError            an XML dump is damaged, or has not what was asked of it; names the place
├── DataError                a rules file is wrong: file, key, what was expected
├── BookError                a book cannot be put together: no chapters
├── PublishError             a publication cannot be written: folder, disk, name
│   ├── UnknownOutputError   no publisher of that name; suggests the near miss
│   ├── ThemeError           a theme is wrong: file, line, what to do
│   ├── MissingToolError     pandoc or typst is not there
│   ├── EngineError          pandoc or typst failed, ran out of memory or out of time
│   ├── TimeLimitError       an article took longer than --timeout allows
│   ├── FolderInUseError     another run is building into the folder
│   └── ClusterError         the cluster does not answer, or cannot do the work
└── InternalError            a bug of ours
    └── WorkerError          the process that worked on an article ended

Each message names the thing and says what to do next. `exit_code` is what the command line ends with when the
error is all there was to say. This module imports nothing.
"""

from __future__ import annotations


class WikipubError(Exception):
    """Root of all errors that wikipub raises on purpose.

    `code` is the error's stable name in JSON answers, `exit_code` the process's exit status.
    """

    code = "error"
    exit_code = 1


class SourceError(WikipubError):
    """A source cannot be read."""

    code = "source"
    exit_code = 10


class UnknownFormatError(SourceError):
    """Neither name nor content of a source tells a format that wikipub reads."""

    code = "unknown-format"
    exit_code = 11


class TooLargeError(SourceError):
    """A source is over a stated limit."""

    code = "too-large"
    exit_code = 12


class TreeFormatError(SourceError):
    """A document tree in JSON is wrong, or from another version."""

    code = "tree-format"
    exit_code = 13


class CorrectionError(SourceError):
    """A correction is wrong, or is about lines that the source no longer has."""

    code = "correction"
    exit_code = 14


class DumpError(SourceError):
    """An XML dump is damaged, or has not what was asked of it."""

    code = "dump"
    exit_code = 15


class DataError(WikipubError):
    """A rules file is wrong."""

    code = "data"
    exit_code = 20


class BookError(WikipubError):
    """A book cannot be put together."""

    code = "book"
    exit_code = 30


class PublishError(WikipubError):
    """A publication cannot be written."""

    code = "publish"
    exit_code = 40


class UnknownOutputError(PublishError):
    """There is no publisher of that name."""

    code = "unknown-output"
    exit_code = 2


class ThemeError(PublishError):
    """A theme's template is wrong."""

    code = "theme"
    exit_code = 46


class MissingToolError(PublishError):
    """A program that publishing needs is not there."""

    code = "missing-tool"
    exit_code = 41


class EngineError(PublishError):
    """pandoc or typst failed, ran out of memory or out of time."""

    code = "engine"
    exit_code = 42


class TimeLimitError(PublishError):
    """An article took longer than it may."""

    code = "time-limit"
    exit_code = 43


class FolderInUseError(PublishError):
    """Another run of wikipub is building into the same folder."""

    code = "folder-in-use"
    exit_code = 44


class ClusterError(PublishError):
    """The cluster does not answer, or cannot do the work."""

    code = "cluster"
    exit_code = 45


class InternalError(WikipubError):
    """A bug of ours."""

    code = "internal"
    exit_code = 70


class WorkerError(InternalError):
    """The process that worked on an article ended before it was done."""

    code = "worker"
    exit_code = 71
