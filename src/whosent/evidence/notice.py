"""Is the notice genuine, and what does it return?"""

from __future__ import annotations

from collections.abc import Iterator

from whosent.evidence.scene import Scene
from whosent.mail.address import first_address
from whosent.model.evidence import Evidence

_KIND = {"agrees": "reporter-agrees", "agrees-below": "reporter-agrees-below", "unchecked": "reporter-unchecked",
         "disagrees": "reporter-disagrees"}  # fmt: skip

_MAX_SEEN = 200
_ONE_SIGN = {"odd-call-to-action": "odd-link", "odd-not-system-sender": "odd-link"}
"""These rest on one and the same link: together they are one sign, not two (quarantine digests have all of them)."""


def collect(scene: Scene) -> Iterator[Evidence]:
    """Who made the notice; signs that no mail system wrote it; whether anything of the message came back."""
    walk = scene.walk
    if scene.plain:
        yield Evidence("plain-message", "observed", "notice:header")
        return
    reporter = scene.notice.reporting_mta or (walk.returned[0].hop.by if walk.returned else None)
    if walk.genuine == "ours":
        yield scene.at("notice-made-by-us", walk.lines[-1], host=walk.outer.maker)
    elif walk.outer.border is not None:
        client = walk.outer.border.hop.client
        yield scene.at(_KIND[walk.genuine], walk.outer.border, reporter=reporter or "?", client=client)
    elif walk.outer.account is not None:
        yield scene.at("notice-by-local-account", walk.lines[-1], account=walk.outer.account)
    elif walk.lines:
        yield scene.at(_KIND[walk.genuine], walk.lines[-1], reporter=reporter or "?", client=walk.outer.maker or "?")
    else:
        yield Evidence("reporter-unchecked", "claimed", "notice:header", {"reporter": reporter or "?", "client": "?"})
    number = next(iter(scene.head.numbers(b"return-path")), None)
    if number is not None and (sender := first_address(scene.head.value(number))):
        line = scene.line_number("notice", number)
        yield Evidence("notice-with-sender", scene.ours, "notice:Return-Path", {"sender": sender}, line)
    for oddity in scene.notice.oddities:
        yield Evidence(oddity.name, "claimed", "notice:text", {"seen": oddity.seen[:_MAX_SEEN]})
    if len({_ONE_SIGN.get(oddity.name, oddity.name) for oddity in scene.notice.oddities}) > 1:
        yield Evidence("several-fake-signs", "claimed", "notice:text")
    if scene.returned is None:
        yield Evidence("nothing-returned", "reported", "notice:text")
    elif not walk.returned:
        yield Evidence("no-trace-returned", "reported", "returned:header")
