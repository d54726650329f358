"""Question: what does the wikitext say once its templates, tags and links are what they stand for?

The result is wikitext without calls: what no line of wikitext can say stands in it as a sign (atoms.py). A template's
rule is wikitext, too, so that rules nest, and what a template opens another may close.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from wikipub.data.magic_words import magic_words
from wikipub.data.namespaces import namespaces
from wikipub.data.templates import TemplateRule, TemplateRules
from wikipub.document import EditorialTag, Text, Translation
from wikipub.readers.prose_language import MOST_WORDS, likely_language
from wikipub.readers.wikitext import links
from wikipub.readers.wikitext.arguments import Arguments, Frame, FunctionArguments
from wikipub.readers.wikitext.atoms import Atoms, HatnoteText, Quotation
from wikipub.readers.wikitext.extensions import extension
from wikipub.readers.wikitext.forms import FORMS, PREPARATIONS
from wikipub.readers.wikitext.forms.citation import citation, has_title
from wikipub.readers.wikitext.forms.rows import rows
from wikipub.readers.wikitext.functions import FUNCTIONS, NEED_THE_WIKI, SIGNS, SORT_KEYS
from wikipub.readers.wikitext.prose import is_word, readable
from wikipub.readers.wikitext.record import Places, Record
from wikipub.readers.wikitext.references import Notes
from wikipub.readers.wikitext.syntax import Bracket, Call, Extension, Hidden, Nodes, Parameter, parse
from wikipub.readers.wikitext.variants import variants

_MAX_NESTING = 45
"""How many calls may be expanded within each other, those of rules and functions among them."""
_BUDGET = 2_000_000
"""Characters that an article's templates may become, besides ten times its own; MediaWiki has 2 MiB."""
_OWN_COST = 100
"""What a call of a template of the wiki's own costs of that, so that those that show nothing come to an end, too."""
_NEAR = 200
"""How many characters around a call tell whether it stands in prose."""
_LONGEST_TEXT = 10_000
"""Of how many characters of each piece between templates the words tell whose templates they are."""
_WITHOUT_VARIANTS = frozenset(
    ["ar", "cs", "de", "en", "es", "fi", "fr", "he", "it", "ja", "ko", "nb", "nl", "pl", "pt", "ru", "sv", "tr", "uk"]
)
"""Languages whose wikis have no variants: there the marks of these are text."""
_STARTS_LINE = re.compile(r"\{\||[:;#*]")
_MODIFIER = re.compile(r"\s*(?:subst|safesubst|msgnw|msg|raw)\s*:", re.IGNORECASE)
_SWITCH = re.compile(r"__([^\W_]{1,40}(?:_[^\W_]{1,40}){0,4})__")
_NEAR = 40
_BLANKS = re.compile(r"[ \t]+")
_BLANKS_BEFORE = re.compile(r"[ \t]++\Z")
_SPACES = re.compile(r"[\s_]+")
_ERROR_BEGINS = '<strong class="error">'
_ERROR = re.compile(re.escape(_ERROR_BEGINS) + "[^<]*</strong>")
_NOTABLE = re.compile(r"[^\W\d_]{2}")
"""What an argument of a source holds at least, or it is a number that says nothing alone."""
_LINK_PREFIX = re.compile(r"\[\[([^\W\d_]{2,20}):")


@cache
def _rule_nodes(wikitext: str) -> Nodes:
    return parse(wikitext)[0]


