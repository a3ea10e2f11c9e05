"""The owner wrote it himself, and it bounced for an ordinary reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.worlds import dovecot
from tests.worlds.letter import Client
from tests.worlds.life import FRIENDS, MEMBERS, burst, live
from tests.worlds.moments import TODAY, at
from tests.worlds.places import HOTEL, OFFICE, SHOP, TOWN, WEBMAIL, bot, exit_node, home, phone
from tests.worlds.scene import Scene, Scenery, gap
from tests.worlds.world import ANNA, BERND, BOARD, CLARA, DEAD, DORIS, GONE, LAWYER, TEAM, Kind, World

NOW = at(TODAY, 9, 30)
WHY_TOOL = "a new machine that sends in bulk and never reads is likely a thief's: an owner away from home as well"
WHY_OLD_LIST = "a quarter of dead addresses from a new place that is no line at home: likely theft, or an old list"


def typo(login: str, client: Client, to: str = DEAD, *, kind: Kind = "postfix",
         before: Callable[[World], object] | None = None, moment: datetime = NOW, logs_from: datetime | None = None,
         **said: Any) -> Callable[[], Scenery]:  # fmt: skip
    """One letter to a wrong address. `before`: what else went on that day; `logs_from`: older lines are gone."""

    def make() -> Scenery:
        world = live(World(kind))
        if before is not None:
            before(world)
        notice = world.send(login, client, moment, to, **{"fate": "refused", **said})
        assert notice is not None
        for paper in world.papers.values():
            paper.keep(logs_from)
        return Scenery(notice, world, named={"mailbox": login, "ip": client.ip})

    return make


def reading(login: str, client: Client, hour: int = 9) -> Callable[[World], object]:
    def read(world: World) -> None:
        dovecot.reads(world.logins, "mx" if world.kind == "postfix" else "srv7", login, client, at(TODAY, hour, 5))

    return read


def letters(login: str, *clients: Client, minutes: int = 4, sender: str | None = None) -> Callable[[World], object]:
    """One to a friend from each of these places in the hour before."""

    def send(world: World) -> None:
        world.quick = True
        for n, client in enumerate(clients):
            world.send(login, client, at(TODAY, 9, minutes * n), FRIENDS[n % len(FRIENDS)], sender=sender)
        world.quick = False

    return send


def many(login: str, client: Client, count: int, dead: int, *, known: bool = False, host: str = "out1",
         body: str = "Einladung") -> Callable[[], Scenery]:  # fmt: skip
    """So many letters of one's own, one every ten seconds; the notice is about one that failed."""

    def make() -> Scenery:
        world = live(World())
        notice = burst(world, login, [client], each=count, dead=dead, every=10, known=known, host=world.hosts[host])
        return Scenery(notice, world, named={"mailbox": login})

    return make


def issue(day_before: bool = True) -> Scenery:
    """The club's newsletter to all members, as four letters with copies; three of the members have gone."""
    world = live(World())
    gone = ("mitglied80@fern.test", "mitglied82@fern.test", "mitglied84@fern.test")
    notice = None
    for part in range(4):
        world.quick = part > 0
        moment = at(TODAY, 20, 10 + part)
        letter = world.letter(BOARD, *(gone if part == 0 else MEMBERS[part::4]), moment=moment, subject="Vereinsbrief")
        queued = world.hosts["out2"].accept(letter, home(TODAY, 40), moment, BOARD)
        notice = world.deliver(queued, world.hosts["out2"], "refused" if part == 0 else "taken") or notice
    world.quick = False
    assert notice is not None
    return Scenery(notice, world, named={"mailbox": BOARD})


def aliased(client: Client) -> Callable[[], Scenery]:
    """Bernd also writes as the team, from his office on all days."""

    def make() -> Scenery:
        world = live(World())
        world.quick = True
        for day in (16, 17, 18, 19, 20, 23):
            world.send(BERND, OFFICE, at(day, 15), FRIENDS[day % 12], sender=TEAM)
        world.quick = False
        notice = world.send(BERND, client, NOW, DEAD, fate="refused", sender=TEAM)
        assert notice is not None
        return Scenery(notice, world, named={"mailbox": BERND})

    return make


