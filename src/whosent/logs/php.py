"""PHP's log of mail() (`mail.log`; ext/standard/mail.c): which script, which line, to whom.

    [24-Nov-2026 03:53:37 Europe/Berlin] mail() on [/var/www/x.php:5]: To: TO -- Headers: HEADERS -- Subject: SUBJECT

The time zone is the script's own (`date.timezone`). Line ends are blanks: between two header fields there stand two
where the script wrote CRLF, one where it wrote LF. All behind the path is what the script was told, by its visitors
too. The file can be written by whoever runs the script.
"""

from __future__ import annotations

import re

from whosent.logs.line import LIMIT, MAX_NAMES, MONTHS, At, Format, Said, Stamp, no_host, offset_of
from whosent.mail.address import all_addresses, first_address
from whosent.mail.pattern import pattern
from whosent.model.log import LogEvent

_STAMP = pattern(r"\[([0-3]\d)-([A-Z][a-z]{2})-(\d{4}) ([012]\d:[0-5]\d:[0-6]\d) ([A-Za-z0-9/_+:-]{1,40})\] ", re.ASCII)
# The shortest path is a part of the true one, whatever directories are called.
_CALL = pattern(r"mail\(\) on \[(.{1,4096}?):(\d{1,7})\]: To: ", re.ASCII)
# Code from a string: `/var/www/x.php(5) : eval()'d code:1`. The file is the one in which eval() stands.
_EVAL = pattern(r"(.{1,4000}?)\((\d{1,7})\) : .*", re.ASCII)
_HEADERS, _SUBJECT = " -- Headers: ", " -- Subject: "
_MAX_ADDRESSES = 6_000
"""Characters in which addresses are looked for."""
_FIELD = r"[A-Za-z][A-Za-z0-9-]{0,60}: "
_AFTER_CRLF = pattern(rf"(?:^| {{2,}})(?={_FIELD})", re.ASCII)
_AFTER_LF = pattern(rf"(?:^| +)(?={_FIELD})", re.ASCII)


def read(text: str, source: str) -> LogEvent | None:
    """What a line of the file says."""
    when = _STAMP.match(text)
    known = _stamp(when) if when else None
    if when is None or known is None:
        return None
    return _call(text[when.end() :], At(source, *known))


def read_message(said: Said, at: At) -> LogEvent | None:
    """The same by way of syslog (`mail.log = syslog`)."""
    return _call(said.message, at)


def _call(message: str, at: At) -> LogEvent | None:
    call = _CALL.match(message)
    if call is None:
        return None
    script, line = _script(call[1], call[2])
    to, _, rest = message[call.end() :].partition(_HEADERS)
    headers, _, subject = rest.rpartition(_SUBJECT)
    doubt = _SUBJECT in headers  # a header or the subject holds the words between them
    fields = _fields(headers)
    copies = [value for name, value in fields if name in ("bcc", "cc")]
    recipients = tuple(all_addresses(", ".join([to, *copies])[:_MAX_ADDRESSES], MAX_NAMES))
    return LogEvent(
        "called", *at, script=script, line=line, recipient=recipients[0] if recipients else None, recipients=recipients,
        header_from=next((first_address(value) for name, value in fields if name == "from"), None),
        subject=None if doubt else subject or None,
    )  # fmt: skip


def _script(path: str, line: str) -> tuple[str, int]:
    inner = _EVAL.fullmatch(path) if path.endswith("code") else None
    return (inner[1], int(inner[2])) if inner else (path, int(line))


def _fields(headers: str) -> list[tuple[str, str]]:
    """Header fields by name in lower case. Where any two are two blanks apart, all are."""
    parts = _AFTER_CRLF.split(headers, MAX_NAMES)
    if len([part for part in parts if part]) < 2:
        parts = _AFTER_LF.split(headers, MAX_NAMES)
    fields = [part.partition(": ") for part in parts if part]
    return [(name.lower(), value.strip()) for name, _, value in fields]


def stamp(text: str) -> Stamp | None:
    """When the line was written, by the script's zone."""
    when = _STAMP.match(text)
    return _stamp(when) if when else None


def _stamp(found: re.Match[str]) -> Stamp | None:
    day, month, year, clock, zone = found.groups()
    number = MONTHS.get(month)
    return (f"{year}-{number}-{day}T{clock}", offset_of(zone)) if number else None


def _recognises(text: str) -> bool:
    when = _STAMP.match(text, 0, LIMIT)
    return when is not None and _CALL.match(text, when.end(), LIMIT) is not None


FORMAT = Format("php", _recognises, read, stamp, no_host)
