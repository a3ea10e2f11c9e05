"""Challenges of filters that ask the sender to confirm."""

from __future__ import annotations

import pytest
from tests.unit.notice.typed import mail, told

BERT = "Bert <bert@receiver.example>"


@pytest.mark.parametrize(
    ("dialect", "subject", "fields", "text"),
    [
        ("tmda", "Please confirm your message", "X-Delivery-Agent: TMDA/1.0\n", "Just reply to this message."),
        (
            "earthlink",
            "Re: Offer",
            "Precedence: auto_reply\n",
            "To control spam, I now allow incoming messages only from senders I\nhave approved. Click the link below",
        ),
        (
            "spamarrest",
            "Re: Offer (verification)",
            "X-Spamarrest-fail: yes\n",
            "Click on the link below to be approved.",
        ),
        ("mailinblack", "Demande d'authentification", "", "Mailinblack: cliquez ici pour vous authentifier."),
        ("boxbe", "Your message to bert", "", "Please confirm: http://www.boxbe.com/crs?tc=1"),
        ("uol-antispam", "AntiSpam UOL", "", "Confirme sua mensagem em antispam.uol.com.br"),
        ("challenge", "Bitte bestätigen Sie Ihre Nachricht", "", "Zum Schutz vor Spam antworten Sie bitte einmal."),
        ("challenge", "Verification required", "", "I accept mail from approved senders only. Please visit the page."),
    ],
)
def test_products_and_home_grown_ones(dialect: str, subject: str, fields: str, text: str) -> None:
    notice = told(mail(text, BERT, subject, fields))
    assert (notice.kind, notice.dialect, notice.recipients) == ("challenge", dialect, ())


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Please confirm your order", "Click the link below to confirm your order."),
        ("Please confirm", "Please confirm the meeting on Friday."),
        ("Mailinblack", "We changed to Mailinblack, an anti-spam product."),
        ("Verification required", "The bank wants the form back."),
    ],
)
def test_letters(subject: str, text: str) -> None:
    assert told(mail(text, BERT, subject, path="<bert@receiver.example>")).kind == "message"
