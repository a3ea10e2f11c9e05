"""dkimpy and we say the same of what dkimpy signed, as it is and after changes, but for these known differences:

- dkimpy counts one From more than h= has; we judge what h= says, and `covers` tells whether every From is signed.
- dkimpy rejects a whole message for a line that is no field, or a blank in front of a colon (RFC 5322 section 4.5.8).
- dkimpy takes CR, VT and FF for white space of a header field and lets them into base64; RFC 6376 section 2.8 does not.
- dkimpy leaves a blank between the value of b= and its semicolon; RFC 6376 section 3.5 deletes it.
- dkimpy lets a signature sign its own field by naming it in h=; RFC 6376 section 3.7 says that it is not there.
- dkimpy calls rsa-sha1 valid; RFC 8301 does not.
- dkimpy keeps blanks at the end of a relaxed body that has lost its last line end, which bounces often have; we end the
  line first, as it was ended when it was signed.
- dkimpy compares t= and x= with the clock; we compare x= with a time that is given, and report.
- dkimpy takes a signature for invalid where there is no key; we say that nobody can tell.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.unit.auth.dkim.signing import ALGORITHMS, NAME, asking, by_hand, dkimpy_says, record, sign

from whosent.auth.dkim import Signature, verify
from whosent.mail.part import parse
from whosent.model.notice import Body

CANONICAL = ("simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed")
NAMES = (b"From", b"Subject", b"To", b"X-Dup", b"x-dup", b"Received", b"Cc")
TEXT = st.lists(
    st.sampled_from([b"a", b"bc", b" ", b"  ", b"\t", b"\r\n ", b"\r\n\t", b"\xc3\xa4", b"\xff", b":", b";", b"b="]),
    max_size=8,
).map(b"".join)  # fmt: skip
LINES = st.lists(
    st.sampled_from([b"a", b"bc", b" ", b"  ", b"\t", b"\r\n", b"\r\n\r\n", b" \r\n", b"\xc3\xa4", b"\x00", b"From "]),
    max_size=14,
).map(b"".join)  # fmt: skip


@st.composite
def plain_messages(draw: st.DrawFn) -> bytes:
    """One From, and fields as they come; no value is white space alone (dkimpy's folds would swallow it)."""
    names = draw(st.lists(st.sampled_from(NAMES[1:]), max_size=6))
    names.insert(draw(st.integers(0, len(names))), NAMES[0])
    fields = [name + b":" + draw(TEXT) + b"x" + draw(TEXT).rstrip() + b"\r\n" for name in names]
    body = draw(LINES)
    return b"".join(fields) + b"\r\n" + (body + b"\r\n" if body.endswith((b" ", b"\t")) else body)


@st.composite
def signed_messages(draw: st.DrawFn) -> tuple[str, bytes]:
    algorithm = draw(st.sampled_from(ALGORITHMS))
    message = draw(plain_messages())
    names = draw(st.lists(st.sampled_from([b"subject", b"x-dup", b"to", b"not-there"]), max_size=6))
    return algorithm, sign(
        message, algorithm, draw(st.sampled_from(CANONICAL)), length=draw(st.booleans()),
        headers=(b"from", *names, b"from"),
    )  # fmt: skip


def ours(algorithm: str, message: bytes, have: Body = "full") -> Signature:
    return verify(parse(message), have, None, asking(record(algorithm)))[0]


def theirs(algorithm: str, message: bytes) -> bool:
    return dkimpy_says(message, {NAME: record(algorithm)})


def agree(algorithm: str, message: bytes) -> bool:
    found = verify(parse(message), "full", None, asking(record(algorithm)))
    return any(signature.header == signature.body == "valid" for signature in found) == theirs(algorithm, message)


@given(signed_messages())
def test_what_was_signed_is_valid(signed: tuple[str, bytes]) -> None:
    algorithm, message = signed
    found = ours(algorithm, message)
    assert (found.header, found.body, found.why) == ("valid", "valid", "")
    assert theirs(algorithm, message)


@given(signed_messages())
def test_lf_in_place_of_crlf(signed: tuple[str, bytes]) -> None:
    algorithm, message = signed
    message = message.replace(b"\r\n", b"\n")
    assert ours(algorithm, message).header == "valid"
    assert agree(algorithm, message)


@given(signed_messages(), st.data())
def test_after_a_change(signed: tuple[str, bytes], data: st.DataObject) -> None:
    algorithm, message = signed
    at = data.draw(st.integers(1, len(message)))
    gone = data.draw(st.integers(0, 3))
    put = data.draw(st.sampled_from([b"", b"a", b" ", b"\t", b"\r\n", b"\r\n ", b"A", b";", b"=", b"X: y\r\n", b"0"]))
    changed = message[:at] + put + message[at + gone :]
    if not _is_known_difference(changed):
        assert agree(algorithm, changed)


@given(signed_messages(), st.data())
def test_a_field_or_line_more(signed: tuple[str, bytes], data: st.DataObject) -> None:
    algorithm, message = signed
    lines = message.splitlines(keepends=True)
    lines.insert(
        data.draw(st.integers(0, len(lines))), data.draw(st.sampled_from([b"Subject: a\r\n", b"X-Dup: a\r\n"]))
    )
    changed = b"".join(lines)
    assume(not _is_known_difference(changed))
    assert agree(algorithm, changed)


@given(signed_messages(), st.data())
def test_without_some_of_the_body(signed: tuple[str, bytes], data: st.DataObject) -> None:
    """The header says the same, and the body is valid only if what came is all that was signed."""
    algorithm, message = signed
    body = parse(message).body
    cut = message[: data.draw(st.integers(body, len(message)))]
    assume(not _is_known_difference(cut))
    found = ours(algorithm, cut, "truncated")
    assert (found.header, found.why) == ("valid", "")
    assert found.body == ("valid" if theirs(algorithm, cut) else "unknown")


def _is_known_difference(message: bytes) -> bool:
    head, _, _ = message.replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = head.split(b"\n")
    if re.search(rb"\r(?!\n)|[ \t]\Z", message):
        return True
    return not all(re.match(rb"[!-9;-~]+:|[ \t]", line) for line in lines) or _is_broken_b(head)


def _is_broken_b(head: bytes) -> bool:
    """A blank, or another tag, behind b=, whose value dkimpy's signatures have at the end."""
    value = re.search(rb"[; \n]b=([^;]*)(;?)", head)
    return value is not None and bool(value[2])


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("canonical", CANONICAL)
@pytest.mark.parametrize("length", [False, True])
def test_every_combination(algorithm: str, canonical: str, length: bool) -> None:
    message = sign(algorithm=algorithm, canonical=canonical, length=length)
    assert ours(algorithm, message).header == ours(algorithm, message).body == "valid"
    assert theirs(algorithm, message)


def test_the_known_differences() -> None:
    rsa = ALGORITHMS[0]
    once = sign(headers=(b"from",)).replace(b"From:", b"From: x@own.example\r\nFrom:", 1)
    assert (theirs(rsa, once), ours(rsa, once).header, ours(rsa, once).covers) == (False, "valid", ())
    spaced = sign().replace(b"Received:", b"Received :")
    assert (theirs(rsa, spaced), ours(rsa, spaced).header) == (False, "valid")
    sha1 = sign(algorithm="rsa-sha1")
    assert (theirs(rsa, sha1), ours(rsa, sha1).header) == (True, "unknown")
    control = sign(headers=(b"from", b"to")).replace(b"To: ", b"To: \x0b")
    assert (theirs(rsa, control), ours(rsa, control).header) == (True, "invalid")
    itself = by_hand("h=from:dkim-signature")
    assert (theirs(rsa, itself), ours(rsa, itself).header) == (False, "valid")
    expired = by_hand("t=1000; x=2000; h=from")
    assert (theirs(rsa, expired), ours(rsa, expired).header) == (False, "valid")
