"""Groups of delivery-status fields and the typed values in them."""

from __future__ import annotations

import pytest

from whosent.notice.fields import address_of, host_of, read_groups, untyped

A, C = "Final-Recipient: rfc822; a@b.example", "Final-Recipient: rfc822; c@d.example"
ONE = {"final-recipient": "rfc822; a@b.example", "action": "failed"}


@pytest.mark.parametrize(
    "text",
    [
        f"{A}\nAction: failed\n\n{C}\nAction: delayed\n",
        f"{A}\nAction: failed\n{C}\nAction: delayed\n",
        f"\n\nFINAL-RECIPIENT : rfc822;\n a@b.example\naction:failed\n \t\n{C}\nAction: delayed",
        f"  {A}\n\n  {C}\n",
    ],
    ids=["as the RFC has it", "no blank line", "folded, odd blanks", "indented"],
)
def test_groups(text: str) -> None:
    groups = read_groups(text)
    assert [group["final-recipient"].split()[-1] for group in groups] == ["a@b.example", "c@d.example"]


def test_groups_in_full() -> None:
    assert read_groups("Final-Recipient: rfc822; a@b.example\nAction: failed\n\nnot a field\n\nAction: delayed") == [
        ONE,
        {"action": "delayed"},
    ]


def test_the_first_occurrence_counts() -> None:
    assert read_groups("Status: 5.1.1\nStatus: 4.0.0\n folded") == [{"status": "5.1.1"}]


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("rfc822; bob@remote.example", "bob@remote.example"),
        ("rfc822;bob@remote.example", "bob@remote.example"),
        ("RFC822; <Bob@Remote.example>", "Bob@Remote.example"),
        ("<bob@remote.example>", "bob@remote.example"),
        ("bob@remote.example", "bob@remote.example"),
        ("rfc822; bob@remote.example (Bob B.)", "bob@remote.example"),
        ("rfc822; bob@remote.example>", "bob@remote.example"),
        ('rfc822; "bob b."@remote.example', '"bob b."@remote.example'),
        ('rfc822;"a@b"@remote.example', '"a@b"@remote.example'),
        ("rfc822;@relay.example:bob@remote.example", "bob@remote.example"),
        ("LOCAL;<bob@remote.example>", "bob@remote.example"),
        ("utf-8; j\\x{F6}rg@remote.example", "jörg@remote.example"),
        ("utf-8; jörg@bücher.example", "jörg@bücher.example"),
        ("rfc822; bob+40remote.example", "bob@remote.example"),
        ("x400; /RFC-822=bob(a)remote.example/ADMD= /C=WW/", "bob@remote.example"),
        ("rfc822; root", "root"),
        ("rfc822;|/bin/cat\\ /etc/x@remote.example", "|/bin/cat\\ /etc/x@remote.example"),
        ("bob%remote.example@relay.example", "bob%remote.example@relay.example"),
        ("rfc822; remote.example!bob", "remote.example!bob"),
        ("x400; /S=bob/OU=remote/C=GB/", None),
        ("rfc822; @remote.example", None),
        ("rfc822;/var/mail/bob", None),
        ("system;<>", None),
        ("rfc822;", None),
        ("", None),
        (None, None),
    ],
)
def test_address_of(value: str | None, address: str | None) -> None:
    assert address_of(value) == address


@pytest.mark.parametrize(
    ("value", "host"),
    [
        ("dns; mx.remote.example", "mx.remote.example"),
        ("dns;mx.remote.example. (192.0.2.25, the server for the domain)", "mx.remote.example"),
        ("dns; [192.0.2.25]", "192.0.2.25"),
        ("dns; <mx.remote.example>", "mx.remote.example"),
        ("x-local-hostname; Desk", "Desk"),
        ("mx.remote.example", "mx.remote.example"),
        ("dns;", None),
        (None, None),
    ],
)
def test_host_of(value: str | None, host: str | None) -> None:
    assert host_of(value) == host


def test_untyped() -> None:
    assert untyped("smtp;  550  5.1.1\t no") == "550 5.1.1 no"
    assert untyped("X-Postfix; unknown user") == "unknown user"
    assert untyped("550 no; really") == "550 no; really"
