"""Who bounced? The Received chain of the notice itself, from our store down to the border (walk, step 1)."""

from __future__ import annotations

from msgspec import Struct

from whosent.model.hop import Hop
from whosent.walk.lines import Line
from whosent.walk.side import Side, is_inside, is_loopback


class Outer(Struct, frozen=True):
    """`border` is the line in which a host of our side took the message from outside: its client is what we observe.
    None: the message never crossed the border, so the host that wrote the lowest line made it (`maker`).

    `inner` is how many lines stand above the border or, without one, belong to us altogether. `account` is the local
    account that handed the message in, where that is not the mail system itself: then a person or script made it.
    `crossed`: a client with a private address was passed. It may be an inner relay, or a NAT that hides everybody, so
    nothing below is observed.
    """

    border: Line | None
    inner: int
    maker: str | None
    account: str | None = None
    crossed: bool = False


def walk_in(lines: tuple[Line, ...], side: Side) -> Outer:
    """Walk from the top while the lines are written for hand-overs on our own side.

    Skipped are pseudo-hops (LMTP, pipes, local generation), loopback, collectors such as fetchmail, clients that are
    hosts of ours, and MX hosts that pass mail inwards.
    """
    account = None
    crossed = False
    for line in lines:
        hop = line.hop
        account = _account(hop) or account
        if hop.retrieval or hop.local or is_loopback(hop.from_ip) or (hop.from_ip is None and not hop.from_helo):
            continue
        if side.match(hop) == "yes" or side.is_border(hop):
            continue
        if is_inside(hop.from_ip):
            crossed = True
            continue
        return Outer(border=line, inner=line.index, maker=None, crossed=crossed)
    maker = lines[-1].hop.by if lines else None
    return Outer(border=None, inner=len(lines), maker=maker, account=account, crossed=crossed)


_MAIL_SYSTEM = frozenset({"debian-exim", "exim", "exim4", "mail", "mailnull", "mailer-daemon", "postmaster", "courier",
                          "daemon", "smmsp", "qmails", "qmailq", "_smtpq", "_smtpd", "postfix"})  # fmt: skip


def _account(hop: Hop) -> str | None:
    """The account of a local submission, None if it is the mail system's own. Exim submits its bounces as its own user;
    Postfix writes a number only for messages that came through sendmail(1)."""
    if hop.local_uid is not None:
        return str(hop.local_uid)
    user = hop.local_user
    return user if user and user.lower() not in _MAIL_SYSTEM else None


def top_host(lines: tuple[Line, ...]) -> str | None:
    """The host that wrote our topmost line, collectors skipped: with nothing configured, the host of ours that we
    know of by position."""
    for line in lines:
        if not line.hop.retrieval and line.hop.by and line.hop.by.lower() != "localhost":
            return line.hop.by.lower()
    return None
