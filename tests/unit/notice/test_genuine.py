"""Signs that no mail system wrote a notice: every one of them fires on a forgery, and none on the real thing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.notice.typed import mail, multipart, told

from whosent.mail import parse
from whosent.notice import recognise

SHARED = Path(__file__).parents[4] / "shared" / "corpus"
POSTFIX = "This is the mail system at host mx.receiver.example.\n\nYour message could not be delivered.\n\n"
FAILED = "<nobody@receiver.example>: unknown user\n"
BOUNDARY = "4F2B61A0C3.1795506610/mx.receiver.example"
PROPER = """\
Reporting-MTA: dns; mx.receiver.example
X-Postfix-Queue-ID: 4F2B61A0C3
X-Postfix-Sender: rfc822; info@shop.example
Arrival-Date: Tue, 24 Nov 2026 09:10:10 +0100 (CET)

Final-Recipient: rfc822; nobody@receiver.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx2.receiver.example
Diagnostic-Code: smtp; 550 5.1.1 unknown user
"""
BARE = """\
Reporting-MTA: dns; mx.receiver.example

Final-Recipient: rfc822; nobody@receiver.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 unknown user
"""


def postfix(text: str, report: str, extra: tuple[tuple[str, str], ...] = ()) -> bytes:
    parts = [
        ("Content-Description: Notification\nContent-Type: text/plain; charset=us-ascii", text),
        ("Content-Description: Delivery report\nContent-Type: message/delivery-status", report),
        (
            "Content-Type: message/rfc822",
            "From: info@shop.example\nTo: nobody@receiver.example\nSubject: Offer\n\nHello",
        ),
        *extra,
    ]
    fields = "Auto-Submitted: auto-replied\n"
    subject = "Undelivered Mail Returned to Sender"
    return multipart(
        parts, subject=subject, fields=fields, report="report; report-type=delivery-status", boundary=BOUNDARY
    )


def odd(raw: bytes) -> dict[str, str]:
    return {oddity.name: oddity.seen for oddity in told(raw).oddities}


def test_a_real_notice_shows_nothing() -> None:
    assert told(postfix(POSTFIX + FAILED, PROPER)).oddities == ()


def test_fields_that_postfix_never_leaves_out() -> None:
    missing = odd(postfix(POSTFIX + FAILED, BARE))["odd-not-this-mta"]
    assert missing == "X-Postfix-Queue-ID, X-Postfix-Sender, Arrival-Date, Remote-MTA"


def test_one_missing_field_may_be_a_redaction() -> None:
    assert odd(postfix(POSTFIX + FAILED, PROPER.replace("X-Postfix-Queue-ID: 4F2B61A0C3\n", ""))) == {}


def test_another_mail_name_is_no_forgery() -> None:
    assert odd(postfix(POSTFIX + FAILED, PROPER.replace("X-Postfix-", "X-Acme-Mail-"))) == {}


def test_gateways_that_rewrite_the_whole_report_are_not_postfix_any_more() -> None:
    parts = [("Content-Type: text/plain", POSTFIX + FAILED), ("Content-Type: message/delivery-status", BARE)]
    assert odd(multipart(parts, subject="Undeliverable", report="report; report-type=delivery-status")) == {}


def test_a_link_in_the_words_of_a_mail_system_that_writes_none() -> None:
    link = "Details: http://details.evil.example/x\n\n"
    assert odd(postfix(POSTFIX + link + FAILED, BARE))["odd-link"] == "details.evil.example"


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("Help: http://help.other.example/\n\n", PROPER),  # a hoster's template; the structure is Postfix's
        ("Help: http://www.receiver.example/help\n\n", BARE),
        ("host a.example said: 550 5.7.1 see http://blocklist.example/q\n\n", BARE),
        (f"{' ' * 200}\n__________ Scanned __________\nhttp://scanner.example\n", BARE),
    ],
    ids=["template", "own-domain", "diagnostic", "scanner-footer"],
)
def test_links_that_occur_in_real_notices(text: str, report: str) -> None:
    assert "odd-link" not in odd(postfix(POSTFIX + text + FAILED, report))


def test_a_link_behind_words_in_html() -> None:
    html = f'{POSTFIX}{FAILED}<a href="https://evil.example/login">Show message</a>'.replace(
        "<nobody@", "nobody@"
    ).replace("example>", "example")
    assert "odd-link" in odd(mail(html, subject="Undelivered Mail Returned to Sender", kind="text/html"))


@pytest.mark.parametrize("name", ["Report.pdf.exe", "message.zip", "view.html", "offer.docm"])
def test_a_file_beside_the_report(name: str) -> None:
    extra = ((f'Content-Type: application/octet-stream; name="{name}"\nContent-Disposition: attachment', "UEsDBA"),)
    assert odd(postfix(POSTFIX + FAILED, PROPER, extra)) == {"odd-attachment": name}


@pytest.mark.parametrize("name", ["ATT00001.htm", "warning.txt", "logo.png"])
def test_files_that_gateways_add(name: str) -> None:
    extra = ((f'Content-Type: text/html; name="{name}"\nContent-Disposition: attachment', "x"),)
    assert odd(postfix(POSTFIX + FAILED, PROPER, extra)) == {}


def test_attachments_of_the_returned_message_are_its_own() -> None:
    inner = (
        "From: info@shop.example\nContent-Type: multipart/mixed; boundary=i\n\n"
        '--i\nContent-Type: application/zip; name="a.zip"\n\nUEsDBA\n--i--'
    )
    assert odd(postfix(POSTFIX + FAILED, PROPER, (("Content-Type: message/rfc822", inner),))) == {}
    flat = [
        ("Content-Type: text/plain", f"Could not deliver to:\n {FAILED}"),
        ('Content-Type: application/pdf; name="a.pdf"', "x"),
    ]
    assert odd(multipart(flat, subject="Undeliverable")) == {}


@pytest.mark.parametrize(
    "words",
    ["Sign in to continue: https://evil.example", "Nachrichten freigeben: https://evil.example", "Libérer vos messages https://evil.example",
     "Mantener la contraseña: https://evil.example", "Conferma il tuo account: https://evil.example"],
)  # fmt: skip
def test_what_fraudsters_want(words: str) -> None:
    raw = mail(f"Could not deliver to nobody@receiver.example\n\n{words}\n", subject="Undelivered mail")
    assert "odd-call-to-action" in odd(raw)


@pytest.mark.parametrize(
    "words",
    [
        "Their mailbox is full: https://help.receiver.example",
        "Keep your password secret.",
        "Ask him to sign in and delete mail: 552 quota",
    ],
)
def test_what_real_notices_say_about_full_mailboxes(words: str) -> None:
    assert odd(mail(f"Could not deliver to nobody@receiver.example\n\n{words}\n", subject="Undelivered mail")) == {}


def test_a_person_in_the_clothes_of_a_mail_system() -> None:
    text = "Could not deliver to nobody@receiver.example\n\nMore: https://evil.example/x\n"
    sender = "Mail Delivery System <office@bakery.example>"
    assert "odd-not-system-sender" in odd(mail(text, sender, "Undelivered", path="<office@bakery.example>"))
    assert odd(mail(text, sender, "Undelivered", path="<>")) == {}
    assert odd(mail(text.replace("evil", "www.bakery"), sender, "Undelivered", path="<office@bakery.example>")) == {}


def test_letters_are_not_asked() -> None:
    assert (
        odd(mail("Sign in to continue: https://evil.example", "Anna <anna@shop.example>", path="<anna@shop.example>"))
        == {}
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora are not here")
def test_no_genuine_notice_of_the_corpora_is_called_odd() -> None:
    fakes = {row["file"] for row in map(json.loads, (SHARED / "lab/truth.jsonl").open()) if row["cause"] == "fake"}
    odd_ones = set()
    for path in [*SHARED.glob("bounces/*/*.eml"), *SHARED.glob("lab/bounces/*.eml")]:
        if recognise(parse(path.read_bytes())).oddities:
            odd_ones.add(path.relative_to(SHARED / "lab").as_posix() if "lab" in path.parts else path.name)
    assert odd_ones == fakes
