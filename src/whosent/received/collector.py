r"""Programs that fetch mail from another mailbox: fetchmail, getmail, mpop, and providers' own collectors.

    from HOST [ip] by localhost with POP3 (fetchmail-6.3.6) for <user@localhost> (single-drop)
    from HOST by HOST with POP3 (mpop-1.4.10) for <user>
    from HOST by HOST with IMAP4-SSL (getmail 5.14) ...

The address printed is the server that was asked, not a client that handed over: it is no `from_ip`.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import MAILBOX, WORD, Family, compiled, mailbox, upper

_LINE = compiled(
    rf"(?:from .{{1,300}} )?by ({WORD}) .{{0,80}}?"
    r"with (?:((?:POP[23]?|IMAP4?|KPOP|APOP|SDPS|ODMR|ETRN)[\w\-]*+)|mpop-\S+,)(?:(?! by ).)*+"
)
_FOR = compiled(rf" for ({MAILBOX})(?: \((?:single|multi)-drop\))?$")


def parse(head: str, date: str | None) -> Hop | None:
    match = _LINE.fullmatch(head)
    if match is None:
        return None
    recipient = _FOR.search(head)
    return Hop(
        by=match[1], protocol=upper(match[2]), for_addr=mailbox(recipient[1]) if recipient else None, date=date,
        family="collector", retrieval=True,
    )  # fmt: skip


FAMILY = Family(
    "collector",
    "",
    ("POP", "POP2", "POP3", "IMAP", "IMAP4", "KPOP", "APOP", "SDPS", "ODMR", "ETRN", "mpop", "fetchmail", "getmail"),
    parse,
)
