"""XML dumps for tests, made from titles and wikitexts."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://www.mediawiki.org/xml/export-0.11/"

SITE = """  <siteinfo>
    <sitename>Ossel Wiki</sitename>
    <dbname>osselwiki</dbname>
    <base>https://wiki.example/wiki/Main_Page</base>
    <generator>MediaWiki 1.44.0</generator>
    <case>first-letter</case>
    <namespaces>
      <namespace key="-1" case="first-letter">Special</namespace>
      <namespace key="0" case="first-letter" />
      <namespace key="1" case="first-letter">Talk</namespace>
      <namespace key="4" case="first-letter">Ossel Wiki</namespace>
      <namespace key="10" case="first-letter">Template</namespace>
      <namespace key="12" case="first-letter">Help</namespace>
    </namespaces>
  </siteinfo>
"""

FERRY = "The '''ferry''' crosses the sound twice a day.\n\n== Timetable ==\nIt leaves at eight from the [[Quay]].\n"
QUAY = "The '''quay''' was built of granite from [[Kestrel Rock]].\n\n== Cranes ==\nTwo cranes stand on it.\n"


def revision(
    text: str | None, number: int = 1, timestamp: str = "2026-03-01T10:00:00Z", by: str = "Ada", model: str = "wikitext"
) -> str:
    """A revision; without `text` it is one whose text is hidden."""
    body = '<text bytes="0" deleted="deleted" />'
    if text is not None:
        body = f'<text bytes="{len(text.encode())}" xml:space="preserve">{escape(text)}</text>'
    return (
        f"    <revision>\n      <id>{number}</id>\n      <timestamp>{timestamp}</timestamp>\n"
        f"      <contributor>\n        <username>{escape(by)}</username>\n        <id>7</id>\n      </contributor>\n"
        f"      <comment>said so</comment>\n      <model>{model}</model>\n      <format>text/x-wiki</format>\n"
        f"      {body}\n    </revision>\n"
    )


def page(title: str, *revisions: str, namespace: int = 0, id: int = 1, redirect: str = "") -> str:
    """A page; where `redirect` is given it leads there."""
    leads = f"    <redirect title={quoteattr(redirect)} />\n" if redirect else ""
    names = f"    <title>{escape(title)}</title>\n    <ns>{namespace}</ns>\n    <id>{id}</id>\n"
    return f"  <page>\n{names}{leads}{''.join(revisions)}  </page>\n"


def redirect(title: str, target: str) -> str:
    """A page that leads to another."""
    return page(title, revision(f"#REDIRECT [[{target}]]"), redirect=target)


def dump(*pages: str, site: str = SITE, language: str = "en") -> str:
    """A dump of `pages`."""
    root = f'<mediawiki xmlns="{NAMESPACE}" version="0.11" xml:lang="{language}">\n'
    return f"{root}{site}{''.join(pages)}</mediawiki>\n"


def small_dump(more: Iterable[str] = ()) -> str:
    """Two articles, a redirect, a help page, a template, a style sheet."""
    return dump(
        page("Ferry", revision(FERRY, 11), id=3),
        redirect("Old Quay", "Quay"),
        page("Help:Maps", revision("How to read ''maps''."), namespace=12),
        page("Template:Knot", revision("{{{1}}} knots"), namespace=10),
        page("Ferry.css", revision("p { color: red }", model="css")),
        page("Quay", revision(QUAY, 12), id=4),
        *more,
    )
