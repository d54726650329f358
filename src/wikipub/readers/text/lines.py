"""Question: which lines did the author write?

Undoes what the dialect did: takes the tool's marks out of the lines, joins what was wrapped or torn. What is taken out
goes to the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from itertools import pairwise, repeat

from wikipub.document import LedgerEntry, Span
from wikipub.readers.text.blocks.columns import aligned_columns
from wikipub.readers.text.correction import keep_apart
from wikipub.readers.text.headings.edit_marks import ends_with_edit_mark
from wikipub.readers.text.headings.marked import LEVEL_MARK
from wikipub.readers.text.language import common_words, editorial_tags
from wikipub.readers.text.page import BLANKS, SINKING, UNDERLINED, Page, Piece, new
from wikipub.readers.text.scraper.dialect import Dialect, blank_between, display_width, tell_dialect, underlined
from wikipub.readers.text.scraper.drawn_tables import drawn_tables
from wikipub.readers.text.scraper.entities import ENTITY, entity_cuts, signs_of
from wikipub.readers.text.scraper.entities import MARK as ENTITY_MARK
from wikipub.readers.text.scraper.formulas import MARK as FORMULA_MARK
from wikipub.readers.text.scraper.formulas import find_formulas, parts
from wikipub.readers.text.scraper.hyphens import hyphen_cuts
from wikipub.readers.text.scraper.joined import joined
from wikipub.readers.text.scraper.markup import (
    FENCE,
    Cut,
    address_cuts,
    emptied,
    kept_ranges,
    markdown_cuts,
    merged,
    number_cuts,
    number_cuts_behind,
    without,
)
from wikipub.readers.text.scraper.markup_languages import MARKED_LINE, markup_cuts
from wikipub.readers.text.scraper.printed_lines import printed_joins
from wikipub.readers.text.scraper.printed_pages import PrintedPages
from wikipub.readers.text.scraper.recut import Recut
from wikipub.readers.text.scraper.styles import MARK as STYLE_MARK
from wikipub.readers.text.scraper.styles import SHEET, style_cuts
from wikipub.readers.text.scraper.tags import TAG, tag_cuts
from wikipub.readers.text.scraper.tool_header import tool_header
from wikipub.readers.text.shape import BULLETS, ends_sentence, in_fences
from wikipub.readers.text.signs import Signs
from wikipub.source import Correction

_STARTS_BLOCK = re.compile(
    rf"[{BULLETS}]\s|"
    r"\d{1,4}[.)]\s|#?\.{1,5}\s|[\^↑](?!\[)|\*{2,}\s|={2,}|#{1,6}\s|\||\[\s*\]\s|_{3,}|-{3,}|\((?:BUTTON|Top)\)"
)
_ITEM = re.compile(rf"\s*(?:[{BULLETS}]|\d{{1,4}}\.|#\.)\s+(?=\S)")
_ITEM_BEGINS = frozenset(BULLETS)
_BLOCK_BEGINS = frozenset(BULLETS + "^↑*=#|[_-(.")
"""What lines begin with that begin a block, besides digits."""
_RULE = 100
"""How much of a rule below a heading is kept: it is as long as the heading was with its edit link's address."""
_KEPT_BLANKS = 4
_KEPT_SHARE = 50
"""Fewest lines with blanks around their text that tell a tool that kept them, and one among how many lines they are."""
_EMPTY_SHARE = 20
"""One empty line among how many there is at least where such lines part paragraphs."""
_CONTINUES = ",.;:!?)]’”»%"
_OPENS = "[(“„«"
_ENDED = ".!?;:)]"
_QUOTES = '"”“»«」'
_NO_TEXT = ("|", "___", "---")
_ROW_BEGINS = "|+!"
"""What the rows of tables that markup languages draw begin with."""
_LEVEL_MARKS = ("==", "**")
_HANGING_MARGIN = 12
"""How many columns earlier than other text a list's may be wrapped."""
_LOST_BLANK = ("[", "*\\ `")
"""What stands before the words of a link where the tool lost the blank before it."""
_HARD_BREAK = "  "
"""How Markdown says at a line's end that the next one begins anew."""
_BLANKING = (MARKED_LINE, FENCE, TAG, ENTITY)
"""What leaves a blank line where it is all that a line holds."""
_NUMBER = re.compile(r"\d{1,4}\.")
_INNER_UNDERSCORE = re.compile(r"_(?<=[^\s_]_)(?=[^\s_])")
_GAP = "   "
_COLUMNS = re.compile(rf"\S{_GAP}+\S")


