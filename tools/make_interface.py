"""Make `interface.toml` and `pages.toml` in `src/wikipub/data`: what MediaWiki itself prints, in all its languages.

usage: python tools/make_interface.py FOLDER

FOLDER is where Debian's package `mediawiki` is unpacked (`dpkg-deb -x mediawiki_*.deb FOLDER`) or installed (`/`). The
words are taken from the message files of MediaWiki, its skins and its extensions Cite, CiteThisPage and VisualEditor,
the languages' own names from MediaWiki's list of names. A language is taken that has translated the section edit link,
the contents block's title and "Retrieved from"; a variant (`pt-br`, `zh-hans`, `de-formal`) adds its words to its
language's.

`interface.toml` holds what it prints around an article, `pages.toml` by what its other pages are known: the names of
their namespaces, and what stands on them.

The files are made to be read fast: one text for each role, one phrase a line with a TAB and the codes of its languages
behind it, casefolded. In patterns `$1` stands for anything and `$9` for digits. MediaWiki is no part of wikipub, and
the package is not needed to use or to test it, only to make the file again.
"""

from __future__ import annotations

import datetime
import gzip
import html
import itertools
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from wikipub.data.interface import PHRASES, distinctive, folded

DATA = Path(__file__).resolve().parent.parent / "src" / "wikipub" / "data"
WIKI = "usr/share/mediawiki"
FOLDERS = (
    f"{WIKI}/languages/i18n",
    f"{WIKI}/skins/MonoBook/i18n",
    f"{WIKI}/skins/Timeless/i18n",
    f"{WIKI}/skins/MinervaNeue/i18n",
    f"{WIKI}/skins/Vector/i18n",
    f"{WIKI}/extensions-core/Cite/i18n",
    f"{WIKI}/extensions-core/CiteThisPage/i18n",
    f"{WIKI}/extensions-core/VisualEditor/i18n/ve-mw",
)
NAMES = f"{WIKI}/includes/languages/data/Names.php"
NAMESPACES = f"{WIKI}/languages/messages"
CHANGELOG = "usr/share/doc/mediawiki/changelog.Debian.gz"

NEEDED = ("editsection", "toc", "retrievedfrom")
VARIANTS = frozenset(
    re.findall(
        r"[\w-]+",
        "arab at br ca ch cyrl deva ec el formal gb hans hant hk informal java kp latn latn-pehoeji latn-tailo ro",
    )
)
"""What follows a language's code in the code of its variant."""

COMPLETE = 0.85
"""Least share of the menus' messages that a language must have translated for them to be taken."""

SITE = "Wikipedia"
SITES = """
ar arz: ويكيبيديا
az uz: Vikipediya
azb fa: ویکی‌پدیا
ba ky lez tg tt: Википедия
be: Вікіпедыя; Вікіпедыі
bg kk: Уикипедия
bn: উইকিপিডিয়া
ca: Viquipèdia
ce cv os: Википеди
ckb: ویکیپیدیا
cs: Wikipedie
cy: Wicipedia
dsb hr hsb sh sl: Wikipedija; Wikipedije
el: Βικιπαίδεια
eo: Vikipedio
et: Vikipeedia
fr hu oc pt: Wikipédia
fy: Wikipedy
ga: Vicipéid
gd: Uicipeid
gu: વિકિપીડિયા
he: ויקיפדיה
hi mr sa: विकिपीडिया
hy: Վիքիպեդիա
io: Wikipedio
ja: ウィキペディア
ka: ვიკიპედია
km: វិគីភីឌា
kn: ವಿಕಿಪೀಡಿಯ
ko: 위키백과
ku: Wîkîpediya
la: Vicipaedia
lo: ວິກິພີເດຍ
lt: Vikipedija
lv: Vikipēdija
mk: Википедија
ml: വിക്കിപീഡിയ
mn: Википедиа
mt: Wikipedija
my: ဝီကီပီးဒီးယား
ne: विकिपिडिया
pa: ਵਿਕੀਪੀਡੀਆ
pnb: وکیپیڈیا
ps: ويکيپېډيا
ru: Википедия; Википедии
si: විකිපීඩියා
sk: Wikipédia; Wikipédie
sr: Википедија; Википедије; Vikipedija; Vikipedije
ta: விக்கிப்பீடியா
te: వికీపీడియా
th: วิกิพีเดีย
tr: Vikipedi
uk: Вікіпедія; Вікіпедії
ur: ویکیپیڈیا
yi: װיקיפּעדיע
yue zh: 维基百科; 維基百科
"""
"""What the Wikipedias in these languages are called, in the forms that sentences want; facts as known, 2026-11-22."""
SHORTEST = 4
"""Fewest letters and digits that a pattern must give besides what varies."""

