"""Typed messages for the tests of this folder."""

from __future__ import annotations

from email.header import Header
from pathlib import Path

from whosent.mail import parse
from whosent.model.notice import Notice
from whosent.notice import View, recognise

WORDS = Path(__file__).parent / "words"
DAEMON = "MAILER-DAEMON@mx.receiver.example"
OWNER = "info@shop.example"


def mail(
    text: str,
    sender: str = DAEMON,
    subject: str = "Hello",
    fields: str = "",
    path: str = "<>",
    kind: str = "text/plain",
) -> bytes:
    """A message to OWNER; `fields` are further header lines, `path` the envelope sender."""
    head = (
        f"Return-Path: {path}\nReceived: from mx.receiver.example (mx.receiver.example [192.0.2.25])\n"
        "\tby mail.hoster.example (Postfix) with ESMTP id 4F2B61A0C3; Tue, 24 Nov 2026 09:10:11 +0100 (CET)\n"
        f"From: {sender}\nTo: {OWNER}\nSubject: {Header(subject, 'utf-8').encode()}\n{fields}"
        f"MIME-Version: 1.0\nContent-Type: {kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
    )
    return (head + text).encode()


def multipart(parts: list[tuple[str, str]], sender: str = DAEMON, subject: str = "Hello", fields: str = "",
              path: str = "<>", report: str = "mixed", boundary: str = "b1") -> bytes:  # fmt: skip
    """A multipart message of (header lines, body) parts."""
    head = mail("", sender, subject, fields, path, f'multipart/{report}; boundary="{boundary}"').decode()
    body = "".join(f"--{boundary}\n{lines}\n\n{text}\n" for lines, text in parts)
    return f"{head}{body}--{boundary}--\n".encode()


def told(raw: bytes) -> Notice:
    return recognise(parse(raw))


def view(raw: bytes) -> View:
    return View(parse(raw))


def cases(name: str) -> list[tuple[list[str], str]]:
    """The samples of `words/<name>.txt`: the fields of the line above, and the text."""
    sections = (WORDS / f"{name}.txt").read_text(encoding="utf-8").split("\n=== ")[1:]
    return [([field.strip() for field in above.split("|")], text + "\n")
            for above, _, text in (section.partition("\n") for section in sections)]  # fmt: skip