def lines_of(text: str, correction: Correction) -> tuple[Page, Dialect]:
    """The page that `text` makes, and the dialect that it was in; lines that a person corrects stay apart."""
    source = text.split("\n")
    found: Recut | None = joined(source, text) or drawn_tables(source, text)
    if found is None:
        return _lines_of(source, text, correction, {})
    page, dialect = _lines_of(found.pieces, text, Correction(""), found.joins)
    found.restore(page)
    return page, dialect


def _lines_of(
    source: list[str], text: str, correction: Correction, known_joins: Mapping[int, str | None]
) -> tuple[Page, Dialect]:
    """The same for the lines `source`; `text` is what they were on the whole.

    `known_joins` has the lines of which it is known whether they go on the one before, as `Recut` has them.
    """
    texts = [*map(str.strip, source, repeat(BLANKS))]
    signs = Signs(texts)
    ruled = underlined(texts, signs)
    dialect = tell_dialect(source, texts, signs, ruled)
    cuts: dict[int, list[Cut]] = {}
    if dialect.markdown:
        cuts = markdown_cuts(source, texts, signs)
    elif dialect.markup:
        cuts = markup_cuts(source, texts, dialect.markup)
    elif dialect.addressed:
        cuts = address_cuts(source)
    elif dialect.numbered:
        cuts = number_cuts(source)
    elif dialect.numbered_behind:
        cuts = number_cuts_behind(source)
    if dialect.tagged:
        cuts = merged(cuts, tag_cuts(source))
    entities = entity_cuts(source, text) if ENTITY_MARK in text else {}
    if entities:
        cuts = merged(cuts, entities)
    sheets = style_cuts(source, texts) if STYLE_MARK in text else {}
    if sheets:
        cuts = merged(cuts, sheets)
    formulas = find_formulas(source, texts) if FORMULA_MARK in text else None
    if formulas:
        cuts = merged(without(cuts, formulas.tex), formulas.copies)
    header = tool_header(source, texts)
    if header:
        cuts = merged(cuts, header.cuts)
    pages = PrintedPages(source, texts, signs)
    if pages.cuts:
        cuts = merged(cuts, pages.cuts)
    tables = aligned_columns(source, texts, signs)
    rows = {line: columns for columns in tables for line in range(columns.start, columns.end)}
    if long := {
        index + 1: [Cut(_RULE, len(source[index + 1]), LEVEL_MARK)] for index in ruled if len(texts[index]) > _RULE
    }:
        cuts = merged(cuts, long)
    joins = {index + 1: " " for index in ruled}
    shown = texts
    if dialect.markup or dialect.markdown or dialect.tagged or entities:
        marked = emptied(source, cuts, _BLANKING)
        shown = ["" if index in marked else text for index, text in enumerate(texts)]
    joins |= _joins(source, shown, dialect, signs, cuts, formulas.lines if formulas else frozenset())
    if formulas:
        joins.update(formulas.joins)
    for line in pages.cuts:
        joins.pop(line, None)
        joins.pop(line + 1, None)
    joins |= pages.joins
    keep_apart(joins, correction)
    for line in header.cuts if header else ():
        joins.pop(line, None)
        joins.pop(line + 1, None)
    for line in rows:
        joins.pop(line, None)
    for columns in tables:
        joins.pop(columns.end, None)
    for line, between in known_joins.items():
        if between is None:
            joins.pop(line, None)
        else:
            joins[line] = between
    if hyphens := None if dialect.torn else hyphen_cuts(source, texts, joins):
        cuts = merged(cuts, hyphens)
    if not cuts and not joins and not dialect.starred:
        page = Page(source, texts, list(range(len(source))), columns=rows, torn=dialect.torn, known_signs=signs)
        return page, dialect
    page = Page(source, [], [], torn=dialect.torn)
    signs_written = signs_of(source, entities)
    done = 0
    for group in _changed(len(source), joins, cuts):
        page.texts += texts[done : group.start]
        page.origins += range(done, group.start)
        _add(page, group, joins, cuts, texts, signs_written)
        done = group.stop
    page.texts += texts[done:]
    page.origins += range(done, len(source))
    page.roles = [""] * len(page.texts)
    if header:
        page.address, page.is_titled = header.address, header.titled
    if dialect.markup:
        page.level_marks = dialect.markup.level_marks
    if ruled:
        page.level_marks += UNDERLINED
    if rows:
        starts = (origin if isinstance(origin, int) else origin[0].line for origin in page.origins)
        page.columns = {index: rows[line] for index, line in enumerate(starts) if line in rows}
    if sheets:
        page.claims.update((index, SHEET) for index in range(len(page)) if _is_swallowed(page, index, sheets))
    if SINKING in page.level_marks:
        page.texts = [_barred(text) if text[:1] == "^" else text for text in page.texts]
    if dialect.starred:
        page.level_marks = page.level_marks.replace("#", "")  # a hash is a bullet there
        page.texts = [_spaced(text) if "_" in text else text for text in page.texts]
    return page, dialect


