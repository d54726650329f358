"""Pillow in a process of its own: started by engines/ by its path, imports only Pillow and memory_limit.

Decoders of pictures are programs in C that read what anybody has made; here a bomb or a crash ends this process alone.
Arguments: the folders that both are in, and the bytes of memory allowed. Standard input: one line of JSON with the
`sizes` of the files, then the files. Standard output: one line of JSON with an object for each: `ending`, `width`,
`height` and `size` of what is to be published, or `error`, a clause; then the files that were made.

What is made is of Pillow's own writing, whatever came in: of at most MAX_SIDE pixels a side, in sRGB, upright, one
frame, without metadata, and as PNG or JPEG.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from io import BytesIO
from typing import Any

MAX_SIDE = 1600
"""Pixels of the longer side: what the screen of an e-reader shows, and 250 dots an inch across a printed page."""

MAX_PIXELS = 100_000_000
"""Pixels of the largest picture that is decoded; it takes 400 MB."""

MAX_PNG = 1_000_000
"""Bytes of a PNG that is not rather written as a JPEG, or with fewer colours where parts of it are transparent."""

QUALITY = 85
"""Of a JPEG that is written anew."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def main() -> None:
    """Answer the request on standard input."""
    packages, memory = sys.argv[1:]
    sys.path += packages.split(os.pathsep)
    from wikipub.memory_limit import limit_memory

    limit_memory(int(memory))
    head, _, files = sys.stdin.buffer.read().partition(b"\n")
    answers: list[dict[str, Any]] = []
    made: list[bytes] = []
    at = 0
    for size in json.loads(head)["sizes"]:
        answer, content = _answer(files[at : at + size])
        at += size
        answers.append(answer)
        made.append(content)
    sys.stdout.buffer.write(json.dumps(answers).encode() + b"\n" + b"".join(made))
    sys.stdout.buffer.flush()


def _answer(file: bytes) -> tuple[dict[str, Any], bytes]:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # the limit is our own
    try:
        with Image.open(BytesIO(file), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                return {"error": f"its {width} x {height} pixels are over {MAX_PIXELS:,}; save it smaller"}, b""
            return _published(image)
    except UnidentifiedImageError:
        return {"error": "it is no PNG, JPEG, GIF, WebP or SVG picture; save it as one"}, b""
    except MemoryError:
        return {"error": "it takes too much memory; save it smaller"}, b""
    except Exception as error:  # each decoder has errors of its own
        return {"error": f"it is damaged ({str(error)[:100]}); copy or save it anew"}, b""


def _published(image: Any) -> tuple[dict[str, Any], bytes]:
    """A picture's answer and file."""
    from PIL import Image, ImageOps

    was_jpeg = image.format == "JPEG"
    lossy = was_jpeg or (image.format == "WEBP" and image.mode == "RGB")
    small = max(image.size) <= MAX_SIDE
    as_it_is = was_jpeg and small and image.mode in ("L", "RGB") and image.getexif().get(0x0112, 1) == 1
    profile = image.info.get("icc_profile")
    if was_jpeg and not small:
        image.draft(image.mode, (MAX_SIDE, MAX_SIDE))  # decodes no more pixels than twice as many as wanted
    image.load()
    if as_it_is and not profile:
        return _file(image, "jpg", quality="keep", optimize=True)
    image = ImageOps.exif_transpose(image)
    image = _in_srgb(image, profile)
    if not small:
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if image.mode in ("RGBA", "LA") and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert(image.mode.removesuffix("A"))
    opaque = image.mode in ("L", "RGB")
    if lossy and opaque:
        return _file(image, "jpg", quality=QUALITY, optimize=True)
    answer, content = _file(image, "png")
    if len(content) > MAX_PNG:
        if opaque:
            return _file(image, "jpg", quality=QUALITY, optimize=True)
        return _file(image.convert("RGBA").quantize(256, Image.Quantize.FASTOCTREE), "png")
    return answer, content


def _in_srgb(image: Any, profile: bytes | None) -> Any:
    """A picture in grey or sRGB, with or without transparency: L, LA, RGB or RGBA."""
    from PIL import ImageCms

    if profile and image.mode in ("RGB", "CMYK", "L"):
        with suppress(ImageCms.PyCMSError, OSError):  # a damaged profile says nothing
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return image.convert("F").point(lambda value: value / 257).convert("L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode in ("L", "LA", "RGB", "RGBA"):
        return image
    return image.convert("L" if image.mode == "1" else "RGBA" if "A" in image.mode or "a" in image.mode else "RGB")


def _file(image: Any, ending: str, **options: Any) -> tuple[dict[str, Any], bytes]:
    out = BytesIO()
    image.save(out, "JPEG" if ending == "jpg" else "PNG", icc_profile=None, exif=b"", **options)
    content = out.getvalue()
    width, height = image.size
    return {"ending": ending, "width": width, "height": height, "size": len(content)}, content


if __name__ == "__main__":
    main()
