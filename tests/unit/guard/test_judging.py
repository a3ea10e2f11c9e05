"""What a recipient of null-sender mail is worth."""

from __future__ import annotations

import pytest
from tests.unit.guard.case import DAY, RETIRED, RING, SETTINGS, tagged

from whosent.guard.judging import BAD, judge


@pytest.mark.parametrize(("recipient", "worth"), [
    (tagged("anna@example.org"), "valid"),
    (tagged("anna@example.org", key=2), "valid"),
    (tagged("Anna@example.org").upper(), "valid"),
    (tagged("anna@example.org", day=DAY - 1), "expired"),
    (tagged("anna@example.org", day=DAY + 15), "expired"),  # of the last round of days
    (tagged("anna@example.org", secret=RETIRED), "false"),
    (tagged("anna@example.org").replace("anna", "bert"), "false"),
    (tagged("postmaster@example.org", secret=RETIRED), "false"),
    (tagged("anna@example.org", key=7, secret=RETIRED), "foreign"),
    ("btv1==068a4973b3a==anna@example.org", "foreign"),
    ("anna@example.org", "untagged"),
    ("anna+prvs=3700a1b2c3@example.org", "untagged"),
    ("prvs=anna@example.org", "untagged"),
    ('"anna"@example.org', "untagged"),
    ('"an\\na"@example.org', "untagged"),
    ('"an na"@example.org', "untaggable"),
    ('"postmaster"@example.org', "role"),
    ("news@example.org", "exempt"),
    ("Postmaster@example.org", "role"),
    ("abuse@EXAMPLE.org", "role"),
    ("mailer-daemon@example.org", "role"),
    ("SRS0=AbCd=X1=example.net=bob@example.org", "srs"),
    ("x" * 49 + "@example.org", "untaggable"),
    ("x" * 48 + "@example.org", "untagged"),
    ("\udcff@example.org", "untaggable"),
    (tagged("anna@example.org").replace("anna", "\udcff"), "false"),
    ("anna@example.net", "not-ours"),
    (tagged("anna@example.org").replace("example.org", "example.net"), "not-ours"),
    ("postmaster", "not-ours"),
    ("", "not-ours"),
])  # fmt: skip
def test_worth(recipient: str, worth: str) -> None:
    assert judge(recipient, SETTINGS, RING, DAY) == worth


def test_what_is_bad() -> None:
    assert {"untagged", "expired", "false", "foreign"} == BAD
