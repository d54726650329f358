"""Running pandoc and typst: their failures become ours, they read nothing they were not given, files are whole."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from trees import book, typst_stub
from wikipub.engines import (
    Refusal,
    pandoc,
    pandoc_version,
    pillow,
    run,
    run_pandoc,
    run_typst,
    typst,
    typst_version,
)
from wikipub.errors import EngineError, MissingToolError, PublishError
from wikipub.fonts import coverage, fonts_found, unshown_characters
from wikipub.output_file import write_file
from wikipub.publishers import output_format
from wikipub.publishers.options import PublishOptions

EMPTY = {"pandoc-api-version": [1, 23, 1, 1], "meta": {}, "blocks": []}
TITLED = '#set document(title: "x")\n= x\n'


# --- Failures ----------------------------------------------------------------------------------------------------


def test_what_pandoc_says_of_its_failure_is_in_the_error() -> None:
    with pytest.raises(EngineError, match=r"pandoc failed \(exit 64\) on the way to html: .*JSON"):
        run_pandoc(b"no JSON", "html")


def test_an_engine_that_hangs_is_stopped_and_its_time_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "_WORKER", typst_stub(tmp_path, "time.sleep(60)"))
    start = time.monotonic()
    with pytest.raises(EngineError, match=r"typst did not end within 1 seconds"):
        run_typst(b"x", timeout=1)
    assert time.monotonic() - start < 30


FAILURES = {
    "os.abort()": r"typst failed \(exit",
    "sys.exit('memory allocation of 9 bytes failed')": r"typst needs more than \d+ MB",
    "raise MemoryError": r"typst needs more than \d+ MB",
    "import wikipub_memory_limit": r"typst failed \(exit 1\): .*wikipub_memory_limit",
    "print('one', 'last words', sep='\\n', file=sys.stderr); sys.exit(3)": r"typst failed \(exit 3\): one / last words",
}


@pytest.mark.parametrize(("code", "message"), FAILURES.items())
def test_a_crash_is_an_engine_error(code: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "_WORKER", typst_stub(tmp_path, code))
    with pytest.raises(EngineError, match=message):
        run_typst(b"x")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system does not limit address space")
def test_typst_cannot_eat_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "TYPST_MEMORY", 600 << 20)
    with pytest.raises(EngineError, match=r"typst needs more than 600 MB|typst failed"):
        run_typst(b"#range(100000000).map(i => str(i)).join()", timeout=60)


def test_pandoc_cannot_eat_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "PANDOC_MEMORY", 40 << 20)
    paragraph = {"t": "Para", "c": [{"t": "Str", "c": "word " * 20}]}
    with pytest.raises(EngineError, match="pandoc needs more than 40 MB"):
        run_pandoc({**EMPTY, "blocks": [paragraph] * 50_000}, "docx")


def test_a_missing_pandoc_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYPANDOC_PANDOC", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingToolError, match="pip install --force-reinstall pypandoc_binary"):
        run_pandoc(EMPTY, "html")


def test_a_pandoc_that_the_variable_names_and_is_not_there_is_named_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYPANDOC_PANDOC", "/nowhere/pandoc")
    with pytest.raises(MissingToolError, match=r"PYPANDOC_PANDOC names /nowhere/pandoc.*unset it"):
        run_pandoc(EMPTY, "html")


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
@pytest.mark.parametrize("output", ["epub", "docx", "odt"])
@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo broken >&2; exit 7", r"pandoc failed \(exit 7\).*broken \(PYPANDOC_PANDOC names"),
        ("sleep 60", r"pandoc did not end within 1 seconds.*\(PYPANDOC_PANDOC names"),
        ("exit 0", r"pandoc ended well but gave no .*--version \(PYPANDOC_PANDOC names"),
        ("cat >/dev/null; echo garbage", r"pandoc ended well but gave no .*--version \(PYPANDOC_PANDOC names"),
    ],
    ids=["fails", "hangs", "says nothing", "says garbage"],
)
def test_a_false_pandoc_is_an_engine_error_and_leaves_no_file(
    script: str, message: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    false = tmp_path / "pandoc"
    false.write_text(f"#!/bin/sh\n{script}\n")
    false.chmod(0o755)
    monkeypatch.setenv("PYPANDOC_PANDOC", str(false))
    monkeypatch.setattr(run, "SECONDS", 1.0)
    start = time.monotonic()
    with pytest.raises(EngineError, match=message):
        output_format(output)(book(), tmp_path / "out", PublishOptions(), lambda _: None)
    assert time.monotonic() - start < 20
    assert not (tmp_path / "out").exists()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("garbage", ["", "sleep 60", "echo x"])
@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_the_version_of_a_false_pandoc_is_an_engine_error(
    garbage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    false = tmp_path / "pandoc"
    false.write_text(f"#!/bin/sh\n{garbage}\n")
    false.chmod(0o755)
    monkeypatch.setenv("PYPANDOC_PANDOC", str(false))
    monkeypatch.setattr(run, "SECONDS", 1.0)
    with pytest.raises(EngineError, match="PYPANDOC_PANDOC names"):
        pandoc_version()


def test_pandoc_s_warnings_are_told_one_by_one() -> None:
    math = [{"t": "Math", "c": [{"t": "InlineMath"}, tex]} for tex in ("\\nonesuch", "\\none\nsuch")]
    told: list[str] = []
    run_pandoc({**EMPTY, "blocks": [{"t": "Para", "c": math}]}, "html", ["--mathml"], warned=told.append)
    assert [warning.split(",")[0] for warning in told] == [
        "Could not convert TeX math \\nonesuch",
        "Could not convert TeX math \\none\n  such",
    ]


def test_a_missing_typst_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingToolError, match="pip install --force-reinstall typst"):
        run_typst(b"x")


def test_a_pandoc_that_cannot_be_started_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "pandoc_path", lambda: "/nowhere/pandoc")
    with pytest.raises(MissingToolError, match="pandoc could not be started"):
        run_pandoc(EMPTY, "html")


def test_the_time_allowed_grows_with_the_input() -> None:
    assert run.seconds(10_000_000) > run.seconds(0) + 100


def test_both_engines_tell_their_versions() -> None:
    for version in (pandoc_version(), typst_version()):
        assert version.split(".")[0].isdigit()


# --- Nothing is read ---------------------------------------------------------------------------------------------


def test_pandoc_reads_no_file_of_the_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"SECRET")
    image = {"t": "Image", "c": [["", [], []], [], [str(secret), ""]]}
    ast = {**EMPTY, "blocks": [{"t": "Para", "c": [image]}]}
    assert b"U0VDUkVU" not in run_pandoc(ast, "html", ["--embed-resources"])  # "SECRET" in base 64
    assert b"SECRET" not in run_pandoc(ast, "docx")


def test_pandoc_gets_the_files_that_it_is_given() -> None:
    template = {"own.html": b"[[$body$]]"}
    assert run_pandoc(EMPTY, "html", ["--template=own.html"], template).strip() == b"[[]]"


@pytest.mark.parametrize(
    "code", ['#read("/etc/passwd")', '#include "../x.typ"', '#image("x.png")', '#import "@preview/cetz:0.3.0": *']
)
def test_typst_reads_no_file_and_no_network(code: str) -> None:
    start = time.monotonic()
    assert isinstance(run_typst(code.encode()), Refusal)
    assert time.monotonic() - start < 20


def test_engines_see_nothing_of_the_users_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    environment = run.environment(str(tmp_path))
    assert "SECRET_TOKEN" not in environment
    assert environment["HOME"] == str(tmp_path)
    assert environment["LC_ALL"] == "C.UTF-8"


@pytest.mark.parametrize("worker", [typst._WORKER, pillow._WORKER])
def test_a_worker_imports_nothing_of_wikipub_before_it_runs(worker: Path) -> None:
    code = "import runpy, sys; runpy.run_path(sys.argv[1]); print([m for m in sys.modules if 'wikipub' in m])"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code, str(worker)], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


# --- Files -------------------------------------------------------------------------------------------------------


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "x.epub"
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(path.parent) == ["x.epub"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.epub"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PublishError, match="No space left on device") as caught:
        write_file(path, b"new")
    assert str(tmp_path) in str(caught.value)
    assert "make room" in str(caught.value)
    assert os.listdir(tmp_path) == ["x.epub"]
    assert path.read_bytes() == b"old"


def test_a_folder_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"")
    with pytest.raises(PublishError, match="--output"):
        write_file(tmp_path / "output" / "x.epub", b"x")


def test_a_name_that_is_a_folder_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "x.epub").mkdir()
    with pytest.raises(PublishError, match=r"x\.epub cannot be written"):
        write_file(tmp_path / "x.epub", b"x")
    assert os.listdir(tmp_path) == ["x.epub"]


# --- Fonts -------------------------------------------------------------------------------------------------------


def test_latin_greek_and_cyrillic_need_no_fonts_of_the_system() -> None:
    found = coverage("Plain, é ß – “Ωμέγα” Жизнь ↑ … \N{REPLACEMENT CHARACTER}")
    assert not found.needs_system_fonts
    assert not found.unshown


def test_what_no_font_shows_is_named() -> None:
    private = "\U000f1234"
    assert coverage(f"a{private}é").unshown == {private}


def test_many_characters_without_font_are_all_named() -> None:
    private = {chr(code) for code in range(0xF1000, 0xF1400)}
    assert coverage("".join(private)).unshown == private


def test_a_refusal_for_glyphs_alone_is_told_from_others() -> None:
    glyphs = run_typst(f"{TITLED}\U000f1234".encode(), standards=["ua-1"])
    other = run_typst(b"x", standards=["ua-1"])
    assert isinstance(glyphs, Refusal)
    assert isinstance(other, Refusal)
    assert unshown_characters(glyphs) == frozenset("\U000f1234")
    assert unshown_characters(other) is None


def test_typsts_own_fonts_are_found() -> None:
    assert "Libertinus Serif" in fonts_found()
