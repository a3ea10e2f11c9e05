"""Cases as the tests of grouping need them."""

from __future__ import annotations

from itertools import count

from whosent.incident.clock import DAY, HOUR, rfc3339
from whosent.model.case import Case, TracedHop
from whosent.model.hop import Hop
from whosent.model.notice import Notice
from whosent.model.verdict import Cause, Certainty, Origin, Subject, Verdict

START = 1_795_478_400
"""2026-11-24T00:00:00Z"""

_numbers = count(1)


def at(days: float = 0, hours: float = 0) -> int:
    return START + round(days * DAY + hours * HOUR)


def case(
    when: int | None = START,
    cause: Cause = "forged",
    certainty: Certainty = "certain",
    *,
    victim: str | None = "info@victim.example",
    addressee: str | None = None,
    ip: str | None = "203.0.113.9",
    text: str | None = None,
    names: bool = False,
    origin: Origin | None = None,
    subject: Subject | None = None,
    source: str | None = None,
    notice: Notice | None = None,
    noticed: int | None = None,
    entry: Hop | None = None,
    entered: int | None = None,
) -> Case:
    """A case whose returned message entered at `entered` and was handed over at `when`; `noticed`: notice date."""
    hops = []
    if when is not None:
        hops.append(TracedHop(Hop(by="mx.b.example", date=rfc3339(when)), "reported", "returned", 1, 0, "hand-over"))
    if entry or entered is not None:
        hop = entry or Hop(date=rfc3339(entered or 0))
        hops.append(TracedHop(hop, "observed", "returned", 4, 1, "entry"))
    return Case(
        source=source or f"in.mbox#{next(_numbers)}",
        notice=notice or Notice("bounce"),
        date=None if noticed is None else rfc3339(noticed),
        victim=victim,
        addressee=addressee,
        hops=tuple(hops),
        hand_over_ip=ip,
        verdict=Verdict(
            cause, certainty, "2026-12-01", "a-row", origin=origin or Origin(), subject=subject or Subject()
        ),
        fingerprint=text,
        mentions_victim=names,
    )
