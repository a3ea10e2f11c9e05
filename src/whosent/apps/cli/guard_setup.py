"""`whosent guard setup`: switch the guard on in a mail server, and off again."""

from __future__ import annotations

from typing import Any

import click

from whosent.apps.cli.options import LANGUAGE, Command, FileName, with_options

NOTES = {
    "Examples": """\
The guard as a service, with an account, and a first configuration:
  whosent guard setup systemd
What would be set in this Postfix, and why? Nothing is changed:
  whosent guard setup postfix --dry-run
Set it, when you have said yes to all that:
  whosent guard setup postfix
Web applications hand in mail by SMTP at a port of their own:
  whosent guard setup postfix --local-smtp 127.0.0.1:2525
No longer tag; what is tagged already still comes home:
  whosent guard setup postfix --undo --keep-untagging
For Exim, which makes and verifies the tags itself; and for Sendmail:
  whosent guard setup exim
  whosent guard setup sendmail
Everything as it was before:
  whosent guard setup postfix --undo
""",
    "Exit status": """\
0  done, or nothing to do
1  something has to be settled first, does not work, or was changed by
   somebody since and stayed so
2  wrong usage, or the mail server's configuration cannot be read or changed
""",
}


@click.command(name="setup", cls=Command, notes=NOTES)
@click.argument("server", type=click.Choice(["systemd", "postfix", "sendmail", "exim"]))
@with_options(
    click.option("-n", "--dry-run", is_flag=True, help="Only say what would be done."),
    click.option("-y", "--yes", is_flag=True, help="Do not ask whether it shall be done."),
    click.option("--undo", is_flag=True, help="Take back what was set last, where nobody has changed it since."),
    click.option(
        "--keep-untagging", is_flag=True,
        help="With --undo: tag no more, but still take off tags, for bounces that are on their way.",
    ),
    click.option(
        "--sign", multiple=True, metavar="SERVICE",
        help="Postfix: a further service of master.cf whose mail is yours, like 127.0.0.1:10027 behind a filter "
        "(repeatable). Submission and sendmail(1) are found.",
    ),
    click.option(
        "--local-smtp", metavar="HOST:PORT",
        help="Postfix: listen there for web applications on this machine that send by SMTP and without a password.",
    ),
    click.option(
        "--config", type=FileName(), default="/etc/whosent/guard.toml", show_default=True, metavar="FILE",
        help="The configuration of the guard (docs/guard.md).",
    ),
    click.option(
        "--root", default="/", metavar="DIR", help="The mail server's file system begins there: a container, a chroot.",
    ),
    LANGUAGE,
)  # fmt: skip
def command(**options: Any) -> int:
    """Switch the guard on in SERVER, and off again.

    Begin with `systemd`: it puts the units of the guard in place, its account, a file for its keys and a first
    /etc/whosent/guard.toml, where they are missing, and starts nothing. Then the mail server.

    Reads the configuration of the mail server, says what is to be set and why, and asks. What is changed is copied to
    /var/lib/whosent/setup before; the mail server itself checks the result, and if it or the reload fails, everything
    is put back. Then something is handed in to see whether the guard is asked.
    """
    from whosent.apps.cli.setting_up import set_up

    return set_up(options)
