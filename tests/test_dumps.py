"""XML dumps: which pages become sources, what is known of them, and how damage ends."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from dumps import FERRY, NAMESPACE, QUAY, dump, page, redirect, revision, small_dump
from wikipub.cli import cli
from wikipub.document import Document, Paragraph
from wikipub.errors import DumpError, SourceError, UnknownFormatError
from wikipub.pipeline import read, read_all
from wikipub.settings import read_options
from wikipub.source import Format, ReadOptions, Source
from wikipub.sources import inputs, load
from wikipub.sources.dump import MAX_TEXT, MAX_TOKEN
from wikipub.tree_print import show
from wikipub.walk import headings, plain

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    """Saves a dump under a name."""

    def save(content: str | bytes, name: str = "ossel.xml") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return save


def sources(path: Path, **words: object) -> list[Source]:
    return list(load(path, read_options(**words)))  # type: ignore[arg-type]


def titles(path: Path, **words: object) -> list[str]:
    return [source.origin.stem for source in sources(path, **words)]


def before_damage(path: Path) -> tuple[list[str], str]:
    """The titles that are read before the damage, and the error's words."""
    found = []
    try:
        for source in load(path, ReadOptions()):
            found.append(source.origin.stem)
    except DumpError as error:
        return found, str(error)
    pytest.fail("the damage is not told")


# --- Pages ---


def test_each_article_of_a_dump_is_a_source(saved: Callable[..., Path]) -> None:
    ferry, quay = sources(saved(small_dump()))
    assert (ferry.text, quay.text) == (FERRY, QUAY)
    assert ferry.format is Format.WIKITEXT


def test_a_page_carries_what_the_dump_knows_of_it(saved: Callable[..., Path]) -> None:
    [ferry, _] = sources(path := saved(small_dump()))
    origin = ferry.origin
    assert origin.name == f"{path}#Ferry"
    assert (origin.site, origin.url) == ("Ossel Wiki", "https://wiki.example/wiki/Ferry")
    assert (origin.revision, origin.date, origin.authors) == ("11", "2026-03-01T10:00:00Z", "Ada")
    assert ferry.language == "en"


def test_a_page_may_name_its_wiki(saved: Callable[..., Path]) -> None:
    [source] = sources(saved(dump(page("Ferry", revision("Help {{SITENAME}}.")))))
    assert "Help Ossel Wiki." in show(read(source, ReadOptions()))


def test_what_the_user_says_goes_before_what_the_dump_says(saved: Callable[..., Path]) -> None:
    said = {"url": "https://other.example/x", "revision": "99", "date": "today", "authors": "Bo", "license": "CC0"}
    [ferry, _] = sources(saved(small_dump()), **said)
    assert {name: getattr(ferry.origin, name) for name in said} == said


def test_the_latest_revision_is_read_wherever_it_stands(saved: Callable[..., Path]) -> None:
    late = revision("Now.", 30, "2026-03-03T00:00:00Z", "Cy")
    middle = revision("Later.", 20, "2026-03-02T00:00:00Z", "Bo")
    early = revision("First.", 10, "2026-03-01T00:00:00Z", "Ada")
    [source] = sources(saved(dump(page("Ferry", early, late, middle))))
    assert (source.text, source.origin.revision) == ("Now.", "30")
    assert source.origin.authors == "Ada, Cy, Bo"


def test_who_wrote_a_page_is_said_only_where_the_dump_holds_them_all(saved: Callable[..., Path]) -> None:
    """Of the last revision alone its author is one of many; the page's history names them, if its address is known."""
    last = revision(FERRY, 30).replace("<timestamp>", "<parentid>20</parentid><timestamp>")
    [source] = sources(saved(dump(page("Ferry", last))))
    assert source.origin.authors == ""
    [source] = sources(saved(dump(page("Ferry", last), site="")))
    assert source.origin.authors == "Ada"


def test_the_uploader_of_a_file_is_no_contributor_and_its_text_none(saved: Callable[..., Path]) -> None:
    upload = "    <upload>\n<contributor><username>Zoe</username></contributor><text>no text</text></upload>\n"
    [source] = sources(saved(dump(page("Ferry", revision(FERRY), upload))))
    assert (source.text, source.origin.authors) == (FERRY, "Ada")


