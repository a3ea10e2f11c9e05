"""Sendmail 8 (envelope.c `logsender`, deliver.c `logdelivery`, savemail.c, srvrsmtp.c), as daemon and as MSP.

    ID: from=<S>, size=1, class=0, nrcpts=2, msgid=FREE, bodytype=8BITMIME, proto=ESMTP, daemon=MTA, relay=NAME [IP]
    ID: from=S, size=1, class=0, nrcpts=1, msgid=FREE, relay=USER@localhost             handed in by a local account
    ID: to=<R>,<R>, ctladdr=S (33/33), delay=…, xdelay=…, mailer=esmtp, pri=1, relay=NAME [IP], dsn=2.0.0, reply=FREE,
        stat=Sent (FREE)
    ID: ID: DSN: User unknown                   ID: done; delay=00:00:01, ntries=1
    AUTH=server, relay=NAME [IP], authid=LOGIN, mech=PLAIN, bits=0
    ID: AUTH failure (PLAIN): …, user=FREE, relay=NAME [IP]
    ID: ruleset=check_rcpt, arg1=FREE, relay=NAME [IP], reject=FREE

The login stands in a line of its own and shares only the process with the message (`session`). Addresses may be quoted
and hold anything, so may Message-IDs: relay is read from the right end, the rest only if its words stand there once.
A name marked `(may be forged)` does not resolve forward. With RFC 1413 there is `IDENT:FREE@` in front of the name.
"""

from __future__ import annotations

import re

from whosent.logs.line import MAX_NAMES, At, Said, bare, cut, ip_of, name_of
from whosent.logs.reply import next_id_of
from whosent.mail.pattern import pattern
from whosent.model.log import Act, LogEvent

_ID = r"[0-9A-Za-z]{12,20}"
_ENTRY = pattern(rf"({_ID}): ", re.ASCII)
_IP = r"(?:IPv6:)?[0-9A-Fa-f.:]{2,45}"
_RELAY = pattern(
    rf"(?:IDENT:[^ @,]{{1,100}}@)?(?:(?:([\w.-]{{1,255}})|\[{_IP}\]) )?\[({_IP})\]( \(may be forged\))?", re.ASCII
)
_USER = pattern(r"([A-Za-z_][\w.-]{0,63})@localhost", re.ASCII)
_TAIL = pattern(r"(?:, (?:bodytype|proto|daemon|tls_verify|auth)=[\w.+-]{1,40}){0,5}", re.ASCII)
_SIZES = pattern(
    r"(\d{1,18}), class=-?\d{1,9}(?:, pri=-?\d{1,12})?, nrcpts=(\d{1,9})"
    r"(?:, msgid=(.*)|(?:, [a-z_]{4,12}=[^ ,]{1,40}){0,5})",
    re.ASCII | re.DOTALL,
)
_OUTCOME = pattern(
    r"[\d+:]{1,20}(?:, xdelay=[\d+:]{1,20})?, mailer=[\w*.-]{1,40}(?:, pri=-?\d{1,12})?(?:, relay=([^,]{1,400}+))?"
    r"(?:, dsn=(\d\.\d{1,3}\.\d{1,3}))?(.*)",
    re.ASCII | re.DOTALL,
)
_SENT = pattern(r"Sent \((.*)\)", re.ASCII | re.DOTALL)
_NOTICE = pattern(rf"({_ID}): (DSN|return to sender|postmaster notify|sender notify): (.*)", re.ASCII | re.DOTALL)
_LOGIN = pattern(r"AUTH=server, relay=([^,]{1,400}), authid=(.{1,255}), mech=[\w-]{1,40}, bits=\d{1,5}", re.ASCII)
_REFUSED = pattern(r"ruleset=check_\w{1,40}, arg1=(.*)", re.ASCII | re.DOTALL)
_STATUS = pattern(r"([245]\.\d{1,3}\.\d{1,3}) ", re.ASCII)
_ACTS: dict[str, Act] = {"2": "delivered", "4": "deferred", "5": "failed"}


def read(said: Said, at: At) -> LogEvent | None:
    """What Sendmail says of one message, or of a login."""
    session = f"[{said.pid}]" if said.pid else None
    entry = _ENTRY.match(said.message)
    if entry is None:
        return _login(said.message, session, at) or _rejected(said.message, session, at)
    queue_id, text = entry[1], said.message[entry.end() :]
    if text.startswith("from="):
        return _from(queue_id, text[5:], session, at)
    if text.startswith("to="):
        return _to(queue_id, text[3:], at)
    if text.startswith("done; delay="):
        return LogEvent("removed", *at, queue_id=queue_id)
    if text.startswith("AUTH failure ("):
        return _login_failed(text, session, at)
    notice = _NOTICE.fullmatch(text)
    if notice is not None:
        return LogEvent("bounced", *at, queue_id=queue_id, next_id=notice[1], text=cut(notice[3]))
    return _rejected(text, session, at)


