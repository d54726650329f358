"""Question: what of an SVG picture may be published?

What draws: elements and attributes that are known to do nothing else. What runs, moves, embeds another language or
fetches is gone, and so is what only editors of pictures read. Within the picture `#id` may be referred to, and a PNG or
JPEG may stand in it as a `data:` address; nothing else may.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.parsers import expat

from wikipub.media.shelf import RefusedError

MAX_BYTES = 5 * 2**20
"""Size of the largest SVG that is read."""

MAX_ELEMENTS = 100_000
MAX_DEPTH = 100

SVG = "http://www.w3.org/2000/svg"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DRAWS = """
    svg g defs symbol use switch a title desc path rect circle ellipse line polyline polygon image text tspan textPath
    linearGradient radialGradient stop pattern clipPath mask marker style filter feBlend feColorMatrix
    feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
    feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
    feSpecularLighting feSpotLight feTile feTurbulence
"""
_ACTS = """
    script foreignObject iframe object embed audio video canvas animate animateColor animateMotion animateTransform set
    handler listener
"""
_DRAWING, _ACTIVE = frozenset(_DRAWS.split()), frozenset(_ACTS.split())
_REFERENCE = re.compile(r"\s*#[^\s\"'()<>]+\s*")
_PICTURE = re.compile(r"\s*data:image/(?:png|jpe?g);base64,[A-Za-z0-9+/=\s]+")
_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
_UNSAFE_STYLE = re.compile(r"@|\\|expression|javascript|binding|behavior|<", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIZE = re.compile(r"\s*([0-9]*\.?[0-9]+)(px|pt|pc|mm|cm|in|)\s*")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_NUMBERS = re.compile(r"-?[0-9]*\.?[0-9]+(?:e[-+]?[0-9]+)?", re.IGNORECASE)
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|(?:\w+:)?svg\b)", re.IGNORECASE)
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG picture that only draws, its size in pixels, and what was taken out of it, each kind once."""

    data: bytes
    width: float
    height: float
    removed: tuple[str, ...]


def is_svg(data: bytes) -> bool:
    """Whether a file seems to be an SVG picture."""
    return _START.match(data[:_HEAD]) is not None and b"svg" in data[:_HEAD].lower()


def drawing(data: bytes) -> Drawing:
    """What may be published of an SVG picture. Raises RefusedError where it is none, or one too large to be drawn."""
    if len(data) > MAX_BYTES:
        raise RefusedError(f"it is an SVG over {MAX_BYTES // 2**20} MiB; save it as a PNG")
    root = _parsed(data)
    if root.tag != f"{{{SVG}}}svg":
        raise RefusedError("it is no SVG picture")
    removed: dict[str, None] = {}
    _clean(root, removed)
    width, height = _size(root)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    if not root.get("viewBox"):
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    return Drawing(_serialized(root), width, height, tuple(removed))


def _parsed(data: bytes) -> ElementTree.Element:
    """The tree of an SVG; what it calls by names of its own (entities) is refused, as it can be a bomb."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    count = depth = 0

    def name(found: str) -> str:
        return "{" + found if "}" in found else found

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal count, depth
        count += 1
        depth += 1
        if count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise RefusedError(
                f"it is an SVG of over {MAX_ELEMENTS:,} elements or {MAX_DEPTH} levels; save it as a PNG"
            )
        builder.start(name(tag), {name(key): value for key, value in given.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name(tag))

    def entity(*_: object) -> None:
        raise RefusedError("it is an SVG that declares entities; save it anew, or as a PNG")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise RefusedError(f"it is an SVG that is damaged ({error}); copy or save it anew") from error
    return builder.close()


def _clean(root: ElementTree.Element, removed: dict[str, None]) -> None:
    stack = [root]
    while stack:
        element = stack.pop()
        _clean_attributes(element, removed)
        if element.tag == f"{{{SVG}}}style":
            element.text = _style("".join(element.itertext()), removed)
            for child in list(element):
                element.remove(child)
        kept: list[ElementTree.Element] = []
        for child in element:
            local = child.tag.removeprefix(f"{{{SVG}}}")
            if local in _DRAWING:
                kept.append(child)
            else:
                _note(child, removed)
                if child.tail and kept:
                    kept[-1].tail = (kept[-1].tail or "") + child.tail
        element[:] = kept
        stack.extend(kept)


def _note(element: ElementTree.Element, removed: dict[str, None]) -> None:
    """Enter what of an element that goes would have run or fetched."""
    for inner in element.iter():
        local = inner.tag.rpartition("}")[2]
        if local in _ACTIVE:
            removed[f"<{local}>"] = None


def _clean_attributes(element: ElementTree.Element, removed: dict[str, None]) -> None:
    for key, value in list(element.attrib.items()):
        if key in ("href", _XLINK):
            is_picture = element.tag == f"{{{SVG}}}image" and _PICTURE.fullmatch(value)
            if _REFERENCE.fullmatch(value) or is_picture:
                continue
            del element.attrib[key]
            if element.tag != f"{{{SVG}}}a":  # a link within a picture is no loss
                removed["a reference to elsewhere"] = None
        elif key.startswith("{") and key != _XML_SPACE:
            del element.attrib[key]
        elif key[:2].lower() == "on":
            del element.attrib[key]
            removed[f"{key}="] = None
        elif key == "style":
            element.set(key, _style(value, removed))
        elif not _refers_inside(value):
            del element.attrib[key]
            removed["a reference to elsewhere"] = None


def _refers_inside(value: str) -> bool:
    """Whether a value refers to nothing but places in the picture; what is escaped could be anything."""
    if "\\" in value:
        return False
    found = [address for _, address in _URL.findall(value)]
    return len(found) == value.lower().count("url(") and all(map(_REFERENCE.fullmatch, found))


def _style(text: str, removed: dict[str, None]) -> str:
    """A style sheet or attribute, or "" where it holds anything but plain rules."""
    text = _COMMENT.sub("", text)
    if _UNSAFE_STYLE.search(text) or not _refers_inside(text):
        removed["a style that fetches or runs"] = None
        return ""
    return text


def _size(root: ElementTree.Element) -> tuple[float, float]:
    """The picture's width and height in pixels: as it says, else as its view box is."""
    box = [float(number) for number in _NUMBERS.findall(root.get("viewBox", ""))]
    box_width, box_height = (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else (0.0, 0.0)
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    if box_width and not (width and height):
        ratio = box_height / box_width
        width = width or (height / ratio if height else box_width)
        height = width * ratio
    width, height = width or 300.0, height or 150.0  # as browsers have it
    if not 1 / 100 <= width / height <= 100:
        raise RefusedError("it is an SVG without a sensible size")
    return width, height


def _length(text: str) -> float:
    found = _SIZE.fullmatch(text)
    return min(float(found[1]) * _PIXELS[found[2]], 1e5) if found else 0.0


def _serialized(root: ElementTree.Element) -> bytes:
    """The picture in UTF-8 with the namespaces that renderers know."""
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
        if _XLINK in element.attrib:
            element.set("xlink:href", element.attrib.pop(_XLINK))
        if _XML_SPACE in element.attrib:
            element.set("xml:space", element.attrib.pop(_XML_SPACE))
    root.set("xmlns", SVG)
    root.set("xmlns:xlink", "http://www.w3.org/1999/xlink")
    return ElementTree.tostring(root, "unicode").encode("utf-8")
