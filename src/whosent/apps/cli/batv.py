"""`whosent batv`: tags of your own mail and their keys."""

from __future__ import annotations

from typing import Any

import click

from whosent.apps.cli.group import WRONG_USAGE
from whosent.apps.cli.options import CONFIG, LANGUAGE, Command, Day, FileName, with_options

KEYS_NOTES = """\
A new key makes its way through all servers before it is used, and an old one
stays until nothing comes back to it:
  1. add it, and copy the file to all servers that tag or verify
  2. use it, and copy the file again
  3. when the former key's lifetime has passed, drop that one, and copy again
After each step `systemctl reload whosent-guard`, where a guard runs.
"""
ADD_NOTES = {
    "Order": KEYS_NOTES,
    "Examples": """\
The first key, on the first server:
  whosent batv keys add
  whosent batv keys use 1
One that an Exim verifies, too:
  whosent batv keys add --exim
""",
}
SIGN_NOTES = {
    "Examples": """\
The envelope sender with which this mail leaves today:
  whosent batv sign anna@example.org
""",
    "Exit status": """\
0  all are tagged
1  not all can be: standard error says why
2  wrong usage, the keys cannot be read, or none signs
""",
}
VERIFY_NOTES = {
    "Examples": """\
Is the bounce to this address one of mail of ours?
  whosent batv verify 'prvs=3801d48fa1=anna@example.org'
Was it on the day on which it came?
  whosent batv verify --on 2026-11-20 'prvs=3801d48fa1=anna@example.org'
""",
    "Exit status": """\
0  all tags are valid
1  not all are
2  wrong usage, or the keys cannot be read
""",
}
ID_NOTES = {
    "Examples": """\
For a mailbox without a server of its own: the header field of one message
  echo "Message-ID: $(whosent batv message-id anna@example.org)"
""",
}

KEYS = click.option(
    "--keys", "--batv", "keys", type=FileName(), default="/etc/whosent/tags", show_default=True, metavar="FILE",
    help="The file with the keys, that of `whosent check --batv`; in a configuration file its name is batv, too.",
)  # fmt: skip
ON = click.option("--on", type=Day(), metavar="DATE", help="As on this day, by UTC. Default: today.")
SHARED = (KEYS, LANGUAGE, CONFIG)
NUMBER = click.argument("number", type=click.IntRange(0, 9), metavar="NUMBER")


class Listing(click.Group):
    """A group that lists where nothing else is asked of it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """No command: `list`, with its options."""
        given = args[:1]
        if not ctx.resilient_parsing and (not given or (given[0][:1] == "-" and given[0] not in ctx.help_option_names)):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(name="batv", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> int | None:
    """Tags of your own mail (BATV), and their keys.

    A tag on the envelope sender tells bounces of mail that left you from those of mail that somebody made up. The keys
    are in a file that all your mail servers share.
    """
    if ctx.invoked_subcommand is not None:
        return None
    click.echo(ctx.get_help(), err=True)
    return WRONG_USAGE


@command.command(name="sign", cls=Command, notes=SIGN_NOTES)
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@with_options(ON, *SHARED)
def sign(addresses: tuple[str, ...], **options: Any) -> int:
    """Tag addresses, as your servers do with envelope senders.

    Addresses with more than 48 bytes before the @ are not tagged, for nothing longer than 64 may stand there.
    """
    from whosent.apps.cli.tagging import sign_addresses

    return sign_addresses(addresses, options)


@command.command(name="verify", cls=Command, notes=VERIFY_NOTES)
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@with_options(
    ON,
    click.option(
        "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True,
        help="text for people, json for programs.",
    ),
    *SHARED,
)  # fmt: skip
def verify(addresses: tuple[str, ...], **options: Any) -> int:
    """Say what the tags of addresses are worth.

    Also of tags that a forwarder wrapped (SRS). Tags of other programs, and those of keys that are not in the file,
    are foreign: nobody can tell here.
    """
    from whosent.apps.cli.tagging import verify_addresses

    return verify_addresses(addresses, options)


@command.command(name="message-id", cls=Command, notes=ID_NOTES)
@click.argument("address", metavar="ADDRESS")
@with_options(*SHARED)
def message_id(address: str, **options: Any) -> int:
    """Make a signed Message-ID for one message with ADDRESS as From.

    It is for mailboxes whose server does not tag: bounces mostly return it, and `whosent check --batv` knows it again.
    """
    from whosent.apps.cli.tagging import print_message_id

    return print_message_id(address, options)


@command.group(name="keys", cls=Listing)
def keys() -> None:
    """The keys of tags: what each does, new ones, and which one signs.

    One key signs, others only verify: an older one of which there are tags about, and a coming one that has to be on
    all servers before any of them uses it. Without a command: `list`.
    """


@keys.command(name="list", cls=Command, notes={"Order": KEYS_NOTES})
@with_options(*SHARED)
def list_(**options: Any) -> int:
    """List the keys, and what each does. Secrets are not shown."""
    from whosent.apps.cli.tagging import list_keys

    return list_keys(options)


@keys.command(name="add", cls=Command, notes=ADD_NOTES)
@with_options(
    click.option("--exim", is_flag=True, help="An Exim makes or verifies tags with it, too: its tags last 7 days."),
    click.option(
        "--days", type=click.IntRange(1, 30), default=14, show_default=True, metavar="N",
        help="For how long a tag is good. Bounces that come later are refused: some come after ten days.",
    ),
    *SHARED,
)  # fmt: skip
def add(**options: Any) -> int:
    """Make a new key with a random secret. It only verifies until it is used."""
    from whosent.apps.cli.tagging import add_key

    return add_key(options)


@keys.command(name="use", cls=Command, notes={"Order": KEYS_NOTES})
@NUMBER
@with_options(*SHARED)
def use(number: int, **options: Any) -> int:
    """Sign with this key from now on; the former one only verifies."""
    from whosent.apps.cli.tagging import use_key

    return use_key(number, options)


@keys.command(name="drop", cls=Command, notes={"Order": KEYS_NOTES})
@NUMBER
@with_options(
    click.option("--now", is_flag=True, help="Also while mail that was tagged with it may bounce."),
    *SHARED,
)  # fmt: skip
def drop(number: int, **options: Any) -> int:
    """Retire a key: its line is deleted, and what it tagged is foreign."""
    from whosent.apps.cli.tagging import drop_key

    return drop_key(number, options)


@keys.command(name="show", cls=Command)
@NUMBER
@with_options(*SHARED)
def show(number: int, **options: Any) -> int:
    """Print the secret of a key, for the configuration of an Exim."""
    from whosent.apps.cli.tagging import show_key

    return show_key(number, options)
