"""Many articles at once: `wikipub build` over a folder, beside bare engines and what a user would do instead.

    .venv/bin/python benchmarks/batch.py [--articles N] [--runs N] [--jobs N] [--only ROW ...]

Rows and what stands beside them:

- `epub`, `pdf`, `docx`, `all`: scraped texts, beside bare pandoc (for PDF with typst) on ready-made trees, with as many
  processes at a time; the trees are those that wikipub hands to pandoc, so the difference is what wikipub does itself
- `steady`: what a worker takes for one of them after its start, in processor seconds, beside the bare engines
- `wikitext`: articles' wikitext to EPUB, beside `xargs -P N pandoc -f mediawiki -t epub`
- `jobs`: two jobs, and as many as processors, beside one
- `nothing`: a second run of twice as many articles, of which nothing has changed, beside the first
- `dask`: a Dask cluster of two workers on this machine, beside two jobs
- `memory`: the peak of the parent's memory at 10,000 small articles, beside that at 100, and its course

Both sides of a row have the same files and processors and take turns. Texts come again under new names where they run
out. Timed are whole commands, by the wall clock; figures are medians. The last column compares the seconds of all
processors, which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from shutil import rmtree
from statistics import median

import wikipub
from timing import WIKIPUB
from wikipub.batch.inputs import Item
from wikipub.batch.job import Job, build_article
from wikipub.engines import pandoc_path
from wikipub.pandoc import to_pandoc
from wikipub.pipeline import bound
from wikipub.publishers.look import Look, page
from wikipub.publishers.options import PublishOptions
from wikipub.publishers.typst_template import template
from wikipub.source import ReadOptions
from wikipub.transforms.footnotes import with_footnotes

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "eval"
SMALL = (
    "Small article {0}\n\nSmall article {0} is a text of a few words.\n\n== History ==\n\nIt was made for a number.\n"
)
COMPILE = (
    "import sys; sys.path.append(sys.argv[1]); import typst; "
    "typst.compile(sys.argv[2], output=sys.argv[3], ignore_system_fonts=True, pdf_standards=['ua-1'])"
)


class Bench:
    """Folders of articles and of trees, made when they are first asked for, and the way to time a command."""

    def __init__(self, folder: Path, articles: int, runs: int, jobs: int) -> None:
        self.folder = folder
        self.articles = articles
        self.runs = runs
        self.jobs = jobs

    def texts(self, kind: str, ending: str, count: int) -> Path:
        """A folder of `count` articles of a kind."""
        folder = self.folder / f"{kind}-{count}"
        if not folder.exists():
            folder.mkdir()
            files = sorted((SHARED / kind).rglob(f"*{ending}"))
            if not files:
                raise SystemExit(f"{SHARED / kind}: no *{ending} here; this benchmark needs the evaluation's texts")
            for number in range(count):
                (folder / f"{number:05}{ending}").write_bytes(files[number % len(files)].read_bytes())
        return folder

    def trees(self, target: str) -> Path:
        """A folder of the trees that pandoc gets of the scraped texts."""
        folder = self.folder / f"trees-{target}"
        if not folder.exists():
            folder.mkdir()
            for text in sorted(self.texts("scraped", ".txt", self.articles).iterdir()):
                document = bound(wikipub.read(text), PublishOptions()).document
                if target != "epub":
                    document = with_footnotes(document, one_series=target == "docx")
                tree = to_pandoc(document, target, {"title": document.title, "lang": document.language or "und"})
                (folder / f"{text.stem}.json").write_text(json.dumps(tree, ensure_ascii=False), "utf-8")
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
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
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

    def row(self, name: str, ours: Callable[[], None], theirs: Callable[[], None], beside: str) -> None:
        """Time both in turns and print the row."""
        pairs = [(cost(ours), cost(theirs)) for _ in range(self.runs)]
        mine, other = (median(pair[side].seconds for pair in pairs) for side in (0, 1))
        ratios = sorted(pair[0].seconds / pair[1].seconds for pair in pairs)
        of_processors = median(pair[0].processors / pair[1].processors for pair in pairs)
        spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
        times = f"**{median(ratios):.2f}** | {spread} | {of_processors:.2f}"
        print(f"| {name} | {mine:.1f} s | {beside} | {other:.1f} s | {times} |", flush=True)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds by the wall clock, and of all processors together."""

    seconds: float
    processors: float


