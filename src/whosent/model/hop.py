"""One `Received` line, taken apart (RFC 5321 section 4.4). Who may believe it is decided in `walk`."""

from __future__ import annotations

from msgspec import Struct


class Hop(Struct, frozen=True, gc=False, omit_defaults=True):
    """The facts printed in one Received line. Everything is what the line says, nothing is looked up.

    by            host that wrote the line, as it names itself
    from_helo     what the client said in HELO/EHLO (free text of the client)
    from_rdns     name the writer found for the client's address; None for "unknown", "may be forged" names included
    from_ip       the client's address, normalised (`::ffff:` unwrapped, no brackets, no port)
    protocol      as printed, upper case: SMTP, ESMTP, ESMTPSA, UTF8SMTPS, LMTP, HTTP, LOCAL, ...
    auth          the login if printed, else the mechanism or the protocol word that says "authenticated"
    login         the login, only where one is printed
    ident         RFC 1413 answer
    local_user    local account that handed the message in (`from www-data by ... with local`)
    local_uid     the same as a number (`from userid 33`, `invoked by uid 33`)
    id            queue id or other id of the writer
    for_addr      the recipient named after `for`
    envelope_from the envelope sender, where printed
    date          RFC 3339, None where absent or unreadable
    tls           TLS version or cipher, or "yes"
    family        MTA family whose grammar matched: postfix, exim, sendmail, ...; "" = generic
    rdns_confirmed True where this family prints rDNS only if it resolves forward too, or HELO equal to it;
                  False where it says it does not ("may be forged"); None where the family checks nothing
    retrieval     the line was written by a collector (fetchmail, getmail, POP/IMAP), not by a relay
    local         written for a hand-over inside one host: LMTP, pipe, local delivery, bounce generation,
                  local submission. `from_ip` is None unless printed
    """

    by: str | None = None
    from_helo: str | None = None
    from_rdns: str | None = None
    from_ip: str | None = None
    protocol: str | None = None
    auth: str | None = None
    login: str | None = None
    ident: str | None = None
    local_user: str | None = None
    local_uid: int | None = None
    id: str | None = None
    for_addr: str | None = None
    envelope_from: str | None = None
    date: str | None = None
    tls: str | None = None
    family: str = ""
    rdns_confirmed: bool | None = None
    retrieval: bool = False
    local: bool = False

    @property
    def client(self) -> str | None:
        """Who handed over, as a reader would name him: the name if the writer checked it, and the address; without an
        address whatever name there is."""
        if self.from_ip is None:
            return self.from_rdns or self.from_helo
        return f"{self.from_rdns} [{self.from_ip}]" if self.from_rdns and self.rdns_confirmed else f"[{self.from_ip}]"

    @property
    def account(self) -> str | None:
        """The local account that handed in, by name or number."""
        return self.local_user or (None if self.local_uid is None else str(self.local_uid))
