"""The table's rows of many articles: `wikipub build` of a folder, beside bare engines and what a user would do instead.

Both sides of a row have the same files and processors. Texts come again under new names where they run out. Timed are
whole commands. The trees that bare engines get are those that wikipub hands to pandoc, so the difference is what
wikipub does itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

import wikipub
from table import Table, cost
from timing import WIKIPUB
from wikipub.document import Document
from wikipub.engines import pandoc_path
from wikipub.pandoc import to_pandoc
from wikipub.pipeline import bound
from wikipub.publishers.look import Look, page
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.typst_template import template
from wikipub.transforms.footnotes import with_footnotes

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "eval"
SMALL = (
    "Small article {0}\n\nSmall article {0} is a text of a few words.\n\n== History ==\n\nIt was made for a number.\n"
)
COMPILE = (
    "import sys; sys.path.append(sys.argv[1]); import typst; "
    "typst.compile(sys.argv[2], output=sys.argv[3], ignore_system_fonts=True)"
)
WRITERS = {
    "epub": ("EPUB", "epub3", ["--mathml"]),
    "docx": ("DOCX", "docx", []),
    "pdf": ("PDF", "typst", ["--wrap=none"]),
    "html": ("HTML", "html5", ["--mathml"]),
    "odt": ("ODT", "odt", []),
    "markdown": ("Markdown", "markdown", []),
    "latex": ("LaTeX", "latex", []),
    "plain": ("plain text", "plain", []),
}
"""What a format is called, pandoc's writer, and the arguments without which that would do less than ours."""


class Bench:
    """Folders of articles and of trees, made when they are first asked for, and the commands to time."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self.folder = folder
        self.jobs = jobs
        # As a user has it: with wikipub's bytecode at hand.
        self._environment = {name: word for name, word in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def texts(self, kind: str, count: int) -> Path:
        """A folder of `count` articles of a kind."""
        folder = self.folder / f"{kind}-{count}"
        if not folder.exists():
            folder.mkdir()
            ending = {"scraped": ".txt", "wikitext": ".wiki"}[kind]
            files = sorted((SHARED / kind).rglob(f"*{ending}"))
            if not files:
                raise SystemExit(f"{SHARED / kind}: no *{ending} here; this benchmark needs the evaluation's texts")
            for number in range(count):
                (folder / f"{number:05}{ending}").write_bytes(files[number % len(files)].read_bytes())
        return folder

    def small(self, count: int) -> Path:
        """A folder of `count` articles of a few words."""
        folder = self.folder / f"small-{count}"
        if not folder.exists():
            folder.mkdir()
            for number in range(count):
                (folder / f"{number:05}.txt").write_text(SMALL.format(number))
        return folder

    def trees(self, output: str, count: int) -> Path:
        """A folder of the trees that pandoc gets of as many scraped texts."""
        folder = self.folder / f"trees-{output}-{count}"
        if not folder.exists():
            folder.mkdir()
            made: dict[bytes, str] = {}
            for text in sorted(self.texts("scraped", count).iterdir()):
                content = text.read_bytes()
                if content not in made:
                    document = bound(wikipub.read(text), PublishOptions()).document
                    made[content] = json.dumps(tree(document, output), ensure_ascii=False)
                (folder / f"{text.stem}.json").write_text(made[content], "utf-8")
        return folder

    def build(self, source: Path, *words: str, jobs: int | None = None) -> Callable[[], None]:
        """`wikipub build` of a folder into an empty one."""

        def run() -> None:
            rmtree(self.folder / "out", ignore_errors=True)
            self.again(source, *words, jobs=jobs)

        return run

    def again(self, source: Path, *words: str, jobs: int | None = None) -> None:
        """`wikipub build` of a folder into where it was built already."""
        many = ["--jobs", str(jobs or self.jobs), "--quiet"]
        command = [WIKIPUB, "build", str(source), "--output", str(self.folder / "out"), *many, *words]
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env=self._environment
        )
        if done.returncode not in (0, 1):  # a few of the texts cannot be built, and are named
            raise SystemExit(f"{' '.join(command)}: exit {done.returncode}")

    def each(self, source: Path, *command: str) -> Callable[[], None]:
        """A command on each file of a folder, as many at a time as there are jobs; `{}` stands for the file's stem."""

        def run() -> None:
            rmtree(self.folder / "bare", ignore_errors=True)
            (self.folder / "bare").mkdir()
            stems = "\n".join(sorted(file.stem for file in source.iterdir()))
            words = ["xargs", "-P", str(self.jobs), "-I{}", *command]
            subprocess.run(words, input=stems, text=True, cwd=source, check=False, stderr=subprocess.DEVNULL)

        return run

    def bare(self, output: str) -> list[str]:
        """The engines' command on a ready-made tree, whose stem `{}` stands for; with typst our PDFs' template."""
        _, writer, arguments = WRITERS[output]
        pandoc = [pandoc_path(), "--from=json", f"--to={writer}", "--sandbox", *arguments]
        target = f"{self.folder / 'bare'}/{{}}"
        if output != "pdf":
            return [*pandoc, "{}.json", f"--output={target}.{output}"]
        import typst

        head = self.folder / "head.typ"
        head.write_bytes(template(page(Look(), book=False), {"title": '"A text"', "lang": '"en"'}))
        script = (
            f"{{ cat {head}; {' '.join(pandoc)} {{}}.json; }} > {target}.typ && "
            f'{sys.executable} -I -S -c "$0" {Path(typst.__file__).parent.parent} {target}.typ {target}.pdf'
        )
        return ["sh", "-c", script, COMPILE]