EDIT = ("editsection", "editold", "editlink", "viewsourceold", "viewsourcelink", "visualeditor-ca-editsource-section")
CONTENTS = ("toc", "vector-toc-heading")
TOGGLE = (
    "showtoc",
    "hidetoc",
    "vector-toc-toggle-position-title",
    "vector-toc-toggle-position-sidebar",
    "vector-toc-beginning",
    "vector-toc-collapsible-button-label",
    "vector-toc-toggle-button-label",
    "vector-action-toggle-sidebar",
    "collapsible-collapse",
    "collapsible-expand",
)
JUMP = (
    "vector-jumptonavigation",
    "vector-jumptosearch",
    "vector-jumptocontent",
    "monobook-jumptonavigation",
    "monobook-jumptosearch",
    "monobook-jumptotop",
    "monobook-jumptopersonal",
)
MENU = (
    "cactions-mobile",
    "citethispage-link",
    "currentevents",
    "feed-atom",
    "feed-rss",
    "login",
    "mainpage",
    "mainpage-description",
    "navigation-heading",
    "notloggedin",
    "otherlanguages",
    "pageinfo-toolboxlink",
    "permalink",
    "personaltools",
    "portal",
    "printableversion",
    "pt-createaccount",
    "pt-login",
    "pt-login-button",
    "randompage",
    "recentchanges",
    "recentchangeslinked-toolbox",
    "skin-view-history",
    "specialpages",
    "upload",
    "vector-anon-user-menu-pages",
    "vector-anon-user-menu-pages-learn",
    "vector-language-button-label",
    "vector-language-redirect-to-top",
    "vector-main-menu-tooltip",
    "vector-no-language-button-label",
    "visualeditor-ca-editsource",
    "whatlinkshere",
)
"""Messages that say nothing but the interface's, wherever they stand on a line of their own."""
WORDS = (
    "actions",
    "anoncontribs",
    "anontalk",
    "cactions",
    "edit",
    "go",
    "help",
    "history_short",
    "mobile-frontend-home-button",
    "mobile-frontend-language-article-heading",
    "mobile-frontend-main-menu-nearby",
    "mobile-frontend-main-menu-settings",
    "mobile-frontend-main-menu-watchlist",
    "mobile-frontend-random-button",
    "mycontris",
    "mytalk",
    "namespaces",
    "navigation",
    "nstab-image",
    "nstab-main",
    "search",
    "searcharticle",
    "searchbutton",
    "skin-view-edit",
    "skin-view-view",
    "talk",
    "timeless-projects",
    "toolbox",
    "variants",
    "vector-article-tools-nav-label",
    "vector-languages",
    "vector-more-actions",
    "vector-site-nav-label",
    "vector-view-edit",
    "vector-view-view",
    "viewsource",
    "views",
)
"""Messages that articles say, too: titles of sections, labels, words in lists."""
SKIN_MENU = (
    "minerva-page-actions-backlinks",
    "minerva-page-actions-cite",
    "minerva-page-actions-info",
    "minerva-page-actions-permalink",
    "minerva-user-menu-button",
    "minerva-user-navigation",
    "mobile-frontend-main-menu-button-tooltip",
    "timeless-notloggedin",
    "timeless-pageactions",
    "timeless-pagetools",
    "timeless-sitetools",
    "timeless-userpagetools",
)
"""As MENU, of skins that few languages have translated whole: they do not count for what is COMPLETE."""
SKIN_WORDS = (
    "minerva-page-actions-history",
    "minerva-page-actions-language-switcher",
    "minerva-page-actions-overflow",
    "mobile-frontend-main-menu-contributions",
    "mobile-frontend-main-menu-login",
    "timeless-anonymous",
    "timeless-languages",
    "timeless-more",
    "timeless-namespaces",
    "timeless-pagelog",
    "timeless-view-history",
    "timeless-view-view",
    "watch",
)
FOOTER = (
    "aboutsite",
    "copyright",
    "disclaimers",
    "lastmodifiedat",
    "minerva-last-modified-date",
    "privacy",
)
NUMBER = "vector-language-button-label"
"""The message whose parameter is a number."""
QUOTED = ("retrieved", "redirected")
"""Roles whose patterns lose the quotes around what varies: wikis have them or not."""
LINKS = ("cite_references_link_accessibility_label", "cite_references_link_many_accessibility_label")
LETTERS = "cite_references_link_many_format_backlink_labels"
JOINTS = ("cite_references_link_many_and", "cite_references_link_many_sep")

