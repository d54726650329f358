"""What a person is told about a text: what it did not say, what it looks like, what was corrected."""

from __future__ import annotations

from typing import NamedTuple

from wikipub.diagnostics import Diagnostic, Severity, Warn
from wikipub.readers.text.headings.contents import ContentsEntry
from wikipub.readers.text.headings.disagreements import disagreements
from wikipub.readers.text.kind import tell_kind
from wikipub.readers.text.page import Page
from wikipub.readers.text.site.frame import Frame
from wikipub.readers.text.whole import is_cut, repeats_itself, second_title
from wikipub.source import Source


class Findings(NamedTuple):
    """What has been found out about a page whose lines all have their roles.

    `entries` are those of the contents block, `title` and `language` those of the article, "" where it is not known;
    `subject` is the title as the lead tells it where nothing else does, `copy` the line at which the page is said once
    more.
    """

    page: Page
    frame: Frame
    entries: list[ContentsEntry]
    title: str
    subject: str
    language: str
    copy: int | None


def report(found: Findings, source: Source, warn: Warn) -> None:
    """Tell what is odd about the page of `source`."""
    page, frame, entries, title, subject, language, copy = found

    def note(code: str, message: str, line: int | None = None) -> None:
        warn(Diagnostic(code, Severity.NOTE, message, source.origin.name, line))

    def caution(code: str, message: str, line: int | None = None) -> None:
        warn(Diagnostic(code, Severity.WARNING, message, source.origin.name, line))

    given = ""
    if correction := source.correction:
        given = correction.title
        if said := len(correction.rulings) + bool(given):
            note("corrected", f"a person corrected {said} place{'s'[: said > 1]} of it, in {correction.name}")
    if page.title is None and not given and frame.address_title:
        note("title-from-address", f"no line is a title; the page's address tells it: {frame.address_title}")
    elif page.title is None and not given and subject:
        note("title-from-lead", f"no line is a title; the lead tells it: {subject}")
    elif page.title is None and not given:
        note("title-from-name", f"no line is a title; the file's name is taken: {source.origin.title}")
    if not language:
        note("language-unknown", "the language is not known; say it with --lang")
    if not page.headings:
        note("no-headings", "no line is a section's heading")
    for odd in disagreements(page, entries):
        note(odd.code, odd.message, None if odd.line is None else page.number(odd.line))
    if page.guessed:
        message = f"the page is on one line; {page.guessed} headings were cut from it where the sentence before ends"
        note("heading-cut", message)
    if torn := page.roles.count("lines"):
        message = f"{torn} lines may be cells of a table whose rows the text does not tell; they stay lines"
        note("torn-table", message, page.number(page.roles.index("lines")))
    if kind := tell_kind(page, title, frame.address_title):
        caution("not-an-article", kind.message)
    if copy is not None:
        message = "from here on the page is said once more, word for word; that is left out"
        note("page-twice", message, page.number(copy))
    elif repeats_itself(page):
        caution("page-twice", "most paragraphs stand here twice; both stay: take one copy out of the file")
    elif (second := second_title(page) if frame.second is None else frame.second) is not None:
        caution("two-articles", "a second article begins here; cut the file in two", page.number(second))
    if is_cut(page):
        caution("page-cut", "the text ends within a sentence; fetch the page again", len(page.source))
