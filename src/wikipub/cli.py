"""The command line: options in, library calls, results on standard output, all else on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from wikipub.errors import UnknownOutputError, WikipubError
from wikipub.option_table import BOOK_FILE, BOOK_KEYS, DEDUPE, KEEP, MEDIA, PUBLISHING, Kind, Option

if TYPE_CHECKING:
    from wikipub.batch.inputs import Item
    from wikipub.batch.plan import Plan, Work
    from wikipub.document import Document

# The library is imported within the commands, so that --help and completion do not wait for it.

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it: 128 and the signal's number."""


def main() -> None:
    """Run the program `wikipub`."""
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
        else:  # a file or pipe holds what a reader expects of it, whatever the terminal's encoding
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    cli(prog_name="wikipub")


OTHER_NAMES: Final = {
    "--format": "-t --to -w --write --output-format --type",
    "--from": "-f -r --read --input-format",
    "--output": "--out --dir --directory --folder -d",
    "--book": "--title --bind --merge",
    "--theme": "--css -c --template --reference-doc --data-dir --style --stylesheet",
    "--media": "--resource-path --images --pictures --extract-media",
    "--notes": "--reference-location --footnotes --endnotes",
    "--font": "--mainfont --typeface",
    "--size": "--fontsize",
    "--margin": "--geometry",
    "--paper": "--page-size",
    "--jobs": "--threads --workers --parallel --processes",
    "--force": "--overwrite --rebuild",
    "--prune": "--clean --delete",
    "--source-url": "--url",
    "--source-authors": "--author --authors",
    "--source-date": "--date",
}
"""What options are called in pandoc and elsewhere, and no name is like enough for click to find ours."""


class _Program(click.Group):
    """The group of commands; it turns the library's errors into messages and exit statuses."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            known = {name for param in error.ctx.command.params for name in param.opts} if error.ctx else set()
            meant = [name for name, others in OTHER_NAMES.items() if error.option_name in others.split()]
            if not known.intersection(meant):
                raise
            raise click.UsageError(f"{error.message} Did you mean {meant[0]!r}?", error.ctx) from None
        except WikipubError as error:
            click.echo(f"error: {error} [{error.code}]", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("wikipub: interrupted; what was not whole has not been written", err=True)
            ctx.exit(INTERRUPTED)


class _BareTree(click.Command):
    """A command whose `--tree` may stand without a value, and then does not take the next word for one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give a bare `--tree` its value before click parses the words."""
        end = args.index("--") if "--" in args else len(args)
        words = ["--tree=text" if word == "--tree" else word for word in args[:end]]
        return super().parse_args(ctx, words + args[end:])


def _checked(check: Callable[[Any], Any]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """A callback for an option whose value the library checks; its ValueError becomes a usage error."""

    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        try:
            return check(value)
        except (ValueError, UnknownOutputError) as error:
            raise click.BadParameter(str(error)) from None

    return callback


def _outputs(given: Iterable[str]) -> tuple[str, ...]:
    from wikipub.settings import output_names

    return output_names(given)


def _language(given: str) -> str:
    from wikipub.settings import language_tag

    return language_tag(given)


def _option(option: Option) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An option of the table for a command."""

    def check(given: Any) -> Any:
        from wikipub.settings import check

        if given:
            check(option, given)
        return given

    names = f"--{option.name.replace('_', '-')}", option.name
    without = f"  [default: {option.without}]" if option.without else ""
    words = option.help + without
    several = option.kind in (Kind.WORDS, Kind.FOLDERS)
    if option.kind is Kind.SWITCH:
        return click.option(*names, is_flag=True, help=words)
    if option.choices:
        choices = click.Choice([str(choice) for choice in option.choices])
        default = str(option.default) or None  # of a member of an enumeration click would show the name
        return click.option(*names, type=choices, default=default, show_default=bool(default), help=words)
    kinds = {Kind.FOLDER: click.Path(readable=False), Kind.FOLDERS: click.Path(exists=True, file_okay=False)}
    return click.option(
        *names,
        multiple=several,
        default=None if several else "",
        type=kinds.get(option.kind),
        metavar=option.takes,
        # A theme is looked through when it is used.
        callback=None if option.kind is Kind.FOLDER else _checked(check),
        help=words,
    )


