"""How a publication is to look and what it is to hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wikipub.option_table import Links, Notes, PdfStandard
from wikipub.publishers.look import Look
from wikipub.source import Keep

EARLIEST_EPOCH = 315_532_800
"""1980-01-01T00:00:00Z in seconds since 1970, the first moment that a ZIP archive, so an EPUB or DOCX, can state."""

LATEST_EPOCH = 4_354_819_198
"""2107-12-31T23:59:58Z, the last one."""


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """Options of one publication.

    `epoch` is the moment that the publication's files state as theirs, in seconds since 1970-01-01 UTC
    (SOURCE_DATE_EPOCH, https://reproducible-builds.org/specs/source-date-epoch/); never the clock.
    Of `keep`, CAPTIONS publishes captions whose picture is missing, SECTIONS empty sections and EXTERNAL the sections
    that hold only links to elsewhere. `theme` holds templates that take the place of our own (`publishers.theme`).
    """

    look: Look = field(default_factory=Look)
    keep: frozenset[Keep] = frozenset()
    epoch: int = EARLIEST_EPOCH
    notes: Notes = Notes.FOOT
    pdf_standard: PdfStandard = PdfStandard.UA_1
    links: Links = Links.WIKI
    theme: Mapping[str, bytes] = field(default_factory=dict)
