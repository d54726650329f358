"""Question: which lines are the rows of a table that stands in aligned columns, as text browsers print it?

A column is told by the places at which words begin, line after line, with two blanks or more before some of them. A
cell whose text is wrapped takes several lines; which of them are one row the text does not tell, so each line is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

from wikipub.readers.text.blocks.grid import Grid, GridCell
from wikipub.readers.text.page import BLANKS, Columns, Page
from wikipub.readers.text.scraper.dialect import display_width, may_be_wide
from wikipub.readers.text.signs import Signs

_WIDE, _GAP = "   ", "  "
"""What parts columns in two lines at least of a table, and in most of the others."""
_SOME = 2
"""Fewest words, and one, that begin at a place which only one of them has a gap before."""
_NEAR = 12
"""Most lines without such a gap between two lines with one."""
_FEW = 4
"""In fewer lines than that, no line may write over a column's edge."""
_APART = 2
"""How far apart two lines are that one blank line parts."""
_OFF_CENTRE = 2
"""By how many columns the blanks on both sides of a caption may differ."""
_BULLET_WIDTH = 2
"""How wide a column is that holds no more than the bullets of the next one."""
_MOST_PARTING = 8
"""How many lines are tried as the one between two tables."""
_LONGEST = 4000
"""Longest line of a table, in characters."""
_FORMULA = "{\\displaystyle"
_WORD = re.compile(rf"[^{re.escape(BLANKS)}]+")


def aligned_columns(source: list[str], texts: list[str], signs: Signs) -> list[Columns]:
    """The runs of source lines that stand in columns."""
    found: list[Columns] = []
    wide = [index for index in signs.holding(_WIDE) if texts[index][0] != "|" and _FORMULA not in texts[index]]
    for first, last in _cores(wide, texts):
        filled = [line for line in range(first, last + 1) if texts[line]]
        lines = [source[line] for line in filled]
        if any(len(line) > _LONGEST for line in lines) or 2 * sum(map(_is_code, lines)) > len(lines):
            continue
        words = [_words(line) for line in lines]
        for begin, end, edges in _tables(words):
            right = max(line[-1][1] for line in words[begin:end])
            start, after = _extent(source, texts, filled[begin], filled[end - 1] + 1, edges, right)
            found.append(Columns(max(start, found[-1].end if found else 0), after, edges))
    return found


def column_grid(page: Page, index: int) -> Grid | None:
    """The table in columns that begins at line `index`, or goes on there; None where none does.

    Rows at its top whose cells stand apart from the columns' edges are its head, where those of no other row do: a
    browser centres them. A first line of one cell that stands apart is its caption.
    """
    columns = page.columns.get(index)
    if columns is None or not page.free(index):
        return None
    edge = columns.edges[0]
    rows: list[list[GridCell]] = []
    apart: list[list[int]] = []
    end = index
    while page.columns.get(end) is columns and (page.free(end) or not page.texts[end]):
        if page.texts[end]:
            row, off = _row(page, end, columns.edges)
            rows.append(row)
            apart.append(off)
        end += 1
    # Where most labels stand apart, the first column is centred as a whole.
    labels = 2 * sum(1 for off in apart if edge in off) > len(apart)
    centred = [bool(off) and not (labels and off == [edge]) for off in apart]
    caption = ""
    if len(rows) > 2 and centred[0] and sum(1 for cell in rows[0] if cell.text) == 1:
        caption = "".join(cell.text for cell in rows.pop(0))
        centred.pop(0)
    head = next((number for number, off in enumerate(centred) if not off), 0)
    return Grid(end, rows, 0 if any(centred[head:]) else head, caption)


def _cores(wide: list[int], texts: list[str]) -> Iterator[tuple[int, int]]:
    """Runs of lines with gaps, from one with a wide gap to another; one blank line may stand between two such lines."""
    start = last = None
    for index in [*wide, len(texts) + _NEAR + 1]:
        if start is None or last is None:
            start = last = index
        elif index - last > _NEAR or (index - last != _APART and "" in texts[last:index]):
            if last > start:
                while start > 0 and _GAP in texts[start - 1]:
                    start -= 1
                while last + 1 < len(texts) and _GAP in texts[last + 1]:
                    last += 1
                yield start, last
            start = last = index
        else:
            last = index


