"""Read receipts in words."""

from __future__ import annotations

import pytest
from tests.unit.notice.typed import mail, told

BERT = "Bert <bert@receiver.example>"
PATH = "<bert@receiver.example>"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Read: Offer", "Your message\n\n To: Bert\n Subject: Offer\n\nwas read on Tuesday."),
        ("Not read: Offer", "Your message was deleted without being read on Tuesday."),
        ("Gelesen: Angebot", "Ihre Nachricht\n\nBetreff: Angebot\n\nwurde am Dienstag gelesen."),
        ("Lu : Offre", "Votre message a été lu mardi."),
        ("Letto: Offerta", "Il messaggio è stato letto martedì."),
        ("Leído: Oferta", "Su mensaje se leyó el martes."),
        ("Gelezen: Aanbod", "Uw bericht is gelezen op dinsdag."),
        ("Przeczytano: Oferta", "Wiadomość została przeczytana."),
        ("開封済み: 見積", "メッセージは開封されました。"),
        ("Empfangsbestätigung (angezeigt) - Angebot", "Dies ist eine Empfangsbestätigung."),
    ],
)
def test_receipts_in_words(subject: str, text: str) -> None:
    assert told(mail(text, BERT, subject, path=PATH)).kind == "read-receipt"


@pytest.mark.parametrize(
    ("subject", "text"),
    [("Read: the new handbook", "Please read it until Friday."), ("Offer", "Your letter was read with pleasure.")],
)
def test_letters(subject: str, text: str) -> None:
    assert told(mail(text, BERT, subject, path=PATH)).kind == "message"