def _barred(text: str) -> str:
    """A row of a table's head with bars between its cells, as other rows have them; DokuWiki has carets there."""
    return text.replace("^", "|") if len(text) > 1 and text[-1] in "^|" else text


def _is_swallowed(page: Page, index: int, sheets: Mapping[int, list[Cut]]) -> bool:
    """Whether a line is the number of an item that a style sheet took the place of."""
    origin = page.origins[index]
    return not isinstance(origin, int) and origin[0].line in sheets and _NUMBER.fullmatch(page.texts[index]) is not None


def _spaced(text: str) -> str:
    """`text` with the blanks that GNU html2text printed as underscores; addresses and formulas keep theirs."""
    if "/" not in text and "@" not in text and FORMULA_MARK not in text:
        return _INNER_UNDERSCORE.sub(" ", text)
    return "".join(part if formula else " ".join(map(_spaced_word, part.split(" "))) for part, formula in parts(text))


def _spaced_word(word: str) -> str:
    return word if "/" in word or "@" in word else _INNER_UNDERSCORE.sub(" ", word)


def _changed(count: int, joins: Mapping[int, str], cuts: Mapping[int, list[Cut]]) -> Iterator[range]:
    """Runs of source lines that make a line each, but for single lines that stay as they are."""
    end = 0
    for line in sorted(joins.keys() | cuts.keys()):
        if end <= line < count:
            start, end = line, line + 1
            while start in joins and start > 0:
                start -= 1
            while end in joins and end < count:
                end += 1
            yield range(start, end)


def _joins(
    source: list[str],
    texts: list[str],
    dialect: Dialect,
    signs: Signs,
    cuts: dict[int, list[Cut]],
    formulas: Set[int],
) -> dict[int, str]:
    """The source lines that go on the line before them, each with what stands between: a blank or nothing.

    `signs` tells how `texts` begin; `formulas` are the lines with formulas.
    """
    joins: dict[int, str] = {line: "" for line, pieces in cuts.items() if any(cut.joins for cut in pieces)}
    if dialect.markdown:
        _join_headings(texts, signs, joins)
    if dialect.markup:
        (_join_paragraphs if dialect.markup.wraps else _join_rows)(texts, joins)
    elif dialect.width is not None:
        breaks = _HARD_BREAK if dialect.markdown else None
        _join_wrapped(source, texts, dialect.width, breaks, joins, formulas)
        if dialect.torn:
            _join_torn(source, texts, joins)
    elif dialect.torn:
        _join_torn(source, texts, joins)
    elif not dialect.markdown:
        joins = (printed_joins(source, texts) or {}) | joins
    return joins


def _join_headings(texts: list[str], signs: Signs, joins: dict[int, str]) -> None:
    """Join headings after hashes that were wrapped: their edit link is on the next line, or most have a blank below."""
    code = in_fences(texts, signs)
    followed = [index + 1 for index in signs.beginning("#") if index + 1 < len(texts) and index not in code]
    wrapped = [
        index
        for index in followed
        if texts[index]
        and texts[index][0] != "#"
        and not _ITEM.match(texts[index])
        and not ends_with_edit_mark(texts[index - 1])
    ]
    mostly_whole = 2 * len(wrapped) < len(followed)
    joins.update((i, " ") for i in wrapped if i not in joins and (mostly_whole or "](" in texts[i]))


def _join_paragraphs(texts: list[str], joins: dict[int, str]) -> None:
    """Join the lines of paragraphs and items, which a blank line parts in markup languages, or what begins a block."""
    for index in range(1, len(texts)):
        before, text = texts[index - 1], texts[index]
        if not before or not text or index in joins or _STARTS_BLOCK.match(text):
            continue
        if before[0] not in _ROW_BEGINS and text[0] not in _ROW_BEGINS and not _ends_block(before):
            joins[index] = " "


