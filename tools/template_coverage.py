"""Count how many uses of templates in wikitexts the display rules know: `python -m tools.template_coverage FOLDER...`.

Prints the share, and the most frequent templates that no rule knows. Nested uses count; parser functions do not.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from wikipub.data.namespaces import namespaces
from wikipub.data.templates import TemplateRules, template_rules
from wikipub.readers.wikitext.expand import foot
from wikipub.readers.wikitext.functions import FUNCTIONS, SIGNS
from wikipub.readers.wikitext.syntax import Bracket, Call, Extension, Nodes, Parameter, parse
from wikipub.sources.encodings import decode

_MOST = 10


def coverage(folders: list[Path], rules: TemplateRules) -> tuple[int, Counter[str]]:
    """How many uses the `.wiki` files in these folders hold, and those that no rule knows, by name."""
    uses, unknown = 0, Counter[str]()
    for file in sorted(file for folder in folders for file in folder.rglob("*.wiki")):
        source = decode(file.read_bytes(), file.name, mend=False)[0]
        nodes = parse(source)[0]
        end = foot(source, nodes)
        for call in calls(source, nodes):
            name = template_name(source, call)
            if not name:
                continue
            uses += 1
            in_foot = call.start >= end and not call.arguments
            if rules.match(name.casefold()) is None and not in_foot:
                unknown[name] += 1
    return uses, unknown


def calls(source: str, nodes: Nodes) -> Iterator[Call]:
    """All calls in the nodes, an outer one before those within it."""
    for node in nodes:
        match node:
            case Call():
                yield node
                inner = [node.name, *(part for a in node.arguments for part in (a.key or [], a.value))]
            case Bracket():
                inner = node.parts
            case Parameter():
                inner = [node.name, node.default or []]
            case Extension(name=name, body=(start, end)) if name not in ("nowiki", "pre", "math", "syntaxhighlight"):
                inner = [parse(source, start, end)[0]]
            case _:
                inner = []
        for part in inner:
            yield from calls(source, part)


def template_name(source: str, call: Call) -> str:
    """The name of the template that a call uses; "" where it calls none."""
    name = "".join(source[node[0] : node[1]] for node in call.name if isinstance(node, tuple))
    name = re.sub(r"[\s_]+", " ", name).strip()
    prefix, colon, rest = name.partition(":")
    prefix = prefix.strip().casefold()
    if (colon and (prefix in FUNCTIONS or prefix.startswith("#"))) or (name in SIGNS and not call.arguments):
        return ""
    return rest.strip() if colon and prefix in (*namespaces().template, "subst", "safesubst") else name


def main() -> None:
    """Print the coverage of the folders named."""
    uses, unknown = coverage([Path(folder) for folder in sys.argv[1:]], template_rules())
    known = uses - unknown.total()
    print(f"{known} of {uses} uses known ({known / max(uses, 1):.1%})")
    for name, count in unknown.most_common(_MOST):
        print(f"{count:6}  {name}")


if __name__ == "__main__":
    main()
