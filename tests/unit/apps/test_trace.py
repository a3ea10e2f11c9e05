"""`whosent trace`."""

from __future__ import annotations

import msgspec
from tests.unit.apps.command import SIDE, sample, whosent

BLOCK = b"""\
Received: from mail.friend.test (mail.friend.test [198.51.100.80])
\tby mx.here.example (Postfix) with ESMTPS id 4CCC33333C3
\tfor <me@here.example>; Tue, 24 Nov 2026 10:00:00 +0000 (UTC)
Received: from [10.0.0.7] (unknown [203.0.113.7])
\tby mail.friend.test (Postfix) with ESMTPSA id 4DDD
"""


def hops(done):
    assert done.status == 0
    assert done.err == ""
    return msgspec.json.decode(done.out)["hops"]


def test_a_header_block_from_standard_input():
    found = hops(whosent("trace", "--format", "json", "-", stdin=BLOCK))
    assert [(hop["standing"], hop["of"], hop["from_ip"], hop["line"]) for hop in found] == [
        ("observed", "notice", "198.51.100.80", 1), ("claimed", "notice", "203.0.113.7", 4),
    ]  # fmt: skip


def test_own_hosts_lead_further_down():
    inner = hops(whosent("trace", "--format", "json", "--own", "mail.friend.test", "-", stdin=BLOCK))
    assert [hop["standing"] for hop in inner] == ["observed", "observed"]


def test_of_a_bounce_both_ways():
    found = hops(whosent("trace", "--format", "json", *SIDE, sample("script")))
    assert [hop["of"] for hop in found] == sorted(hop["of"] for hop in found)
    assert {hop["of"] for hop in found} == {"notice", "returned"}


def test_errors_are_one_line():
    for arguments in (["absent.eml"], ["--own", "a@b.example", "-"], []):
        done = whosent("trace", *arguments)
        assert done.status == 2
        assert done.err.count("\n") == 1
