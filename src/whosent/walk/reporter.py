"""Who sent a report about our domain, and which of the sources in it are our own?

Anybody can send a report, about any domain, with any numbers. What can be shown is that it came from the mail system of
the domain in whose name it speaks: by the client that our border saw, or by what our border wrote about the signature.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from whosent.mail.address import domain_of
from whosent.mail.domain import same_organisation
from whosent.mail.head import Head
from whosent.model.feedback import Feedback, Record, Whose
from whosent.model.hop import Hop
from whosent.model.ownside import OwnSide
from whosent.walk.genuine import fits
from whosent.walk.lines import Line
from whosent.walk.outer import Outer, top_host, walk_in
from whosent.walk.side import Ask, Side

if TYPE_CHECKING:
    from whosent.auth.results import MethodResult

_WHOSE: dict[str, Whose] = {"yes": "own", "network": "own-network"}
_MAX_FIELDS = 10


def place_reports(
    reports: tuple[Feedback, ...], head: Head, lines: tuple[Line, ...], own: OwnSide, ask: Ask
) -> tuple[Feedback, ...]:
    """The reports of the message under `head` (with these Received lines) with their standing; sources of ours are
    marked."""
    if not reports:
        return ()
    side = Side(own, ask, top_host(lines))
    outer = walk_in(lines, side)
    return tuple([_placed(report, head, outer, side) for report in reports])


def _placed(report: Feedback, head: Head, outer: Outer, side: Side) -> Feedback:
    shown = side.own.intake == "store" and _came_from(_names(report), head, outer)
    return replace(
        report,
        standing="reported" if shown else "claimed",
        about_us=_is_ours(report.domain, side.own),
        records=tuple([_marked(record, side) for record in report.records]) if side.own.configured else report.records,
    )


def _names(report: Feedback) -> list[str]:
    """The domains in whose name it speaks: of the reporter's address, and its name where that is one."""
    named = (domain_of(report.contact), report.reporter)
    return [name.lower() for name in named if name and "." in name and " " not in name]


def _came_from(names: list[str], head: Head, outer: Outer) -> bool:
    """Did the message come from one of these domains, as our border saw it?"""
    if outer.border is None or outer.crossed or not names:
        return False
    if fits(outer.border.hop, names):
        return True
    from whosent.auth.results import read  # few messages are reports

    above = [number for number in head.numbers(b"authentication-results") if number < outer.border.number]
    found = [read(head.value(number)) for number in above[:_MAX_FIELDS]]  # below its own line they may be anybody's
    ours = (one for one in found if one.authserv_id is None or same_organisation(one.authserv_id, outer.border.hop.by))
    return any(_confirms(result, names) for one in ours for result in one.results)


def _confirms(result: MethodResult, names: list[str]) -> bool:
    if result.result != "pass" or result.method not in ("dmarc", "dkim"):
        return False
    domain = result.get("header.from") if result.method == "dmarc" else result.get("header.d", "header.i")
    domain = (domain or "").rpartition("@")[2]
    return any(same_organisation(domain, name) for name in names)


def _is_ours(domain: str | None, own: OwnSide) -> bool:
    """About one of those whose side we are on; with nobody named, everybody is. What could not be read is for us."""
    ours = (*own.domains, *(domain_of(address) for address in own.addresses))
    return domain is None or not ours or any(same_organisation(domain, name) for name in ours)


def _marked(record: Record, side: Side) -> Record:
    whose = _WHOSE.get(side.match(Hop(from_ip=record.source_ip))) if record.source_ip else None
    return replace(record, whose=whose) if whose else record