def _options(*table: Option) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Options of the table for a command, in order."""

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(table):
            command = _option(option)(command)
        return command

    return add


def _processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # Windows, macOS
        return os.cpu_count() or 1


def _title(given: str | None) -> str | None:
    if given is not None and not given.strip():
        raise ValueError("a book needs a title")
    return given


def _reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say how to read, shared by the commands that do."""
    options = (
        click.option(
            "--from",
            "format",
            type=click.Choice(["text", "wikitext", "html", "tree"]),
            help="What the inputs are written in; without it their content tells.",
        ),
        click.option(
            "--lang",
            "language",
            default="",
            metavar="CODE",
            callback=_checked(_language),
            help="Language of the inputs, such as en or pt-BR; without it the text tells.",
        ),
        _option(KEEP),
        click.option(
            "--rules",
            default="",
            type=click.Path(readable=False),
            metavar="FOLDER",
            help="Folder of your own rules for templates and furniture, layered on top of wikipub's (docs/rules.md).",
        ),
        click.option(
            "--pages",
            default="",
            metavar="FILE|REGEX",
            help="Pages of a dump: a file of titles, one a line, or an expression for whole titles (docs/dumps.md).",
        ),
        click.option(
            "--namespace",
            multiple=True,
            metavar="WHICH",
            help="Namespaces of a dump, by number or name, or all; without it articles. Repeatable, or with commas.",
        ),
        click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Read at most N pages of a dump."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="wikipub")
def cli() -> None:
    """Turn wiki articles, even the text that a scraper left of them, into EPUB, PDF and DOCX.

    \b
    Examples:
      wikipub build                                   all of input/ to EPUB, in output/
      wikipub build page.txt --format epub,pdf,docx   three formats of one article
      wikipub build a.txt b.txt --book "Two articles" one book of two chapters
      wikipub inspect page.txt                        what was found, what was left out and why
      wikipub formats                                 what can be read and written here

    Exit status: 0 all built; 1 some inputs failed, the rest were built; 2 wrong usage; 3 --strict, and something was
    odd. A single input that fails ends with its error's own status (docs/cli.md).
    """  # noqa: D301  (click reads the backspace)


@cli.command(short_help="Build publications from files and folders.")
@click.argument("inputs", nargs=-1, type=click.Path(allow_dash=True, readable=False))
@click.option(
    "--format",
    "outputs",
    multiple=True,
    default=("epub",),
    metavar="NAME",
    callback=_checked(_outputs),
    help="What to write: epub, pdf, docx, html, odt, markdown, latex, typst, plain, json. Repeatable, or with "
    "commas.  [default: epub]",
)
@click.option(
    "-o",
    "--output",
    "folder",
    default="output",
    type=click.Path(path_type=Path, readable=False),
    metavar="FOLDER",
    show_default=True,
    help="Folder to write to; it is made if it is not there.",
)
@click.option(
    "--book",
    metavar="TITLE",
    callback=_checked(_title),
    help="Bind all inputs, in order, into one book of this title.",
)
@_reading_options
@_options(MEDIA, *PUBLISHING, DEDUPE)
@click.option("--strict", is_flag=True, help="Exit with 3 on warnings, and on text left out by no specific rule.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1, max=256),
    default=lambda: _processors(),
    metavar="N",
    help="How many articles to work on at a time, each in a process of its own.  [default: the number of processors]",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Give up an article that takes longer, and go on with the others.  [default: 900; a single article may take "
    "as long as it needs]",
)
@click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="Work on the cluster of this Dask scheduler, such as tcp://10.0.0.1:8786, instead of --jobs (docs/scale.md).",
)
@click.option("--force", is_flag=True, help="Build what is up to date, too.")
@click.option(
    "--prune", is_flag=True, help="Remove outputs whose source is gone; none but those that wikipub made, unchanged."
)
@click.option("--watch", is_flag=True, help="Build again whenever something has changed, until Ctrl-C.")
@click.option("--dry-run", is_flag=True, help="Only print what would be built and removed, and why.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what came of each article to FILE, as JSON: outputs, digests, seconds, warnings, what was left out.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")
@click.option("--source-url", "url", default="", metavar="URL", help="The page's address, for the source note.")
@click.option("--source-revision", "revision", default="", metavar="NUMBER", help="The page's revision, likewise.")
@click.option("--source-authors", "authors", default="", metavar="NAMES", help="Who wrote the page, likewise.")
@click.option("--source-date", "date", default="", metavar="DATE", help="The page's date, for the source note.")
@click.option("--license", default="", metavar="TEXT", help="The text's licence, for the source note.")
@click.pass_context
def build(
    ctx: click.Context,
    /,
    inputs: tuple[str, ...],
    outputs: tuple[str, ...],
    folder: Path,
    book: str | None,
    strict: bool,
    jobs: int,
    timeout: float | None,
    force: bool,
    prune: bool,
    dry_run: bool,
    cluster: str,
    watch: bool,
    report: Path | None,
    quiet: bool,
    **more: Any,
) -> None:
    """Build publications from INPUTS: files, folders, or - for standard input.

    A book file (docs/books.md) makes a book; without INPUTS that is wikipub.toml in this folder, and without one all of
    input/ is built. Options said here win over the book file's.

    Names of the files that were written go to standard output, warnings and a summary to standard error. Two builds
    of the same inputs are the same byte for byte; SOURCE_DATE_EPOCH sets the date that they state.

    \b
    Examples:
      wikipub build page.txt --format epub,pdf --output out/
      wikipub build articles/ --book "Foreign relations" --format pdf --paper letter
      wikipub build dump.xml.bz2 --limit 100                the first articles of a wiki's dump
      wikipub inspect --tree=json page.txt > page.json      correct page.json by hand, then:
      wikipub build page.json
    """  # noqa: D301  (click reads the backspace)
    from wikipub import settings
    from wikipub.batch import run
    from wikipub.batch.inputs import expand, how_many
    from wikipub.batch.plan import Plan, Work
    from wikipub.batch.report import report_to
    from wikipub.batch.tally import Tally
    from wikipub.console.builds import outcome_lines, summary_lines, with_progress
    from wikipub.publishers import output_format

    said = {option.name: more.pop(option.name) for option in BOOK_KEYS}
    work = Work(jobs, timeout, force, prune, cluster)

    def planned() -> tuple[tuple[Item, ...], Plan]:
        """The inputs and the plan, as folders and book file are now."""
        words = dict(said)
        paths, formats = inputs, outputs
        bound = None
        if book is not None:
            from wikipub.bookfile import BookPlan

            bound = BookPlan(book)
        if file := _book_file(inputs, book):
            from wikipub.bookfile import load_book

            bound = load_book(file)
            paths = tuple(str(chapter.source) for chapter in bound.chapters)
            formats = bound.formats if bound.formats and _unsaid(ctx, "outputs") else outputs
            words |= {name: word for name, word in bound.options.items() if _unsaid(ctx, name)}
        if bound and (alone := ", ".join(name for name in formats if not output_format(name).binds)):
            or_title = ", or --book" if book is not None else ""
            raise click.UsageError(f"--format: {alone} holds one article, not a book; leave out {alone}{or_title}")
        print_once = bool(words.pop("dedupe"))
        reading = settings.read_options(**more, media=words.pop("media"), keep=words["keep"])
        if print_once and not bound:
            raise click.UsageError("--dedupe is for a book; say its title with --book, or name a book file")
        plan = Plan(formats, folder, reading, settings.publish_options(os.environ, **words), bound, print_once)
        return expand(paths or ("input",)), plan

    def once() -> int:
        """Build what there is to build; gives the exit status."""
        items, plan = planned()
        tally = Tally()
        outcomes = run.build(items, plan, work, _say)
        with report_to(report, tally) as add_to_report:
            for outcome in outcomes if quiet else with_progress(outcomes, how_many(items)):
                tally.add(outcome)
                add_to_report(outcome)
                # What was said of an article when it was built is counted, but not said again.
                for line in outcome_lines(outcome, quiet=quiet) if strict or not outcome.up_to_date else ():
                    _say(line)
                for made in outcome.made:
                    click.echo(made.path)
        for line in () if quiet else summary_lines(tally, strict=strict):
            _say(line)
        return tally.exit_status(strict=strict)

    if dry_run:
        ctx.exit(_preview(*planned(), work))
    if watch:
        _watch(once, _watched(ctx, inputs, book, {**said, "rules": more["rules"]}), folder)
    ctx.exit(once())


def _watched(ctx: click.Context, inputs: tuple[str, ...], book: str | None, words: dict[str, Any]) -> Iterator[str]:
    """The files and folders that a build reads: its inputs and, by its options in `words`, what is used beside them."""
    from wikipub.bookfile import load_book

    file = _book_file(inputs, book)
    yield from [str(file.parent)] if file else inputs or ["input"]
    with suppress(WikipubError):  # of the book file, as the first build will say
        bound = load_book(file) if file else None
        for folder in {chapter.source.parent for chapter in bound.chapters} if bound else ():
            if folder.is_dir():
                yield str(folder)
        options = bound.options if bound else {}
        words = words | {name: word for name, word in options.items() if _unsaid(ctx, name)}
    yield from filter(None, (*words["media"], *words["font_path"], words["theme"], words["rules"]))


def _watch(once: Callable[[], int], paths: Iterable[str], folder: Path) -> None:
    """Build now and whenever something under `paths` has changed, until that is interrupted; errors do not end it."""
    from wikipub.batch.watch import changes

    for _ in changes(paths, folder):
        try:
            once()
        except WikipubError as error:
            _say(f"error: {error} [{error.code}]")
        _say("watching; Ctrl-C ends it")


def _say(line: str) -> None:
    """Print a line to standard error."""
    click.echo(line, err=True)


def _preview(items: Sequence[Item], plan: Plan, work: Work) -> int:
    """Print what a build would do; returns the exit status."""
    from wikipub.batch import run
    from wikipub.console.builds import error_line, preview_lines

    status = 0
    for step in run.preview(items, plan, work, _say):
        for line in preview_lines(step):
            click.echo(line)
        for error in () if isinstance(step, Path) else step.faults:
            _say(error_line(error, step.name))
            status = 1
    return status


def _book_file(inputs: tuple[str, ...], title: str | None) -> Path | None:
    """The book file that the words of `build` mean; None where they mean none."""
    if not inputs and title is None and Path(BOOK_FILE).is_file():
        return Path(BOOK_FILE)
    named = [name for name in inputs if name.endswith(".toml") and not name.endswith(".fix.toml")]
    if named and (len(inputs) > 1 or title is not None):
        raise click.UsageError(f"{named[0]}: a book file tells title and chapters; name nothing but it")
    return Path(named[0]) if named else None


def _unsaid(ctx: click.Context, name: str) -> bool:
    """Whether the value of the option `name` is its default."""
    return ctx.get_parameter_source(name) is ParameterSource.DEFAULT


@cli.command(cls=_BareTree, short_help="Show what is made of a file, and what was left out and why.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True, readable=False))
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each file, for programs.")
@click.option("--text", "with_text", is_flag=True, help="Print all that the article keeps; with --json add it.")
@click.option(
    "--tree",
    type=click.Choice(["text", "json"]),
    metavar="[=text|json]",
    help="Print the whole tree, for people or (--tree=json) for `wikipub build` to read again.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Write FILE.fix.toml with the places that are not sure, for you to correct; an existing one is left as it is.",
)
@click.option(
    "--repeats", is_flag=True, help="List at the end the passages that one of the files says again after another."
)
@_reading_options
@click.pass_context
def inspect(
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    as_json: bool,
    with_text: bool,
    tree: str | None,
    fix: bool,
    repeats: bool,
    **reading: Any,
) -> None:
    """Show what wikipub makes of each FILE: its outline, what was left out and why, its notes, what was odd.

    Of an XML dump it shows what the dump holds; with --pages, --namespace or --limit, or for programs, each page.

    \b
    Examples:
      wikipub inspect page.txt
      wikipub inspect --tree page.txt
      wikipub inspect --tree=json page.txt > page.json
      wikipub inspect --json --text *.txt
      wikipub inspect --repeats articles/                   what --dedupe would print once
      wikipub inspect --fix page.txt                        correct page.txt.fix.toml by hand, then build
    """  # noqa: D301  (click reads the backspace)
    from wikipub import settings
    from wikipub.batch.drafts import write_drafts
    from wikipub.batch.inputs import expand
    from wikipub.batch.reading import each
    from wikipub.console.builds import error_line
    from wikipub.console.views import document_view, dump_view, repeats_view
    from wikipub.inspection import failure, json_line

    if tree and (as_json or with_text):
        raise click.UsageError("--tree goes neither with --json nor with --text; ask for one of them")
    if fix and (as_json or with_text or tree or repeats):
        raise click.UsageError(
            "--fix prints only the names of the files it writes; leave out --json, --text, --tree and --repeats"
        )
    if repeats and (tree or with_text):
        raise click.UsageError("--repeats goes neither with --text nor with --tree; ask for one of them")
    items = expand(files)
    if tree == "json" and len(items) > 1:
        raise click.UsageError("--tree=json prints one tree; name one file")
    options = settings.read_options(**reading)
    documents: list[Document] = []
    view = document_view(as_json=as_json, with_text=with_text, tree=tree, seen=documents if repeats else None)
    status = 0
    bare = not (as_json or with_text or tree or repeats or reading["pages"] or reading["namespace"] or reading["limit"])
    of_dump = dump_view if bare else None
    for item, answer in write_drafts(items, options) if fix else each(items, options, view, of_dump):
        if isinstance(answer, str):
            click.echo(answer, nl=False)
        else:
            status = 1
            line = json_line(failure(item.name, answer)) if as_json else error_line(answer, item.name)
            click.echo(line, err=not as_json)
    if repeats:
        click.echo(repeats_view(documents, as_json=as_json), nl=False)
    ctx.exit(status)


@cli.command(short_help="Write a first book file for a folder of related articles.")
@click.argument("inputs", nargs=-1, type=click.Path(readable=False))
@_reading_options
@click.pass_context
def init(ctx: click.Context, /, inputs: tuple[str, ...], **reading: Any) -> None:
    """Write wikipub.toml, a book of INPUTS: files and folders; without any, of input/.

    Its chapters stand in an order that can be defended: first the article that most others speak of, after it those
    that it speaks of, and so on. Change it as you like; `wikipub build` then makes the book. An existing file is left
    as it is.

    \b
    Examples:
      wikipub init articles/
      wikipub build --format epub,pdf
    """  # noqa: D301  (click reads the backspace)
    from wikipub import settings
    from wikipub.batch.drafts import write_book_draft
    from wikipub.batch.inputs import expand
    from wikipub.console.builds import error_line

    failed = write_book_draft(expand(inputs or ("input",)), settings.read_options(**reading), Path(BOOK_FILE))
    for item, error in failed:
        click.echo(error_line(error, item.name), err=True)
    click.echo(BOOK_FILE)
    ctx.exit(1 if failed else 0)


@cli.command(short_help="Write wikipub's templates into a folder, to begin a theme with.")
@click.argument("folder", type=click.Path(path_type=Path, readable=False))
def theme(folder: Path) -> None:
    """Write wikipub's own templates into FOLDER, for you to change; `wikipub build --theme FOLDER` uses them.

    Files that you leave as they are may be taken out again: the theme then has wikipub's own. A file that is already
    there stays as it is. docs/layouts.md says what is in which.
    """
    from wikipub.publishers.theme import write_templates

    for path in write_templates(folder):
        click.echo(path)


@cli.command(short_help="List what can be read and written here.")
def formats() -> None:
    """List what can be read and written here, the versions of pandoc and typst, and the fonts found for PDF."""
    from wikipub.console.tables import rendered
    from wikipub.console.views import format_sections

    click.echo(rendered(format_sections()), nl=False)
