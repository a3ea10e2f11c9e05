"""Reasons: what mail systems print, and what it means. Every row of the phrase tables decides at least one case."""

from __future__ import annotations

import pytest

from whosent.model.notice import Reason
from whosent.notice.lexicon import Lexicon, Row
from whosent.notice.phrases import STRONG
from whosent.notice.reason import infer_reason, words_of
from whosent.notice.statuscodes import BY_DETAIL, BY_EXIT, BY_REPLY, BY_SUBJECT
from whosent.notice.weakphrases import FAINT, WEAK

# (status, diagnostic, reason)
SAID: tuple[tuple[str | None, str, Reason], ...] = (
    # content scanners
    ("5.7.1", "550 5.7.1 This message contains a virus (Eicar-Test-Signature)", "virus"),
    ("5.0.0", "554 Transaction failed: the message is infected with malware", "virus"),
    ("5.7.0", "554 5.7.0 Reject, id=01-02 - SPAM", "spam"),
    ("5.7.1", "550 5.7.1 Our system has detected that this message is likely unsolicited mail.", "spam"),
    ("5.0.0", "550 High probability of spam", "spam"),
    ("5.2.0", "550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]", "spam"),
    ("5.0.0", "Your email to the group was rejected due to spam classification. Set up SPF records.", "spam"),
    ("5.7.1", "550-REJECTED - Blacklisted URL in message. See http://lookup.uribl.example", "spam"),
    ("5.7.0", "552-5.7.0 This message was blocked because its content presents a potential 552 5.7.0 security issue.",
     "content-rejected"),
    ("5.7.1", "550 5.7.1 BANNED: .exe attachment not allowed", "content-rejected"),
    # authentication of the message
    ("5.7.26", "550-5.7.26 Unauthenticated email is not accepted due to domain's 550 5.7.26 DMARC policy",
     "auth-failed"),
    ("5.7.1", "550 5.7.1 DKIM signature did not verify", "auth-failed"),
    ("5.0.0", "550 SPF: 192.0.2.9 is not allowed to send mail from sender.example", "auth-failed"),
    ("5.1.0", "550 5.1.0 192.0.2.9 is not allowed to send from <sender.example> per it's SPF record", "auth-failed"),
    ("5.7.515", "550 5.7.515 Access denied, domain doesn't meet the required authentication level",
     "auth-failed"),
    ("5.7.1", "550-5.7.1 This message does not have authentication information or fails",
     "auth-failed"),
    ("5.7.509", "550 5.7.509 Access denied", "auth-failed"),
    (None, "535 Authentication failed", "auth-failed"),
    # who the client is
    ("5.7.1", "554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org", "reputation"),
    ("5.1.1", "550 5.7.1 IP address blacklisted by recipient", "reputation"),
    ("5.7.1", "554 5.7.1 SPFBL permanently blocked. See https://matrix.spfbl.example/192.0.2.9", "reputation"),
    (None, "550 SC-001 (COL004-MC4F1) Unfortunately, messages from 192.0.2.9 weren't sent.", "reputation"),
    ("4.7.0", "421 4.7.0 [TSS04] temporarily deferred due to unexpected volume or user complaints",
     "reputation"),
    ("5.7.1", "550-5.7.1 [192.0.2.9] likely suspicious due to the very low reputation of the sending IP", "reputation"),
    ("4.7.1", "450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.9]", "reputation"),
    ("5.0.0", "501 5.0.0 Invalid HELO name (See RFC2821 4.1.1.1)", "reputation"),
    ("5.5.0", "550 5.5.0 Service refuse. Veuillez essayer plus tard. LPN001_108", "reputation"),
    ("5.1.0", "550 5.1.0 sender rejected. AUP#CDRBL", "reputation"),
    ("5.7.606", "550 5.7.606 Access denied, banned sending IP [192.0.2.9]", "reputation"),
    # too much
    ("4.3.2", "452 4.3.2 Connection rate limit exceeded.", "rate-limited"),
    ("4.7.28", "421-4.7.28 our system has detected an unusual rate of mail from your domain", "rate-limited"),
    ("5.0.0", "552 Too many recipients", "rate-limited"),
    ("5.5.0", "550 5.5.0 Trop de connexions, veuillez verifier votre configuration. OFR_104", "rate-limited"),
    # the mailbox
    ("5.2.2", "552 5.2.2 Over quota", "mailbox-full"),
    ("5.1.1", "552 sorry, the mailbox is over quota temporarily (#5.1.1)", "mailbox-full"),
    ("4.3.0", "x-unix; Quota exceeded message delivery failed to /var/mail/box", "mailbox-full"),
    (None, "Das Postfach ist voll", "mailbox-full"),
    (None, "Boite du destinataire pleine. OFR_417", "mailbox-full"),
    (None, "Почтовый ящик переполнен", "mailbox-full"),
    (None, "邮箱已满", "mailbox-full"),
    ("5.0.0", "554 delivery error: dd Sorry, this account has been disabled or discontinued [#102].", "user-disabled"),
    ("5.2.1", "550 5.2.1 The email account that you tried to reach is inactive.", "user-disabled"),
    ("5.0.0", "550 Mailbox is frozen. See http://mail.provider.example/err/3/", "user-disabled"),
    ("5.2.1", "550 5.2.1 <bob@remote.example>... User Unknown", "user-unknown"),
    ("5.2.1", "550 5.2.1 recipient refused", "user-disabled"),
    ("5.1.6", "551 5.1.6 Recipient no longer on server", "moved"),
    (None, "550 Bob has moved to bob@new.example", "moved"),
    # the address
    ("5.1.1", "550 5.1.1 <bob@remote.example>: no such user", "user-unknown"),
    ("5.0.0", "550 Unknown user bob@remote.example", "user-unknown"),
    ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281)", "user-unknown"),
    ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", "user-unknown"),
    (None, "550 Requested action not taken: mailbox unavailable", "user-unknown"),
    (None, "Unrouteable address", "user-unknown"),
    (None, "Empfänger unbekannt", "user-unknown"),
    (None, "Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416", "user-unknown"),
    (None, "该用户不存在", "user-unknown"),
    (None, "550 the mailbox is odd", "user-unknown"),
    (None, "551 User not local; please try elsewhere", "not-local"),
    (None, "User bob (bob@remote.example) not listed in Domino Directory", "user-unknown"),
    # the domain
    ("5.1.2", "550 5.1.2 Host unknown (Name server: remote.example: no data known)", "domain-unknown"),
    (None, "Name service error for domain remote.example: Host not found, try again", "domain-unknown"),
    (None, "The account or domain may not exist, they may be blacklisted, or missing the proper dns entries.",
     "domain-unknown"),
    (None, "DNS Error: DNS type 'mx' lookup of remote.example responded with code NXDOMAIN", "domain-unknown"),
    ("5.1.10", "556 5.1.10 Recipient address has null MX", "no-mx"),
    ("5.1.10", "556 5.1.10 <bob@b.test>: Recipient address rejected: Domain b.test does not accept mail (nullMX)",
     "no-mx"),
    ("5.1.0", "Domain remote.example does not accept mail (nullMX)", "no-mx"),
    ("5.1.10", "556 5.1.10 rejected", "no-mx"),
    ("5.7.27", "550 5.7.27 <alice@a.test>: Sender address rejected: Domain a.test does not accept mail (nullMX)",
     "policy"),
    ("5.7.27", "550 5.7.27 Sender address has null MX", "policy"),
    ("5.1.2", "Domain remote.example sends and receives no email (NULL MX)", "no-mx"),
    (None, "an MX or SRV record indicated no SMTP service", "no-mx"),
    (None, "all relevant MX records point to non-existent hosts", "no-mx"),
    ("5.4.4", "Sorry, I couldn't find a mail exchanger or IP address. (#5.4.4)", "no-mx"),
    ("4.0.0", "No MX found for domain", "no-mx"),
    (None, "DNS Error: The domain b.test doesn't receive email according to the administrator: returned Null MX",
     "no-mx"),
    ("5.1.2", "Sorry, I couldn't find any host named remote.example. (#5.1.2)", "domain-unknown"),
    (None, "554 No SMTP service here", "not-accepting"),
    (None, "521 This host does not accept mail", "not-accepting"),
    # the way
    ("4.4.7", "", "expired"),
    (None, "retry timeout exceeded", "expired"),
    (None, "I'm not going to try again; this message has been in the queue too long.", "expired"),
    ("4.4.1", "", "connection"),
    (None, "connect to mx.remote.example[192.0.2.25]:25: Connection timed out", "connection"),
    (None, "connect to mx.remote.example[192.0.2.25]:25: No route to host", "connection"),
    ("5.4.6", "554 5.4.6 Too many hops", "loop"),
    (None, "mail for remote.example loops back to myself", "loop"),
    (None, "530 Must issue a STARTTLS command first", "tls"),
    ("5.7.10", "550 5.7.10 delivery refused", "tls"),
    # the server and the dialogue
    ("5.3.4", "552 5.3.4 Message size exceeds fixed limit", "too-large"),
    ("4.3.1", "452 4.3.1 Insufficient system storage", "system"),
    (None, "451 Local configuration error, try later", "system"),
    (None, "71", "system"),
    ("5.7.1", "554 5.7.1 <bob@remote.example>: Relay access denied", "relay-denied"),
    (None, "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "relay-denied"),
    (None, "550 we are not an open relay", "relay-denied"),
    ("5.1.8", "501 5.1.8 Sender address rejected", "policy"),
    (None, "host mx.remote.example [192.0.2.25] after MAIL FROM:<alice@sender.example>: 550 no", "policy"),
    ("5.7.1", "550 5.7.1 you are not allowed to post to this list", "policy"),
    ("4.2.0", "450 4.2.0 Recipient address rejected: Greylisted", "policy"),
    (None, "554 rejected", "policy"),
    ("5.5.2", "500 5.5.2 what?", "protocol"),
    (None, "550 Syntax error in parameters", "protocol"),
    ("5.6.0", "554 5.6.0 no", "content-rejected"),
    (None, "550 no", "policy"),
    (None, "", "other"),
    ("5.0.0", "something went wrong", "other"),
)  # fmt: skip


