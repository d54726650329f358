"""What was not touched is not read again, and whatever was changed is told, however it was done."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest

from batches import build, in_its_place, page, plan
from wikipub import engines
from wikipub.batch import digests, recipe, seen, signature
from wikipub.batch.inputs import expand
from wikipub.batch.record import empty_record
from wikipub.batch.signature import signature_of_read, signature_of_written

SECOND = 1_000_000_000
TICK = SECOND // 20
"""More nanoseconds than a tick of the file systems that tests run on."""

TEXT = "Title\n\nA paragraph of some words.\n"


@contextmanager
def soon_at_rest() -> Iterator[Callable[[], Counter[int]]]:
    """Take files for being at rest after a tick; gives what waits for it, and counts which inodes are read then."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signature, "_AT_REST", TICK)
        read: Counter[int] = Counter()
        digest_of_open = digests.digest_of_open

        def counting(stream):  # type: ignore[no-untyped-def]
            read[os.fstat(stream.fileno()).st_ino] += 1
            return digest_of_open(stream)

        for module in (digests, seen):
            patch.setattr(module, "digest_of_open", counting)

        def wait() -> Counter[int]:
            time.sleep(2 * TICK / SECOND)
            read.clear()
            return read

        yield wait


def built(folder: Path) -> list[str]:
    """The names of the files that a run over the folder's articles builds."""
    outcomes = build(expand([str(folder / "in")]), plan(folder))
    return [made.path.name for outcome in outcomes for made in outcome.made]


