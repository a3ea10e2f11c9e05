"""An empty sender is on other mail than bounces, too."""

from __future__ import annotations

import pytest

from whosent.guard.content import FIELDS, is_no_bounce

REPORT = "multipart/report; report-type={}; boundary=x"
PERSON = {"from": "Bert <bert@example.net>"}
SYSTEM = {"from": "Mail Delivery System <MAILER-DAEMON@mx.example.net>"}


@pytest.mark.parametrize("fields", [
    {"content-type": REPORT.format("disposition-notification"), **PERSON},
    {"content-type": 'multipart/report; boundary=x; report-type="disposition-notification"'},
    {"auto-submitted": "auto-replied (vacation)", **PERSON},  # Pigeonhole
    {"auto-submitted": "auto-generated", "content-type": "text/html", **PERSON},  # Exchange, out of office
    {"x-autoreply": "yes", **PERSON},
    {"precedence": "auto_reply", **PERSON},
    {"list-id": "<staff.example.net>", **PERSON},  # distribution groups of Exchange keep the empty sender
])  # fmt: skip
def test_no_bounce(fields: dict[str, str]) -> None:
    assert is_no_bounce(fields)
    assert set(fields) <= FIELDS


@pytest.mark.parametrize("fields", [
    {},
    PERSON,
    {"auto-submitted": "auto-replied", "content-type": REPORT.format("delivery-status"), **SYSTEM},  # Postfix
    {"auto-submitted": "auto-replied", "content-type": REPORT.format("delivery-status"), **PERSON},
    {"auto-submitted": "auto-replied", "x-failed-recipients": "a@example.net", **PERSON},  # Exim
    {"auto-submitted": "auto-replied", **SYSTEM},
    {"auto-submitted": "auto-generated", "from": "postmaster@example.net"},
    {"auto-submitted": "auto-replied", "from": "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.net"},
    {"auto-submitted": "no", **PERSON},
    {"auto-submitted": "auto-replied", "from": "nobody"},
    {"content-type": REPORT.format("global-delivery-status"), "list-id": "x", **PERSON},
    {"precedence": "bulk", **PERSON},
])  # fmt: skip
def test_maybe_a_bounce(fields: dict[str, str]) -> None:
    assert not is_no_bounce(fields)
