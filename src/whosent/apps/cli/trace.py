"""`whosent trace`: the way of one message."""

from __future__ import annotations

from typing import Any

import click

from whosent.apps.cli.options import CONFIG, LANGUAGE, SIDE, Command, FileName, with_options

NOTES = {
    "Examples": """\
The way of a bounce, and of the message in it:
  whosent trace --own mail.example.org bounce.eml
Headers that somebody sent you, to be pasted:
  whosent trace -
""",
}


@click.command(name="trace", cls=Command, notes=NOTES)
@click.argument("message", type=FileName(), metavar="MESSAGE")
@with_options(
    *SIDE,
    click.option(
        "--format",
        "format_",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="text for people, json for programs.",
    ),
    LANGUAGE,
    CONFIG,
)
def command(message: str, **options: Any) -> int:
    """The way of one message, hop by hop: who took it from whom, and who vouches for that line.

    MESSAGE is a message or its header block; `-` is standard input. A bounce also tells the way of the message that it
    returns. The text goes from the sender to you; ● was seen by somebody to be believed, ○ is only claimed, ■ is your
    border, ↩ is the bounce. In json the hops stand as in the message, topmost first, a bounce's own before the others.
    """
    from whosent.apps.cli.tracing import trace

    return trace(message, options)
