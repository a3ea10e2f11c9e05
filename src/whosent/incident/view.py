"""What is told about a wave: `Part` statistics to `Incident` values."""

from __future__ import annotations

from collections.abc import Sequence

from whosent.incident.clock import HOUR, rfc3339
from whosent.incident.forecast import forecast
from whosent.incident.keys import domain_of
from whosent.incident.part import Part
from whosent.model.incident import Aim, Incident
from whosent.model.verdict import Cause, Certainty

_MANY = 4
_CATCH_ALL = 3
_PERSON = 3
_AIMED: frozenset[Cause] = frozenset({"forged", "undetermined", "fake"})
"""Where somebody outside may have chosen the sender address; else many of them are our own bounce addresses (VERP)."""

_SERIOUS: dict[Cause, int] = {"script": 0, "mailbox": 0, "forwarded": 1, "undetermined": 2, "fake": 3, "forged": 4,
                              "own": 5}  # fmt: skip
"""What has to be stopped comes first; then what is open, what is dangerous to click, and what is over."""


def incident_of(name: str, members: Sequence[tuple[Cause, Part]], now: int | None) -> Incident:
    """One wave of one or more stretches; `now` in seconds."""
    cause, part = members[0]
    if len(members) > 1:
        part = Part(name)
        for _, member in members:
            part.update(member)
    aim, tally = aim_of(cause, part), part.tally
    return Incident(
        id=name,
        cause=cause,
        certainty=certainty_of(tally.certainties),
        messages=part.messages,
        sources=tuple(part.sources),
        first=None if part.first is None else rfc3339(part.first),
        last=None if part.last is None else rfc3339(part.last),
        hourly=tuple((rfc3339(hour * HOUR), count) for hour, count in sorted(tally.hours.items())),
        addresses=tuple(tally.addresses),
        address_count=tally.mailboxes.count(),
        aim=aim,
        catch_all=_aimed(cause, part) and (tally.collected or tally.mailboxes.flagged() >= _CATCH_ALL),
        origins=tuple(tally.origins),
        origin_count=tally.origins_seen.count(),
        contents=part.contents.count(),
        forecast=forecast(tally.hours, cause=cause, aim=aim, daily=tally.daily, last=part.last, now=now),
    )


def signpost(name: str, into: Incident, messages: int) -> Incident:
    """The entry for an id that was merged."""
    return Incident(
        id=name, cause=into.cause, certainty=into.certainty, messages=messages, sources=(), merged_into=into.id
    )


def rank(incident: Incident) -> tuple[int, int, str, str]:
    """Sort key: most serious, then largest first."""
    return (_SERIOUS[incident.cause], -incident.messages, incident.first or "", incident.id)


def certainty_of(counts: dict[Certainty, int]) -> Certainty:
    """A wave claims no more than its messages: `certain` only if all are; else `likely`, unless more messages are
    unclear than are anything better."""
    better = counts["certain"] + counts["likely"]
    if counts["unclear"] == counts["likely"] == 0:
        return "certain"
    return "likely" if better > counts["unclear"] else "unclear"


def aim_of(cause: Cause, part: Part) -> Aim:
    """Random: at least four local parts, most of them made up, or each used once or twice. Targeted: at most three
    addresses, and most messages name the victim. Single: one address that looks real."""
    tally = part.tally
    addresses = tally.mailboxes.count()
    made_up = tally.mailboxes.flagged()
    aimed = _aimed(cause, part)
    if aimed and addresses >= _MANY and (2 * made_up > addresses or tally.addressed <= 2 * addresses):
        return "random" if len({domain_of(address) for address in tally.addresses}) == 1 else "unknown"
    if aimed and 1 <= addresses <= _PERSON and 2 * tally.named >= part.messages:
        return "targeted"
    return "single" if addresses == 1 and not made_up else "unknown"


def _aimed(cause: Cause, part: Part) -> bool:
    return cause in _AIMED and not part.tally.inside
