"""Question: which arguments does a call have? Each is expanded only where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from wikipub.data.magic_words import NumberStyle, magic_words
from wikipub.readers.wikitext.syntax import Argument, Extension, Nodes

if TYPE_CHECKING:
    from wikipub.readers.wikitext.expand import Expander


class Frame:
    """What a text's parameters mean: the arguments of the call whose rule the text is; none for the page itself.

    `within` are the wiki's own templates that the text stands in.
    """

    def __init__(
        self, text: str, arguments: Arguments | None = None, depth: int = 0, within: frozenset[str] = frozenset()
    ) -> None:
        self.text = text
        self.arguments = arguments
        self.depth = depth
        self.within = within


class Arguments:
    """A call's arguments by name or number; each is expanded where it is first asked for."""

    def __init__(self, expander: Expander, frame: Frame, arguments: list[Argument]) -> None:
        self._expander = expander
        self._frame = frame
        self._nodes: dict[str, tuple[Nodes, bool]] = {}
        self._texts: dict[str, str] = {}
        self.asked: set[str] = set()
        number = 0
        for argument in arguments:
            if argument.key is None:
                number += 1
                self._nodes[str(number)] = (argument.value, False)
            else:
                key = expander.expand(argument.key, frame).strip()
                self._nodes[key] = (argument.value, True)

    def __contains__(self, name: str) -> bool:
        return name in self._nodes or name in self._texts

    def get(self, name: str) -> str | None:
        """An argument's text, None where it is not given."""
        if name not in self._texts:
            if name not in self._nodes:
                return None
            self.asked.add(name)
            nodes, named = self._nodes[name]
            text = self._expander.expand(nodes, self._frame)
            self._texts[name] = text.strip() if named else text
        return self._texts[name]

    def text(self, *names: str) -> str:
        """The first of these arguments that is not empty, without blanks at its ends."""
        for name in names:
            text = self._texts.get(name)
            if text is None and name in self._nodes:
                text = self.get(name)
            if text and (text := text.strip()):
                return text
        return ""

    def set(self, name: str, text: str) -> None:
        """Give an argument another text."""
        self._texts[name] = text

    def names(self) -> Iterator[str]:
        """The names of all arguments, in order."""
        yield from self._nodes

    def items(self) -> list[str]:
        """The arguments without a name that are not empty."""
        found, number = [], 1
        while str(number) in self._nodes:
            if text := self.text(str(number)):
                found.append(text)
            number += 1
        return found

    def filled(self, name: str) -> bool:
        """Whether an argument is given and more than blanks. It is not expanded: that would count its notes."""
        nodes = self._nodes.get(name, ([], False))[0]
        text = self._frame.text
        return any(not isinstance(node, tuple) or not text[node[0] : node[1]].isspace() for node in nodes)

    def consists_of_notes(self, name: str) -> bool:
        """Whether an argument holds notes alone, and so marks that belong to what the call shows."""
        nodes, text = self._nodes[name][0], self._frame.text
        parts = [node for node in nodes if not isinstance(node, tuple) or text[node[0] : node[1]].strip()]
        return bool(parts) and all(isinstance(part, Extension) and part.name == "ref" for part in parts)

    def extents(self, name: str) -> tuple[int, int] | None:
        """Where an argument's value stands in its text; None for an empty one."""
        nodes = self._nodes[name][0]
        if not nodes:
            return None
        first, last = nodes[0], nodes[-1]
        return (
            first[0] if isinstance(first, tuple) else first.start,
            last[1] if isinstance(last, tuple) else last.end,
        )


class FunctionArguments:
    """The arguments of a parser function: the first is what follows the colon."""

    def __init__(self, expander: Expander, frame: Frame, first: str, arguments: list[Argument]) -> None:
        self._expander = expander
        self._frame = frame
        self._first = first
        self._arguments = arguments

    @property
    def numbers(self) -> NumberStyle:
        """How the page's wiki writes numbers."""
        return magic_words().numbers_of(self._expander.language)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._arguments) + 1

    def text(self, index: int) -> str:
        """An argument, without blanks at its ends; "" where there is none."""
        if index == 0:
            return self._first.strip()
        if index > len(self._arguments):
            return ""
        argument = self._arguments[index - 1]
        value = self._expander.expand(argument.value, self._frame).strip()
        if argument.key is None:
            return value
        return f"{self._expander.expand(argument.key, self._frame).strip()}={value}"

    def pair(self, index: int) -> tuple[str | None, Callable[[], str]]:
        """An argument's key, None where it has none, and its value."""
        argument = self._arguments[index - 1]
        key = None if argument.key is None else self._expander.expand(argument.key, self._frame).strip()
        return key, lambda: self._expander.expand(argument.value, self._frame).strip()
