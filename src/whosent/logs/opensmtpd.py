"""OpenSMTPD 5.x to 7.x (smtp_session.c, mta.c, mda.c).

    SESSION smtp connected address=IP host=NAME
    SESSION smtp authentication user=LOGIN result=ok|permfail|tempfail
    SESSION smtp message msgid=ID size=1 nrcpt=2 proto=ESMTP
    SESSION smtp envelope evpid=ID+8 from=<S> to=<R>
    SESSION mta delivery evpid=ID+8 from=<S> to=<R> rcpt=<O> source="IP" relay="IP (NAME)" delay=1s result="Ok"
        stat="REPLY"
    SESSION mda delivery evpid=ID+8 from=<S> to=<R> rcpt=<O> user=U delay=1s result=Ok stat=Delivered
    SESSION smtp failed-command command="FREE" result="550 Invalid recipient"

    6.0 to 6.3   SESSION smtp event=message [address=IP host=NAME] msgid=ID from=<S> to=<R> size=1 ndest=1 proto=ESMTP
    5.x          smtp-in: New session SESSION from host NAME [IP]
                 smtp-in: Accepted authentication for user LOGIN on session SESSION
                 smtp-in: Accepted message ID on session SESSION: from=<S>, to=<R>, size=1, ndest=1, proto=ESMTP
                 relay: Ok for ID+8: session=SESSION, from=<S>, to=<R>, rcpt=<->, source=IP, relay=IP (NAME), delay=1s,
                     stat=REPLY
                 delivery: Ok for ID+8: from=<S>, to=<R>, user=U, method=maildir, delay=1s, stat=Delivered

Client, login and message stand in lines of their own (`session`). NAME is whatever the PTR record says, so it is not
told. The program takes no addresses with blanks or angle brackets and writes blanks of a login as `\\040`. Replies end
the line.
"""

from __future__ import annotations

import re

from whosent.logs.line import At, Said, cut, ip_of
from whosent.logs.reply import next_id_of, status_of
from whosent.mail.pattern import pattern
from whosent.model.log import Act, LogEvent

_SESSION = pattern(r"([0-9a-f]{16}) (smtp|mta|mda) (?:event=)?([a-z-]{3,20}) ", re.ASCII)
_CLIENT = pattern(r"address=(\S{1,80})(?: host=\S{1,255})?", re.ASCII)
_AUTH = pattern(r"user=(\S{0,600}) (?:address=(\S{1,80}) host=\S{1,255} )?result=(ok|permfail|tempfail)", re.ASCII)
_MESSAGE = pattern(
    r"(?:address=(\S{1,80}) host=\S{1,255} )?msgid=([0-9a-f]{8}) (?:from=<([^<>]{0,320})> to=<([^<>]{0,320})> )?"
    r"size=(\d{1,18}) (?:nrcpt=(\d{1,9})|ndest=\d{1,9}) proto=([A-Z]{4,8})",
    re.ASCII,
)
_ENVELOPE = pattern(r"evpid=([0-9a-f]{8})[0-9a-f]{8} from=<([^<>]{0,320})> to=<([^<>]{0,320})>", re.ASCII)
_OUTCOME = pattern(
    r"evpid=([0-9a-f]{8})[0-9a-f]{8} from=<([^<>]{0,320})> to=<([^<>]{0,320})>(?: rcpt=<([^<>]{0,320})>)?"
    r"(?: source=\"\S{0,80}\" relay=\"([^\"]{0,300})\"| user=\S{1,100})(?: method=\w{1,20})? delay=\S{1,40} "
    r"result=\"?([A-Za-z]{2,12})\"? stat=(.*)",
    re.ASCII | re.DOTALL,
)
_REFUSED = pattern(r"(?:address=(\S{1,80}) host=\S{1,255} )?command=\"(.*)", re.ASCII | re.DOTALL)
_RELAY = pattern(r"(?:smtps?://)?\[?([0-9A-Fa-f.:]{2,45})\]?(?: \((\S{1,255})\))?", re.ASCII)

_OLD_CLIENT = pattern(r"smtp-in: New session ([0-9a-f]{16}) from host \S{1,255} \[([^\] ]{2,60})\]", re.ASCII)
_OLD_AUTH = pattern(
    r"smtp-in: (Accepted authentication|Authentication failed) for user (\S{0,600}) on session ([0-9a-f]{16})", re.ASCII
)
_OLD_MESSAGE = pattern(
    r"smtp-in: Accepted message ([0-9a-f]{8}) on session ([0-9a-f]{16}): from=<([^<>]{0,320})>, to=<([^<>]{0,320})>, "
    r"size=(\d{1,18}), ndest=\d{1,9}, proto=([A-Z]{4,8})",
    re.ASCII,
)
_OLD_OUTCOME = pattern(
    r"(?:relay|delivery): ([A-Za-z]{2,12}) for ([0-9a-f]{8})[0-9a-f]{8}: (?:session=[0-9a-f]{16}, )?"
    r"from=<([^<>]{0,320})>, to=<([^<>]{0,320})>, (?:rcpt=<([^<>]{0,320})>, )?"
    r"(?:source=[^ ,]{0,80}, relay=([^,]{0,300}), |user=[^ ,]{1,100}, method=\S{1,20}, )delay=[^ ,]{1,40}, stat=(.*)",
    re.ASCII | re.DOTALL,
)
_ACTS: dict[str, Act] = {"Ok": "delivered", "TempFail": "deferred", "PermFail": "failed", "LoopFail": "failed"}


