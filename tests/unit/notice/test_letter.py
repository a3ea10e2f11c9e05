"""Mail that only looks like a bounce is a message: no false bounce, whatever words it uses."""

from __future__ import annotations

import pytest
from tests.unit.notice.typed import cases, mail, multipart, told, view

from whosent.notice.letter import is_letter

LETTERS = cases("letters")
POSTFIX_WORDS = (
    "This is the mail system at host mx.receiver.example.\n\n"
    "I'm sorry to have to inform you that your message could not be delivered.\n\n"
    "<nobody@receiver.example>: host mx.receiver.example[192.0.2.25] said: 550 5.1.1\n    User unknown\n"
)


def path_of(sender: str) -> str:
    return sender[sender.index("<") :] if "<" in sender else f"<{sender}>"


@pytest.mark.parametrize(("above", "text"), LETTERS, ids=[above[0] for above, _ in LETTERS])
def test_mail_that_only_looks_like_a_bounce(above: list[str], text: str) -> None:
    _, sender, subject = above
    assert told(mail(text, sender, subject, path=path_of(sender))).kind == "message"


@pytest.mark.parametrize(
    "fields",
    [
        "User-Agent: Mozilla Thunderbird\n",
        "X-Mailer: Apple Mail (2.3774)\n",
        "List-Id: postfix users <postfix-users.list.example>\n",
        "In-Reply-To: <1@x.example>\n",
    ],
)
def test_a_person_who_quotes_the_words_of_a_known_mail_system(fields: str) -> None:
    letter = mail(
        POSTFIX_WORDS, '"anna@shop.example" <anna@shop.example>', "Re: was ist das?", fields, "<anna@shop.example>"
    )
    assert told(letter).kind == "message"


def test_the_same_words_from_the_mail_system_are_a_bounce() -> None:
    notice = told(mail(POSTFIX_WORDS, subject="Undelivered Mail Returned to Sender"))
    assert (notice.kind, [r.address for r in notice.recipients]) == ("bounce", ["nobody@receiver.example"])


@pytest.mark.parametrize(
    ("sender", "fields", "path"),
    [
        ("Mail Delivery System <MAILER-DAEMON@mx.example>", "List-Id: <a.example>\n", "<owner-a@list.example>"),
        ("anna@shop.example", "User-Agent: Mozilla Thunderbird\n", "<>"),
        ("Anna <anna@shop.example>", "Auto-Submitted: auto-replied\n", "<anna@shop.example>"),
        ("Anna <anna@shop.example>", "X-Failed-Recipients: b@x.example\n", "<anna@shop.example>"),
        ("<>", "In-Reply-To: <1@x.example>\n", "<a@x.example>"),
        ("inetgw1@receiver.example", "", "<inetgw1@receiver.example>"),
    ],
)
def test_one_sign_of_a_machine_and_it_is_no_letter(sender: str, fields: str, path: str) -> None:
    assert not is_letter(view(mail("x", sender, "Re: x", fields, path)))


def test_a_forwarded_bounce_as_attachment_is_a_letter() -> None:
    bounce = mail(POSTFIX_WORDS, subject="Undelivered Mail Returned to Sender").decode()
    parts = [("Content-Type: text/plain", "siehe Anhang"), ("Content-Type: message/rfc822", bounce)]
    letter = multipart(parts, "Anna <anna@shop.example>", "Fwd: Undelivered Mail", path="<anna@shop.example>")
    assert told(letter).kind == "message"


def test_a_list_alias_adds_its_fields_to_a_failure_report() -> None:
    fields = "List-Id: <python.list.example>\nPrecedence: bulk\n"
    text = "The mail could not be delivered to the following user:\n\nnobody@receiver.example\n"
    notice = told(
        mail(text, "inetgw1@receiver.example", "Mail could not be delivered", fields, "<python-admin@list.example>")
    )
    assert [r.address for r in notice.recipients] == ["nobody@receiver.example"]
