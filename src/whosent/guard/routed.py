"""Older forms of addresses that mail servers still follow. What is judged has to be the mailbox that is reached, or a
bounce of mail in the name of `anna%example.org@mail.example.net` comes to anna@example.org past the guard.

Postfix 3.7 follows all of these (trivial-rewrite: rewrite.c, resolve.c), whoever brings them:
`@a.example:anna@example.org` (RFC 5321 appendix C), `anna%example.org` (RFC 1123 section 5.2.16), `example.org!anna`,
all of these before the name of the server itself, and `anna`, to which it adds a domain of its own.
"""

from __future__ import annotations

import re

from whosent.guard.settings import Settings
from whosent.mail.pattern import pattern

# What needs no quotation marks (RFC 5321 section 4.1.2, RFC 6531), roughly: a tag before it needs none either.
PLAIN = pattern(r"[^\x00-\x20\"(),:;<>@\[\\\]\x7f\ud800-\udfff]{1,64}")
_QUOTED = pattern(r"\"((?:[^\"\\]|\\.){0,500})\"", re.DOTALL)
_ESCAPED = pattern(r"\\(.)", re.DOTALL)
# A quoted string (1), which stays; or a comment, blanks, an escaped character (2).
_LOOSE = pattern(r"(\"(?:[^\"\\]|\\.){0,500}\")|\((?:[^()\\]|\\.){0,500}\)|[\x00-\x20]{1,500}|\\(.)", re.DOTALL)
_LOOSE_LETTERS = frozenset("( \t\\")
_DEEPEST = 5
"""Comments in comments."""
_ROUTE = pattern(r"@[^:@]{1,255}(?:,@[^:@]{1,255}){0,20}:")
MARKS = frozenset("@%!")
"""What parts the names in an address."""
_STEPS = 20
"""An address that leads through more is nobody's; it is taken for one of ours, or it would be a way past the guard."""


def reached(recipient: str, settings: Settings) -> str:
    """The address of ours to which it leads, or a local part alone where some domain of this server is to be added; as
    it stands where it leads elsewhere."""
    route = _ROUTE.match(recipient)
    address, ours = unquoted(recipient[route.end() :] if route is not None else recipient), ""
    for _ in range(_STEPS):
        if settings.owns(address):
            ours = address
            if address[0] != '"':
                return ours
        inner = _inner(address)
        if inner is None:
            return address if address and "@" not in address else ours or recipient
        address = inner
    return "".join(letter for letter in address if letter not in MARKS)


def _inner(address: str) -> str | None:
    """What is left when the server that it names has taken its own name off; None where nothing is to be done."""
    local, at, domain = address.rpartition("@")
    if at:
        bare = local[1:-1].replace("\\", "") if local[:1] == local[-1:] == '"' else local
        return bare if not domain or domain[0] == "[" or MARKS & set(bare) else None
    host, bang, rest = address.partition("!")
    if bang:
        return f"{rest}@{host}"
    user, percent, host = address.rpartition("%")
    return f"{user}@{host}" if percent else None


def tidied(address: str) -> str:
    """One as it came with MAIL or RCPT, without comments, blanks and escaped characters outside of quotation marks (RFC
    822 section 3.4): filters are told such ones. (Postfix asks maps and policies for addresses that it has read: there
    `an na@example.org` is one with quotation marks.)"""
    for _ in range(_DEEPEST if _LOOSE_LETTERS & set(address) else 0):
        before, address = address, _LOOSE.sub(lambda found: found[1] or found[2] or "", address)
        if address == before:
            break
    return address


def unquoted(address: str) -> str:
    """The same address without quotation marks that it does not need: `"anna"@example.org`."""
    local, at, domain = address.rpartition("@")
    if '"' not in local:
        return address
    bare = _QUOTED.sub(lambda found: _ESCAPED.sub(r"\1", found[1]), local)
    return f"{bare}{at}{domain}" if PLAIN.fullmatch(bare) else address
