"""Keys, mail hosts, mail: how records are read."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.unit.posture.domains import GOOD, HOSTS, looked_at

from whosent.model.question import Observed
from whosent.posture import is_selector, see
from whosent.posture.dkim import look_up
from whosent.posture.facts import Key


def read(record: str) -> Key:
    return look_up("s", "own.example", "given", lambda _: Observed((record,)))


@pytest.mark.parametrize("form", [PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1])
@pytest.mark.parametrize("bits", [1024, 2048])
def test_size_of_a_key(form: PublicFormat, bits: int) -> None:
    der = rsa.generate_private_key(65537, bits).public_key().public_bytes(Encoding.DER, form)
    key = read(f"v=DKIM1; p={base64.b64encode(der).decode()}")
    assert (key.state, key.bits) == ("key", bits)


@pytest.mark.parametrize(("record", "state"), [
    ("p=", "revoked"), ("v=DKIM1; k=rsa", "none"), ("v=DMARC1; p=none", "none"), ("h=sha1; p=AAAA", "broken"),
    ("p=!!", "broken"), ("p=MA==", "broken"),
    ("p=MIIBIjAN", "broken"),
    ("k=ed25519; p=AAAA", "broken"), ("k=new; p=AAAA", "broken"), ("p=" + "A" * 4_000, "broken"),
    ("p=" + base64.b64encode(b"\x30\x84\xff\xff\xff\xff" * 50).decode(), "broken"),
    ("p=" + base64.b64encode(b"\x30\x80" * 500).decode(), "broken"),
    ("p=" + base64.b64encode(b"\x30\x00\x02\x00").decode(), "broken"),
])  # fmt: skip
def test_what_is_no_key(record: str, state: str) -> None:
    assert read(record).state == state


def test_a_key_that_is_far_too_small_is_one() -> None:
    """512 bits: openssl genrsa 512."""
    key = read(
        "p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK7gZyS4wigDHAVezDUDZHxkUyOh2j+IWMtXq+IhUgP0/RLPpmPWD5eSHgSMzf4enFzLo8KXIuC7h2Djcz0z9RUCAwEAAQ=="
    )
    assert (key.state, key.bits) == ("key", 512)


def test_a_key_may_be_divided_by_blanks() -> None:
    assert read("k=ed25519; p=11qYAYKxCrfVS/7T yWQHOg7hcvPapi\tMlrwIaaPcHURo= ; t=s:y").testing


def test_two_keys_at_one_selector_are_none() -> None:
    zone = {**GOOD, "TXT a._domainkey.own.example": ["p=AAAA", "p="]}
    assert [key.state for key in looked_at(zone, "own.example", None, "a").keys] == ["broken"]


@pytest.mark.parametrize(("texts", "state"), [
    ([], "none"), (["v=TLSRPTv1; rua=mailto:a@b.example"], "found"), (["v=TLSRPTv1;", "v=TLSRPTv1;"], "several"),
    (["v=TLSRPTv2;", "v=spf1 -all"], "none"), ("no answer", "unseen"),
])  # fmt: skip
def test_tls_reports(texts: list[str] | str, state: str) -> None:
    assert looked_at({**HOSTS, "TXT _smtp._tls.own.example": texts}).transport.tls_rpt == state


def test_mail_hosts_in_order() -> None:
    transport = looked_at({"MX own.example": ["20 b.own.example", "5 A.own.example.", "x c.own.example"]}).transport
    assert transport.mx == ("c.own.example", "a.own.example", "b.own.example")
    assert transport.dead == transport.mx


@pytest.mark.parametrize(("hosts", "null"), [(["0 ."], True), (["0 .", "10 mail.own.example"], False), ([], False)])
def test_null_mx(hosts: list[str], null: bool) -> None:
    assert looked_at({"MX own.example": hosts}).transport.null_mx is null


@pytest.mark.parametrize(("text", "is_one"), [
    ("s1", True), ("a.b-c_d", True), ("", False), ("a b", False), ("a..b", False), (".a", False), ("a" * 200, False),
    ("ä", False), ("a;b", False),
])  # fmt: skip
def test_selectors(text: str, is_one: bool) -> None:
    assert is_selector(text) is is_one


def test_selectors_of_other_domains_are_not_looked_up() -> None:
    mail = b"".join(
        b"DKIM-Signature: %s\n" % tags for tags in (b"d=OWN.example.; s=a", b"d=notown.example; s=b", b"s=c")
    )
    assert see("own.example", [mail + b"From: a@own.example\n\nx\n"]).selectors == (("a", "own.example"),)


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 1000, b"DKIM-Signature: " + b"d=own.example; s=x;" * 9_000, b"\n\n", b"A: b"]
)
def test_any_mail_is_borne(data: bytes) -> None:
    assert len(see("own.example", [data]).selectors) <= 20
