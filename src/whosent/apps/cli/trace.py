"""`whosent trace`: the way of one message."""

from __future__ import annotations

import sys

import click
import msgspec

from whosent.apps import bootstrap
from whosent.apps.cli.options import make_side, side_options
from whosent.model.item import Unreadable
from whosent.report import machine
from whosent.service.trace import trace


@click.command(name="trace")
@click.argument("message", metavar="MESSAGE")
@side_options
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def command(message: str, as_: tuple[str, ...], own: tuple[str, ...], own_complete: bool, mx: tuple[str, ...],
            format_: str) -> int:  # fmt: skip
    """The way of one message, hop by hop."""
    side = make_side(names=as_, own=own, mx=mx, own_complete=own_complete)
    found = next(iter(bootstrap.read([message])))
    if isinstance(found, Unreadable):
        raise click.UsageError(f"{found.source}: {found.error}")
    hops, _ = trace(found, side, {})
    sys.stdout.buffer.write(msgspec.json.encode({"hops": [machine.hop(hop) for hop in hops]}) + b"\n")
    return 0