def cost(work: Callable[[], None]) -> Cost:
    """What the commands that `work` runs took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    work()
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


NAMES = {"epub": "EPUB", "docx": "DOCX", "pdf": "PDF"}
TARGETS = {"epub": "epub", "docx": "docx", "pdf": "typst"}


def bare(bench: Bench, output: str) -> list[str]:
    """The engines' command on a ready-made tree, whose stem `{}` stands for; with typst the template of our PDFs."""
    target = f"{bench.folder / 'bare'}/{{}}"
    if output == "epub":
        return [
            pandoc_path(),
            "--from=json",
            "--to=epub3",
            "--mathml",
            "--sandbox",
            "{}.json",
            f"--output={target}.epub",
        ]
    if output == "docx":
        return [pandoc_path(), "--from=json", "--to=docx", "--sandbox", "{}.json", f"--output={target}.docx"]
    import typst

    head = bench.folder / "head.typ"
    head.write_bytes(template(page(Look(), book=False), {"title": '"A text"', "lang": '"en"'}))
    pandoc = f"{pandoc_path()} --from=json --to=typst --wrap=none --sandbox"
    script = (
        f"{{ cat {head}; {pandoc} {{}}.json; }} > {target}.typ && "
        f'{sys.executable} -I -S -c "$0" {Path(typst.__file__).parent.parent} {target}.typ {target}.pdf'
    )
    return ["sh", "-c", script, COMPILE]


def each_format(bench: Bench, output: str) -> None:
    """Scraped texts to one format."""
    ours = bench.build(bench.texts("scraped", ".txt", bench.articles), "--format", output)
    theirs = bench.each(bench.trees(TARGETS[output]), *bare(bench, output))
    bench.row(f"{bench.articles} scraped → {NAMES[output]}", ours, theirs, "bare engines on trees")


