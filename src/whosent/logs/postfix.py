r"""Postfix 2.3 to 3.10, every daemon, whatever `syslog_name` is (`postfix/smtpd`, `mx-out/submission/smtpd`).

    smtpd    ID: client=NAME[IP], sasl_method=M, sasl_username=LOGIN, sasl_sender=FREE, orig_queue_id=…, orig_client=…
             ID|NOQUEUE: reject: RCPT from NAME[IP]: 554 5.7.1 …; from=<S> to=<R> proto=ESMTP helo=<FREE>
             warning: NAME[IP]: SASL LOGIN authentication failed: REASON, sasl_username=FREE
    pickup   ID: uid=33 from=<S>                    behind it `orig_id=ID` where postsuper -r put it in again
    cleanup  ID: message-id=FREE         ID: reject: header FREE; …         ID: milter-reject: STAGE from NAME[IP]: …
    qmgr     ID: from=<S>, size=1, nrcpt=1 (queue active)      ID: from=<S>, status=expired, …     ID: removed
    agents   ID: to=<R>, orig_to=<O>, relay=NAME[IP]:25, conn_use=2, delay=…, delays=…, dsn=2.0.0, status=sent (REPLY)
    bounce   ID: sender non-delivery notification: ID

(src/smtpd/smtpd.c, smtpd_sasl_glue.c, smtpd_check.c, log_adhoc.c, cleanup_message.c, qmgr_active.c, bounce_notify_*.c.)
Client names are verified and have no odd characters. Addresses may hold any printable character (`user+FREE@…` reaches
a mailbox), HELO and replies too: where that makes a field ambiguous it stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from whosent.logs.line import At, Said, bare, cut, ip_of, name_of
from whosent.logs.reply import next_id_of
from whosent.mail.pattern import pattern
from whosent.model.log import Act, LogEvent

# Short ids are hexadecimal; long ones (enable_long_queue_ids) have no vowels: neither is a word such as "warning".
QUEUE_ID = r"(?:[0-9A-F]{5,20}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,30})"
_ENTRY = pattern(rf"({QUEUE_ID}|NOQUEUE): ", re.ASCII)
_NAMADDR = r"([^\[\], ]{1,255})\[([^\[\], ]{2,60})\](?::\d{1,5})?"
# A client may say AUTH=FREE without having logged in: what stands behind `sasl_sender=` is its text.
_CLIENT = pattern(
    rf"client={_NAMADDR}(?:, sasl_method=([^ ,]{{1,60}}), sasl_username=(.{{1,255}}?))?"
    r"(?:, (?:sasl_sender|orig_queue_id|orig_client)=.*)?",
    re.ASCII,
)
_PICKUP = pattern(rf"uid=(\d{{1,10}}) from=<(.*)>(?: orig_id=({QUEUE_ID}))?", re.ASCII)
_QUEUED = pattern(r"from=<(.*)>, size=(\d{1,18}), nrcpt=(\d{1,9}) \(queue [a-z]{1,12}\)", re.ASCII)
_EXPIRED = pattern(r"from=<(.*)>, status=((?:force-)?expired), returned to sender", re.ASCII)
_OUTCOME = pattern(
    r"([^,<>]{1,300}), (?:(?!relay=)[a-z_]{2,20}=[^ ,<>()]{1,60}, ){0,4}?"
    r"(?:dsn=([245]\.\d{1,3}\.\d{1,3}), )?status=([a-z-]{3,30})(?: \((.*)\))?",
    re.ASCII | re.DOTALL,
)
_RELAY = pattern(r"([^\[\] ]{1,255})\[([^\[\]]{2,255})\](?::\d{1,5})?", re.ASCII)
_FORWARDED = pattern(rf"forwarded as ({QUEUE_ID})", re.ASCII)
_NOTICE = pattern(rf"(?:sender|postmaster) ([a-z -]{{5,30}}) notification: ({QUEUE_ID})", re.ASCII)
_REJECT = pattern(
    rf"(?:milter-)?reject: (?:[A-Z-]{{2,20}}|CONNECT|END-OF-MESSAGE) from "
    rf"(?:{_NAMADDR}|\[([0-9A-Fa-f.:]{{2,45}})\]:\d{{1,5}}): (?:[245]\d\d )?(?:([245]\.\d{{1,3}}\.\d{{1,3}}) )?(.*)",
    re.ASCII | re.DOTALL,
)
_ENVELOPE = pattern(r"from=<([^<>]*)>,? to=<([^<>]*)>,? proto=([A-Z]{3,8}),? helo=<(.*)>", re.ASCII)
_SASL_FAILED = pattern(rf"warning: {_NAMADDR}: SASL [^ ]{{1,100}} authentication failed(.*)", re.ASCII | re.DOTALL)

_STATUS: dict[str, Act] = {
    "sent": "delivered", "bounced": "failed", "expired": "failed", "undeliverable": "failed", "deferred": "deferred",
}  # fmt: skip
"""What agents say. `deliverable`, of address probes, is no mail."""


def read(said: Said, at: At) -> LogEvent | None:
    """What a daemon says; the program's name ends with its own."""
    message = said.message
    entry = _ENTRY.match(message)
    if entry is None:
        return _sasl_failed(message, at) if message.startswith("warning: ") else None
    queue_id, text = entry[1], message[entry.end() :]
    if queue_id == "NOQUEUE":
        return _rejected(None, text, at)
    reader = _READERS.get(said.program.rpartition("/")[2])
    return reader(queue_id, text, at) if reader is not None else None