@pytest.mark.parametrize(("status", "diagnostic", "reason"), SAID)
def test_reason(status: str | None, diagnostic: str, reason: Reason) -> None:
    assert infer_reason(status, diagnostic) == reason


def test_every_row_of_the_phrase_tables_decides_a_case() -> None:
    rows = STRONG + WEAK + FAINT
    lexicon = Lexicon(rows)
    decided = {lexicon.rank(words_of(diagnostic)) for _, diagnostic, _ in SAID}
    assert [row.source for rank, row in enumerate(rows) if rank not in decided] == []


@pytest.mark.parametrize("row", STRONG + WEAK + FAINT, ids=lambda row: f"{row.reason}: {row.source[:30]}")
def test_phrases_can_be_found(row: object) -> None:
    """Lower case, beginning with a letter, digit or a character of another script, and not cleaned away themselves."""
    phrases = row.phrases  # type: ignore[attr-defined]
    assert phrases
    lexicon = Lexicon((row,))  # type: ignore[arg-type]
    for phrase in phrases:
        assert phrase == phrase.lower().strip()
        assert lexicon.rank(words_of(f"550 {phrase} x")) == 0, phrase


def test_every_phrase_can_decide() -> None:
    """None stands behind a row that has it, or a part of it; none beside another that is found wherever it is."""
    rows = STRONG + WEAK + FAINT
    lexicon = Lexicon(rows)
    for rank, row in enumerate(rows):
        for phrase in row.phrases:
            assert lexicon.rank(phrase) == rank, phrase
            parts = tuple(other for other in row.phrases if other != phrase and other in phrase)
            assert Lexicon([Row(row.reason, "", parts)]).rank(phrase) == 1, f"{phrase}: one of {parts} says it already"


@pytest.mark.parametrize(
    "diagnostic",
    [
        "host antispam.remote.example [192.0.2.25]: 550 user unknown",
        "550 user unknown: virus-reports@remote.example",
        "550 Recipient address rejected: user unknown in virtual alias table",
    ],
)
def test_names_are_no_reasons(diagnostic: str) -> None:
    assert infer_reason(None, diagnostic) == "user-unknown"


def test_phrases_begin_where_words_begin() -> None:
    assert infer_reason(None, "overuse of prespammed things") == "other"


def test_tables_of_codes_hold_codes() -> None:
    assert all(key.replace(".", "").isdigit() for key in BY_DETAIL)
    assert all(len(key.split(".")) in (2, 3) for key in BY_DETAIL)
    assert all(len(key) == 3 and key[0] in "45" for key in BY_REPLY)
    assert set(BY_SUBJECT) == set("1234567")
    assert all(64 <= int(key) <= 78 for key in BY_EXIT)