def steady(bench: Bench) -> None:
    """One worker's articles after its start, in seconds of the processors."""
    texts = sorted(bench.texts("scraped", ".txt", bench.articles).iterdir())[:: max(1, bench.articles // 24)]
    (bench.folder / "bare").mkdir(exist_ok=True)
    for output, name in NAMES.items():
        trees, command = bench.trees(TARGETS[output]), bare(bench, output)
        job = Job(Item("", texts[0]), {output: bench.folder / f"one.{output}"}, ReadOptions(), PublishOptions())
        build_article(job)
        rounds = []
        for _ in range(bench.runs):
            ours = theirs = 0.0
            for text in texts:
                start = processors()
                build_article(replace(job, item=Item(str(text), text)))
                middle = processors()
                words = [word.replace("{}", text.stem) for word in command]
                subprocess.run(words, cwd=trees, check=False, capture_output=True)
                ours, theirs = ours + middle - start, theirs + processors() - middle
            rounds.append((ours / theirs, ours / len(texts), theirs / len(texts)))
        ratio, mine, other = (median(each[part] for each in rounds) for part in range(3))
        beside = f"bare engines on its tree | {other * 1000:.0f} ms"
        print(
            f"| a text → {name}, a worker that runs | {mine * 1000:.0f} ms | {beside} | | | **{ratio:.2f}** |",
            flush=True,
        )


def processors() -> float:
    """Seconds of the processors that this process and those that it waited for have taken."""
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in each)


def all_three(bench: Bench) -> None:
    """Scraped texts to all three formats."""
    texts = bench.texts("scraped", ".txt", bench.articles)
    steps = [bench.each(bench.trees(TARGETS[output]), *bare(bench, output)) for output in NAMES]

    def theirs() -> None:
        for step in steps:
            step()

    name = f"{bench.articles} scraped → EPUB, PDF, DOCX"
    bench.row(name, bench.build(texts, "--format", "epub,pdf,docx"), theirs, "bare engines on trees")


def wikitext(bench: Bench) -> None:
    """Wikitext to EPUB."""
    texts = bench.texts("wikitext", ".wiki", bench.articles)
    pandoc = [pandoc_path(), "--from=mediawiki", "--to=epub3", "--mathml", "{}.wiki"]
    theirs = bench.each(texts, *pandoc, "--metadata=title:{}", f"--output={bench.folder / 'bare'}/{{}}.epub")
    bench.row(f"{bench.articles} wikitext → EPUB", bench.build(texts), theirs, "`xargs pandoc -f mediawiki`")


def jobs(bench: Bench) -> None:
    """Several jobs beside one."""
    texts = bench.texts("scraped", ".txt", min(200, bench.articles))
    for many in sorted({2, bench.jobs}):
        name = f"{min(200, bench.articles)} scraped → EPUB, {many} jobs"
        bench.row(name, bench.build(texts, jobs=many), bench.build(texts, jobs=1), "one job")


def nothing(bench: Bench) -> None:
    """A run of which nothing has changed."""
    texts = bench.texts("scraped", ".txt", 2 * bench.articles)
    first = cost(bench.build(texts))
    costs = [cost(lambda: bench.again(texts)) for _ in range(max(3, bench.runs))]
    again, of_processors = (median(each.seconds for each in costs), median(each.processors for each in costs))
    name = f"{2 * bench.articles} scraped, nothing changed"
    times = f"**{again / first.seconds:.4f}** | | {of_processors / first.processors:.4f}"
    print(f"| {name} | {again:.2f} s | the first run | {first.seconds:.1f} s | {times} |", flush=True)


def dask(bench: Bench) -> None:
    """A cluster of two workers on this machine."""
    texts = bench.texts("scraped", ".txt", min(200, bench.articles))
    with local_cluster() as address:
        ours = bench.build(texts, "--cluster", address)
        name = f"{min(200, bench.articles)} scraped → EPUB, Dask, 2 workers"
        bench.row(name, ours, bench.build(texts, jobs=2), "two jobs")


@contextmanager
def local_cluster() -> Iterator[str]:
    """The address of a cluster of two worker processes that runs meanwhile."""
    command = [sys.executable, str(ROOT / "tests" / "local_cluster.py")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin
        assert running.stdout
        yield running.stdout.readline().strip()
        running.stdin.close()


def memory(bench: Bench) -> None:
    """The parent's peak of memory, and at 10,000 articles its course."""
    peaks: dict[int, float] = {}
    course: list[float] = []
    for count in (100, 10_000):
        texts = bench.folder / f"small-{count}"
        texts.mkdir()
        for number in range(count):
            (texts / f"{number:05}.txt").write_text(SMALL.format(number))
        out = bench.folder / f"out-{count}"
        command = [WIKIPUB, "build", str(texts), "--format", "json", "--output", str(out), "--jobs", str(bench.jobs)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as run:
            assert run.stdout
            course = []
            for number, _ in enumerate(run.stdout, 1):
                if number % (count // 10) == 0:
                    course.append(megabytes(run.pid, "VmRSS"))
                    peaks[count] = megabytes(run.pid, "VmHWM")
    ratio = peaks[10_000] / peaks[100]
    grown = ", ".join(f"{resident:.0f}" for resident in course)
    mine, other = (f"{peaks[count]:.0f} MB" for count in (10_000, 100))
    print(f"| 10,000 small articles, the parent's memory | {mine} | 100 of them | {other} | **{ratio:.2f}** | | |")
    print(f"\nIts course, after each thousand: {grown} MB", flush=True)


def megabytes(process: int, what: str) -> float:
    """What Linux tells of a process's memory: what it has now (VmRSS), what it had at most (VmHWM)."""
    lines = Path("/proc", str(process), "status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{what}:"))


ROWS: dict[str, Callable[[Bench], None]] = {
    "epub": partial(each_format, output="epub"),
    "docx": partial(each_format, output="docx"),
    "pdf": partial(each_format, output="pdf"),
    "steady": steady,
    "all": all_three,
    "wikitext": wikitext,
    "jobs": jobs,
    "nothing": nothing,
    "dask": dask,
    "memory": memory,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=500, help="how many articles (default: 500)")
    parser.add_argument("--runs", type=int, default=3, help="how often each is timed (default: 3)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="(default: the number of processors)")
    parser.add_argument("--only", nargs="*", choices=[*ROWS], default=[*ROWS], help="rows (default: all)")
    options = parser.parse_args()
    print(f"{options.jobs} jobs, medians of {options.runs}\n")
    print("| | wikipub | beside | | times | from, to | of processors |\n|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), options.articles, options.runs, options.jobs)
        for row in options.only:
            ROWS[row](bench)


if __name__ == "__main__":
    main()
