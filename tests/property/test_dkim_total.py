"""DKIM and ARC are total: any bytes and answers give a result, and what is missing speaks against nobody."""

from __future__ import annotations

import base64

from hypothesis import given, settings
from hypothesis import strategies as st

from whosent.auth import arc, dkim
from whosent.auth.dkim.canonical import crlf, relaxed_body, relaxed_field, simple_body, unsigned
from whosent.auth.dkim.key import Key, read_key
from whosent.auth.dkim.tags import read_tags
from whosent.mail.part import parse
from whosent.model.question import NotObserved, Observed

BODY_HASH = b"bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
TAGS = st.sampled_from(
    [b"v=1", b"i=1", b"i=2", b"i=99", b"i=" + b"9" * 5_000, b"cv=none", b"cv=pass", b"cv=fail", b"a=rsa-sha256",
     b"a=ed25519-sha256", b"c=relaxed/relaxed", b"c=simple", b"d=own.example", b"s=s1", b"h=from", b"h=from:to:from",
     BODY_HASH, b"b=YWJj", b"b = Y\r\n WJj", b"t=1", b"x=2", b"t=" + b"9" * 5_000, b"l=0", b"i=a@own.example", b"q="]
)  # fmt: skip
ALWAYS = b"v=1;a=rsa-sha256;d=own.example;s=s1;b=YWJj;h=from;" + BODY_HASH
LISTS = st.lists(TAGS | st.binary(max_size=3), max_size=9).map(b";".join)
FIELDS = st.builds(
    lambda name, start, tags: name + start + tags + b"\r\n",
    st.sampled_from(
        [
            b"DKIM-Signature: ",
            b"ARC-Seal: ",
            b"ARC-Message-Signature: ",
            b"ARC-Authentication-Results: i=1; a.example; ",
        ]
    ),
    st.sampled_from([b"", ALWAYS + b";", b"i=1;cv=none;" + ALWAYS.removeprefix(b"v=1;") + b";"]),
    LISTS,
)
PIECES = FIELDS | st.sampled_from([b"From: a@own.example\r\n", b"\r\n", b"\n", b"\r", b" ", b"\t", b"To: x\n"])
MESSAGES = st.lists(PIECES | st.binary(max_size=4), max_size=12).map(b"".join)
KEY = "p=" + base64.b64encode(b"1" * 32).decode()
RECORDS = st.lists(
    st.sampled_from(
        [
            "v=DKIM1",
            "k=rsa",
            "k=ed25519",
            "t=s:y",
            "h=sha256",
            "s=email",
            "p=",
            "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        ]
    )
    | st.text(max_size=4),
    max_size=6,
).map(";".join)
ANSWERS = (
    st.none()
    | st.builds(NotObserved, st.text(max_size=3))
    | st.builds(Observed, st.lists(RECORDS, max_size=3).map(tuple))
)
BODIES = st.sampled_from(["full", "truncated", "none"])


@settings(deadline=None)
@given(MESSAGES, BODIES, st.none() | st.floats(), ANSWERS)
def test_any_message_gives_a_result(message: bytes, have, at: float | None, answer) -> None:
    part = parse(message)
    for signature in dkim.verify(part, have, at, lambda question: answer):
        assert part.head.fields[signature.number][1].lower() == b"dkim-signature"
        assert signature.header != "valid"  # nobody has the keys
        assert (signature.header == "invalid") <= (signature.why in ("mismatch", "identity", "from-unsigned"))
        assert have == "full" or signature.body != "invalid"
        assert signature.why
    chain = arc.verify(part, have, lambda question: answer)
    assert chain.cv != "pass"
    assert [instance.number for instance in chain.instances] == sorted({one.number for one in chain.instances})


@given(st.text() | RECORDS)
def test_any_record_is_a_key_or_a_reason(text: str) -> None:
    found = read_key(text)
    assert isinstance(found, Key) or found.startswith(("key-", "no-key"))
    assert read_tags(text) is None or isinstance(read_tags(text), dict)


@given(st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n", b"\n", b"\r", b"\x0b"]), max_size=20).map(b"".join))
def test_canonical_forms_are_their_own_canonical_form(data: bytes) -> None:
    for canonical in (simple_body, relaxed_body):
        once = canonical(crlf(data))
        assert canonical(once) == once
        assert once == b"" or once.endswith(b"\r\n")
    assert crlf(crlf(data)) == crlf(data)
    field = relaxed_field(b"A", data)
    assert relaxed_field(b"A", field[2:]) == field


@given(st.lists(st.sampled_from([b"b", b"=", b";", b" ", b"\r\n", b"x"]), max_size=20).map(b"".join))
def test_emptying_b_once_is_enough(value: bytes) -> None:
    assert unsigned(unsigned(value)) == unsigned(value)
