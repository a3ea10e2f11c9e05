"""Options that several commands share, and the types of their values."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from whosent.apps.cli.config import configure
from whosent.apps.cli.language import LANGUAGES
from whosent.apps.cli.say import say

Function = TypeVar("Function", bound=Callable[..., Any])

if TYPE_CHECKING:
    from whosent.report.texts import Language

    _Text = click.ParamType[str]
    _Server = click.ParamType[tuple[str, int]]
    _Number = click.ParamType[int]
else:  # before click 8.4 the class takes no parameter
    _Text = _Number = _Server = click.ParamType

_UNITS = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_DNS_PORT = 53
_SERVER = re.compile(
    r"\[(?P<v6>[0-9a-fA-F:.]{2,45})\](?::(?P<port6>[0-9]{1,5}))?|(?P<v4>[0-9.]{7,15}):(?P<port4>[0-9]{1,5})"
)
_SIZE = re.compile(r"(\d{1,12})\s*([kmg]?)(?:i?b)?", re.IGNORECASE)


class Command(click.Command):
    """A command whose help ends with `notes`: title -> lines that stay as they are."""

    def __init__(self, *args: Any, notes: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notes = notes or {}

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the notes."""
        for title, text in self.notes.items():
            formatter.write_paragraph()
            formatter.write_heading(title)
            for line in text.splitlines():
                formatter.write(f"  {line}\n")


class FileName(_Text):
    """A file; in a configuration file, relative to the folder of that file. `words` and URLs are taken as they are."""

    name = "file"

    def __init__(self, *words: str) -> None:
        self.words = words

    def beside(self, config: Path, value: str) -> str:
        """`value`, found in the file `config`."""
        if value in self.words or value == "-" or "://" in value:
            return value
        return os.path.join(config.parent, os.path.expanduser(value))  # noqa: PTH111, PTH118 (stays a string)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The words, and whatever files there are."""
        from click.shell_completion import CompletionItem

        words = [CompletionItem(word) for word in self.words if word.startswith(incomplete)]
        return [*words, CompletionItem(incomplete, type="file")]


class Size(_Number):
    """A number of bytes, `500k` or `32M`."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of bytes."""
        if isinstance(value, int):
            return value
        found = _SIZE.fullmatch(value.strip())
        if found is None or not int(found[1]):
            self.fail(f"'{value}' is not a size: write it like 500k, 32M or 1G", param, ctx)
        return int(found[1]) * _UNITS[found[2].lower()]


class Day(_Text):
    """A day, `2026-11-24`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The day in this very form. A configuration file may have it without quotes, as a date of TOML."""
        try:
            return date.fromisoformat(str(value).strip()).isoformat()
        except ValueError:
            self.fail(f"'{value}' is not a day: write it like 2026-11-24", param, ctx)


class NameServer(_Server):
    """The address and the port of a name server: `127.0.0.1`, `127.0.0.1:5353`, `::1`, `[::1]:5353`."""

    name = "server"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """Both. A name will not do: whom should one ask for its address?"""
        if isinstance(value, tuple):
            return value
        found = _SERVER.fullmatch(value.strip())
        host, port = value.strip(), str(_DNS_PORT)
        if found is not None:
            host, port = found["v6"] or found["v4"], found["port6"] or found["port4"] or port
        try:
            address = str(ip_address(host))
        except ValueError:
            address = ""
        if not address or not 0 < int(port) < 65_536:
            said = f"'{value}' is not the address of a name server: write it like 127.0.0.1:53 or [::1]:53"
            self.fail(said, param, ctx)
        return address, int(port)


SIDE = (
    click.option(
        "--as", "as_", multiple=True, metavar="ADDRESS|DOMAIN",
        help="Whose side we are on (repeatable). Default: the addresses that the mail was delivered to.",
    ),
    click.option(
        "--own", multiple=True, metavar="HOST|NETWORK",
        help="A mail host that you operate, by name or address; or, as 192.0.2.0/24, your address space, in which "
        "customers' servers sit too (repeatable).",
    ),
    click.option("--own-complete", is_flag=True, help="Those given with --own are all: no other host sends your mail."),
    click.option(
        "--mx", multiple=True, metavar="HOST",
        help="A host that takes in mail for you, where it is not among the MX records (repeatable).",
    ),
    click.option(
        "--hosting", type=FileName(), metavar="FILE",
        help="What is hosted here (JSON): its hosts count as --own, its domains as --as, and there are no "
        "other mailboxes.",
    ),
)  # fmt: skip

RESOLVER = click.option(
    "--resolver",
    type=NameServer(),
    metavar="ADDRESS[:PORT]",
    help="The name server to ask, instead of those of your system.",
)  # fmt: skip

LANGUAGE = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of reports and errors. Default: that of your system, else English.",
)

CONFIG = click.option(
    "--config", type=FileName(), metavar="FILE", is_eager=True, expose_value=False, callback=configure,
    help="Options from this TOML file (key = name of the option) instead of /etc/whosent/config.toml and "
    "~/.config/whosent/config.toml.",
)  # fmt: skip


def with_options(*options: Callable[[Function], Function]) -> Callable[[Function], Function]:
    """A decorator that adds the options, listed in the order of the help."""

    def add(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return add


def tell_how_typing_ends(arguments: Sequence[str], language: Language) -> None:
    """Somebody at a terminal who said `-` sees nothing happen."""
    if "-" in arguments and sys.stdin is not None and sys.stdin.isatty():
        say("paste the message, then Enter and Ctrl-D", language)


def typed(option: str) -> bool:
    """Did somebody type it? (What is configured is for other runs, too.)"""
    name = option.removeprefix("--").replace("-", "_")
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def refuse_idle_resolver(dns: str) -> None:
    """Whoever names a name server expects that it is asked."""
    if dns not in ("own", "full") and typed("--resolver"):
        raise usage("--resolver names whom to ask, but nothing is looked up: add --dns own or --dns full")


def usage(text: object) -> click.UsageError:
    """An error of the user, in one line."""
    return click.UsageError(str(text), click.get_current_context(silent=True))
