"""Mail that did pass through us and comes back from behind somebody else, late, or when the logs are gone; and mail
that our own people send through others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from msgspec.structs import replace
from tests.worlds.dkim_key import RECORD, signature
from tests.worlds.forwarding import ALUMNUS, onwards
from tests.worlds.letter import Client, Letter
from tests.worlds.life import SPAM, burst, live
from tests.worlds.moments import TODAY, at, later
from tests.worlds.notice import Failure
from tests.worlds.places import OFFICE, home, server
from tests.worlds.postfix import Postfix, Queued
from tests.worlds.scene import Scene, Scenery, gap
from tests.worlds.scenes.joejobs import BOT, SPF, bounced, spam
from tests.worlds.world import ANNA, BERND, BOARD, CLUB, DEAD, GONE, LAWYER, TEAM, Fate, Host, Kind, World

NOW, LONG_AGO = at(TODAY, 9, 30), at(TODAY - 2, 9, 30)
Who = Literal["owner", "thief", "script"]
WHY_LOST = "what a log lost in an hour nobody sees, the line about giving the forwarder the letter included"
WHY_SERVICE = (
    "a host that SPF permits and nobody named, with our signature, is the owner's service, whoever logs in there"
)
TRUTH = {"owner": "own", "thief": "mailbox", "script": "script"}
Gap = Callable[[World], object]


def sends(world: World, who: Who, to: str, moment: datetime, out: Host) -> tuple[Queued, str]:
    """One of ours, and one who should not, hand a letter to `out`; gives it with its envelope sender."""
    login = LAWYER if world.kind == "exim" else ANNA
    if who == "script":
        letter = world.letter(TEAM, to, moment=moment, named=False, **SPAM)
        return world.by_site(letter, moment, out=out), TEAM
    if who == "thief":
        burst(world, login, [server(n) for n in range(6)], each=8, dead=4, start=later(moment, -600), host=out)
    client = server(2) if who == "thief" else OFFICE if world.kind == "exim" else home(moment.day)
    letter = world.letter(login, to, moment=moment, **(SPAM if who == "thief" else {}))
    return out.accept(letter, client, moment, login), login


def behind_forwarder(who: Who, *, wraps: bool, fate: Fate, kind: Kind = "postfix",
                     logs: Gap | None = None, host: str = "out1", held: bool = False, spf: str = "-all",
                     discreet: bool = False, renames: bool = False) -> Callable[[], Scenery]:  # fmt: skip
    """Through a foreign alias to an address that does not exist. `held`: the forwarder kept it for two days;
    `discreet`: he takes out where it came from, and the signature; `renames`: he gives it another Message-ID; `logs`:
    what happened to our logs."""

    def make() -> Scenery:
        world = live(World(kind, spf=SPF[spf]))
        out = world.hosts[host] if kind == "postfix" else world.out
        queued, sender = sends(world, who, ALUMNUS, LONG_AGO if held else NOW, out)
        there = world.forwarder.accept(queued.letter, out.client, later(queued.moment, 1))
        out.sent(queued, ALUMNUS, world.forwarder.at, world.forwarder.took(there))
        there = there._replace(moment=NOW) if held else there
        letter = _without_origin(there.letter) if discreet else there.letter
        there = there._replace(letter=_renamed(letter) if renames else letter)
        notice = onwards(world, there, sender, target=DEAD, wraps=wraps, fate=fate)
        if logs is not None:
            logs(world)
        return Scenery(notice, world)

    return make


def _without_origin(letter: Letter) -> Letter:
    """Only the topmost line is left, the forwarder's own."""
    return replace(letter, trace=letter.trace.partition("\nReceived:")[0].partition("\nDKIM-Signature:")[0] + "\n")


def _renamed(letter: Letter) -> Letter:
    new = "20261124083001.77@weiter.test"
    return replace(letter, message_id=new, fields=letter.fields.replace(letter.message_id or new, new))


def behind_alias(who: Who, *, headers_only: bool = False) -> Callable[[], Scenery]:
    """The recipient's own server passes it on to a third one, which refuses it."""

    def make() -> Scenery:
        world = live(World())
        queued, sender = sends(world, who, "umgezogen@fern.test", NOW, world.out)
        there = world.fern.accept(queued.letter, world.out.client, later(queued.moment, 1))
        world.out.sent(queued, "umgezogen@fern.test", world.fern.at, world.fern.took(there))
        refusal = Failure(GONE, f"550 5.1.1 <{GONE}>: no such user here", world.weit.at, original="umgezogen@fern.test")
        notice = world.fern.refused(there, (refusal,), headers_only=headers_only)
        return Scenery(world.bring(notice._replace(letter=notice.letter.to(sender)), world.fern), world)

    return make


