"""pandoc, typst and Pillow, each run in a process of its own.

Only this package starts programs other than wikipub's own. Each works in an empty folder of its own, with an
environment that says nothing of the user's, within limits of time and memory, and without the network: pandoc with
`--sandbox`, typst (which has no such switch) with proxies that lead nowhere. Their processes may be kept
(`kept_engines`): the next document then has a new folder and new time. The pandoc that stays has no sandbox, so it gets
only documents that name no file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikipub.late_names import late_names

if TYPE_CHECKING:
    from wikipub.engines.kept import kept_engines, known_of_fonts
    from wikipub.engines.pandoc import pandoc_version, run_pandoc
    from wikipub.engines.pillow import Raster, run_pillow
    from wikipub.engines.programs import installed_pandoc, pandoc_path
    from wikipub.engines.turns import turn
    from wikipub.engines.typst import Refusal, font_families, font_files, run_typst, typst_version

__all__ = [
    "Raster",
    "Refusal",
    "font_families",
    "font_files",
    "installed_pandoc",
    "kept_engines",
    "known_of_fonts",
    "pandoc_path",
    "pandoc_version",
    "run_pandoc",
    "run_pillow",
    "run_typst",
    "turn",
    "typst_version",
]

_HOMES = {
    "Raster": "wikipub.engines.pillow",
    "Refusal": "wikipub.engines.typst",
    "font_families": "wikipub.engines.typst",
    "font_files": "wikipub.engines.typst",
    "installed_pandoc": "wikipub.engines.programs",
    "kept_engines": "wikipub.engines.kept",
    "known_of_fonts": "wikipub.engines.kept",
    "pandoc_path": "wikipub.engines.programs",
    "pandoc_version": "wikipub.engines.pandoc",
    "run_pandoc": "wikipub.engines.pandoc",
    "run_pillow": "wikipub.engines.pillow",
    "run_typst": "wikipub.engines.typst",
    "turn": "wikipub.engines.turns",
    "typst_version": "wikipub.engines.typst",
}
"""The module of each name that is imported when it is first asked for: a build that finds nothing to do starts none."""

if not TYPE_CHECKING:  # which would take any name for one of these
    __getattr__ = late_names(__name__, _HOMES)
