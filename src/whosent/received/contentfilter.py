r"""Programs that look at a message in passing and put it back: amavis, SpamAssassin, qmail-scanner, simscan, DSPAM.

    from HELO ([ip]) by localhost (HOST [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id ID for <rcpt>
    from localhost by HOST with SpamAssassin (version 3.0.2)
    from sender by HOST by uid 502 with qmail-scanner-1.20 (...)
    from ip by HOST (envelope-from <sender>, uid 89) with qmail-scanner-2.01 (...)
    by simscan 1.4.0 ppid: 1, pid: 2, t: 0.1s scanners: attach: 1.4.0

amavis prints the address of its socket's peer: its own MTA.
"""

from __future__ import annotations

from whosent.model.hop import Hop
from whosent.received.grammar import MAILBOX, WORD, Family, address, compiled, mailbox, upper

_AMAVIS = compiled(
    rf"from ({WORD})(?: \(\[([^\] ]++)\]\))?(?: \(using ([^ ()]++)[^()]*+(?:\([^()]*+\)[^()]*+)?\))? by ({WORD}) "
    rf"\([^()]*+\) \(amavis[^()]*+\)(?: with ({WORD}))?(?: id ({WORD}))?(?: for ({MAILBOX}))?"
)
_SCANNER = compiled(
    rf"from ({MAILBOX}) by ({WORD})(?: \(envelope-from ({MAILBOX}), uid (\d{{1,10}})\)| by uid (\d{{1,10}}))"
    r" with qmail-scanner-.*"
)
_PASSED = compiled(rf"(?:from {WORD} )?by ({WORD})(?: with SpamAssassin \([^()]*\)| \(DSPAM.*\)| [\d.]+ ppid: .*)")


def parse(head: str, date: str | None) -> Hop | None:
    if match := _AMAVIS.fullmatch(head):
        helo, ip, tls, by, protocol, queue_id, recipient = match.groups()
        return Hop(
            by=by, from_helo=helo, from_ip=address(ip), protocol=upper(protocol), id=queue_id,
            for_addr=mailbox(recipient), date=date, tls=tls, family="amavis",
            local=ip is None or ip in ("127.0.0.1", "IPv6:::1", "::1"),
        )  # fmt: skip
    if match := _SCANNER.fullmatch(head):
        client, by, sender, uid, early_uid = match.groups()
        ip = address(client)
        return Hop(
            by=by, from_ip=ip, local_uid=int(uid or early_uid), envelope_from=mailbox(sender or client), date=date,
            family="qmail", local=True,
        )  # fmt: skip
    if match := _PASSED.fullmatch(head):
        return Hop(by=match[1], date=date, family="contentfilter", local=True)
    return None


FAMILY = Family(
    "contentfilter", "(amavis", ("amavis", "amavisd", "SpamAssassin", "qmail", "simscan", "DSPAM", "userid"), parse
)