def tree(document: Document, output: str) -> dict[str, object]:
    """The tree that pandoc gets for a format."""
    if output in ("docx", "pdf"):
        document = with_footnotes(document)
    target = "typst" if output == "pdf" else output
    room = page(Look(), book=False).room if output == "pdf" else None
    return to_pandoc(document, target, {"title": document.title, "lang": document.language or "und"}, room)


def each_format(bench: Bench, table: Table, output: str, count: int) -> None:
    """Scraped texts to one format, beside bare engines on their trees."""
    ours = bench.build(bench.texts("scraped", count), "--format", output)
    theirs = bench.each(bench.trees(output, count), *bench.bare(output))
    limit = 1.25 if output in ("epub", "pdf") else None
    table.compare(f"{count} scraped → {WRITERS[output][0]}", ours, "bare engines on trees", theirs, limit)


def all_three(bench: Bench, table: Table, count: int) -> None:
    """Scraped texts to all three formats."""
    outputs = ("epub", "pdf", "docx")
    steps = [bench.each(bench.trees(output, count), *bench.bare(output)) for output in outputs]

    def theirs() -> None:
        for step in steps:
            step()

    ours = bench.build(bench.texts("scraped", count), "--format", ",".join(outputs))
    table.compare(f"{count} scraped → EPUB, PDF, DOCX", ours, "bare engines on trees", theirs)


def wikitext(bench: Bench, table: Table, count: int) -> None:
    """Wikitext to EPUB, beside what a user would do."""
    texts = bench.texts("wikitext", count)
    pandoc = [pandoc_path(), "--from=mediawiki", "--to=epub3", "--mathml", "{}.wiki"]
    theirs = bench.each(texts, *pandoc, "--metadata=title:{}", f"--output={bench.folder / 'bare'}/{{}}.epub")
    beside = f"`xargs -P {bench.jobs} pandoc -f mediawiki`"
    table.compare(f"{count} wikitext → EPUB", bench.build(texts), beside, theirs, 1.0)


def jobs(bench: Bench, table: Table, count: int) -> None:
    """Several jobs beside one."""
    texts = bench.texts("scraped", count)
    for many in sorted({2, bench.jobs} - {1}):
        ours, theirs = bench.build(texts, jobs=many), bench.build(texts, jobs=1)
        table.compare(f"{count} scraped → EPUB, {many} jobs", ours, "one job", theirs, 1 / (0.8 * many))


def nothing(bench: Bench, table: Table, count: int) -> None:
    """Runs of which nothing or one article has changed, beside the first."""
    texts = bench.texts("scraped", count)
    first = cost(bench.build(texts))
    again = [cost(lambda: bench.again(texts)) for _ in range(5)]
    table.costs(f"{count:,} scraped → EPUB, nothing changed", again, "the first run", [first] * 5, 0.01)
    text = texts / "00000.txt"
    content = text.read_bytes()
    changed = []
    for number in range(5):
        text.write_bytes(content + f"\nThe end, for the time no. {number}.\n".encode())
        changed.append(cost(lambda: bench.again(texts)))
    text.write_bytes(content)
    table.costs(f"{count:,} scraped → EPUB, one changed", changed, "the first run", [first] * 5)
    texts = bench.texts("scraped", count // 2)
    outputs = ("--format", "epub,pdf,docx")
    first = cost(bench.build(texts, *outputs))
    again = [cost(lambda: bench.again(texts, *outputs)) for _ in range(5)]
    name = f"{count // 2} scraped → EPUB, PDF, DOCX, nothing changed"
    table.costs(name, again, "the first run", [first] * 5, 0.01)


def dask(bench: Bench, table: Table, count: int) -> None:
    """A cluster of two workers on this machine, which has built something before, beside two jobs."""
    texts = bench.texts("scraped", count)
    with local_cluster() as address:
        bench.build(bench.texts("scraped", 4), "--cluster", address)()
        ours = bench.build(texts, "--cluster", address)
        theirs = bench.build(texts, jobs=2)
        table.compare(f"{count} scraped → EPUB, Dask, 2 workers", ours, "two jobs", theirs, 1 / 0.8)


@contextmanager
def local_cluster() -> Iterator[str]:
    """The address of a cluster of two worker processes that runs meanwhile."""
    command = [sys.executable, str(ROOT / "tests" / "local_cluster.py")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stdin
        assert running.stdout
        yield running.stdout.readline().strip()
        running.stdin.close()


def memory(bench: Bench, table: Table, count: int) -> None:
    """The parent's peak of memory at many small articles beside that at 100; then its course."""
    peaks: dict[int, float] = {}
    course: list[float] = []
    for articles in (100, count):
        out = bench.folder / f"out-{articles}"
        command = [WIKIPUB, "build", str(bench.small(articles)), "--format", "json", "--output", str(out)]
        command += ["--jobs", str(bench.jobs)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
            assert run.stdout
            course = []
            for number, _ in enumerate(run.stdout, 1):
                if number % (articles // 10) == 0:
                    course.append(megabytes(run.pid, "VmRSS"))
                    peaks[articles] = megabytes(run.pid, "VmHWM")
    mine, other = (f"{peaks[articles]:.0f} MB" for articles in (count, 100))
    name = f"{count:,} small articles, the parent's peak of memory"
    table.row(name, mine, "100 of them", other, [peaks[count] / peaks[100]], at_most=1.5)
    grown = ", ".join(f"{resident:.0f}" for resident in course)
    table.notes.append(f"The parent's memory after each tenth of {count:,} small articles: {grown} MB")


def megabytes(process: int, what: str) -> float:
    """What Linux tells of a process's memory: what it has now (VmRSS), what it had at most (VmHWM)."""
    lines = Path("/proc", str(process), "status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{what}:"))