def late(who: Who, *, logs: Gap | None = None, host: str = "out1") -> Callable[[], Scenery]:
    """It lay in our queue for two days."""

    def make() -> Scenery:
        world = live(World())
        out = world.postfix(host)
        queued, _ = sends(world, who, DEAD, LONG_AGO, out)
        queued = out.held(queued, world.fern.at, NOW)
        notice = world.bring(out.refused(queued, (world.refusal(DEAD),)), out)
        if logs is not None:
            logs(world)
        return Scenery(notice, world)

    return make


def plainly(who: Who, *, logs: Gap, host: str = "out1", fate: Fate = "returned") -> Callable[[], Scenery]:
    """Sent this morning, returned by the next host; and something is wrong with our logs."""

    def make() -> Scenery:
        world = live(World())
        out = world.hosts[host]
        queued, _ = sends(world, who, DEAD, NOW, out)
        notice = world.deliver(queued, out, fate)
        assert notice is not None
        logs(world)
        return Scenery(notice, world)

    return make


def only_today(world: World) -> None:
    for paper in world.papers.values():
        paper.keep(at(TODAY, 0))


def until_yesterday(world: World) -> None:
    for paper in world.papers.values():
        paper.keep(None, at(TODAY, 0))


def without(name: str) -> Gap:
    def remove(world: World) -> None:
        del world.papers[f"{name}/mail.log"]

    return remove


def hole(world: World) -> None:
    """syslog wrote nothing for half a day on out1."""
    world.papers["out1/mail.log"].lose(at(TODAY, 0), at(TODAY, 12, 10))


def gap_of_an_hour(world: World) -> None:
    """Too short to be seen on a quiet host."""
    world.papers["out1/mail.log"].lose(at(TODAY, 9, 15), at(TODAY, 10, 10))


def joe_job_without(name: str) -> Scenery:
    """A bot, in a world where one host's log is missing."""
    world = live(World())
    notice = bounced(world, spam(world, ANNA), BOT, world.fern)
    without(name)(world)
    return Scenery(notice, world, innocent=(ANNA,))


# --- through others ---------------------------------------------------------------------------------------------------


def newsletter(spf: str, *, signed: Literal["aligned", "provider", "nobody"] = "aligned") -> Callable[[], Scenery]:
    """The club's own newsletter, written at the provider's site and sent by his hosts."""

    def make() -> Scenery:
        world = live(World(spf=SPF[spf]))
        app = Client("198.51.100.150", "app3.rundbrief.test", "app3")
        letter = world.letter(
            BOARD, DEAD, moment=NOW, subject="Vereinsbrief", extra="List-Unsubscribe: <http://rb.test>\n"
        )
        queued = world.provider.accept(letter, app, NOW)
        letter = queued.letter
        if signed != "nobody":
            domain = CLUB if signed == "aligned" else "rundbrief.test"
            world.dns[f"TXT rb1._domainkey.{domain}"] = [RECORD]
            letter = letter.under(signature(letter, domain, "rb1"))
        return Scenery(bounced(world, letter, world.provider.client, world.fern), world)

    return make


NOT_ALL = {"own_complete": False}
SHOP_SERVER = Client("198.51.100.77", "shop4.mietserver.test", "shop4.mietserver.test")


def elsewhere(client: Client, who: str = ANNA, *, spf: str = "-all", listed: str = "",
              service: tuple[str, str] | None = None) -> Callable[[], Scenery]:  # fmt: skip
    """Our people send by a machine that the user did not think of; he does not say that there are no others. `listed`:
    what SPF says of it; `service`: a mail service with logins of its own."""

    def make() -> Scenery:
        text = SPF[spf].replace(" {ours}", f" {{ours}} {listed}" if listed else " {ours}")
        world = live(World(spf=text))
        letter = world.letter(who, DEAD, moment=NOW, subject="Ihre Bestellung")
        by = client
        if service is not None:
            via = Postfix(*service, 0xB2)
            letter, by = via.accept(letter, client, NOW, who).letter, via.client
        return Scenery(bounced(world, letter, by, world.fern), world, options=NOT_ALL)

    return make


FREEMAIL = ("mail.freemail.test", "198.51.100.80")
_UNSURE = {"owner": "own undetermined", "thief": "mailbox undetermined", "script": "script undetermined"}
_EVERYBODY: tuple[Who, ...] = ("owner", "thief", "script")


def _each(name: str, make: Callable[[Who], Callable[[], Scenery]], **gaps: dict[str, str]) -> list[Scene]:
    """The same for all three."""
    return [Scene(f"{name}: {who}", TRUTH[who], make(who), _UNSURE[who], gaps.get(who, {})) for who in _EVERYBODY]