def moved() -> Scenery:
    """A new access provider since the day before yesterday."""
    world = live(World())
    world.quick = True
    for day in (22, 23):
        for hour in (9, 12, 17):
            world.send(ANNA, TOWN, at(day, hour), FRIENDS[hour % 12])
            dovecot.reads(world.logins, "mx", ANNA, TOWN, at(day, hour, 1))
    world.quick = False
    notice = world.send(ANNA, TOWN, NOW, DEAD, fate="refused")
    assert notice is not None
    return Scenery(notice, world, named={"mailbox": ANNA})


def first_day() -> Scenery:
    """A mailbox that is used for the first time."""
    world = live(World())
    login = "neu@baecker.example"
    letters(login, *[home(TODAY, 61)] * 8)(world)
    notice = world.send(login, home(TODAY, 61), at(TODAY, 10), DEAD, fate="refused")
    assert notice is not None
    return Scenery(notice, world, named={"mailbox": login})


MASTS = [Client(f"198.18.{210 + n}.9", f"tmo-9{n}.mobil.test", "[10.64.7.12]") for n in range(8)]
JOURNEY = (Client("198.18.150.3", "zug-wlan.bahnnetz.test", "[172.16.0.9]"), HOTEL,
           Client("198.18.151.4", "m-roam-4.telefon-sued.test", "[10.0.0.4]"), TOWN)  # fmt: skip


def mistyped(login: str, client: Client, times: int) -> Callable[[World], object]:
    def fail(world: World) -> None:
        paper = world.out.paper
        assert paper is not None
        if world.kind == "postfix":
            dovecot.wrong(paper, "out1", login, client, at(TODAY, 9, 10), times)
        else:
            dovecot.wrong_at_exim(paper, login, client, at(TODAY, 9, 10), times)

    return fail


def through_out2() -> Scenery:
    world = live(World())
    notice = world.send(BERND, OFFICE, NOW, DEAD, fate="refused", host=world.hosts["out2"])
    assert notice is not None
    return Scenery(notice, world, named={"mailbox": BERND})


def short(scenery: Scenery) -> Scenery:
    """Older lines are gone."""
    for paper in scenery.world.papers.values():
        paper.keep(at(TODAY, 8, 55))
    return scenery


