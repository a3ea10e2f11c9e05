"""What a line says, as a dict without the fields that are not there."""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received import parse

_EMPTY = Hop()


def facts(line: str) -> dict[str, object]:
    """The fields of the hop that differ from an empty hop; `family` always."""
    hop = parse(line)
    found: dict[str, object] = {"family": hop.family}
    for field in hop.__struct_fields__:
        value = getattr(hop, field)
        if value != getattr(_EMPTY, field) or type(value) is not type(getattr(_EMPTY, field)):
            found[field] = value
    return found