def test_a_hidden_text_is_said_and_the_pages_after_it_are_read(saved: Callable[..., Path]) -> None:
    hidden, ferry = sources(saved(dump(page("Secret", revision(None)), page("Ferry", revision(FERRY)))))
    assert hidden.text == ""
    assert [repair.code for repair in hidden.repairs] == ["no-text"]
    assert ferry.text == FERRY


def test_an_empty_page_becomes_a_document(saved: Callable[..., Path]) -> None:
    [document] = read_all(saved(dump(page("Nothing", revision("")))), ReadOptions())
    assert (document.title, document.blocks) == ("Nothing", ())


def test_a_dump_before_0_6_is_read(saved: Callable[..., Path]) -> None:
    """It names neither namespaces of pages nor models of content; before 0.4 no redirects either."""
    old = small_dump().replace("0.11", "0.3").replace("<model>wikitext</model>", "")
    old = "\n".join(line for line in old.split("\n") if "<ns>" not in line and "<redirect" not in line)
    assert titles(saved(old)) == ["Ferry", "Quay"]


@pytest.mark.parametrize("other", ["", 'xmlns="https://other.example/"', 'xmlns:x="urn:x"'])
def test_a_dump_in_another_namespace_is_read(saved: Callable[..., Path], other: str) -> None:
    assert titles(saved(small_dump().replace(f'xmlns="{NAMESPACE}"', other))) == ["Ferry", "Quay"]


def test_a_dump_whose_namespace_has_a_prefix_is_read(saved: Callable[..., Path]) -> None:
    content = (
        dump(page("Ferry", revision("Ferry."))).replace("</", "</m:").replace("<", "<m:").replace("<m:/m:", "</m:")
    )
    assert titles(saved(content.replace("xmlns=", "xmlns:m="))) == ["Ferry"]


def test_elements_of_another_namespace_are_no_part_of_a_page(saved: Callable[..., Path]) -> None:
    foreign = '    <x:revision xmlns:x="urn:x"><x:text>no text</x:text></x:revision>\n'
    [source] = sources(saved(dump(page("Ferry", revision(FERRY), foreign))))
    assert source.text == FERRY


def test_characters_that_no_format_holds_are_mended_as_in_other_sources(saved: Callable[..., Path]) -> None:
    content = dump(page("Ferry", revision("a@b\x7fc"))).replace("@", "&#13;")
    [source] = sources(saved(content))
    assert source.text == "a\nb\ufffdc"
    assert [repair.code for repair in source.repairs] == ["control-characters"]


# --- Selection ---


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"pages": "Qu.*"}, ["Quay"]),
        ({"pages": "Ferry|Quay"}, ["Ferry", "Quay"]),
        ({"namespace": "12"}, ["Help:Maps"]),
        ({"namespace": "help"}, ["Help:Maps"]),
        ({"namespace": ("0", "Help")}, ["Ferry", "Help:Maps", "Quay"]),
        ({"namespace": "0,help"}, ["Ferry", "Help:Maps", "Quay"]),
        ({"namespace": "all"}, ["Ferry", "Help:Maps", "Template:Knot", "Quay"]),
        ({"namespace": "all", "pages": ".*[ry]"}, ["Ferry", "Quay"]),
        ({"limit": 1}, ["Ferry"]),
        ({"namespace": "all", "limit": 2}, ["Ferry", "Help:Maps"]),
        ({"pages": "Ferry (boat)"}, ["Ferry (boat)"]),
        ({"pages": "ferry_(boat)"}, ["Ferry (boat)"]),
        ({"pages": "Old Quay"}, ["Quay"]),
    ],
)
def test_pages_are_selected(saved: Callable[..., Path], words: dict[str, object], expected: list[str]) -> None:
    more = [page("Ferry (boat)", revision("A boat."))] if "boat" in str(words) else []
    assert titles(saved(small_dump(more)), **words) == expected


@pytest.mark.parametrize("words", [{"pages": "Qu"}, {"namespace": "99"}, {"namespace": "talk"}])
def test_a_selection_that_means_no_page_is_an_error(saved: Callable[..., Path], words: dict[str, object]) -> None:
    with pytest.raises(DumpError, match=r"none of the dump's pages is meant; check --pages and --namespace"):
        sources(saved(small_dump()), **words)


def test_a_listed_redirect_means_the_page_that_it_leads_to(saved: Callable[..., Path]) -> None:
    assert titles(saved(small_dump()), pages=str(saved("Old Quay", "wanted.txt"))) == ["Quay"]