SCENES = (
    Scene("owner, from home", "own", typo(ANNA, home(TODAY)), "own"),
    Scene("owner, from home, returned by the next host", "own", typo(ANNA, home(TODAY), fate="returned"), "own"),
    Scene("owner, from home, returned by an Exim", "own", typo(ANNA, home(TODAY), GONE, fate="returned"), "own"),
    Scene("owner, on the phone", "own", typo(ANNA, phone(TODAY)), "own"),
    Scene("owner, in the office", "own", typo(BERND, OFFICE), "own"),
    Scene("owner, in the office, through out2", "own", through_out2, "own"),
    Scene("owner with POP3 and a fixed line", "own", typo(DORIS, SHOP), "own"),
    Scene("owner in a hotel", "own", typo(ANNA, HOTEL, before=reading(ANNA, HOTEL)), "own undetermined"),
    Scene("owner in a hotel, who only sends", "own", typo(ANNA, HOTEL), "own undetermined"),
    Scene("owner at a friend's", "own", typo(BERND, TOWN, before=reading(BERND, TOWN)), "own undetermined"),
    Scene("owner by webmail", "own", typo(CLARA, WEBMAIL), "own undetermined"),
    Scene("owner by webmail, who never used it before", "own", typo(ANNA, WEBMAIL), "own undetermined"),
    Scene("owner whose phone moves from mast to mast", "own",
          typo(ANNA, MASTS[-1], before=letters(ANNA, *MASTS), moment=at(TODAY, 9, 35)), "own undetermined"),
    Scene("owner on a journey: train, hotel, roaming, a friend's line", "own",
          typo(ANNA, JOURNEY[-1], before=letters(ANNA, *JOURNEY, minutes=9), moment=at(TODAY, 9, 50)),
          "own undetermined"),
    Scene("owner with a VPN that changes its exit", "own",
          typo(BERND, exit_node(6), before=letters(BERND, *map(exit_node, range(1, 6))), moment=at(TODAY, 9, 40)),
          "own undetermined"),
    Scene("owner who has moved house", "own", moved, "own undetermined"),
    Scene("owner of a new mailbox", "own", first_day, "own undetermined"),
    Scene("owner who mistypes the password at home", "own",
          typo(ANNA, home(TODAY), before=mistyped(ANNA, home(TODAY), 4)), "own undetermined"),
    Scene("owner who mistypes the password in a hotel", "own", typo(ANNA, HOTEL, before=mistyped(ANNA, HOTEL, 3)),
          "own undetermined"),
    Scene("owner whose office guesses passwords", "own", typo(BERND, OFFICE, before=mistyped(BERND, OFFICE, 25)),
          "own undetermined"),
    Scene("one of a team in the office", "own",
          typo(TEAM, OFFICE, before=letters(TEAM, OFFICE, home(TODAY, 99), phone(TODAY, 12))), "own"),
    Scene("one of a team who works at home for once", "own",
          typo(TEAM, home(TODAY, 123), before=letters(TEAM, OFFICE, home(TODAY, 99), TOWN)), "own undetermined"),
    Scene("owner under the name of the team, as always", "own", aliased(OFFICE), "own"),
    Scene("owner under the name of the team, from a hotel", "own", aliased(HOTEL), "own undetermined"),
    Scene("owner's newsletter, as the week before", "own", issue, "own undetermined"),
    Scene("owner's first newsletter", "own", many(ANNA, home(TODAY), 150, 12), "own undetermined"),
    Scene("owner invites seventy from a hotel", "own", many(ANNA, HOTEL, 70, 3), "own undetermined",
          gaps=gap(WHY_TOOL)),
    Scene("owner writes to old friends from a hotel", "own", many(ANNA, HOTEL, 30, 9), "own undetermined",
          gaps=gap(WHY_OLD_LIST)),
    Scene("owner writes to old friends from a friend's line", "own", many(ANNA, TOWN, 30, 9), "own undetermined"),
    Scene("owner writes to old friends from home", "own", many(ANNA, home(TODAY), 30, 12), "own undetermined"),
    Scene("owner writes to old customers", "own", many(BERND, OFFICE, 40, 12), "own undetermined"),
    Scene("owner, logs of today", "own", typo(ANNA, home(TODAY), logs_from=at(TODAY, 0)), "own undetermined"),
    Scene("owner in a hotel, logs of one hour", "own", typo(ANNA, HOTEL, logs_from=at(TODAY, 9)), "own undetermined"),
    Scene("owner invites seventy, logs of one hour", "own", lambda: short(many(ANNA, home(TODAY), 70, 3)()),
          "own undetermined"),
    Scene("owner while bots guess", "own",
          typo(ANNA, home(TODAY), before=lambda world: [mistyped(ANNA, bot(n), 4)(world) for n in range(40)]), "own"),
    Scene("Exim: owner in the office", "own", typo(LAWYER, OFFICE, kind="exim"), "own"),
    Scene("Exim: owner in the office, returned", "own", typo(LAWYER, OFFICE, GONE, kind="exim", fate="returned"),
          "own"),
    Scene("Exim: owner on the phone", "own", typo(LAWYER, phone(TODAY), kind="exim"), "own"),
    Scene("Exim: owner in a hotel", "own", typo(LAWYER, HOTEL, kind="exim", before=reading(LAWYER, HOTEL)),
          "own undetermined"),
    Scene("Exim: owner mistypes the password in a hotel", "own",
          typo(LAWYER, HOTEL, kind="exim", before=mistyped(LAWYER, HOTEL, 3)), "own undetermined"),
)  # fmt: skip
