"""Bounces of mail systems that nobody knows, in many languages and layouts."""

from __future__ import annotations

import pytest
from tests.unit.notice.typed import DAEMON, OWNER, cases, mail, told

NOBODY = "nobody@receiver.example"

BOUNCES = cases("bounces")


@pytest.mark.parametrize("path", ["<>", "<srs0=x=y@forwarder.example>"], ids=["null", "rewritten"])
@pytest.mark.parametrize(("above", "text"), BOUNCES, ids=[above[0] for above, _ in BOUNCES])
def test_failed_recipients_in_unknown_words(above: list[str], text: str, path: str) -> None:
    _, subject, failed = above
    notice = told(mail(text, subject=subject, path=path))
    assert notice.kind == "bounce"
    assert [recipient.address for recipient in notice.recipients] == failed.split()
    assert all(recipient.action == "failed" and recipient.reason for recipient in notice.recipients)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Warning: message delayed",
            f"Your message to {NOBODY} has been delayed. We will keep trying; no need to resend.",
        ),
        (
            "Zustellung verzögert",
            f"Die Nachricht an <{NOBODY}> konnte noch nicht zugestellt werden. Es wird weiter versucht.",
        ),
    ],
)
def test_delays(subject: str, text: str) -> None:
    notice = told(mail(text, subject=subject))
    assert notice.kind == "delay"
    assert [(r.address, r.action, r.permanent) for r in notice.recipients] == [(NOBODY, "delayed", False)]


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Mail <b>could not be delivered</b>.</p><table><tr><td>{NOBODY}</td><td>unknown user</td></tr></table>",
        f'<p>Delivery has failed to these recipients:</p><p><a href="mailto:{NOBODY}">Nobody ({NOBODY})</a></p>',
    ],
)
def test_html_only(html: str) -> None:
    notice = told(mail(html, subject="Undeliverable", kind="text/html"))
    assert [recipient.address for recipient in notice.recipients] == [NOBODY]


def test_the_failed_recipients_field_wins_and_takes_the_words() -> None:
    text = "Mail to first@receiver.example and others was not delivered.\n\nsecond@receiver.example: 552 mailbox full\n"
    fields = "X-Failed-Recipients: second@receiver.example,\n third@receiver.example\n"
    notice = told(mail(text, subject="Your mail", fields=fields))
    assert [r.address for r in notice.recipients] == ["second@receiver.example", "third@receiver.example"]
    assert notice.recipients[0].reason == "mailbox-full"


def test_nothing_named_but_the_returned_message_has_one_recipient() -> None:
    copy = (
        f"Received: by x\nFrom: {OWNER}\nTo: Nobody <{NOBODY}>\nMessage-ID: <a@shop.example>\nSubject: Offer\n\nHello\n"
    )
    notice = told(mail(f"Sorry, your message was not delivered.\n\n{copy}", subject="Delivery failure"))
    assert [recipient.address for recipient in notice.recipients] == [NOBODY]
    assert (notice.original.message_id, notice.original.subject) == ("<a@shop.example>", "Offer")


def test_the_copy_is_no_place_for_recipients() -> None:
    copy = f"Received: by x\nFrom: {OWNER}\nTo: {NOBODY}, b@x.example\nMessage-ID: <a@x.example>\n\nDear c@x.example"
    notice = told(
        mail(f"Could not be delivered:\n\n  {NOBODY}\n\n----- Original message -----\n{copy}", subject="Undelivered")
    )
    assert [recipient.address for recipient in notice.recipients] == [NOBODY]


def test_mail_to_oneself_can_fail_as_well() -> None:
    notice = told(mail(f"Could not deliver to:\n <{OWNER}>: 550 mailbox disabled\n", subject="Undeliverable"))
    assert [recipient.address for recipient in notice.recipients] == [OWNER]


def test_a_filter_without_a_system_address_must_say_so_twice_and_name_somebody() -> None:
    text = f"Your message could not be delivered to\n{NOBODY}\n"
    filter_host = "gw7.filter@socks.example"
    assert (
        told(mail(text, sender=filter_host, subject="non remis (delivery failed)", path=filter_host)).kind == "bounce"
    )
    assert told(mail(text, sender=filter_host, subject="Hello", path=filter_host)).kind == "message"
    no_one = "Your message could not be delivered.\n"
    assert told(mail(no_one, sender=filter_host, subject="delivery failed", path=filter_host)).kind == "message"
    assert told(mail(no_one, sender=DAEMON, subject="delivery failed")).kind == "bounce"
