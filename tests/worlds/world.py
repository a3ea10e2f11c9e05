"""The hoster: his hosts, their logs, his customers' domains in DNS, and the mail servers of others.

Two forms of one world: Postfix on four hosts (mail comes in at mx, goes out by out1 and out2, sites live on web1), and
Exim on one.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any, Literal

from tests.worlds import web
from tests.worlds.dkim_key import RECORD, signature
from tests.worlds.exim import Exim
from tests.worlds.letter import Client, Letter, write
from tests.worlds.moments import CET, later, rfc5322
from tests.worlds.notice import Failure
from tests.worlds.paper import Paper
from tests.worlds.postfix import Postfix, Queued

Host = Postfix | Exim
Kind = Literal["postfix", "exim"]
Fate = Literal["taken", "refused", "returned"]
"""What becomes of a letter: taken by the next host; refused, so that our host writes a notice; taken and returned."""

DOMAIN, PRACTICE, CLUB, LAWYERS = "baecker.example", "praxis.example", "verein.example", "kanzlei.example"
ANNA, BERND, CLARA, TEAM = (f"{name}@{DOMAIN}" for name in ("anna", "bernd", "clara", "info"))
DORIS, BOARD = f"doris@{PRACTICE}", f"vorstand@{CLUB}"
LAWYER = f"ra@{LAWYERS}"
OUTBOUND = {"postfix": "a:out1.hoster.example a:out2.hoster.example", "exim": "a:srv7.kiste.example"}
PROVIDER_NET = "198.51.100.144/28"
DEAD, GONE = "nobody@fern.test", "niemand@weit.test"
"""Addresses that do not exist, at a Postfix and at an Exim."""


class World:
    """`spf` is what the domains publish, `{ours}` standing for our outbound hosts. `signs`: those run OpenDKIM."""

    def __init__(self, kind: Kind = "postfix", *, spf: str = "v=spf1 {ours} -all",
                 signs: bool = True) -> None:  # fmt: skip
        self.kind, self._signs, self.quick = kind, signs, False
        self.papers: dict[str, Paper] = {}
        self.sent: set[str] = set()
        """Message-IDs in the Sent folder of whoever got the notice, if that is given."""
        self._letters = 0
        self.fern = Postfix("mx.fern.test", "198.51.100.20", 0xA1)
        self.weit = Exim("mx.weit.test", "198.51.100.30")
        self.forwarder = Postfix("mail.weiter.test", "198.51.100.40", 0xA2)
        self.evil = Postfix("mail.evil.test", "203.0.113.66", 0xA3)
        self.provider = Postfix("out7.rundbrief.test", "198.51.100.147", 0xA4)
        self.smarthost = Postfix("relay.firma-netz.test", "198.51.100.60", 0xA5)
        self.remotes: dict[str, Host] = {"fern.test": self.fern, "weit.test": self.weit,
                                         "weiter.test": self.forwarder, "evil.test": self.evil,
                                         "rundbrief.test": self.provider}  # fmt: skip
        if kind == "postfix":
            self.hosts: dict[str, Host] = {
                name: Postfix(f"{name}.hoster.example", ip, number, self._paper(f"{name}/mail.log", "syslog"),
                              sign=self.sign if name.startswith("out") else None)
                for name, ip, number in (("mx", "192.0.2.10", 0x25), ("out1", "192.0.2.11", 0x26),
                                         ("out2", "192.0.2.12", 0x27), ("web1", "192.0.2.20", 0x28))
            }  # fmt: skip
            self.names: tuple[str, ...] = (DOMAIN, PRACTICE, CLUB, "hoster.example")
        else:
            self.hosts = {"srv7": Exim("srv7.kiste.example", "192.0.2.70", self._paper("srv7/exim_mainlog", "exim"),
                                       sign=self.sign)}  # fmt: skip
            self._paper("srv7/mail.log", "syslog")
            self.names = (LAWYERS, "kiste.example")
        web_host = "web1" if kind == "postfix" else "srv7"
        self.php = self._paper(f"{web_host}/php_mail.log", "php")
        self.access = self._paper(f"{web_host}/access.log", "access")
        self.dns = self._records(spf.format(ours=OUTBOUND[kind]))

    def _paper(self, name: str, kind: str) -> Paper:
        self.papers[name] = Paper(name, kind)
        return self.papers[name]

    def _records(self, spf: str) -> dict[str, list[str]]:
        records = {"TXT rundbrief.test": [f"v=spf1 ip4:{PROVIDER_NET} -all"]}
        for host in (*self.hosts.values(), *self.remotes.values()):
            records |= {f"A {host.name}": [host.ip], f"PTR {host.ip}": [host.name]}
        for domain in self.names:
            records |= {f"TXT {domain}": [spf] if spf else [], f"MX {domain}": [f"10 {self.border.name}"],
                        f"TXT mail._domainkey.{domain}": [RECORD] if self._signs else []}  # fmt: skip
        return records

    def go_on_from(self, past: World) -> None:
        """What was written there is written here too, and no id is given twice."""
        for name, paper in past.papers.items():
            self.papers[name].go_on_from(paper)
        for ours, theirs in zip(self._all_hosts(), past._all_hosts(), strict=True):
            ours.count = theirs.count
        self._letters = past._letters

    def _all_hosts(self) -> list[Host]:
        return [*self.hosts.values(), *self.remotes.values(), self.smarthost]

    @property
    def border(self) -> Host:
        """Where mail comes in."""
        return self.hosts["mx" if self.kind == "postfix" else "srv7"]

    @property
    def out(self) -> Host:
        """Where customers hand it in."""
        return self.hosts["out1" if self.kind == "postfix" else "srv7"]

    @property
    def own(self) -> list[str]:
        """All our hosts, by name and address."""
        return [text for host in self.hosts.values() for text in (host.name, host.ip)]

    @property
    def logins(self) -> Paper:
        """Where Dovecot logs."""
        return self.papers["mx/mail.log" if self.kind == "postfix" else "srv7/mail.log"]

    def postfix(self, name: str) -> Postfix:
        host = self.hosts[name]
        assert isinstance(host, Postfix)
        return host

    @property
    def exim(self) -> Exim:
        host = self.hosts["srv7"]
        assert isinstance(host, Exim)
        return host

    def sign(self, letter: Letter) -> str | None:
        """For authors in our domains."""
        domain = letter.fields.partition("\nFrom: ")[2].partition("\n")[0].rpartition("@")[2].strip(" <>")
        if not self._signs or domain not in self.names:
            return None
        if self.quick:
            return f"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=mail; b={'x' * 320}"
        return signature(letter, domain)

    # --- letters

    def message_id(self, sender: str) -> str:
        """As mail programs make them."""
        self._letters += 1
        return f"{self._letters * 0x9E3779B97F4A7C15 % 2**64:016x}.{self._letters:08x}@{sender.rpartition('@')[2]}"

    def letter(self, sender: str, *to: str, moment: datetime, named: bool = True, **said: Any) -> Letter:
        """A letter of today; `named`: the mail program gives it a Message-ID."""
        message_id = said.pop("message_id", None) or (self.message_id(sender) if named else None)
        return write(sender, *to, message_id=message_id, date=rfc5322(later(moment, -20)), **said)

    def send(self, login: str, client: Client, moment: datetime, *to: str, fate: Fate = "taken",
             host: Host | None = None, sender: str | None = None, **said: Any) -> bytes | None:  # fmt: skip
        """Somebody sends with this login; gives the notice, if there is one, as it lies in the mailbox."""
        letter = self.letter(sender or login, *(to or (DEAD,)), moment=moment, **said)
        out = host or self.out
        return self.deliver(out.accept(letter, client, moment, login), out, fate)

    def deliver(self, queued: Queued, out: Host, fate: Fate, *, original: str | None = None) -> bytes | None:
        """`out` hands it to the hosts of its recipients, which do all the same."""
        if fate == "refused":
            failures = tuple(self.refusal(to, original) for to in queued.letter.recipients)
            return self.bring(out.refused(queued, failures), out)
        notice: bytes | None = None
        for number, to in enumerate(queued.letter.recipients, 1):
            remote = self.remotes[to.rpartition("@")[2]]
            there = remote.accept(queued.letter.to(to), out.client, later(queued.moment, 1))
            out.sent(queued, to, remote.at, remote.took(there), original=original,
                     last=number == len(queued.letter.recipients))  # fmt: skip
            if fate == "returned":
                notice = self.bring(remote.refused(there, (unknown(to, remote),)), remote)
        return notice

    def refusal(self, to: str, original: str | None = None) -> Failure:
        remote = self.remotes[to.rpartition("@")[2]]
        reply = f"550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table"
        if isinstance(remote, Exim):
            reply = f"550 5.1.1 <{to}>: no such user here"
        return Failure(to, reply, remote.at, original=original)

    def bring(self, notice: Queued, maker: Host, mailbox: str | None = None) -> bytes:
        """The notice goes from its maker to the mailbox."""
        to = mailbox or notice.letter.recipients[0]
        if maker is not self.border:
            there = self.border.accept(notice.letter, maker.client, later(notice.moment, 1))
            maker.sent(notice, notice.letter.recipients[0], self.border.at, self.border.took(there))
            return self.border.store(there, to)
        return self.border.store(notice, to)

    def by_site(self, letter: Letter, moment: datetime, uid: int = 33, *, out: Host | None = None) -> Queued:
        """A site on web1 hands it in, and web1 to an outbound host; there it is now."""
        web1, out = self.postfix("web1"), out or self.out
        queued = web1.submit(letter, uid, moment)
        there = out.accept(queued.letter, web1.client, later(moment, 1))
        for number, to in enumerate(letter.recipients, 1):
            web1.sent(queued, to, out.at, out.took(there), last=number == len(letter.recipients))
        return there

    # --- sites

    def call(self, moment: datetime, script: str, to: str, subject: str, *, author: str, more: str = "",
             line: int = 5, zone: tzinfo = CET) -> None:  # fmt: skip
        """PHP notes a call of mail()."""
        web.call(self.php, moment, script, line, to, f"From: {author}{more}", subject, zone)

    def visit(self, moment: datetime, site: str, client: Client, path: str, method: str = "POST") -> None:
        web.request(self.access, moment, site, client.ip, path, method)


def unknown(to: str, remote: Host) -> Failure:
    """Nobody of that name, says the host that took it."""
    reply = f'unknown user: "{to.partition("@")[0]}"' if isinstance(remote, Postfix) else "Unrouteable address"
    return Failure(to, reply)
