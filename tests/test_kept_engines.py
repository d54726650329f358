"""Engines that stay for the next document: it costs less, and gets nothing of the one before."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from trees import PNG, article, book, everything, typst_stub
from wikipub.diagnostics import Diagnostic
from wikipub.document import Document, Figure, Math, Paragraph, Picture, Text
from wikipub.engines import Refusal, kept_engines, pandoc, programs, run_pandoc, run_typst, typst
from wikipub.engines import kept as kept_processes
from wikipub.errors import EngineError
from wikipub.publishers import output_format
from wikipub.publishers.options import PublishOptions

# --- typst -------------------------------------------------------------------------------------------------------

ANSWERING = """
import json
def answer(words):
    content = words.encode()
    sys.stdout.buffer.write(json.dumps({"kind": "pdf", "size": len(content)}).encode() + b"\\n" + content)
    sys.stdout.buffer.flush()
while True:
    document = open(os.path.join(json.loads(line)["folder"], "main.typ")).read()
    if document == "die": os.abort()
    if document == "hang": time.sleep(60)
    answer(str(os.getpid()))
    line = sys.stdin.readline()
    if not line: break
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stand-in for typst that stays; what it makes of a document is its number, of some it dies or hangs."""
    monkeypatch.setattr(typst, "_WORKER", typst_stub(tmp_path, ANSWERING))
    with kept_engines():
        yield


@pytest.mark.usefixtures("kept")
def test_typst_stays_for_the_next_document() -> None:
    assert run_typst(b"one") == run_typst(b"two")


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(("document", "error"), [(b"die", "typst failed"), (b"hang", "did not end within 1 seconds")])
def test_a_document_that_stops_typst_costs_itself_only(document: bytes, error: str) -> None:
    before = run_typst(b"one")
    with pytest.raises(EngineError, match=error):
        run_typst(document, timeout=1)
    after = run_typst(b"two")
    assert isinstance(after, bytes)
    assert after.isdigit()
    assert after != before


@pytest.mark.usefixtures("kept")
def test_after_a_large_document_typst_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "_LARGE", 10)
    assert run_typst(b"a large document") != run_typst(b"two")


@pytest.mark.usefixtures("kept")
def test_after_many_documents_typst_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_processes, "_LONGEST_SERVICE", 2)
    one, two, three = (run_typst(b"one") for _ in range(3))
    assert one == two != three


@pytest.mark.usefixtures("kept")
def test_of_two_that_call_at_once_each_has_its_own() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(run_typst, [b"one"] * 40))
    assert all(isinstance(each, bytes) and each.isdigit() for each in made)


@pytest.mark.skipif(sys.platform == "win32", reason="a number of a process is no question there")
def test_typst_does_not_outlive_those_that_keep_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst, "_WORKER", typst_stub(tmp_path, ANSWERING))
    with kept_engines():
        process = run_typst(b"one")
    assert isinstance(process, bytes)
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)
    assert run_typst(b"one") != run_typst(b"two")


def test_a_document_sees_no_files_and_no_words_of_the_one_before() -> None:
    code = b'#set document(title: "x")\n#sys.inputs #read("beside.txt")'
    alone = run_typst(b"= Alone", timestamp=0)
    with kept_engines():
        assert isinstance(run_typst(code, files={"beside.txt": b"x"}), bytes)
        assert isinstance(run_typst(code), Refusal)
        assert run_typst(b"= Alone", timestamp=0) == alone


# --- pandoc ------------------------------------------------------------------------------------------------------

PLAIN: dict[str, Any] = {
    "pandoc-api-version": [1, 23, 1, 1],
    "meta": {},
    "blocks": [{"t": "Para", "c": [{"t": "Str", "c": "Plain."}]}],
}

DOCUMENTS = {
    "everything": everything(),
    "book": book(),
    "formulas": article(Paragraph((Math("x^2"), Text(" and "), Math("\\nonesuch{")))),
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the pandoc that stays is asked for, format by format; it has been called before."""
    formats: list[str] = []
    real = pandoc._asked

    def asked(request: Any, data: bytes, to: str, *rest: Any) -> tuple[bytes, bytes]:
        formats.append(to)
        return real(request, data, to, *rest)

    monkeypatch.setattr(pandoc, "_asked", asked)
    with kept_engines():
        run_pandoc(PLAIN, "plain")
        assert not formats
        yield formats


