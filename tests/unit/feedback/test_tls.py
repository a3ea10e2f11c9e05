from __future__ import annotations

import json

import pytest
from tests.unit.feedback.reports import DOMAIN, tls_json

from whosent.feedback import tls
from whosent.feedback.unpack import RefusedError
from whosent.model.feedback import Feedback, Sessions


def read(data: bytes) -> list[Feedback]:
    return list(tls.read(iter((data,))))


def refused(data: bytes) -> str:
    with pytest.raises(RefusedError) as said:
        read(data)
    return said.value.trouble


def changed(**values: object) -> bytes:
    return json.dumps({**json.loads(tls_json()), **values}).encode()


def test_sessions_of_a_domain() -> None:
    (found,) = read(tls_json())
    assert (found.form, found.domain, found.reporter, found.report_id) == ("tls", DOMAIN, "Post", "t1")
    assert (found.begin, found.end) == ("2026-11-20T00:00:00+00:00", "2026-11-20T23:59:59+00:00")
    assert found.sessions == Sessions(1_200, 3, ("certificate-expired",))


def test_policies_of_one_domain_are_added_and_others_stand_apart() -> None:
    (policy,) = json.loads(tls_json())["policies"]
    (other,) = json.loads(tls_json("andere.example", 5, 0))["policies"]
    one, two = read(changed(policies=[policy, other, policy]))
    assert one.sessions == Sessions(2_400, 6, ("certificate-expired",))
    assert (two.domain, two.sessions) == ("andere.example", Sessions(5, 0))


def test_what_reporters_leave_out_or_write_otherwise() -> None:
    (found,) = read(changed(policies=[{"policy": {"policy-domain": DOMAIN, "mx-host": "mx.anbieter.example"},
                                       "summary": {"total-successful-session-count": "7"}}]))  # fmt: skip
    assert found.sessions == Sessions(7, 0)
    (found,) = read(b"\xef\xbb\xbf" + tls_json())
    assert found.domain == DOMAIN
    (found,) = read(changed(**{"date-range": {}, "contact-info": None, "unknown": [{}]}))
    assert (found.begin, found.contact) == (None, None)


def test_impossible_numbers() -> None:
    (found,) = read(changed(policies=[{"summary": {"total-successful-session-count": -5,
                                                   "total-failure-session-count": 10**18}}]))  # fmt: skip
    assert found.sessions == Sessions(0, 10**9)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'{"policies": 7}', b'{"policies": [7]}', b"\xff\xfe{}", b'{"report-id": "\\ud800"}',
     b'{"a":' * 200_000, b'{"policies":' + b"[" * 200_000, b'{"policies": [{"summary": {"total-failure-session-count": '
     + b"9" * 5_000 + b"}}]}"],
)  # fmt: skip
def test_what_is_no_report_of_this_form(data: bytes) -> None:
    assert refused(data) == "damaged"


def test_without_a_policy_there_is_no_report() -> None:
    assert refused(b"{}") == "no-report"


def test_it_is_never_read_beyond_the_limit() -> None:
    def endless():
        while True:
            yield b"{},"

    with pytest.raises(RefusedError) as said:
        list(tls.read(endless()))
    assert said.value.trouble == "too-large"
