"""Field groups of message/delivery-status and its kin (RFC 3464 section 2.1), and the typed values in them:
`dns; host`, `rfc822; user@example.org`, `smtp; 550 5.1.1 ...`."""

from __future__ import annotations

import re

from whosent.mail.address import ADDR_SPEC, first_address
from whosent.mail.head import squeeze

Groups = list[dict[str, str]]
"""The per-message group first, then one per recipient; names lower case, the first occurrence of a field counts."""

_MAX_LINES = 4_000
_MAX_VALUE = 4_000
_FIELD_LINE = re.compile(r"([!-9;-~]{1,76})[ \t]*:[ \t]*+(.*)")
_OPENS = ("original-recipient", "final-recipient", "action")
"""Fields of which each recipient has one: a second one begins the next recipient, blank line or not."""

# `type;` of RFC 3464 section 2.1.2: an atom, here without blanks so that prose with a semicolon is none.
_TYPED = re.compile(r"\s*([A-Za-z][A-Za-z0-9_-]{1,40})\s*;\s*")
# What nearly every field is: one ASCII addr-spec, bare or in angle brackets.
_USUAL = re.compile(rf"\s*(?:rfc822\s*;\s*)?<?({ADDR_SPEC})>?\s*", re.IGNORECASE | re.ASCII)
_ROUTE = re.compile(r"<?@[^:@\s]{1,255}(?:,@[^:@\s]{1,255}){0,20}:")  # source route, RFC 5321 appendix C
_UNITEXT = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")  # RFC 6533 section 3
_XTEXT = re.compile(r"\+([0-9A-F]{2})")  # RFC 3461 section 4
# X.400 as gateways (PMDF, Exchange 5.5, ISODE) print an Internet address: /RFC-822=user(a)host/ADMD= /C=WW/
_RFC822_IN_X400 = re.compile(r"[/;]?RFC-?822=([^/;]{1,255})", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"[\s<>()/|@]")


def read_groups(text: str) -> Groups:
    """Field groups of `text`, separated by blank lines or, where a mail system forgot those, by the second
    recipient. Continuation lines are joined with a blank. Lines that are no fields are skipped."""
    groups: Groups = []
    group: dict[str, str] = {}
    last = ""
    for line in text.split("\n", _MAX_LINES)[:_MAX_LINES]:
        if not line or line.isspace():
            if group:
                groups.append(group)
                group, last = {}, ""
            continue
        if line[0] in " \t":
            if last:
                group[last] = f"{group[last]} {line.strip()}"[:_MAX_VALUE]
                continue
            line = line.lstrip()  # an indented block: fields all the same
        found = _FIELD_LINE.match(line)
        if found is None:
            last = ""
            continue
        name = found[1].lower()
        if name in group and name in _OPENS:
            groups.append(group)
            group = {}
        last = "" if name in group else name
        if last:
            group[name] = found[2].strip()[:_MAX_VALUE]
    if group:
        groups.append(group)
    return groups


def untyped(value: str) -> str:
    """`value` without its `type;`."""
    found = _TYPED.match(value)
    return squeeze(value[found.end() :] if found else value)


def host_of(value: str | None) -> str | None:
    """The host of `dns; mx.example.org (192.0.2.1)`, without brackets and final dot, None where there is none."""
    words = untyped(value or "").split(None, 1)
    host = words[0].strip("<>[](),;\"'").rstrip(".") if words else ""
    return host or None


def address_of(value: str | None) -> str | None:
    """The mailbox of `rfc822; <user@example.org>`, as an addr-spec with its case kept. A local user name without
    a domain is given as it stands, X.400 only where an Internet address is wrapped in it; None where there is none."""
    if not value:
        return None
    usual = _USUAL.fullmatch(value)
    if usual and usual[1][0] not in "@|/":
        return usual[1]
    typed = _TYPED.match(value)
    kind = typed[1].lower() if typed else ""
    rest = _ROUTE.sub("", value[typed.end() if typed else 0 :], count=1).strip()
    if kind == "utf-8" and "\\x{" in rest:
        rest = _UNITEXT.sub(_character, rest)
    elif "@" not in rest and "+40" in rest:
        rest = _XTEXT.sub(_character, rest)
    wrapped = _RFC822_IN_X400.search(rest)
    if wrapped and "@" not in rest.split("/", 1)[0]:
        rest = wrapped[1].replace("(a)", "@").replace("(A)", "@")
    return _mailbox(rest)


def _mailbox(text: str) -> str | None:
    if re.fullmatch(ADDR_SPEC, text) or (text[:1] == "|" and "@" in text):  # Exim: what an alias made a command
        return text
    address = first_address(text)
    if address:
        return address
    bare = text.strip("<>\"' ")
    return bare if bare and not _NO_ADDRESS.search(bare) else None


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
