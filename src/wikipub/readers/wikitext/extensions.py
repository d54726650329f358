"""Question: what does an extension's tag become?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from wikipub.document import Code, CodeBlock, Math, MathBlock, Text
from wikipub.readers.wikitext import links
from wikipub.readers.wikitext.atoms import Picture, References, Verse
from wikipub.readers.wikitext.syntax import Extension, parse
from wikipub.readers.wikitext.tags import attributes, entities

if TYPE_CHECKING:
    from wikipub.readers.wikitext.arguments import Frame
    from wikipub.readers.wikitext.expand import Expander

_NOWIKI = re.compile(r"<(/?)nowiki\s*(/?)>", re.IGNORECASE)
_CHEMISTRY = re.compile(r"(?<=[A-Za-z)\]])(\d+)|\^\{([^{}]*)\}|\^(\d*[+-])|_\{([^{}]*)\}|(<=>|->|<-)|\\?[{}]")
_ARROWS = {"->": "→", "<-": "←", "<=>": "⇌"}


def extension(expander: Expander, node: Extension, frame: Frame) -> str:
    """What stands in the place of a tag, as wikitext without calls."""
    if frame.arguments is not None and "{{" in node.attributes:  # a rule's tag
        node = replace(node, attributes=expander.wikitext(node.attributes, frame.arguments, frame.depth))
    known = _EXTENSIONS.get(node.name)
    if known is None:
        _drop(expander, node, frame)
        return ""
    return known(expander, node, frame)


def _drop(expander: Expander, node: Extension, frame: Frame, role: str = "extension") -> None:
    reason = f"what the extension “{node.name}” makes is not text"
    if frame.text is expander.record.source:
        expander.record.drop(role, f"tag-{node.name}", reason, node.start, node.end)
    else:
        expander.drop(role, f"tag-{node.name}", reason)


def _raw(node: Extension, frame: Frame) -> str:
    return frame.text[node.body[0] : node.body[1]] if node.body else ""


# --- Text that is not read as wikitext ---


def _nowiki(expander: Expander, node: Extension, frame: Frame) -> str:
    return expander.atoms.inline(Text(entities(_raw(node, frame))))  # an empty one, too: it parts two runs


def _pre(expander: Expander, node: Extension, frame: Frame) -> str:
    text = entities(_without_nowiki(_raw(node, frame)))
    return expander.atoms.block(CodeBlock(text.removeprefix("\n").rstrip("\n")))


def _without_nowiki(text: str) -> str:
    """A preformatted text without the nowiki tags that are closed; others are text."""
    out, at, opened = [], 0, None
    for tag in _NOWIKI.finditer(text):
        if opened is None and not tag[1] and tag[2]:
            out.append(text[at : tag.start()])
            at = tag.end()
        elif opened is None and not tag[1]:
            opened = tag
        elif opened is not None and tag[1]:
            out += [text[at : opened.start()], text[opened.end() : tag.start()]]
            at, opened = tag.end(), None
    return "".join([*out, text[at:]])


def _source(expander: Expander, node: Extension, frame: Frame) -> str:
    given = attributes(node.attributes)
    text = _raw(node, frame)
    if "inline" in given or re.search(r"\binline\b", node.attributes) or given.get("enclose") == "none":
        return expander.atoms.inline(Code(text.strip()))
    return expander.atoms.block(CodeBlock(text.strip("\n").rstrip(), given.get("lang", "")))


def _math(expander: Expander, node: Extension, frame: Frame) -> str:
    tex = _raw(node, frame).strip()
    if attributes(node.attributes).get("display") == "block":
        return expander.atoms.block(MathBlock(tex))
    return expander.atoms.inline(Math(tex))


def _chemistry(expander: Expander, node: Extension, frame: Frame) -> str:
    def shown(found: re.Match[str]) -> str:
        if found[1] or found[4]:
            return f"<sub>{found[1] or found[4]}</sub>"
        if found[2] or found[3]:
            return f"<sup>{found[2] or found[3]}</sup>"
        return _ARROWS.get(found[5] or "", "")

    return _CHEMISTRY.sub(shown, _raw(node, frame).strip())


# --- Text in another arrangement ---


def _poem(expander: Expander, node: Extension, frame: Frame) -> str:
    return expander.atoms.block(Verse(expander.body(node, frame).strip("\n")))


def _gallery(expander: Expander, node: Extension, frame: Frame) -> str:
    found, beside = [], False
    if caption := attributes(node.attributes).get("caption"):
        found.append(expander.atoms.block(Picture("", caption, "")))
    for line in expander.body(node, frame).split("\n"):
        file, bar, options = line.strip().partition("|")
        if "." not in file:
            beside = beside or bool(line.strip())
            continue
        picture, _, lost = links.picture(links.file_target(file), _options(options) if bar else [])
        beside = beside or lost
        found.append(expander.atoms.block(picture))
    if beside:
        _drop(expander, node, frame, "picture")
    return "\n".join(found)


def _options(text: str) -> list[str]:
    """A line's parts, parted by bars that are in no link."""
    parts, depth = [""], 0
    for piece in re.split(r"(\[\[|\]\]|\|)", text):
        depth += (piece == "[[") - (piece == "]]" and depth > 0)
        if piece == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _image_map(expander: Expander, node: Extension, frame: Frame) -> str:
    first = _raw(node, frame).strip().split("\n", 1)[0]
    _drop(expander, node, frame, "picture")
    file, *options = _options(first)
    picture, apart, _ = links.picture(links.file_target(file), options)
    return expander.atoms.block(picture) if apart else ""


