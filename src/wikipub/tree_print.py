r"""The tree in print: `show` for people and for test cases, `text_of` for the words alone.

`show` gives a line to each node, indented by what holds it. A run of inlines stands in its block's line, in one
notation: text in quotes, any other inline as its name with its parts in brackets.

    Document "Aikido" language=en
      Paragraph "A martial " Emphasis("art") NoteRef[1 -> n1]
      Heading ? "History"                     depth "?" is one that the source does not tell
      BulletList
        Item "one"                            a part with a single paragraph has it in its own line
        Item
          Paragraph "two"
          BulletList
            Item "three"
      NoteList
        Note[1] "Stevens 2001."
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import assert_never

from wikipub.document import (
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Cell,
    Code,
    CodeBlock,
    DefinitionItem,
    DefinitionList,
    Document,
    EditorialTag,
    Emphasis,
    Figure,
    Foreign,
    Hatnote,
    Heading,
    Infobox,
    InfoboxRow,
    Inline,
    Inlines,
    LedgerEntry,
    LineBlock,
    LineBreak,
    Link,
    Math,
    MathBlock,
    Note,
    NoteList,
    NoteRef,
    OrderedList,
    Paragraph,
    SourceNote,
    Spans,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    ThematicBreak,
    WikiLink,
)
from wikipub.walk import iter_blocks, plain


def show(document: Document, *, ledger: bool = False) -> str:
    r"""The tree of `document`, one node a line, ending in "\n".

    With `ledger` it ends with what was left out, and by which rule. Ids, spans, evidence and the origin are not shown;
    the JSON form has them.
    """
    language = f" language={document.language}" if document.language else ""
    lines = [f"Document {_quoted(document.title)}{language}"]
    lines += _indented(_blocks(document.blocks, document))
    lines += _indented(_unlisted(document))
    if document.categories:
        lines.append("  Categories " + " ".join(map(_quoted, document.categories)))
    if document.translations:
        found = (f"{translation.language}={_quoted(translation.title)}" for translation in document.translations)
        lines.append("  Translations " + " ".join(found))
    if ledger:
        lines += _indented(_ledger(document.ledger))
    return "\n".join(lines) + "\n"


def text_of(document: Document) -> str:
    r"""All that the article keeps, in reading order, as plain text ending in "\n"; the title is not repeated.

    A blank line parts the blocks. A table's cells, and a key fact's label and value, are parted by TAB. Note marks
    and editorial tags stand as `[label]`; notes stand where their list does, after their own `[label]`.
    """
    parts = [_text(block, document) for block in document.blocks]
    listed = {key for block in iter_blocks(document.blocks) if isinstance(block, NoteList) for key in block.notes}
    parts += [_note_text(note, document) for key, note in document.notes.items() if key not in listed]
    return "\n\n".join(part for part in parts if part) + "\n"


# --- Printed blocks ----------------------------------------------------------------------------------------------


def _indented(lines: Iterator[str]) -> Iterator[str]:
    return ("  " + line for line in lines)


def _blocks(blocks: Blocks, document: Document) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, document)


def _block(block: Block, document: Document) -> Iterator[str]:
    name = type(block).__name__
    match block:
        case Heading(inlines, depth):
            yield f"{name} {'?' if depth is None else depth}{_inlines(inlines)}"
        case Paragraph(inlines) | Hatnote(inlines) | SourceNote(inlines):
            yield name + _inlines(inlines)
        case LineBlock(lines):
            yield name
            yield from _indented("Line" + _inlines(line) for line in lines)
        case BulletList(items):
            yield name
            for item in items:
                yield from _indented(_part("Item", item, document))
        case OrderedList(items, start):
            yield name + (f" start={start}" if start != 1 else "")
            for item in items:
                yield from _indented(_part("Item", item, document))
        case DefinitionList(definitions):
            yield name
            for definition in definitions:
                yield from _indented(_definition(definition, document))
        case Table():
            yield from _table(block, document)
        case Infobox(facts, title):
            yield name + _inlines(title)
            for fact in facts:
                yield from _indented(_part(f"Fact{_inlines(fact.label)} =", fact.value, document))
        case Figure(caption, image, alt):
            yield name + _named("image", image) + _named("alt", alt) + _inlines(caption)
        case BlockQuote(inner, attribution):
            yield name + (f" attribution({_inlines(attribution).strip()})" if attribution else "")
            yield from _indented(_blocks(inner, document))
        case CodeBlock(text, language):
            yield f"{name}{_named('language', language)} {_quoted(text)}"
        case MathBlock(tex):
            yield f"{name} {_quoted(tex)}"
        case NoteList(keys):
            yield name
            for key in keys:
                note = document.notes.get(key)
                yield from _indented(_note(key, note, document) if note else iter([f"Note -> {key} (missing)"]))
        case ThematicBreak():
            yield name
        case _:
            assert_never(block)


def _part(head: str, blocks: Blocks, document: Document) -> Iterator[str]:
    """A part of a block: a single plain paragraph in the line of its head, anything else below it."""
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        yield head + _inlines(blocks[0].inlines)
    else:
        yield head
        yield from _indented(_blocks(blocks, document))


def _definition(item: DefinitionItem, document: Document) -> Iterator[str]:
    yield "Term" + _inlines(item.term)
    for definition in item.definitions:
        yield from _indented(_part("Definition", definition, document))


def _table(table: Table, document: Document) -> Iterator[str]:
    heads = f" header_rows={table.header_rows}" if table.header_rows else ""
    yield "Table" + heads + (f" caption({_inlines(table.caption).strip()})" if table.caption else "")
    for row in table.rows:
        yield "  Row"
        for cell in row:
            yield from _indented(_indented(_part(_cell_head(cell), cell.blocks, document)))


def _cell_head(cell: Cell) -> str:
    rows = f" rowspan={cell.rowspan}" if cell.rowspan != 1 else ""
    columns = f" colspan={cell.colspan}" if cell.colspan != 1 else ""
    return "Cell" + (" header" if cell.header else "") + rows + columns


def _note(key: str, note: Note, document: Document) -> Iterator[str]:
    return _part(f"Note[{note.label}] {key}", note.blocks, document)


def _unlisted(document: Document) -> Iterator[str]:
    """The notes that no NoteList of the document prints."""
    listed = {key for block in iter_blocks(document.blocks) if isinstance(block, NoteList) for key in block.notes}
    rest = [(key, note) for key, note in document.notes.items() if key not in listed]
    if rest:
        yield "Unlisted notes"
        for key, note in rest:
            yield from _indented(_note(key, note, document))


def _ledger(entries: tuple[LedgerEntry, ...]) -> Iterator[str]:
    if entries:
        yield "Ledger"
        for entry in entries:
            yield f"  {_lines(entry.spans)}{entry.role} [{entry.rule}] {_quoted(entry.text)}"


def _lines(spans: Spans) -> str:
    """The source lines of some spans: `12 `, `12-15 `, or nothing where there are none."""
    if not spans:
        return ""
    first, last = spans[0].line, spans[-1].line
    return f"{first} " if first == last else f"{first}-{last} "


# --- Printed inlines ---------------------------------------------------------------------------------------------


def _inlines(inlines: Inlines) -> str:
    """A run of inlines with a blank before each."""
    return "".join(" " + _inline(inline) for inline in inlines)


def _inline(inline: Inline) -> str:
    name = type(inline).__name__
    match inline:
        case Text(text):
            return _quoted(text)
        case Emphasis(inner) | Strong(inner) | Superscript(inner) | Subscript(inner):
            return f"{name}({_inlines(inner).strip()})"
        case Foreign(inner, language):
            return f"{name}({_inlines(inner).strip()} language={language})"
        case Link(inner, url):
            return f"{name}({_inlines(inner).strip()} -> {_quoted(url)})"
        case WikiLink(inner, title, section):
            return f"{name}({_inlines(inner).strip()} -> {_quoted(title + ('#' + section if section else ''))})"
        case Code(text) | EditorialTag(text):
            return f"{name}({_quoted(text)})"
        case Math(tex):
            return f"{name}({_quoted(tex)})"
        case NoteRef(label, key):
            return f"{name}[{label} -> {key}]" if key is not None else f"{name}[{label}]"
        case LineBreak():
            return name
        case _:
            assert_never(inline)


def _quoted(text: str) -> str:
    """Text in quotes on one line, with no character in it that a terminal would act upon or not show."""
    quoted = json.dumps(text, ensure_ascii=False)
    if quoted.isprintable():
        return quoted
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in quoted)


def _named(name: str, value: str | None) -> str:
    return f" {name}={_quoted(value)}" if value else ""


# --- Plain text --------------------------------------------------------------------------------------------------


def _text(block: Block, document: Document) -> str:
    match block:
        case Heading(inlines) | Paragraph(inlines) | Hatnote(inlines) | SourceNote(inlines):
            return plain(inlines, marks=True)
        case LineBlock(lines):
            return "\n".join(plain(line, marks=True) for line in lines)
        case BulletList(items):
            return "\n".join(_texts(item, document) for item in items)
        case OrderedList(items, start):
            return "\n".join(f"{number}. {_texts(item, document)}" for number, item in enumerate(items, start))
        case DefinitionList(definitions):
            return "\n".join(_definition_text(item, document) for item in definitions)
        case Table(rows):
            return _joined(plain(block.caption, marks=True), *(_row_text(row, document) for row in rows))
        case Infobox(facts, title):
            return _joined(plain(title, marks=True), *(_fact_text(fact, document) for fact in facts))
        case Figure(caption):
            return plain(caption, marks=True)
        case BlockQuote(inner, attribution):
            return _joined(_texts(inner, document), plain(attribution, marks=True))
        case CodeBlock(text):
            return text
        case MathBlock(tex):
            return tex
        case NoteList(keys):
            return "\n".join(_note_text(document.notes[key], document) for key in keys if key in document.notes)
        case ThematicBreak():
            return ""
        case _:
            assert_never(block)


def _texts(blocks: Blocks, document: Document) -> str:
    return _joined(*(_text(block, document) for block in blocks))


def _row_text(row: tuple[Cell, ...], document: Document) -> str:
    return "\t".join(_texts(cell.blocks, document).replace("\n", " ") for cell in row)


def _fact_text(fact: InfoboxRow, document: Document) -> str:
    return "\t".join(filter(None, (plain(fact.label, marks=True), _texts(fact.value, document))))


def _definition_text(item: DefinitionItem, document: Document) -> str:
    return _joined(plain(item.term, marks=True), *(_texts(blocks, document) for blocks in item.definitions))


def _note_text(note: Note, document: Document) -> str:
    text = _texts(note.blocks, document)
    return f"[{note.label}] {text}" if note.label else text


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
