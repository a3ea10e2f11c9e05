"""The work of `whosent trace`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from whosent.apps import bootstrap
from whosent.apps.cli.language import language
from whosent.apps.cli.options import tell_how_typing_ends, usage
from whosent.apps.cli.output import to_terminal
from whosent.model.case import Case
from whosent.model.item import Unreadable
from whosent.report import machine
from whosent.report.clean import visible
from whosent.report.dates import Clock
from whosent.report.parts import SIGNS
from whosent.report.template import plain
from whosent.report.texts import Texts
from whosent.report.way import way
from whosent.service.trace import trace as trace_item


def trace(argument: str, options: dict[str, Any]) -> int:
    """Print the way of a message."""
    try:
        side = bootstrap.side(**{name: options[name] for name in ("as_", "own", "own_complete", "mx", "hosting")})
    except ValueError as said:
        raise usage(said) from None
    chosen = options["lang"] or language()
    tell_how_typing_ends((argument,), chosen)
    found, *more = islice(bootstrap.read([argument]), 2)
    if isinstance(found, Unreadable):
        raise usage(f"{found.source}: {found.error}")
    if more:
        raise usage(f"{argument} holds more than one message: `whosent check` takes mailboxes and folders")
    case = trace_item(found, side)
    if options["format_"] == "json":
        out = machine.trace(case.hops)
    else:
        out = "".join(f"{line}\n" for line in to_terminal(_story(case, bootstrap.texts(chosen)))).encode()
    sys.stdout.buffer.write(out)
    return 0


def _story(case: Case, texts: Texts) -> Iterator[str]:
    """The stations from the sender to the reader, each with who vouches for it."""
    for node in way(case, texts, Clock(texts.language, bootstrap.local_zone(), named=True), "way"):
        mark = f"  <- {plain(node.mark)}" if node.mark else ""
        standing = f"  [{texts.say(f'standing-{node.standing}')}]" if node.standing else ""
        yield f"{SIGNS[node.form]} {visible(plain(node.title))}{standing}{mark}"
        for detail in node.details:
            yield f"    {visible(plain(detail))}"
