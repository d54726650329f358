"""wikipub turns wiki articles, even the text that a scraper left of them, into EPUB, PDF and DOCX.

    import wikipub

    document = wikipub.read("page.txt")
    print(wikipub.show(document))
    wikipub.publish(document, "epub", "page.epub")

    book = wikipub.Book("Two articles", (document, wikipub.read("other.txt")))
    wikipub.publish(book, "pdf", "book.pdf", paper="letter")

Errors are WikipubError and its kinds; a wrong word for an option is a ValueError. Nothing here prints.
"""

from __future__ import annotations

from os import environ, fspath
from typing import TYPE_CHECKING, Unpack

from wikipub.errors import (
    BookError,
    ClusterError,
    CorrectionError,
    DataError,
    DumpError,
    EngineError,
    FolderInUseError,
    InternalError,
    MissingToolError,
    PublishError,
    SourceError,
    ThemeError,
    TimeLimitError,
    TooLargeError,
    TreeFormatError,
    UnknownFormatError,
    UnknownOutputError,
    WikipubError,
    WorkerError,
)
from wikipub.late_names import late_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from wikipub.diagnostics import Diagnostic, Severity
    from wikipub.document import Book, Document
    from wikipub.option_table import PublishWords
    from wikipub.pipeline import Report
    from wikipub.tree_print import show

__all__ = [
    "Book",
    "BookError",
    "ClusterError",
    "CorrectionError",
    "DataError",
    "Diagnostic",
    "Document",
    "DumpError",
    "EngineError",
    "FolderInUseError",
    "InternalError",
    "MissingToolError",
    "PublishError",
    "Severity",
    "SourceError",
    "ThemeError",
    "TimeLimitError",
    "TooLargeError",
    "TreeFormatError",
    "UnknownFormatError",
    "UnknownOutputError",
    "WikipubError",
    "WorkerError",
    "publish",
    "read",
    "read_all",
    "show",
]

_HOMES = {
    "Book": "wikipub.document",
    "Diagnostic": "wikipub.diagnostics",
    "Document": "wikipub.document",
    "Severity": "wikipub.diagnostics",
    "show": "wikipub.tree_print",
}
"""The module of each name that is imported when it is first asked for: the command line's help needs none of them."""


if not TYPE_CHECKING:  # which would take any name for one of these
    __getattr__ = late_names(__name__, _HOMES)


def __dir__() -> list[str]:
    """The names that are there, imported or not yet."""
    return sorted({*globals(), *__all__})


def read(
    path: str | PathLike[str],
    *,
    format: str | None = None,
    language: str = "",
    keep: str | Iterable[str] = (),
    url: str = "",
    revision: str = "",
    date: str = "",
    authors: str = "",
    license: str = "",
    fix: str | PathLike[str] = "",
    rules: str | PathLike[str] = "",
    pages: str | PathLike[str] = "",
    namespace: str | Iterable[str] = (),
    limit: int | None = None,
    media: Iterable[str | PathLike[str]] = (),
) -> Document:
    """The article in a file, or on standard input (`-`).

    `format` is "text", "wikitext", "html" or "tree", None to tell it; `language` a BCP 47 tag where the text is not to;
    `keep` takes "quotes", a mirror's own quotations, into the tree. `url`, `revision`, `date`, `authors` and `license`
    are stated in a publication's source note. `fix` is the file of a correction; without it that beside the source
    counts, such as `page.txt.fix.toml` (docs/corrections.md). `rules` is a folder of your own rules (docs/rules.md).
    `media` are folders with pictures, looked through before those beside the source (docs/pictures.md). Of an XML dump,
    `pages` is a file of titles or a regular expression, `namespace` numbers or names, and `limit` how many pages are
    read at most (docs/dumps.md). Raises SourceError or a kind of it; also where `path` holds several articles.
    """
    found = read_all(
        path,
        format=format,
        language=language,
        keep=keep,
        url=url,
        revision=revision,
        date=date,
        authors=authors,
        license=license,
        fix=fix,
        rules=rules,
        pages=pages,
        namespace=namespace,
        limit=limit,
        media=media,
    )
    document = next(found)
    if next(found, None) is not None:
        raise SourceError(f"{fspath(path)}: holds more than one article; read it with read_all, or name one file")
    return document


def read_all(
    path: str | PathLike[str],
    *,
    format: str | None = None,
    language: str = "",
    keep: str | Iterable[str] = (),
    url: str = "",
    revision: str = "",
    date: str = "",
    authors: str = "",
    license: str = "",
    fix: str | PathLike[str] = "",
    rules: str | PathLike[str] = "",
    pages: str | PathLike[str] = "",
    namespace: str | Iterable[str] = (),
    limit: int | None = None,
    media: Iterable[str | PathLike[str]] = (),
) -> Iterator[Document]:
    """The articles in a file, in a folder's files in the order of their names, or on standard input, one by one.

    A file that is an XML dump holds many of them.

    Options and errors are those of `read`, but `fix` goes with one source only; an error comes when the article that it
    concerns is asked for.
    """
    # What reads and publishes is imported when it is first asked for: `import wikipub` alone stays cheap.
    from wikipub import pipeline, settings

    options = settings.read_options(
        format=format,
        language=language,
        keep=keep,
        url=url,
        revision=revision,
        date=date,
        authors=authors,
        license=license,
        fix=fspath(fix),
        rules=fspath(rules),
        pages=fspath(pages),
        namespace=namespace,
        limit=limit,
        media=[fspath(folder) for folder in media],
    )
    return pipeline.read_all(fspath(path), options)


def publish(
    work: Document | Book,
    output: str,
    path: str | PathLike[str],
    **options: Unpack[PublishWords],
) -> Report:
    """Write a document or a book to `path` in the format called `output`, such as "epub"; returns what was odd.

    The options are those of `wikipub build` by the same names: `notes` says whether PDF and DOCX print them at the
    "foot" of the page or at the "end" of the chapter; `links` whether those to articles that are not inside lead to the
    "wiki" or are "text"; `pdf_standard` is "ua-1", or the level of PDF/A that a PDF is to keep with it, such as "a-2a";
    `theme` is a folder of your own templates; `keep` publishes "captions" whose picture is missing, "sections" that are
    empty, and "external" ones, of links to elsewhere. The others say how pages look (docs/layouts.md), such as
    layout="handout", paper="letter", columns=2.
    The environment's SOURCE_DATE_EPOCH is the moment that the files state, a fixed one without it. Raises
    PublishError or a kind of it, or BookError; then nothing stands at `path` that did not before.
    """
    from pathlib import Path

    from wikipub import pipeline, settings

    return pipeline.publish(work, output, Path(path), settings.publish_options(environ, **options))
