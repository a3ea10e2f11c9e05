r"""Access logs of web servers: Apache's common, combined and vhost_combined, nginx's combined.

    [SITE[:PORT]] CLIENT IDENT USER [24/Nov/2026:03:53:40 +0100] "METHOD TARGET PROTOCOL" STATUS SIZE "REFERER" "AGENT"

Request, referer and agent are the client's, USER too until the password was right; in all of them a quote is written as
`\"` or `\x22`, so a quote of its own is the server's. The site is the server's own name for it, as configured.
"""

from __future__ import annotations

import re

from whosent.logs.line import MONTHS, Format, Stamp, cut, ip_of, no_host, offset_of
from whosent.model.log import LogEvent

_TIME = r"\[([0-3]\d)/([A-Z][a-z]{2})/(\d{4}):([012]\d:[0-5]\d:[0-6]\d) ([+-]\d{4})\]"
_STAMP = re.compile(rf"(?:[^\"\\]|\\.)*{_TIME} \"", re.ASCII | re.DOTALL)
_QUOTED = r"\"((?:[^\"\\]++|\\.)*+)\""
_LINE = re.compile(
    rf"(?:(\S{{1,255}}) )?(\S{{1,255}}) (\S{{1,60}}) ((?:[^\"\\]|\\.)*) {_TIME} {_QUOTED} (\d{{3}}) (\d{{1,18}}|-)"
    rf"(?: {_QUOTED} {_QUOTED})?(?: .*)?",
    re.ASCII | re.DOTALL,
)
_REQUEST = re.compile(r"([A-Z]{1,20}) (.{1,8000}?)(?: (HTTP/\d(?:\.\d)?))?", re.ASCII)
_PERCENT = re.compile(r"%([2-7][0-9A-Fa-f])", re.ASCII)
_ESCAPED = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|(.))", re.ASCII | re.DOTALL)


def read(text: str, source: str) -> LogEvent | None:
    """The request in a line; None where it is none that a web server answered."""
    found = _LINE.fullmatch(text)
    clock = _stamp(*found.group(5, 6, 7, 8, 9)) if found else None
    request = _REQUEST.fullmatch(found[10]) if found else None
    if found is None or clock is None or request is None:
        return None
    site, client = _who(found[1], found[2])
    method, target, protocol = request.groups()
    return LogEvent(
        "requested", source, *clock, client=None if ip_of(client) else client, client_ip=ip_of(client),
        login=_plain(found[4]) if found[4] not in ("-", "") and found[11] != "401" else None, status=found[11],
        size=int(found[12]) if found[12] != "-" else None, site=site, path=_path(target), method=method,
        agent=cut(_plain(found[14])) if found[14] not in (None, "-") else None, protocol=protocol,
    )  # fmt: skip


def _who(first: str | None, second: str) -> tuple[str | None, str]:
    """Site and client. `first` is the site, or the client where no site is printed: then ident stands in its place."""
    if first is None:
        return None, second
    if ip_of(second) or not (ip_of(first) or second == "-"):
        return first.rpartition(":")[0] if ":" in first and not ip_of(first) else first, second
    return None, first


def _path(target: str) -> str:
    """The target without its query; `%41` is `A`."""
    path = _plain(target.partition("?")[0])
    return _PERCENT.sub(_character, path) if "%" in path else path


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if 0x20 < code < 0x7F else found[0]


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: found[2] or f"\\x{found[1]}", text) if "\\" in text else text


def stamp(text: str) -> Stamp | None:
    """When the request was answered."""
    found = _STAMP.match(text)
    return _stamp(*found.groups()) if found else None


def _stamp(day: str, month: str, year: str, clock: str, zone: str) -> Stamp | None:
    number = MONTHS.get(month)
    return (f"{year}-{number}-{day}T{clock}", offset_of(zone)) if number else None


def _recognises(text: str) -> bool:
    found = _LINE.fullmatch(text)
    return found is not None and found[6] in MONTHS


FORMAT = Format("access", _recognises, read, stamp, no_host)
