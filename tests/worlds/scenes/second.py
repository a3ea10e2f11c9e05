"""Thieves and forgers who know how we judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from msgspec.structs import replace
from tests.worlds import dovecot
from tests.worlds.forwarding import onwards
from tests.worlds.letter import Client
from tests.worlds.life import FRIENDS, SPAM, burst, live
from tests.worlds.moments import BEFORE, TODAY, at, later
from tests.worlds.notice import Failure, postfix_notice
from tests.worlds.places import home, phone, server
from tests.worlds.postfix import Postfix, Queued
from tests.worlds.scene import Scene, Scenery, gap
from tests.worlds.scenes.forwards import ALIAS
from tests.worlds.scenes.joejobs import BAIT, BOT, SPF, bounced, spam
from tests.worlds.scenes.owners import NOW, reading, typo
from tests.worlds.scenes.scripts import AGENT, MARK, ROUNDCUBE, SHOP, mailed
from tests.worlds.scenes.thieves import NEIGHBOUR, SAME_NETWORK, WHY_ALIKE
from tests.worlds.world import ANNA, CLARA, DEAD, DOMAIN, LAWYER, TEAM, World, unknown

Before = Callable[[World], object]
Who = Literal["owner", "thief", "script"]
WHY_UNNAMED = "a host of ours that nobody named is a place like any, and whoever logs in to the webmail there is at it"
WHY_SHELL = "who writes at the shell looks like a program, and in the folder of a site like one of that site"
WHY_TEXT = "a host that returns a letter of a script with other text is believed where the script's name is in our log"
WHY_HOBBY = "a mail server on a line at home that passes mail on looks like a bot, the more the less it leaves in place"

LEVELS = ("nothing", "own", "dns", "partial", "proof")


def all_of(*steps: Before) -> Before:
    def do(world: World) -> None:
        for step in steps:
            step(world)

    return do


# --- at the owner's own provider ---------------------------------------------------------------------------------


FAR = Client("198.51.200.33", "p5b0ac821.dip0.dsl-nord.test", "[192.168.178.30]")


def at_home(hour: int, client: Client | None = None) -> Before:
    """Anna reads and writes at her own line today."""

    def use(world: World) -> None:
        world.quick = True
        by = client or home(TODAY)
        dovecot.reads(world.logins, "mx", ANNA, by, at(TODAY, hour, 1))
        world.send(ANNA, by, at(TODAY, hour, 5), FRIENDS[hour % len(FRIENDS)], subject="Termin")
        world.quick = False

    return use


def to_friends(login: str, client: Client, count: int) -> Before:
    """Some letters to people whom the mailbox knows."""

    def send(world: World) -> None:
        world.quick = True
        for n in range(count):
            world.send(login, client, at(TODAY, 9, 3 * n), FRIENDS[n % len(FRIENDS)], subject="Foto")
        world.quick = False

    return send


# --- scripts and what looks like them ----------------------------------------------------------------------------


def squirrel(*, program: str = AGENT, noted: bool = False) -> Callable[[], Scenery]:
    """A webmail program that runs sendmail itself: PHP logs nothing of it."""

    def make() -> Scenery:
        world = live(World())
        queued = mailed(world, ROUNDCUBE, sender=ANNA, author=f"<{ANNA}>", extra=program, noted=noted,
                        subject="Angebot")  # fmt: skip
        world.visit(later(NOW, -1), "webmail.hoster.example", home(TODAY), "/src/compose.php")
        notice = world.deliver(queued, world.out, "refused")
        assert notice is not None
        return Scenery(notice, world)

    return make


def shell_user(folder: str, *, before: str = "", user: str = "doris") -> Callable[[], Scenery]:
    """Somebody of ours writes with mutt at the shell, in `folder`. `before`: another program ran there a moment ago."""

    def make() -> Scenery:
        world = live(World("exim"))
        host = world.exim
        letter = world.letter(LAWYER, DEAD, moment=NOW, subject="Angebot", extra="User-Agent: Mutt/2.2.9\n")
        queued = host.submit(letter, user, NOW, folder)
        if before:
            here = f"cwd={folder} 3 args"
            world.papers["srv7/exim_mainlog"].change(here, here, here.replace(folder, before))
        notice = world.deliver(queued, host, "refused")
        assert notice is not None
        return Scenery(notice, world)

    return make


def shop_to_spammer(*, changed: bool, bait: bool = False) -> Callable[[], Scenery]:
    """The spammer orders in the shop; his server returns the confirmation, `changed`: with other text."""

    def make() -> Scenery:
        world = live(World())
        letter = world.letter(TEAM, "kontakt@evil.test", moment=NOW, named=False, subject="Ihre Bestellung 77",
                              author=f"Shop <{TEAM}>", extra=MARK.format("bestellung.php"))  # fmt: skip
        world.call(later(NOW, -1), SHOP, "kontakt@evil.test", "Ihre Bestellung 77", author=f"Shop <{TEAM}>")
        ours = world.by_site(letter, NOW)
        his = world.evil.accept(ours.letter, world.out.client, later(NOW, 2))
        world.out.sent(ours, "kontakt@evil.test", world.evil.at, world.evil.took(his))
        return Scenery(_returned(world, his, changed=changed, bait=bait, to=TEAM), world)

    return make


def _returned(world: World, his: Queued, *, changed: bool, bait: bool, to: str, client: Client | None = None,
              maker: Postfix | None = None) -> bytes:  # fmt: skip
    host = maker or world.evil
    letter = replace(his.letter, body=SPAM["body"]) if changed else his.letter
    failed = unknown(his.letter.recipients[0], world.evil)
    text = postfix_notice(host.name, his.id, "5B6672A3011", letter, his.moment, (failed,))
    if bait:
        text = replace(text, body=text.body.replace("                   The mail system\n", BAIT, 1))
    line = f"Received: by {host.name} (Postfix)\n\tid 5B6672A3011; Tue, 24 Nov 2026 09:31:00 +0100 (CET)"
    there = world.border.accept(text.under(line), client or world.evil.client, later(his.moment, 30))
    return world.border.store(there, to)


def to_gone_mailbox() -> Scenery:
    """A bot writes to an alias as Anna; our own server finds no mailbox behind it."""
    world = live(World())
    mx = world.postfix("mx")
    queued = mx.accept(spam(world, ANNA, ALIAS), BOT, NOW)
    failure = Failure("weg@verein.example", 'unknown user: "weg"', original=ALIAS)
    return Scenery(mx.store(mx.refused(queued, (failure,)), ANNA), world)


def theft_returned(*, bait: bool, changed: bool = False, elsewhere: bool = False) -> Callable[[], Scenery]:
    """A thief sends; the recipient's gateway answers. `bait`: with a link to its quarantine; `elsewhere`: the answer
    comes from a cloud of another name."""

    def make() -> Scenery:
        world = live(World())
        burst(world, ANNA, [server(n) for n in range(6)], each=8, dead=4)
        letter = world.letter(ANNA, "kontakt@evil.test", moment=NOW, **SPAM)
        ours = world.out.accept(letter, server(2), NOW, ANNA)
        his = world.evil.accept(ours.letter, world.out.client, later(NOW, 1))
        world.out.sent(ours, "kontakt@evil.test", world.evil.at, world.evil.took(his))
        by = Client("198.51.100.99", "out4.wolken-filter.test", "out4.wolken-filter.test") if elsewhere else None
        return Scenery(_returned(world, his, changed=changed, bait=bait, to=ANNA, client=by), world)

    return make


# --- through a host that looks like a bot ------------------------------------------------------------------------

HOBBY = Postfix("mail.bastler.test", "198.19.50.7", 0xB7)
HOBBY_CLIENT = Client("198.19.50.7", "dyn-50-7.pool1.isp1.test", "mail.bastler.test")
"""Somebody's own mail server on his line at home."""


