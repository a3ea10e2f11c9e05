"""Does a running mail server ask the guard? Something is handed to it, and the guard's counters have to rise."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator, Mapping
from time import monotonic, sleep
from typing import NamedTuple

from whosent.adapters.guard.asking import ASKERS
from whosent.adapters.mta.machine import Machine
from whosent.report.guard import Point

Counts = Callable[[], Mapping[str, int]]
"""The decisions of today, as the guard has written them down."""
PROBE = "whosent-check"
"""Local part of a sender that does not exist. Its mail goes to a name that does not exist either (RFC 2606), and the
bounce ends here."""
SECONDS = 15.0
"""To wait: the guard writes its counters every ten."""
_SMTP = 25


class Told(NamedTuple):
    """What the guard's configuration says. `map`, `policy`, `milter`: where it listens, None where systemd decides.
    `domain`: one of those whose mail is tagged. `counts`: None where none are kept."""

    domain: str
    map: str | None = None
    policy: str | None = None
    milter: str | None = None
    counts: Counts | None = None


def silent(machine: Machine, places: Mapping[str, str]) -> Iterator[Point]:
    """Where nobody answers that ought to, or says that it has no key: then no mail could leave."""
    for socket, place in places.items():
        seen = str(machine.path(place)) if "/" in place else place
        try:
            said = ASKERS[socket](seen)
            if socket == "map" and "key=-" in said.split():
                yield Point("setup-no-key", False)
        except (OSError, ValueError) as trouble:
            reason = trouble.strerror if isinstance(trouble, OSError) and trouble.strerror else str(trouble)
            yield Point("setup-silent", False, {"socket": socket, "place": place, "why": reason})


def check(machine: Machine, domain: str, counts: Counts | None, *, talks: bool = True) -> list[Point]:
    """One point each for signing and, where the mail server `talks` to the guard before the content, judging."""
    if counts is None:
        return [Point("setup-check-blind", True)]
    before = counts()
    wanted = {"signs": _send(machine, f"{PROBE}@{domain}")}
    if talks:
        wanted["judges"] = _talk()
    seen: set[str] = set()
    end = monotonic() + SECONDS
    while monotonic() < end and seen != {what for what, done in wanted.items() if done}:
        seen |= {what for what, done in wanted.items() if done and _rose(what, before, counts())}
        sleep(0.5)
    return [_point(what, done, what in seen) for what, done in wanted.items()]


def _point(what: str, tried: bool, seen: bool) -> Point:
    if not tried:
        return Point(f"setup-check-{what}-untried", True)
    return Point(f"setup-check-{what}" if seen else f"setup-check-{what}-not", seen)


def _rose(what: str, before: Mapping[str, int], now: Mapping[str, int]) -> bool:
    """signed; or any decision about mail that comes in with an empty sender."""
    names = [name for name in now if (name == "signed") == (what == "signs") and name not in ("unsigned", "error")]
    return any(now[name] > before.get(name, 0) for name in names)


def _send(machine: Machine, sender: str) -> bool:
    """As a web script does."""
    to = f"{PROBE}@{PROBE}.invalid"
    text = f"From: {sender}\nTo: {to}\nSubject: does mail leave with a tag?\n\nA test of whosent.\n"
    return machine.run("sendmail", "-i", "-f", sender, to, text=text).status == 0


def _talk() -> bool:
    """As who delivers a bounce; hangs up when it is accepted, so that nothing is delivered."""
    try:
        with smtplib.SMTP("127.0.0.1", _SMTP, timeout=10) as server:
            server.ehlo()
            spoken = server.docmd("MAIL FROM:<>"), server.docmd("RCPT TO:<postmaster>"), server.docmd("DATA")
            server.close()
            return all(code < 400 for code, _ in spoken)
    except (OSError, smtplib.SMTPException):
        return False