def _join_rows(texts: list[str], joins: dict[int, str]) -> None:
    """Join the lines of a row between bars, whose cells may hold line ends: no blank line parts them."""
    is_open = False
    for index, text in enumerate(texts):
        if is_open and text:
            joins[index] = " "
        is_open = text != "" and text[-1] != "|" and (is_open or text[0] == "|")


def _join_torn(source: list[str], texts: list[str], joins: dict[int, str]) -> None:
    """Join lines that were torn apart at each link and mark.

    Where the pieces kept their blanks, paragraphs are parted by empty lines, and the pieces fit as they are. Where the
    tool stripped them, a piece that begins in the middle of a sentence goes on the one before.
    """
    kept = sum(1 for line, text in zip(source, texts, strict=True) if text and line.removesuffix(_HARD_BREAK) != text)
    if kept >= _KEPT_BLANKS and min(kept * _KEPT_SHARE, texts.count("") * _EMPTY_SHARE) >= len(texts):
        for index in range(1, len(source)):
            before, text = source[index - 1], source[index]
            if before and text and not _begins_block(before, text):
                joins[index] = " " if text[0] in BLANKS or before[-1] in BLANKS else ""
        return
    corners = _corner_lines(texts)
    for index in range(1, len(texts)):
        before, text = texts[index - 1], texts[index]
        if not before or not text or index in corners:
            continue
        if before == "[" and texts[index + 1 : index + 2] == ["]"] and not _is_mark(text):
            continue
        if before == "[" and texts[index + 1 : index + 4 : 2] == ["|", "]"]:  # two edit links
            joins.update({index: "", index + 1: " ", index + 2: " ", index + 3: ""})
            continue
        if text == "]" and texts[index - 2 : index - 1] == ["["] and not _is_mark(before):
            continue
        if before[-1] in _OPENS or text[0] in _CONTINUES or _begins_mark(texts, index):
            joins[index] = ""
        elif text[0].islower() or (" " in before and before.rsplit(" ", 1)[-1] in common_words()):
            joins[index] = " "


def _begins_block(before: str, text: str) -> bool:
    """Whether a text of its own begins right behind another, without a blank: "MillThe mill", "Mill1931 film"."""
    last = before[-1]
    if text[:3].isdecimal():
        return last.islower()
    return text[0].isupper() and text[1:2].islower() and (last in _ENDED or last.islower() or last.isdecimal())


def _begins_mark(texts: list[str], index: int) -> bool:
    """Whether a note mark or an editor's remark begins at line `index`, whole or torn."""
    text = texts[index]
    if text == "[":
        return texts[index + 2 : index + 3] == ["]"] and _is_mark(texts[index + 1])
    return text[0] == "[" and text[-1] == "]" and text[1:-1].strip().isdecimal()


def _is_mark(words: str) -> bool:
    """Whether words between torn brackets are a note mark's or a remark, no edit link's: "12", "note 1", "a"."""
    return words[-1:].isdecimal() or (len(words) == 1 and words.islower()) or words.casefold() in editorial_tags()


def _corner_lines(texts: list[str]) -> set[int]:
    """The lines that are one of three letters, one a line, as the links in a box's corner are."""
    letters = [index for index, text in enumerate(texts) if len(text) == 1 and text.isalpha()]
    found: set[int] = set()
    for first, _, third in zip(letters, letters[1:], letters[2:], strict=False):
        if third == first + 2:
            found.update(range(first, third + 1))
    return found