def test_a_file_lists_pages_of_any_namespace(saved: Callable[..., Path], tmp_path: Path) -> None:
    wanted = saved("\ufeffquay\n\n  Help:Maps \r\n", "wanted.txt")
    assert titles(saved(small_dump()), pages=str(wanted)) == ["Help:Maps", "Quay"]


def test_listed_pages_that_are_not_there_are_named_after_the_others(saved: Callable[..., Path]) -> None:
    wanted = saved("Quay\nNo_such page\n", "wanted.txt")
    found = load(saved(small_dump()), read_options(pages=str(wanted)))
    assert next(found).origin.stem == "Quay"
    with pytest.raises(DumpError, match="has no page “No such page”"):
        next(found)


def test_an_unknown_namespace_names_those_that_are_there(saved: Callable[..., Path]) -> None:
    with pytest.raises(DumpError, match="has none called 'hlep'; it has Special, Talk, Ossel Wiki, Template, Help"):
        sources(saved(small_dump()), namespace="hlep")


def test_a_wrong_expression_and_an_empty_list_are_errors(saved: Callable[..., Path]) -> None:
    with pytest.raises(ValueError, match="neither a file nor a regular expression"):
        read_options(pages="a(b")
    with pytest.raises(SourceError, match="lists no pages"):
        read_options(pages=str(saved("\n", "wanted.txt")))


def test_titles_are_asked_for_as_a_person_writes_them(saved: Callable[..., Path]) -> None:
    assert titles(saved(small_dump()), pages=str(saved("help:maps\nquay", "wanted.txt"))) == ["Help:Maps", "Quay"]


def test_titles_of_a_dictionary_may_begin_with_a_small_letter(saved: Callable[..., Path]) -> None:
    both = dump(page("pier", revision("A word.")), page("Pier", revision("A name.")))
    path = saved(both.replace("<case>first-letter</case>", "<case>case-sensitive</case>"))
    assert titles(path, pages=str(saved("pier", "wanted.txt"))) == ["pier"]


# --- What the rest of the dump says ---


def test_a_page_knows_the_titles_that_lead_to_it_wherever_they_stand(saved: Callable[..., Path]) -> None:
    ferry, quay = sources(saved(small_dump([redirect("Boat", "Ferry"), redirect("Berth", "Quay")])))
    assert (ferry.redirects, quay.redirects) == (("Boat",), ("Berth", "Old Quay"))


def test_the_links_of_a_book_follow_the_redirects_of_its_dump(saved: Callable[..., Path], tmp_path: Path) -> None:
    pages = [
        page("Sound", revision("Between the [[old Quay|pier]] and the [[Kestrel Rock]].")),
        redirect("Old Pier", "Quay"),
    ]
    done = run("build", saved(small_dump(pages)), "--book", "Ossel", "--format", "markdown", "--output", tmp_path)
    assert done.exit_code == 0
    text = (tmp_path / "ossel.md").read_text("utf-8")
    assert "[pier](#c2)" in text
    assert "[Kestrel Rock](https://wiki.example/wiki/Kestrel_Rock)" in text


def template(name: str, text: str) -> str:
    return page(f"Template:{name}", revision(text), namespace=10)


