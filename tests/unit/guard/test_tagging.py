"""Whose mail is tagged on the way out, and whose tag is taken off."""

from __future__ import annotations

import pytest
from tests.unit.guard.case import DAY, NEW, OLD, RETIRED, RING, SETTINGS, tagged

from whosent.auth import batv
from whosent.auth.keyring import Keyring
from whosent.guard.tagging import sign, unsign

LOCAL = "x" * 48


@pytest.mark.parametrize(
    "sender", ["anna@example.org", "Anna.B+shop@Example.Org", f"{LOCAL}@example.org", "jörg@example.org"]
)
def test_signed_and_good_for_two_weeks(sender: str) -> None:
    made = sign(sender, SETTINGS, RING, DAY)
    assert made.why == "signed"
    assert made.address is not None
    assert made.address.endswith(f"={sender}")
    assert [batv.verify(made.address, RING.secrets, day) for day in (DAY, DAY + 14, DAY + 15)] == [
        "valid", "valid", "expired",
    ]  # fmt: skip


def test_needless_quotation_marks_go() -> None:
    assert sign('"anna"@example.org', SETTINGS, RING, DAY) == sign("anna@example.org", SETTINGS, RING, DAY)


def test_on_one_day_always_the_same() -> None:
    assert sign("anna@example.org", SETTINGS, RING, DAY) == sign("anna@example.org", SETTINGS, RING, DAY)


@pytest.mark.parametrize(("sender", "why"), [
    ("", "no-address"),
    ("anna", "no-address"),
    ("@example.org", "no-address"),
    ("anna@example.net", "not-ours"),
    ("news@example.org", "exempt"),
    ("SRS0=AbCd=X1=example.net=bob@example.org", "srs"),
    ("srs1+AbCd=fwd.example==EfGh=X1=example.net=bob@example.org", "srs"),
    ("SRS0=0a1b2c3d@example.org", "srs"),
    (tagged("anna@example.org"), "tagged"),
    ("btv1==068a4973b3a==anna@example.org", "tagged"),
    (f"{LOCAL}x@example.org", "untaggable"),
    ("ä" * 25 + "@example.org", "untaggable"),
    ('"a b"@example.org', "untaggable"),
    ("a b@example.org", "untaggable"),
    ("a\x01b@example.org", "untaggable"),
    ("\udcff@example.org", "untaggable"),
])  # fmt: skip
def test_goes_out_as_it_is(sender: str, why: str) -> None:
    assert sign(sender, SETTINGS, RING, DAY) == (why, None)


def test_without_a_key_it_has_to_wait() -> None:
    assert sign("anna@example.org", SETTINGS, Keyring((OLD,)), DAY).why == "no-key"
    assert sign("anna@example.net", SETTINGS, Keyring((OLD,)), DAY).why == "not-ours"


def test_a_tag_of_ours_is_taken_off_however_old() -> None:
    for day in (DAY, DAY - 1, DAY - 400):
        assert unsign(tagged("Anna@example.org", day=day), RING, DAY) == "Anna@example.org"
    assert unsign(tagged("anna@example.org", key=2), RING, DAY) == "anna@example.org"
    assert unsign(tagged("anna@example.org").upper(), RING, DAY) == "ANNA@EXAMPLE.ORG"


@pytest.mark.parametrize("recipient", [
    "anna@example.org",
    "",
    tagged("anna@example.org", secret=RETIRED),
    tagged("anna@example.org", key=7, secret=RETIRED),
    "btv1==068a4973b3a==anna@example.org",
    tagged("anna@example.org").replace("anna", "bert"),
    tagged("anna@example.org").replace("anna", "\udcff"),
])  # fmt: skip
def test_nothing_else_is(recipient: str) -> None:
    assert unsign(recipient, RING, DAY) is None


def test_a_key_that_signs_is_the_one_that_does() -> None:
    made = sign("anna@example.org", SETTINGS, Keyring((OLD, NEW)), DAY)
    assert made.address is not None
    assert made.address.startswith("prvs=3")
