"""Log lines: any text is read or not, without an error; what a client says never becomes the server's word.

What each program does to a client's words before it prints them is in `tame`, `quoted` and the modules of whosent.logs.
"""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.unit.logs.samples import samples

from whosent.logs import FORMATS, host_of, read_line, sniff, stamp_of
from whosent.logs.line import LIMIT
from whosent.model.log import LogEvent

NAMES = [format_.name for format_ in FORMATS]
TEXTS = [(sample.format, sample.text) for sample in samples()]
TRUE, EVIL = "203.0.113.7", "192.0.2.66"

FRAGMENTS = [
    " ", ",", ";", ":", "<", ">", "(", ")", "[", "]", '"', "\\", "=", "@", "@x.test", "a@b.example", "<a@b.example>",
    EVIL, f"[{EVIL}]", f"x [{EVIL}]", f"x[{EVIL}]", f"(x) [{EVIL}]:99 ", f"client=x[{EVIL}]", " H=", " P=esmtpsa",
    " S=5",
    f") [{EVIL}] P=esmtpsa A=plain:root S=5 id=a@b", " id=", " A=plain:root", ' T="', '" for ', " for a@b.example",
    " from <a@b.example>", " R=x", ' C="250 OK id=1xVgey-00001A-0k"', ", sasl_method=PLAIN, sasl_username=root",
    "; from=<a> to=<b> proto=ESMTP helo=<c>", ">, size=1, nrcpt=1 (queue active)", ">, orig_to=<",
    f">, relay=x[{EVIL}]:25, delay=1, delays=1/0/0/0, dsn=2.0.0, ", "status=sent (250 2.0.0 Ok: queued as 14ABB25445E)",
    "forwarded as 14ABB25445E", f">, method=PLAIN, rip={EVIL}, lip={EVIL}", f">, rip={EVIL}", ": saved mail to INBOX",
    ": redirect action: forwarded to <thief@evil.test>", f", relay=x [{EVIL}]", ", size=1, class=0, nrcpts=1, msgid=<",
    ", proto=ESMTP, daemon=MTA", ", delay=1, xdelay=1, mailer=x", ", dsn=2.0.0", ", stat=Sent (x)", ", user=root",
    " smtp authentication user=root result=ok", " result=ok", '" result="', " -- Headers: ", " -- Subject: ", "]: To: ",
    ' [24/Nov/2026:03:53:40 +0100] "GET / HTTP/1.1"', "> rewritten as <SRS0=x", "1xVgey-00001A-0k Completed",
    "Nov 24 03:53:30 mail postfix/qmgr[1]: 1ABCDEF: removed",
]  # fmt: skip

hostile = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=8).map("".join)


def tame(text: str) -> str:
    """Control characters as Postfix, Sendmail and Exim print them, more or less: not as such."""
    return "".join(character if character.isprintable() else "?" for character in text)


def quoted(text: str) -> str:
    """As web servers and Exim print a quoted string."""
    return tame(text).replace("\\", "\\\\").replace('"', '\\"')


printable = hostile.map(tame)
word = printable.map(lambda text: text.replace(" ", "?"))
"""HELO for Exim's `helo_accept_junk_hosts`, which ends it at a blank."""


def syslog(program: str, message: str) -> LogEvent | None:
    return read_line("syslog", f"Nov 24 03:53:30 mail {program}: {message}", "mail.log:1")


@given(st.sampled_from(NAMES), st.text() | hostile)
def test_any_text_is_read_without_an_error(name, text):
    event = read_line(name, text, "x:1")
    assert event is None or event.source == "x:1"
    stamp = stamp_of(name, text)
    assert event is None or stamp is not None
    assert stamp is None or len(stamp[0]) == len("2026-11-24T03:53:30")
    assert host_of(name, text) is None or stamp is not None


@given(st.sampled_from(TEXTS), st.integers(0, 400), st.integers(0, 60), hostile)
def test_lines_with_something_else_in_them(sample, at, gone, text):
    name, line = sample
    line = line[:at] + text + line[at + gone :]
    event = read_line(name, line, "x:1")
    assert event is None or event.act
    assert all(format_.recognises(line) in (True, False) for format_ in FORMATS)


