"""Files of syslog daemons and what `journalctl` prints: a stamp, a host, a program, its message. The program's name
chooses the reader.

    Nov  4 03:53:30 HOST PROGRAM[PID]: MESSAGE                          RFC 3164, 4.1; also with a year
    2026-11-24T03:53:30.123456+01:00 HOST PROGRAM[PID]: MESSAGE         rsyslog, journalctl -o short-iso
    <22>1 2026-11-24T03:53:30Z HOST PROGRAM PID MSGID - MESSAGE         RFC 5424
    Nov 24 03:53:30 imap-login: Info: MESSAGE                           Dovecot's own `log_path`

Whoever may write to /dev/log may take any program's name; nobody outside can. Daemons escape line ends.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from whosent.logs import dovecot, exim, opendkim, opensmtpd, php, postfix, postsrsd, sendmail
from whosent.logs.line import MONTHS, At, Format, Reader, Said, Stamp, offset_of
from whosent.model.log import LogEvent

READERS: dict[str, Reader] = {
    "dovecot": dovecot.read, "exim": exim.read_message, "exim4": exim.read_message, "opendkim": opendkim.read,
    "postsrsd": postsrsd.read, "sendmail": sendmail.read, "sm-mta": sendmail.read, "sm-msp-queue": sendmail.read,
    "smtpd": opensmtpd.read,
}  # fmt: skip
"""Which reader a program's name chooses. Postfix's names end in `/DAEMON`."""

_CLOCK = r"([012]\d:[0-5]\d:[0-6]\d)(?:[.,]\d{1,9})?"
_PRI = r"(?:<\d{1,3}>)?"
_STAMP = re.compile(
    rf"{_PRI}(?:([A-Z][a-z]{{2}}) {{1,2}}(\d{{1,2}})(?: (\d{{4}}))? {_CLOCK}(?: (\d{{4}}))?"
    rf"|(1 )?(\d{{4}}-[01]\d-[0-3]\d)T{_CLOCK}(Z|[+-]\d\d:?\d\d)?) ",
    re.ASCII,
)
# FreeBSD's `syslogd -vv` prints <facility.level> before the host.
_HEAD = re.compile(
    r"(?:<[a-z0-9]{1,10}\.[a-z]{1,10}> )?([^\s:]{1,255}) ([^\s:\[\]]{1,80})(?:\[([^\s\]]{0,60})\])?: ", re.ASCII
)
_HOST = re.compile(r"(?:<[a-z0-9]{1,10}\.[a-z]{1,10}> )?([^\s:(<]{1,255}) ", re.ASCII)
_HEAD_5424 = re.compile(
    r"(\S{1,255}) (\S{1,80}) (\S{1,128}) \S{1,32} (?:-|\[[^\]]{0,2000}\]) (?:\ufeff|BOM)? ?", re.ASCII
)
_DOVECOT = re.compile(r"[a-z][a-z0-9-]{1,30}(?:[:(<])", re.ASCII)
_SOLARIS = re.compile(r"\[ID \d{1,9} [a-z0-9]{1,10}\.[a-z]{1,10}\] ", re.ASCII)
_REPEATED = re.compile(r"message repeated \d{1,9} times: \[ (.*)\]", re.ASCII | re.DOTALL)


class _Line(NamedTuple):
    host: str | None
    said: Said


def stamp(text: str) -> Stamp | None:
    """When the line was written; None if it does not begin with a stamp."""
    found = _STAMP.match(text)
    return _stamp(found) if found else None


def _stamp(found: re.Match[str]) -> Stamp | None:
    month, day, year, clock, late_year, _, date, iso_clock, zone = found.groups()
    if date is not None:
        return f"{date}T{iso_clock}", offset_of(zone)
    number = MONTHS.get(month)
    if number is None or not 1 <= int(day) <= 31:
        return None
    return f"{year or late_year or '0000'}-{number}-{int(day):02}T{clock}", None


def _parts(text: str, found: re.Match[str]) -> _Line | None:
    """What stands behind the stamp."""
    modern = found[6] is not None
    head = (_HEAD_5424 if modern else _HEAD).match(text, found.end())
    if head is None:
        own = None if modern else _DOVECOT.match(text, found.end())
        return _Line(None, Said("dovecot", text[found.end() :])) if own else None
    host, program, pid = head.groups()
    message = text[head.end() :]
    if message.startswith("[ID ") and (mark := _SOLARIS.match(message)):
        message = message[mark.end() :]
    elif message.startswith("message repeated ") and (again := _REPEATED.fullmatch(message)):
        message = again[1]
    return _Line(host, Said(program, message, pid))


def read(text: str, source: str) -> LogEvent | None:
    """What the line says."""
    found = _STAMP.match(text)
    when = _stamp(found) if found else None
    line = _parts(text, found) if found and when else None
    if line is None or when is None:
        return None
    return read_program(line.said, At(source, when[0], when[1], line.host))


def read_program(said: Said, at: At) -> LogEvent | None:
    """What a program says: the reader is chosen by its name."""
    if "/" in said.program:
        return postfix.read(said, at) if said.program.rpartition("/")[2] in postfix.DAEMONS else None
    reader = READERS.get(said.program)
    if reader is None and said.program.startswith("php"):  # php-fpm8.2 …
        reader = php.read_message
    return reader(said, at) if reader is not None else None


def _recognises(text: str) -> bool:
    found = _STAMP.match(text)
    return found is not None and _stamp(found) is not None and _parts(text, found) is not None


def _host(text: str) -> str | None:
    """Also of lines of syslogd itself (`last message repeated 3 times`)."""
    found = _STAMP.match(text)
    host = _HOST.match(text, found.end()) if found and _stamp(found) else None
    return host[1] if host else None


FORMAT = Format("syslog", _recognises, read, stamp, _host)