def behind_hobbyist(who: Who, *, strips: bool = False, renames: str = "", logs: Before | None = None,
                    signs: bool = True, held: bool = False,
                    postdated: bool = False) -> Callable[[], Scenery]:  # fmt: skip
    """A thief's letter for an alias at a mail server at home, which passes it on to fern. `strips`: it leaves out where
    the letter came from; `renames`: it gives another Message-ID, with this domain."""

    def make() -> Scenery:
        world = live(World(signs=signs))
        moment = at(TODAY - 1, 22) if held else NOW
        to = "verena@bastler.test"
        if who == "script":
            letter = world.letter(TEAM, to, moment=NOW if postdated else moment, named=False, **SPAM)
            queued = world.by_site(letter, moment)
        else:
            if who == "thief":
                burst(world, ANNA, [server(n) for n in range(6)], each=8, dead=4, start=later(moment, -600))
            letter = world.letter(ANNA, to, moment=NOW if postdated else moment, **SPAM)
            queued = world.out.accept(letter, server(2) if who == "thief" else home(TODAY), moment, ANNA)
        there = HOBBY.accept(queued.letter, world.out.client, later(moment, 1))
        world.out.sent(queued, to, f"mail.bastler.test[{HOBBY.ip}]", HOBBY.took(there))
        letter = there.letter
        if strips:
            letter = replace(letter, trace=letter.trace.partition("\nReceived:")[0].partition("\nDKIM-")[0] + "\n")
        if renames:
            new = f"20261124083001.77@{renames}"
            letter = replace(letter, message_id=new, fields=letter.fields.replace(letter.message_id or new, new))
        at_fern = world.fern.accept(letter.to(DEAD), HOBBY_CLIENT, later(NOW, 2))
        notice = world.bring(world.fern.refused(at_fern, (unknown(DEAD, world.fern),)), world.fern)
        if logs is not None:
            logs(world)
        return Scenery(notice, world)

    return make


