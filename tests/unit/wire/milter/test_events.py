"""Each packet as the step that it tells."""

from __future__ import annotations

import pytest
from tests.wire.client import texts

from whosent.wire.milter import events
from whosent.wire.milter.events import MOST, READERS

MACROS = {"i": "ABC"}


@pytest.mark.parametrize(("command", "data", "event"), [
    ("C", b"a.example\x004\x00\x19192.0.2.1\0", events.Connect("a.example", "inet", "192.0.2.1", 25, MACROS)),
    ("C", b"a\x006\x00\x19IPv6:2001:db8::1\0", events.Connect("a", "inet6", "2001:db8::1", 25, MACROS)),
    ("C", b"a\x006\xff\xff2001:db8::1\0", events.Connect("a", "inet6", "2001:db8::1", 65535, MACROS)),
    ("C", b"a\x00L\x00\x00/run/x\0", events.Connect("a", "unix", "/run/x", 0, MACROS)),
    ("C", b"\xff\x00U", events.Connect("\udcff", "unknown", "", 0, MACROS)),
    ("H", b"bot.example\0", events.Helo("bot.example", MACROS)),
    ("M", b"<>\0", events.MailFrom("", (), MACROS)),
    ("M", b"<a@example.org>\0SIZE=1\0BODY=8BITMIME\0",
     events.MailFrom("a@example.org", ("SIZE=1", "BODY=8BITMIME"), MACROS)),
    ("M", b"a@example.org\0", events.MailFrom("a@example.org", (), MACROS)),
    ("M", b'<"a>b"@example.org>\0', events.MailFrom('"a>b"@example.org', (), MACROS)),
    ("M", b"<\0", events.MailFrom("<", (), MACROS)),
    ("R", b"<b@example.org>\0NOTIFY=NEVER\0", events.Rcpt("b@example.org", ("NOTIFY=NEVER",), MACROS)),
    ("T", b"", events.Data(MACROS)),
    ("L", b"Subject\0a\n b\xff\0", events.Header("Subject", "a\n b\udcff")),
    ("L", b"X\0\0", events.Header("X", "")),
    ("N", b"", events.EndOfHeaders(MACROS)),
    ("B", b"a\0b\r\n", events.Body(b"a\0b\r\n")),
    ("E", b"", events.EndOfBody(b"", MACROS)),
    ("E", b"rest", events.EndOfBody(b"rest", MACROS)),
    ("U", b"XFOO bar\0", events.Unknown("XFOO bar")),
    ("A", b"", events.Abort()),
    ("Q", b"", events.Quit(reused=False)),
    ("K", b"", events.Quit(reused=True)),
])  # fmt: skip
def test_read(command: str, data: bytes, event: events.Event) -> None:
    read = READERS[command](data, MACROS)
    assert (type(read), read) == (type(event), event)


@pytest.mark.parametrize(("command", "data"), [
    ("C", b""), ("C", b"a"), ("C", b"a\0"), ("C", b"a\0X"), ("C", b"a\x004"), ("C", b"a\x004\0\x19"),
    ("C", b"a\x004\0\x19192.0.2.1"), ("C", b"a\x004\0\x19a\0b\0"),
    ("H", b""), ("H", b"a"), ("H", b"a\0b\0"),
    ("M", b""), ("M", b"<>"), ("R", texts("<>", *["x"] * (MOST + 1))),
    ("L", b"Subject\0"), ("L", b"a\0b"), ("L", b"a\0b\0c\0"),
    ("U", b"XFOO"),
])  # fmt: skip
def test_what_cannot_be_read(command: str, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        READERS[command](data, MACROS)
