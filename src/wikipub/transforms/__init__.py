"""From tree to tree. CLEAN follows reading, FINISH follows binding; each is a list of transforms in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from wikipub.diagnostics import Warn
from wikipub.document import Document
from wikipub.transforms.ids import give_ids
from wikipub.transforms.normalize import normalize
from wikipub.transforms.notes import link_notes
from wikipub.transforms.sections import report_empty_sections

Transform: TypeAlias = Callable[[Document, Warn], Document]
"""Makes a new tree of a tree; what is odd goes to the callback."""

CLEAN: tuple[Transform, ...] = (normalize, link_notes, give_ids, report_empty_sections)
FINISH: tuple[Transform, ...] = (normalize,)
