"""The JSON of `whosent batv verify` (docs/tags.md). Stable like that of `machine`: names are added, never changed."""

from __future__ import annotations

from collections.abc import Iterable

from whosent.auth.days import written
from whosent.auth.tagged import Tagged
from whosent.report.machine import SCHEMA, Json, laid_out


def verified(found: Iterable[Tagged]) -> bytes:
    """One document."""
    return laid_out({"schema": SCHEMA, "tags": [_tag(one) for one in found]})


def _tag(one: Tagged) -> Json:
    return {
        "address": _text(one.address),
        "worth": one.worth,
        "inside": _text(one.inside) if one.inside is not None else None,
        "key": one.key,
        "until": written(one.until) if one.until is not None else None,
    }


def _text(typed: str) -> str:
    """What was no UTF-8 on the command line has no place in JSON."""
    return typed.encode(errors="replace").decode()