PAGES = {
    "category": ("category-empty", "category_header"),
    "error": ("badtitle", "noarticletext", "nosuchspecialpage"),
    "login": ("loginreqtitle",),
    "redirect": ("redirectto",),
    "search": ("search-nonefound", "searchresults-title"),
    "special": ("difference-title", "history-title", "whatlinkshere-title"),
}
"""The messages that pages of a kind print."""
MAIN_PAGE = "mainpage"
NAMESPACE_KINDS = {
    "CATEGORY": "category",
    "FILE": "file",
    "HELP": "help",
    "MEDIAWIKI": "message",
    "SPECIAL": "special",
    "TALK": "talk",
    "TEMPLATE": "template",
    "USER": "user",
    "USER_TALK": "talk",
}
"""The namespaces by their constants in PHP."""

Messages = dict[str, str]
Found = dict[str, set[str]]
"""Phrases or patterns, each with the codes of its languages."""


def language_of(code: str) -> str:
    """The code of the language that `code` is, or is a variant of."""
    base, _, variant = code.partition("-")
    return base if variant in VARIANTS else code


def read_messages(root: Path) -> dict[str, list[Messages]]:
    """The messages of each language and of its variants."""
    by_code: dict[str, Messages] = defaultdict(dict)
    for folder in FOLDERS:
        for file in sorted((root / folder).glob("*.json")):
            if not file.stem.startswith("qq"):
                messages = json.loads(file.read_text("utf-8"))
                by_code[file.stem] |= {key: text for key, text in messages.items() if isinstance(text, str)}
    languages: dict[str, list[Messages]] = defaultdict(list)
    for code, messages in sorted(by_code.items()):
        languages[language_of(code)].append(messages)
    return {
        code: variants
        for code, variants in languages.items()
        if any(all(messages.get(key) for key in NEEDED) for messages in variants)
    }


def language_names(root: Path) -> Iterator[tuple[str, str]]:
    """Each language's code and its name in itself."""
    for code, name in re.findall(r"^\t*'([a-z-]+)' => '([^']+)'", (root / NAMES).read_text("utf-8"), re.M):
        yield language_of(code), re.sub(r"[\u200e\u200f\u202a-\u202e]", "", name)


# --- from a message to what a page prints ------------------------------------------------------------------------

PLURAL = re.compile(r"(?:\$1\s*)?\{\{\s*PLURAL\s*:[^{}]*\}\}(?:\s*\$1)?", re.I)
CHOICE = re.compile(r"\{\{\s*(?:PLURAL|GENDER|FORMAL)\s*:\s*([^|{}]*)\|?([^{}]*)\}\}", re.I)


def choices(text: str) -> list[str]:
    """The texts that a message with {{PLURAL:…}} and {{GENDER:…}} may print."""
    found = CHOICE.search(text)
    if not found:
        return [text]
    forms = {re.sub(r"^\d+=", "", form) for form in found[2].split("|")}
    if found[0][2:].lstrip()[:6].upper() == "PLURAL":
        forms = {form for form in forms if form}
    heads = [text[: found.start()] + form + text[found.end() :] for form in sorted(forms)]
    return list(itertools.chain.from_iterable(map(choices, heads)))[:60]


def plain(text: str) -> str:
    """A message as text: no markup, no marks of direction, blanks as single blanks; "" where it cannot be known."""
    text = re.sub(r"<ref\b.*?</ref>|<!--.*?-->", "", text)
    text = re.sub(r"<br ?/?>|</p>", " ", text)
    text = re.sub(r"<[^<>]{1,200}>", "", text)
    text = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\1", text)
    text = re.sub(r"\[(?:https?:)?//\S+ ([^\[\]]*)\]", r"\1", text)
    text = re.sub(r"'{2,}", "", html.unescape(text))
    text = re.sub(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u061c\ufeff]", "", text)
    if re.search(r"\{\{|\}\}|\[\[|[<>{}\n]|__", text):
        return ""
    return " ".join(text.split())


def printed(message: str, site: str = SITE) -> Iterator[str]:
    """All that a message may print, with `site` for the wiki's name; parameters stay as they are."""
    message = re.sub(r"\{\{\s*GRAMMAR\s*:[^{}|]*\|\s*\{\{\s*SITENAME\s*\}\}\s*\}\}", site, message, flags=re.I)
    message = re.sub(r"\{\{\s*SITENAME\s*\}\}", site, message, flags=re.I)
    for text in choices(message):
        if text := plain(text):
            yield text


