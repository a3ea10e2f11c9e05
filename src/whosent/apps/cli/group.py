"""The commands. Each lives in a module of its own that is imported when it is called: `--version` stays quick."""

from __future__ import annotations

import os
from importlib import import_module

import click

from whosent import __version__

WRONG_USAGE = 2

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("whosent.apps.cli.check", "Who sent these messages? Bounces in, verdicts out."),
    "trace": ("whosent.apps.cli.trace", "The way of one message, hop by hop."),
    "posture": ("whosent.apps.cli.posture", "What a forger can do with a domain, and what helps."),
    "logs": ("whosent.apps.cli.logs", "Who sent this, by the logs of the server."),
    "batv": ("whosent.apps.cli.batv", "Tags of your own mail, and their keys."),
    "guard": ("whosent.apps.cli.guard", "Refuse bounces of mail that was never sent."),
    "completion": ("whosent.apps.cli.completion", "A script that completes commands in your shell."),
}
"""Name -> (module that holds it as `command`, its line in the help)."""


class Commands(click.Group):
    """A group that knows its commands by name and loads them when asked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where there is none, say which was meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as wrong:
            raise click.UsageError(wrong.message + _meant(args[0]), ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _meant(word: str) -> str:
    if os.path.lexists(word):
        return f" To examine that file write: whosent check {word}"
    from difflib import get_close_matches

    close = get_close_matches(word, COMMANDS, 1)
    return f" Did you mean {close[0]}?" if close else ""


EPILOG = """\b
First steps:
  whosent check bounce.eml     one bounce, saved from the mail program
  whosent check inbox.mbox     all bounces of a mailbox
  whosent check --help         all that it can do, with examples
"""


@click.group(
    cls=Commands,
    epilog=EPILOG,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="whosent", message="%(prog)s %(version)s")
@click.pass_context
def root(ctx: click.Context) -> int | None:
    """Who sent the spam in my name, and how do I stop it?

    whosent reads bounces (and plain copies of spam that carries your name) and says for each message whether it was
    forged elsewhere, sent by a script on your web server, sent through a stolen mailbox, sent by yourself, or is no
    real bounce at all; with the evidence for it.
    """
    if ctx.invoked_subcommand is not None:
        return None
    click.echo(ctx.get_help(), err=True)
    return WRONG_USAGE
