r"""Exim 4, main log and reject log, all selectors (receive.c, deliver.c, smtp_in.c, host.c; spec chapter "Log files").

    2026-11-24 03:53:36.123 +0100 [4711] ID <= S R=ID H=HOST I=[IP]:PORT U=IDENT P=esmtpsa X=… CV=no DN="…"
        A=DRIVER:LOGIN K S=600 DKIM=… id=MESSAGE-ID T="SUBJECT" from <S> for R R …
    ID => R <ORIGINAL> F=<S> P=<S> R=ROUTER T=TRANSPORT S=… H=HOST X=… A=… C="REPLY" QT=… DT=…
    ID ** R <ORIGINAL> F=<S> R=ROUTER T=TRANSPORT H=HOST: REASON            ID == R … defer (111): REASON
    ID Completed
    cwd=DIRECTORY 4 args: /usr/sbin/sendmail -t -i
    H=HOST X=… A=… F=<S> rejected RCPT <R>: REASON
    DRIVER authenticator failed for HOST: 535 Incorrect authentication data (set_id=FREE)

HOST is `[IP]`, `NAME [IP]`, `(HELO) [IP]` or `NAME (HELO) [IP]`, with or without `:PORT`. The name resolved forward.
HELO has letters, digits, `.-_` or is an address literal, unless `helo_accept_junk_hosts` lets anything through; ident,
the names of certificates (DN=, SNI=) and Message-IDs are free too. So each field stands once, and all of the line must
be fields: text that imitates some is followed by the true ones, and then the line says no more than its id and address.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec.structs import replace

from whosent.logs.eximfields import ADDRESS, HOST, NOBODY, QUOTED, Fields, fields_of, unquoted
from whosent.logs.line import MAX_NAMES, At, Format, Said, Stamp, cut, ip_of, name_of, no_host, offset_of
from whosent.logs.reply import next_id_of, status_of
from whosent.mail.pattern import pattern
from whosent.model.log import Act, LogEvent

_STAMP = pattern(
    r"(\d{4}-[01]\d-[0-3]\d) ([012]\d:[0-5]\d:[0-6]\d)(?:\.\d{1,6})?(?: ([+-]\d{4}))? (?:\[\d{1,10}\] )?", re.ASCII
)
# The first of several pieces of a line that is too long for syslog
_PIECE = pattern(r"\[1[\\/]\d{1,3}\] ", re.ASCII)
MESSAGE_ID = r"[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4}"
_ENTRY = pattern(rf"({MESSAGE_ID}) (?:(<=|\(=|=>|->|>>|\*\*|==) |(Completed)(?: QT=\S+)?$)?", re.ASCII)
_ARRIVAL = pattern(rf"(<>|{ADDRESS})(?= )", re.ASCII)
_ID = pattern(rf" id\*?=({ADDRESS})(?= |$)", re.ASCII)
_SIZE = pattern(r" S=\d", re.ASCII)
_FROM = pattern(rf" from <((?:{ADDRESS})?)>(?= |$)", re.ASCII)
_FOR = pattern(rf"(?: for((?: {ADDRESS})+))?", re.ASCII)
_SUBJECT = pattern(rf" T=({QUOTED})(?= |$)", re.ASCII)
_NAME = pattern(ADDRESS, re.ASCII)

_TARGET = pattern(rf"({ADDRESS})(?: \({ADDRESS}\))*(?: <({ADDRESS})>)?(?=[ :]|$)", re.ASCII)
_COMMAND = pattern(rf"([|/][^<>]{{1,1000}}) <({ADDRESS})>(?=[ :]|$)", re.ASCII)
_TIMES = pattern(r"(?: QT=\d[\w.]{0,20})?(?: DT=\d[\w.]{0,20})?$", re.ASCII)
_REJECTED = pattern(
    rf" (?:temporarily )?rejected ([A-Z]{{4,12}}|after DATA|connection in \S{{1,60}})(?: <({ADDRESS})>)?(?:: |$)",
    re.ASCII,
)
_FAILED = pattern(
    rf"[\w.-]{{1,60}} authenticator failed for {HOST}(?: I=\[[^\]]{{2,60}}\]:\d{{1,5}})?(?: U=[^ ]{{1,127}})?: "
    r"(\d\d\d [\w ]{1,100})(?:: [^(]{0,200})?(?: \(set_id=(.{0,255})\))?",
    re.ASCII,
)
_RAN = pattern(r"cwd=(.{1,1000}?) \d{1,4} args: (.*)", re.ASCII)
# The daemon, queue runners, deliveries (-Mc), `mailq`
_HOUSEKEEPING = pattern(r"\S{1,255} (?:-Mc?|-q\S{0,20}|-b[dpPVrvw]\S{0,5})(?: |$)", re.ASCII)
_LINE = pattern(
    rf"{MESSAGE_ID} |cwd=|H=|exim \d|[\w.-]{{1,60}} authenticator failed for |(?:Start|End) queue run: |"
    r"SMTP |no host name found |TLS error |no IP address found |unexpected |rejected |refused |daemon |pid \d",
    re.ASCII,
)
_EXIM_USERS = frozenset({"Debian-exim", "exim", "mail", "mailnull", "root"})
_ACTS: dict[str, Act] = {
    "=>": "delivered", "->": "delivered", ">>": "delivered", "**": "failed", "==": "deferred",
}  # fmt: skip
"""`*>` (-N: delivery suppressed) is none."""


class _Words(NamedTuple):
    message_id: str | None = None
    subject: str | None = None
    recipients: tuple[str, ...] = ()


def read(text: str, source: str) -> LogEvent | None:
    """What a line of the main log says."""
    when = _STAMP.match(text)
    if when is None:
        return None
    return _read(text[when.end() :], At(source, f"{when[1]}T{when[2]}", offset_of(when[3]), None))


def read_message(said: Said, at: At) -> LogEvent | None:
    """The same by way of syslog. Exim keeps its stamp there (`syslog_timestamp`) and cuts long lines in pieces."""
    message = said.message
    piece = _PIECE.match(message)
    start = piece.end() if piece else 0
    when = _STAMP.match(message, start)
    return _read(message[when.end() if when else start :], at)


def _read(text: str, at: At) -> LogEvent | None:
    entry = _ENTRY.match(text)
    if entry is None:
        return _ran(text, at) if text.startswith("cwd=") else _login_failed(text, at) or _rejected(None, text, at)
    queue_id, sign, completed = entry.groups()
    rest = text[entry.end() :]
    if completed:
        return LogEvent("removed", *at, queue_id=queue_id)
    if sign is None:
        return _rejected(queue_id, rest, at)
    return _arrived(queue_id, rest, at) if sign in ("<=", "(=") else _handled(queue_id, _ACTS[sign], rest, at)


def _arrived(queue_id: str, text: str, at: At) -> LogEvent | None:
    sender = _ARRIVAL.match(text)
    if sender is None:
        return None
    address = "" if sender[1] == "<>" else sender[1]
    fields = fields_of(text[sender.end() :])
    words = _words(fields) if fields else None
    if fields is None or words is None:
        return LogEvent("accepted", *at, queue_id=queue_id, sender=address)
    host, values, _ = fields
    local = host is NOBODY and "U" in values
    if local and not address and "R" in values and values["U"] in _EXIM_USERS:
        return LogEvent("bounced", *at, queue_id=values["R"], next_id=queue_id)
    size = values.get("S", "")
    return LogEvent(
        "submitted" if local else "accepted", *at, queue_id=queue_id, client=host.name, client_ip=host.ip,
        helo=host.helo, login=_login(values.get("A")), service=None if local else "smtp",
        user=values["U"] if local else None, sender=address, recipients=words.recipients,
        recipient=words.recipients[0] if words.recipients else None, message_id=words.message_id, subject=words.subject,
        size=int(size) if size.isdecimal() and len(size) < 18 else None, protocol=values.get("P"),
    )  # fmt: skip


def _login(text: str | None) -> str | None:
    """`DRIVER:LOGIN`, with `smtp_mailauth` also what the client said behind AUTH=."""
    return text.split(":")[1] if text and ":" in text else None


def _words(fields: Fields) -> _Words | None:
    """What the sender wrote, behind Exim's fields: ` id=… T="…" from <S> for R R`. None where that may hold the end of
    Exim's own fields, which are imitations then."""
    named = _ID.match(fields.rest)
    at = named.end() if named else 0
    subject = _SUBJECT.match(fields.rest, at)
    at = subject.end() if subject else at
    sender = _FROM.match(fields.rest, at)
    at = sender.end() if sender else at
    recipients = _FOR.fullmatch(fields.rest, at)
    certificate = "DN" in fields.values or "SNI" in fields.values
    if recipients is None or (certificate and named and " " in named[1]):
        return None if _SIZE.search(fields.rest) or not fields.rest.startswith((" id=", " id*=", ' T="')) else _Words()
    return _Words(
        named[1] if named else None, unquoted(subject[1]) if subject else None,
        tuple(_NAME.findall(recipients[1] or "")[:MAX_NAMES]),
    )  # fmt: skip