def _tabber(expander: Expander, node: Extension, frame: Frame) -> str:
    """Tabs `|-|title=content`, one after the other."""
    tabs = []
    for tab in expander.body(node, frame).split("|-|"):
        title, equals, content = tab.partition("=")
        tabs.append(f"\n\n'''{title.strip()}'''\n\n{content.strip()}\n\n" if equals else tab)
    return "".join(tabs)


def _map(expander: Expander, node: Extension, frame: Frame) -> str:
    """What a map's link or frame says beside it; the map itself needs the wiki."""
    _drop(expander, node, frame)
    text = attributes(node.attributes).get("text", "")
    return expander.atoms.block(Picture("", text, "")) if text and node.name == "mapframe" else text


def _body(expander: Expander, node: Extension, frame: Frame) -> str:
    return expander.body(node, frame)


# --- Notes ---


def _ref(expander: Expander, node: Extension, frame: Frame) -> str:
    given = attributes(node.attributes)
    name, group = given.get("name", ""), given.get("group", "")
    notes = expander.notes
    offset = node.start if frame.text is expander.record.source else None
    if expander.defining is not None:
        text = expander.note(node, frame)
        if not notes.define(group or expander.defining, name, text, offset):
            _drop(expander, node, frame, "note")
        return ""
    outer, expander.outermost = expander.outermost, expander.outermost or (node.start, node.end)
    text = expander.note(node, frame)
    expander.outermost = outer
    if (follow := given.get("follow")) and notes.follow(group, follow, text):
        return ""
    if not text.strip() and not name:
        _drop(expander, node, frame, "note")
        return ""
    return expander.atoms.inline(notes.use(group, name, text, offset))


def _references(expander: Expander, node: Extension, frame: Frame) -> str:
    group = attributes(node.attributes).get("group", "")
    if node.body:
        before, expander.defining = expander.defining, group
        expander.expand(parse(frame.text, *node.body)[0], frame)
        expander.defining = before
    entries = expander.notes.close(group)
    return expander.atoms.block(References(entries)) if entries else ""


_EXTENSIONS: Mapping[str, Callable[[Expander, Extension, Frame], str]] = {
    "nowiki": _nowiki,
    "pre": _pre,
    "syntaxhighlight": _source,
    "source": _source,
    "math": _math,
    "chem": _chemistry,
    "ce": _chemistry,
    "poem": _poem,
    "gallery": _gallery,
    "imagemap": _image_map,
    "ref": _ref,
    "references": _references,
    "section": lambda expander, node, frame: "",
    "tvar": _body,
    "langconvert": _body,
    "tabber": _tabber,
    "phonos": _body,
    "maplink": _map,
    "mapframe": _map,
    "verbatim": _body,
    "slideshow": _gallery,
}