def _join_wrapped(
    source: list[str],
    texts: list[str],
    width: int,
    hard_break: str | None,
    joins: dict[int, str],
    formulas: Set[int],
) -> None:
    """Join lines whose first word did not fit on the line before.

    An item's lines hang under its text, and are wrapped some columns earlier. A long address is broken anywhere; with
    its closing quotes it ends, and only prose goes on. Where a line ends with `hard_break`, it ended so in the page. A
    formula apart stands further in than the text around it, and has gaps as the lines of a table have.
    """
    hang: int | None = None  # the column of an item's text, while its lines go on
    in_address = False
    indents = [len(line) - len(line.lstrip(BLANKS)) for line in source]
    for index, (before, text) in enumerate(pairwise(texts)):
        if not before or not text:
            in_address = False
            hang = None
            continue
        item = _ITEM.match(source[index]) if _may_begin(before, _ITEM_BEGINS) else None
        if item:
            hang = item.end()
        hanging = hang is not None and indents[index + 1] == hang
        begins = _may_begin(text, _BLOCK_BEGINS) and _STARTS_BLOCK.match(text)
        if ends_with_edit_mark(before) or (ends_with_edit_mark(text) and ends_sentence(before)):
            continue
        if begins and text[0].isdecimal():
            flush = hang is None and indents[index] == indents[index + 1]
            begins = None if hanging or (flush and _runs_on(before, text)) else begins
        if index + 1 in joins or begins or _ends_block(before):
            in_address = False
            continue
        if not hanging and not item:
            hang = None
        used = display_width(source[index].rstrip(BLANKS))
        fits = used + 1 + display_width(text.split(" ", 1)[0]) <= width - (_HANGING_MARGIN if hanging else 1)
        if hard_break and source[index].endswith(hard_break):
            fits = True
        if index in formulas and not hanging and indents[index] != indents[index + 1]:
            fits = True
        last = before.rsplit(" ", 1)[-1]
        if last[-1] in _QUOTES and ("://" in last or (in_address and last == before)) and not text[0].islower():
            fits = True
        if fits or (index not in formulas and index + 1 not in formulas and (_is_row(before) or _is_row(text))):
            in_address = False
            continue
        in_address = "://" in last or (in_address and last == before)
        hyphenated = last[-1] == "-" and last[-2:-1].isalpha()
        joins[index + 1] = "" if in_address or hyphenated else blank_between(before, text)


def _may_begin(text: str, signs: Set[str]) -> bool:
    """Whether a line begins with one of `signs` or with a digit, as most do not."""
    return text[0] in signs or text[0].isdecimal() or text[0].isspace()


def _is_row(text: str) -> bool:
    """Whether a line has gaps as the lines of tables have."""
    return _GAP in text and _COLUMNS.search(text) is not None


def _runs_on(before: str, text: str) -> bool:
    """Whether `text`, which begins as a numbered item does, ends the sentence that `before` begins: "in", "1988."."""
    return bool(before) and before[-1].isalnum() and not text.startswith("1.") and not _ITEM.match(before)


def _ends_block(text: str) -> bool:
    """Whether a line is whole as it is: no text, or a heading between level marks."""
    return text.startswith(_NO_TEXT) or (text[:2] in _LEVEL_MARKS and text[-2:] == text[:2])


def _add(
    page: Page,
    group: range,
    joins: dict[int, str],
    cuts: dict[int, list[Cut]],
    texts: list[str],
    signs: Mapping[tuple[int, int], str],
) -> None:
    """Add the line that the source lines `group` make; `signs` has those that other characters stand for."""
    first = group[0]
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for line in group:
        source = page.source[line]
        between = joins.get(line, "") if line != first else ""
        cut_out = cuts.get(line)
        if cut_out is None and (between or not parts):
            if text := texts[line]:
                if parts:
                    parts.append(between)
                    length += len(between)
                parts.append(text)
                pieces.append(new(Piece, (length, line, source.index(text), len(text))))
                length += len(text)
            continue
        for start, end in kept_ranges(source, cut_out or ()):
            if not parts or between:
                start += len(source[start:end]) - len(source[start:end].lstrip(BLANKS))
            elif (
                parts[-1][-1:].isalnum()
                and source[start : start + 1].isalnum()
                and source[:start].endswith(_LOST_BLANK)
            ):
                between = " "  # the tool lost the blank before a link
            if parts and between:
                parts.append(between)
                length += len(between)
            between = ""
            if start < end:
                sign = signs.get((line, end)) if signs else None
                parts.append(source[start:end] if sign is None else source[start : end - 1] + sign)
                pieces.append(new(Piece, (length, line, start, end - start)))
                length += end - start
        for cut in cut_out or ():
            if bare := source[cut.start : cut.end].strip(BLANKS):
                page.pieces.append(_entry(source, line, cut, bare))
    text = "".join(parts)
    bare = text.rstrip(BLANKS)
    while pieces and pieces[-1].at >= len(bare):
        pieces.pop()
    if pieces and (surplus := pieces[-1].at + pieces[-1].length - len(bare)) > 0:
        pieces[-1] = pieces[-1]._replace(length=pieces[-1].length - surplus)
    page.texts.append(bare)
    page.origins.append(tuple(pieces) or first)


def _entry(source: str, line: int, cut: Cut, bare: str) -> LedgerEntry:
    """What the ledger says of what is cut out; `bare` is that without the blanks around it."""
    start = source.index(bare, cut.start)
    return LedgerEntry(
        cut.claim.role, cut.claim.rule, cut.claim.reason, bare, (new(Span, (line + 1, start, start + len(bare))),)
    )
