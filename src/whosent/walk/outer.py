"""Who bounced? The Received chain of the notice itself, from our store down to the border (walk, step 1)."""

from __future__ import annotations

from msgspec import Struct

from whosent.mail.ip import is_loopback
from whosent.walk.account import is_web_account, stranger
from whosent.walk.lines import Line
from whosent.walk.side import Side, is_inside, is_public_name


class Outer(Struct, frozen=True, gc=False):
    """`border` is the line in which a host of our side took the message from outside: its client is what we observe.
    None: the message never crossed the border, so the host that wrote the lowest line made it (`maker`).

    `inner` is how many lines stand above the border or, without one, belong to us altogether; `seen` is the index of
    the last one that nobody outside can have written. `account` is the account, local or by login, that handed the
    message in, where that is not the mail system itself: then a person or script made it.
    `crossed`: a client with a private address, with a name that nobody checked, or with none at all was passed, or an
    account that hands in again what it got (a filter, a redirect). It may be an inner relay, or a NAT that hides
    everybody, or a script that wrote the rest, so nothing below is observed. `looped`: loopback was passed, which every
    program on that host can use.
    """

    border: Line | None
    inner: int
    maker: str | None
    account: str | None = None
    crossed: bool = False
    looped: bool = False
    seen: int = -1


def walk_in(lines: tuple[Line, ...], side: Side) -> Outer:
    """Walk from the top while the lines are written for hand-overs on our own side.

    Skipped are pseudo-hops (LMTP, pipes, local generation), loopback, collectors such as fetchmail, clients that are
    hosts of ours, and MX hosts that pass mail inwards.
    """
    looped = False
    account: str | None = None
    seen: int | None = None
    for line in lines:
        hop = line.hop
        last = line.index if seen is None else seen
        if is_web_account(hop) or _logged_in(line, side):
            by = stranger(hop) or hop.login or hop.auth
            return Outer(None, line.index, hop.by, by, crossed=seen is not None, looped=looped, seen=last)
        if stranger(hop) is not None:
            account, seen = account or stranger(hop), last
        if hop.retrieval or hop.local:
            continue
        if is_loopback(hop.from_ip):
            looped = True
            continue
        if side.match(hop) == "yes" or side.is_border(hop):
            continue
        if line.unread or not (line.clientless or is_inside(hop.from_ip) or side.may_be_border(hop)):
            return Outer(line, line.index, None, crossed=seen is not None, looped=looped, seen=last)
        seen = last
    maker = lines[-1].hop.by if lines else None
    end = len(lines)
    return Outer(None, end, maker, account, crossed=seen is not None, looped=looped, seen=end if seen is None else seen)


def _logged_in(line: Line, side: Side) -> bool:
    """A client that gave a password is a person or a program, not another mail system, unless it is one of our own."""
    hop = line.hop
    return bool(hop.auth) and not hop.local and side.match(hop) != "yes" and not side.is_border(hop)


def top_host(lines: tuple[Line, ...]) -> str | None:
    """The host that wrote our topmost line, collectors skipped: with nothing configured, the host of ours that we
    know of by position. A name that others use inside their own house as well (`localhost`, `mail`, `mx.local`) names
    nobody; then the next line counts that our side wrote."""
    for line in lines:
        hop = line.hop
        if hop.retrieval:
            continue
        if hop.by and is_public_name(hop.by):
            return hop.by.lower().rstrip(".")
        if not (hop.local or is_loopback(hop.from_ip) or is_inside(hop.from_ip)):
            return None
    return None
