"""What a recipient of null-sender mail is worth."""

from __future__ import annotations

import pytest
from msgspec import structs
from tests.unit.guard.case import DAY, RETIRED, RING, SETTINGS, tagged

from whosent.guard.judging import bears_tag, judge
from whosent.guard.routed import tidied


@pytest.mark.parametrize(("recipient", "worth"), [
    (tagged("anna@example.org"), "valid"),
    (tagged("anna@example.org", key=2), "valid"),
    (tagged("Anna@example.org").upper(), "valid"),
    (tagged("anna@example.org", day=DAY - 1), "expired"),
    (RING.sign("anna@example.org", DAY + 1), "valid"),  # by a clock that is ahead
    (tagged("anna@example.org", day=DAY + 16), "expired"),  # of the last round of days
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
    ("postmaster", "role"),
    ("anna", "untagged"),
    (tagged("anna@example.org").partition("@")[0], "false"),
    ("", "not-ours"),
])  # fmt: skip
def test_worth(recipient: str, worth: str) -> None:
    assert judge(recipient, SETTINGS, RING, DAY) == worth


@pytest.mark.parametrize("form", [
    "{local}%example.org", "example.org!{local}", "@mx.example.net:{local}@example.org",
    "@mx.example.net,@b.example.net:{local}@example.org", "{local}%example.org@mx.example.net",
    "{local}@example.org@mx.example.net", '"{local}@example.org"@mx.example.net', "mx.example.net!example.org!{local}",
    "example.org!{local}@mx.example.net", "{local}@example.org@", "{local}%example.org@",
    "{local}%example.org@[192.0.2.1]", '"{local}%example.org"@mx.example.net',
])  # fmt: skip
def test_older_forms_are_judged_by_the_mailbox_that_they_reach(form: str) -> None:
    good, false = tagged("anna@example.org"), tagged("anna@example.org", secret=RETIRED)
    for address, worth in (("anna@", "untagged"), ("postmaster@", "role"), (good, "valid"), (false, "false")):
        local = address.partition("@")[0]
        recipient = form.format(local=local)
        assert judge(recipient, SETTINGS, RING, DAY) == worth
        assert bears_tag(recipient, SETTINGS) is local.startswith("prvs=")


@pytest.mark.parametrize("recipient", [
    "anna%example.net@mx.example.net", "a!b@example.net", '"an na"@example.net', "example.net!anna",
    "a!b!c!d!e@example.net", "@", "%", "!",
])  # fmt: skip
def test_what_leads_elsewhere_is_not_ours(recipient: str) -> None:
    assert judge(recipient, SETTINGS, RING, DAY) == "not-ours"


@pytest.mark.parametrize("recipient", [
    '"anna@example.org"@example.org', '"anna@"@example.org', '"example.net!anna"@example.org',
    "mx.example.net!" * 50 + "example.org!anna", "!" * 60_000 + "anna", "@a:" * 20_000,
])  # fmt: skip
def test_nobody_wraps_an_address_until_it_is_let_through(recipient: str) -> None:
    assert judge(recipient, SETTINGS, RING, DAY) == "untagged"


@pytest.mark.parametrize("recipient", [
    "anna(x)@example.org", "anna@example.org(x)", "anna((x)(y))@example.org", " anna@example.org",
    "anna @ example . org", '"anna" @example.org', 'an"na"@example.org',
    "an\\na@example.org", "anna\\@example.org", "anna@(\\))example.org",
    "anna(@a.example)@example.org", " @x.example : anna@example.org", "(x)anna%example(y).org@mx.example.net",
])  # fmt: skip
def test_comments_and_blanks_hide_nothing(recipient: str) -> None:
    assert judge(tidied(recipient), SETTINGS, RING, DAY) == "untagged"


@pytest.mark.parametrize("recipient", ['"an na"@example.org', '"a(b)"@example.org', '"a\\"b"@example.org'])
def test_what_is_quoted_stays(recipient: str) -> None:
    assert tidied(recipient) == recipient
    assert judge(recipient, SETTINGS, RING, DAY) == "untaggable"


def test_an_address_literal_may_be_any_of_our_users() -> None:
    assert judge("anna@[192.0.2.10]", SETTINGS, RING, DAY) == "untagged"
    assert judge("postmaster@[192.0.2.10]", SETTINGS, RING, DAY) == "role"


@pytest.mark.parametrize(("recipient", "form"), [
    ("SRS0=AbCd=X1=example.net=bob@example.org", "srs"), (f"anna+{'x' * 60}@example.org", "untaggable"),
    ('"an na"@example.org', "untaggable"),
])  # fmt: skip
def test_a_form_that_no_sender_of_ours_has_lets_nobody_in(recipient: str, form: str) -> None:
    without = structs.replace(SETTINGS, forms=SETTINGS.forms - {form})
    assert judge(recipient, SETTINGS, RING, DAY) == form
    assert judge(recipient, without, RING, DAY) == "untagged"
