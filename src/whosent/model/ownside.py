"""Which hosts are ours: three questions, never one list (docs/ARCHITECTURE.md)."""

from __future__ import annotations

from msgspec import Struct

from whosent.model.item import Intake


class OwnSide(Struct, frozen=True):
    """What the user told us, as given.

    domains         `--as` with a domain, addresses: `--as` with an address
    own_hosts       `--own HOST`: host names that we operate, lower case
    own_addresses   `--own 192.0.2.1`: single addresses that we operate, normalised
    own_networks    `--own 192.0.2.0/24`: our address space, in which customers' servers sit too
    own_complete    there are no other outbound hosts
    mx_hosts        `--mx`: border hosts
    logs            logs of our own servers are at hand: whatever passed through may be looked up
    sent            the owner's Sent folder is at hand
    tags            keys of our tags are at hand: addresses and Message-IDs may be verified
    tagged_since    day (`YYYY-MM-DD`, UTC) since which all mail of these domains leaves with a tag; None: not all does
    geo             countries and networks of addresses may be looked up
    mailboxes       local addresses that exist, where a hosting file says so; None: unknown
    """

    domains: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    own_hosts: tuple[str, ...] = ()
    own_addresses: tuple[str, ...] = ()
    own_networks: tuple[str, ...] = ()
    own_complete: bool = False
    mx_hosts: tuple[str, ...] = ()
    mailboxes: frozenset[str] | None = None
    intake: Intake = "store"
    logs: bool = False
    geo: bool = False
    sent: bool = False
    tags: bool = False
    tagged_since: str | None = None

    @property
    def configured(self) -> bool:
        """True where the user named at least one host that we operate."""
        return bool(self.own_hosts or self.own_addresses or self.own_networks)
