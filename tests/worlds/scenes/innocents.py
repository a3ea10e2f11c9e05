"""Innocent people who look like thieves: many machines, many places, many wrong passwords."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.worlds import dovecot
from tests.worlds.letter import Client
from tests.worlds.life import FRIENDS, SPAM, burst, live
from tests.worlds.moments import BEFORE, TODAY, at
from tests.worlds.places import HOTEL, OFFICE, TOWN, bot, home, phone, server
from tests.worlds.scene import Scene, Scenery, gap
from tests.worlds.scenes.owners import JOURNEY, letters, mistyped, reading, short, typo
from tests.worlds.scenes.second import Before, all_of
from tests.worlds.scenes.thieves import BOTS, WHY_BOTH
from tests.worlds.world import ANNA, BERND, DEAD, TEAM, World

WHY_TEAM = "a team that works at home for the first time, with one login to send, looks like a swarm"
WHY_SWARM = "exits of Tor, or a service that sends from several clouds, look like rented machines"
WHY_JOURNEY = "who writes to an old list on a journey, from three new networks within the hour, looks like a thief"


# --- many machines of one's own ----------------------------------------------------------------------------------


def fleet(clients: Sequence[Client], *, login: str = "kasse@baecker.example", rounds: int = 1, days: Sequence[int] = (),
          to: str = DEAD, logs_of_an_hour: bool = False, reads: bool = False, count: int = 1,
          sender: str | None = None, others: Sequence[str] = (), body: str = "") -> Callable[[], Scenery]:  # fmt: skip
    """Tills, alarms or scanners in many branches report with one login; today to an address that has gone. `others`:
    they write to these in turn, and only the last to the dead one."""

    def make() -> Scenery:
        world = live(World())
        world.quick = True
        for day in days:
            for n, client in enumerate(clients):
                world.send(login, client, at(day, 8, n), "zentrale@weit.test", subject="Abschluss", sender=sender)
        notice = None
        for round_ in range(rounds):
            for n, client in enumerate(clients):
                last = round_ == rounds - 1 and n == len(clients) - 1
                world.quick = not last
                if reads:
                    dovecot.reads(world.logins, "mx", login, client, at(TODAY, 9, 5 + 2 * n, 30))
                whom = others[n % len(others)] if others and not last else to
                text = body.format(n=n) if body else f"Kasse {n}\n" + n * "Umsatz 1234,50 Bon 77\n"
                notice = world.send(login, client, at(TODAY, 9, 6 + 2 * n, round_), whom,
                                    fate="refused" if whom == to else "taken", subject="Abschluss",
                                    sender=sender, body=text) or notice  # fmt: skip
        world.quick = False
        assert notice is not None
        made = Scenery(notice, world)
        return short(made) if logs_of_an_hour else made

    return make


BRANCHES = [Client(f"198.19.{100 + n}.30", f"static-{n}.business{n % 5}.netz{n % 5}.test", "KASSE") for n in range(12)]
HOMES = [Client(f"198.19.{60 + n}.{20 + n}", f"dyn-{n}.dsl.zugang{n}.test", f"[192.168.{n}.4]") for n in range(9)]
FIBRE = Client("198.19.90.12", "host-12.stadtwerke-glas.test", "[192.168.1.5]")
EXITS = [Client(f"203.0.113.{20 + n}", f"tor{n}.relay-{n}.test", "[127.0.0.1]") for n in range(10)]
CLOUDS = [Client(f"203.0.113.{40 + n}", f"out-{n}.cloud{n % 4}-mail.test", f"worker{n}") for n in range(8)]


def tool(clients: Sequence[Client], count: int, dead: int, *, before: Before | None = None,
         reads: bool = False) -> Callable[[], Scenery]:  # fmt: skip
    """Anna lets a new service write to strangers in her name, with her password."""

    def make() -> Scenery:
        world = live(World())
        if before is not None:
            before(world)
        if reads:
            dovecot.reads(world.logins, "mx", ANNA, clients[0], at(TODAY, 8, 55))
        notice = burst(world, ANNA, clients, each=count, dead=dead)
        return Scenery(notice, world, named={"mailbox": ANNA})

    return make


def new_password(*clients: Client, times: int = 8) -> Before:
    """She has changed her password; all that she owns tries the old one until she has told it the new one."""

    def fail(world: World) -> None:
        for client in clients:
            mistyped(ANNA, client, times)(world)

    return fail


def report(day: int, count: int, client: Client, to: str, login: str) -> Before:
    def send(world: World) -> None:
        world.quick = True
        for n in range(count):
            world.send(login, client, at(day, 2, n), to, fate="refused", subject="Sicherung")
        world.quick = False

    return send


def every_night(count: int, client: Client = OFFICE, login: str = BERND) -> Before:
    """A program in the office reports to somebody who has left the firm."""
    return all_of(*(report(day, count, client, "altadmin@fern.test", login) for day in BEFORE))


SCENES = (
    # Innocent people with many places
    Scene("fleet: tills of twelve branches, logs of one hour", "own", fleet(BRANCHES, logs_of_an_hour=True),
          "own undetermined"),
    Scene("fleet: tills of twelve branches, the first day", "own", fleet(BRANCHES), "own undetermined"),
    Scene("fleet: tills of twelve branches, as always", "own", fleet(BRANCHES, days=BEFORE), "own undetermined"),
    Scene("fleet: tills behind lines at home, the first day", "own", fleet(HOMES), "own undetermined"),
    Scene("fleet: tills, all but one report arrives", "own", fleet(BRANCHES, others=("zentrale@weit.test",)),
          "own undetermined"),
    Scene("snow: nine of a team, each at home, one login to send", "own",
          fleet([*HOMES[:8], FIBRE], login=TEAM, others=FRIENDS), "own undetermined", gaps=gap(WHY_TEAM)),
    Scene("snow: nine of a team, to new customers", "own",
          fleet([*HOMES[:8], FIBRE], login=TEAM, others=[f"neu{n}@weit.test" for n in range(9)]), "own undetermined",
          gaps=gap(WHY_TEAM)),
    Scene("snow: nine of a team, the same answer to new customers", "own",
          fleet(HOMES, login=TEAM, others=[f"neu{n}@weit.test" for n in range(9)], body=str(SPAM["body"])),
          "own undetermined", gaps=gap(WHY_TEAM)),
    Scene("snow: nine of a team who read there, the same answer to new customers", "own",
          fleet(HOMES, login=TEAM, others=[f"neu{n}@weit.test" for n in range(9)], body=str(SPAM["body"]), reads=True),
          "own undetermined"),
    Scene("owner behind Tor, ten exits, to friends", "own", fleet(EXITS, login=ANNA, others=FRIENDS),
          "own undetermined", gaps=gap(WHY_SWARM)),
    Scene("owner behind Tor, four exits, to friends", "own", fleet(EXITS[:4], login=ANNA, others=FRIENDS),
          "own undetermined"),
    Scene("tool: from eight machines of four clouds, to strangers", "own", tool(CLOUDS, 4, 1), "own undetermined",
          gaps=gap(WHY_SWARM)),
    Scene("tool: from eight machines of four clouds, an old list", "own", tool(CLOUDS, 4, 2), "own undetermined",
          gaps=gap(WHY_SWARM)),
    Scene("tool: from eight machines of four clouds, reads answers", "own", tool(CLOUDS, 4, 1, reads=True),
          "own undetermined", gaps=gap(WHY_SWARM)),
    Scene("tool: a flood from one machine while bots send", "own",
          tool([server(9)], 70, 3, before=lambda world: burst(world, ANNA, BOTS)), "own undetermined",
          gaps=gap(WHY_BOTH)),
    Scene("journey: four places, a round to old colleagues", "own",
          typo(ANNA, JOURNEY[1], before=all_of(
              letters(ANNA, *JOURNEY, minutes=5),
              lambda world: burst(world, ANNA, [JOURNEY[1]], each=14, dead=6, start=at(TODAY, 9, 20)))),
          "own undetermined", gaps=gap(WHY_JOURNEY)),
    Scene("journey: four places, a round to old colleagues, who reads", "own",
          typo(ANNA, JOURNEY[1], before=all_of(
              reading(ANNA, JOURNEY[1]), letters(ANNA, *JOURNEY, minutes=5),
              lambda world: burst(world, ANNA, [JOURNEY[1]], each=14, dead=6, known=True, start=at(TODAY, 9, 20)))),
          "own undetermined", gaps=gap(WHY_JOURNEY)),
    # After a change of the password
    Scene("new password: home and phone", "own",
          typo(ANNA, home(TODAY), before=all_of(new_password(home(TODAY), phone(TODAY)),
                                                letters(ANNA, home(TODAY), phone(TODAY)))), "own undetermined"),
    Scene("new password: home, phone, a friend's line", "own",
          typo(ANNA, home(TODAY), before=all_of(new_password(home(TODAY), phone(TODAY), TOWN),
                                                letters(ANNA, home(TODAY), phone(TODAY), TOWN))), "own undetermined"),
    Scene("new password: home, phone, a hotel; from the hotel", "own",
          typo(ANNA, HOTEL, before=all_of(new_password(home(TODAY), phone(TODAY), HOTEL),
                                          letters(ANNA, home(TODAY), phone(TODAY), HOTEL))), "own undetermined"),
    Scene("new password: home, phone, two more networks", "own",
          typo(ANNA, phone(TODAY), before=all_of(new_password(home(TODAY), phone(TODAY), TOWN, HOTEL),
                                                 letters(ANNA, home(TODAY), phone(TODAY), TOWN, HOTEL, minutes=7))),
          "own undetermined"),
    Scene("new password: a thief guesses it behind three lines", "mailbox",
          typo(ANNA, bot(1), before=all_of(new_password(bot(1), bot(3), bot(4)),
                                           letters(ANNA, bot(1), bot(3), bot(4))), **SPAM), "mailbox undetermined"),
    # One dead address, again and again
    Scene("report: a program in the office writes to one dead address every night", "own",
          typo(BERND, OFFICE, "altadmin@fern.test", before=every_night(2)), "own undetermined"),
    Scene("report: the same, six times a night", "own",
          typo(BERND, OFFICE, "altadmin@fern.test", before=every_night(6)), "own undetermined"),
    Scene("report: from home every night", "own",
          typo(ANNA, home(TODAY), "altadmin@fern.test", before=every_night(3, TOWN, ANNA)), "own undetermined"),
)  # fmt: skip