def _from(queue_id: str, text: str, session: str | None, at: At) -> LogEvent | None:
    head, _, relay = text.rpartition(", relay=")
    name, ip = _host(relay)
    user = _USER.fullmatch(relay)
    sender = message_id = size = count = None
    parts = head.split(", size=")
    sizes = _SIZES.fullmatch(parts[1]) if len(parts) == 2 else None
    if sizes is not None:
        sender, size, count = bare(parts[0]) or "", int(sizes[1]), int(sizes[2])
        message_id = _message_id(sizes[3])
    if count == 0:  # all recipients were refused
        return None
    return LogEvent(
        "submitted" if user else "accepted", *at, session=session, queue_id=queue_id, client=name, client_ip=ip,
        user=user[1] if user else None, service=None if user else "smtp", sender=sender, message_id=message_id,
        size=size, count=count,
    )  # fmt: skip


def _message_id(text: str | None) -> str | None:
    """The Message-ID before the last fields; it is cut after 100 characters."""
    if text is None:
        return None
    end = text.find(">, ") + 1 if text.startswith("<") else text.find(", ")
    end = len(text) if end <= 0 else end
    return bare(text[:end]) if _TAIL.fullmatch(text, end) else None


def _to(queue_id: str, text: str, at: At) -> LogEvent | None:
    names, _, rest = text.partition(", delay=")
    found = _OUTCOME.fullmatch(rest)
    if found is None or ", delay=" in rest:
        return None
    relay, status, tail = found.groups()
    reply, _, stat = tail.rpartition("stat=")
    sent = _SENT.fullmatch(stat)
    act = _ACTS.get((status or "")[:1]) or ("delivered" if stat.startswith("Sent") else None)
    if act is None or not reply.startswith(", "):
        return None
    recipients = _names(names.partition(", ctladdr=")[0])
    name, ip = _host((relay or "").replace(". [", " ["))
    known = recipients if len(recipients) > 1 else ()
    return LogEvent(
        act, *at, queue_id=queue_id, next_id=next_id_of(sent[1]) if sent and act == "delivered" else None,
        recipient=recipients[0], recipients=known, relay=name or ip or name_of(relay),
        relay_ip=ip, status=status, text=cut(reply[8:].rstrip(" ,") if reply.startswith(", reply=") else stat),
    )  # fmt: skip


def _names(text: str) -> tuple[str, ...]:
    """Recipients of one line; where one is quoted, nobody knows where it ends."""
    names = [text] if '"' in text else text.split(",")[:MAX_NAMES]
    return tuple(bare(name) or name for name in names)


def _login(message: str, session: str | None, at: At) -> LogEvent | None:
    found = _LOGIN.fullmatch(message)
    if found is None:
        return None
    name, ip = _host(found[1])
    return LogEvent("login", *at, session=session, client=name, client_ip=ip, login=found[2], service="smtp")


def _login_failed(text: str, session: str | None, at: At) -> LogEvent | None:
    head, _, relay = text.rpartition(", relay=")
    why, _, login = head.partition(", user=")
    name, ip = _host(relay)
    return LogEvent(
        "login-failed", *at, session=session, client=name, client_ip=ip, login=login or None, service="smtp",
        text=cut(why),
    )  # fmt: skip


def _rejected(text: str, session: str | None, at: At) -> LogEvent | None:
    found = _REFUSED.fullmatch(text)
    parts = found[1].split(", relay=") if found else [""]
    relay, mark, why = parts[-1].partition(", reject=")
    if not mark:
        return None
    name, ip = _host(relay) if len(parts) == 2 else (None, None)
    status = _STATUS.match(why, 4)
    return LogEvent(
        "rejected", *at, session=session, client=name, client_ip=ip, status=status[1] if status else None, text=cut(why)
    )


def _host(text: str) -> tuple[str | None, str | None]:
    """Name and address in `NAME [IP]`."""
    found = _RELAY.fullmatch(text)
    if found is None:
        return None, None
    name, ip, forged = found.groups()
    return None if forged else name_of(name), ip_of(ip)