def from_nine(world: World) -> None:
    for paper in world.papers.values():
        paper.keep(at(TODAY, 8, 55))


def only_later(world: World) -> None:
    """The lines of this very morning are gone."""
    for paper in world.papers.values():
        paper.keep(at(TODAY, 9, 45))


def odd_names(message_id: str, *, twice: str = "", strips: bool = True) -> Callable[[], Scenery]:
    """A thief gives his letter a Message-ID that logs and notices may read differently, and sends it through a discreet
    forwarder."""

    def make() -> Scenery:
        world = live(World(signs=False))
        to = "verena@weiter.test"
        burst(world, ANNA, [server(n) for n in range(6)], each=8, dead=4)
        letter = world.letter(ANNA, to, moment=NOW, message_id="marke", **SPAM)
        letter = replace(letter, fields=letter.fields.replace("<marke>", message_id), message_id="marke")
        out = world.postfix("out1")
        queued = out.accept(letter, server(2), NOW, ANNA)
        shown = [one.replace("\n", "") for one in (message_id, twice) if one]
        world.papers["out1/mail.log"].change("<marke>", *shown)
        if twice:
            fields = queued.letter.fields.replace("MIME-Version", f"Message-ID: {twice}\nMIME-Version", 1)
            queued = queued._replace(letter=replace(queued.letter, fields=fields))
        there = world.forwarder.accept(queued.letter, out.client, later(NOW, 1))
        out.sent(queued, to, world.forwarder.at, world.forwarder.took(there))
        if strips:
            trace = there.letter.trace.partition("\nReceived:")[0] + "\n"
            there = there._replace(letter=replace(there.letter, trace=trace))
        return Scenery(onwards(world, there, ANNA, target=DEAD, wraps=False, fate="returned"), world)

    return make


TRUTH: dict[Who, str] = {"owner": "own", "thief": "mailbox", "script": "script"}
_UNSURE: dict[Who, str] = {who: f"{cause} undetermined" for who, cause in TRUTH.items()}
THROUGH_HOME: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("", "own", {}),
    (", strips", "own dns", {"strips": True}),
    (", logs lost", "own", {"logs": only_later}),
    (", logs lost, not signed", "own dns proof", {"logs": only_later, "signs": False}),
    (", strips, renames in our name", "own dns proof", {"strips": True, "renames": DOMAIN}),
    (", strips, renames", "own dns", {"strips": True, "renames": "bastler.test"}),
    (", strips, held, short logs", "own dns proof", {"strips": True, "held": True, "logs": from_nine}),
    (", strips, held, postdated, short logs", "own dns proof",
     {"strips": True, "held": True, "postdated": True, "logs": from_nine}),
)  # fmt: skip
"""What else happened, and where we err."""

