"""Amazon's notifications in JSON: what is in a field need not be what the field is for."""

from __future__ import annotations

import pytest

from whosent.mail import parse
from whosent.notice import recognise

HEAD = b"From: no-reply@sns.amazonaws.com\nTo: a@own.example\nSubject: AWS Notification Message\n\n"
BOUNCE = (
    '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bounceSubType":"General","bouncedRecipients":'
    '[{"emailAddress":"nobody@remote.example","action":"failed","status":%s,"diagnosticCode":"smtp; 550 5.1.1 x"}]}}'
)


@pytest.mark.parametrize("status", ['"4-1.1"', '"5.1"', '""', "5", "null", '"5.1.1"'])
def test_a_status_that_is_none_is_not_taken_for_one(status: str) -> None:
    (recipient,) = recognise(parse(HEAD + (BOUNCE % status).encode())).recipients
    assert (recipient.address, recipient.status) == ("nobody@remote.example", "5.1.1")


def test_json_too_deep_to_read_is_no_notification() -> None:
    deep = b'{"notificationType":"Bounce","bounce":' + b"[" * 100_000
    assert recognise(parse(HEAD + deep)).dialect == ""