def read(said: Said, at: At) -> LogEvent | None:
    """What OpenSMTPD says."""
    message = said.message
    head = _SESSION.match(message)
    if head is None:
        return _old(message, at) if message.startswith(("smtp-in: ", "relay: ", "delivery: ")) else None
    session, part, what = head.groups()
    text = message[head.end() :]
    if what == "delivery" and part != "smtp":
        found = _OUTCOME.fullmatch(text)
        return _outcome(found.group(6, 1, 2, 3, 4, 5, 7), at) if found else None
    return _smtp(session, what, text, at) if part == "smtp" else None


def _smtp(session: str, what: str, text: str, at: At) -> LogEvent | None:
    if what == "connected":
        found = _CLIENT.fullmatch(text)
        return _connected(session, found[1], at) if found else None
    if what == "authentication":
        found = _AUTH.fullmatch(text)
        return _auth(session, found[3] == "ok", found[1], found[2], at) if found and found[3] != "tempfail" else None
    if what == "envelope":
        found = _ENVELOPE.fullmatch(text)
        return LogEvent("queued", *at, queue_id=found[1], sender=found[2], recipient=found[3]) if found else None
    if what == "failed-command":
        return _refused(session, text, at)
    found = _MESSAGE.fullmatch(text) if what == "message" else None
    return _message(session, found.groups(), at) if found else None


def _connected(session: str, address: str, at: At) -> LogEvent:
    service = "local" if address == "local" else "smtp"
    return LogEvent("connected", *at, session=session, client_ip=ip_of(address), service=service)


def _auth(session: str, good: bool, user: str, ip: str | None, at: At) -> LogEvent:
    act: Act = "login" if good else "login-failed"
    return LogEvent(act, *at, session=session, client_ip=ip_of(ip), login=user or None, service="smtp")


def _message(session: str, fields: tuple[str | None, ...], at: At) -> LogEvent:
    ip, queue_id, sender, recipient, size, count, protocol = fields
    return LogEvent(
        "accepted", *at, session=session, queue_id=queue_id, client_ip=ip_of(ip), service="smtp", sender=sender,
        recipient=recipient, size=int(size or 0), count=int(count) if count else None, protocol=protocol,
    )  # fmt: skip


def _outcome(fields: tuple[str | None, ...], at: At) -> LogEvent | None:
    """`before` is the recipient before aliases, `-` or the same where there was none."""
    result, queue_id, sender, to, before, relay, stat = fields
    act = _ACTS.get(result or "")
    if act is None or stat is None:
        return None
    host = _RELAY.fullmatch(relay) if relay else None
    reply = stat[1:-1] if stat.startswith('"') and stat.endswith('"') else stat
    return LogEvent(
        act, *at, queue_id=queue_id, next_id=next_id_of(reply) if act == "delivered" and relay else None, sender=sender,
        recipient=to, original_recipient=before if before not in (None, "-", to) else None,
        relay=(host[2] or host[1]) if host else relay, relay_ip=ip_of(host[1]) if host else None,
        status=status_of(reply), text=cut(reply),
    )  # fmt: skip


def _refused(session: str, text: str, at: At) -> LogEvent | None:
    found = _REFUSED.fullmatch(text)
    command, mark, result = found[2].rpartition('" result="') if found else ("", "", "")
    if found is None or not mark or command[:4].upper() not in ("RCPT", "MAIL", "DATA"):
        return None
    reply = result.removesuffix('"')
    return LogEvent(
        "rejected", *at, session=session, client_ip=ip_of(found[1]), status=status_of(reply), text=cut(reply)
    )


def _old(message: str, at: At) -> LogEvent | None:
    found = _OLD_MESSAGE.fullmatch(message)
    if found is not None:
        queue_id, session, sender, recipient, size, protocol = found.groups()
        return _message(session, (None, queue_id, sender, recipient, size, None, protocol), at)
    found = _OLD_OUTCOME.fullmatch(message)
    if found is not None:
        return _outcome(found.groups(), at)
    found = _OLD_CLIENT.fullmatch(message)
    if found is not None:
        return _connected(found[1], found[2], at)
    found = _OLD_AUTH.fullmatch(message)
    return _auth(found[3], found[1].startswith("Accepted"), found[2], None, at) if found else None
