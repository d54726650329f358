"""The elements of pandoc's AST, that of pandoc-types 1.23 (https://hackage.haskell.org/package/pandoc-types)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final, TypeAlias

Json: TypeAlias = dict[str, Any]
"""One element of pandoc's AST: its type under "t", its content under "c"."""

MetaValue: TypeAlias = str | bool | Sequence["MetaValue"] | Mapping[str, "MetaValue"]
"""A value of a publication's metadata."""

API_VERSION: Final = (1, 23, 1, 1)
"""pandoc-api-version of pandoc 3.9."""


def raw_block(format: str, code: str) -> Json:
    """A block of a publisher's own `code` in a format of pandoc's; never of a source's text."""
    return node("RawBlock", format, code)


def node(name: str, *content: Any) -> Json:
    """An element of the type `name`; more than one `content` makes a list."""
    return {"t": name, "c": content[0] if len(content) == 1 else list(content)}


def attributes(id: str = "", classes: Iterable[str] = (), **pairs: str) -> list[Any]:
    """An Attr; in the names of `pairs` "_" stands for "-" and "__" for ":"."""
    return [id, list(classes), [[key.replace("__", ":").replace("_", "-"), value] for key, value in pairs.items()]]


def raw_typst(code: str) -> Json:
    """Our own code of typst's within a line; never of a source's text."""
    return node("RawInline", "typst", code)


def new_meta(value: MetaValue, text: Callable[[str], list[Json]]) -> Json:
    """A MetaValue, whose words `text` makes."""
    match value:
        case bool():
            return node("MetaBool", value)
        case str():
            return node("MetaInlines", text(value))
        case Mapping():
            return node("MetaMap", {key: new_meta(inner, text) for key, inner in value.items()})
        case _:
            return node("MetaList", [new_meta(inner, text) for inner in value])


def words(text: str) -> list[Json]:
    """`text` as Str and Space."""
    return [*chain.from_iterable(({"t": "Space"}, *([node("Str", w)] if w else [])) for w in text.split(" "))][1:]


def compact(blocks: list[Json]) -> list[Json]:
    """`blocks` without space around their paragraph if they have but one."""
    return paragraphs_as_plain(blocks) if sum(block["t"] == "Para" for block in blocks) == 1 else blocks


def paragraphs_as_plain(blocks: list[Json]) -> list[Json]:
    """`blocks` without space around their paragraphs."""
    return [{**block, "t": "Plain"} if block["t"] == "Para" else block for block in blocks]


def new_ordered_list(items: list[list[Json]], start: int) -> Json:
    """A list numbered from `start`, "1." and so on."""
    return node("OrderedList", [max(0, start), {"t": "Decimal"}, {"t": "Period"}], items)


def as_strong(block: Json) -> Json:
    """`block` in strong type, if it is words."""
    is_text = block["t"] in ("Para", "Plain") and block["c"]
    return node(block["t"], [node("Strong", block["c"])]) if is_text else block


def new_cell(blocks: list[Json], rowspan: int = 1, colspan: int = 1, alignment: str = "AlignDefault") -> list[Any]:
    """A cell of a table, aligned as its column if it has no `alignment` of its own."""
    return [attributes(), {"t": alignment}, rowspan, colspan, blocks]


def new_table(
    attr: list[Any],
    caption: list[Json],
    alignments: Sequence[str],
    head: list[Any],
    bodies: list[tuple[int, list[Any]]],
    widths: Sequence[float] | None = None,
) -> Json:
    """A table; each of `bodies` is its rows and how many of its first columns are heads of them.

    `widths` are the columns' shares of the room's width; without them they are as wide as what they hold.
    """
    shares = [{"t": "ColWidthDefault"}] * len(alignments) if widths is None else [node("ColWidth", w) for w in widths]
    specs = [[{"t": alignment}, share] for alignment, share in zip(alignments, shares, strict=True)]
    parts = [[attributes(), heads, [], rows] for heads, rows in bodies]
    return node("Table", attr, [None, caption], specs, [attributes(), head], parts, [attributes(), []])
