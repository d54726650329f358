"""`--report`: all that came of a run, for programs: one JSON object, whose articles are written as they come."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from wikipub.batch.outcome import Made, Outcome
from wikipub.batch.tally import Tally
from wikipub.errors import PublishError


class Report:
    """A report that is being written beside its file."""

    def __init__(self, file: Path) -> None:
        import secrets  # slow to import, as is what follows, and few ask for a report
        from importlib.metadata import version

        self._file = file
        self._beside = file.parent / f".wikipub-{secrets.token_hex(6)}.part"
        self._count = 0
        with self._reported():
            self._stream = self._beside.open("x", encoding="utf-8", newline="\n")
            self._stream.write(f'{{"wikipub": {json.dumps(version("wikipub"))},\n"articles": [')

    def add(self, outcome: Outcome) -> None:
        """Report an outcome. Raises PublishError where that cannot be written."""
        with self._reported():
            self._stream.write(",\n" if self._count else "\n")
            json.dump(_article(outcome), self._stream, ensure_ascii=False)
        self._count += 1

    def end(self, tally: Tally, *, complete: bool) -> None:
        """Add the sums and give the file its name; `complete` tells whether the run came to its end."""
        with self._reported():
            end = f'],\n"sums": {json.dumps(_sums(tally))},\n"complete": {json.dumps(complete)}}}\n'
            self._stream.write(end)
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._beside.replace(self._file)

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            with suppress(OSError):
                self._beside.unlink(missing_ok=True)
            reason = error.strerror or str(error)
            raise PublishError(f"{self._file}: the report cannot be written: {reason}; say another --report") from error


@contextmanager
def report_to(file: Path | None, tally: Tally) -> Iterator[Callable[[Outcome], None]]:
    """A function that adds an outcome to the report in `file`, which is there, with the sums of `tally`, at the end.

    So it is where the block is left early. Without a file nothing is reported. Raises PublishError.
    """
    if file is None:
        yield lambda _: None
        return
    report = Report(file)
    complete = False
    try:
        yield report.add
        complete = True
    finally:
        report.end(tally, complete=complete)


def _article(outcome: Outcome) -> dict[str, Any]:
    return {
        "source": outcome.name,
        "state": "failed" if outcome.errors else "up to date" if outcome.up_to_date else "built",
        "outputs": [*_outputs(outcome.made, "built"), *_outputs(outcome.kept, "up to date")],
        "seconds": round(outcome.seconds, 3),
        "errors": [{"code": error.code, "message": str(error)} for error in outcome.errors],
        "diagnostics": [
            {"code": d.code, "severity": d.severity, "message": d.message, "line": d.line} for d in outcome.diagnostics
        ],
        "left_out": dict(outcome.left_out.roles),
        "unclaimed": outcome.left_out.unclaimed,
    }


def _outputs(files: Sequence[Made], state: str) -> Iterator[dict[str, Any]]:
    for made in files:
        yield {
            "format": made.format,
            "file": str(made.path),
            "sha256": made.digest,
            "bytes": made.size,
            "state": state,
        }


def _sums(tally: Tally) -> dict[str, Any]:
    return {
        "files": tally.files,
        "built": tally.built,
        "up_to_date": tally.up_to_date,
        "failed": tally.failed,
        "with_warnings": tally.warned,
        "warnings": tally.warnings,
    }
