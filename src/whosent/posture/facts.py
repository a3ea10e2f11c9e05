"""What is known of a domain: values only. `Posture` is all of it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from whosent.auth.dmarc import Discovery
from whosent.auth.spf import Result
from whosent.posture.seen import Seen

State = Literal["found", "none", "several", "unseen"]
"""Of a record: there is one, none, more than one that cancel each other out, or nobody could look."""

Handling = Literal["refuse", "suspect", "accept", "unknown"]
"""What most receivers do with forged mail."""

KeyState = Literal["key", "revoked", "none", "broken", "unseen"]
KeySource = Literal["given", "seen", "usual"]
"""From where a selector is known: the user, mail, or what signing programs are called by default."""


class Part(Struct, frozen=True):
    """A term of an SPF record, with all that it includes.

    lookups    what it costs of the ten (RFC 7208 section 4.6.4)
    services   names of other organisations to whose hosts it leads
    dead       names in it that do not exist
    addresses  of an `a` or `mx`: what it stands for
    invalid    no receiver understands it
    wide       it permits a network so large that it is nobody's own
    """

    text: str
    lookups: int = 0
    services: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    invalid: bool = False
    wide: bool = False


class Spf(Struct, frozen=True):
    """The SPF record.

    texts      all records, of which there should be one
    result     what the record says of a host that nobody has: "fail" is best; "pass" lets everybody in; "permerror"
               and "temperror": it says nothing, `why`
    matched    the term because of which everybody passes, where that is so
    parts      its terms, in order, without what follows `all`
    after_all  terms that nobody reads
    lookups    of the whole record, in the worst case
    """

    state: State
    texts: tuple[str, ...] = ()
    result: Result = "none"
    why: str = ""
    matched: str | None = None
    parts: tuple[Part, ...] = ()
    after_all: tuple[str, ...] = ()
    lookups: int = 0

    @property
    def redirected(self) -> bool:
        """Another record says how this one ends."""
        return any(part.text.lower().startswith("redirect=") for part in self.parts)

    @property
    def services(self) -> tuple[str, ...]:
        """Other organisations whose hosts may send, each once."""
        names = dict.fromkeys(name for part in self.parts for name in part.services)
        return tuple(name for name in names if name not in self.dead)

    @property
    def everybody(self) -> tuple[str, ...]:
        """The terms by which anybody passes: what matched nobody's address, and networks like half the world."""
        found = [part.text for part in self.parts if part.wide]
        return tuple(dict.fromkeys((*found, self.matched) if self.matched else found))

    @property
    def dead(self) -> tuple[str, ...]:
        """Names that do not exist."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.dead))


class Key(Struct, frozen=True):
    """A DKIM key record (RFC 6376 section 3.6.1). `algorithm` where it is a key, `bits` where that is RSA."""

    selector: str
    domain: str
    state: KeyState
    source: KeySource
    algorithm: str | None = None
    bits: int | None = None
    testing: bool = False


class Transport(Struct, frozen=True):
    """Mail hosts and the records about TLS on the way to them.

    mx        hosts, best first; `null_mx`: the domain takes in no mail (RFC 7505)
    dead      mail hosts without an address
    addresses the domain itself has an address: without MX records it takes in mail (RFC 5321 section 5.1)
    tls_rpt, mta_sts  the TXT record's state (RFC 8460 section 3, RFC 8461 section 3.1)
    """

    state: State
    mx: tuple[str, ...] = ()
    null_mx: bool = False
    dead: tuple[str, ...] = ()
    addresses: bool = False
    tls_rpt: State = "unseen"
    mta_sts: State = "unseen"


class Reach(Struct, frozen=True):
    """What becomes of forged mail, at receivers that follow the standards.

    sender          From: the domain itself
    subdomain       From: an existing name below it
    new_subdomain   From: a made-up name below it
    envelope        the domain as envelope sender alone: the mail whose bounces fill its mailboxes
    everybody       SPF lets any host pass, and DMARC with it
    """

    sender: Handling = "unknown"
    subdomain: Handling = "unknown"
    new_subdomain: Handling = "unknown"
    envelope: Handling = "unknown"
    everybody: bool = False


class Posture(Struct, frozen=True):
    """All that is known. `several_dmarc`: more than one policy record stands at the domain itself; `unseen`: what could
    not be looked up, with the reason."""

    domain: str
    spf: Spf
    dmarc: Discovery
    keys: tuple[Key, ...]
    transport: Transport
    reach: Reach
    seen: Seen = Seen()
    several_dmarc: bool = False
    unseen: tuple[tuple[str, str], ...] = ()

    @property
    def blind(self) -> bool:
        """Nothing could be looked up."""
        states = (self.spf.state, self.transport.state)
        return set(states) == {"unseen"} and self.dmarc.state == "error"

    @property
    def parked(self) -> bool:
        """It looks as if no mail were ever sent from the domain: no host is permitted, none takes in mail."""
        silent = self.spf.state == "none" or [part.text.lower() for part in self.spf.parts] == ["-all"]
        takes_none = self.transport.null_mx or self.transport.state == "none"
        return silent and takes_none and not any(key.state == "key" for key in self.keys)

    @property
    def ready(self) -> bool:
        """Mail of its own can pass DMARC: there is something to pass by."""
        by_spf = self.spf.state == "found" and self.spf.result in ("fail", "softfail", "neutral")
        return by_spf or any(key.state == "key" for key in self.keys)
