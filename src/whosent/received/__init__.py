"""One `Received` line -> `Hop`. The line's facts as printed; who may believe them is decided in `walk`.

`FAMILIES` is the order in which grammars are asked; `generic` answers what none of them claims.
"""

from __future__ import annotations

import re

import msgspec

from whosent.mail.date import rfc3339
from whosent.model.hop import Hop
from whosent.received import (
    collector,
    communigate,
    contentfilter,
    courier,
    dma,
    exchange,
    exim,
    generic,
    google,
    mailstore,
    momentum,
    opensmtpd,
    oracle,
    postfix,
    qmail,
    sendmail,
    tonline,
    unitedinternet,
    webmail,
    xmail,
    yahoo,
    zmailer,
)
from whosent.received.grammar import DEPTH, LIMIT, Family, envelope

__all__ = ["FAMILIES", "parse"]

FAMILIES: tuple[Family, ...] = (
    postfix.FAMILY,
    exim.FAMILY,
    contentfilter.FAMILY,
    mailstore.FAMILY,
    sendmail.FAMILY,
    google.FAMILY,
    exchange.FAMILY,
    opensmtpd.FAMILY,
    courier.FAMILY,
    tonline.FAMILY,
    unitedinternet.FAMILY,
    yahoo.FAMILY,
    webmail.FAMILY,
    zmailer.FAMILY,
    momentum.FAMILY,
    communigate.FAMILY,
    oracle.FAMILY,
    xmail.FAMILY,
    dma.FAMILY,
    qmail.FAMILY,
    collector.FAMILY,
)

_SIGNS = tuple((family.sign, family) for family in FAMILIES if family.sign)
_CLUES = re.compile(r" (?:with |via |by |from |[(\"])\[?(\w+)", re.ASCII).findall
_INDEX = {
    clue: tuple(family for family in FAMILIES if clue in family.clues)
    for clue in {clue for family in FAMILIES for clue in family.clues}
}

_PARENTHESES = re.compile(r"([()])").split
_SPACE = re.compile(r"[ \t\r\n]+")
_UNMARKED_DATE = re.compile(
    r" (?=(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \d{1,2} [A-Z][a-z]{2} \d{4}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)"
    r"[^()\"<>]*(?:\([^()]*\))?$)",
    re.ASCII,
).search
"""Some MTAs (SMTPD32, SendGrid, Nemesis) leave the semicolon before the date out."""
_DATE_LENGTH = 90
_BROKEN_DATE = re.compile(r" ?(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|[MTWFS]?[a-z]{0,2}=?$)", re.ASCII).match
"""A date that cannot be read, or was cut off where a notice quotes the line."""
_LATE_ID = re.compile(r" id ([0-9A-F.]+)$", re.ASCII).search
"""Courier before 0.6x printed its id behind the date."""


def parse(value: str) -> Hop:
    """The hop in the value of one Received field, folded or not; total, never invents an address."""
    line = value[:LIMIT]
    # str.split() takes a no-break space for white space; a HELO may hold one.
    line = " ".join(line.split()) if line.isascii() else _SPACE.sub(" ", line).strip(" ")
    head, _, text = line.rpartition(";")
    date = rfc3339(text)
    if date is None:
        head, date = _without_semicolon(line, head, text)
    else:
        head = head.rstrip("; ")
        if " id " in text and (late := _LATE_ID(text)):
            head = f"{head} id {late[1]}"
    hop = _grammar(head, date)
    if "(envelope-" in text and hop.envelope_from is None:
        hop = msgspec.structs.replace(hop, envelope_from=envelope(text))
    return hop


def _shallow(line: str) -> str:
    """Comments nested deeper than the grammars read, as a certificate's name may be, lose their inner parentheses."""
    parts = _PARENTHESES(line)
    depth = 0
    for number in range(1, len(parts), 2):
        depth += 1 if parts[number] == "(" else -1
        if depth > DEPTH or (depth == DEPTH and parts[number] == ")"):
            parts[number] = "?"
        elif depth < 0:
            return line
    return "".join(parts) if depth == 0 else line


def _without_semicolon(line: str, head: str, text: str) -> tuple[str, str | None]:
    """The line and its date, where no date follows the last semicolon."""
    if head and not text.strip():
        return head, None
    end = line[-_DATE_LENGTH:]
    found = _UNMARKED_DATE(end)
    if found:
        return line[: len(line) - len(end) + found.start()].rstrip("; "), rfc3339(end[found.end() :])
    return (head if head and _BROKEN_DATE(text) else line), None


def _grammar(head: str, date: str | None) -> Hop:
    for sign, family in _SIGNS:
        if sign in head:
            hop = family.parse(head, date)
            if hop is not None:
                return hop
    asked: list[Family] = []
    for word in _CLUES(" " + head):
        for family in _INDEX.get(word, ()):
            if family not in asked:
                hop = family.parse(head, date)
                if hop is not None:
                    return hop
                asked.append(family)
    if head.count("(") > DEPTH and (shallow := _shallow(head)) != head:
        return _grammar(shallow, date)
    return generic.parse(head, date)