# --- others' logins ----------------------------------------------------------------------------------------------


def send_as(spf: str = "-all", *, fate: str = "refused") -> Callable[[], Scenery]:
    """Anna's phone sends through her access provider's own mail service, with her login there."""

    def make() -> Scenery:
        world = live(World(spf=SPF[spf]))
        via = Postfix("mail.dsl-nord.test", "198.51.100.81", 0xB3)
        letter = world.letter(ANNA, DEAD, moment=NOW)
        queued = via.accept(letter, home(TODAY), NOW, "anna77@dsl-nord.test")
        if fate == "refused":
            return Scenery(world.bring(via.refused(queued, (world.refusal(DEAD),)), via), world)
        return Scenery(bounced(world, queued.letter, via.client, world.fern), world)

    return make


def webmail_host(who: str, *, count: int = 1) -> Callable[[], Scenery]:
    """Webmail runs on web1 and hands in with the user's login; so Clara has on all days."""

    def make() -> Scenery:
        world = live(World())
        web1 = world.hosts["web1"].client
        world.quick = True
        for day in BEFORE:
            for hour in (9, 14):
                dovecot.reads(world.logins, "mx", CLARA, web1, at(day, hour))
                world.send(CLARA, web1, at(day, hour, 5), FRIENDS[(day + hour) % 5], subject="Termin")
        dovecot.reads(world.logins, "mx", CLARA, web1, at(TODAY, 9, 20))
        world.quick = False
        letter = SPAM if who == "thief" else {}
        notice = world.send(CLARA, web1, NOW, DEAD, fate="refused", **letter)
        assert notice is not None
        return Scenery(notice, world)

    return make


