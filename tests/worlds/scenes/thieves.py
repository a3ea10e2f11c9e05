"""Somebody else has the password."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.worlds import dovecot
from tests.worlds.letter import Client
from tests.worlds.life import SPAM, burst, guesses, live
from tests.worlds.moments import BEFORE, TODAY, at
from tests.worlds.places import HOTEL, OFFICE, TOWN, WEBMAIL, bot, exit_node, home, nameless, phone, server
from tests.worlds.scene import Scene, Scenery, gap
from tests.worlds.scenes.owners import NOW, letters, many, reading, short, typo
from tests.worlds.world import ANNA, BERND, CLARA, DEAD, LAWYER, TEAM, Kind, World

WHY_BOTH = "a letter from a new place, as long as those of a wave from other new places, is one of them"
WHY_ALIKE = "another customer of the owner's access provider counts as the owner"
WHY_CALM = "a mailbox without history is the owner's where it is calm, whatever machine it is and to whom it writes"
WHY_FEW = "a letter or two without history look the same whoever wrote them: likely only by how rare thieves are"
WHY_SAME = "at the owner's own computer a trojan that sends little looks the same: likely only by how rare it is"

BOTS = [bot(n) for n in range(40)]
SERVERS = [server(n) for n in range(6)]
TWO = (server(1), server(2))
NEIGHBOUR = home(TODAY, 200)
"""A line of the owner's own access provider."""
SAME_NETWORK = phone(TODAY, 190)


def spam(clients: Sequence[Client], login: str = ANNA, *, kind: Kind = "postfix", guessed: bool = False,
         before: Callable[[World], object] | None = None, **said: Any) -> Callable[[], Scenery]:  # fmt: skip
    """A burst today."""

    def make() -> Scenery:
        world = live(World(kind))
        if guessed:
            guesses(world, login, clients)
        if before is not None:
            before(world)
        return Scenery(burst(world, login, clients, **said), world, named={"mailbox": login})

    return make


def patient(world: World, login: str, clients: Sequence[Client], *, days: Sequence[int] = BEFORE[1:], each: int = 4,
            dead: int = 0, reads: bool = False) -> None:  # fmt: skip
    """A few letters every night since long: to harvested addresses, of which `dead` do not exist."""
    world.quick = True
    for day in days:
        for n in range(each):
            client = clients[n % len(clients)]
            to = f"opfer{day}.{n}@{('fern', 'weit')[n % 2]}.test"
            world.send(login, client, at(day, 3 + n, 13), to, fate="refused" if n < dead else "taken",
                       subject="Re: urgent cooperation")  # fmt: skip
            if reads:
                dovecot.reads(world.logins, "mx" if world.kind == "postfix" else "srv7", login, client, at(day, 3 + n))
    world.quick = False


def stays(clients: Sequence[Client], login: str = ANNA, *, kind: Kind = "postfix", by: Client | None = None,
          truth_by_owner: bool = False, **said: Any) -> Callable[[], Scenery]:  # fmt: skip
    """Patient for days; today one more letter, from the first of his places, fails. `by`: it is the owner's letter."""

    def make() -> Scenery:
        world = live(World(kind))
        patient(world, login, clients, **said)
        notice = world.send(login, by or clients[0], at(TODAY, 3, 30) if by is None else NOW, DEAD, fate="refused",
                            subject="Re: urgent cooperation")  # fmt: skip
        assert notice is not None
        return Scenery(notice, world, named={"mailbox": login})

    return make


def on_holiday(clients: Sequence[Client], login: str, **said: Any) -> Callable[[], Scenery]:
    """The owner has been away since before the logs begin: in all of them the thief is alone."""

    def make() -> Scenery:
        world = live(World())
        patient(world, login, clients, days=(15, *BEFORE[1:]), **said)
        notice = world.send(login, clients[0], at(TODAY, 3, 30), DEAD, fate="refused", subject="Re: urgent cooperation")
        assert notice is not None
        return Scenery(notice, world, named={"mailbox": login})

    return make


def beside(clients: Sequence[Client], owner_at: Client, *, body: str = "Bis morgen!\n",
           **said: Any) -> Callable[[], Scenery]:  # fmt: skip
    """A burst, and in the same hour the owner writes to a wrong address: his notice."""

    def make() -> Scenery:
        world = live(World())
        burst(world, ANNA, clients, **said)
        notice = world.send(ANNA, owner_at, NOW, DEAD, fate="refused", body=body)
        assert notice is not None
        return Scenery(notice, world, named={"mailbox": ANNA})

    return make


def owner_writes(world: World) -> None:
    letters(ANNA, home(TODAY), home(TODAY))(world)


