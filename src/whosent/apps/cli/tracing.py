"""The work of `whosent trace`."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from whosent.apps import bootstrap
from whosent.apps.cli.options import usage
from whosent.model.item import Unreadable
from whosent.report import machine
from whosent.service.trace import trace_hops


def trace(argument: str, options: dict[str, Any]) -> int:
    """Print the hops of a message."""
    try:
        side = bootstrap.side(**{name: options[name] for name in ("as_", "own", "own_complete", "mx", "hosting")})
    except ValueError as said:
        raise usage(said) from None
    found = next(bootstrap.read([argument]))
    if isinstance(found, Unreadable):
        raise usage(f"{found.source}: {found.error}")
    hops = trace_hops(found, side)
    sys.stdout.buffer.write(msgspec.json.encode({"hops": [machine.hop(hop) for hop in hops]}) + b"\n")
    return 0