TEMPLATES = {
    "text": ("{{Knot sum|12}}", [template("Knot sum", "''{{{1}}}'' knots")], "12 knots"),
    "a default": ("{{Knot sum}}", [template("Knot sum", "{{{1|no}}} knots")], "no knots"),
    "a name in other letters": ("{{knot_sum|12}}", [template("Knot sum", "{{{1}}} knots")], "12 knots"),
    "with its namespace": ("{{Template:Knot sum|12}}", [template("Knot sum", "{{{1}}} knots")], "12 knots"),
    "documentation": ("{{Says}}", [template("Says", "<noinclude>How to use it</noinclude>words<!-- why -->")], "words"),
    "includeonly": ("{{Says}}", [template("Says", "wo<includeonly>rd</includeonly>s")], "words"),
    "onlyinclude": (
        "{{Says}}",
        [template("Says", "a <onlyinclude>wo</onlyinclude> b <onlyinclude>rds</onlyinclude>")],
        "words",
    ),
    "a branch": ("{{Says|x}}", [template("Says", "{{#if:{{{1|}}}|given|not given}}")], "given"),
    "templates in templates": (
        "{{Outer|x}}",
        [template("Outer", "({{Inner|{{{1}}}}})"), template("Inner", "<{{{1}}}>")],
        "(<x>)",
    ),
    "a call as an argument of itself": ("{{Inner|{{Inner|x}}}}", [template("Inner", "({{{1}}})")], "((x))"),
    "a redirect": (
        "{{Old one|x}}",
        [
            page("Template:Old one", revision("#REDIRECT [[Template:Inner]]"), namespace=10),
            template("Inner", "({{{1}}})"),
        ],
        "(x)",
    ),
    "nothing": ("a{{Silent|b}}c", [template("Silent", "<noinclude>It says nothing</noinclude>")], "ac"),
    "a loop": ("a{{Inner}}b", [template("Inner", "({{Inner}})")], "a()b"),
    "a loop of two": ("a{{Inner}}b", [template("Inner", "({{Outer}})"), template("Outer", "<{{Inner}}>")], "a(<>)b"),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_simple_templates_of_the_dump_are_expanded(saved: Callable[..., Path], name: str) -> None:
    text, templates, expected = TEMPLATES[name]
    [document] = read_all(saved(dump(page("Ferry", revision(text)), *templates)), ReadOptions())
    [block] = document.blocks
    assert isinstance(block, Paragraph)
    assert plain(block.inlines) == expected
    assert not [d for d in document.diagnostics if d.code == "unknown-templates"]


@pytest.mark.parametrize("text", ["{{#invoke:Knots|main}}", "{| class=x\n| {{{1}}}\n|}", "<div>{{{1}}}</div>"])
def test_other_templates_of_the_dump_are_left_to_the_display_rules(saved: Callable[..., Path], text: str) -> None:
    [document] = read_all(
        saved(dump(page("Ferry", revision("a{{Knot sum|12}}b")), template("Knot sum", text))), ReadOptions()
    )
    assert [d.code for d in document.diagnostics] == ["unknown-templates"]


def test_display_rules_go_before_the_templates_of_the_dump(saved: Callable[..., Path]) -> None:
    content = dump(page("Ferry", revision("a{{citation needed}}b")), template("Citation needed", "[citation needed]"))
    [document] = read_all(saved(content), ReadOptions())
    assert "EditorialTag" in show(document)


def test_arguments_that_a_template_does_not_show_are_in_the_ledger(saved: Callable[..., Path]) -> None:
    content = dump(page("Ferry", revision("{{Knot sum|12|of=the ferry}}")), template("Knot sum", "{{{1}}} knots"))
    [document] = read_all(saved(content), ReadOptions())
    assert [(entry.rule, entry.text) for entry in document.ledger] == [("template-dump", "the ferry")]


def test_templates_that_double_and_double_come_to_an_end(saved: Callable[..., Path]) -> None:
    bomb = [template(f"B{n}", f"{{{{B{n + 1}}}}}" * 2) for n in range(40)]
    [document] = read_all(saved(dump(page("Ferry", revision("a{{B0}}b")), *bomb)), ReadOptions())
    assert "expansion-limit" in [d.code for d in document.diagnostics]


# --- Multistream dumps ---


def multistream(folder: Path, pages: Sequence[str], size: int = 2) -> Path:
    """A dump of streams of `size` pages, with its index beside it, both named as Wikimedia does."""
    whole = dump("")
    streams = [bz2.compress(whole[: whole.index("</siteinfo>") + 12].encode())]
    lines = []
    for first in range(0, len(pages), size):
        group = pages[first : first + size]
        lines += [f"{sum(map(len, streams))}:{first}:{group_title(content)}\n" for content in group]
        streams.append(bz2.compress("".join(group).encode()))
    streams.append(bz2.compress(b"</mediawiki>\n"))
    path = folder / "osselwiki-20260301-pages-articles-multistream.xml.bz2"
    path.write_bytes(b"".join(streams))
    index = folder / "osselwiki-20260301-pages-articles-multistream-index.txt.bz2"
    index.write_bytes(bz2.compress("".join(lines).encode()))
    return path


def group_title(content: str) -> str:
    return content.partition("<title>")[2].partition("</title>")[0]


PAGES = [
    *(page(f"Page {number}", revision(f"This is page {number}, {{{{Tells|it}}}}.")) for number in range(10)),
    template("Tells", "tells {{Bracket|{{{1}}}}}"),
    redirect("Old page", "Page 3"),
    template("Bracket", "({{{1}}})"),
]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"pages": "Page [37]"}, ["Page 3", "Page 7"]),
        ({"pages": "Old page"}, ["Page 3"]),
        ({"limit": 3}, ["Page 0", "Page 1", "Page 2"]),
        ({"namespace": "template", "limit": 1}, ["Template:Tells"]),
    ],
)
def test_a_multistream_dump_gives_the_selected_pages_without_a_pass(
    tmp_path: Path, words: dict[str, object], expected: list[str]
) -> None:
    path = multistream(tmp_path, PAGES)
    found = sources(path, **words)
    assert [source.origin.stem for source in found] == expected
    index = path.with_name(path.name.replace("multistream", "multistream-index").replace("xml", "txt"))
    index.rename(tmp_path / "gone")
    without = sources(path, **words)
    assert [replace(source, redirects=()) for source in without] == found
    assert found[0].origin.site == "Ossel Wiki"