def _tables(lines: list[list[tuple[int, int]]]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """The tables that a run of lines is: each one's lines [begin, end) and edges.

    It is one; or two with edges of their own, which a line without a gap parts, such as the title of a box in a box.
    """
    whole = 0, len(lines)
    gapless = [number for number, words in enumerate(lines) if all(b[0] - a[1] == 1 for a, b in pairwise(words))]
    gapless.sort(key=lambda number: lines[number][-1][1] - lines[number][0][0])
    for parts in ((whole,), *(((0, number), (number + 1, len(lines))) for number in gapless[:_MOST_PARTING])):
        tables: list[tuple[int, int, tuple[int, ...]]] = []
        for begin, end in parts:
            edges = _edges(lines[begin:end]) if end - begin > 1 else ()
            if not edges or not _is_table(lines[begin:end], edges):
                break
            tables.append((begin, end, edges))
        else:
            yield from tables
            return


def _is_code(line: str) -> bool:
    """Whether a line has the signs of program text, whose remarks stand in columns, too."""
    return "//" in line or "/*" in line or line.rstrip().endswith((";", "{", "}"))


def _words(line: str) -> list[tuple[int, int]]:
    """Where the words of a line stand, in columns of a terminal."""
    line = line.rstrip(BLANKS)
    spans = [match.span() for match in _WORD.finditer(line)]
    if not may_be_wide(line):
        return spans
    widths = list(accumulate(map(display_width, line), initial=0))
    return [(widths[start], widths[end]) for start, end in spans]


def _edges(lines: list[list[tuple[int, int]]]) -> tuple[int, ...]:
    """Where columns begin in `lines`, of which each holds the places of its words; () where there are not two."""
    margin = min(words[0][0] for words in lines)
    right = max(words[-1][1] for words in lines)
    begins, parted, reached, written = ([0] * (right + 2) for _ in range(4))
    for words in lines:
        reached[words[-1][1]] += 1
        before = margin - 1
        for start, end in words:
            begins[start] += 1
            parted[start] += start - before > 1
            written[start] += 1
            written[end] -= 1
            before = end
    covers = list(accumulate(written))
    reach = list(accumulate(reversed(reached)))[::-1]
    few = len(lines) < _FEW
    edges = [margin]
    for place in range(margin + 2, right):
        over = covers[place - 1]
        if place - edges[-1] <= _BULLET_WIDTH:
            continue
        if (over == 0 and covers[place] and covers[place - 2] == 0) or (
            parted[place] >= (1 if few or (over == 0 and begins[place] > _SOME) else 2)
            and begins[place] > 1
            and 2 * begins[place] >= reach[place + 1]
            and (over == 0 or (not few and _FEW * over <= len(lines)))
        ):
            edges.append(place)
    return tuple(edges) if len(edges) > 1 else ()


def _is_table(lines: list[list[tuple[int, int]]], edges: tuple[int, ...]) -> bool:
    """Whether two lines at least, and two of five, have words in more than one column, and most gaps are at an edge.

    A formula in characters has gaps, too, anywhere.
    """
    rows = sum(1 for words in lines if bisect_right(edges, words[0][0]) < bisect_right(edges, words[-1][0]))
    if rows < 2 or 5 * rows < 2 * len(lines):
        return False
    gaps = [(one[1], two[0]) for words in lines for one, two in pairwise(words) if two[0] - one[1] > 1]
    at_edge = sum(1 for start, end in gaps if bisect_right(edges, start) < bisect_right(edges, end))
    return 4 * at_edge >= 3 * len(gaps)


def _extent(
    source: list[str], texts: list[str], start: int, end: int, edges: tuple[int, ...], right: int
) -> tuple[int, int]:
    """The lines [start, end) and those next to them that fit into the columns, too; `right` is where these end.

    Where blank lines stand between the lines, one may stand before each further line.
    """
    spaced = "" in texts[start:end]
    above = start - 1 - (spaced and texts[start - 1] == "")
    while above >= 0 and texts[above] and _fits(source[above], edges, right):
        start = above
        above -= 2 if spaced and not texts[above - 1] else 1
    if start > 0 and texts[start - 1] and _is_centred(source[start - 1], edges[0], right):
        start -= 1
    below = end + (spaced and texts[end : end + 1] == [""])
    while below < len(source) and texts[below] and _fits(source[below], edges, right):
        end = below + 1
        below = end + (spaced and texts[end : end + 1] == [""])
    return start, end


def _is_centred(line: str, left: int, right: int) -> bool:
    """Whether a line stands in the middle over a table that reaches from `left` to `right`."""
    words = _words(line) if len(line) <= _LONGEST else []
    return bool(words) and words[0][0] > left + 1 and abs(words[0][0] - left - (right - words[-1][1])) <= _OFF_CENTRE


def _fits(line: str, edges: tuple[int, ...], right: int) -> bool:
    """Whether a line writes over no edge, and has words in a column other than the first; a line of prose may, too.

    Prose is as wide as the page, and has no gaps.
    """
    if len(line) > _LONGEST:
        return False
    words = _words(line)
    if words[-1][0] < edges[1] or any(_written(words, edges)):
        return False
    return words[-1][1] <= right or any(two[0] - one[1] > 1 for one, two in pairwise(words))


def _written(words: list[tuple[int, int]], edges: tuple[int, ...]) -> Iterator[int]:
    """The edges that words are written over, or end at."""
    for start, end in words:
        yield from edges[bisect_right(edges, start) : bisect_right(edges, end)]


def _row(page: Page, index: int, edges: tuple[int, ...]) -> tuple[list[GridCell], list[int]]:
    """The cells of a line, and the edges of those that stand apart from theirs."""
    source_line = page.number(index) - 1
    line = page.source[source_line]
    widths = list(accumulate(map(display_width, line), initial=0)) if may_be_wide(line) else range(len(line) + 1)
    words = _words(line)
    written = set(_written(words, edges))
    starts = [edge for edge in edges if edge not in written or edge == edges[0]]
    cells: list[GridCell] = []
    off: list[int] = []
    place = 0
    for begin, end in pairwise([*starts, widths[-1] + 1]):
        first = place
        while place < len(words) and words[place][0] < end:
            place += 1
        span = max(bisect_left(edges, end) - bisect_left(edges, begin), 1)
        if first == place:
            cells.append(GridCell("", span))
            continue
        if words[first][0] != begin:
            off.append(begin)
        inside = bisect_left(widths, words[first][0]), bisect_left(widths, words[place - 1][1])
        cells.append(GridCell(_between(page, index, *inside), span))
    return cells, off


def _between(page: Page, index: int, start: int, end: int) -> str:
    """What of line `index` stands at [start, end) of its source line."""
    origin = page.origins[index]
    if isinstance(origin, int):
        return page.source[origin][start:end].strip(BLANKS)
    text = page.texts[index]
    parts = [
        text[at + max(start - column, 0) : at + min(end - column, length)]
        for at, _, column, length in origin
        if column < end and start < column + length
    ]
    return "".join(parts).strip(BLANKS)
