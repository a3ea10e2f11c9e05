"""Write the manual pages from the command tree: `python docs/man/generate.py`. A test compares them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from whosent.apps.cli.group import COMMANDS, EPILOG, root
from whosent.apps.cli.options import Command

FOLDER = Path(__file__).parent
_BLOCK = "\b"


def pages() -> dict[str, str]:
    """File name -> roff text, for the program and each of its commands."""
    found = {"whosent.1": _program()}
    context = click.Context(root, info_name="whosent", **root.context_settings)
    for name, (_, line) in COMMANDS.items():
        command = root.get_command(context, name)
        assert command is not None
        found |= _pages(name, line, command, context)
    return found


def _pages(name: str, line: str, command: click.Command, parent: click.Context) -> dict[str, str]:
    """The page of a command and those of the commands in it."""
    context = click.Context(command, info_name=name, parent=parent)
    found = {f"{_dashed(context)}.1": _command(line, command, context)}
    for inner in command.list_commands(context) if isinstance(command, click.Group) else ():
        one = command.get_command(context, inner)
        assert one is not None
        found |= _pages(inner, (one.help or "").partition("\n")[0], one, context)
    return found


def _dashed(context: click.Context) -> str:
    """whosent-logs-find"""
    return context.command_path.replace(" ", "-")


def _program() -> str:
    commands = "".join(f".TP\n.BR whosent\\-{name} (1)\n{_text(line)}\n" for name, (_, line) in COMMANDS.items())
    lines = EPILOG.replace(_BLOCK, "").strip().splitlines()
    return (
        _head("whosent", (root.help or "").partition("\n")[0])
        + ".SH SYNOPSIS\n.B whosent\n.I COMMAND\n[\\fIOPTIONS\\fR] ...\n"
        + f".SH DESCRIPTION\n{_paragraphs((root.help or '').partition(chr(10))[2])}"
        + f".SH COMMANDS\n{commands}"
        + _lines(lines[0].rstrip(":"), "\n".join(lines[1:]))
    )


def _command(line: str, command: click.Command, context: click.Context) -> str:
    usage = " ".join(command.collect_usage_pieces(context))
    text = _head(_dashed(context), line) + f".SH SYNOPSIS\n.B {_text(context.command_path)}\n{_text(usage)}\n"
    text += f".SH DESCRIPTION\n{_paragraphs(command.help or '')}.SH OPTIONS\n{''.join(_options(command, context))}"
    if isinstance(command, Command):
        text += "".join(_lines(title, lines) for title, lines in command.notes.items())
    if isinstance(command, click.Group):
        text += f".SH COMMANDS\n{''.join(_listed(command, context))}"
    return text + f".SH SEE ALSO\n.BR {_text(_dashed(context.parent))} (1)\n"


def _listed(group: click.Group, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        line = (command.help or "").partition("\n")[0] if command is not None else ""
        yield f".TP\n.BR {_text(f'{_dashed(context)}-{name}')} (1)\n{_text(line)}\n"


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for param in command.get_params(context):
        record = param.get_help_record(context) if isinstance(param, click.Option) else None
        if record is not None:
            yield f".TP\n.B {_text(record[0])}\n{_text(record[1])}\n"


def _head(name: str, line: str) -> str:
    title = name.upper()
    return f'.TH {_text(title)} 1 "" "whosent" "User Commands"\n.SH NAME\n{_text(name)} \\- {_text(line.rstrip("."))}\n'


def _paragraphs(text: str) -> str:
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.replace(_BLOCK, "")) if part.strip()]
    return "".join(f".PP\n{_text(part)}\n" for part in parts)


def _lines(title: str, text: str) -> str:
    """A section whose lines stay as they are."""
    body = "\n".join(_text(line) for line in text.rstrip().splitlines())
    return f".SH {_text(title.upper())}\n.nf\n{body}\n.fi\n"


def _text(text: str) -> str:
    """Text in which nothing is a roff command; other letters than ASCII by their number."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga")
    escaped = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in escaped)
    return "\\&" + escaped if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    for name, text in pages().items():
        FOLDER.joinpath(name).write_text(text, encoding="utf-8")