def weeks_of_reading(world: World) -> None:
    for day in BEFORE[4:]:
        dovecot.reads(world.logins, "mx", ANNA, server(1), at(day, 2))


def alone(world: World) -> None:
    """He wrote a few letters before, to nobody in particular."""
    letters(ANNA, TOWN, TOWN)(world)


def six_networks(number: int) -> Client:
    return Client(f"2001:db8:{0x900 + number:x}::25", None, f"PC-{number}")


PHP_BELOW = ("Received: by out1.hoster.example (Postfix, from userid 33)\n\tid 0CDB6260D12; Tue, 24 Nov 2026 08:53:44 "
             "+0100 (CET)\nX-PHP-Originating-Script: 33:contact.php\n")  # fmt: skip
FOREIGN_BELOW = ("Received: from mail.weiter.test (mail.weiter.test [198.51.100.40])\n\tby mx.hoster.example (Postfix) "
                 "with ESMTPS id 4C96E250D70\n\tfor <liste@baecker.example>; Tue, 24 Nov 2026 08:53:44 +0100 (CET)\n"
                 )  # fmt: skip

SCENES = (
    # Bursts
    Scene("thief: forty bots after guessing, the first bounce", "mailbox", spam(BOTS, guessed=True), "mailbox"),
    Scene("thief: forty bots after guessing, in the middle", "mailbox", spam(BOTS, guessed=True, pick=45), "mailbox"),
    Scene("thief: forty bots after guessing, the last one", "mailbox", spam(BOTS, guessed=True, pick=79), "mailbox"),
    Scene("thief: forty bots who knew the password", "mailbox", spam(BOTS, pick=45), "mailbox"),
    Scene("thief: forty bots, the bounce comes from the next host", "mailbox", spam(BOTS, pick=44, fate="returned"),
          "mailbox"),
    Scene("thief: six servers", "mailbox", spam(SERVERS, each=8, dead=4, pick=10), "mailbox"),
    Scene("thief: six servers, good addresses", "mailbox", spam(SERVERS, each=8, dead=1, pick=5), "mailbox"),
    Scene("thief: eight machines without a name", "mailbox", spam([nameless(n) for n in range(8)], pick=9), "mailbox"),
    Scene("thief: twelve networks of IPv6", "mailbox", spam([six_networks(n) for n in range(12)], pick=14), "mailbox"),
    Scene("thief: a VPN with many exits", "mailbox", spam([exit_node(n) for n in range(8)], each=8, dead=4, pick=20),
          "mailbox"),
    Scene("thief: one server, a hundred letters", "mailbox", spam([server(1)], each=100, dead=40, pick=20), "mailbox"),
    Scene("thief: one server, a hundred good addresses", "mailbox", spam([server(1)], each=100, dead=3, pick=2),
          "mailbox undetermined"),
    Scene("thief: one server after guessing", "mailbox", spam([server(1)], guessed=True, each=20, dead=8, pick=7),
          "mailbox"),
    Scene("thief: bots guess, a server gets in and sends little", "mailbox",
          spam([server(1)], before=lambda world: guesses(world, ANNA, BOTS), each=3, dead=1), "mailbox undetermined"),
    Scene("thief: bots after guessing, below lines of a script of ours", "mailbox",
          spam(BOTS, guessed=True, pick=45, extra=PHP_BELOW), "mailbox"),
    Scene("thief: bots after guessing, below a line of our border", "mailbox",
          spam(BOTS, guessed=True, pick=45, extra=FOREIGN_BELOW), "mailbox"),
    Scene("thief: bots with a made-up sender of our domain", "mailbox",
          spam(BOTS, pick=45, sender="x7k2q@baecker.example"), "mailbox"),
    Scene("thief: one server with a made-up sender", "mailbox",
          spam([server(1)], each=4, dead=1, sender="x7k2q@baecker.example"), "mailbox undetermined"),
    # Beside the owner
    Scene("thief: bots while the owner writes", "mailbox", spam(BOTS, before=owner_writes, pick=45), "mailbox"),
    Scene("thief: servers while the owner writes", "mailbox",
          spam(SERVERS, before=owner_writes, each=8, dead=4, pick=10), "mailbox"),
    Scene("thief: the owner's bounce while bots send", "own", beside(BOTS, home(TODAY)), "own undetermined"),
    Scene("thief: the owner's bounce while servers send", "own", beside(SERVERS, home(TODAY), each=8, dead=4),
          "own undetermined"),
    Scene("thief: the owner's bounce from the phone while servers send", "own",
          beside(SERVERS, phone(TODAY), each=8, dead=4), "own undetermined"),
    Scene("thief: the owner's bounce from a friend's line while bots send, as long as theirs", "own",
          beside(BOTS, TOWN, body=str(SPAM["body"])), "own undetermined", gaps=gap(WHY_BOTH)),
    Scene("thief: the owner's bounce from a friend's line while bots send", "own", beside(BOTS, TOWN),
          "own undetermined"),
    Scene("thief: the owner's bounce from a hotel while servers send", "own", beside(SERVERS, HOTEL, each=8, dead=4),
          "own undetermined"),
    Scene("thief: the owner's bounce from a hotel while bots send", "own", beside(BOTS, HOTEL), "own undetermined"),
    Scene("thief: the owner's bounce from the office, where she never was, while servers send", "own",
          beside(SERVERS, OFFICE, each=8, dead=4), "own undetermined"),
    Scene("thief: the owner's bounce while servers send, logs of one hour", "own",
          lambda: short(beside(SERVERS, home(TODAY), each=8, dead=4)()), "own undetermined"),
    Scene("thief: the owner's bounce while bots send, logs of one hour", "own",
          lambda: short(beside(BOTS, home(TODAY))()), "own undetermined"),
    Scene("thief: the owner's bounce while a line of his provider sends", "own",
          beside([NEIGHBOUR], home(TODAY), each=60, dead=25), "own undetermined"),
    # One place
    Scene("thief: behind one line of another provider", "mailbox", spam([TOWN], each=30, dead=12, pick=8),
          "mailbox undetermined"),
    Scene("thief: behind one line of another provider, a few letters", "mailbox", spam([TOWN], each=4, dead=1),
          "mailbox undetermined"),
    Scene("thief: behind a line of the owner's provider, a burst", "mailbox",
          spam([NEIGHBOUR], each=60, dead=25, pick=8), "mailbox undetermined"),
    Scene("thief: behind a line of the owner's provider, good addresses", "mailbox",
          spam([NEIGHBOUR], each=30, dead=2, pick=1), "mailbox undetermined"),
    Scene("thief: behind a line of the owner's provider, a few letters", "mailbox", spam([NEIGHBOUR], each=4, dead=1),
          "mailbox undetermined", gaps=gap(WHY_ALIKE)),
    Scene("thief: on a phone in the owner's network, a burst", "mailbox",
          spam([SAME_NETWORK], each=60, dead=25, pick=8), "mailbox undetermined"),
    Scene("thief: behind twelve lines of the owner's provider", "mailbox",
          spam([home(TODAY, 200 + n) for n in range(12)], each=6, dead=3, pick=13), "mailbox undetermined"),
    Scene("thief: reads by IMAP first, then sends", "mailbox",
          spam([server(1)], before=reading(ANNA, server(1), 8), each=20, dead=9, pick=8), "mailbox undetermined"),
    Scene("thief: reads by IMAP first, from a line at home", "mailbox",
          spam([TOWN], before=reading(ANNA, TOWN, 8), each=20, dead=9, pick=8), "mailbox undetermined"),
    Scene("thief: has read for days, then sends", "mailbox",
          spam([server(1)], before=weeks_of_reading, each=20, dead=9, pick=8), "mailbox undetermined"),
    Scene("thief: has read for days, then sends to friends", "mailbox",
          spam([server(1)], before=weeks_of_reading, each=10, dead=1, known=True), "mailbox undetermined"),
    Scene("thief: by webmail, a burst", "mailbox", spam([WEBMAIL], CLARA, each=80, dead=30, pick=12),
          "mailbox undetermined"),
    Scene("thief: by webmail, where the owner never was", "mailbox", spam([WEBMAIL], BERND, each=10, dead=4, pick=2),
          "mailbox undetermined"),
    Scene("thief: as one of the team", "mailbox", spam([server(1)], TEAM, each=20, dead=8, pick=3),
          "mailbox undetermined"),
    # For long
    Scene("thief: four a day from two servers", "mailbox", stays(TWO), "mailbox undetermined"),
    Scene("thief: four a day from two servers, half of them dead", "mailbox", stays(TWO, dead=2),
          "mailbox undetermined"),
    Scene("thief: four a day from two servers, and reads", "mailbox", stays(TWO, reads=True), "mailbox undetermined"),
    Scene("thief: four a day from two servers, the owner's bounce", "own", stays(TWO, by=home(TODAY)),
          "own undetermined"),
    Scene("thief: two a day behind a line of another provider", "mailbox", stays([TOWN], each=2),
          "mailbox undetermined"),
    Scene("thief: two a day behind a line of another provider, and reads", "mailbox", stays([TOWN], each=2, reads=True),
          "mailbox undetermined"),
    Scene("thief: two a day behind a line of another provider, since the first day", "mailbox",
          stays([TOWN], each=2, days=BEFORE), "mailbox undetermined"),
    Scene("thief: two a day behind a line of the owner's provider", "mailbox", stays([NEIGHBOUR], each=2),
          "mailbox undetermined", gaps=gap(WHY_ALIKE)),
    Scene("thief: in the logs for three days", "mailbox", stays(TWO, days=(21, 22, 23)), "mailbox undetermined"),
    Scene("thief: alone with the mailbox, two servers", "mailbox", on_holiday(TWO, "eva@baecker.example"),
          "mailbox undetermined"),
    Scene("thief: alone with the mailbox, one line at home", "mailbox", on_holiday([TOWN], "eva@baecker.example"),
          "mailbox undetermined"),
    Scene("thief: alone with the mailbox, one line at home, reads", "mailbox",
          on_holiday([TOWN], "eva@baecker.example", reads=True), "mailbox undetermined"),
    # At the owner's own computer
    Scene("trojan: a flood", "mailbox", many(ANNA, home(TODAY), 300, 120), "mailbox undetermined"),
    Scene("trojan: a flood of good addresses", "mailbox", many(ANNA, home(TODAY), 300, 6), "mailbox undetermined"),
    Scene("trojan: ten letters, most to nobody", "mailbox", many(ANNA, home(TODAY), 10, 7), "mailbox undetermined"),
    Scene("trojan: in the office, ten letters, most to nobody", "mailbox", many(BERND, OFFICE, 10, 7),
          "mailbox undetermined"),
    Scene("trojan: in the office, as much as always", "mailbox", many(BERND, OFFICE, 5, 1), "mailbox undetermined",
          gaps=gap(WHY_SAME)),
    Scene("trojan: in the office, to friends", "mailbox", many(BERND, OFFICE, 5, 1, known=True), "mailbox undetermined",
          gaps=gap(WHY_SAME)),
    # Short logs
    Scene("thief: bots, logs of one hour", "mailbox", lambda: short(spam(BOTS, pick=45)()), "mailbox"),
    Scene("thief: six servers, logs of one hour", "mailbox", lambda: short(spam(SERVERS, each=8, dead=4, pick=10)()),
          "mailbox"),
    Scene("thief: one server, logs of one hour", "mailbox", lambda: short(spam([server(1)], each=20, dead=8, pick=3)()),
          "mailbox undetermined"),
    Scene("thief: one server, good addresses, logs of one hour", "mailbox",
          lambda: short(spam([server(1)], each=20, dead=1)()), "mailbox undetermined"),
    Scene("thief: one server, one letter, logs of one hour", "mailbox",
          lambda: short(spam([server(1)], each=1, dead=1)()), "mailbox undetermined"),
    Scene("thief: behind one line, logs of one hour", "mailbox", lambda: short(spam([TOWN], each=20, dead=8, pick=3)()),
          "mailbox undetermined", gaps=gap(WHY_CALM)),
    Scene("thief: behind one line, one letter, logs of one hour", "mailbox",
          lambda: short(spam([TOWN], each=1, dead=1)()), "mailbox undetermined", gaps=gap(WHY_FEW)),
    Scene("thief: three lines at home, logs of one hour", "mailbox",
          lambda: short(spam([bot(n) for n in (1, 3, 4)], each=6, dead=3, pick=4)()), "mailbox undetermined"),
    # Exim
    Scene("Exim: thief: forty bots after guessing", "mailbox", spam(BOTS, LAWYER, kind="exim", guessed=True, pick=45),
          "mailbox"),
    Scene("Exim: thief: six servers", "mailbox", spam(SERVERS, LAWYER, kind="exim", each=8, dead=4, pick=10),
          "mailbox"),
    Scene("Exim: thief: one server, twenty letters", "mailbox",
          spam([server(1)], LAWYER, kind="exim", each=20, dead=8, pick=3), "mailbox undetermined"),
    Scene("Exim: thief: four a day from two servers", "mailbox", stays(TWO, LAWYER, kind="exim"),
          "mailbox undetermined"),
    Scene("Exim: thief: behind one line, a few letters", "mailbox", spam([TOWN], LAWYER, kind="exim", each=4, dead=1),
          "mailbox undetermined"),
    Scene("Exim: the owner's bounce while servers send", "own",
          typo(LAWYER, OFFICE, kind="exim", before=lambda world: burst(world, LAWYER, SERVERS, each=8, dead=4)),
          "own undetermined"),
)  # fmt: skip