def pattern(text: str, least: int) -> str:
    """A text with parameters as a pattern; "" where fewer than `least` letters and digits of it are given."""
    text = re.sub(r"\$[1-8](?:\s*\$\d+)*", "$1", text)
    given = re.sub(r"\$\d", "", text)
    return text if sum(letter.isalnum() for letter in given) >= least else ""


# --- what is collected -------------------------------------------------------------------------------------------


class Collection:
    """Phrases and patterns by role."""

    def __init__(self) -> None:
        self.phrases: dict[str, Found] = defaultdict(lambda: defaultdict(set))
        self.patterns: dict[str, Found] = defaultdict(lambda: defaultdict(set))

    def phrase(self, role: str, text: str, code: str) -> None:
        """Note that pages in the language `code` print `text`."""
        text = folded(text.strip(" \t·|"))
        if text and text != "-" and not text.isdigit() and (len(text) > 1 or not text.isascii()):
            if role in ("menu", "footer") and not distinctive(text):
                role = "word"
            self.phrases[role][text].add(code)

    def add(self, role: str, text: str, code: str) -> None:
        """Note `text` as a phrase, or as a pattern where it has parameters."""
        if "$" not in text:
            if role in PHRASES:
                self.phrase(role, text, code)
            return
        if role in QUOTED:
            text = re.sub(r"[“”„«»「」『』\"]\s*\$1\s*[“”„«»「」『』\"]", "$1", text)
        if made := pattern(text, 1 if role == "retrieved" or "$9" in text else SHORTEST):
            self.patterns[role][folded(made)].add(code)


def site_names() -> dict[str, list[str]]:
    """What wikis are called on the pages in each language, by code; of others only SITE is known."""
    lines = (line.partition(": ") for line in SITES.split("\n") if line)
    return {code: [SITE, *names.split("; ")] for codes, _, names in lines for code in codes.split()}


def collect(root: Path) -> Collection:
    """All that the file holds."""
    found = Collection()
    for code, variants in read_messages(root).items():
        for messages in variants:
            collect_language(found, code, messages)
    for code, name in language_names(root):
        found.phrase("language", name, code)
    return found


def collect_language(found: Collection, code: str, messages: Messages) -> None:
    """Add what the language `code`, or a variant of it, prints."""
    names = site_names().get(code, [SITE])

    def texts(keys: Iterable[str], sites: Sequence[str] = names) -> list[str]:
        found = (text for key in keys for site in sites for text in printed(messages.get(key, ""), site))
        return list(dict.fromkeys(found))

    edits = texts(EDIT)
    sources = texts(["visualeditor-ca-editsource-section"])
    for text in edits + [f"{first} | {second}" for first in texts(["editsection"]) for second in sources]:
        found.phrase("edit", text, code)
    for text in texts(CONTENTS):
        found.phrase("contents", text, code)
    collect_jump_links(found, code, texts)
    lists = [("toggle", TOGGLE), ("backlink", LINKS)]
    if sum(key in messages for key in MENU + WORDS) >= COMPLETE * len(MENU + WORDS):
        lists += [("menu", MENU + SKIN_MENU), ("word", WORDS + SKIN_WORDS), ("footer", FOOTER)]
    for role, keys in lists:
        for key in keys:
            for text in texts([key]):
                found.add(role, text.replace("$1", "$9") if key == NUMBER else text, code)
    for text in printed(re.sub(PLURAL, "$1", messages.get("viewcount", ""), count=1)):
        found.add("footer", text, code)
    for role, key in (
        ("retrieved", "retrievedfrom"),
        ("redirected", "redirectedfrom"),
        ("redirected", "mobile-frontend-redirected-from"),
        ("edit_hint", "editsectionhint"),
        ("redlink", "red-link-title"),
    ):
        for text in texts([key]):
            found.add(role, text, code)
    for text in texts(["tagline"]):
        found.phrase("tagline", text, code)
    for text in texts(["tagline"], ["$1"]):
        found.add("tagline", text, code)
    for role, key in (("categories", "pagecategories"), ("hidden", "hidden-categories")):
        for text in texts([key]):
            found.phrase(role, text.replace("$1", ""), code)
    if letters := messages.get(LETTERS):
        found.phrases["letters"][" ".join(letters.split()[:40]).casefold()].add(code)
    for text in texts(JOINTS):
        found.phrase("joint", text, code)
    for name in names:
        found.phrase("site", name, code if name != SITE else "en")