class Expander:
    """Expands one article."""

    def __init__(
        self,
        record: Record,
        rules: TemplateRules,
        page_name: str,
        language: str = "",
        site: str = "",
        templates: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.record = record
        self.rules = rules
        self.language: str = language.partition("-")[0]
        self.page_name = page_name
        self._site = site
        self._templates = templates
        self._parsed: dict[str, Nodes] = {}
        self.atoms: Atoms = Atoms()
        self.notes = Notes()
        self.outermost: tuple[int, int] | None = None
        self.defining: str | None = None
        self._matched: dict[str, TemplateRule | None] = {}
        self._repeated: dict[str, str] = {}  # calls as written that became text alone, and do so again
        self._nesting = 0
        self._in_note = False
        self._foot = len(record.source)
        self._budget = _BUDGET + 10 * len(record.source)

    def page(self) -> tuple[str, Places]:
        """The whole source, expanded, and where its pieces come from."""
        source = self.record.source
        nodes, self.record.too_deep = parse(source)
        self._foot = foot(source, nodes)
        self.language = self.language or _language(source, nodes)
        frame, places = Frame(source), Places()
        out: list[str] = []
        length = 0
        for node in nodes:
            if isinstance(node, tuple):
                for start, end in self._in_one_variant(*node):
                    places.add(length, start)
                    piece = source[start:end]
                    out.append(self._without_switches(start, piece) if "__" in piece else piece)
                    length += len(piece)
                continue
            places.add(length, node.start)
            self.outermost = (node.start, node.end)
            piece = self._node(node, frame)
            self.outermost = None
            if isinstance(node, Call) and _STARTS_LINE.match(piece) and out and not out[-1].endswith("\n"):
                piece = "\n" + piece
            if not piece and isinstance(node, Bracket):
                length -= _strip_end(out)
            if piece:
                out.append(piece)
                length += len(piece)
        return "".join(out), places

    def _in_one_variant(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The pieces of source[start:end] that are shown where a language has variants; of most it is all."""
        if self.language in _WITHOUT_VARIANTS or "-{" not in (text := self.record.source[start:end]):
            yield start, end
            return
        at = 0
        for begin, stop, shown, shown_end in variants(text):
            yield start + at, start + begin
            yield start + shown, start + shown_end
            for first, last in ((begin, shown), (shown_end, stop)):
                if any(character.isalnum() for character in text[first:last]):
                    reason = "what another variant of the language says, or tells the software"
                    self.record.drop("variant", "language-variant", reason, start + first, start + last)
            at = stop
        yield start + at, end

    def _without_switches(self, start: int, piece: str) -> str:
        """A piece of the source with blanks for the behaviour switches in it, so that all else keeps its place."""

        def blank(found: re.Match[str]) -> str:
            if found[1].casefold() not in namespaces().switches:
                return found[0]
            at = start + found.start()
            self.record.drop("switch", "behaviour-switch", "tells the software something", at, start + found.end())
            return " " * len(found[0])

        return _SWITCH.sub(blank, piece)

    def expand(self, nodes: Nodes, frame: Frame) -> str:
        """Nodes of the frame's text as wikitext without calls."""
        text = frame.text
        if len(nodes) == 1 and isinstance(nodes[0], tuple):
            return text[nodes[0][0] : nodes[0][1]]
        out: list[str] = []
        for node in nodes:
            if isinstance(node, tuple):
                out.append(text[node[0] : node[1]])
                continue
            piece = self._node(node, frame)
            if isinstance(node, Call) and _STARTS_LINE.match(piece) and out and not out[-1].endswith("\n"):
                piece = "\n" + piece
            if not piece and isinstance(node, Bracket):
                _strip_end(out)
            if piece:
                out.append(piece)
        return "".join(out)

    def body(self, node: Extension, frame: Frame) -> str:
        """The body of a tag as wikitext without calls."""
        if node.body is None:
            return ""
        return self.expand(parse(frame.text, *node.body)[0], frame)

    def note(self, node: Extension, frame: Frame) -> str:
        """The body of a note as wikitext without calls."""
        before, self._in_note = self._in_note, True
        text = self.body(node, frame)
        self._in_note = before
        return text

    def wikitext(self, text: str, arguments: Arguments | None, depth: int) -> str:
        """The text of a rule, with a call's arguments, as wikitext without calls."""
        return self.expand(_rule_nodes(text), Frame(text, arguments, depth))

    def drop(self, role: str, rule: str, reason: str) -> None:
        """Enter the outermost call or tag that is being expanded into the ledger."""
        if self.outermost:
            self.record.drop(role, rule, reason, *self.outermost)

    def _node(self, node: Call | Parameter | Bracket | Extension | Hidden, frame: Frame) -> str:
        match node:
            case Call():
                return self._call(node, frame)
            case Bracket():
                return self._bracket(node, frame)
            case Extension():
                return extension(self, node, frame)
            case Parameter():
                return self._parameter(node, frame)
            case Hidden():
                if frame.arguments is None:
                    self.record.drop("comment", "hidden", "not shown on the page", node.start, node.end)
                return ""

    def _parameter(self, node: Parameter, frame: Frame) -> str:
        name = self.expand(node.name, frame).strip()
        given = frame.arguments.get(name) if frame.arguments else None
        if given is not None:
            return given
        if node.default is not None:
            if frame.arguments is None:
                self.record.drop(
                    "argument", "parameter", "a parameter, of which its default stands", node.start, node.end
                )
            return self.expand(node.default, frame)
        return frame.text[node.start : node.end] if frame.arguments is None else ""

    # --- Links ---

    def _bracket(self, node: Bracket, frame: Frame) -> str:
        parts = [self.expand(part, frame) for part in node.parts]
        target = parts[0].strip()
        if frame.arguments is not None and not target.partition("|")[0].strip(" #"):
            return "|".join(parts).partition("|")[2]  # a rule's link to an argument that is not given
        if ":" not in target and all(len(part) == 1 and isinstance(part[0], tuple) for part in node.parts):
            text = frame.text[node.start : node.end]
            if "\n" not in text:
                return text  # as most links
        match links.kind(target):
            case links.Kind.PICTURE if links.is_medium(target) and len(parts) > 1:
                self._drop_node(node, frame, "link-target", "medium", "a link to a file, of which its words stand")
                return parts[-1]
            case links.Kind.PICTURE:
                picture, apart, lost = links.picture(target, parts[1:])
                if apart or (_stands_alone(frame.text, node) and not links.is_icon(parts[1:])):
                    if lost:
                        self._drop_node(node, frame, "picture", "picture-options", "a picture with several captions")
                    return self.atoms.block(picture)
                self._drop_node(node, frame, "picture", "picture-in-line", "a picture within a line")
                return self.atoms.inline(Text(""))
            case links.Kind.CATEGORY if not target.startswith(":"):
                self.record.categories.append(links.title(target))
                self._drop_node(node, frame, "categories", "category", "kept as metadata")
                return ""
            case links.Kind.LANGUAGE if not frame.arguments:
                code = target.partition(":")[0].strip().lower()
                self.record.translations.append(Translation(code, links.title(target)))
                self._drop_node(node, frame, "language", "interlanguage", "the page in another language")
                return ""
        return "[[" + "|".join(part.replace("\n", " ") if number else part for number, part in enumerate(parts)) + "]]"

    def _drop_node(self, node: Bracket | Call, frame: Frame, role: str, rule: str, reason: str) -> None:
        if frame.text is self.record.source:
            self.record.drop(role, rule, reason, node.start, node.end)
        else:
            self.drop(role, rule, reason)

    # --- Calls ---

    def _call(self, call: Call, frame: Frame) -> str:
        if self._budget < 0:
            self.record.over_budget += 1
            self.drop("template", "expansion-limit", "the page's templates become too long")
            return ""
        if self._nesting >= _MAX_NESTING:
            self.record.over_budget += 1
            self.drop("template", "expansion-limit", "the page's templates hold each other too deep")
            return ""
        written = frame.text[call.start : call.end]
        text = self._repeated.get(written)
        if text is None:
            before = self.record.state(), len(self.atoms), self.defining
            self._nesting += 1
            text = self._expanded_call(call, frame)
            self._nesting -= 1
            alone = before == (self.record.state(), len(self.atoms), None)
            if alone and not self._templates and _is_plain(call):
                self._repeated[written] = text
        self._budget -= len(text)
        return text

    def _expanded_call(self, call: Call, frame: Frame) -> str:
        name = self.expand(call.name, frame)
        if found := _MODIFIER.match(name):
            name = name[found.end() :]
        bare = name.strip()
        if not call.arguments and bare in SIGNS:
            return SIGNS[bare]
        prefix, colon, first = bare.partition(":")
        if colon:
            key = prefix.strip().lower()
            key = magic_words().functions.get(key, key)
            if key in FUNCTIONS:
                return FUNCTIONS[key](FunctionArguments(self, frame, first, call.arguments)).strip()
            if key == "#tag":
                return self._tag(first.strip().lower(), call, frame)
            if key == "displaytitle":
                self.record.title = first.strip()
                return ""
            if key in SORT_KEYS:
                self._drop_node(call, frame, "switch", "sort-key", "tells the software how to sort the page")
                return ""
            if key in NEED_THE_WIKI or (key.startswith("#") and key != "#invoke"):
                self._drop_node(call, frame, "template", "function", "only the wiki itself knows what this says")
                return ""
            if key in namespaces().template:
                bare = first.strip()
        if (variable := self._variable(bare)) is not None and not call.arguments:
            return variable
        return self._template(_SPACES.sub(" ", bare).strip(), call, frame)

    def _variable(self, name: str) -> str | None:
        if magic_words().functions.get(name.lower()) == "pagename":
            return self.page_name
        match name:
            case "PAGENAME" | "FULLPAGENAME" | "SUBPAGENAME" | "BASEPAGENAME" | "ROOTPAGENAME":
                return self.page_name
            case "PAGENAMEE" | "FULLPAGENAMEE":
                return self.page_name.replace(" ", "_")
            case "NAMESPACE" | "NAMESPACEE" | "NAMESPACENUMBER" | "TALKPAGENAME" | "DIRMARK":
                return ""
            case "SITENAME" if self._site:  # else a call that nobody knows, and told as such
                return self._site
        return None

    def _tag(self, name: str, call: Call, frame: Frame) -> str:
        """`{{#tag:name|body|attribute=value}}`."""
        text, attributes = "", []
        for number, argument in enumerate(call.arguments):
            key = None if argument.key is None else self.expand(argument.key, frame)
            value = self.expand(argument.value, frame)
            if number == 0:
                text = (value if key is None else f"{key}={value}").strip()
            elif key is not None:
                quoted = value.strip().strip("\"'").replace('"', "&quot;")
                attributes.append(f'{key.strip()}="{quoted}"')
        node = Extension(0, len(text), name, " ".join(attributes), (0, len(text)) if call.arguments else None)
        return extension(self, node, Frame(text, frame.arguments or Arguments(self, frame, []), frame.depth))

    def _template(self, name: str, call: Call, frame: Frame) -> str:
        if name not in self._matched:
            self._matched[name] = self.rules.match(name.casefold(), self.language)
        rule = self._matched[name]
        arguments = Arguments(self, frame, call.arguments)
        on_page = frame.text is self.record.source
        span = (call.start, call.end) if on_page else self.outermost
        if rule is None:
            if (own := name.casefold()) not in self._templates:
                return self._unknown(name, arguments, span)
            text = self._own(own, arguments, frame)
            if on_page:
                self._unused("dump", arguments)
            return text
        if rule.role:
            if span:
                self.record.drop(rule.role, f"template-{rule.id}", rule.reason, *span)
            return ""
        text = self._displayed(name, rule, arguments, frame.depth + 1)
        if on_page:
            self._unused(rule.id, arguments)
            if not text and not call.arguments:
                self.record.drop("layout", f"template-{rule.id}", "shows nothing by itself", call.start, call.end)
        return text

    def _own(self, name: str, arguments: Arguments, frame: Frame) -> str:
        """What a template of the wiki's own stands for; nothing within itself, as MediaWiki has it."""
        self._budget -= _OWN_COST
        if name in frame.within:
            return ""
        text = self._templates[name]
        if name not in self._parsed:
            self._parsed[name] = parse(text)[0]
        return self.expand(self._parsed[name], Frame(text, arguments, frame.depth + 1, frame.within | {name}))

    def _displayed(self, name: str, rule: TemplateRule, arguments: Arguments, depth: int) -> str:
        if rule.each:
            parts = []
            for item in arguments.items():
                arguments.set("item", item)
                parts.append(self.wikitext(rule.each, arguments, depth))
            arguments.set("items", rule.between.join(parts))
        arguments.set("template", name)
        if rule.columns:
            return rows(arguments, rule.columns, self.wikitext(rule.wikitext, arguments, depth).strip())
        if rule.form in FORMS:
            return FORMS[rule.form](self, name, arguments, depth)
        if rule.form in PREPARATIONS:
            PREPARATIONS[rule.form](self, name, arguments)
        text = self.wikitext(rule.wikitext, arguments, depth)
        if _ERROR_BEGINS in text:  # a rule counts with an argument that is no number
            text = _ERROR.sub("", text)
        match rule.form:
            case "editorial":
                marked = self._prose_left(arguments)
                return marked + (self.atoms.inline(EditorialTag(text.strip())) if text.strip() else "")
            case "hatnote":
                return self.atoms.block(HatnoteText(text)) if text.strip() else ""
            case "quote":
                attribution = self.wikitext(rule.attribution, arguments, depth).strip()
                return self.atoms.block(Quotation(text + self._marks_left(arguments), attribution))
        return text + self._marks_left(arguments)

    def _marks_left(self, arguments: Arguments) -> str:
        """The marks of notes that a call is given in arguments which its display does not show."""
        return "".join(arguments.text(name) for name in arguments.names() if self._is_note(arguments, name))

    @staticmethod
    def _is_note(arguments: Arguments, name: str) -> bool:
        return name not in arguments.asked and arguments.consists_of_notes(name)

    @staticmethod
    def _prose_left(arguments: Arguments) -> str:
        """The words that a remark of an editor is about, which stand before it."""
        first = arguments.text("1") if "1" in arguments and "1" not in arguments.asked else ""
        return first if readable(first) else ""

    def _unused(self, rule: str, arguments: Arguments) -> None:
        """Enter the arguments that a call's display does not show into the ledger."""
        for name in arguments.names():
            if name not in arguments.asked and (extents := arguments.extents(name)):
                self.record.drop("argument", f"template-{rule}", "an argument that is not shown", *extents)

    def _unknown(self, name: str, arguments: Arguments, span: tuple[int, int] | None) -> str:
        """What no rule knows: the arguments that are prose stay."""
        if span and span[0] >= self._foot and not any(True for _ in arguments.names()):
            self.record.drop("navbox", "navbox-in-foot", "a template without arguments below the article", *span)
            return ""
        self.record.unknown[name] += 1
        names = list(arguments.names())
        if self._in_note:
            kept = [self._cited(name, arguments)]
        else:
            kept = [text for argument in names if readable(text := arguments.text(argument))]
        if names == ["1"] and not kept and span and self._in_prose(*span) and is_word(text := arguments.text("1")):
            kept = [text]
        if span:
            self.record.drop("template", "unknown-template", f"no rule knows the template “{name}”", *span)
        return "\n\n".join(kept) if any("\n" in text for text in kept) else " ".join(kept)

    def _cited(self, name: str, arguments: Arguments) -> str:
        """What a template that no rule knows says in a note: a source, if it has a title, else all of its words."""
        if has_title(arguments):
            return citation(name, arguments, self.language)
        words = (arguments.text(argument) for argument in arguments.names())
        return ", ".join(text for text in words if _NOTABLE.search(text))

    def _in_prose(self, start: int, end: int) -> bool:
        """Whether source[start:end] stands in a line of prose, where a call frames words of it."""
        before = self.record.source[max(0, start - _NEAR) : start].rpartition("\n")[2]
        after = self.record.source[end : end + _NEAR].partition("\n")[0]
        return readable(f"{before} {after}")


def _language(source: str, nodes: Nodes) -> str:
    """The language of the text between calls and links, which tells whose templates they are; "" where it is unsure."""
    words: list[str] = []
    for node in nodes:
        if isinstance(node, tuple):
            words += source[node[0] : min(node[1], node[0] + _LONGEST_TEXT)].split()
            if len(words) > MOST_WORDS:
                break
    return likely_language(words) or language_of_categories(source)


def language_of_categories(source: str) -> str:
    """The language in which the wiki names its categories; "" where there is none, or several call them so."""
    prefixes = (found[1].casefold() for found in _LINK_PREFIX.finditer(source))
    return next((code for prefix in prefixes if (code := namespaces().wikis.get(prefix))), "")


def foot(source: str, nodes: Nodes) -> int:
    """Where the page's foot begins: after it stand calls, links and comments alone, such as boxes and categories."""
    begin = len(source)
    for node in reversed(nodes):
        if isinstance(node, tuple):
            if source[node[0] : node[1]].strip():
                break
            begin = node[0]
        elif isinstance(node, Extension):
            break
        else:
            begin = node.start
    return begin


def _is_plain(call: Call) -> bool:
    """Whether a call holds no other, so that the same words mean the same everywhere on the page."""
    values = (call.name, *(nodes for argument in call.arguments for nodes in (argument.key or (), argument.value)))
    return all(isinstance(node, tuple) for nodes in values for node in nodes)


def _stands_alone(text: str, node: Bracket) -> bool:
    """Whether a picture is all that its line, cell or argument holds, as far as the signs beside it tell."""
    before = _BLANKS_BEFORE.search(text, max(0, node.start - _NEAR), node.start)
    after = _BLANKS.match(text, node.end)
    start = before.start() if before else node.start
    end = after.end() if after else node.end
    return (start == 0 or text[start - 1] in "\n|!=>") and (end == len(text) or text[end] in "\n|}<")


def _strip_end(out: list[str]) -> int:
    """Take the blanks off the end, as before a category; how many there were."""
    stripped = 0
    while out:
        kept = out[-1].rstrip()
        stripped += len(out[-1]) - len(kept)
        if kept:
            out[-1] = kept
            break
        out.pop()
    return stripped
