"""`whosent check`: the main job."""

from __future__ import annotations

import sys
from typing import Any

import click
import msgspec

from whosent.apps import bootstrap
from whosent.apps.cli.options import make_side, side_options
from whosent.model.item import Unreadable
from whosent.report import machine


@click.command(name="check")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@side_options
@click.option("--log", "logs", multiple=True, metavar="FILE")
@click.option("--dns", default=None, metavar="off|own|full|FILE")
@click.option("--format", "format_", type=click.Choice(["text", "json", "jsonl", "html"]), default="text")
@click.option("--lang", type=click.Choice(["de", "en"]), default="en")
def command(sources: tuple[str, ...], as_: tuple[str, ...], own: tuple[str, ...], own_complete: bool,
            mx: tuple[str, ...], logs: tuple[str, ...], dns: str | None, format_: str, lang: Any) -> int:  # fmt: skip
    """Who sent these messages?"""
    if logs:
        print("whosent: reading logs is not in this release; the files were not used", file=sys.stderr)
    side = make_side(names=as_, own=own, mx=mx, own_complete=own_complete)
    texts = bootstrap.texts(lang)
    encode = msgspec.json.Encoder().encode
    causes = set()
    read = 0
    for found in bootstrap.check(sources, side, dns or "off"):
        if isinstance(found, Unreadable):
            row = machine.unreadable(found)
        else:
            read += 1
            row = machine.message(found, None, texts)
            if found.verdict:
                causes.add(found.verdict.cause)
        sys.stdout.buffer.write(encode(row) + b"\n")
    if not read:
        return 2
    if causes & {"script", "mailbox", "forwarded"}:
        return 1
    return 3 if "undetermined" in causes else 0
