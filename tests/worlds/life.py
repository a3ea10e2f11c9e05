"""What goes on in these worlds on ordinary days: letters, logins, mail that comes in, bots that try passwords."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from tests.worlds import dovecot
from tests.worlds.letter import Client
from tests.worlds.moments import BEFORE, TODAY, at, later
from tests.worlds.places import OFFICE, SHOP, WEBMAIL, bot, home, phone
from tests.worlds.postfix import Postfix
from tests.worlds.world import ANNA, BERND, BOARD, CLARA, DORIS, LAWYER, TEAM, Fate, Host, Kind, World

FRIENDS = tuple(f"{name}@{domain}" for domain in ("fern.test", "weit.test")
                for name in ("mutti", "kollege", "lieferant", "amt", "kunde", "freundin"))  # fmt: skip
SUNDAYS = (15, 22)
SHOP_SCRIPT = "/var/www/baecker.example/htdocs/shop/bestellung.php"
ISSUE = 19
"""The Thursday on which the club's newsletter went out."""
SPAM: dict[str, Any] = {
    "subject": "Cheap meds online",
    "body": "Best prices: http://pharma-24.test\n" + 12 * "No prescription needed, ships to all countries tonight.\n",
}
MEMBERS = tuple(f"mitglied{n}@{('fern', 'weit')[n % 2]}.test" for n in range(80))


def live(world: World) -> World:
    """The days before, and what goes on today in any case."""
    world.go_on_from(_lived(world.kind))
    return world


@lru_cache(maxsize=2)
def _lived(kind: Kind) -> World:
    world = World(kind)
    world.quick = True
    for day in BEFORE:
        _noise(world, day)
        (_postfix_day if kind == "postfix" else _exim_day)(world, day)
    _noise(world, TODAY)
    return world


def _postfix_day(world: World, day: int) -> None:
    second, working = world.hosts["out2"], day not in SUNDAYS
    _writes(world, ANNA, home(day), day, 8, 3)
    _writes(world, ANNA, phone(day), day, 18, 1)
    _writes(world, DORIS, SHOP, day, 11, 2)
    for hour in (8, 12, 18):
        dovecot.reads(world.logins, "mx", ANNA, home(day) if hour < 18 else phone(day), at(day, hour, 1))
    dovecot.reads(world.logins, "mx", DORIS, SHOP, at(day, 11), "pop3")
    if working:
        _writes(world, BERND, OFFICE, day, 9, 4)
        _writes(world, BERND, phone(day, 60), day, 19, 1)
        _writes(world, CLARA, WEBMAIL, day, 14, 2)
        _writes(world, TEAM, OFFICE, day, 10, 2)
        _writes(world, TEAM, home(day, 99), day, 15, 1)
        dovecot.reads(world.logins, "mx", BERND, OFFICE, at(day, 9))
        dovecot.reads(world.logins, "mx", TEAM, OFFICE, at(day, 10))
        dovecot.reads(world.logins, "mx", CLARA, WEBMAIL, at(day, 14))
    _writes(world, BOARD, home(day, 40), day, 20, 1)
    if day == ISSUE:
        for part in range(4):
            world.send(BOARD, home(day, 40), at(day, 20, 10 + part), *MEMBERS[part::4], subject="Vereinsbrief",
                       host=second)  # fmt: skip
    for hour in (10, 16, 21):
        _orders(world, day, hour)
    if day == 18:
        world.send(ANNA, home(day), at(day, 9, 40), "muti@fern.test", fate="refused")
    if day == 20:
        world.send(BERND, OFFICE, at(day, 16), "lieferrant@weit.test", fate="returned")


def _exim_day(world: World, day: int) -> None:
    if day not in SUNDAYS:
        _writes(world, LAWYER, OFFICE, day, 9, 4)
        dovecot.reads(world.logins, "srv7", LAWYER, OFFICE, at(day, 9))
    _orders(world, day, 11)
    _writes(world, LAWYER, phone(day), day, 19, 1)
    dovecot.reads(world.logins, "srv7", LAWYER, phone(day), at(day, 19))