def test_templates_of_a_multistream_dump_are_found_by_the_index(tmp_path: Path) -> None:
    [document] = read_all(multistream(tmp_path, PAGES), read_options(pages="Page 3"))
    [block] = document.blocks
    assert isinstance(block, Paragraph)
    assert plain(block.inlines) == "This is page 3, tells (it)."


def test_only_the_streams_of_the_selected_pages_are_read(tmp_path: Path) -> None:
    """Whatever stands between them, damage too."""
    path = multistream(tmp_path, PAGES)
    data = path.read_bytes()
    second = data.index(b"BZh", 10)
    path.write_bytes(data[: second + 10] + b"????" + data[second + 14 :])
    assert titles(path, pages="Page [89]") == ["Page 8", "Page 9"]
    with pytest.raises(DumpError, match=rf"stream at byte {second}: .*its bzip2 data is damaged"):
        titles(path, pages="Page 0")


def test_all_of_a_multistream_dump_is_read_in_one_pass(tmp_path: Path) -> None:
    assert titles(multistream(tmp_path, PAGES)) == [f"Page {number}" for number in range(10)]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (b"no index\n", "line 1 is no byte, id and title"),
        (b"0:1:Page 3\n", "has “Page 3” at byte 0 of the dump, where it is not"),
    ],
)
def test_an_index_that_does_not_fit_its_dump_is_named(tmp_path: Path, lines: bytes, message: str) -> None:
    path = multistream(tmp_path, PAGES)
    index = tmp_path / "osselwiki-20260301-pages-articles-multistream-index.txt.bz2"
    index.write_bytes(lines)
    with pytest.raises(DumpError, match=message) as caught:
        titles(path, pages="Page 3")
    assert str(caught.value).startswith(f"{index}: ")


# --- Compression ---

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "bzip2": bz2.compress,
    "gzip": gzip.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("how", COMPRESS)
@pytest.mark.parametrize("name", ["ossel.xml", "ossel.xml.bz2", "ossel.zip"])
def test_the_content_tells_the_compression(saved: Callable[..., Path], how: str, name: str) -> None:
    assert titles(saved(COMPRESS[how](small_dump().encode()), name)) == ["Ferry", "Quay"]


@pytest.mark.parametrize("how", COMPRESS)
def test_several_compressed_streams_are_one_dump(saved: Callable[..., Path], how: str) -> None:
    content = small_dump().encode()
    parts = [content[:300], content[300:1500], content[1500:]]
    assert titles(saved(b"".join(map(COMPRESS[how], parts)), "ossel.xml.x")) == ["Ferry", "Quay"]


@pytest.mark.parametrize("how", COMPRESS)
def test_zeros_may_stand_between_compressed_streams(saved: Callable[..., Path], how: str) -> None:
    parts = [COMPRESS[how](part.encode()) for part in (small_dump()[:300], small_dump()[300:])]
    assert titles(saved((b"\0" * 70_000).join(parts))) == ["Ferry", "Quay"]


def test_frames_of_zstd_that_are_to_be_skipped_are_skipped(saved: Callable[..., Path]) -> None:
    skipped = b"\x5e\x2a\x4d\x18\x05\0\0\0index"
    parts = [zstd.compress(part.encode()) for part in (small_dump()[:300], small_dump()[300:])]
    assert titles(saved(skipped + skipped.join(parts) + skipped)) == ["Ferry", "Quay"]


@pytest.mark.parametrize("how", COMPRESS)
@pytest.mark.parametrize("padding", [b"\0" * 512, b"garbage"])
def test_what_stands_behind_the_last_stream_is_of_no_matter(
    saved: Callable[..., Path], how: str, padding: bytes
) -> None:
    assert titles(saved(COMPRESS[how](small_dump().encode()) + padding)) == ["Ferry", "Quay"]


