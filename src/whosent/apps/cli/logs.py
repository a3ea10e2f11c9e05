"""`whosent logs`: what the server wrote down."""

from __future__ import annotations

from typing import Any

import click

from whosent.apps.cli.group import WRONG_USAGE
from whosent.apps.cli.options import CONFIG, LANGUAGE, Command, FileName, with_options

INDEX_NOTES = {
    "Examples": """\
All logs that are there, at first and every night:
  whosent logs index --forget 30 '/var/log/mail.log*'
Of several hosts, into a file of its own:
  whosent logs index --index /srv/logs.sqlite mx1/mail.log* mx2/mail.log*
Then:
  whosent check --log /srv/logs.sqlite bounce.eml
  whosent logs find --index /srv/logs.sqlite --login anna@example.org
""",
    "What is kept": """\
The index holds the lines themselves, packed: it answers when the files are
gone. It is for its owner only, and --forget deletes what is old. A file that
was rotated or packed since is recognised; one that grew is read on.
""",
    "Exit status": """\
0   the index holds what could be read
2   wrong usage, or nothing could be read
74  the cluster went away; the index holds what was done, the next run goes on
""",
}

FIND_NOTES = {
    "Examples": """\
Who sent the message that this bounce returns? Its Message-ID says it:
  whosent logs find --message-id '<20261124.5AD7E@example.org>' /var/log/mail.log*
What went to this recipient, and through whose login or script?
  whosent logs find --recipient somebody@example.net /var/log/mail.log*
What did this mailbox send, and from where? By the index of the logs:
  whosent logs find --login anna@example.org
Would the logs know it? It was sent on the morning of this day:
  whosent logs find --queue-id 5AD7E25468D --time 2026-11-24T09 mail.log
""",
    "Exit status": """\
0  found
1  nothing found, though the logs cover that time
2  wrong usage, or nothing could be read
3  cannot be told: nothing found, but the logs do not cover that time
""",
}

INDEX = click.option(
    "--index", type=FileName(), metavar="FILE",
    help="The index. Default: whosent/logs.sqlite in $XDG_STATE_HOME or ~/.local/state.",
)  # fmt: skip
YEAR = click.option(
    "--year", type=click.IntRange(1970, 9999), metavar="YEAR",
    help="The year in which logs end whose lines name none. Default: that of the file's last change.",
)  # fmt: skip
QUIET = click.option("--quiet", is_flag=True, help="No progress and no remarks on standard error.")


@click.group(name="logs", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> int | None:
    """Who sent this, by the logs of the server.

    `index` makes logs quick to ask, also when the files are gone; `find` tells the way of a message.
    """
    if ctx.invoked_subcommand is not None:
        return None
    click.echo(ctx.get_help(), err=True)
    return WRONG_USAGE


@command.command(name="index", cls=Command, notes=INDEX_NOTES)
@click.argument("logs", nargs=-1, type=FileName(), metavar="[LOG...]")
@with_options(
    INDEX,
    click.option(
        "--forget", type=click.IntRange(0, 36_500), metavar="DAYS",
        help="Delete lines that are older. How long you may keep them, the law or your rules say.",
    ),
    YEAR,
    click.option(
        "--cluster", metavar="tcp://HOST:PORT",
        help="Let the workers of a Dask cluster read the logs; this is the address of its scheduler.",
    ),
    LANGUAGE, QUIET, CONFIG,
)  # fmt: skip
def index(logs: tuple[str, ...], **options: Any) -> int:
    """Index logs, so that they can be asked at once.

    LOG is a log of a mail server (Postfix, Exim, Sendmail, OpenSMTPD, Dovecot), of PHP's mail() or of a web server,
    also .gz, also a pattern like 'mail.log*'. Run it again and again: only what is new is read.
    """
    from whosent.apps.cli.asking_logs import index_logs

    return index_logs(logs, options)


@command.command(name="find", cls=Command, notes=FIND_NOTES)
@click.argument("logs", nargs=-1, type=FileName(), metavar="[LOG...]")
@with_options(
    click.option("--message-id", metavar="ID", help="The message with this Message-ID."),
    click.option("--queue-id", metavar="ID", help="The message that a server of yours gave this id."),
    click.option("--recipient", metavar="ADDRESS", help="Messages to this address."),
    click.option("--from", metavar="ADDRESS", help="Messages with this envelope sender."),
    click.option("--login", metavar="NAME", help="Messages handed in with this login, and its logins."),
    click.option(
        "--time", metavar="TIME",
        help="When it was sent, by the server's clock, as exactly as you know: 2026-11-24, 2026-11-24T09 or "
        "2026-11-24T09:31. Whether the logs cover that time decides what it means that nothing is found.",
    ),
    INDEX, YEAR,
    click.option("--tz", metavar="ZONE", help="The time zone of log lines that name none, like Europe/Berlin."),
    click.option(
        "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True,
        help="text for people, json for programs.",
    ),
    LANGUAGE, QUIET, CONFIG,
)  # fmt: skip
def find(logs: tuple[str, ...], **options: Any) -> int:
    """Tell who sent a message, by the logs: how it came, and line by line what became of it.

    LOG is a log as for `whosent logs index`, or an index. Without one, the index is asked.
    """
    from whosent.apps.cli.asking_logs import find_in_logs

    return find_in_logs(logs, options)