def test_what_is_at_rest_is_not_read_again(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        page(tmp_path / "in", name)
    page(tmp_path / "in", "a.txt.fix.toml", '[title]\nwords = "One"\n')
    page(tmp_path / "in", "p.wiki", "'''Title''' of words.\n\n[[File:Ferry.svg|thumb|A ferry.]]\n\nMore words.\n")
    drawing = page(tmp_path / "in" / "media", "Ferry.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="9"/>')
    with soon_at_rest() as wait:
        built(tmp_path)
        wait()
        built(tmp_path)  # what was changed just before it was read first is read once more
        read = wait()

        assert built(tmp_path) == []
        assert not read

        written = page(tmp_path / "in", "b.txt", TEXT)
        assert built(tmp_path) == []
        assert read.keys() == {written.stat().st_ino}

        in_its_place(drawing, drawing.read_text().replace("9", "8"))
        assert built(tmp_path) == ["p.json"]


# --- Whatever is done to files -----------------------------------------------------------------------------------


def swapped(text: str) -> str:
    return text.replace("words", "signs") if "words" in text else text.replace("signs", "words")


def edited_in_place(file: Path) -> None:
    in_its_place(file, swapped(file.read_text()))


def replaced_by_one_of_its_time(file: Path) -> None:
    times, other = file.stat(), file.with_name("other")
    other.write_text(swapped(file.read_text()))
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(file)


def replaced_by_a_link(file: Path) -> None:
    other, link = file.parents[1] / f"other-{file.name}", file.with_name("link")
    other.write_text(swapped(file.read_text()))
    os.link(other, link)
    link.replace(file)
    link.unlink(missing_ok=True)  # it stays where both are one file already


def become_a_symbolic_link(file: Path) -> None:
    other = file.parents[1] / f"linked-{file.name}"
    other.write_text(swapped(file.read_text()))
    file.unlink()
    file.symlink_to(other)


def grown(file: Path) -> None:
    with file.open("a") as stream:
        stream.write("\nMore words.\n")


def left(file: Path) -> None:
    pass


def touched(file: Path) -> None:
    os.utime(file)


def dated_back(file: Path) -> None:
    os.utime(file, (0, 0))


def dated_ahead(file: Path) -> None:
    os.utime(file, (4e9, 4e9))


def written_again(file: Path) -> None:
    file.write_text(file.read_text())


def moved_away_and_back(file: Path) -> None:
    file.rename(file.with_name("away")).rename(file)


def copied(file: Path) -> None:
    shutil.copy2(file, file.with_name("copy"))
    file.with_name("copy").replace(file)


CHANGES = (
    *(edited_in_place, replaced_by_one_of_its_time, replaced_by_a_link, become_a_symbolic_link, grown),
    *(left, touched, dated_back, dated_ahead, written_again, moved_away_and_back, copied),
)


def test_what_is_built_is_what_was_changed(tmp_path: Path) -> None:
    """Sources and outputs, at rest and just written, by all pairs of changes one after the other."""
    names = [str(number) for number in range(100, 100 + 2 * len(CHANGES) ** 2)]
    for name in names:
        page(tmp_path / "in", f"{name}.txt", TEXT)
    files = [tmp_path / "in" / f"{name}.txt" for name in names[::2]]
    files += [tmp_path / "out" / f"{name}.json" for name in names[1::2]]
    changes = [*product(CHANGES, CHANGES)] * 2
    with soon_at_rest() as wait:
        built(tmp_path)
        wait()
        assert built(tmp_path) == []
        wait()
        for turn in (0, 1):
            wanted = []
            for file, change in zip(files, changes, strict=True):
                before = file.read_bytes()
                change[turn](file)
                wanted += [f"{file.stem}.json"] if file.read_bytes() != before else []

            assert built(tmp_path) == sorted(wanted)
            assert built(tmp_path) == []
            for name in names:  # whatever was built or left is of the source as it is now
                word = "signs" if "signs" in (tmp_path / "in" / f"{name}.txt").read_text() else "words"
                assert f"of some {word}" in (tmp_path / "out" / f"{name}.json").read_text()


# --- When a signature counts -------------------------------------------------------------------------------------


def at(file: Path, changed: int) -> os.stat_result:
    """What the system would tell of a file whose last change was at that moment, in nanoseconds."""
    status = file.stat()
    times = {"st_atime": 0, "st_mtime": 0, "st_ctime": 0, "st_mtime_ns": 0, "st_ctime_ns": changed}
    return os.stat_result(tuple(status)[:10], times)


def test_a_file_is_known_by_its_signature_only_if_it_was_at_rest_when_it_was_read(tmp_path: Path) -> None:
    file, moment = page(tmp_path, "a.txt"), 10**18

    assert signature_of_read(at(file, moment - 4 * SECOND), moment)
    assert not signature_of_read(at(file, moment - 2 * SECOND), moment)
    assert not signature_of_read(at(file, moment + SECOND), moment)  # the clock was put back, or is another's


def test_a_file_just_written_is_known_unless_another_writer_would_leave_the_same_time(tmp_path: Path) -> None:
    file = page(tmp_path, "a.txt")

    assert signature_of_written(at(file, 10**18 + 1))
    assert not signature_of_written(at(file, 10**18))


def test_where_a_file_is_not_told_from_another_it_has_no_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = page(tmp_path, "a.txt").stat()
    assert signature.signature(status)

    monkeypatch.setattr(sys, "platform", "win32")

    assert not signature.signature(status)


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = page(tmp_path, "a.txt", TEXT)
    monkeypatch.setattr(signature, "_AT_REST", -SECOND)
    digest_of_open = digests.digest_of_open

    def slowly(stream):  # type: ignore[no-untyped-def]
        found = digest_of_open(stream)
        edited_in_place(file)
        return found

    with empty_record(tmp_path / "out") as record:
        with monkeypatch.context() as patch:
            patch.setattr(seen, "digest_of_open", slowly)
            before = record.seen.digest(file)

        assert record.seen.digest(file) == digests.digest_of(file) != before


def test_pandoc_is_asked_for_its_version_when_it_was_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = page(tmp_path, "pandoc", "1.0")
    asked = []

    def version() -> str:
        asked.append(program.read_text())
        return asked[-1]

    monkeypatch.setattr(signature, "_AT_REST", -SECOND)
    monkeypatch.setattr(engines, "pandoc_version", version)
    for name in ("installed_pandoc", "pandoc_path"):
        monkeypatch.setattr(engines, name, lambda: str(program))
    of = plan(tmp_path, "epub")

    with empty_record(tmp_path / "out") as record:
        found = [recipe.recipes(of, record.seen) for _ in range(2)]
        in_its_place(program, "2.0")
        found += [recipe.recipes(of, record.seen) for _ in range(2)]
        assert asked == ["1.0", "2.0"]
        assert found[0] == found[1] != found[2] == found[3]

        # One that the user names may be a script that runs another one.
        monkeypatch.setattr(engines, "installed_pandoc", lambda: "")
        assert recipe.recipes(of, record.seen) == found[3]
        assert recipe.recipes(of, record.seen) == found[3]
        assert asked == ["1.0", "2.0", "2.0", "2.0"]
