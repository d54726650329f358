"""Write the reference part of docs/cli.md from the program's own --help.

usage: python docs/make_cli_reference.py
"""

from __future__ import annotations

from pathlib import Path

from click import Command, Context, Group

from wikipub.cli import cli

TARGET = Path(__file__).with_name("cli.md")

MARK = "<!-- From here on made by docs/make_cli_reference.py; do not edit. -->\n"

_WIDTH = 100


def reference() -> str:
    """The help texts of the program and of its commands, as Markdown."""
    parts = [_section("wikipub", cli)]
    parts += [_section(f"wikipub {name}", command) for name, command in sorted(cli.commands.items())]
    return "\n".join(parts)


def page(text: str) -> str:
    """The page `text` with its reference made anew; what stands before the mark is written by hand."""
    return text.split(MARK)[0] + MARK + "\n" + reference()


def _section(name: str, command: Command | Group) -> str:
    context = Context(command, info_name=name, terminal_width=_WIDTH, max_content_width=_WIDTH)
    context.help_option_names = ["-h", "--help"]
    return f"## {name}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    TARGET.write_text(page(TARGET.read_text("utf-8")), "utf-8", newline="\n")