def _handled(queue_id: str, act: Act, text: str, at: At) -> LogEvent | None:
    target = _COMMAND.match(text) or _TARGET.match(text)
    if target is None:
        return None
    last, first = target.groups()
    recipient = last if "@" in last or first is None else first
    if recipient.endswith(":") and not recipient.startswith(":"):  # the reason follows
        recipient = recipient[:-1]
    fields = fields_of(text[target.end() :])
    whole = fields is not None and not fields.rest
    if not whole and ' <"' in text[target.end() :]:  # the recipient is quoted, and was printed without its quotes
        return LogEvent(act, *at, queue_id=queue_id)
    event = LogEvent(
        act, *at, queue_id=queue_id, recipient=recipient, original_recipient=first if first != recipient else None
    )
    if fields is None or (act == "delivered" and not whole):
        return event
    host, values, rest = fields
    reply = unquoted(values.get("C")) if act == "delivered" else _TIMES.sub("", rest.removeprefix(":").strip())
    return replace(
        event, next_id=next_id_of(reply) if reply and act == "delivered" else None, sender=_sender(values),
        relay=host.name or host.ip, relay_ip=host.ip, status=status_of(reply) if reply else None, text=cut(reply),
    )  # fmt: skip


def _sender(values: dict[str, str], default: str | None = None) -> str | None:
    return values["F"][1:-1] if values.get("F") else default


