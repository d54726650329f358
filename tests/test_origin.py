"""What a page says of where it comes from reaches the document and the publication."""

from __future__ import annotations

from pathlib import Path

from wikipub.document import Document
from wikipub.pipeline import read_all
from wikipub.source import ReadOptions

PAGE = """Kestrel Rock

From Wikipedia, the free encyclopedia
(Redirected from Kestrel Skerry)
Jump to: navigation, search

Kestrel Rock is a rock in the sound that nobody has lived on since 1910.

Retrieved from "{address}"
Categories: Rocks
"""
ADDRESS = "https://en.wikipedia.org/w/index.php?title=Kestrel_Rock&oldid=5512"


def page(folder: Path, address: str, options: ReadOptions | None = None) -> Document:
    path = folder / "page.txt"
    path.write_text(PAGE.format(address=address), encoding="utf-8")
    (document,) = read_all(path, options or ReadOptions())
    return document


def test_the_page_s_own_address_and_redirect_are_kept(tmp_path: Path) -> None:
    document = page(tmp_path, ADDRESS)
    assert document.origin.url == ADDRESS
    assert document.redirects == ("Kestrel Skerry",)


def test_an_address_that_a_person_gives_wins(tmp_path: Path) -> None:
    given = "https://example.org/wiki/Kestrel_Rock"
    assert page(tmp_path, ADDRESS, ReadOptions(url=given)).origin.url == given


def test_an_address_that_no_publication_may_link_is_not_kept(tmp_path: Path) -> None:
    assert page(tmp_path, "javascript:alert(1)").origin.url == ""