NOT_AT_HOME = "mailbox undetermined"
SCENES = (
    # A thief at the owner's own provider
    Scene("near: behind a line of the owner's provider, reads first, one letter", "mailbox",
          typo(ANNA, NEIGHBOUR, before=reading(ANNA, NEIGHBOUR), **SPAM), NOT_AT_HOME, gaps=gap(WHY_ALIKE)),
    Scene("near: the same, while the owner is at home", "mailbox",
          typo(ANNA, NEIGHBOUR, before=all_of(at_home(8), reading(ANNA, NEIGHBOUR)), **SPAM), NOT_AT_HOME,
          gaps=gap(WHY_ALIKE)),
    Scene("near: the same, the owner came later", "mailbox",
          typo(ANNA, NEIGHBOUR, before=all_of(reading(ANNA, NEIGHBOUR), at_home(11)), **SPAM), NOT_AT_HOME,
          gaps=gap(WHY_ALIKE)),
    Scene("near: on a phone in the owner's network, reads first, one letter", "mailbox",
          typo(ANNA, SAME_NETWORK, before=reading(ANNA, SAME_NETWORK), **SPAM), NOT_AT_HOME, gaps=gap(WHY_ALIKE)),
    Scene("near: on a phone in the owner's network, while she is on hers", "mailbox",
          typo(ANNA, SAME_NETWORK, before=all_of(at_home(8, phone(TODAY)), reading(ANNA, SAME_NETWORK)), **SPAM),
          NOT_AT_HOME, gaps=gap(WHY_ALIKE)),
    Scene("near: behind a line of the owner's provider, to friends", "mailbox",
          typo(ANNA, NEIGHBOUR, before=all_of(reading(ANNA, NEIGHBOUR), to_friends(ANNA, NEIGHBOUR, 4)), **SPAM),
          NOT_AT_HOME, gaps=gap(WHY_ALIKE)),
    Scene("near: behind a line of the owner's provider, to friends, while she is at home", "mailbox",
          typo(ANNA, NEIGHBOUR, before=all_of(at_home(8), reading(ANNA, NEIGHBOUR), to_friends(ANNA, NEIGHBOUR, 4)),
               **SPAM), NOT_AT_HOME, gaps=gap(WHY_ALIKE)),
    Scene("near: in another town, with the owner's provider, reads first, one letter", "mailbox",
          typo(ANNA, FAR, before=reading(ANNA, FAR), **SPAM), NOT_AT_HOME, gaps=gap(WHY_ALIKE)),
    Scene("near: the owner at home, after a night in which her address changed", "own",
          typo(ANNA, home(TODAY), before=all_of(at_home(8), reading(ANNA, home(TODAY)))), "own"),
    Scene("webmail on another host: the owner", "own", webmail_host("owner"), "own undetermined"),
    Scene("webmail on another host: a thief's first letter", "mailbox", webmail_host("thief"), NOT_AT_HOME,
          gaps=gap(WHY_UNNAMED, "partial")),
    # Scripts
    Scene("webmail that runs sendmail: the owner", "own", squirrel(), "own undetermined"),
    Scene("webmail that runs sendmail: SquirrelMail", "own",
          squirrel(program="User-Agent: SquirrelMail/1.4.23\n"), "own undetermined"),
    Scene("shell: mutt at home", "own", shell_user("/home/doris"), "own undetermined",
          gaps=gap(WHY_SHELL, *LEVELS)),
    Scene("shell: mutt in the folder of the site", "own", shell_user("/home/doris/public_html"),
          "own undetermined", gaps=gap(WHY_SHELL, *LEVELS)),
    Scene("shell: mutt, a site's program at the same second", "own",
          shell_user("/home/doris", before="/var/www/web3/htdocs"), "own undetermined",
          gaps=gap(WHY_SHELL, *LEVELS)),
    Scene("shop: the spammer returns a confirmation", "own script", shop_to_spammer(changed=False)),
    Scene("shop: the spammer returns a confirmation with other text", "fake own", shop_to_spammer(changed=True),
          "fake own undetermined", gaps=gap(WHY_TEXT, "own", "dns", "proof")),
    Scene("shop: the spammer returns a confirmation, with a link", "own script fake",
          shop_to_spammer(changed=False, bait=True)),
    Scene("alias that leads to a mailbox of ours which is gone", "forged", to_gone_mailbox, "forged undetermined"),
    # Answers to a theft
    Scene("answer to a thief's letter, with a link", "mailbox", theft_returned(bait=True), NOT_AT_HOME),
    Scene("answer to a thief's letter, with a link, from elsewhere", "mailbox",
          theft_returned(bait=True, elsewhere=True), NOT_AT_HOME),
    Scene("answer to a thief's letter, from elsewhere", "mailbox", theft_returned(bait=False, elsewhere=True),
          NOT_AT_HOME),
    # Through a server at home
    *(Scene(f"behind a server at home{more}: {who}", TRUTH[who], behind_hobbyist(who, **said), _UNSURE[who],
            gap(WHY_HOBBY, *levels.split()))
      for who in TRUTH for more, levels, said in THROUGH_HOME),
    # Odd Message-IDs
    *(Scene(f"odd Message-ID, {'strips' if strips else 'keeps'}: {name}", "mailbox",
            odd_names(message_id, twice=twice, strips=strips))
      for strips in (True, False) for name, message_id, twice in (
          ("comment behind", "<a77b@baecker.example> (x)", ""), ("comment before", "(x) <a77b@baecker.example>", ""),
          ("two in one", "<a77b@baecker.example> <c77d@baecker.example>", ""),
          ("two fields", "<a77b@baecker.example>", "<c77d@baecker.example>"),
          ("no brackets", "a77b@baecker.example", ""),
          ("quoted", '<"a77 b"@baecker.example>', ""), ("bracket inside", "<a>77b@baecker.example>", ""),
          ("long", f"<{'a' * 600}@baecker.example>", ""), ("folded", "\n <a77b@baecker.example>", ""))),
    # Others' logins
    Scene("send as: the provider's own service, refused", "own", send_as(), "own undetermined"),
    Scene("send as: the provider's own service, refused, ~all", "own", send_as("~all"), "own undetermined"),
    Scene("send as: the provider's own service, returned", "own", send_as(fate="returned"), "own undetermined"),
)  # fmt: skip