@pytest.mark.parametrize("how", COMPRESS)
def test_a_long_dump_comes_out_of_its_compression_whole(saved: Callable[..., Path], how: str) -> None:
    """Also where a piece ends at the very end of what can be decompressed at once."""
    pages = [page(f"Page {number}", revision("x" * 65536)) for number in range(20)]
    assert len(titles(saved(COMPRESS[how](dump(*pages).encode())))) == len(pages)


@pytest.mark.parametrize("how", COMPRESS)
def test_a_cut_compressed_dump_gives_the_pages_before_the_cut(saved: Callable[..., Path], how: str) -> None:
    pages = [page(f"Page {number}", revision(f"{number * 7919 % 1000003:x} " * 999)) for number in range(600)]
    whole = COMPRESS[how](dump(*pages).encode())
    found, message = before_damage(saved(whole[: len(whole) // 2]))
    assert found == [f"Page {number}" for number in range(len(found))]
    assert found
    assert f"after the page “{found[-1]}”" in message
    assert f"its {how} data ends too soon" in message
    assert "the file was cut" in message


@pytest.mark.parametrize("how", ["bzip2", "gzip", "xz"])
def test_a_damaged_compressed_dump_says_where(saved: Callable[..., Path], how: str) -> None:
    pages = [page(f"Page {number}", revision(f"{number * 7919 % 1000003:x} " * 999)) for number in range(600)]
    whole = bytearray(COMPRESS[how](dump(*pages).encode()))
    middle = len(whole) * 3 // 4
    whole[middle : middle + 16] = bytes(byte ^ 0xA5 for byte in whole[middle : middle + 16])
    _, message = before_damage(saved(bytes(whole)))
    assert "near byte" in message or "well-formed" in message or "too soon" in message


@pytest.mark.parametrize("how", COMPRESS)
def test_a_compressed_file_of_something_else_is_refused(saved: Callable[..., Path], how: str) -> None:
    with pytest.raises(UnknownFormatError, match=f"a {how} file that holds no XML dump .*; unpack it first"):
        sources(saved(COMPRESS[how](b"The ferry crosses the sound.")))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_other_encodings_of_xml_are_read(saved: Callable[..., Path], encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n'
    content = (declared + dump(page("Fähre", revision("Die Fähre.")))).encode(encoding)
    assert [source.text for source in sources(saved(content))] == ["Die Fähre."]


@pytest.mark.parametrize("encoding", ["klingon", "shift_jis", "utf-32"])
def test_an_encoding_that_cannot_be_read_is_named(saved: Callable[..., Path], encoding: str) -> None:
    found, message = before_damage(saved(f'<?xml version="1.0" encoding="{encoding}"?>\n' + small_dump()))
    assert found == []
    assert "before its first page" in message


# --- Damage and malice ---


def test_a_cut_dump_gives_the_pages_before_the_cut(saved: Callable[..., Path]) -> None:
    content = small_dump()
    found, message = before_damage(saved(content[: content.index("granite")]))
    assert found == ["Ferry"]
    assert "after the page “Ferry.css”: it ends too soon: the file was cut" in message


def test_xml_that_is_not_well_formed_gives_the_pages_before_it(saved: Callable[..., Path]) -> None:
    content = small_dump().replace("granite", "<granite>")
    found, message = before_damage(path := saved(content))
    assert found == ["Ferry"]
    line = content[: content.index("</text>", content.index("<granite>"))].count("\n") + 1
    assert message.startswith(f"{path}: line {line}, byte ")
    assert "it is no well-formed XML: mismatched tag" in message


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE mediawiki [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE mediawiki [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE mediawiki SYSTEM "https://other.example/dump.dtd">',
    ],
)
def test_no_entity_is_ever_resolved(saved: Callable[..., Path], bomb: str) -> None:
    found, message = before_damage(saved(f'<?xml version="1.0"?>\n{bomb}\n' + small_dump().replace("granite", "&a;")))
    assert found == []
    assert "before its first page: it declares a document type" in message


def test_one_token_may_not_take_all_memory(saved: Callable[..., Path]) -> None:
    comment = f"<!--{'x' * (MAX_TOKEN + 2**18)}-->"
    found, message = before_damage(
        saved(small_dump().replace("  <page>\n    <title>Quay", comment + "<page><title>Quay"))
    )
    assert found == ["Ferry"]
    assert "a tag or comment is over" in message


def test_one_text_may_not_take_all_memory(saved: Callable[..., Path]) -> None:
    found, message = before_damage(
        saved(dump(page("Ferry", revision(FERRY)), page("Big", revision("x" * (MAX_TEXT + 1)))))
    )
    assert found == ["Ferry"]
    assert "a text is over" in message


def test_elements_may_not_be_nested_without_end(saved: Callable[..., Path]) -> None:
    found, message = before_damage(saved(dump(page("Ferry", revision(FERRY)), "<a>" * 100_000)))
    assert found == ["Ferry"]
    assert "nested" in message


def test_what_a_dump_says_of_its_wiki_is_not_trusted(saved: Callable[..., Path]) -> None:
    content = dump(page("Ferry", revision(FERRY)), language="en&quot; onload=&quot;x")
    [source] = sources(saved(content.replace("https://wiki.example/wiki/", "javascript:alert(1)//wiki/")))
    assert (source.language, source.origin.url) == ("", "")


def test_a_text_beside_a_dump_is_no_index_of_it(saved: Callable[..., Path]) -> None:
    saved("The ferry.", "ossel.txt")
    assert titles(saved(small_dump()), limit=1) == ["Ferry"]


def test_a_dump_without_pages_says_so(saved: Callable[..., Path]) -> None:
    with pytest.raises(DumpError, match="the dump holds no page"):
        sources(saved(dump()))


def test_xml_of_another_kind_is_refused(saved: Callable[..., Path]) -> None:
    with pytest.raises(UnknownFormatError, match="XML of another kind, <rss>"):
        sources(saved('<?xml version="1.0"?>\n<rss><channel/></rss>', "feed.xml"))


# --- Ways in ---


def test_a_folder_gives_its_dumps_and_no_other_xml(saved: Callable[..., Path], tmp_path: Path) -> None:
    for name, content in {
        "a.xml": small_dump().encode(),
        "b.xml.gz": gzip.compress(small_dump().encode()),
        "c.xml": b"<rss/>",
        "d.txt.gz": gzip.compress(b"The ferry."),
        "e.txt": b"The ferry.",
    }.items():
        saved(content, name)
    assert inputs(tmp_path) == tuple(tmp_path / name for name in ("a.xml", "b.xml.gz", "e.txt"))


def test_a_dump_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bz2.compress(small_dump().encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    assert [source.origin.name for source in load("-", ReadOptions())] == ["-#Ferry", "-#Quay"]


def test_a_dump_on_standard_input_may_be_larger_than_other_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[load.__module__], "MAX_BYTES", 1000)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(small_dump().encode())))
    assert [source.origin.stem for source in load("-", ReadOptions())] == ["Ferry", "Quay"]


def test_documents_of_a_dump_are_those_of_their_wikitexts(saved: Callable[..., Path]) -> None:
    def outline(document: Document) -> list[str]:
        return [plain(heading.inlines) for heading in headings(document)]

    documents = list(read_all(saved(small_dump()), ReadOptions()))
    assert [document.title for document in documents] == ["Ferry", "Quay"]
    [alone] = read_all(saved(FERRY, "Ferry.wiki"), ReadOptions(language="en"))
    assert documents[0].blocks == alone.blocks
    assert outline(documents[0]) == ["Timetable"]


# --- The command line ---


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, words)))


