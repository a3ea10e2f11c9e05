"""Dovecot 1.2 to 2.4: logins, tried logins, local delivery, Sieve redirects.

    imap-login: Login: user=<FREE>, method=PLAIN, rip=IP, lip=IP, mpid=275, TLS, session=<ID>
    imap-login: Disconnected: Connection closed (auth failed, 3 attempts in 17 secs): user=<FREE>, method=PLAIN, rip=IP
    auth: passwd-file(USER,IP,<ID>): Password mismatch
    lmtp(USER)<PID><ID>: msgid=FREE: saved mail to MAILBOX
    lmtp(USER)<PID><ID>: sieve: msgid=FREE: redirect action: forwarded to <ADDRESS>

(src/login-common/client-common.c, src/lib-lda/mail-deliver.c, pigeonhole's cmd-redirect.c; `login_log_format_elements`
as it comes.) The login that was tried is the client's, up to the last `>, method=` or `>, rip=`: behind it stand only
Dovecot's own words. A Message-ID is the sender's, up to the last of the words that end the line; mailboxes may be named
by the sender (`user+MAILBOX@…`), so it is the beginning of a line that tells a Sieve action from a delivery.
"""

from __future__ import annotations

import re

from whosent.logs.line import At, Said, bare, cut, ip_of
from whosent.mail.pattern import pattern
from whosent.model.log import LogEvent

_LEVEL = pattern(r"(?:\d{4}-\d\d-\d\d )?([a-z][a-z0-9-]{1,30})(?:\(([^()<>]{0,255})\))?(?:<[^<>]{0,80}>){0,2}: "
                    r"(?:(?:Info|Warning|Error|Debug): )?", re.ASCII)  # fmt: skip
_SERVICES = {"imap-login": "imap", "pop3-login": "pop3", "submission-login": "smtp", "managesieve-login": "sieve"}
_CLIENT = pattern(r"(?:method=[^,]{1,40}, )?rip=([0-9A-Fa-f.:]{2,45})(?:, .{0,500})?", re.ASCII)
_FAILED = pattern(r"[^<]{0,100}(?:auth failed|authorization failed|user disabled|password expired)", re.ASCII)
# `auth: DRIVER(USER,IP,<ID>): …`, 2.3 `auth-worker(PID): conn unix:… : auth-worker<N>: DRIVER(…): …`
_REQUEST = pattern(
    r"(?:conn unix:[^<>]{1,80}: auth-worker<\d{1,9}>: )?[a-z][a-z0-9-]{1,30}\(([^(),<> ]{1,255}),([0-9A-Fa-f.:]{2,45})"
    r"(?:,<?[^(),<> ]{0,80}>?){0,3}\)(?:<[^<>]{0,80}>)?: ([^<>]{1,400})",
    re.ASCII,
)
_REFUSED = pattern(
    r"(?:[^:]{0,80}: )?(?:password mismatch|unknown user|pam_authenticate\(\) failed|invalid credential)",
    re.ASCII | re.IGNORECASE,
)
_SAVED = pattern(r"msgid=(.*): (?:saved mail to|stored mail into mailbox) '?([^:]{1,255}?)'?", re.ASCII | re.DOTALL)
_FORWARDED = pattern(r"msgid=(.*): forwarded to <([^<>]{1,320})>", re.ASCII | re.DOTALL)


def read(said: Said, at: At) -> LogEvent | None:
    """What a process says; its name begins the message."""
    message = said.message
    head = _LEVEL.match(message)
    if head is None:
        return None
    process, user = head.groups()
    text = message[head.end() :]
    if process in _SERVICES:
        return _login(_SERVICES[process], text, at)
    if process in ("auth", "auth-worker"):
        return _request(message, text, at)
    return _delivery(user, text, at) if process in ("lmtp", "lda", "deliver") and user else None


def _login(service: str, text: str, at: At) -> LogEvent | None:
    said, mark, rest = text.partition(": user=<")
    good = said in ("Login", "Logged in")
    if not mark or not (good or _FAILED.match(said)):
        return None
    for follower in (">, method=", ">, rip="):
        login, mark, tail = rest.rpartition(follower)
        client = _CLIENT.fullmatch(mark[3:] + tail) if mark else None
        if client is not None:
            return LogEvent(
                "login" if good else "login-failed", *at, client_ip=ip_of(client[1]), login=login or None,
                service=service, text=None if good else cut(said),
            )  # fmt: skip
    return None


def _request(message: str, text: str, at: At) -> LogEvent | None:
    """A password that was refused (`auth_verbose`)."""
    found = _REQUEST.fullmatch(text) or _REQUEST.fullmatch(message)
    if found is None or not _REFUSED.match(found[3]):
        return None
    return LogEvent("login-failed", *at, client_ip=ip_of(found[2]), login=found[1], text=cut(found[3]))


def _delivery(user: str, text: str, at: At) -> LogEvent | None:
    if text.startswith("sieve: "):
        found = _FORWARDED.fullmatch(text, 7)
        if found is not None:
            message_id = bare(found[1].removesuffix(": redirect action"))
            return LogEvent("redirected", *at, login=user, recipient=found[2], message_id=message_id)
        text = text[7:]
    found = _SAVED.fullmatch(text)
    return LogEvent("delivered", *at, recipient=user, message_id=bare(found[1]), text=found[2]) if found else None
