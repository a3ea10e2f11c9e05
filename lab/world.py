"""Who is who in the lab: hosts, domains, people. Documentation networks and reserved names only."""

from __future__ import annotations

from typing import NamedTuple

NETWORKS = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")


class Place(NamedTuple):
    """A host's name in the DNS and its addresses, the one it sends from first."""

    name: str
    addresses: tuple[str, ...]
    domains: tuple[str, ...] = ()
    """It is their MX."""

    def first(self, network: str) -> str | None:
        """The address from which it reaches a network."""
        wanted = ":" in network
        return next((one for one in self.addresses if (":" in one) is wanted), None)


class Login(NamedTuple):
    """A mailbox at the hoster."""

    address: str
    password: str


BOTS = tuple(f"203.0.113.{number}" for number in range(101, 121))
"""Hired machines on access lines: who forges sends from here."""
HOMES = tuple(f"203.0.113.{number}" for number in range(201, 207))
"""Access lines of the hoster's customers, in the order of `LOGINS`."""
THIEVES = ("203.0.113.66", "203.0.113.67", "2001:db8:66::67")
"""Rented servers from which stolen passwords are used."""


def _receiver(domain: str, *addresses: str) -> Place:
    """Each has two domains: of one it knows the users when it is asked, for the other it takes everything at first."""
    return Place(f"mx.{domain}", addresses, (domain, f"alt.{domain}"))


PLACES = {
    "dns": Place("ns.lab.test", ("192.0.2.53", "2001:db8:53::53")),
    "hoster": Place(
        "mail.hoster.example", ("192.0.2.10", "2001:db8:10::10"),
        ("hoster.example", "kunde.example", "laden.example", "verein.example"),
    ),
    "rpostfix": _receiver("buecherei.example", "198.51.100.10", "2001:db8:110::10"),
    "rexim": _receiver("werkstatt.example", "198.51.100.20", "2001:db8:120::20"),
    "ropensmtpd": _receiver("gaertnerei.test", "198.51.100.30"),
    "rsendmail": _receiver("sternwarte.test", "198.51.100.40"),
    "spammer": Place("out.access.test", (*BOTS, *HOMES, *THIEVES)),
}  # fmt: skip

LOGINS = (
    Login("anna@kunde.example", "Apfelbaum-17"),
    Login("bernd@kunde.example", "Birnbaum-23"),
    Login("info@laden.example", "Kirschbaum-31"),
    Login("kasse@verein.example", "Pflaumenbaum-42"),
    Login("technik@hoster.example", "Walnussbaum-58"),
    Login("chronik@verein.example", "Zwetschgenbaum-64"),
)
CATCH_ALL = {"laden.example": "info@laden.example"}
"""Whatever is sent to the domain lies in this mailbox."""
ALIASES = {
    "vorstand@verein.example": "kasse@verein.example",
    "postmaster@hoster.example": "technik@hoster.example",
    "abuse@hoster.example": "technik@hoster.example",
}
UNREACHABLE = "fern.example"
"""A domain whose mail server never answers."""
SIEVE = ("chronik@verein.example", "ablage@alt.werkstatt.example")
"""A mailbox, and where a thief had its mail sent on to: an address that is no more."""
FORWARDS = {
    "ehemalige@verein.example": "ruth.altmann@buecherei.example",
    "redaktion@verein.example": "horst.ziegler@alt.werkstatt.example",
}
"""Addresses of the hoster that lead out again, to mailboxes that are no more."""


def login_of(address: str) -> Login:
    """The mailbox with this address."""
    return next(login for login in LOGINS if login.address == address)