def test_each_page_of_a_dump_has_an_output_of_its_own_name(saved: Callable[..., Path], tmp_path: Path) -> None:
    pages = [page(title, revision("Some words.")) for title in ("AC/DC", "Ac-dc", "Nul")]
    done = run("build", saved(small_dump(pages)), "--format", "json", "--output", tmp_path / "out")
    assert done.exit_code == 0
    assert [Path(line).name for line in done.stdout.splitlines()] == [
        "Ferry.json",
        "Quay.json",
        "AC-DC.json",
        "Ac-dc-2.json",
        "_Nul.json",
    ]


def test_the_pages_before_the_damage_are_built(saved: Callable[..., Path], tmp_path: Path) -> None:
    path = saved(small_dump()[:-40])
    done = run("build", path, "--format", "json", "--output", tmp_path / "out")
    assert done.exit_code == 1
    assert sorted(file.name for file in (tmp_path / "out").glob("[!.]*")) == ["Ferry.json"]
    assert f"error: {path}: line" in done.stderr
    assert "[dump]" in done.stderr


def test_a_dump_becomes_a_book_of_its_pages(saved: Callable[..., Path], tmp_path: Path) -> None:
    done = run("build", saved(small_dump()), "--book", "Ossel", "--format", "markdown", "--output", tmp_path)
    assert done.exit_code == 0
    text = (tmp_path / "ossel.md").read_text("utf-8")
    assert "# Ferry" in text
    assert "[Quay](#c2)" in text