def _smtpd(queue_id: str, text: str, at: At) -> LogEvent | None:
    found = _CLIENT.fullmatch(text)
    if found is None:
        return _rejected(queue_id, text, at)
    name, ip, _, login = found.groups()
    return LogEvent(
        "accepted", *at, queue_id=queue_id, client=name_of(name), client_ip=ip_of(ip), login=login, service="smtp"
    )


def _pickup(queue_id: str, text: str, at: At) -> LogEvent | None:
    found = _PICKUP.fullmatch(text)
    if found is None:
        return None
    uid, sender, before = found.groups()
    if before is not None:
        return LogEvent("requeued", *at, queue_id=before, next_id=queue_id)
    return LogEvent("submitted", *at, queue_id=queue_id, uid=int(uid), sender=sender)


def _cleanup(queue_id: str, text: str, at: At) -> LogEvent | None:
    if text.startswith("message-id="):
        return LogEvent("named", *at, queue_id=queue_id, message_id=bare(text[11:]))
    if text.startswith(("reject: header ", "reject: body ")):  # then the header itself, then the client: all in doubt
        return LogEvent("rejected", *at, queue_id=queue_id, text=cut(text[8:]))
    return _rejected(queue_id, text, at)


def _qmgr(queue_id: str, text: str, at: At) -> LogEvent | None:
    if text == "removed":
        return LogEvent("removed", *at, queue_id=queue_id)
    found = _QUEUED.fullmatch(text)
    if found is not None:
        sender, size, count = found.groups()
        return LogEvent("queued", *at, queue_id=queue_id, sender=sender, size=int(size), count=int(count))
    found = _EXPIRED.fullmatch(text)
    return LogEvent("failed", *at, queue_id=queue_id, sender=found[1], text=found[2]) if found else None


def _agent(queue_id: str, text: str, at: At) -> LogEvent | None:
    """One recipient. The recipient or the reply may imitate the middle of the line: then it stands there twice, and
    nobody can tell which is the true one."""
    head, _, tail = text.partition(">, relay=")
    found = _OUTCOME.fullmatch(tail)
    if found is None or not head.startswith("to=<"):
        return None
    recipient, _, original = head[4:].partition(">, orig_to=<")
    relay, status, word, reply = found.groups(default="")
    act = _STATUS.get(word)
    if act is None or ", status=" in reply or ">, orig_to=<" in original:
        return None
    forwarded = _FORWARDED.fullmatch(reply) if relay == "local" else None
    if forwarded is not None:
        return LogEvent(
            "requeued", *at, queue_id=queue_id, next_id=forwarded[1], recipient=recipient,
            original_recipient=original or None,
        )  # fmt: skip
    host = _RELAY.fullmatch(relay)
    name, ip = host.groups() if host else (relay if relay != "none" else None, None)
    return LogEvent(
        act, *at, queue_id=queue_id, next_id=next_id_of(reply) if word == "sent" else None, recipient=recipient,
        original_recipient=original or None, relay=name, relay_ip=ip_of(ip), status=status or None, text=cut(reply),
    )  # fmt: skip


def _bounce(queue_id: str, text: str, at: At) -> LogEvent | None:
    found = _NOTICE.fullmatch(text)
    return LogEvent("bounced", *at, queue_id=queue_id, next_id=found[2], text=found[1]) if found else None


def _rejected(queue_id: str | None, text: str, at: At) -> LogEvent | None:
    found = _REJECT.fullmatch(text)
    if found is None:
        return None
    name, ip, screened, status, said = found.groups()
    reason, _, rest = said.partition("; from=<")
    envelope = _ENVELOPE.fullmatch("from=<" + rest) if "; from=<" not in rest else None
    sender, recipient, protocol, helo = envelope.groups() if envelope else (None,) * 4
    return LogEvent(
        "rejected", *at, queue_id=queue_id, client=name_of(name), client_ip=ip_of(ip or screened), helo=helo,
        sender=sender, recipient=recipient, status=status, text=cut(reason), protocol=protocol,
    )  # fmt: skip


def _sasl_failed(message: str, at: At) -> LogEvent | None:
    found = _SASL_FAILED.fullmatch(message)
    if found is None:
        return None
    name, ip, said = found.groups()
    reason, _, login = said.removeprefix(": ").partition(", sasl_username=")
    return LogEvent(
        "login-failed", *at, client=name_of(name), client_ip=ip_of(ip), login=login or None, service="smtp",
        text=cut(reason),
    )  # fmt: skip


_Read = Callable[[str, str, At], LogEvent | None]
_AGENTS = ("smtp", "lmtp", "local", "virtual", "pipe", "error", "discard", "retry")
_READERS: dict[str, _Read] = {
    "smtpd": _smtpd, "pickup": _pickup, "cleanup": _cleanup, "qmgr": _qmgr, "nqmgr": _qmgr, "postsuper": _qmgr,
    "bounce": _bounce, "postscreen": _rejected, **dict.fromkeys(_AGENTS, _agent),
}  # fmt: skip
DAEMONS = frozenset(_READERS)
"""The daemons that say something we use."""
