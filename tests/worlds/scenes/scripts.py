"""A site of ours sent it: hacked files, abused forms, shops, cron."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace
from tests.worlds.letter import Client
from tests.worlds.life import FRIENDS, SPAM, live
from tests.worlds.moments import BEFORE, TODAY, at, later
from tests.worlds.places import HOTEL, bot, home, server
from tests.worlds.scene import Scene, Scenery
from tests.worlds.world import ANNA, DEAD, DORIS, GONE, LAWYER, TEAM, Fate, World

NOW = at(TODAY, 9, 30)
ROOT = "/var/www/baecker.example/htdocs"
SHELL = f"{ROOT}/wp-content/uploads/2026/07/cache.php"
FORM, SHOP = f"{ROOT}/contact.php", f"{ROOT}/shop/bestellung.php"
OTHER = "/var/www/web3/htdocs/mailer.php"
ROUNDCUBE = "/usr/share/roundcube/program/lib/Roundcube/rcube.php"
SPAMMER = server(4)
AGENT = "User-Agent: Roundcube Webmail/1.4.15\n"
MARK = "X-PHP-Originating-Script: 33:{}\n"


def mailed(world: World, script: str = SHELL, to: str = DEAD, *, moment: datetime = NOW, sender: str = TEAM,
           mark: bool = True, noted: bool = True, zone: Any = None, subject: str = SPAM["subject"],
           more: str = "", also: tuple[str, ...] = (), author: str | None = None, uid: int = 33,
           extra: str = "") -> Any:  # fmt: skip
    """A script calls mail(); gives the message in the queue of out1. `also`: who gets it besides, by Bcc."""
    whose = author or f'"Kundenservice" <{sender}>'
    letter = world.letter(sender, to, moment=moment, named=False, subject=subject, body=SPAM["body"], author=whose,
                          extra=extra or (MARK.format(script.rpartition("/")[2]) if mark else ""))  # fmt: skip
    if noted:
        world.call(later(moment, -1), script, to, subject, author=whose, more=more, **({"zone": zone} if zone else {}))
    letter = replace(letter, recipients=(to, *also))
    if world.kind == "exim":
        return world.exim.submit(letter, "www-data", moment, script.rpartition("/")[0])
    return world.by_site(letter, moment, uid)


def site(fate: Fate = "refused", *, kind: Any = "postfix", named: str | None = SHELL, visits: bool = True,
         **said: Any) -> Callable[[], Scenery]:  # fmt: skip
    """One call of mail() to an address that does not exist."""

    def make() -> Scenery:
        world = live(World(kind))
        queued = mailed(world, **said)
        if visits:
            path = said.get("script", SHELL).removeprefix(ROOT)
            world.visit(later(NOW, -1), "baecker.example", SPAMMER, path)
        notice = world.deliver(queued, world.out, fate)
        assert notice is not None
        wanted: dict[str, Any] = {"script": named} if named else {"entry": "local"}
        return Scenery(notice, world, named=wanted)

    return make


def two_sites(*, same_subject: bool = True, same_author: bool = True, same_script: bool = False,
              second: int = 0) -> Callable[[], Scenery]:  # fmt: skip
    """Two calls at the same time to the same address. The notice is about the first."""

    def make() -> Scenery:
        world = live(World())
        first = mailed(world)
        mailed(world, SHELL if same_script else OTHER, moment=later(NOW, second),
               subject=SPAM["subject"] if same_subject else "Nur heute",
               author=None if same_author else '"Shop" <shop@baecker.example>')  # fmt: skip
        notice = world.deliver(first, world.out, "refused")
        assert notice is not None
        told = same_script or not (same_subject and same_author)
        return Scenery(notice, world, named={"script": SHELL if told else None}, innocent=(OTHER,))

    return make


def injection(kind: Any = "postfix") -> Callable[[], Scenery]:
    """A bot writes Bcc into the name field of a contact form; one of those recipients does not exist."""

    def make() -> Scenery:
        world = live(World(kind))
        to = LAWYER if kind == "exim" else TEAM
        sender = "www-data@srv7.kiste.example" if kind == "exim" else TEAM
        more = f"  Bcc: {DEAD}  Subject: {SPAM['subject']}  X-A: <x>  X-Mailer: Kontaktformular 1.2"
        queued = mailed(world, FORM, to, sender=sender, author="Maria <win892@mail.botland.test>", more=more,
                        subject="Kontaktformular: xx", also=(DEAD,))  # fmt: skip
        world.visit(later(NOW, -1), "baecker.example", SPAMMER, "/contact.php")
        out = world.out
        there = world.border.accept(queued.letter.to(to), out.client, NOW) if kind == "postfix" else queued
        if kind == "postfix":
            out.sent(queued, to, world.border.at, world.border.took(there), last=False)
        world.border.store(there, to)
        notice = out.refused(queued, (world.refusal(DEAD),))
        mailbox = to if kind == "exim" else None
        return Scenery(world.bring(notice, out, mailbox), world, named={"script": FORM})

    return make


def cron(*, uid: int = 0) -> Scenery:
    """A job prints something; the address for root leads to somebody who has gone."""
    world = live(World())
    sender = "root@web1.hoster.example"
    letter = world.letter(sender, DEAD, moment=NOW, named=False, subject="Cron <root@web1> /usr/local/bin/backup")
    queued = world.by_site(letter, NOW, uid)
    notice = world.out.refused(queued, (world.refusal(DEAD),))
    return Scenery(world.bring(notice, world.out, "admin@hoster.example"), world)


def by_smtp(login: str | None) -> Callable[[], Scenery]:
    """A hacked plugin speaks SMTP to out1 itself, with the login that the shop has used for its orders on all days."""

    def make() -> Scenery:
        world = live(World())
        web1 = world.hosts["web1"].client
        world.quick = True
        for day in BEFORE:
            for hour in (10, 15, 21) if login else ():
                world.send(login or TEAM, web1, at(day, hour, 7), FRIENDS[hour % 12], subject="Ihre Bestellung")
        world.quick = False
        letter = world.letter(TEAM, DEAD, moment=NOW, **SPAM)
        notice = world.deliver(world.out.accept(letter, web1, NOW, login), world.out, "refused")
        assert notice is not None
        return Scenery(notice, world)

    return make


def by_loopback() -> Scenery:
    """A script speaks SMTP to the mail server of its own host."""
    world = live(World())
    web1 = world.postfix("web1")
    letter = world.letter(TEAM, DEAD, moment=NOW, **SPAM)
    queued = web1.accept(letter, Client("127.0.0.1", "localhost", "baecker.example"), NOW)
    there = world.out.accept(queued.letter, web1.client, later(NOW, 1))
    web1.sent(queued, DEAD, world.out.at, world.out.took(there))
    notice = world.deliver(there, world.out, "refused")
    assert notice is not None
    return Scenery(notice, world)


def roundcube(who: Client, *, sender: str = ANNA, letters: int = 1) -> Callable[[], Scenery]:
    """Webmail that hands in by PHP's mail()."""

    def make() -> Scenery:
        world = live(World())
        world.quick = True
        for n in range(letters - 1):
            queued = mailed(world, ROUNDCUBE, f"opfer{n}@fern.test", moment=later(NOW, 5 * n - 600), sender=sender,
                            author=f"<{sender}>", extra=AGENT)  # fmt: skip
            world.deliver(queued, world.out, "refused" if n % 2 else "taken")
        world.quick = False
        queued = mailed(world, ROUNDCUBE, sender=sender, author=f"<{sender}>", extra=AGENT, subject="Angebot")
        world.visit(later(NOW, -1), "webmail.hoster.example", who, "/roundcube/index.php")
        notice = world.deliver(queued, world.out, "refused")
        assert notice is not None
        return Scenery(notice, world)

    return make