def test_each_page_of_a_dump_is_inspected(saved: Callable[..., Path]) -> None:
    done = run("inspect", "--json", saved(small_dump()))
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["Ferry", "Quay"]


def test_a_dump_is_inspected_as_what_it_holds(saved: Callable[..., Path]) -> None:
    done = run("inspect", path := saved(small_dump()))
    assert done.exit_code == 0
    assert done.stdout == (
        f"{path}: an XML dump of Ossel Wiki, https://wiki.example/wiki/Main_Page, en\n"
        "Holds: 6 pages\n"
        "  namespace  name        pages  redirects\n"
        "  0          (articles)  3      1\n"
        "  10         Template    1      0\n"
        "  12         Help        1      0\n"
        "To see what is made of some, say --limit N, --pages TITLE or --namespace WHICH\n\n"
    )


def test_selected_pages_of_a_dump_are_inspected_one_by_one(saved: Callable[..., Path]) -> None:
    done = run("inspect", "--limit", "1", path := saved(small_dump()))
    assert done.stdout.startswith(f"{path}#Ferry: Ferry (wikitext, en,")


def test_the_damage_of_a_dump_is_told_behind_what_it_holds(saved: Callable[..., Path]) -> None:
    done = run("inspect", path := saved(small_dump()[:-40]))
    assert done.exit_code == 1
    assert "Holds: 5 pages" in done.stdout
    assert done.stderr.startswith(f"error: {path}: line ")


def test_a_book_file_of_a_dump_is_not_drafted(saved: Callable[..., Path]) -> None:
    done = run("init", saved(small_dump()))
    assert done.exit_code != 0
    assert "bind a dump's pages with --book" in done.output


def built(done: Result) -> list[str]:
    """The names of the files that a run wrote."""
    return sorted(Path(line).name for line in done.stdout.splitlines())


def test_pages_that_stand_are_not_built_again_whichever_are_selected(
    saved: Callable[..., Path], tmp_path: Path
) -> None:
    words = ("build", saved(small_dump()), "--format", "json", "--output", tmp_path / "out")
    assert built(run(*words, "--limit", "1")) == ["Ferry.json"]
    assert built(run(*words)) == ["Quay.json"]
    assert built(run(*words, "--namespace", "all")) == ["Help-Maps.json", "Template-Knot.json"]
    saved(small_dump().replace("granite", "chalk"))
    assert built(run(*words)) == ["Quay.json"]


def test_a_page_is_built_again_when_a_template_that_it_calls_changes(
    saved: Callable[..., Path], tmp_path: Path
) -> None:
    def content(text: str) -> str:
        return dump(
            page("Ferry", revision("{{Ossel knots|12}}")), page("Quay", revision(QUAY)), template("Ossel knots", text)
        )

    words = ("build", saved(content("{{{1}}} knots")), "--format", "json", "--output", tmp_path / "out")
    assert built(run(*words)) == ["Ferry.json", "Quay.json"]
    saved(content("{{{1}}} kn"))
    assert built(run(*words)) == ["Ferry.json"]


def test_a_run_that_a_cut_dump_ended_goes_on_with_the_whole_one(saved: Callable[..., Path], tmp_path: Path) -> None:
    words = ("build", saved(small_dump()[:-40]), "--format", "json", "--output", tmp_path / "out")
    assert built(run(*words)) == ["Ferry.json"]
    saved(small_dump())
    assert built(run(*words)) == ["Quay.json"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
@pytest.mark.parametrize(
    ("content", "expected"), [(small_dump(), ["Ferry", "Quay"]), ("Ferry\n\nIt crosses.\n", ["Ferry"])]
)
def test_a_pipe_is_read_once(tmp_path: Path, content: str, expected: list[str]) -> None:
    """As a shell's `<(…)` is, be it a dump or a page."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(content, "utf-8"))
    writer.start()
    done = run("inspect", "--json", pipe)
    writer.join()
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == expected
