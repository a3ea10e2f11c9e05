"""Bounces that a person forwarded or pasted as text."""

from __future__ import annotations

import pytest
from tests.unit.notice.typed import mail, told, view

from whosent.mail import parse
from whosent.notice import recognise_with_returned
from whosent.notice.forward import forwarded_notice

WORDS = (
    "This is the mail system at host mx.receiver.example.\n\n"
    "<nobody@receiver.example>: host mx.receiver.example[192.0.2.25] said: 550 5.1.1\n    User unknown\n"
)
FORMS = {
    "Outlook": "-----Ursprüngliche Nachricht-----\n"
    "Von: Mail Delivery System [mailto:MAILER-DAEMON@mx.receiver.example]\n"
    "Gesendet: Dienstag, 24. November 2026\nAn: anna@shop.example\nBetreff: Undelivered Mail Returned to Sender\n\n",
    "Gmail": "---------- Forwarded message ---------\nFrom: Mail Delivery System <MAILER-DAEMON@mx.receiver.example>\n"
    "Date: Tue, 24 Nov 2026\nSubject: Undelivered Mail Returned to Sender\nTo: <anna@shop.example>\n\n\n",
    "Thunderbird": "-------- Weitergeleitete Nachricht --------\nBetreff: \tUndelivered Mail Returned to Sender\n"
    "Datum: \tTue, 24 Nov 2026\nVon: \tMAILER-DAEMON@mx.receiver.example (Mail Delivery System)\n"
    "An: \tanna@shop.example\n\n",
    "French": "Début du message réexpédié :\n\nDe : Mail Delivery System <MAILER-DAEMON@mx.receiver.example>\n"
    "Objet : Undelivered Mail Returned to Sender\nDate : 24 novembre 2026\nÀ : anna@shop.example\n\n",
}


def letter(text: str, subject: str = "WG: Undelivered Mail Returned to Sender") -> bytes:
    return mail(text, "Anna <anna@shop.example>", subject, "User-Agent: Mozilla Thunderbird\n", "<anna@shop.example>")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("quote", ["", "> "], ids=["plain", "quoted"])
def test_a_forwarded_bounce_is_read_and_returns_nothing(form: str, quote: str) -> None:
    pasted = "".join(f"{quote}{line}\n" for line in (form + WORDS).split("\n"))
    raw = letter(f"Hallo, was bedeutet das?\n\n{pasted}")
    notice = told(raw)
    assert (notice.kind, notice.dialect) == ("bounce", "postfix")
    assert [(r.address, r.status) for r in notice.recipients] == [("nobody@receiver.example", "5.1.1")]
    assert notice.inline
    assert recognise_with_returned(parse(raw))[1] is None


def test_a_pasted_bounce_without_its_header_is_a_letter() -> None:
    raw = letter(f"Was ist das?\n\nAm Dienstag schrieb Mail Delivery System:\n> {WORDS}", "Frage")
    assert told(raw).kind == "message"


EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  nobody@receiver.example
    Unrouteable address
"""
UNKNOWN = "Your mail could not be delivered.\n\nnobody@receiver.example: 550 5.2.2 Mailbox full\n"
OLD = "Delivery failed.\n\nnobody@receiver.example\n  host mx.receiver.example said: 550 user unknown\n"


@pytest.mark.parametrize("words", [WORDS + "could not be delivered\n", EXIM, UNKNOWN, OLD])
@pytest.mark.parametrize("quote", ["", "> "], ids=["plain", "quoted"])
def test_a_letter_with_a_pasted_bounce_is_known_as_such_but_no_bounce(words: str, quote: str) -> None:
    pasted = "".join(f"{quote}{line}\n" for line in words.split("\n"))
    notice = told(letter(f"Was ist das?\n\n{pasted}\nViele Grüße\n", "Frage"))
    assert (notice.kind, notice.recipients, notice.inline) == ("message", (), True)


@pytest.mark.parametrize(
    "text",
    [
        "Meine Nachricht an bert@shop.example kam zurück: could not be delivered. Was nun?\n",
        "bert@shop.example does not exist, he writes. He owes me 550 Euro.\n",
        "This is the mail system at host mx.remote.example that I told you of.\n<carol@remote.example>: she runs it.\n",
        "Version 5.1.1 is out: write to support@shop.example if it cannot be found.\n",
        "Ihr Paket konnte nicht zugestellt werden. Fragen? service@paket.example, Auftrag 550-4711\n",
        "",
    ],
)
def test_letters_about_mail_carry_no_bounce(text: str) -> None:
    assert not told(letter(text, "Frage")).inline


@pytest.mark.parametrize(
    "text",
    [
        "Wo ist der Brief?\n",
        FORMS["Gmail"].replace("Mail Delivery System <MAILER-DAEMON@", "Bert <bert@") + "Mein Paket ist nicht da.\n",
        "From: the beginning\nTo: the end\n\nI like the mail delivery.\n",
    ],
)
def test_forwarded_letters_are_letters(text: str) -> None:
    raw = letter(text)
    assert told(raw).kind == "message"
    assert forwarded_notice(view(raw)) is None


def test_a_bounce_itself_is_no_forward() -> None:
    assert not told(mail(FORMS["Gmail"] + WORDS, subject="Undelivered Mail Returned to Sender")).inline