def _rejected(queue_id: str | None, text: str, at: At) -> LogEvent | None:
    fields = fields_of(" " + text)
    why = _REJECTED.match(fields.rest) if fields else None
    if fields is None or why is None:
        return None
    host, values, rest = fields
    reason = rest[why.end() :]
    if " rejected " in reason:  # HELO or the address imitates the line
        return None
    return LogEvent(
        "rejected", *at, queue_id=queue_id, client=host.name, client_ip=host.ip, helo=host.helo,
        sender=_sender(values, why[2] if why[1] == "MAIL" else None), recipient=why[2] if why[1] != "MAIL" else None,
        status=status_of(reason), text=cut(reason),
    )  # fmt: skip


def _login_failed(text: str, at: At) -> LogEvent | None:
    found = _FAILED.fullmatch(text) if " authenticator failed for " in text[:100] else None
    if found is None or "(set_id=" in (found[5] or ""):  # HELO or the login imitates the line
        return None
    name, helo, ip, why, login = found.groups()
    return LogEvent(
        "login-failed", *at, client=name_of(name), client_ip=ip_of(ip), helo=helo, login=login or None, service="smtp",
        text=cut(why),
    )  # fmt: skip


def _ran(text: str, at: At) -> LogEvent | None:
    """The shortest directory is a part of the true one, whatever that or the arguments are called."""
    found = _RAN.match(text)
    if found is None or _HOUSEKEEPING.match(found[2]) or ("/spool/" in found[1] and " -E" in found[2]):
        return None  # (-E: notices that Exim hands in to itself, from its spool)
    return LogEvent("ran", *at, directory=found[1], text=cut(found[2]))


def stamp(text: str) -> Stamp | None:
    """When the line was written."""
    when = _STAMP.match(text)
    return (f"{when[1]}T{when[2]}", offset_of(when[3])) if when else None


def _recognises(text: str) -> bool:
    when = _STAMP.match(text)
    return when is not None and _LINE.match(text, when.end()) is not None


FORMAT = Format("exim", _recognises, read, stamp, no_host)