def published(document: Document, output: str, path: Path) -> tuple[bytes, list[str]]:
    """What is published of a document, and what is reported."""
    told: list[Diagnostic] = []
    output_format(output)(document, path, PublishOptions(), told.append)
    return path.read_bytes(), [str(diagnostic) for diagnostic in told]


@pytest.mark.parametrize("output", ["epub", "docx", "odt", "html", "markdown", "latex", "plain", "pdf"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_pandoc_that_stays_makes_the_same(
    name: str, output: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    alone = published(DOCUMENTS[name], output, tmp_path / "file")
    asked: list[str] = request.getfixturevalue("asked")
    assert published(DOCUMENTS[name], output, tmp_path / "file") == alone
    # Only the command line makes the first heading the title.
    assert bool(asked) != (output == "latex" and name != "book")


@pytest.mark.parametrize("output", ["epub", "docx", "odt", "html"])
def test_a_document_with_pictures_goes_into_the_sandbox(output: str, tmp_path: Path, asked: list[str]) -> None:
    picture = Picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg", 1, 1, PNG)
    document = article(Figure((Text("A dot"),), "dot.svg", "A dot"))
    document = replace(document, pictures={"dot.svg": picture})
    published(document, output, tmp_path / "file")
    assert not asked


def test_a_document_that_names_files_of_the_machine_goes_into_the_sandbox(tmp_path: Path, asked: list[str]) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"SECRET")
    image = {"t": "Image", "c": [["", [], []], [], [str(secret), ""]]}
    html = {"t": "RawBlock", "c": ["html", f"<img src='{secret}'/>"]}
    for to, block in product(("docx", "epub3", "odt"), ({"t": "Para", "c": [image]}, html)):
        assert b"SECRET" not in run_pandoc({**PLAIN, "blocks": [block]}, to)
    assert asked == ["docx", "odt"]  # which take no HTML


def test_a_large_document_has_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    monkeypatch.setattr(pandoc, "_LARGE", 10)
    run_pandoc(PLAIN, "plain")
    assert not asked


STUBS = {
    "os.exit(3)": r"pandoc failed \(exit 3\) on the way to plain",
    "while true do end": r"pandoc did not end within 1 seconds",
    "io.stdin:read(1) error('one')": r"pandoc failed \(exit 84\) on the way to plain: .*one",
}


@pytest.mark.parametrize(("code", "message"), STUBS.items())
def test_a_document_that_stops_pandoc_costs_itself_only(
    code: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    stub = tmp_path / "worker.lua"
    stub.write_text(code)
    with monkeypatch.context() as patched:
        patched.setattr(pandoc, "_WORKER", stub)
        with pytest.raises(EngineError, match=message):
            run_pandoc(PLAIN, "plain", timeout=1)
    assert run_pandoc(PLAIN, "plain") == b"Plain.\n"
    assert asked == ["plain", "plain"]


def test_what_the_pandoc_that_stays_refuses_is_told(asked: list[str]) -> None:
    with pytest.raises(EngineError, match=r"pandoc failed on the way to plain: .*JSON"):
        run_pandoc(b"no JSON", "plain")
    assert run_pandoc(PLAIN, "plain") == b"Plain.\n"
    assert asked == ["plain", "plain"]


def test_the_pandoc_that_stays_cannot_eat_the_machine(monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    monkeypatch.setattr(pandoc, "_LARGE", 1 << 30)
    monkeypatch.setattr(pandoc, "PANDOC_MEMORY", 200 << 20)
    many = {**PLAIN, "blocks": [{"t": "Para", "c": [{"t": "Str", "c": "word " * 20}]}] * 50_000}
    with pytest.raises(EngineError, match="pandoc needs more than 200 MB"):
        run_pandoc(many, "docx")
    assert asked == ["docx"]


def test_a_pandoc_that_a_variable_names_does_not_stay(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: list[str]
) -> None:
    other = tmp_path / "pandoc"
    other.symlink_to(programs.pandoc_path())
    monkeypatch.setenv(programs.PANDOC_VARIABLE, str(other))
    run_pandoc(PLAIN, "plain")
    assert not asked


def test_a_pandoc_of_the_machine_does_not_stay(monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    found = programs.installed_pandoc()
    monkeypatch.setattr(programs, "installed_pandoc", lambda: "")
    monkeypatch.setattr(pandoc, "installed_pandoc", lambda: "")
    monkeypatch.setenv("PATH", str(Path(found).parent))
    run_pandoc(PLAIN, "plain")
    assert not asked
