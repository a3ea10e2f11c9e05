"""Fields of Exim's log lines: `KEY=value` or a bare `KEY`, one blank in front of each.

Values are one word, addresses in angle brackets, or quoted. HOST is `[IP]`, `NAME [IP]`, `(HELO) [IP]` or
`NAME (HELO) [IP]`, each also with `:PORT`; the name resolved forward (host.c, `host_build_sender_fullhost`)."""

from __future__ import annotations

import re
from typing import NamedTuple

from whosent.logs.line import ip_of, name_of

QUOTED = r"\"(?:[^\"\\]++|\\.)*+\""
ADDRESS = rf"(?:[^\s\"\\<>]++|{QUOTED})++"
_HELO = r"[\w.:\-]{1,255}|\[[\w.:]{2,60}\]"
HOST = rf"(?:([\w.\-]{{1,255}}) )?(?:\(({_HELO})\) )?\[([0-9A-Fa-f.:]{{2,45}})\](?::\d{{1,5}})?"

_H = re.compile(rf" H={HOST}(?=[ :]|$)", re.ASCII)
_PLAIN = "R|I|U|P|X|CV|A|PRX|S|M8S|Q|DKIM|RT|T|F|ST|QT|DT|RP|PRDR|DS|TFO\\*?|L[.*-]{0,3}|K|ARC|DANE"
_FIELD = re.compile(
    rf" (?:(DN|SNI|C)=({QUOTED})|({_PLAIN})(?:=(<(?:[^<>\"\\]++|{QUOTED})*+>|[^ \"]*+))?)(?=[ :]|$)", re.ASCII
)
_ESCAPE = re.compile(rb"\\(?:([0-3][0-7]{2})|(.))", re.DOTALL)
_MAX_FIELDS = 30


class Host(NamedTuple):
    """Whom Exim talked to: the name that it looked up, what the other said in HELO, the address."""

    name: str | None
    helo: str | None
    ip: str | None


class Fields(NamedTuple):
    """`values` by key, as printed; `rest` is what stands behind the fields."""

    host: Host
    values: dict[str, str]
    rest: str


NOBODY = Host(None, None, None)


def fields_of(text: str) -> Fields | None:
    """All fields from the beginning of `text`; None where one stands there twice, or a host that is none."""
    host = NOBODY
    values: dict[str, str] = {}
    at = 0
    for _ in range(_MAX_FIELDS):
        if text.startswith(" H=", at):
            found = _H.match(text, at)
            if found is None or host is not NOBODY:
                return None
            host = Host(name_of(found[1]), found[2], ip_of(found[3]))
        else:
            found = _FIELD.match(text, at)
            if found is None:
                break
            quoted, inner, plain, value = found.groups()
            if (quoted or plain) in values:
                return None
            values[quoted or plain] = inner or value or ""
        at = found.end()
    return Fields(host, values, text[at:])


def unquoted(text: str | None) -> str | None:
    """A quoted string of the log: octal numbers are bytes of UTF-8, as a rule."""
    if not text or len(text) < 2:
        return None
    if "\\" not in text:
        return text[1:-1] or None
    return _ESCAPE.sub(_unescape, text[1:-1].encode("utf-8", "replace")).decode("utf-8", "replace") or None


def _unescape(found: re.Match[bytes]) -> bytes:
    code, other = found.groups()
    return bytes([int(code, 8)]) if code else b" " if other in b"nrt" else other