def _orders(world: World, day: int, hour: int) -> None:
    """The shop confirms an order."""
    moment, sender = at(day, hour, 27), TEAM if world.kind == "postfix" else f"kanzlei@{LAWYER.partition('@')[2]}"
    to, subject = FRIENDS[(day + hour) % len(FRIENDS)], f"Ihre Bestellung {day}{hour}"
    world.call(later(moment, -1), SHOP_SCRIPT, to, subject, author=f"Shop <{sender}>")
    world.visit(later(moment, -1), "baecker.example", phone(day, hour), "/shop/bestellung.php")
    letter = world.letter(sender, to, moment=moment, named=False, subject=subject, author=f"Shop <{sender}>",
                          extra="X-PHP-Originating-Script: 33:bestellung.php\n")  # fmt: skip
    if world.kind == "postfix":
        world.deliver(world.by_site(letter, moment), world.out, "taken")
    else:
        folder = SHOP_SCRIPT.rpartition("/")[0]
        world.deliver(world.exim.submit(letter, "www-data", moment, folder), world.out, "taken")


def _writes(world: World, login: str, client: Client, day: int, hour: int, count: int) -> None:
    """Letters to people who are known, some minutes apart, on either outbound host."""
    for n in range(count):
        number = day * 5 + hour + n
        host = world.hosts["out2"] if world.kind == "postfix" and number % 3 == 0 else world.out
        world.send(login, client, at(day, hour, 5 + 11 * n, day), FRIENDS[number % len(FRIENDS)], host=host,
                   subject=f"Termin {number}")  # fmt: skip


def _noise(world: World, day: int) -> None:
    """Mail that comes in every two hours, and every hour somebody who tries a password in vain."""
    border = world.border
    mailboxes = (ANNA, BERND, CLARA, TEAM, DORIS, BOARD) if world.kind == "postfix" else (LAWYER,)
    for hour in range(0, 24, 2):
        to = mailboxes[hour // 2 % len(mailboxes)]
        moment = at(day, hour, 50)
        letter = world.letter(FRIENDS[hour % len(FRIENDS)], to, moment=moment, subject="Antwort")
        border.store(border.accept(letter, world.fern.client, moment), to)
    for hour in range(24):
        _tries(world, mailboxes[hour % len(mailboxes)], bot(100 + hour * 5 % 60), day, hour)
        if world.kind == "postfix":  # its other hosts are never quiet either
            for name in ("out1", "out2", "web1"):
                moment = at(day, hour, 59, 30)
                host = world.postfix(name)
                host.log(moment, "postfix/anvil", f"statistics: max connection count 1 at {moment:%b %d %H:%M:%S}")


def _tries(world: World, login: str, client: Client, day: int, hour: int) -> None:
    moment = at(day, hour, 20, 7)
    if isinstance(world.out, Postfix):
        assert world.out.paper is not None
        dovecot.wrong(world.out.paper, "out1", login, client, moment, 2)
    elif world.out.paper is not None:
        dovecot.wrong_at_exim(world.out.paper, login, client, moment, 2)


def burst(world: World, login: str, clients: Sequence[Client], *, each: int = 5, dead: int = 2, pick: int = 0,
          start: datetime | None = None, every: int = 7, sender: str | None = None, host: Host | None = None,
          fate: Fate = "refused", extra: str = "", known: bool = False) -> bytes:  # fmt: skip
    """Many letters with this login, one every few seconds, from all clients in turn: `each` so many, of which the first
    `dead` go to addresses that do not exist. Gives the notice about the dead letter number `pick`. `known`: the others
    go to people whom the owner writes to as well."""
    found: bytes | None = None
    moment = start or at(TODAY, 9)
    for n in range(each):
        for number, client in enumerate(clients):
            count = n * len(clients) + number
            moment = later(moment, every)
            world.quick = count != pick  # only what is looked at needs a true signature
            to = FRIENDS[count % len(FRIENDS)] if known and n >= dead else \
                f"opfer{count}@{('fern', 'weit')[count % 2]}.test"  # fmt: skip
            notice = world.send(login, client, moment, to, fate=fate if n < dead else "taken", sender=sender,
                                host=host, extra=extra, **SPAM)  # fmt: skip
            found = notice if count == pick else found
    world.quick = False
    assert found is not None
    return found


def guesses(world: World, login: str, clients: Iterable[Client], hour: int = 8, times: int = 4) -> None:
    """Each of them tries so many passwords."""
    for n, client in enumerate(clients):
        moment = at(TODAY, hour, n % 60)
        if isinstance(world.out, Postfix):
            assert world.out.paper is not None
            dovecot.wrong(world.out.paper, "out1", login, client, moment, times)
        elif world.out.paper is not None:
            dovecot.wrong_at_exim(world.out.paper, login, client, moment, times)
