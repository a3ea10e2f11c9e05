"""`whosent guard`: refuse bounces of mail that was never sent."""

from __future__ import annotations

from typing import Any

import click

from whosent.apps.cli import guard_setup
from whosent.apps.cli.group import WRONG_USAGE
from whosent.apps.cli.options import LANGUAGE, Command, Day, FileName, with_options

DEFAULT = "/etc/whosent/guard.toml"

RUN_NOTES = {
    "Examples": """\
As its unit for systemd does it, with /etc/whosent/guard.toml:
  whosent guard run
With another configuration, to try it at a terminal:
  whosent guard run --config guard.toml
""",
    "Signals": """\
HUP   read configuration and keys again; the old ones hold if the new ones are
      wrong (the log says so)
TERM  answer who has asked, write the counters down and end
""",
    "Exit status": """\
0  told to stop
2  wrong usage, configuration or keys, or a socket could not be opened
""",
}
CHECK_NOTES = {
    "Exit status": """\
0  all is well
1  something is wrong; what to do stands there
2  wrong usage, or the configuration cannot be read
""",
}
REPORT_NOTES = {
    "Examples": """\
What happened in the last seven days?
  whosent guard report
Since the guard runs, for a program:
  whosent guard report --since 2026-11-24 --format json
""",
    "Exit status": """\
0  told
2  wrong usage, or the counters cannot be read
""",
}

GUARD_FILE = click.option(
    "--config", type=FileName(), default=DEFAULT, show_default=True, metavar="FILE",
    help="The configuration of the guard (docs/guard.md).",
)  # fmt: skip


@click.group(name="guard", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> int | None:
    """Refuse bounces of mail that was never sent.

    Your mail leaves with a tag on its envelope sender (BATV), and a bounce that comes back without one is about mail of
    somebody else: it is refused while it is handed over, and every genuine one arrives. At first nothing is refused but
    told. The guard runs beside your mail server and answers what that asks.
    """
    if ctx.invoked_subcommand is not None:
        return None
    click.echo(ctx.get_help(), err=True)
    return WRONG_USAGE


@command.command(name="run", cls=Command, notes=RUN_NOTES)
@with_options(GUARD_FILE)
def run(config: str) -> int:
    """Answer the mail server until told to stop.

    The sockets are those that systemd passes, else those of the configuration. What happens is written to standard
    error, a line each, without anybody's address.
    """
    from whosent.apps.cli.guarding import serve

    return serve(config)


@command.command(name="check", cls=Command, notes=CHECK_NOTES)
@with_options(GUARD_FILE, LANGUAGE)
def check(**options: Any) -> int:
    """Is the guard running, and as it is configured?

    Reads configuration and keys, asks at each socket what a mail server would ask, and says what is wrong and what to
    do.
    """
    from whosent.apps.cli.guarding import check_all

    return check_all(options)


@command.command(name="report", cls=Command, notes=REPORT_NOTES)
@with_options(
    click.option("--since", type=Day(), metavar="DATE", help="The first day (UTC). Default: the last seven days."),
    click.option(
        "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True,
        help="text for people, json for programs.",
    ),
    GUARD_FILE, LANGUAGE,
)  # fmt: skip
def report(**options: Any) -> int:
    """What was refused, or would have been; and what arrived."""
    from whosent.apps.cli.guarding import report as tell

    return tell(options)


command.add_command(guard_setup.command)