SCENES = (
    *(scene for wraps in (True, False) for fate in ("refused", "returned") for scene in
      _each(f"behind a forwarder{' with SRS' if wraps else ''}, {fate}",
            lambda who, wraps=wraps, fate=fate: behind_forwarder(who, wraps=wraps, fate=fate))),
    *_each("behind a forwarder, ~all", lambda who: behind_forwarder(who, wraps=False, fate="returned", spf="~all")),
    *_each("behind a forwarder, held for two days",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", held=True)),
    *_each("behind a forwarder, held for two days, logs of today",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", held=True, logs=only_today)),
    *_each("behind a forwarder with SRS, held for two days, logs of today",
           lambda who: behind_forwarder(who, wraps=True, fate="refused", held=True, logs=only_today)),
    *_each("behind a forwarder, logs until yesterday",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", logs=until_yesterday)),
    *_each("behind a forwarder, log of out2 missing",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", host="out2", logs=without("out2"))),
    *_each("behind a forwarder with SRS, log of out2 missing",
           lambda who: behind_forwarder(who, wraps=True, fate="returned", host="out2", logs=without("out2"))),
    *_each("behind a forwarder, a hole in the log of out1",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", logs=hole)),
    *_each("behind a discreet forwarder",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", discreet=True)),
    *_each("behind a discreet forwarder with SRS",
           lambda who: behind_forwarder(who, wraps=True, fate="refused", discreet=True)),
    *_each("behind a discreet forwarder, held for two days, logs of today",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", discreet=True, held=True, logs=only_today)),
    *_each("behind a discreet forwarder, an hour of out1 lost",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", discreet=True, logs=gap_of_an_hour),
           owner=gap(WHY_LOST, "proof"), thief=gap(WHY_LOST, "proof")),
    *_each("behind a forwarder that renames",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", renames=True)),
    *_each("behind a discreet forwarder that renames",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", discreet=True, renames=True)),
    *_each("behind a discreet forwarder that renames, include -all",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", discreet=True, renames=True,
                                        spf="include -all")),
    *_each("behind the recipient's own alias", behind_alias),
    *_each("behind the recipient's own alias, headers only", lambda who: behind_alias(who, headers_only=True)),
    *_each("two days in our queue", late),
    *_each("two days in our queue, logs of today", lambda who: late(who, logs=only_today)),
    *_each("log of out2 missing, sent through it", lambda who: plainly(who, host="out2", logs=without("out2")),
           thief=gap(WHY_SERVICE, "partial")),
    *_each("log of out1 missing, refused", lambda who: plainly(who, logs=without("out1"), fate="refused")),
    *_each("log of mx missing", lambda who: plainly(who, logs=without("mx"))),
    *_each("logs until yesterday", lambda who: plainly(who, logs=until_yesterday)),
    *_each("a hole in the log of out1", lambda who: plainly(who, logs=hole)),
    *_each("an hour of out1 lost", lambda who: plainly(who, logs=gap_of_an_hour)),
    *_each("behind a forwarder, an hour of out1 lost",
           lambda who: behind_forwarder(who, wraps=False, fate="returned", logs=gap_of_an_hour)),
    *_each("behind a forwarder with SRS, an hour of out1 lost",
           lambda who: behind_forwarder(who, wraps=True, fate="returned", logs=gap_of_an_hour)),
    Scene("log of web1 missing: script", "script", plainly("script", logs=without("web1")), "script undetermined"),
    Scene("Joe job, log of out2 missing", "forged", lambda: joe_job_without("out2"), "forged undetermined"),
    Scene("Exim: owner behind a forwarder", "own", behind_forwarder("owner", wraps=False, fate="returned", kind="exim"),
          "own undetermined"),
    Scene("Exim: owner behind a forwarder with SRS", "own",
          behind_forwarder("owner", wraps=True, fate="refused", kind="exim"), "own undetermined"),
    Scene("Exim: thief behind a forwarder", "mailbox",
          behind_forwarder("thief", wraps=False, fate="returned", kind="exim"), "mailbox undetermined"),
    # Through others
    *(Scene(f"our newsletter at a provider, {spf}, signed by {signed}", "own", newsletter(spf, signed=signed),
            "own undetermined")
      for spf in ("include -all", "include ~all", "-all", "~all", "no SPF")
      for signed in ("aligned", "provider", "nobody")),
    Scene("owner with a free mail service", "own", elsewhere(home(TODAY), service=FREEMAIL), "own undetermined"),
    Scene("owner with a free mail service, ~all", "own", elsewhere(home(TODAY), spf="~all", service=FREEMAIL),
          "own undetermined"),
    Scene("a shop on a rented server that SPF lists", "own script",
          elsewhere(SHOP_SERVER, TEAM, listed="ip4:198.51.100.77")),
    Scene("a shop on a rented server, ~all", "own script", elsewhere(SHOP_SERVER, TEAM, spf="~all")),
    Scene("a shop on a rented server", "own script", elsewhere(SHOP_SERVER, TEAM)),
    Scene("a printer in the office that delivers itself, ~all", "own",
          elsewhere(OFFICE._replace(helo="kyocera"), BERND, spf="~all"), "own undetermined"),
    Scene("a printer in the office that delivers itself, listed", "own",
          elsewhere(OFFICE._replace(helo="kyocera"), BERND, listed="ip4:198.51.100.50"), "own undetermined"),
)  # fmt: skip
