"""RFC 6376 section 3.5."""

from __future__ import annotations

import pytest

from whosent.auth.dkim.field import read_field
from whosent.auth.dkim.tags import MAX_LIST

TAGS = {
    "v": "1", "a": "rsa-sha256", "c": "relaxed/simple", "d": "Own.Example", "s": "S1.a_b", "h": "From : To",
    "bh": "YWI=", "b": "YWJj",
}  # fmt: skip


def field(**changed: str | None) -> bytes:
    return "; ".join(f"{name}={value}" for name, value in (TAGS | changed).items() if value is not None).encode()


def test_all_values() -> None:
    read = read_field(field(i="Joe@mail.OWN.example", t="1795486682", x="1795486683", l="14", q="dns/txt:http"))
    assert read.why == ""
    assert (read.domain, read.selector, read.identity) == ("own.example", "s1.a_b", "Joe@mail.own.example")
    assert (read.algorithm, read.headers) == ("rsa-sha256", ("from", "to"))
    assert (read.body_hash, read.signature) == (b"ab", b"abc")
    assert (read.relaxed_header, read.relaxed_body) == (True, False)
    assert (read.signed_at, read.expires_at, read.length) == (1795486682, 1795486683, 14)


def test_defaults() -> None:
    read = read_field(field(c=None))
    assert (read.relaxed_header, read.relaxed_body) == (False, False)
    assert read.identity == "@own.example"
    assert (read.signed_at, read.expires_at, read.length) == (None, None, None)
    assert read_field(field(c="relaxed")).relaxed_body is False


@pytest.mark.parametrize("name", ["v", "a", "b", "bh", "d", "h", "s"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_tag(name: str, value: str | None) -> None:
    read = read_field(field(**{name: value}))
    assert (read.why, read.header) == ("syntax", "unknown")


@pytest.mark.parametrize(
    "changed",
    [
        {"d": "own..example"}, {"d": "example"}, {"d": "own.example."}, {"d": "a b.example"}, {"d": "-a.example"},
        {"d": "a" * 64 + ".example"}, {"d": ".".join(["a" * 60] * 5)}, {"d": "own\ufffd.example"}, {"s": "a/b"},
        {"b": "!!!!"}, {"bh": "YWI"}, {"t": "soon"}, {"t": ""}, {"x": "-1"}, {"l": "1.5"}, {"l": "1" * 77},
        {"t": "20", "x": "19"}, {"t": "\u0661"},
    ],
)  # fmt: skip
def test_malformed_values(changed: dict[str, str]) -> None:
    read = read_field(field(**changed))
    assert (read.why, read.header) == ("syntax", "unknown")


def test_malformed_lists() -> None:
    assert read_field(field() + b"; d=own.example").why == "syntax"
    assert read_field(b"").why == "syntax"
    assert read_field(b"\xff\x00;=").why == "syntax"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"v": "2"}, "version"), ({"q": "http"}, "query"), ({"a": "rsa-sha512"}, "algorithm"),
        ({"c": "nofws"}, "algorithm"), ({"c": "simple/nowsp"}, "algorithm"), ({"a": "rsa-sha1"}, "sha1"),
    ],
)  # fmt: skip
def test_what_cannot_be_checked(changed: dict[str, str], why: str) -> None:
    read = read_field(field(**changed))
    assert (read.why, read.header, read.domain) == (why, "unknown", "own.example")


@pytest.mark.parametrize("identity", ["joe", "@example", "@notown.example", "joe@own.example.test", ""])
def test_an_identity_outside_the_domain(identity: str) -> None:
    read = read_field(field(i=identity))
    assert (read.why, read.header) == ("identity", "invalid")


def test_from_must_be_signed() -> None:
    read = read_field(field(h="to:subject"))
    assert (read.why, read.header) == ("from-unsigned", "invalid")


def test_names_with_u_labels() -> None:
    assert read_field(field(d="b\u00fccher.example")).domain == "b\u00fccher.example"


def test_times_without_end() -> None:
    read = read_field(field(t="0000000000017", x="9" * 5_000))
    assert (read.why, read.signed_at, read.expires_at) == ("", 17, 10**12)


def test_a_field_longer_than_any_honest_one() -> None:
    assert read_field(field(n="a" * MAX_LIST)).why == "limit"