@given(st.sampled_from(TEXTS), st.integers(0, 400), st.sampled_from(FRAGMENTS))
def test_long_lines(sample, at, fragment):
    name, line = sample
    line = line[:at] + fragment * (2 * LIMIT // len(fragment)) + line[at:]
    event = read_line(name, line, "x:1")
    assert event is None or all(not isinstance(value, str) or len(value) <= LIMIT for value in values(event))


@given(
    st.binary() | st.lists(st.sampled_from(TEXTS).map(lambda sample: sample[1].encode()), max_size=5).map(b"\n".join)
)
def test_any_bytes_are_sniffed(sample):
    found = sniff(sample)
    assert found is None or found in FORMATS


@given(st.lists(st.sampled_from(TEXTS), max_size=6), st.binary(max_size=20))
def test_a_bad_byte_changes_no_other_line(lines, odd):
    data = b"\n".join([odd.replace(b"\n", b""), *(text.encode() for _, text in lines)])
    texts = data.decode("utf-8", "replace").split("\n")
    for (name, text), line in zip(lines, texts[1:], strict=True):
        assert read_line(name, line, "x:1") == read_line(name, text, "x:1")


def values(event: LogEvent) -> list[object]:
    return [getattr(event, name) for name in event.__struct_fields__]


# Postfix


@given(printable)
def test_postfix_message_ids(text):
    event = syslog("postfix/cleanup[1]", f"14ABB25445E: message-id={text}")
    assert event is not None
    assert (event.act, event.queue_id) == ("named", "14ABB25445E")
    assert not any((event.client, event.client_ip, event.login, event.next_id))


@given(printable)
def test_postfix_clients_without_a_login(text):
    event = syslog("postfix/smtpd[1]", f"14ABB25445E: client=x.test[{TRUE}], sasl_sender={text}")
    assert event is not None
    assert (event.act, event.client_ip, event.login) == ("accepted", TRUE, None)


@given(printable)
def test_postfix_clients_with_a_login(text):
    message = f"14ABB25445E: client=x.test[{TRUE}], sasl_method=PLAIN, sasl_username=anna, sasl_sender={text}"
    event = syslog("postfix/smtpd[1]", message)
    assert event is not None
    assert (event.act, event.client_ip, event.login) == ("accepted", TRUE, "anna")


@given(printable, printable, printable)
def test_postfix_refusals(sender, recipient, helo):
    message = (f"NOQUEUE: reject: RCPT from x.test[{TRUE}]: 554 5.7.1 <{recipient}>: Relay access denied; "
               f"from=<{sender}> to=<{recipient}> proto=ESMTP helo=<{helo}>")  # fmt: skip
    event = syslog("postfix/smtpd[1]", message)
    assert event is not None
    assert (event.act, event.client_ip, event.queue_id, event.login) == ("rejected", TRUE, None, None)
    assert event.sender in (sender, None)
    assert event.recipient in (recipient, None)


@given(printable)
def test_postfix_senders(text):
    event = syslog("postfix/qmgr[1]", f"14ABB25445E: from=<{text}>, size=7, nrcpt=3 (queue active)")
    assert event is not None
    assert (event.act, event.sender, event.size, event.count) == ("queued", text, 7, 3)
    event = syslog("postfix/pickup[1]", f"14ABB25445E: uid=33 from=<{text}>")
    assert event is not None
    assert (event.act, event.sender, event.uid) == ("submitted", text, 33)


@given(printable, printable, printable)
def test_postfix_recipients_and_replies(recipient, before, reply):
    message = (f"14ABB25445E: to=<{recipient}@x.test>, orig_to=<{before}@x.test>, relay=mx.x.test[{TRUE}]:25, delay=1, "
               f"delays=1/0/0/0, dsn=5.1.1, status=bounced (host mx.x.test[{TRUE}] said: 550 {reply})")  # fmt: skip
    event = syslog("postfix/smtp[1]", message)
    if event is not None:
        assert (event.act, event.relay_ip, event.next_id) == ("failed", TRUE, None)
        assert event.recipient == f"{recipient}@x.test"
        assert event.original_recipient == f"{before}@x.test"


@given(printable)
def test_postfix_logins_that_were_tried(text):
    message = f"warning: x.test[{TRUE}]: SASL PLAIN authentication failed: (reason unavailable), sasl_username={text}"
    event = syslog("postfix/smtpd[1]", message)
    assert event is not None
    assert (event.act, event.client_ip, event.login) == ("login-failed", TRUE, text or None)


# Exim


@given(word | printable)
@example(f"x) [{EVIL}]:99 P=esmtpsa A=plain_server:root S=5 id=a@b")
@example(f'x) [{EVIL}]:99 P=esmtpsa A=plain_server:root S=5 T="')
def test_exim_helo(helo):
    line = f"2026-11-24 13:24:31 1xVqVb-00000k-07 <= a@x.test H=({helo}) [{TRUE}] P=esmtp S=334 id=a1@x.test"
    for tail in ("", ' T="x"', ' T="y\\" from <a@b> for c@d" from <a@x.test> for b@x.test'):
        event = read_line("exim", line + tail, "x:1")
        assert event is not None
        assert (event.act, event.queue_id, event.sender, event.login) == (
            "accepted", "1xVqVb-00000k-07", "a@x.test", None,
        )  # fmt: skip
        assert event.client_ip in (TRUE, None)


def in_quotes(text: str) -> str:
    """A quoted local part (RFC 5321 section 4.1.2)."""
    return '"' + tame(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(printable.map(in_quotes), hostile.map(quoted), printable.map(in_quotes))
def test_exim_senders_message_ids_and_subjects(message_id, subject, sender):
    line = (f"2026-11-24 13:24:31 1xVqVb-00000k-07 <= {sender}@x.test H=(x) [{TRUE}] P=esmtpa A=plain:anna S=334 "
            f'id={message_id}@x.test T="{subject}" from <{sender}@x.test> for b@x.test')  # fmt: skip
    event = read_line("exim", line, "x:1")
    assert event is not None
    assert (event.act, event.client_ip, event.login, event.size) == ("accepted", TRUE, "anna", 334)
    assert event.recipients == ("b@x.test",)


@given(printable)
def test_exim_recipients_that_were_quoted(local):
    line = (f"2026-11-24 13:24:31 1xVqVb-00000k-07 => {local}@x.test <{in_quotes(local)}@x.test> R=a T=b H=mx.x.test "
            f'[{TRUE}] C="250 OK"')  # fmt: skip
    event = read_line("exim", line, "x:1")
    if event is not None:
        assert (event.act, event.next_id) == ("delivered", None)
        assert event.recipient in (None, f"{local}@x.test", f"{in_quotes(local)}@x.test")
        assert event.relay_ip in (None, TRUE)


@given(hostile.map(quoted))
def test_exim_replies(reply):
    line = f'2026-11-24 13:24:31 1xVqVb-00000k-07 => a@x.test R=a T=b H=mx.x.test [{TRUE}] C="{reply}" DT=0s'
    event = read_line("exim", line, "x:1")
    assert event is not None
    assert (event.act, event.recipient, event.relay_ip) == ("delivered", "a@x.test", TRUE)


@given(printable)
def test_exim_logins_that_were_tried(text):
    line = (f"2026-11-24 13:24:31 plain_server authenticator failed for (x) [{TRUE}]: 535 Incorrect authentication "
            f"data (set_id={text})")  # fmt: skip
    event = read_line("exim", line, "x:1")
    assert event is None or (event.act, event.client_ip) == ("login-failed", TRUE)


@given(printable)
def test_exim_arguments(text):
    event = read_line("exim", f"2026-11-24 13:24:31 cwd=/home/web3 9 args: /usr/sbin/sendmail -t {text}", "x:1")
    assert event is not None
    assert (event.act, event.directory) == ("ran", "/home/web3")


# The others


@given(printable)
def test_dovecot_logins_that_were_tried(text):
    message = (f"imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<{text}>, "
               f"method=PLAIN, rip={TRUE}, lip=192.0.2.10, TLS, session=<abc>")  # fmt: skip
    event = syslog("dovecot", message)
    assert event is not None
    assert (event.act, event.client_ip, event.login) == ("login-failed", TRUE, text or None)


@given(printable, st.text("abcäö. /-", min_size=1, max_size=9))
def test_dovecot_message_ids(text, mailbox):
    for said in (
        f"msgid={text}: saved mail to {mailbox}",
        f"sieve: msgid={text}: stored mail into mailbox '{mailbox}'",
    ):
        event = syslog("dovecot", f"lmtp(anna)<1><abc>: {said}")
        assert event is None or (event.act, event.recipient) == ("delivered", "anna")


@given(printable)
def test_sendmail_message_ids(text):
    message = f"6AOD6j0X000169: from=<a@x.test>, size=7, class=0, nrcpts=1, msgid={text}, proto=ESMTP, daemon=MTA, "
    event = syslog("sm-mta[1]", message + f"relay=x.test [{TRUE}]")
    if event is not None:  # (it is, if the text says that there were no recipients)
        assert (event.act, event.client_ip, event.login, event.user) == ("accepted", TRUE, None, None)


@given(printable, printable)
def test_sendmail_logins_that_were_tried(why, login):
    event = syslog("sm-mta[1]", f"6AOD6j0X000169: AUTH failure (PLAIN): {why}, user={login}, relay=x.test [{TRUE}]")
    assert event is not None
    assert (event.act, event.client_ip) == ("login-failed", TRUE)


@given(printable)
def test_opensmtpd_commands(text):
    message = f'7fbdfd975d5f6d27 smtp failed-command command="RCPT TO:{text}" result="550 Invalid recipient"'
    event = syslog("smtpd[1]", message)
    assert event is not None
    assert (event.act, event.client_ip, event.login, event.text) == ("rejected", None, None, "550 Invalid recipient")


@given(printable, printable, printable)
def test_php_headers_and_subjects(to, headers, subject):
    line = (
        f"[24-Nov-2026 03:53:39 UTC] mail() on [/var/www/x.php:5]: To: {to} -- Headers: {headers} -- Subject: {subject}"
    )
    event = read_line("php", line, "x:1")
    assert event is not None
    assert (event.act, event.script, event.line) == ("called", "/var/www/x.php", 5)


@pytest.mark.parametrize("site", ["", "shop.example "])
@given(user=hostile.map(quoted), target=hostile.map(quoted), agent=hostile.map(quoted))
def test_web_servers(site, user, target, agent):
    line = f'{site}{TRUE} - {user or "-"} [24/Nov/2026:03:53:41 +0100] "GET /{target} HTTP/1.1" 200 5 "-" "{agent}"'
    event = read_line("access", line, "x:1")
    assert event is not None
    assert (event.client_ip, event.clock, event.status, event.site) == (
        TRUE, "2026-11-24T03:53:41", "200", site.strip() or None,
    )  # fmt: skip
    assert event.path is not None
    assert event.path.startswith("/")
