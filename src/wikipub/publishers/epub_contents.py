"""An EPUB's contents, for reading systems of EPUB 3 (nav.xhtml) and of EPUB 2 (toc.ncx).

pandoc tells with which heading each file of the book begins. Its lists are written anew, as it has no option for what
they lack: chapters stand below their parts, headings have no note marks, and a landmark tells where the text begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from wikipub.publishers.prepare import Entry

_PLACE = re.compile(r'<a href="([^"#]*)#([^"]*)">')
_LIST = re.compile(r'(?<=<ol class="toc">).*?(?=</ol></nav>)', re.DOTALL)
_LANDMARKS = re.compile(r'(<nav epub:type="landmarks".*?)(\s*</ol>)', re.DOTALL)
_NCX_PLACE = re.compile(r'<content src="([^"#]*)#([^"]*)"')
_NCX_LIST = re.compile(
    r"(?P<before><navMap>(?:\s*<navPoint [^>]*>\s*<navLabel>[^/]*</text>\s*</navLabel>\s*"
    r'<content src="[^"#]*" />\s*</navPoint>)?).*(?=\s*</navMap>)',
    re.DOTALL,
)
"""The points of the contents but the first, where that is the title page's: it leads to a file, not into one."""
_NCX_DEPTH = re.compile(r'(?<=<meta name="dtb:depth" content=")[^"]*')


def navigation(page: str, entries: Sequence[Entry]) -> str:
    """Pandoc's nav.xhtml with these entries, and a landmark where the text begins."""
    files = _files(entries, _PLACE.findall(page))

    def item(entry: Entry, inner: str) -> str:
        link = f'<a href="{files[entry.id]}#{entry.id}">{escape(entry.words, quote=False)}</a>'
        return f"<li>{link}\n<ol>\n{inner}</ol></li>\n" if inner else f"<li>{link}</li>\n"

    placed = _placed(entries, files)
    if not placed:
        return page
    page = _LIST.sub(lambda _: "\n" + _nested(placed, item), page, count=1)
    words = escape(placed[0].words, quote=False)
    begin = f'\n    <li>\n      <a href="{files[placed[0].id]}" epub:type="bodymatter">{words}</a>\n    </li>'
    return _LANDMARKS.sub(lambda landmarks: f"{landmarks[1]}{begin}{landmarks[2]}", page)


def navigation_map(page: str, entries: Sequence[Entry]) -> str:
    """Pandoc's toc.ncx with these entries."""
    files = _files(entries, _NCX_PLACE.findall(page))

    def point(entry: Entry, inner: str) -> str:
        label = f"<navLabel><text>{escape(entry.words, quote=False)}</text></navLabel>"
        place = f'<content src="{files[entry.id]}#{entry.id}" />'
        return f'\n<navPoint id="point-{entry.id}">{label}{place}{inner}</navPoint>'

    placed = _placed(entries, files)
    if not placed:
        return page
    page = _NCX_LIST.sub(lambda found: found["before"] + _nested(placed, point), page, count=1)
    return _NCX_DEPTH.sub(str(max(entry.level for entry in placed)), page, count=1)


def _files(entries: Sequence[Entry], places: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The file of each entry by its id: `places` are the files and the ids of the headings that they begin with."""
    begun = {id: file for file, id in places}
    files: dict[str, str] = {}
    file = ""
    for entry in entries:
        file = begun.get(entry.id, file)
        if file:
            files[entry.id] = file
    return files


def _placed(entries: Sequence[Entry], files: Mapping[str, str]) -> list[Entry]:
    """The entries that have a place in the book."""
    return [entry for entry in entries if entry.id in files]


def _nested(entries: Sequence[Entry], item: Callable[[Entry, str], str]) -> str:
    """`entries` one after the other, each as `item` makes it of itself and of those of deeper levels that follow it."""
    items: list[str] = []
    start = 0
    while start < len(entries):
        end = start + 1
        while end < len(entries) and entries[end].level > entries[start].level:
            end += 1
        items.append(item(entries[start], _nested(entries[start + 1 : end], item)))
        start = end
    return "".join(items)