def collect_jump_links(found: Collection, code: str, texts: Callable[[Iterable[str]], list[str]]) -> None:
    """The links that jump within the page; of the old ones, two words behind "Jump to:", all that may follow it."""
    for text in texts(JUMP):
        found.phrase("jump", text, code)
    for jump in texts(["jumpto"]):
        found.phrase("jump", jump, code)
        for first in texts(["jumptonavigation"]):
            found.phrase("word", first, code)
            found.phrase("jump", f"{jump} {first}", code)
    for second in texts(["jumptosearch"]):
        found.phrase("word", second, code)


def collect_pages(root: Path) -> tuple[Found, Found]:
    """The names of namespaces, and what pages that are no article print: the words of each kind."""
    words: Found = defaultdict(set)
    for messages in itertools.chain.from_iterable(read_messages(root).values()):
        for kind, keys in PAGES.items():
            for key in keys:
                for text in printed(messages.get(key, "").split("\n", 1)[0]):
                    if made := pattern(re.sub(r"[«»“”„\"「」]", "", text), 2 * SHORTEST):
                        words[kind].add(folded(made))
        words["main"].update(map(folded, printed(messages.get(MAIN_PAGE, ""))))
    names: Found = defaultdict(set)
    for file in sorted((root / NAMESPACES).glob("Messages*.php")):
        for name, constant in namespaces(file.read_text("utf-8")):
            if constant in NAMESPACE_KINDS:
                names[NAMESPACE_KINDS[constant]].add(folded(name.replace("_", " ")))
    return names, words


def namespaces(php: str) -> Iterator[tuple[str, str]]:
    """Each name of a namespace in a language's file, its aliases included, with its constant."""
    yield from ((name, constant) for constant, name in re.findall(r"\bNS_([A-Z_]+)\s*=>\s*'([^']+)'", php))
    yield from re.findall(r"'([^']+)'\s*=>\s*NS_([A-Z_]+)", php)
    for constant, forms in re.findall(r"\bNS_([A-Z_]+)\s*=>\s*\[([^\]]*)\]", php):
        yield from ((name, constant) for name in re.findall(r"=>\s*'([^']+)'", forms))


# --- the files ---------------------------------------------------------------------------------------------------


def version(root: Path) -> str:
    """The package's version, as its changelog names it."""
    with gzip.open(root / CHANGELOG, "rt", encoding="utf-8") as changelog:
        return re.sub(r"^mediawiki \((.*?)\).*", r"\1", changelog.readline().strip())


def toml(found: Collection, source: str) -> str:
    """The whole file."""
    parts = [
        "# Made by tools/make_interface.py, which tells what is what; do not edit it here.\n",
        f'source = "{source}"\n',
    ]
    for section, roles in (("phrases", found.phrases), ("patterns", found.patterns)):
        parts.append(f"\n[{section}]\n")
        for role in sorted(roles):
            kept = {text: codes for text, codes in roles[role].items() if role != "menu" or text not in roles["word"]}
            rows = "".join(f"{text}\t{' '.join(sorted(codes))}\n" for text, codes in sorted(kept.items()))
            parts.append(f"{role} = '''\n{rows}'''\n")
    return "".join(parts)


def pages_toml(names: Found, words: Found, source: str) -> str:
    """The whole file of pages that are no article."""
    parts = [
        "# Made by tools/make_interface.py, which tells what is what; do not edit it here.\n",
        f'source = "{source}"\n',
    ]
    for section, found in (("namespaces", names), ("words", words)):
        parts.append(f"\n[{section}]\n")
        parts += [f"{kind} = '''\n{chr(10).join(sorted(found[kind]))}\n'''\n" for kind in sorted(found)]
    return "".join(parts)


def main(arguments: list[str]) -> int:
    """Write the files; 0 on success, 2 where the arguments are wrong."""
    if len(arguments) != 1 or not (root := Path(arguments[0])).joinpath(FOLDERS[0]).is_dir():
        print(f"usage: python tools/make_interface.py FOLDER (where {FOLDERS[0]} is)", file=sys.stderr)
        return 2
    today = datetime.date.today().isoformat()
    package = f"MediaWiki, Debian package mediawiki {version(root)}"
    source = f"{package}: message files and list of language names; {today}"
    DATA.joinpath("interface.toml").write_text(toml(collect(root), source), "utf-8")
    source = f"{package}: message files and names of namespaces; {today}"
    DATA.joinpath("pages.toml").write_text(pages_toml(*collect_pages(root), source), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