def wave(**said: Any) -> Callable[[], Scenery]:
    """A hundred calls in ten minutes, two of them in each second of some; the notice is about one in the middle."""

    def make() -> Scenery:
        world = live(World())
        notice = None
        for n in range(100):
            world.quick = n != 50
            to = f"opfer{n}@fern.test"
            queued = mailed(world, to=to, moment=later(NOW, 6 * (n // 2)), **said)
            got = world.deliver(queued, world.out, "refused" if n % 3 == 2 else "taken")
            notice = got if n == 50 else notice
        world.quick = False
        assert notice is not None
        return Scenery(notice, world, named={"script": SHELL})

    return make


def perl(kind: Any) -> Callable[[], Scenery]:
    """A dropped program calls sendmail; no log of PHP knows it."""

    def make() -> Scenery:
        world = live(World(kind))
        sender = LAWYER if kind == "exim" else TEAM
        letter = world.letter(sender, DEAD, moment=NOW, named=False, **SPAM)
        if kind == "exim":
            queued = world.exim.submit(letter, "www-data", NOW, "/home/web3/.cache/.x")
        else:
            queued = world.by_site(letter, NOW)
        notice = world.deliver(queued, world.out, "refused")
        assert notice is not None
        return Scenery(notice, world, named={"dir": "/home/web3/.cache/.x"} if kind == "exim" else {"uid": 33})

    return make


def beside_theft() -> Scenery:
    """Anna's mailbox is misused by bots, and at the same time a site sends under her name to the same address."""
    world = live(World())
    for n in range(20):
        world.quick = True
        world.send(ANNA, bot(n), later(NOW, n - 10), DEAD if n == 9 else f"opfer{n}@fern.test", fate="refused", **SPAM)
    world.quick = False
    queued = mailed(world, sender=ANNA)
    notice = world.deliver(queued, world.out, "refused")
    assert notice is not None
    return Scenery(notice, world, named={"script": SHELL}, innocent=(ANNA,))


def answer() -> Scenery:
    """The autoresponder of the site: a form sends a copy to whoever asks, here to a stranger that a bot named."""
    world = live(World())
    queued = mailed(world, FORM, subject="Kopie Ihrer Anfrage", mark=True)
    world.visit(later(NOW, -1), "baecker.example", SPAMMER, "/contact.php")
    notice = world.deliver(queued, world.out, "refused")
    assert notice is not None
    return Scenery(notice, world, named={"script": FORM})


SCENES = (
    Scene("site: a web shell", "script", site(), "script:certain"),
    Scene("site: a web shell, returned by the next host", "script", site("returned"), "script:certain"),
    Scene("site: a web shell, returned by an Exim", "script", site("returned", to=GONE), "script:certain"),
    Scene("site: without a mark in the header", "script", site(mark=False), "script:certain"),
    Scene("site: PHP's log in UTC", "script", site(zone=UTC), "script:certain"),
    Scene("site: without PHP's log", "script", site(noted=False, named=None), "script"),
    Scene("site: without PHP's log and mark", "script", site(noted=False, mark=False, named=None), "script"),
    Scene("site: code from eval()", "script", site(script=f"{SHELL}(3) : eval()'d code", named=SHELL, mark=False),
          "script:certain"),
    Scene("site: with an account of its own", "script", site(uid=1003, mark=False), "script"),
    Scene("site: with an account of its own, without PHP's log", "script",
          site(uid=1003, mark=False, noted=False, named=None), "script undetermined"),
    Scene("site: under the name of another tenant", "script", site(sender=DORIS), "script"),
    Scene("site: a wave", "script", wave(), "script:certain"),
    Scene("site: a wave, PHP's log in UTC, without marks", "script", wave(zone=UTC, mark=False), "script:certain"),
    Scene("site: another one mails the same recipient in the same second", "script", two_sites(), "script"),
    Scene("site: another one mails the same recipient four seconds later", "script", two_sites(second=4), "script"),
    Scene("site: another one with another subject in the same second", "script", two_sites(same_subject=False),
          "script"),
    Scene("site: another one with another author in the same second", "script", two_sites(same_author=False), "script"),
    Scene("site: twice in the same second", "script", two_sites(same_script=True), "script"),
    Scene("site: while bots misuse the mailbox of the same sender", "script", beside_theft, "script"),
    Scene("site: Bcc through a form", "script", injection(), "script:certain"),
    Scene("site: a form sends copies to strangers", "script", answer, "script"),
    Scene("site: a shop writes to a mistyped address", "own script",
          site(script=SHOP, named=SHOP, subject="Ihre Bestellung 51051")),
    Scene("site: a program without PHP", "script", perl("postfix"), "script"),
    Scene("site: SMTP over loopback", "script", by_loopback, "script undetermined"),
    Scene("site: SMTP to out1 without a login", "script", by_smtp(None), "script undetermined"),
    Scene("site: SMTP to out1 with the login of the shop", "script mailbox", by_smtp(TEAM)),
    Scene("cron by root", "own script", cron, "own script undetermined"),
    Scene("monitoring", "own script", lambda: cron(uid=33)),
    Scene("webmail by PHP: the owner", "own", roundcube(home(TODAY)), "own undetermined"),
    Scene("webmail by PHP: the owner in a hotel", "own", roundcube(HOTEL), "own undetermined"),
    Scene("webmail by PHP: a thief", "mailbox", roundcube(server(2), letters=30), "mailbox undetermined"),
    Scene("Exim: site: a web shell", "script", site(kind="exim", sender=LAWYER), "script:certain"),
    Scene("Exim: site: PHP's log in UTC", "script", site(kind="exim", sender=LAWYER, zone=UTC), "script:certain"),
    Scene("Exim: site: without PHP's log", "script", site(kind="exim", sender=LAWYER, noted=False, named=None),
          "script"),
    Scene("Exim: site: Bcc through a form", "script", injection("exim"), "script"),
    Scene("Exim: site: a program without PHP", "script", perl("exim"), "script"),
)  # fmt: skip
